"""What others have parsed already: a spaCy ``Doc`` or a ``stanza.Document`` as a neutral parse.

Types are told by their names, so that neither library is imported for those who do not use it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from quotescope.errors import UnparsedError
from quotescope.parsing import spacy_adapter, stanza_adapter
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.parse import Parse, Sentence, Word
from quotescope.parsing.sentences import LONGEST

if TYPE_CHECKING:
    import stanza
    from spacy.tokens import Doc

Readable: TypeAlias = "str | Doc | stanza.Document"
"""What quotations are found in: a text, or a document that spaCy or Stanza has parsed."""

_ADAPTERS: dict[str, Callable[[Any], Parse]] = {
    "spacy.tokens.doc.Doc": spacy_adapter.from_doc,
    "stanza.models.common.doc.Document": stanza_adapter.from_document,
}

Given = str | Parse | Exception
"""What the extractor works on: a text, a parse, or why there is neither."""


def received(text: object) -> str | Parse:
    """A text as it is, a document as its parse.

    Raises ``UnparsedError`` where a document lacks a part of its parse, ``TypeError`` for anything
    else.
    """
    if isinstance(text, str):
        return text
    for cls in type(text).__mro__:
        adapter = _ADAPTERS.get(f"{cls.__module__}.{cls.__qualname__}")
        if adapter is not None:
            return sound(adapter(text))
    raise TypeError(
        f"quotescope reads str, not {type(text).__name__}; decode bytes or read the file first"
    )


def received_or_error(text: object) -> Given:
    """The same, the error instead of raising it."""
    try:
        return received(text)
    except Exception as error:
        return error


def sound(parse: Parse) -> Parse:
    """The parse as the stages need it: a sentence is one tree, of one paragraph, not endless.

    Raises ``UnparsedError`` where heads go round in a circle.
    """
    starts = [start for start, _ in paragraphs(as_parsed(parse.text))]
    words = list(parse.words)
    sentences: list[Sentence] = []
    for sentence in parse.sentences:
        for part in _parts(words[sentence.first : sentence.last], starts):
            sentences.append(Sentence(part[0].index, part[-1].index + 1))
            words[part[0].index : part[-1].index + 1] = _rooted(part)
    return Parse(parse.text, tuple(words), tuple(sentences), parse.parser)


def _parts(words: list[Word], starts: list[int]) -> Iterator[list[Word]]:
    """The words of a sentence paragraph by paragraph, in bounded lengths."""
    for _, group in groupby(words, key=lambda word: bisect_right(starts, word.start)):
        part = list(group)
        yield from (part[first : first + LONGEST] for first in range(0, len(part), LONGEST))


def _rooted(words: list[Word]) -> list[Word]:
    """The words as one tree: those whose head is not among them hang from the first root."""
    inside = range(words[0].index, words[-1].index + 1)
    tops = [word for word in words if word.head not in inside]
    if not tops:
        raise _circle(words)
    root = next((word for word in tops if word.head < 0), tops[0])
    rooted = list(words)
    for word in tops:
        relation = word.deprel if word.relation == "punct" else "parataxis"
        rooted[word.index - words[0].index] = replace(word, head=root.index, deprel=relation)
    rooted[root.index - words[0].index] = replace(root, head=-1, deprel="root")
    _check(rooted)
    return rooted


def _check(words: list[Word]) -> None:
    """Follow every word up to the root."""
    first, checked = words[0].index, {-1}
    for word in words:
        path: list[int] = []
        at = word.index
        while at not in checked:
            if len(path) > len(words):
                raise _circle(words)
            path.append(at)
            at = words[at - first].head
        checked.update(path)


def _circle(words: list[Word]) -> UnparsedError:
    return UnparsedError(
        f"the heads around the word at offset {words[0].start} go round in a circle: "
        f"parse the text again"
    )
