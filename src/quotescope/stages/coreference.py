"""Stage 7: who the speaker phrases stand for, inside this text alone.

Quotations are resolved in reading order.  A name is given the fullest form that the text has for
it; a description is tied to the person that it was given to; a pronoun to the nearest fitting
referent, the last speaker first (news style keeps one speaker through a passage).  What the text
does not tell stays ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from quotescope.models import Gender, SpeakerKind
from quotescope.parsing import Parse
from quotescope.stages.entities import Appearance, fold
from quotescope.stages.records import Draft, Mention, Reading

_MASCULINE = frozenset("il lui celui-ci ils eux ceux-ci".split())
_FEMININE = frozenset("elle celle-ci elles celles-ci".split())
_PLURAL = frozenset("ils elles eux ceux-ci celles-ci leur leurs".split())
_LAST = ("ce dernier", "cette dernière", "celui-ci", "celle-ci")
_VAGUE = frozenset("on certains certaines beaucoup plusieurs d'autres nous je".split())
_POSSESSIVES = frozenset("son sa ses leur leurs".split())


@dataclass(frozen=True, slots=True)
class Identity:
    """Who speaks: a name or a phrase, and what the text tells of them."""

    name: str | None
    kind: SpeakerKind
    gender: Gender | None
    role: str | None
    rule: str


@dataclass
class Referent:
    """Somebody of the text: all that appeared of them so far or later."""

    name: str
    kind: SpeakerKind
    gender: Gender | None
    plural: bool
    named: bool
    appearances: list[Appearance] = field(default_factory=list)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def role(self) -> str | None:
        return next((a.role for a in self.appearances if a.role), None)


def resolve(
    reading: Reading, drafts: Iterable[Draft], appearances: tuple[Appearance, ...]
) -> tuple[Identity | None, ...]:
    """For each quotation, in order, who said it; ``None`` where nobody is to be named."""
    referents = _referents(appearances)
    identities: list[Identity | None] = []
    last: tuple[Draft, Identity, Referent | None] | None = None
    for draft in drafts:
        if draft.follows:
            identity = _continued(reading, draft, last, referents)
            identities.append(identity)
            continue
        if draft.mention is None:
            identities.append(None)
            continue
        identity, referent = _identify(reading, draft.mention, referents, last)
        identities.append(identity)
        if identity.name is not None:
            last = (draft, identity, referent)
    return tuple(identities)


def _referents(appearances: tuple[Appearance, ...]) -> list[Referent]:
    """Names grouped into people and organisations, by their fullest form."""
    referents: list[Referent] = []
    named = [a for a in appearances if a.name]
    for appearance in sorted(named, key=lambda a: (-len(a.name), a.start)):
        home = _home(referents, appearance)
        if home is None:
            home = Referent(
                " ".join(appearance.phrase.split()),
                appearance.kind,
                appearance.gender,
                plural=False,
                named=True,
            )
            referents.append(home)
        home.appearances.append(appearance)
        if home.gender is None:
            home.gender = appearance.gender
        if home.kind == "unknown" or (appearance.kind == "person" and home.kind != "place"):
            home.kind = appearance.kind if appearance.kind != "unknown" else home.kind
        if appearance.noun and appearance.role:
            known = home.roles.get(appearance.noun, frozenset())
            home.roles[appearance.noun] = known | _content_words(appearance.role)
    for referent in referents:
        referent.appearances.sort(key=lambda a: a.start)
    return referents


def _content_words(phrase: str) -> frozenset[str]:
    return frozenset(w for w in fold(phrase).split() if len(w) > 3)


def _home(referents: list[Referent], appearance: Appearance) -> Referent | None:
    """The referent whose fuller name ends with this one, or is this one."""
    short = fold(" ".join(appearance.name)).split()
    fitting = []
    for referent in referents:
        full = fold(referent.name).split()
        if full == short:
            return referent
        if referent.kind == "person" and short and (
            full[-len(short) :] == short or (len(short) == 1 and full[0] == short[0])
        ):
            if None in (referent.gender, appearance.gender) or (
                referent.gender == appearance.gender
            ):
                fitting.append(referent)
    if not fitting:
        return None
    return min(fitting, key=lambda r: abs(r.appearances[0].start - appearance.start))


def _identify(
    reading: Reading,
    mention: Mention,
    referents: list[Referent],
    last: tuple[Draft, Identity, Referent | None] | None,
) -> tuple[Identity, Referent | None]:
    text = reading.text
    phrase = text[mention.start : mention.end]
    low = phrase.lower().replace("’", "'")
    named = _named_in(reading.parse, mention, referents)
    if named is not None:
        return _identity(named, "name"), named
    if low in _POSSESSIVES or low in _MASCULINE | _FEMININE or low in _LAST:
        referent = _antecedent(reading, mention, low, referents, last)
        if referent is not None:
            return _identity(referent, "pronoun"), referent
        return Identity(None, "unknown", _pronoun_gender(low), None, "pronoun-unknown"), None
    if low in _VAGUE or low.startswith(("on", "-t-on")) and len(low) < 6:
        return Identity(None, "unknown", None, None, "vague"), None
    return _described(reading, mention, phrase, referents, last)


def _identity(referent: Referent, rule: str) -> Identity:
    return Identity(referent.name, referent.kind, referent.gender, referent.role, rule)


def _pronoun_gender(low: str) -> Gender | None:
    if low in _FEMININE or low == "cette dernière":
        return "feminine"
    return "masculine" if low in _MASCULINE or low == "ce dernier" else None


def _named_in(parse: Parse, mention: Mention, referents: list[Referent]) -> Referent | None:
    """The person whose name is the core of a phrase, not under one of its prepositions."""
    best: tuple[int, Referent] | None = None
    for referent in referents:
        for a in referent.appearances:
            if not (mention.start <= a.start and a.end <= mention.end):
                continue
            before = parse.text[mention.start : a.start].rstrip()
            head = parse.words[mention.head]
            core = a.start <= head.start < a.end
            tail = a.end == mention.end and referent.kind == "person"
            if core or (referent.kind == "person" and (tail or a.role)):
                under = before.lower().endswith((" de", " d'", " du", " des", " à", " au", " par"))
                if core or not under:
                    score = (2 if core else 0) + (1 if referent.kind == "person" else 0)
                    if best is None or score > best[0]:
                        best = (score, referent)
    return best[1] if best else None


def _antecedent(
    reading: Reading,
    mention: Mention,
    low: str,
    referents: list[Referent],
    last: tuple[Draft, Identity, Referent | None] | None,
) -> Referent | None:
    plural = low in _PLURAL
    gender = _pronoun_gender(low)
    if plural:
        return None
    best: tuple[float, Referent] | None = None
    paragraph = reading.text.rfind("\n", 0, mention.start)
    for referent in referents:
        if gender and referent.gender and referent.gender != gender:
            continue
        if referent.kind == "place" and gender != "feminine":
            pass
        before = [a for a in referent.appearances if a.end <= mention.start and not a.quoted]
        if not before:
            continue
        near = before[-1]
        score = -(mention.start - near.end) / 200
        score += 1.0 if near.subject else 0.0
        score += 0.5 if near.start > paragraph else 0.0
        score += {"person": 1.5, "unknown": 0.0, "organisation": -0.5, "place": -1.0}.get(
            referent.kind, 0.0
        )
        score += 0.5 if referent.gender == gender else 0.0
        if last is not None and last[2] is referent:
            score += 2.0
        if best is None or score > best[0]:
            best = (score, referent)
    return best[1] if best else None


def _described(
    reading: Reading,
    mention: Mention,
    phrase: str,
    referents: list[Referent],
    last: tuple[Draft, Identity, Referent | None] | None,
) -> tuple[Identity, Referent | None]:
    head = reading.parse.words[mention.head]
    noun = head.lemma.lower()
    determiner = phrase.split("'")[0].split("’")[0].split(" ")[0].lower()
    definite = determiner in ("le", "la", "l", "ce", "cet", "cette", "les", "ces")
    if definite:
        words = _content_words(phrase)
        fitting = []
        for referent in referents:
            known = referent.roles.get(noun)
            before = [a for a in referent.appearances if a.start <= mention.start]
            if known is None or not before:
                continue
            modifiers = words - {fold(noun), fold(head.form)}
            if modifiers and not modifiers & known:
                continue
            fitting.append((before[-1].start, referent))
        if fitting:
            found = max(fitting, key=lambda f: f[0])[1]
            return _identity(found, "role"), found
    kind: SpeakerKind = "unknown"
    return Identity(" ".join(phrase.split()), kind, None, None, "phrase"), None


def _continued(
    reading: Reading,
    draft: Draft,
    last: tuple[Draft, Identity, Referent | None] | None,
    referents: list[Referent],
) -> Identity | None:
    """Who goes on speaking: the last speaker, or the subject of the sentence before."""
    if last is None:
        return None
    return last[1]
