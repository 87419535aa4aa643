"""What the stages hand to each other: small immutable records over one parse.

Offsets count code points of the caller's text; ``word`` and ``head`` are indices into the parse.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from quotescope.models import CueCategory, Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.marks import Marked

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CueWord:
    """A word that can report speech, with the constructions that its lemma licenses here."""

    word: int
    start: int
    end: int
    lemma: str
    category: CueCategory
    licences: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """The phrase that a cue links to; ``head`` is its syntactic head."""

    start: int
    end: int
    head: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A quotation in the making: what some construction proposes.

    ``rank`` orders rival proposals for the same marks, the lowest first.  ``follows`` tells that it
    has no speaker phrase of its own and continues the quotation before it.
    """

    kind: Kind
    content: Stretch
    marked: tuple[Stretch, ...]
    cue: CueWord | None
    mention: Mention | None
    rules: tuple[str, ...]
    rank: int = 50
    follows: bool = False

    def with_rule(self, rule: str) -> Draft:
        return replace(self, rules=(*self.rules, rule))


@dataclass(frozen=True)
class Reading:
    """A parsed text with its marks: what every construction looks at."""

    parse: Parse
    marked: tuple[Marked, ...]

    @property
    def text(self) -> str:
        return self.parse.text

    @cached_property
    def outermost(self) -> tuple[Marked, ...]:
        """The stretches between marks that stand in no other one."""
        return tuple(marked for marked in self.marked if marked.depth == 0)

    def around(self, position: int) -> Marked | None:
        """The outermost stretch between marks that holds a position."""
        for marked in self.outermost:
            if marked.outer_start <= position < marked.outer_end:
                return marked
            if marked.outer_start > position:
                break
        return None

    def told_between(self, start: int, end: int) -> int:
        """How many characters of the reporter's own text, outside of marks, two offsets part."""
        quoted = sum(
            min(m.outer_end, end) - max(m.outer_start, start)
            for m in self.outermost
            if m.outer_start < end and start < m.outer_end
        )
        return max(0, end - start - quoted)

    def words(self, stretch: Stretch) -> tuple[Word, ...]:
        """The words inside a stretch, punctuation left out."""
        return tuple(w for w in self.parse.words_in(*stretch) if w.upos != "PUNCT")

    def islands(self, stretch: Stretch) -> tuple[Marked, ...]:
        """The outermost stretches between marks that lie inside a stretch."""
        start, end = stretch
        return tuple(m for m in self.outermost if start <= m.start and m.end <= end)
