"""The neutral parse: all that the stages know of a parser.

Words are numbered through the whole document, so that a head is one integer, and every word has a
span of the caller's text.  The words of a contracted token (du = de + le) share the token's span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol


@lru_cache(maxsize=200)
def _universal(deprel: str) -> str:
    return deprel.partition(":")[0]


@lru_cache(maxsize=2_000)
def _features(feats: str) -> Mapping[str, str]:
    pairs = (item.partition("=") for item in feats.split("|"))
    return {name: value for name, _, value in pairs}


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; ``head`` is the index of its head in the parse, -1 for a root."""

    index: int
    start: int
    end: int
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str

    @property
    def relation(self) -> str:
        """The universal part of the relation: ``nsubj`` for ``nsubj:pass``."""
        return _universal(self.deprel)

    def feat(self, name: str) -> str | None:
        """The value of a Universal Dependencies feature, ``None`` where it is not given."""
        return _features(self.feats).get(name)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words ``first`` to ``last`` (excluded) of the parse."""

    first: int
    last: int


@dataclass(frozen=True)
class Parse:
    """A parsed text; ``parser`` names what parsed it."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    parser: str

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indices of its dependents, in reading order."""
        below: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                below[word.head].append(word.index)
        return tuple(map(tuple, below))

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _sentence_firsts(self) -> list[int]:
        return [sentence.first for sentence in self.sentences]

    def sentence_of(self, word: int) -> Sentence:
        """The sentence that holds a word."""
        return self.sentences[bisect_right(self._sentence_firsts, word) - 1]

    def sentence_end(self, word: int) -> int:
        """The offset where the sentence ends that holds a word."""
        return self.words[self.sentence_of(word).last - 1].end

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that begin inside a stretch of text."""
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        return self.words[first:last]

    def last_word(self, position: int) -> Word | None:
        """The last word that begins at or before an offset."""
        index = bisect_right(self._starts, position)
        return self.words[index - 1] if index else None

    def dependents(self, word: int, *relations: str) -> Iterator[Word]:
        """The dependents of a word, those of some universal relations where any is named."""
        below = [self.words[child] for child in self.children[word]]
        return iter([w for w in below if w.relation in relations] if relations else below)

    def subtree(self, word: int) -> list[int]:
        """A word and all below it, in reading order."""
        found = [word]
        for index in found:
            found.extend(self.children[index])
        return sorted(found)


class Parser(Protocol):
    """Anything that turns texts into parses, in order."""

    @property
    def name(self) -> str:
        """Which parser, with which model."""
        ...

    def parse(self, texts: list[str]) -> list[Parse]:
        """One parse a text."""
        ...
