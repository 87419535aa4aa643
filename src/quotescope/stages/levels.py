"""Two levels of reporting: *X dénonce une « farce », rapporte Y* has the words of X, told by Y.

The marks belong to the inner speaker, whose clause is part of what the outer one reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from quotescope.parsing import Parse, Word
from quotescope.stages.modality import is_negated
from quotescope.stages.records import Draft, Reading, Stretch

# What a rule must find in the lexicon before it counts that a verb governs words in this way.
_NEEDED = {
    "governed-obj": "object",
    "governed-obl": "about",
    "governed-xcomp": "attribute",
    "governed-amod": "attribute",
}
# Inside marks and right behind them the clause of a speaker comes first.
_FIRST_OUTER = 12
# Behind this rank nobody has said the words yet, or nobody is told to have.
_LAST_SAID = 31


def innermost_first(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """The proposals in the order in which they are heard: by rank, but what reports words inside a
    clause that is itself reported before that clause; of two cues that govern the same words, the
    nearer first where they stand between marks, else the one that reports all."""
    by_part: dict[Stretch, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for part in draft.marked if draft.rank >= _FIRST_OUTER else ():
            by_part[part].append(draft)

    def order(draft: Draft) -> tuple[int, int, int, Stretch]:
        outer = [
            other.rank for part in draft.marked for other in by_part[part] if _holds(other, draft)
        ]
        if outer and not _speaks_itself(reading, draft):
            outer = []
        start = draft.cue.start if draft.cue else 0
        nearness = -start if draft.marked else start
        return min([draft.rank, *outer]), 0 if outer else 1, nearness, draft.content

    return sorted(drafts, key=order)


def _holds(outer: Draft, inner: Draft) -> bool:
    """Whether the clause of one proposal is part of what another reports."""
    if outer.cue is None or inner.cue is None or outer.cue.word == inner.cue.word:
        return False
    return outer.content[0] <= inner.cue.start < outer.content[1]


def _speaks_itself(reading: Reading, draft: Draft) -> bool:
    """Whether somebody says words there, rather than does or thinks something."""
    cue, parse = draft.cue, reading.parse
    if cue is None or cue.category != "verb" or draft.rank > _LAST_SAID:
        return False
    rule = draft.rules[0]
    if not rule.startswith(("governed-", "complement-")) or reading.around(cue.start) is not None:
        return False
    if "incise" not in cue.licences or cue.licences & {"weak", "thought"}:
        return False
    if "deed" in cue.licences and rule != "governed-obj":
        return False
    return _NEEDED.get(rule, "incise") in cue.licences and _is_active(parse, parse.words[cue.word])


def _is_active(parse: Parse, verb: Word) -> bool:
    """Whether a verb is neither an infinitive, nor passive, nor negated."""
    auxiliaries = [w.deprel for w in parse.dependents(verb.index, "aux")]
    participle = verb.feat("Tense") == "Past" and verb.feat("VerbForm") == "Part"
    if verb.feat("VerbForm") == "Inf" or (participle and not auxiliaries):
        return False
    return "aux:pass" not in auxiliaries and not is_negated(parse, verb)
