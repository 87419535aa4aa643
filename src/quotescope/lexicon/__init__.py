"""The lexicon: what the rules know of French words, one file a class of words.

The files hold lemmas, one a line, sorted; the head of each explains its columns.  They are read at
the first call and kept.  Keys of common words are lower-cased lemmas, names are as printed.
Every function raises ``LexiconError``, naming file and line, where a file breaks its format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from quotescope.lexicon.entries import (
    GENDERS,
    NONSPEECH_REASONS,
    NOUN_CONSTRUCTIONS,
    ORGANISATION_KINDS,
    PLACE_KINDS,
    PREPOSITION_CONSTRUCTIONS,
    PREPOSITION_NEEDS,
    ROLE_KINDS,
    VERB_CONSTRUCTIONS,
    GroupEntry,
    NonspeechEntry,
    NounEntry,
    OrganisationEntry,
    PlaceEntry,
    PrepositionEntry,
    RoleEntry,
    TitleEntry,
    VerbEntry,
)
from quotescope.lexicon.tsv import Line, lines

__all__ = [
    "GroupEntry",
    "NonspeechEntry",
    "NounEntry",
    "OrganisationEntry",
    "PlaceEntry",
    "PrepositionEntry",
    "RoleEntry",
    "TitleEntry",
    "VerbEntry",
    "first_names",
    "groups",
    "media",
    "nonspeech",
    "nouns",
    "organisations",
    "origins",
    "places",
    "prepositions",
    "roles",
    "titles",
    "verbs",
]

Entry = TypeVar("Entry")


def _index(file: str, columns: int, make: Callable[[Line], Entry]) -> Mapping[str, Entry]:
    """The entries of a file by their first column, which no two lines may share."""
    entries: dict[str, Entry] = {}
    for line in lines(file, columns):
        if line.text(0) in entries:
            raise line.fault(f"{line.text(0)!r} has a line already; merge the two")
        entries[line.text(0)] = make(line)
    return MappingProxyType(entries)


@cache
def verbs() -> Mapping[str, tuple[VerbEntry, ...]]:
    """Reporting verbs by infinitive, with an entry for each of their uses."""
    entries: dict[str, tuple[VerbEntry, ...]] = {}
    for line in lines("verbs.tsv", 3):
        lemma, companions = line.text(0), tuple(line.cells[1].split())
        entry = VerbEntry(lemma, companions, line.choices(2, VERB_CONSTRUCTIONS))
        entries[lemma] = (*entries.get(lemma, ()), entry)
    return MappingProxyType(entries)


@cache
def nouns() -> Mapping[str, NounEntry]:
    """Nouns found near quotations, by lemma."""
    return _index(
        "nouns.tsv",
        3,
        lambda line: NounEntry(
            line.text(0), line.choice(1, GENDERS), line.choices(2, NOUN_CONSTRUCTIONS)
        ),
    )


@cache
def prepositions() -> Mapping[str, PrepositionEntry]:
    """Prepositions and set phrases that report, by phrase."""
    return _index(
        "prepositions.tsv",
        3,
        lambda line: PrepositionEntry(
            line.text(0),
            line.choice(1, PREPOSITION_NEEDS),
            line.choices(2, PREPOSITION_CONSTRUCTIONS),
        ),
    )


@cache
def titles() -> Mapping[str, TitleEntry]:
    """Titles in front of names: abbreviations as printed (Me), words in lower case (maître)."""
    return _index(
        "titles.tsv",
        4,
        lambda line: TitleEntry(
            line.text(0),
            line.choice(1, GENDERS),
            tuple(filter(None, line.cells[2].split(" / "))),
            tuple(line.cells[3].split()),
        ),
    )


@cache
def roles() -> Mapping[str, RoleEntry]:
    """Nouns for persons, by their masculine and by their feminine."""
    entries = _index(
        "roles.tsv",
        4,
        lambda line: RoleEntry(
            line.text(0), line.optional(1), line.choice(2, GENDERS), line.flags(3, ROLE_KINDS)
        ),
    )
    feminines = {entry.feminine: entry for entry in entries.values() if entry.feminine}
    return MappingProxyType({**feminines, **entries})


@cache
def origins() -> Mapping[str, RoleEntry]:
    """Nouns for persons by origin or party, as printed, by their masculine and their feminine."""
    entries = _index(
        "origins.tsv",
        2,
        lambda line: RoleEntry(
            line.text(0), line.optional(1), "m" if line.optional(1) else "e", frozenset()
        ),
    )
    feminines = {entry.feminine: entry for entry in entries.values() if entry.feminine}
    return MappingProxyType({**feminines, **entries})


@cache
def organisations() -> Mapping[str, OrganisationEntry]:
    """Head nouns of organisations that speak, by lemma."""
    return _index(
        "organisations.tsv",
        3,
        lambda line: OrganisationEntry(
            line.text(0), line.choice(1, GENDERS), line.flags(2, ORGANISATION_KINDS)
        ),
    )


@cache
def groups() -> Mapping[str, GroupEntry]:
    """Nouns for groups of people, by lemma (the singular where there is one)."""
    return _index("groups.tsv", 2, lambda line: GroupEntry(line.text(0), line.choice(1, GENDERS)))


@cache
def places() -> Mapping[str, PlaceEntry]:
    """Places, by name."""
    return _index(
        "places.tsv",
        4,
        lambda line: PlaceEntry(
            line.text(0), line.optional(1), line.choice(2, PLACE_KINDS), line.optional(3)
        ),
    )


@cache
def first_names() -> Mapping[str, str]:
    """The gender of first names (f, m, e), by name."""
    return _index("first_names.tsv", 2, lambda line: line.choice(1, GENDERS))


@cache
def media() -> Mapping[str, str]:
    """Names of newspapers, agencies and broadcasters, each by itself."""
    return _index("media.tsv", 1, lambda line: line.text(0))


@cache
def nonspeech() -> Mapping[str, NonspeechEntry]:
    """Words beside which a marked span is no speech, by lemma."""
    return _index(
        "nonspeech.tsv",
        2,
        lambda line: NonspeechEntry(line.text(0), line.choice(1, NONSPEECH_REASONS)),
    )


@cache
def offices() -> Mapping[str, str]:
    """The usual name of an office, head noun first, by other words for it."""
    return _index("offices.tsv", 2, lambda line: line.text(1))
