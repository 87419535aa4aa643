"""Stage 5: which construction each quotation belongs to, where several claim the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from quotescope.stages.contents.continuations import continued_quotations
from quotescope.stages.marks import Marked
from quotescope.stages.records import Draft, Reading, Stretch


def choose(reading: Reading, drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The quotations of a text, in reading order: every stretch between marks in one of them.

    The proposals are heard in the order of their rank; a later one keeps the marks that are still
    free, and is dropped where none is left.  What no construction claimed may continue the
    quotation before it.
    """
    chosen: list[Draft] = []
    claimed: list[Stretch] = []
    for draft in sorted(drafts, key=_priority):
        if draft.marked:
            free = tuple(p for p in draft.marked if not any(_overlap(p, c) for c in claimed))
            if not free:
                continue
            if free != draft.marked:
                draft = replace(draft, marked=free)
            claimed.extend(free)
            chosen.append(draft)
        elif not _is_told_already(draft, chosen):
            chosen.append(draft)
    used = frozenset(m for m in reading.outermost if _is_claimed(m, claimed))
    chosen.extend(continued_quotations(reading, used))
    return tuple(sorted(chosen, key=lambda d: (d.content[0], -d.content[1], d.rank)))


def _priority(draft: Draft) -> tuple[int, int, Stretch]:
    """The order of hearing: by rank; of two cues that govern the same words, the nearer first."""
    return draft.rank, -draft.cue.start if draft.cue else 0, draft.content


def _is_claimed(marked: Marked, claimed: list[Stretch]) -> bool:
    return any(_overlap((marked.start, marked.end), part) for part in claimed)


def _overlap(one: Stretch, two: Stretch) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _is_told_already(draft: Draft, chosen: list[Draft]) -> bool:
    """Whether unmarked speech overlaps a quotation that stands firmer."""
    return any(_overlap(draft.content, other.content) for other in chosen)
