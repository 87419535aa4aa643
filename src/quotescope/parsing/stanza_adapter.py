"""The caller's own Stanza pipeline as a parser."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from quotescope.errors import ModelError, UnparsedError
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.parse import Parse, Sentence, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

    import stanza

__all__ = ["StanzaParser", "as_parsed"]

REQUIRED = ("tokenize", "pos", "lemma", "depparse")


class StanzaParser:
    """A ``stanza.Pipeline`` as a parser."""

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
        """One parse a text, in order."""
        import stanza

        plain = [as_parsed(text) for text in texts]
        spans = [paragraphs(text) for text in plain]
        documents = [
            stanza.Document([], text=text[start:end])
            for text, own in zip(plain, spans, strict=True)
            for start, end in own
        ]
        # Stanza tokenizes all documents of one call together, but fails on an empty list.
        parsed = iter(self._pipeline.bulk_process(documents) if documents else [])
        return [
            from_documents(
                zip((s for s, _ in own), islice(parsed, len(own)), strict=True), text, self._name
            )
            for text, own in zip(texts, spans, strict=True)
        ]


def from_document(document: stanza.Document) -> Parse:
    """The neutral parse of a document that any Stanza pipeline has parsed.

    Raises ``UnparsedError`` where its text, offsets, tags, lemmas or dependencies are missing.
    """
    words = [word for sentence in document.sentences for word in sentence.words]
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    lacks = {
        "text": document.text is None or (not words and bool(document.text.strip())),
        "offsets": any(token.start_char is None for token in tokens),
        "tags (pos)": any(word.upos is None for word in words),
        "lemmas (lemma)": any(word.lemma is None for word in words),
        "dependencies (depparse)": any(word.head is None for word in words),
    }
    if missing := [name for name, is_missing in lacks.items() if is_missing]:
        raise UnparsedError(
            f"the stanza.Document has no {', no '.join(missing)}: parse its text with the "
            f"processors tokenize,mwt,pos,lemma,depparse, or hand over the text itself"
        )
    return from_documents([(0, document)], document.text, "stanza")


def from_documents(
    documents: Iterable[tuple[int, stanza.Document]], text: str, parser: str
) -> Parse:
    """The neutral parse of ``text``, whose paragraphs (with their offsets) Stanza has parsed."""
    words: list[Word] = []
    sentences: list[Sentence] = []
    for offset, document in documents:
        for sentence in document.sentences:
            first = len(words)
            for token in sentence.tokens:
                for word in token.words:
                    words.append(
                        Word(
                            index=len(words),
                            start=offset + token.start_char,
                            end=offset + token.end_char,
                            form=as_parsed(word.text),
                            lemma=as_parsed(word.lemma or word.text),
                            upos=word.upos or "X",
                            feats=word.feats or "",
                            head=first + word.head - 1 if word.head else -1,
                            deprel=word.deprel or "dep",
                        )
                    )
            sentences.append(Sentence(first, len(words)))
    return Parse(text, tuple(words), tuple(sentences), parser)
