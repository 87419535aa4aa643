"""The lexicon: what the rules know of French words, one file a class of words.

The files hold lemmas, one a line, sorted; the head of each explains its columns.  They are read at
the first call and kept.  Keys of common words are lower-cased lemmas, names are as printed.
Every function raises ``LexiconError``, naming file and line, where a file breaks its format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar
from unicodedata import is_normalized

from quotescope.errors import LexiconError
from quotescope.lexicon.entries import (
    GENDERS,
    NONSPEECH_REASONS,
    NOUN_CONSTRUCTIONS,
    PLACE_KINDS,
    PREPOSITION_CONSTRUCTIONS,
    PREPOSITION_NEEDS,
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

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file, which knows where it stands."""

    file: str
    number: int
    cells: tuple[str, ...]

    def fault(self, what: str) -> LexiconError:
        return LexiconError(f"{self.file}, line {self.number}: {what}")

    def optional(self, column: int) -> str | None:
        return self.cells[column] or None

    def text(self, column: int) -> str:
        if not self.cells[column]:
            raise self.fault(f"column {column + 1} is blank; fill it in")
        return self.cells[column]

    def choice(self, column: int, allowed: frozenset[str]) -> str:
        cell = self.text(column)
        if cell not in allowed:
            raise self.fault(f"{cell!r} is none of {', '.join(sorted(allowed))}")
        return cell

    def choices(self, column: int, allowed: frozenset[str]) -> frozenset[str]:
        found = frozenset(self.text(column).split())
        if unknown := found - allowed:
            raise self.fault(f"unknown: {', '.join(sorted(unknown))}")
        return found

    def flag(self, column: int, name: str) -> bool:
        if self.cells[column] not in ("", name):
            raise self.fault(f"column {column + 1} holds {name!r} or nothing")
        return bool(self.cells[column])


def _text(file: str) -> str:
    return (files(__package__) / file).read_text("utf-8")


def _lines(file: str, columns: int) -> Iterator[_Line]:
    """The lines that are not comments, padded to ``columns`` cells."""
    for number, line in enumerate(_text(file).splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        padded = _Line(file, number, (*cells, *[""] * (columns - len(cells))))
        if len(cells) > columns:
            raise padded.fault(f"{len(cells)} columns where {columns} are the most")
        if any(cell != " ".join(cell.split()) for cell in cells):
            raise padded.fault("stray white space; columns are parted by one tab")
        if not is_normalized("NFC", line):
            raise padded.fault("not in Unicode normal form C; compose the accents")
        yield padded


def _index(file: str, columns: int, make: Callable[[_Line], Entry]) -> Mapping[str, Entry]:
    """The entries of a file by their first column, which no two lines may share."""
    entries: dict[str, Entry] = {}
    for line in _lines(file, columns):
        if line.text(0) in entries:
            raise line.fault(f"{line.text(0)!r} has a line already; merge the two")
        entries[line.text(0)] = make(line)
    return MappingProxyType(entries)


@cache
def verbs() -> Mapping[str, tuple[VerbEntry, ...]]:
    """Reporting verbs by infinitive, with an entry for each of their uses."""
    entries: dict[str, tuple[VerbEntry, ...]] = {}
    for line in _lines("verbs.tsv", 3):
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
        3,
        lambda line: TitleEntry(
            line.text(0), line.choice(1, GENDERS), tuple(filter(None, line.cells[2].split(" / ")))
        ),
    )


@cache
def roles() -> Mapping[str, RoleEntry]:
    """Nouns for persons, by their masculine and by their feminine."""
    entries = _index(
        "roles.tsv",
        4,
        lambda line: RoleEntry(
            line.text(0), line.optional(1), line.choice(2, GENDERS), line.flag(3, "generic")
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
            line.text(0), line.choice(1, GENDERS), line.flag(2, "media")
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
def nonspeech() -> Mapping[str, NonspeechEntry]:
    """Words beside which a marked span is no speech, by lemma."""
    return _index(
        "nonspeech.tsv",
        2,
        lambda line: NonspeechEntry(line.text(0), line.choice(1, NONSPEECH_REASONS)),
    )
