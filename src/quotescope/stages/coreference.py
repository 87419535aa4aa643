"""Stage 8: who the speaker phrases stand for, inside this text alone.

Quotations are resolved in reading order.  A name is given the fullest form that the text has for
it; a description is tied to the person that it was given to; a pronoun to the most salient fitting
referent (recency, subjecthood and the last speaker weigh: Lappin & Leass 1994, *An algorithm for
pronominal anaphora resolution*).  What the text does not tell stays ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quotescope.models import Gender, SpeakerKind
from quotescope.stages.entities import Appearance
from quotescope.stages.records import Draft, Mention, Reading
from quotescope.stages.referents import Referent

_MASCULINE = frozenset("il lui celui-ci ils eux ceux-ci".split()) | {"ce dernier", "ces derniers"}
_FEMININE = frozenset("elle celle-ci elles celles-ci".split()) | {
    "cette dernière",
    "ces dernières",
}
_PLURAL = frozenset("ils elles eux ceux-ci celles-ci leur leurs".split()) | {
    "ces derniers",
    "ces dernières",
}
_LATTER = frozenset(("celui-ci", "celle-ci", "ce dernier", "cette dernière"))
_POSSESSIVES = frozenset("son sa ses leur leurs".split())
_VAGUE = frozenset("on l'on certains certaines beaucoup plusieurs d'autres nous je j' qui ce c'".split())
_DISTANCE = 250.0


@dataclass(frozen=True, slots=True)
class Identity:
    """Who speaks: a name or a phrase, and what the text tells of them."""

    name: str | None
    kind: SpeakerKind
    gender: Gender | None
    role: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The quotation before, and who said it."""

    draft: Draft
    identity: Identity
    referent: Referent | None


def resolve(
    reading: Reading, drafts: Iterable[Draft], referents: tuple[Referent, ...]
) -> tuple[Identity | None, ...]:
    """For each quotation, in order, who said it; ``None`` where nobody is to be named."""
    identities: list[Identity | None] = []
    last: Turn | None = None
    for draft in drafts:
        turn = _turn(reading, draft, referents, last)
        identities.append(turn.identity if turn else None)
        if turn is not None and turn.identity.name is not None:
            last = turn
    return tuple(identities)


def _turn(
    reading: Reading, draft: Draft, referents: tuple[Referent, ...], last: Turn | None
) -> Turn | None:
    if draft.follows:
        return _continued(reading, draft, referents, last)
    if draft.mention is None:
        return None
    mention = draft.mention
    phrase = reading.text[mention.start : mention.end]
    low = phrase.lower().replace("’", "'")
    if low in _POSSESSIVES or low in _MASCULINE or low in _FEMININE:
        found = _antecedent(reading, mention.start, low, referents, last)
        if found is None:
            return Turn(draft, Identity(None, "unknown", _gender(low), None, "unresolved"), None)
        return Turn(draft, _identity(found, "pronoun"), found)
    if low in _VAGUE:
        return Turn(draft, Identity(None, "unknown", None, None, "vague"), None)
    found = _named(reading, mention, referents)
    if found is not None:
        return Turn(draft, _identity(found, "name"), found)
    found = _described(mention, referents)
    if found is not None and found.named:
        return Turn(draft, _identity(found, "role"), found)
    if found is not None:
        salient = _salient_person(reading, mention, found, referents, last)
        if salient is not None:
            return Turn(draft, _identity(salient, "description"), salient)
        return Turn(draft, _identity(found, "phrase"), found)
    return Turn(draft, Identity(" ".join(phrase.split()), "unknown", None, None, "phrase"), None)


def _identity(referent: Referent, rule: str) -> Identity:
    kind = referent.kind
    if kind == "person" and not referent.named:
        kind = "unnamed"
    return Identity(referent.name, kind, referent.gender, referent.role, rule)


def _gender(low: str) -> Gender | None:
    if low in _FEMININE:
        return "feminine"
    return "masculine" if low in _MASCULINE else None


def _named(
    reading: Reading, mention: Mention, referents: tuple[Referent, ...]
) -> Referent | None:
    """The person, or the body, whose name is the core of a phrase."""
    parse = reading.parse
    for referent in referents:
        if not referent.named:
            continue
        for a in referent.appearances:
            if not (mention.start <= a.start and a.end <= mention.end):
                continue
            if a.head == mention.head or parse.words[mention.head].start == a.start:
                return referent
            if referent.kind == "person" and _is_core(reading, mention, a):
                return referent
    return None


