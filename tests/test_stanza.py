"""Stanza's documents in, and quotations in Stanza's documents, with the real library."""

from __future__ import annotations

from typing import Any

import pytest

from quotescope import Extraction, Extractor, Failure, UnparsedError, extract, extract_many
from stock import stock_pipeline

stanza = pytest.importorskip("stanza", reason="stanza is not installed")

# The weights know the typewriter apostrophe alone, to which quotescope itself brings every other.
TEXT = (
    "😀 Le port reste fermé\n"
    "« Nous rouvrirons au printemps », a promis mardi Solène Kerbrat, maire de Trévégnec. "
    "L'élue a ajouté qu'elle attendait l'avis des pêcheurs.\n\n"
    "Selon la préfecture, trois bateaux ont coulé."
)
ASKED = [
    ("direct", "Nous rouvrirons au printemps", "Solène Kerbrat"),
    ("indirect", "qu'elle attendait l'avis des pêcheurs", "Solène Kerbrat"),
    ("indirect", "trois bateaux ont coulé", "la préfecture"),
]


def told(extraction: Extraction) -> list[tuple[str, str, str | None]]:
    return [
        (quote.kind, quote.content.text, quote.speaker.name if quote.speaker else None)
        for quote in extraction.quotes
    ]


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return stock_pipeline()


@pytest.mark.model
def test_a_parsed_document_is_not_parsed_again(pipeline: Any) -> None:
    extractor = Extractor()
    extraction = extractor(pipeline(TEXT))
    assert told(extraction) == ASKED
    assert (extraction.text, extraction.parser) == (TEXT, "stanza")
    assert extractor._loaded is None
    assert extract(pipeline(TEXT)) == extraction


@pytest.mark.model
@pytest.mark.parametrize("processes", [1, 2])
def test_documents_and_texts_are_read_together(pipeline: Any, processes: int) -> None:
    texts = [
        TEXT,
        pipeline(TEXT),
        stanza.Document([], text=TEXT),
        TEXT[TEXT.index("«") :],
        pipeline(""),
    ]
    results = list(extract_many(texts, processes=processes, on_error="skip"))
    one, two, three, four, five = results
    assert isinstance(three, Failure)
    assert three.index == 2
    assert three.error.startswith("UnparsedError: the stanza.Document has no text")
    assert isinstance(one, Extraction)
    assert isinstance(two, Extraction)
    assert told(one) == told(two) == ASKED
    assert (one.parser, two.parser) == (extract(TEXT).parser, "stanza")
    assert four == extract(TEXT[TEXT.index("«") :])
    assert isinstance(five, Extraction)
    assert five.quotes == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("processors", "missing"),
    [
        ("tokenize,mwt", "no tags (pos), no lemmas (lemma), no dependencies (depparse)"),
        ("tokenize,mwt,pos,lemma", "no dependencies (depparse)"),
    ],
)
def test_a_document_that_lacks_a_layer_is_refused(
    pipeline: Any, processors: str, missing: str
) -> None:
    with pytest.raises(UnparsedError) as refused:
        extract(pipeline.process(TEXT, processors=processors))
    assert str(refused.value).startswith(f"the stanza.Document has {missing}: parse its text")


@pytest.mark.model
def test_a_document_without_its_text_is_refused(pipeline: Any) -> None:
    from stanza.utils.conll import CoNLL

    document = pipeline(TEXT)
    read_again = CoNLL.conll2doc(input_str=f"{document:C}\n\n")
    read_again.text = None
    with pytest.raises(UnparsedError, match="no text"):
        extract(read_again)


@pytest.mark.model
def test_the_processor_sets_the_quotations() -> None:
    import quotescope.stanza  # noqa: F401

    pipeline = stock_pipeline("tokenize,mwt,pos,lemma,depparse,quotes")
    document = pipeline(TEXT)
    assert document.extraction == extract(document)
    assert document.quotes == document.extraction.quotes
    assert told(document.extraction) == ASKED
    documents = pipeline.bulk_process([TEXT, "Il pleut.", ""])
    assert [len(document.quotes) for document in documents] == [3, 0, 0]
    assert documents[0].extraction == document.extraction


@pytest.mark.model
def test_a_document_that_the_processor_has_not_seen_has_no_quotations(pipeline: Any) -> None:
    import quotescope.stanza  # noqa: F401

    document = pipeline(TEXT)
    assert (document.quotes, document.extraction) == ((), None)


@pytest.mark.model
def test_the_processor_needs_a_parse() -> None:
    from stanza.pipeline.core import PipelineRequirementsException

    import quotescope.stanza  # noqa: F401

    with pytest.raises(PipelineRequirementsException, match="depparse"):
        stock_pipeline("tokenize,mwt,pos,lemma,quotes")
