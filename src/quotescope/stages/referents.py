"""Stage 7: appearances grouped into referents: the people and bodies of a text.

A short name belongs to the full name that ends with it; a description belongs to whom the text
gave that function, or to the earlier description with the same noun.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from quotescope.models import Gender, SpeakerKind
from quotescope.parsing import Parse
from quotescope.stages.entities import Appearance, fold

_REACH = 900


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

    @property
    def role(self) -> str | None:
        """The first function that the text gives them."""
        return next((a.role for a in self.appearances if a.role), None)

    def before(self, position: int) -> list[Appearance]:
        """What appeared of them before an offset, outside of quotations."""
        return [a for a in self.appearances if a.end <= position and not a.quoted]


def find_referents(parse: Parse, appearances: tuple[Appearance, ...]) -> tuple[Referent, ...]:
    """The referents of a text, those with the fullest names first."""
    referents: list[Referent] = []
    names = [a for a in appearances if a.name]
    for appearance in sorted(names, key=lambda a: (-len(a.name), a.kind != "person", a.start)):
        _add_name(referents, appearance)
    for appearance in appearances:
        if not appearance.name:
            _add_description(parse, referents, appearance)
    for referent in referents:
        referent.appearances.sort(key=lambda a: a.start)
    return tuple(referents)


def _add_name(referents: list[Referent], appearance: Appearance) -> None:
    home = _home(referents, appearance)
    if home is None:
        name = " ".join(appearance.phrase.split())
        home = Referent(name, appearance.kind, appearance.gender, plural=False, named=True)
        referents.append(home)
    home.appearances.append(appearance)
    home.gender = home.gender or appearance.gender
    if home.kind == "unknown":
        home.kind = appearance.kind
    if appearance.noun and appearance.role:
        home.kind = "person" if home.kind == "unknown" else home.kind
        known = home.roles.get(appearance.noun, frozenset())
        home.roles[appearance.noun] = known | content_words(appearance.role)


def _home(referents: list[Referent], appearance: Appearance) -> Referent | None:
    """The referent whose name is this one, or a fuller one that ends (or begins) with it."""
    short = fold(" ".join(appearance.name)).split()
    fitting = []
    for referent in referents:
        full = fold(referent.name).split()
        if full == short:
            return referent
        if not short or referent.kind not in ("person", "unknown") or appearance.kind == "place":
            continue
        genders = {referent.gender, appearance.gender} - {None}
        if len(genders) > 1:
            continue
        ends = full[-len(short) :] == short
        begins = len(short) == 1 and full[0] == short[0]
        if ends or (begins and referent.kind == "person"):
            fitting.append((not ends, abs(referent.appearances[0].start - appearance.start), referent))
    return min(fitting, key=lambda f: f[:2])[2] if fitting else None


def _add_description(parse: Parse, referents: list[Referent], appearance: Appearance) -> None:
    home = None
    if appearance.definite:
        home = described_by(referents, appearance) or _meant(parse, referents, appearance)
    if home is None:
        phrase = " ".join(appearance.phrase.split())
        home = Referent(
            phrase, appearance.kind, appearance.gender, appearance.plural, named=False
        )
        referents.append(home)
    elif not home.named and len(appearance.phrase) > len(home.name) and not home.appearances:
        home.name = " ".join(appearance.phrase.split())
    home.appearances.append(appearance)
    home.gender = home.gender or appearance.gender
    if not home.named:
        known = home.roles.get(appearance.noun, frozenset())
        home.roles[appearance.noun] = known | content_words(appearance.phrase)


def described_by(referents: list[Referent], appearance: Appearance) -> Referent | None:
    """Whom a definite description stands for: the last referent with the same function.

    What else the description says (*le ministre ukrainien*) must be known of them.
    """
    modifiers = content_words(appearance.phrase) - content_words(appearance.noun)
    modifiers -= {fold(w) for w in (appearance.head_form,)}
    fitting = []
    for referent in referents:
        known = referent.roles.get(appearance.noun)
        if known is None or (referent.plural != appearance.plural):
            continue
        earlier = [a for a in referent.appearances if a.start < appearance.start]
        if not earlier and not referent.named:
            continue
        if modifiers and not modifiers <= known and not (modifiers & known and referent.named):
            continue
        if {referent.gender, appearance.gender} >= {"feminine", "masculine"}:
            continue
        nearest = earlier[-1].start if earlier else -referent.appearances[0].start
        fitting.append((nearest, referent.named, referent))
    return max(fitting, key=lambda f: f[:2])[2] if fitting else None


def _meant(parse: Parse, referents: list[Referent], appearance: Appearance) -> Referent | None:
    """The named person whom a bare description takes up: *l'acteur*, *la candidate*.

    They were named in an earlier sentence, agree in gender, and nobody is nearer.
    """
    if appearance.kind != "person" or appearance.plural or appearance.quoted:
        return None
    if not appearance.bare and not appearance.subject:
        return None
    sentence_start = parse.words[parse.sentence_of(appearance.head).first].start
    best: tuple[float, Referent] | None = None
    for referent in referents:
        if not referent.named or referent.kind != "person":
            continue
        if {referent.gender, appearance.gender} >= {"feminine", "masculine"}:
            continue
        earlier = [a for a in referent.before(appearance.start) if a.start < sentence_start]
        if not earlier or appearance.start - earlier[-1].end > _REACH:
            continue
        score = earlier[-1].end + (150 if earlier[-1].subject else 0) + 20 * len(earlier)
        if best is None or score > best[0]:
            best = (score, referent)
    return best[1] if best else None


def content_words(phrase: str) -> frozenset[str]:
    """The longer words of a phrase, without case and accents, for comparing descriptions."""
    return frozenset(w for w in fold(phrase).split() if len(w) > 3)
