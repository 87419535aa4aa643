"""Stage 3: what is reported, construction by construction."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.stages.contents.adjuncts import quotations_under_prepositions
from quotescope.stages.contents.around_incises import quotations_with_incises
from quotescope.stages.contents.asides import quotations_beside_speakers
from quotescope.stages.contents.colons import quotations_after_colons
from quotescope.stages.contents.comme_clauses import quotations_with_comme
from quotescope.stages.contents.complements import governing_cues, reported_clauses
from quotescope.stages.contents.incises import find_incises
from quotescope.stages.contents.islands import governed_islands
from quotescope.stages.contents.nouns import quotations_of_nouns
from quotescope.stages.contents.predicates import quoted_predicates
from quotescope.stages.records import CueWord, Draft, Reading


def proposals(reading: Reading, cues: tuple[CueWord, ...]) -> Iterator[Draft]:
    """The quotations that each construction sees in a text; some claim the same words."""
    incises = find_incises(reading)
    yield from quotations_with_incises(reading, incises)
    adjuncts = tuple(quotations_under_prepositions(reading))
    yield from adjuncts
    yield from quotations_after_colons(reading, cues, adjuncts)
    # *à l'en croire*: the verb of a set phrase governs nothing.
    phrases = (d.cue for d in adjuncts if d.cue is not None)
    fixed = {w.index for cue in phrases for w in reading.words((cue.start, cue.end))}
    taken = frozenset(incise.cue.word for incise in incises) | fixed
    governing = governing_cues(reading.parse, cues, taken)
    yield from reported_clauses(reading, governing)
    yield from governed_islands(reading, governing)
    yield from quotations_with_comme(reading, cues)
    yield from quotations_beside_speakers(reading)
    yield from quotations_of_nouns(reading, cues)
    yield from quoted_predicates(reading)
