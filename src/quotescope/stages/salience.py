"""How likely a referent is what a pronoun takes up: a weighted sum of what speaks for it.

The kinds of evidence are those of the salience literature (Lappin & Leass 1994, *An algorithm for
pronominal anaphora resolution*); the weights are fitted on annotated news, as a softmax over the
candidates of each pronoun, by ``training/fit_salience.py``.
"""

from __future__ import annotations

from math import log1p

from quotescope.models import Gender
from quotescope.stages.entities import Appearance
from quotescope.stages.records import Reading
from quotescope.stages.referents import Referent

Evidence = dict[str, float]
Candidate = tuple[Referent, Evidence, int]

WEIGHTS: Evidence = {
    "distance": -1.24,
    "frequency": 0.42,
    "gender": 0.59,
    "group": -0.06,
    "introduced": 0.78,
    "last-speaker": 1.13,
    "latest": 0.65,
    "named": 0.44,
    "oblique": -0.93,
    "organisation": -0.52,
    "person": 0.81,
    "place": -0.14,
    "same-paragraph": 0.58,
    "subject": 0.97,
    "superseded": -0.33,
    "unknown": -0.09,
}


def evidence(
    reading: Reading,
    anchor: int,
    referent: Referent,
    before: list[Appearance],
    gender: Gender | None,
    taken_up: int | None,
    spoke_until: int | None,
    *,
    cited: bool = False,
) -> Evidence:
    """What speaks for a referent as the antecedent of a pronoun at an offset.

    ``before`` are its appearances before the pronoun, ``taken_up`` is where a pronoun last took it
    up, ``spoke_until`` where its quotation ended if it was the last to speak, ``cited`` whether as
    the object of *selon*; distances leave quoted words out.
    """
    nearest = before[-1]
    since = max(nearest.end, taken_up or 0, spoke_until or 0)
    found = {
        "distance": log1p(reading.told_between(since, anchor) / 50),
        referent.kind: 1.0,
        "frequency": log1p(len(before)),
    }
    if referent.named:
        found["named"] = 1.0
    if nearest.subject or (taken_up or 0) > nearest.end:
        found["subject"] = 1.0
    elif not cited and _is_oblique(reading, nearest):
        found["oblique"] = 1.0
    if reading.line_start(anchor) <= since:
        found["same-paragraph"] = 1.0
    if spoke_until is not None:
        found["last-speaker"] = 1.0
    if gender and referent.gender == gender:
        found["gender"] = 1.0
    return found


def with_rivals(found: list[Candidate], spoke_until: int) -> list[Candidate]:
    """The candidates with what only the others tell: who came last, and whether somebody else has
    become the subject since the last speaker spoke."""
    people = [c for c in found if c[0].kind in ("person", "unnamed") and c[0].named]
    if not people:
        return found
    max(people, key=lambda c: c[2])[1]["latest"] = 1.0
    introduced = [
        c for c in people if "subject" in c[1] and c[2] > spoke_until and "last-speaker" not in c[1]
    ]
    if introduced:
        max(introduced, key=lambda c: c[2])[1]["introduced"] = 1.0
        for candidate in found:
            if "last-speaker" in candidate[1]:
                candidate[1]["superseded"] = 1.0
    return found


def salience(found: Evidence) -> float:
    """The weighted sum of the evidence."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())


def _is_oblique(reading: Reading, appearance: Appearance) -> bool:
    """Whether a preposition governs an appearance."""
    head = reading.parse.words[appearance.head]
    return any(reading.parse.dependents(head.index, "case"))
