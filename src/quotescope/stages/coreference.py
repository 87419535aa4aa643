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
from quotescope.stages.salience import Candidate, evidence, salience, with_rivals

_MASCULINE = frozenset("il lui celui celui-ci ils eux ceux-ci".split()) | {"ce dernier", "ces derniers"}
_FEMININE = frozenset("elle celle celle-ci elles celles-ci".split()) | {
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

    @property
    def end(self) -> int:
        """Where the quotation and its reporting clause end."""
        mention, cue = self.draft.mention, self.draft.cue
        return max(self.draft.content[1], mention.end if mention else 0, cue.end if cue else 0)


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
    if low.startswith(("celui ", "celle ")):
        low = "celui" if low.startswith("celui") else "celle"
    if low in _POSSESSIVES or low in _MASCULINE or low in _FEMININE:
        anchor = min(mention.start, draft.content[0])
        found = _antecedent(reading, anchor, low, referents, last)
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
    head = reading.parse.words[mention.head]
    apposed: tuple[int, Referent] | None = None
    for referent in referents:
        for a in referent.appearances:
            if not a.name:
                continue
            if a.start <= head.start < a.end:
                return referent
            if mention.start <= a.start and a.end <= mention.end and _is_core(reading, mention, a):
                if apposed is None or a.start > apposed[0]:
                    apposed = (a.start, referent)
    return apposed[1] if apposed else None


def _is_core(reading: Reading, mention: Mention, name: Appearance) -> bool:
    """Whether a name inside a longer phrase is that of the phrase itself, not of a complement."""
    if name.role_head == mention.head:
        return True
    before = reading.text[mention.start : name.start].rstrip().lower()
    if before.endswith((", la", ", le", ", l'", ", l’")) and name.end == mention.end:
        return True
    return name.kind == "person" and not before.endswith(
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
    anchor: int,
    low: str,
    referents: tuple[Referent, ...],
    last: Turn | None,
    gender: Gender | None = None,
) -> Referent | None:
    """The most salient referent before an offset that agrees with a pronoun."""
    found = candidates(reading, anchor, low, referents, last, gender)
    if low in _LATTER:
        people = [f for f in found if f[0].kind in ("person", "unnamed", "unknown")]
        return max(people or found, key=lambda f: f[2], default=(None,))[0]
    return max(found, key=lambda f: salience(f[1]), default=(None,))[0]


def candidates(
    reading: Reading,
    anchor: int,
    low: str,
    referents: tuple[Referent, ...],
    last: Turn | None,
    gender: Gender | None = None,
) -> list[Candidate]:
    """The referents that agree with a pronoun, with what speaks for each and where it last was."""
    gender = gender or _gender(low)
    plural = low in _PLURAL
    spoke_until = last.end if last is not None else 0
    found = []
    for referent in referents:
        if referent.plural != plural and low not in _POSSESSIVES:
            continue
        if gender and referent.gender and referent.gender != gender:
            continue
        before = referent.before(anchor)
        if not before or (plural and not _is_prominent(referent, before[-1], last)):
            continue
        spoke = last is not None and last.referent is referent
        known = evidence(
            reading, anchor, referent, before, gender, spoke_until if spoke else None
        )
        found.append((referent, known, before[-1].end))
    return with_rivals(found, spoke_until)


def _is_prominent(referent: Referent, nearest: Appearance, last: Turn | None) -> bool:
    """Whether a plural pronoun can mean a group: it spoke last, or is the subject just before."""
    if last is not None and last.referent is referent:
        return True
    return nearest.subject and referent.kind == "group"


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
