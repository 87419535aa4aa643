"""The records of the lexicon, one for each class of words.

``gender`` is ``"f"``, ``"m"`` or ``"e"`` (either).  The head of each data file says what the
constructions and the other keys mean.
"""

from __future__ import annotations

from dataclasses import dataclass

GENDERS = frozenset({"f", "m", "e"})
VERB_CONSTRUCTIONS = frozenset(
    {"incise", "que", "inf", "si", "colon", "object", "attribute", "about"}
    | {"weak", "deed", "thought", "passive", "hear", "document"}
)
NOUN_CONSTRUCTIONS = frozenset(
    {"colon", "que", "de", "inf", "object", "title", "document", "generic"}
)
PREPOSITION_CONSTRUCTIONS = frozenset({"clause", "marked", "document", "weak"})
PREPOSITION_NEEDS = frozenset({"any", "speaker", "source", "object", "content", "none"})
ROLE_KINDS = frozenset({"generic", "office"})
ORGANISATION_KINDS = frozenset({"media", "generic"})
PLACE_KINDS = frozenset({"country", "capital", "city", "region", "institution"})
NONSPEECH_REASONS = frozenset({"title", "name", "nickname", "term", "offence"})


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """One use of a reporting verb; ``companions`` are the words that must accompany the lemma."""

    lemma: str
    companions: tuple[str, ...]
    constructions: frozenset[str]

    @property
    def reflexive(self) -> bool:
        """Whether the use is pronominal: *se féliciter*."""
        return "se" in self.companions


@dataclass(frozen=True, slots=True)
class NounEntry:
    """A noun found near quotations."""

    lemma: str
    gender: str
    constructions: frozenset[str]


@dataclass(frozen=True, slots=True)
class PrepositionEntry:
    """A preposition or set phrase that reports, and what must follow it."""

    phrase: str
    needs: str
    constructions: frozenset[str]


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """A title in front of a name, the words that it stands for, and the nouns for who bears it."""

    form: str
    gender: str
    expansions: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A noun for a person; ``feminine`` is ``None`` where both genders share the form."""

    lemma: str
    feminine: str | None
    gender: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """The head noun of an organisation that speaks."""

    lemma: str
    gender: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A noun whose plural, or whose own sense, is a group of people."""

    lemma: str
    gender: str


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place; ``alias`` is the country or institution that its name may stand for."""

    name: str
    gender: str | None
    kind: str
    alias: str | None


@dataclass(frozen=True, slots=True)
class NonspeechEntry:
    """A word beside which a marked span is a title, a name, a nickname or a term."""

    lemma: str
    why: str
