"""From Stanza's documents to the neutral parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotescope.errors import ModelError
from quotescope.parsing.parse import Parse, Sentence, Word

if TYPE_CHECKING:
    import stanza

REQUIRED = ("tokenize", "pos", "lemma", "depparse")


class StanzaParser:
    """A ``stanza.Pipeline``, ours or the caller's, as a parser."""

    def __init__(self, pipeline: stanza.Pipeline, name: str | None = None) -> None:
        missing = [p for p in REQUIRED if p not in pipeline.processors]
        if missing:
            raise ModelError(
                f"the pipeline lacks the processors {', '.join(missing)}: build it with "
                f'processors="tokenize,mwt,pos,lemma,depparse"'
            )
        self._pipeline = pipeline
        self._name = name or f"stanza {pipeline.lang}"

    @property
    def name(self) -> str:
        return self._name

    def parse(self, texts: list[str]) -> list[Parse]:
        import stanza

        documents = [stanza.Document([], text=as_parsed(text)) for text in texts]
        blank = [not text.strip() for text in texts]
        self._pipeline.bulk_process([d for d, b in zip(documents, blank, strict=True) if not b])
        return [
            from_document(document, text, self._name)
            for document, text in zip(documents, texts, strict=True)
        ]


# One character for one, so that offsets stay: parsers know the plain forms best.
_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "«": '"',
        "»": '"',
        "‹": '"',
        "›": '"',
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
    }
)


def as_parsed(text: str) -> str:
    """The text as the parser reads it: same length, plain apostrophes, marks and spaces."""
    return text.translate(_PLAIN)


def from_document(document: stanza.Document, text: str, parser: str) -> Parse:
    """The neutral parse of a parsed document, over ``text`` of the same length."""
    words: list[Word] = []
    sentences: list[Sentence] = []
    for sentence in document.sentences:
        first = len(words)
        for token in sentence.tokens:
            for word in token.words:
                words.append(
                    Word(
                        index=len(words),
                        start=token.start_char,
                        end=token.end_char,
                        form=word.text,
                        lemma=word.lemma or word.text,
                        upos=word.upos or "X",
                        feats=word.feats or "",
                        head=first + word.head - 1 if word.head else -1,
                        deprel=word.deprel or "dep",
                    )
                )
        sentences.append(Sentence(first, len(words)))
    return Parse(text, tuple(words), tuple(sentences), parser)
