"""Texts out of files: plain text, JSON Lines, CSV, folders of these, standard input."""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from quotescope.formats import SCHEMA, FormatError, from_jsonl
from quotescope.models import Extraction

_SUFFIXES = {".txt": "text", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}

# The default limit of 131 072 characters is shorter than a long article in a column.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Document:
    """A text with its id; ``extraction`` where the input held one already."""

    id: str
    text: str
    extraction: Extraction | None = None


@dataclass(frozen=True)
class Failure:
    """An input that gave no text: where it is, and why."""

    where: str
    why: str


Item = Document | Failure


def read(arguments: Namespace) -> Iterator[Item]:
    """All documents of the files that the command line names, in order, lazily."""
    for name in arguments.files:
        if name == "-":
            yield from _read(name, arguments.input or "text", arguments)
        elif Path(name).is_dir():
            yield from _folder(Path(name), arguments)
        else:
            yield from _read(name, arguments.input or _kind(Path(name)), arguments)


def is_one_text(arguments: Namespace) -> bool:
    """Whether the command line names exactly one text, not a file or folder of many."""
    (first, *others) = arguments.files
    kind = arguments.input or ("text" if first == "-" else _kind(Path(first)))
    return not others and kind == "text" and not Path(first).is_dir()


def _kind(path: Path) -> str:
    return _SUFFIXES.get(path.suffix.lower(), "text")


def _folder(folder: Path, arguments: Namespace) -> Iterator[Item]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)
    if not paths:
        yield Failure(str(folder), f"no file ends in {', '.join(_SUFFIXES)}")
    for path in paths:
        yield from _read(str(path), arguments.input or _kind(path), arguments)


def _read(name: str, kind: str, arguments: Namespace) -> Iterator[Item]:
    """The documents of one file; what cannot be read of it is a failure."""
    reader = {"text": _plain, "jsonl": _json_lines, "csv": _csv}[kind]
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb") as file:
            yield from reader(name, file, arguments)
    except OSError as error:
        yield Failure(name, error.strerror or str(error))
    except UnicodeDecodeError as error:
        yield Failure(name, f"not UTF-8 ({error.reason} at byte {error.start})")
    except csv.Error as error:
        yield Failure(name, str(error))


def _plain(name: str, file: BinaryIO, arguments: Namespace) -> Iterator[Item]:
    yield Document(_printable(name), file.read().decode("utf-8-sig"))


def _json_lines(name: str, file: BinaryIO, arguments: Namespace) -> Iterator[Item]:
    for number, line in enumerate(file, 1):
        if line.strip():
            yield _from_line(f"{name}:{number}", line, arguments)


def _from_line(where: str, line: bytes, arguments: Namespace) -> Item:
    try:
        written = line.decode("utf-8-sig")
        record = json.loads(written)
        if isinstance(record, dict) and record.get("schema") == SCHEMA:
            extraction = from_jsonl(written)
            id = record.get("id")
            return Document(where if id is None else str(id), extraction.text, extraction)
    except (ValueError, FormatError, RecursionError) as error:
        return Failure(where, f"not a line of JSON: {error}")
    if not isinstance(record, dict):
        return Failure(where, "not a JSON object")
    return _from_record(where, record, arguments)


def _csv(name: str, file: BinaryIO, arguments: Namespace) -> Iterator[Item]:
    table = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""))
    for number, record in enumerate(table, 1):
        yield _from_record(f"{name}:{number}", record, arguments)


def _from_record(where: str, record: dict[Any, Any], arguments: Namespace) -> Item:
    text = record.get(arguments.field)
    if not isinstance(text, str):
        found = ", ".join(str(key) for key in record)
        return Failure(where, f"no text in the field {arguments.field!r}; its fields are {found}")
    id = record.get(arguments.id_field)
    return Document(_printable(where if id in (None, "") else str(id)), text)


def _printable(id: str) -> str:
    """The id without lone surrogates, which no output could hold."""
    return id.encode("utf-8", "replace").decode("utf-8")
