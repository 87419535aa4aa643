"""What the stages hand to each other: small immutable records over one parse.

Offsets count code points of the caller's text; ``word`` and ``head`` are indices into the parse.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

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

    def line_start(self, position: int) -> int:
        """The beginning of the line that holds an offset."""
        index = bisect_left(self._line_breaks, position)
        return self._line_breaks[index - 1] + 1 if index else 0

    @cached_property
    def _line_breaks(self) -> array[int]:
        text, breaks = self.text, array("Q")
        position = text.find("\n")
        while position >= 0:
            breaks.append(position)
            position = text.find("\n", position + 1)
        return breaks

    def around(self, position: int) -> Marked | None:
        """The outermost stretch between marks that holds a position."""
        marked = self.last_begun(position)
        return marked if marked is not None and position < marked.outer_end else None

    def last_begun(self, position: int) -> Marked | None:
        """The last outermost stretch between marks that begins at or before a position."""
        index = bisect_right(self._outer_starts, position)
        return self.outermost[index - 1] if index else None

    def last_ended(self, position: int) -> Marked | None:
        """The last outermost stretch between marks that ends at or before a position."""
        index = bisect_right(self._outer_ends, position)
        return self.outermost[index - 1] if index else None

    def next_begun(self, position: int) -> Marked | None:
        """The first outermost stretch between marks that begins at or after a position."""
        index = bisect_left(self._outer_starts, position)
        return self.outermost[index] if index < len(self.outermost) else None

    def islands(self, stretch: Stretch) -> tuple[Marked, ...]:
        """The outermost stretches between marks that lie inside a stretch."""
        start, end = stretch
        first = bisect_left(self.outermost, start, key=lambda marked: marked.start)
        last = bisect_right(self.outermost, end, key=lambda marked: marked.end)
        return self.outermost[first:last]

    def told_between(self, start: int, end: int) -> int:
        """How many characters of the reporter's own text, outside of marks, two offsets part."""
        return max(0, self._told_before(end) - self._told_before(start))

    def _told_before(self, position: int) -> int:
        index = bisect_right(self._outer_starts, position)
        if index == 0:
            return position
        last = self.outermost[index - 1]
        return position - self._quoted[index] + max(0, last.outer_end - position)

    # Outermost stretches do not overlap, so that their ends are in order as well.

    @cached_property
    def _outer_starts(self) -> list[int]:
        return [marked.outer_start for marked in self.outermost]

    @cached_property
    def _outer_ends(self) -> list[int]:
        return [marked.outer_end for marked in self.outermost]

    @cached_property
    def _quoted(self) -> list[int]:
        """How many characters the first stretches hold together, for none of them, one, two, …"""
        return list(accumulate((m.outer_end - m.outer_start for m in self.outermost), initial=0))

    def words(self, stretch: Stretch) -> tuple[Word, ...]:
        """The words inside a stretch, punctuation left out."""
        return tuple(w for w in self.parse.words_in(*stretch) if w.upos != "PUNCT")
