"""Stage 4: which construction each quotation belongs to, where several claim the same words."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from quotescope.stages.contents.continuations import continued_quotations
from quotescope.stages.levels import innermost_first
from quotescope.stages.records import Draft, Reading, Stretch

# From this rank on a quotation is the complement of its cue.
_GOVERNED = 30

_LOG = logging.getLogger("quotescope")


def choose(reading: Reading, drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The quotations of a text, in reading order: every stretch between marks in one of them.

    The proposals are heard in the order of their rank; a later one keeps the marks that are still
    free, and is dropped where none is left.  What no construction claimed may continue the
    quotation before it.
    """
    chosen: list[Draft] = []
    governed: dict[int, int] = {}
    # Each character of the text, as far as a quotation holds it, and holds it between marks.
    told, claimed = bytearray(len(reading.text)), bytearray(len(reading.text))
    for draft in innermost_first(reading, tuple(drafts)):
        if not is_sound(draft):
            _LOG.warning("left out an unsound proposal of %s at %s", draft.rules, draft.content)
            continue
        if draft.marked:
            free = tuple(p for p in draft.marked if not _touches(claimed, p))
            if not free:
                continue
            if free != draft.marked:
                draft = replace(draft, marked=free)
            for part in free:
                _fill(claimed, part)
        elif _touches(told, draft.content):
            continue
        _fill(told, draft.content)
        if draft.rank < _GOVERNED or draft.cue is None:
            chosen.append(draft)
        elif draft.cue.word in governed and _is_shared(chosen[governed[draft.cue.word]], draft):
            home = governed[draft.cue.word]
            chosen[home] = _joined(chosen[home], draft)
        else:
            governed[draft.cue.word] = len(chosen)
            chosen.append(draft)
    used = frozenset(m for m in reading.outermost if _touches(claimed, (m.start, m.end)))
    chosen.extend(continued_quotations(reading, used))
    return in_reading_order(chosen)


def _is_shared(one: Draft, two: Draft) -> bool:
    """Whether two complements of one cue are of the same speaker."""
    return one.mention == two.mention or one.mention is None or two.mention is None


def in_reading_order(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Quotations by where they begin, what holds another before it."""
    return tuple(sorted(drafts, key=lambda d: (d.content[0], -d.content[1], d.rank)))


def _joined(one: Draft, two: Draft) -> Draft:
    """Two complements of one cue as one quotation: *parle d'un « échec » et d'une « faute »*."""
    content = min(one.content[0], two.content[0]), max(one.content[1], two.content[1])
    marked = tuple(sorted({*one.marked, *two.marked}))
    return replace(one, content=content, marked=marked, kind="mixed" if marked else one.kind)


def is_sound(draft: Draft) -> bool:
    """Whether a proposal has content, and in it its marked parts, in order; only indirect speech
    has none."""
    start, end = draft.content
    if (draft.kind == "indirect") == bool(draft.marked):
        return False
    edges = [start, *(edge for part in draft.marked for edge in part), end]
    return start < end and all(one <= two for one, two in pairwise(edges))


def _touches(filled: bytearray, stretch: Stretch) -> bool:
    return filled.find(1, *stretch) >= 0


def _fill(filled: bytearray, stretch: Stretch) -> None:
    start, end = stretch
    filled[start:end] = b"\1" * (end - start)
