"""Stage 4, once more: quotations inside quotations, with speakers of their own.

*« Mon père disait : “Ne signe rien” », raconte Jeanne X*: between the outer marks the inner ones
are read like those of a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotescope.stages.attribution import choose, in_reading_order
from quotescope.stages.contents import proposals
from quotescope.stages.records import CueWord, Draft, Reading

_LEAST_WORDS = 3


def with_nested(
    reading: Reading, cues: tuple[CueWord, ...], drafts: tuple[Draft, ...]
) -> tuple[Draft, ...]:
    """The quotations of a text and those that they hold, in reading order."""
    return in_reading_order((*drafts, *_nested(reading, cues)))


def _nested(reading: Reading, cues: tuple[CueWord, ...]) -> Iterator[Draft]:
    inner = tuple(replace(marked, depth=0) for marked in reading.marked if marked.depth == 1)
    holders = {reading.around(marked.start) for marked in inner}
    if not any(reading.around(cue.start) in holders for cue in cues):
        return
    within = Reading(reading.parse, inner)
    for draft in choose(within, proposals(within, cues)):
        outer = reading.around(draft.content[0])
        if not draft.marked or draft.cue is None or outer is None:
            continue
        if draft.kind == "mixed" and len(reading.words(draft.marked[0])) < _LEAST_WORDS:
            # A word that the speaker sets off is nobody else's.
            continue
        stretches = [draft.content, (draft.cue.start, draft.cue.end)]
        if draft.mention is not None:
            stretches.append((draft.mention.start, draft.mention.end))
        if all(outer.start <= start and end <= outer.end for start, end in stretches):
            yield draft.with_rule("nested")
