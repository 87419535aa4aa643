"""Stage 6: appearances grouped into referents: the people and bodies of a text.

A short name belongs to the full name that ends with it; a description belongs to whom the text
gave that function, or to the earlier description with the same noun.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import regex

from quotescope.models import Gender, SpeakerKind
from quotescope.stages.entities import Appearance, fold, plain_phrase
from quotescope.stages.names import is_office

_WORD = regex.compile(r"\p{Lu}\w+")
_APART = regex.compile(r"[\s'’]+")
_PUNCTUATION = ',.;:()«»"“”'
# Over more characters nobody is taken up by a pronoun or a description.
REACH = 10_000
# Of so many who share a word of a name, or a function, the last ones are looked at.
_RIVALS = 200
_LEAD = 400
# *Le président*, of nothing that is told, may be *le chef de l'État*.
_IMPLIED = frozenset(("republique",))
# So many descriptions may begin inside another one.
_NESTED = 4


@dataclass(eq=False)
class Referent:
    """Somebody of the text, with all their appearances in reading order."""

    name: str
    kind: SpeakerKind
    gender: Gender | None
    plural: bool
    named: bool
    appearances: list[Appearance] = field(default_factory=list)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> list[str]:
        """The words of a name, as names are compared."""
        return fold(self.name).split()

    @cached_property
    def role(self) -> str | None:
        """The first function that the text gives them."""
        return next((a.role for a in self.appearances if a.role), None)

    def absorb(self, other: Referent) -> None:
        """Take over what another referent turns out to be."""
        self.appearances = sorted([*self.appearances, *other.appearances], key=lambda a: a.start)
        self.gender = self.gender or other.gender
        for noun, words in other.roles.items():
            self.roles[noun] = self.roles.get(noun, frozenset()) | words

    def before(self, position: int) -> list[Appearance]:
        """What appeared of them within reach before an offset, outside of quotations."""
        first = bisect_left(self.appearances, position - REACH, key=_start)
        last = bisect_left(self.appearances, position, key=_start)
        return [a for a in self.appearances[first:last] if a.end <= position and not a.quoted]


def _start(appearance: Appearance) -> int:
    return appearance.start


@dataclass(eq=False)
class _Known:
    """The referents found so far, by the words of their names and by their functions."""

    referents: list[Referent] = field(default_factory=list)
    by_name: dict[str, Referent] = field(default_factory=dict)
    by_word: dict[str, dict[int, Referent]] = field(default_factory=dict)
    by_noun: dict[str, dict[int, Referent]] = field(default_factory=dict)

    def add(self, referent: Referent) -> None:
        rank = len(self.referents)
        self.referents.append(referent)
        if not referent.named:
            return
        self.by_name.setdefault(" ".join(referent.words), referent)
        words = referent.words
        initials = "".join(w[0] for w in words if len(w) > 2)
        for word in {*words[:_RIVALS], *words[-1:], initials}:
            self.by_word.setdefault(word, {})[rank] = referent

    def sharing(self, name: str) -> list[Referent]:
        """Who bears this name, or one with a word of it, or with these initials."""
        found: dict[int, Referent] = {}
        for word in {*name.split()[:_RIVALS]}:
            found |= dict(islice(reversed(self.by_word.get(word, {}).items()), _RIVALS))
        others = [found[rank] for rank in sorted(found)]
        return [self.by_name[name], *others] if name in self.by_name else others

    def bears(self, referent: Referent, noun: str) -> None:
        """Note that somebody was just given a function."""
        bearers = self.by_noun.setdefault(noun, {})
        bearers.pop(id(referent), None)
        bearers[id(referent)] = referent

    def bearers(self, noun: str) -> list[Referent]:
        """Who was last given a function."""
        return list(islice(reversed(self.by_noun.get(noun, {}).values()), _RIVALS))


def find_referents(appearances: tuple[Appearance, ...]) -> tuple[Referent, ...]:
    """The referents of a text, those with the fullest names first."""
    known = _Known()
    names = [a for a in appearances if a.name]
    for appearance in sorted(names, key=lambda a: (-len(a.name), a.kind != "person", a.start)):
        _add_name(known, appearance)
    for appearance in appearances:
        if not appearance.name:
            _add_description(known, appearance)
    gone = _named_later(known)
    gone |= _spell_out([r for r in known.referents if id(r) not in gone])
    return tuple(r for r in known.referents if id(r) not in gone)


def _add_name(known: _Known, appearance: Appearance) -> None:
    home = _home(known, appearance)
    if home is None:
        name = " ".join(appearance.phrase.split())
        home = Referent(name, appearance.kind, appearance.gender, plural=False, named=True)
        known.add(home)
    insort(home.appearances, appearance, key=_start)
    home.gender = home.gender or appearance.gender
    if home.kind == "unknown":
        home.kind = appearance.kind
    if appearance.noun:
        if appearance.role:
            home.kind = "person" if home.kind == "unknown" else home.kind
        elif not home.roles and home.gender is None:
            # *Mains vertes*, later *l'ONG Mains vertes*
            home.kind = appearance.kind
        given = home.roles.get(appearance.noun, frozenset())
        home.roles[appearance.noun] = given | content_words(appearance.description)
        known.bears(home, appearance.noun)
    for noun, description in appearance.functions:
        # *Me X* is *l'avocate*.
        home.roles.setdefault(noun, content_words(description))
        known.bears(home, noun)


def _home(known: _Known, appearance: Appearance) -> Referent | None:
    """The referent whose name is this one, or a fuller one that ends (or begins) with it."""
    name = fold(" ".join(appearance.name))
    short = name.split()
    fitting = []
    for referent in known.sharing(name):
        full = referent.words
        if full == short or _is_acronym_of(appearance.name, full):
            return referent
        if not short or referent.kind not in ("person", "unknown") or appearance.kind == "place":
            continue
        if not agree(referent.gender, appearance.gender):
            continue
        ends = full[-len(short) :] == short or _abbreviates(short, full)
        begins = full[: len(short)] == short
        # *Pastor* may be *Ana Pastor García*.
        inner = len(full) > 2 and full[1 : 1 + len(short)] == short and len(short[0]) > 3
        if ends or ((begins or inner) and referent.kind == "person"):
            fitting.append(
                (not ends, abs(referent.appearances[0].start - appearance.start), referent)
            )
    return min(fitting, key=lambda f: f[:2])[2] if fitting else None


def _is_acronym_of(name: tuple[str, ...], full: list[str]) -> bool:
    """Whether a name is made of the initials of a longer one: *HRW* for *Human Rights Watch*."""
    if len(name) != 1 or not name[0].isupper() or len(full) < 3:
        return False
    return "".join(w[0] for w in full if len(w) > 2) == name[0].lower()


def _abbreviates(short: list[str], full: list[str]) -> bool:
    """Whether a name is another one with initials: *J.-B. Mbemba*, *A. Wade*."""
    initials = [w for w in short if w.endswith(".") or len(w) == 1]
    rest = short[len(initials) :]
    if initials and not rest and len(initials) > 1:
        return [w[0] for w in full] == [w[0] for w in initials]
    if not initials or not rest or len(full) <= len(rest):
        return False
    firsts = [w[0] for w in full[: len(initials)]]
    return firsts == [w[0] for w in initials] and full[len(initials) :][: len(rest)] == rest


def _add_description(known: _Known, appearance: Appearance) -> None:
    home = None
    if appearance.definite or appearance.owned:
        home = described_by(known.bearers(appearance.noun), appearance)
    if home is None:
        phrase = plain_phrase(appearance.phrase)
        home = Referent(phrase, appearance.kind, appearance.gender, appearance.plural, named=False)
        known.add(home)
    elif not home.named and len(appearance.phrase) > len(home.name) and not home.appearances:
        home.name = plain_phrase(appearance.phrase)
    insort(home.appearances, appearance, key=_start)
    home.gender = home.gender or appearance.gender
    if not home.named:
        given = home.roles.get(appearance.noun, frozenset())
        home.roles[appearance.noun] = given | content_words(appearance.description)
    if appearance.noun in home.roles:
        known.bears(home, appearance.noun)


def described_by(referents: list[Referent], appearance: Appearance) -> Referent | None:
    """Whom a definite description stands for: the last referent with the same function.

    What else the description says (*le ministre ukrainien*) must be known of them.
    """
    modifiers = content_words(appearance.description) - content_words(appearance.noun)
    modifiers -= {fold(w) for w in (appearance.head_form,)}
    if appearance.owned:
        # *leur avocate* says of her only what she is to others.
        modifiers = frozenset()
        referents = [r for r in referents if r.named or r.kind == "organisation"]
    fitting = []
    for referent in referents:
        known = referent.roles.get(appearance.noun)
        if known is None or (referent.plural != appearance.plural):
            continue
        earlier = bisect_left(referent.appearances, appearance.start, key=_start)
        if not earlier:
            continue
        wanted = modifiers - _IMPLIED if known <= {fold(appearance.noun)} else modifiers
        if not wanted <= known and not (referent.named and wanted & known):
            continue
        if not agree(referent.gender, appearance.gender):
            continue
        nearest = referent.appearances[earlier - 1]
        fitting.append((nearest.start, referent.named, referent))
    return max(fitting, key=lambda f: f[:2])[2] if fitting else None


def _named_later(known: _Known) -> set[int]:
    """Tie descriptions to the people that the text names later; the ids of what was tied.

    *L'ancien skipper a vendu son bateau. […] Jean X n'avait plus…*: the one who is given the
    function of the description; for one that opens an article, else the first of those named after
    it who is a subject without a function of their own.
    """
    people = [r for r in known.referents if r.named and r.kind == "person"]
    tied: set[int] = set()
    for described in known.referents:
        if described.named or described.kind != "person" or described.plural:
            continue
        first = described.appearances[0]
        if not (first.definite or first.owned):
            continue
        home = _bearer(known, described, first)
        if home is None and first.start <= _LEAD and first.subject:
            if not any(r.appearances[0].start < first.start for r in people):
                home = _first_subject([r for r in people if agree(r.gender, described.gender)])
        if home is not None:
            home.absorb(described)
            tied.add(id(described))
    return tied


def _bearer(known: _Known, described: Referent, first: Appearance) -> Referent | None:
    """The only person who is given the function of a description, with all that it says."""
    own = content_words(first.noun) | {fold(first.noun)}
    wanted = own if first.owned else content_words(first.description)
    # *son PDG Jean X* may well be *le PDG de la Caisse*.
    vague = len(wanted - own) <= 1
    found = [
        r
        for r in known.bearers(first.noun)
        if r.named and r.kind == "person" and agree(r.gender, described.gender)
        if first.owned or wanted <= r.roles[first.noun] or (vague and r.roles[first.noun] <= own)
    ]
    return found[0] if len(found) == 1 else None


def agree(one: Gender | None, other: Gender | None) -> bool:
    """Whether two genders, as far as they are known, may be those of one person."""
    return one is None or other is None or one == other


def _first_subject(people: list[Referent]) -> Referent | None:
    """The first to be a subject, of those who hold no office and get no other function first."""
    starts = [
        (a.start, rank)
        for rank, r in enumerate(people)
        for a in r.appearances
        if a.subject and not a.quoted and not r.appearances[0].noun
        if not any(map(is_office, r.roles))
    ]
    return people[min(starts)[1]] if starts else None


def _spell_out(referents: list[Referent]) -> set[int]:
    """Give acronyms the names that they stand for: *la Ligue de rugby (LR)*, once both are met; the
    ids of the descriptions that became names."""
    described = {a.start: (a, r) for r in referents if not r.named for a in r.appearances}
    starts = sorted(described)
    spelt: set[int] = set()
    for short in [r for r in referents if r.named and len(r.words) == 1]:
        for a in short.appearances:
            last = bisect_left(starts, a.start)
            near = (described[start] for start in starts[max(0, last - _NESTED) : last])
            near = (n for n in near if short.name.isupper() or _has_initials(n[0], short.name))
            found = next(((b, home) for b, home in near if _is_spelt(b, a.start)), None)
            if found is None or id(found[1]) in spelt:
                continue
            before, home = found
            short.name = plain_phrase(before.phrase[: a.start - before.start].rstrip("(").rstrip())
            short.kind = "organisation"
            short.gender = before.gender or short.gender
            short.absorb(home)
            spelt.add(id(home))
            break
    return spelt


def _has_initials(described: Appearance, short: str) -> bool:
    """Whether a name in small letters is made of initials: *la Métropole de Rives (Mr)*."""
    words = (w for w in _APART.split(described.description) if len(w) > 3)
    initials = fold("".join(w[0] for w in words))
    return len(short) < 7 and initials.startswith(fold(short))


def _is_spelt(described: Appearance, position: int) -> bool:
    """Whether a parenthesis at an offset gives the acronym of a body described before it."""
    name = described.phrase[: position - described.start].rstrip()
    inside = name.endswith("(") or described.end in (position - 2, position - 1)
    proper = any(w[0].isupper() for w in _APART.split(name)[:3] if w)
    return inside and proper and described.kind == "organisation" and not described.plural


def content_words(phrase: str) -> frozenset[str]:
    """The longer words and the acronyms of a phrase, without case and accents, for comparing
    descriptions."""
    words = [w.strip(_PUNCTUATION) for w in fold(phrase).split()]
    acronyms = [w.lower() for w in _WORD.findall(phrase) if w.isupper()]
    return frozenset(w for w in words if len(w) > 3).union(acronyms)