def _is_core(reading: Reading, mention: Mention, name: Appearance) -> bool:
    """Whether a name inside a longer phrase is that of the phrase itself, not of a complement."""
    if name.noun and name.noun == reading.parse.words[mention.head].lemma.lower():
        return True
    before = reading.text[mention.start : name.start].rstrip().lower()
    return not before.endswith(
        ("de", "d'", "d’", "du", "des", "à", "au", "aux", "par", "avec", "et", "pour", "m.", "mme")
    )


def _described(mention: Mention, referents: tuple[Referent, ...]) -> Referent | None:
    """The referent that has an appearance with the same head."""
    for referent in referents:
        if any(a.head == mention.head for a in referent.appearances):
            return referent
    return None


def _salient_person(
    reading: Reading,
    mention: Mention,
    found: Referent,
    referents: tuple[Referent, ...],
    last: Turn | None,
) -> Referent | None:
    """The named person whom a new definite description most likely means: *l'acteur*, *l'élue*."""
    own = next(a for a in found.appearances if a.head == mention.head)
    if not own.definite or own.kind != "person" or own.plural or found.before(mention.start):
        return None
    pronoun = {"feminine": "elle", "masculine": "il"}.get(own.gender or "", "lui")
    people = tuple(r for r in referents if r.named and r.kind == "person")
    return _antecedent(reading, mention.start, pronoun, people, last, gender=own.gender)


def _antecedent(
    reading: Reading,
    position: int,
    low: str,
    referents: tuple[Referent, ...],
    last: Turn | None,
    gender: Gender | None = None,
) -> Referent | None:
    """The most salient referent before an offset that agrees with a pronoun."""
    gender = gender or _gender(low)
    plural = low in _PLURAL
    best: tuple[float, Referent] | None = None
    for referent in referents:
        if referent.plural != plural and low not in _POSSESSIVES:
            continue
        if gender and referent.gender and referent.gender != gender:
            continue
        before = referent.before(position)
        if not before or (plural and not _is_prominent(referent, before[-1], last)):
            continue
        score = _salience(reading, position, referent, before[-1], low, last)
        score += 0.3 if gender and referent.gender == gender else 0.0
        if best is None or score > best[0]:
            best = (score, referent)
    return best[1] if best and best[0] > -6 else None


def _is_prominent(referent: Referent, nearest: Appearance, last: Turn | None) -> bool:
    """Whether a plural pronoun can mean a group: it spoke last, or is the subject just before."""
    if last is not None and last.referent is referent:
        return True
    return nearest.subject and referent.kind == "group"


_KIND_WEIGHT: dict[SpeakerKind, float] = {
    "person": 1.5,
    "unnamed": 1.0,
    "unknown": 0.0,
    "organisation": -0.7,
    "place": -1.0,
    "group": 0.5,
}


def _salience(
    reading: Reading,
    position: int,
    referent: Referent,
    nearest: Appearance,
    low: str,
    last: Turn | None,
) -> float:
    if low in _LATTER:
        return -(position - nearest.end) / _DISTANCE + _KIND_WEIGHT[referent.kind]
    score = -(position - nearest.end) / _DISTANCE
    score += _KIND_WEIGHT[referent.kind]
    score += 0.3 if referent.named else 0.0
    score += 1.0 if nearest.subject else 0.0
    if reading.text.rfind("\n", 0, position) < nearest.start:
        score += 0.5
    if last is not None and last.referent is referent:
        score += 2.0
    return score


def _continued(
    reading: Reading, draft: Draft, referents: tuple[Referent, ...], last: Turn | None
) -> Turn | None:
    """Who goes on speaking: the last speaker, unless the sentence before has another subject."""
    start = draft.content[0]
    subject = _subject_before(reading, start, referents, last)
    if subject is not None:
        return Turn(draft, _identity(subject, "subject-before"), subject)
    if last is None:
        return None
    return Turn(draft, last.identity, last.referent)


def _subject_before(
    reading: Reading, position: int, referents: tuple[Referent, ...], last: Turn | None
) -> Referent | None:
    """The person who is the subject of the sentence right before, outside of quotations."""
    text = reading.text
    line = text.rfind("\n", 0, position) + 1
    floor = max(line, last.draft.content[1] if last else 0)
    if not text[line:position].strip(" «\"“"):
        floor = max(text.rfind("\n", 0, max(0, line - 1)) + 1, last.draft.content[1] if last else 0)
    candidates = [
        (a.start, referent)
        for referent in referents
        if referent.kind in ("person", "unknown") and (referent.named or referent.kind == "person")
        for a in referent.appearances
        if floor <= a.start and a.end <= position and a.subject and not a.quoted
    ]
    return max(candidates, key=lambda c: c[0])[1] if candidates else None
