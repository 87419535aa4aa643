"""What has been said of whom so far: the state in which pronouns and descriptions are resolved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from quotescope.models import Gender, SpeakerKind
from quotescope.parsing import Word
from quotescope.stages.entities import Appearance
from quotescope.stages.names import is_document, is_written
from quotescope.stages.records import Draft, Reading
from quotescope.stages.referents import REACH, Referent, agree
from quotescope.stages.salience import Candidate, evidence, salience, with_rivals

MASCULINE = frozenset("il lui celui celui-ci celui-là ils eux ceux-ci l'intéressé".split()) | {
    "ce dernier",
    "ces derniers",
}
FEMININE = frozenset("elle celle celle-ci celle-là elles celles-ci l'intéressée".split()) | {
    "cette dernière",
    "ces dernières",
}
PLURAL = frozenset("ils elles eux ceux-ci celles-ci leur leurs".split()) | {
    "ces derniers",
    "ces dernières",
}
POSSESSIVE = frozenset("son sa ses leur leurs".split())
_FORMER = frozenset(("celui-là", "celle-là"))
_LATTER = frozenset(("celui-ci", "celle-ci", "ce dernier", "cette dernière")) | _FORMER
# Of whom somebody else has just spoken.
CONCERNED = frozenset(("l'intéressé", "l'intéressée"))
_AHEAD = 250
_TURNS = 4
_NARRATIVE = frozenset(("il", "elle"))


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
    """A quotation, and who said it."""

    draft: Draft
    identity: Identity
    referent: Referent | None

    @property
    def end(self) -> int:
        """Where the quotation and its reporting clause end."""
        mention, cue = self.draft.mention, self.draft.cue
        return max(self.draft.content[1], mention.end if mention else 0, cue.end if cue else 0)

    @property
    def cited(self) -> bool:
        """Whether the speaker is the object of a preposition: *selon X*."""
        return self.draft.cue is not None and self.draft.cue.category == "preposition"


def identity_of(referent: Referent, rule: str) -> Identity:
    """Somebody of the text as a speaker, found by a rule."""
    kind = referent.kind
    if kind == "person" and not referent.named:
        kind = "unnamed"
    return Identity(referent.name, kind, referent.gender, referent.role, rule)


def pronoun_gender(low: str) -> Gender | None:
    """The gender that a pronoun shows."""
    if low in FEMININE:
        return "feminine"
    return "masculine" if low in MASCULINE else None


@dataclass
class Discourse:
    """The referents of a text, and where each was last taken up by a pronoun."""

    reading: Reading
    referents: tuple[Referent, ...]
    turns: list[Turn] = field(default_factory=list)
    taken_up: dict[int, list[int]] = field(default_factory=dict)
    meant: dict[int, Referent] = field(default_factory=dict)
    _descriptions: dict[int, list[Referent]] = field(default_factory=dict)
    _told: list[tuple[int, Referent]] = field(default_factory=list)

    @property
    def last(self) -> Turn | None:
        """Who spoke last."""
        return self.turns[-1] if self.turns else None

    def narrate(self, skipped: frozenset[int], start: int, end: int) -> None:
        """Follow the reporter's own sentences: resolve the subject pronouns of a stretch and the
        descriptions that take up somebody named, words in ``skipped`` left out."""
        for word in self.reading.parse.words_in(start, end):
            if word.index in skipped or self.reading.around(word.start) is not None:
                continue
            low = word.form.lower().removeprefix("-t").removeprefix("-")
            if low in _NARRATIVE and word.relation == "nsubj":
                found = self.antecedent(word.start, low)
                if found is not None:
                    self.taken_up.setdefault(id(found), []).append(word.end)
                    self._told.append((word.end, found))
                    self._detached(word, found)

    def last_taken_up(self, start: int, end: int) -> tuple[int, Referent] | None:
        """Who was the last to be the subject as a pronoun in a stretch, and where."""
        index = bisect_right(self._told, end, key=lambda told: told[0])
        last = self._told[index - 1] if index else None
        return last if last is not None and last[0] >= start else None

    def _detached(self, pronoun: Word, referent: Referent) -> None:
        """Give a person the function that stands detached before the pronoun: *Maire depuis 2001,
        elle…*"""
        parse = self.reading.parse
        first = parse.words[parse.sentence_of(pronoun.index).first]
        for a, other in self.appearing(first.start, first.start + 1):
            if other.named or other is referent or other.kind != "person":
                continue
            if a.end < pronoun.start:
                self.identify(other, referent)

    def identify(self, described: Referent, referent: Referent) -> None:
        """Take a description, wherever it stands, for somebody known."""
        before = self.meant.get(id(described))
        if before is not None:
            self._descriptions[id(before)].remove(described)
        self.meant[id(described)] = referent
        self._descriptions.setdefault(id(referent), []).append(described)

    def appearing(self, start: int, end: int) -> list[tuple[Appearance, Referent]]:
        """What begins in a stretch of the text, in reading order, with whom it stands for."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._appearing[first:last]

    @cached_property
    def _appearing(self) -> list[tuple[Appearance, Referent]]:
        found = [(a, referent) for referent in self.referents for a in referent.appearances]
        return sorted(found, key=lambda f: f[0].start)

    @cached_property
    def _starts(self) -> list[int]:
        return [a.start for a, _ in self._appearing]

    @cached_property
    def _ranks(self) -> dict[int, int]:
        return {id(referent): rank for rank, referent in enumerate(self.referents)}

    def _near(self, position: int) -> list[Referent]:
        """Who appeared within reach before an offset, and who spoke last."""
        found = {id(r): r for _, r in self.appearing(position - REACH, position)}
        found |= {id(m): m for r in found if (m := self.meant.get(r)) is not None}
        if self.last is not None and self.last.referent is not None:
            found[id(self.last.referent)] = self.last.referent
        return sorted(found.values(), key=lambda r: self._ranks.get(id(r), len(self.referents)))

    def appearances(self, referent: Referent, position: int) -> list[Appearance]:
        """What appeared of a referent before an offset, under all its descriptions."""
        found = referent.before(position)
        for other in self._descriptions.get(id(referent), ()):
            found = found + other.before(position)
        return sorted(found, key=lambda a: a.start)

    def antecedent(
        self,
        anchor: int,
        low: str,
        gender: Gender | None = None,
        least: float = -5.0,
        *,
        named: SpeakerKind | None = None,
        unnamed: bool = False,
    ) -> Referent | None:
        """The most salient referent before an offset that agrees with a pronoun, if it is salient
        enough; ``named`` asks for one of this kind that has a name, ``unnamed`` for a person
        without."""
        found = list(self.candidates(anchor, low, gender or pronoun_gender(low), named))
        if unnamed:
            found = [c for c in found if c[0].kind in ("person", "group") and not c[0].named]
        if low in _LATTER:
            people = [c for c in found if c[0].kind in ("person", "unknown") or c[0].named]
            if low in _FORMER and self.last is not None:
                people = [c for c in people if c[0] is not self.last.referent]
            return max(people or found, key=lambda c: c[2], default=(None,))[0]
        spoke_until = self.last.end if self.last else 0
        found = with_rivals(found, spoke_until)
        best = max(found, key=lambda c: salience(c[1]), default=None)
        return best[0] if best is not None and salience(best[1]) > least else None

    def newcomer(self, start: int, end: int, low: str) -> Referent | None:
        """Who is named for the first time, as a subject, in a stretch before a pronoun: *Jeanne X a
        mis au monde, dit-elle, « toute la vallée »*."""
        for a, referent in self.appearing(start, end):
            first = referent.named and a.name and referent.appearances[0] is a
            if first and a.subject and not a.quoted and a.end <= end and low not in PLURAL:
                if referent.kind == "person" and agree(referent.gender, pronoun_gender(low)):
                    return referent
        return None

    def concerned(self, anchor: int, low: str) -> Referent | None:
        """Whom *l'intéressé* means after the words of somebody whom it might mean as well: the most
        salient other person."""
        last = self.last.referent if self.last else None
        found = list(self.candidates(anchor, low, pronoun_gender(low), "person"))
        others = [c for c in found if c[0] is not last]
        if last is None or len(others) == len(found):
            return None
        best = max(with_rivals(others, 0), key=lambda c: salience(c[1]), default=None)
        return best[0] if best is not None else None

    def written_before(self, position: int) -> Referent | None:
        """The text that is likeliest meant before an offset by *le document*: the last that spoke,
        or did something, or else was named last."""
        line = self.reading.line_start(position)
        found = [
            (
                self.last is not None and self.last.referent is referent,
                a.subject and a.start >= line,
                a.start,
                referent,
            )
            for a, referent in self.appearing(position - REACH, position)
            if not a.quoted and not a.name and a.kind == "organisation"
            if not self._is_part(a)
            if is_document(self.reading.parse.words[a.head]) and not is_written(a.noun)
        ]
        return max(found, key=lambda f: f[:3])[3] if found else None

    def _is_part(self, described: Appearance) -> bool:
        """Whether a noun only belongs to another one: *une proposition de loi*, *de 90 pages*."""
        cases = self.reading.parse.dependents(described.head, "case")
        vague = not described.definite and not described.owned
        return vague and any(w.lemma == "de" for w in cases)

    def announced(self, anchor: int, low: str) -> Referent | None:
        """Whom a pronoun points ahead to: the subject of the next sentences, named right after."""
        gender = pronoun_gender(low)
        if low in PLURAL:
            return None
        ahead = (
            referent
            for a, referent in self.appearing(anchor + 1, anchor + _AHEAD)
            if a.subject
            and not a.quoted
            and referent.named
            and referent.kind in ("person", "unknown")
            and agree(referent.gender, gender)
        )
        return next(ahead, None)

    def candidates(
        self,
        anchor: int,
        low: str,
        gender: Gender | None,
        named: SpeakerKind | None = None,
    ) -> Iterator[Candidate]:
        """The referents that agree with a pronoun, what speaks for each, where it last was."""
        plural = low in PLURAL
        # A new description rather brings in somebody new.
        last = self._last_of_number(low) if named is None else self.last
        for referent in self._near(anchor):
            if id(referent) in self.meant:
                continue
            if named is not None and not (referent.named and referent.kind == named):
                continue
            if referent.plural != plural and low not in POSSESSIVE:
                continue
            if not agree(referent.gender, gender):
                continue
            spoke = last is not None and last.referent is referent
            before = self.appearances(referent, anchor)
            if not before and spoke:
                before = [a for a in referent.appearances if a.end <= anchor]
            if not before or (plural and not self._is_prominent(referent, before[-1])):
                continue
            if referent.kind == "place" and not spoke and not any(a.subject for a in before):
                # Where something happened says nothing.
                continue
            taken_up = self.taken_up.get(id(referent), [])
            taken_up = taken_up[: bisect_right(taken_up, anchor)][-1:]
            known = evidence(
                self.reading,
                anchor,
                referent,
                before,
                gender,
                taken_up[-1] if taken_up else None,
                last.end if spoke and last else None,
                cited=spoke and last is not None and last.cited,
            )
            yield referent, known, max(before[-1].end, *taken_up, 0)

    def _last_of_number(self, low: str) -> Turn | None:
        """The last turn of somebody whom a pronoun can mean by its number: witnesses and sources in
        between do not take the floor from a person."""
        if low in POSSESSIVE:
            return self.last
        plural = low in PLURAL
        recent = reversed(self.turns[-_TURNS:])
        return next((t for t in recent if t.referent is None or t.referent.plural == plural), None)

    def _is_prominent(self, referent: Referent, nearest: Appearance) -> bool:
        """Whether a plural pronoun can mean a group: it spoke last, or is the subject before."""
        if self.last is not None and self.last.referent is referent:
            return True
        return nearest.subject and referent.kind == "group"
