"""The format of the lexicon's files: tab-separated cells, ``#`` before a comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from unicodedata import is_normalized

from quotescope.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, which knows where it stands.

    Every reading of a cell raises ``LexiconError`` where the cell is not as it must be.
    """

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
        self.text(column)
        return self.flags(column, allowed)

    def flags(self, column: int, allowed: frozenset[str]) -> frozenset[str]:
        found = frozenset(self.cells[column].split())
        if unknown := found - allowed:
            raise self.fault(f"unknown: {', '.join(sorted(unknown))}")
        return found


def _text(file: str) -> str:
    return (files(__package__) / file).read_text("utf-8")


def lines(file: str, columns: int) -> Iterator[Line]:
    """The lines that are not comments, padded to ``columns`` cells."""
    for number, line in enumerate(_text(file).splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        padded = Line(file, number, (*cells, *[""] * (columns - len(cells))))
        if len(cells) > columns:
            raise padded.fault(f"{len(cells)} columns where {columns} are the most")
        if any(cell != " ".join(cell.split()) for cell in cells):
            raise padded.fault("stray white space; columns are parted by one tab")
        if not is_normalized("NFC", line):
            raise padded.fault("not in Unicode normal form C; compose the accents")
        yield padded
