"""spaCy's documents in, and quotations in spaCy's documents, with the real library."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from quotescope import Extraction, ExtractionError, Extractor, UnparsedError, extract, extract_many
from quotescope.parsing import Parse
from quotescope.parsing.received import received

spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install quotescope[spacy]")

TEXT = (
    "😀 Le port reste fermé\n"
    "« Nous rouvrirons au printemps », a promis mardi Solène Kerbrat, maire de Trévégnec. "
    "Selon la préfecture, trois bateaux ont coulé."
)


def told(extraction: Extraction) -> list[tuple[str, str, str | None]]:
    return [
        (quote.kind, quote.content.text, quote.speaker.name if quote.speaker else None)
        for quote in extraction.quotes
    ]


ASKED = [
    ("direct", "Nous rouvrirons au printemps", "Solène Kerbrat"),
    ("indirect", "trois bateaux ont coulé", "la préfecture"),
]


# A Doc made by hand: what the conversion does, without a model.

ROWS = [
    # form, followed by a space, lemma, part of speech, head, relation, features
    ("Au", True, "au", "ADP", 1, "case", "PronType=Art"),
    ("maire", False, "maire", "NOUN", 8, "obl:arg", "Gender=Masc"),
    (",", True, ",", "PUNCT", 8, "punct", ""),
    ("l’", False, "le", "DET", 4, "det", "PronType=Art"),
    ("élue", True, "élue", "NOUN", 8, "nsubj", "Gender=Fem"),
    ("a", False, "avoir", "AUX", 8, "aux:tense", ""),
    ("-t", False, "-t", "PRON", 8, "nsubj", ""),
    ("-elle", True, "lui", "PRON", 8, "nsubj", "Gender=Fem"),
    ("donné", False, "donner", "VERB", 8, "ROOT", "VerbForm=Part"),
    ("\n", False, "\n", "SPACE", 8, "dep", ""),
    ("des", True, "un", "DET", 11, "det", ""),
    ("avis", True, "avis", "NOUN", 8, "obj", ""),
    ("auxquels", True, "lequel", "PRON", 13, "iobj", "PronType=Rel"),
    ("tenir", False, "tenir", "VERB", 9, "acl:relcl", ""),
    (".", False, ".", "PUNCT", 8, "punct", ""),
]


def by_hand(**changes: Any) -> Any:
    forms, spaces, lemmas, tags, heads, relations, features = map(list, zip(*ROWS, strict=True))
    layers: dict[str, Any] = {
        "words": forms,
        "spaces": spaces,
        "lemmas": lemmas,
        "pos": tags,
        "heads": heads,
        "deps": relations,
        "morphs": features,
    }
    return spacy.tokens.Doc(spacy.blank("fr").vocab, **layers | changes)


def test_words_of_spacy_become_words_of_ours() -> None:
    parse = received(by_hand())
    assert isinstance(parse, Parse)
    assert parse.text == "Au maire, l’élue a-t-elle donné\ndes avis auxquels tenir."
    assert parse.parser == "spacy fr"
    first, second = parse.sentences
    rows = [
        (parse.text[w.start : w.end], w.form, w.lemma, w.upos, w.head, w.deprel)
        for w in parse.words
    ]
    assert rows[: first.last] == [
        ("Au", "À", "à", "ADP", 2, "case"),
        ("Au", "le", "le", "DET", 2, "det"),
        ("maire", "maire", "maire", "NOUN", 8, "obl:arg"),
        (",", ",", ",", "PUNCT", 8, "punct"),
        ("l’", "l'", "le", "DET", 5, "det"),
        ("élue", "élue", "élue", "NOUN", 8, "nsubj"),
        ("a", "a", "avoir", "AUX", 8, "aux:tense"),
        ("-t-elle", "-t-elle", "lui", "PRON", 8, "nsubj"),
        ("donné", "donné", "donner", "VERB", -1, "root"),
    ]
    # The second line is a paragraph of its own: what hung from the first one hangs together.
    assert rows[second.first :] == [
        ("des", "des", "un", "DET", 10, "det"),
        ("avis", "avis", "avis", "NOUN", -1, "root"),
        ("auxquels", "à", "à", "ADP", 12, "case"),
        ("auxquels", "lesquels", "lesquels", "PRON", 13, "iobj"),
        ("tenir", "tenir", "tenir", "VERB", 10, "parataxis"),
        (".", ".", ".", "PUNCT", 10, "punct"),
    ]
    assert parse.words[12].feat("PronType") == "Rel"


@pytest.mark.parametrize(
    ("layer", "missing"),
    [("pos", "parts of speech"), ("lemmas", "lemmas"), ("deps", "dependencies")],
)
def test_a_doc_that_lacks_a_layer_is_refused(layer: str, missing: str) -> None:
    with pytest.raises(UnparsedError, match=f"the spaCy Doc has no {missing}"):
        extract(by_hand(**{layer: None} | ({"heads": None} if layer == "deps" else {})))


def test_a_doc_that_is_not_parsed_is_refused() -> None:
    with pytest.raises(UnparsedError, match="or hand over its text"):
        extract(spacy.blank("fr")(TEXT))


def test_an_empty_doc_has_no_quotations() -> None:
    assert extract(spacy.blank("fr")("")).quotes == ()
    spaces = spacy.tokens.Doc(
        spacy.blank("fr").vocab, words=["\n"], spaces=[False], pos=["SPACE"], lemmas=["\n"],
        heads=[0], deps=["ROOT"],
    )  # fmt: skip
    assert extract(spaces).text == "\n"


# Docs of the models, where they are installed


@pytest.fixture(scope="module", params=["fr_core_news_sm", "fr_core_news_md"])
def model(request: pytest.FixtureRequest) -> Any:
    if not spacy.util.is_package(request.param):
        pytest.skip(f"{request.param} is not installed: python -m spacy download {request.param}")
    return spacy.load(request.param, exclude=["ner"])


def test_a_parsed_doc_is_not_parsed_again(model: Any) -> None:
    extractor = Extractor()
    extraction = extractor(model(TEXT))
    assert told(extraction) == ASKED
    assert (extraction.text, extraction.parser) == (TEXT, "spacy fr")
    assert extractor._loaded is None
    assert list(extract_many(model.pipe([TEXT, ""]))) == [extraction, extract(model(""))]


def test_docs_are_sent_to_processes_as_parses(model: Any) -> None:
    docs = [model(TEXT), spacy.blank("fr")(TEXT)]
    done, failed = extract_many(docs, processes=2, on_error="skip")
    assert done == extract(docs[0])
    assert "UnparsedError" in failed.error  # type: ignore[union-attr]


def test_the_component_takes_the_parse_of_the_doc_where_it_is_asked_to(model: Any) -> None:
    import quotescope.spacy

    component = quotescope.spacy.QuotationFinder(parser="doc")
    doc = component(model(TEXT))
    assert doc._.extraction == extract(model(TEXT))
    assert component._extractor._loaded is None


def test_tags_lemmas_and_trees_of_every_doc_are_sound(model: Any) -> None:
    from cases import read_cases

    for doc in model.pipe(case["text"] for case in islice(read_cases(), 60)):
        parse = received(doc)
        assert isinstance(parse, Parse)
        covered = set[int]()
        for sentence in parse.sentences:
            words = parse.words[sentence.first : sentence.last]
            (root,) = [word for word in words if word.head < 0]
            assert len(parse.subtree(root.index)) == len(words)
            covered.update(i for word in words for i in range(word.start, word.end))
        assert all(i in covered or char.isspace() for i, char in enumerate(doc.text))


# The component


@pytest.fixture
def blank() -> Any:
    import quotescope.spacy  # noqa: F401

    nlp = spacy.blank("fr")
    nlp.add_pipe("quotescope")
    return nlp


@pytest.mark.model
def test_the_component_sets_the_quotations_of_any_pipeline(blank: Any) -> None:
    doc = blank(TEXT)
    assert doc._.extraction == extract(TEXT)
    assert doc._.quotes == doc._.extraction.quotes
    assert told(doc._.extraction) == ASKED
    assert [d._.quotes for d in blank.pipe([TEXT, "", TEXT])] == [doc._.quotes, (), doc._.quotes]
    assert "doc._.quotes" in blank.analyze_pipes()["summary"]["quotescope"]["assigns"]


@pytest.mark.model
def test_a_doc_is_saved_with_its_quotations(blank: Any) -> None:
    doc = blank(TEXT)
    again = spacy.tokens.Doc(blank.vocab).from_bytes(doc.to_bytes())
    assert again._.extraction == doc._.extraction
    docs = spacy.tokens.DocBin(store_user_data=True, docs=[doc])
    (binned,) = spacy.tokens.DocBin().from_bytes(docs.to_bytes()).get_docs(blank.vocab)
    assert binned._.quotes == doc._.quotes


@pytest.mark.model
def test_the_component_works_in_the_processes_of_spacy(blank: Any) -> None:
    expected = blank(TEXT)._.extraction
    assert [doc._.extraction for doc in blank.pipe([TEXT] * 4, n_process=2)] == [expected] * 4


def test_a_pipeline_is_saved_with_its_component(tmp_path: Path) -> None:
    import quotescope.spacy  # noqa: F401

    nlp = spacy.blank("fr")
    nlp.add_pipe("quotescope", config={"parser": "doc"})
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path).get_pipe("quotescope").parser == "doc"


def test_an_unknown_parser_is_refused() -> None:
    import quotescope.spacy  # noqa: F401

    with pytest.raises(ValueError, match="'embedded' or 'doc', not 'other'"):
        spacy.blank("fr").add_pipe("quotescope", config={"parser": "other"})


def test_what_cannot_be_read_is_given_to_the_error_handler_of_spacy() -> None:
    import quotescope.spacy  # noqa: F401

    nlp = spacy.blank("fr")
    nlp.add_pipe("quotescope", config={"parser": "doc"})
    with pytest.raises(UnparsedError):
        nlp(TEXT)
    with pytest.raises(ExtractionError, match="text 0 could not be read: UnparsedError"):
        list(nlp.pipe([TEXT]))
    told: list[tuple[str, str]] = []
    nlp.set_error_handler(lambda name, proc, docs, error: told.append((name, docs[0].text)))
    assert [doc.text for doc in nlp.pipe(["", TEXT, ""])] == ["", ""]
    assert told == [("quotescope", TEXT)]


def test_a_doc_that_the_component_has_not_seen_has_no_quotations() -> None:
    import quotescope.spacy  # noqa: F401

    doc = spacy.blank("fr")(TEXT)
    assert (doc._.quotes, doc._.extraction) == ((), None)


def test_an_installed_package_is_found_by_spacy_itself() -> None:
    try:
        importlib.metadata.distribution("quotescope")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("quotescope is not installed, only on the path: spaCy sees no entry point")
    program = "import spacy; print(spacy.blank('fr').add_pipe('quotescope').parser)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "embedded"
