"""Where extractions go: one stream, or a folder with a file each."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol, TextIO

from quotescope import formats
from quotescope.models import Extraction

SUFFIXES = {"html": ".html", "tei": ".xml", "web-annotation": ".jsonld", "brat": ".ann"}
"""The formats of which a file holds one text, and how its name ends."""

UNWRITABLE = "replace"
"""Lone surrogates, which UTF-8 cannot hold, become one question mark each: offsets stay right."""


class Writer(Protocol):
    """Takes the extractions one by one."""

    def write(self, id: str, extraction: Extraction) -> None:
        """Write one extraction."""

    def close(self) -> None:
        """Write what stands at the end."""


def writer(format: str, out: TextIO, *, alone: bool) -> Writer:
    """The writer of a format to a stream; ``alone`` where there is only one text."""
    if format in SUFFIXES:
        return _One(format, out)
    if format in ("json", "label-studio"):
        return _Array(format, out)
    if format == "csv":
        return _Table(out)
    return _Plain(out, alone) if format == "text" else _Lines(out)


@contextmanager
def opened(path: Path | None, *, append: bool = False) -> Iterator[TextIO]:
    """The file to write, in UTF-8, standard output for ``None``."""
    if path is None:
        yield sys.stdout
        return
    mode: Literal["a", "w"] = "a" if append else "w"
    with open(path, mode, encoding="utf-8", errors=UNWRITABLE, newline="") as file:
        yield file


def document(format: str, extraction: Extraction, id: str) -> str:
    """One extraction as a whole file of a format with one text a file."""
    if format == "html":
        return formats.to_html(extraction, title=Path(id).stem)
    if format == "tei":
        return formats.to_tei(extraction, title=id)
    if format == "brat":
        return formats.to_brat(extraction)
    page = formats.to_web_annotation(extraction)
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


class Folder:
    """One file a text, named after its id; for brat with the text beside it."""

    def __init__(self, format: str, folder: Path) -> None:
        self._format, self._folder = format, folder
        self._used: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)
        if format == "brat":
            self._put("annotation.conf", formats.BRAT_CONFIGURATION)

    def write(self, id: str, extraction: Extraction) -> None:
        name = self._name(id)
        content = document(self._format, extraction, id)
        self._put(name + SUFFIXES[self._format], content)
        if self._format == "brat":
            self._put(f"{name}.txt", extraction.text)

    def close(self) -> None:
        pass

    def _put(self, name: str, content: str) -> None:
        path = self._folder / name
        path.write_text(content, encoding="utf-8", errors=UNWRITABLE, newline="")

    def _name(self, id: str) -> str:
        """The id as a file name that no earlier text has, whatever the case of its letters."""
        stem = re.sub(r"\.txt$", "", id)
        stem = re.sub(r"[^\w.-]+", "_", stem).strip("._")[-150:] or "text"
        name, number = stem, 1
        while name.lower() in self._used:
            number += 1
            name = f"{stem}-{number}"
        self._used.add(name.lower())
        return name


class _One:
    def __init__(self, format: str, out: TextIO) -> None:
        self._format, self._out = format, out

    def write(self, id: str, extraction: Extraction) -> None:
        self._out.write(document(self._format, extraction, id))

    def close(self) -> None:
        pass


class _Plain:
    """Readable text; several texts are divided by their ids."""

    def __init__(self, out: TextIO, alone: bool) -> None:
        self._out, self._alone = out, alone

    def write(self, id: str, extraction: Extraction) -> None:
        if not self._alone:
            self._out.write(f"== {id} ==\n")
        plain = formats.to_plain(extraction) or "(no quotation)"
        self._out.write(f"{plain}\n" if self._alone else f"{plain}\n\n")
        self._out.flush()

    def close(self) -> None:
        pass


class _Lines:
    """JSON Lines; each line is out before the next text is read, so that a run can be resumed."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, id: str, extraction: Extraction) -> None:
        self._out.write(f"{formats.to_jsonl(extraction, id)}\n")
        self._out.flush()

    def close(self) -> None:
        pass


class _Table:
    """CSV with one header."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._header = out, True

    def write(self, id: str, extraction: Extraction) -> None:
        self._out.write(formats.to_csv(extraction, id, header=self._header))
        self._header = False

    def close(self) -> None:
        pass


class _Array:
    """One JSON array, a text at a time."""

    def __init__(self, format: str, out: TextIO) -> None:
        self._format, self._out, self._before = format, out, "["

    def write(self, id: str, extraction: Extraction) -> None:
        item = json.dumps(self._item(id, extraction), ensure_ascii=False, indent=2)
        self._out.write(f"{self._before}\n{item}")
        self._before = ","

    def close(self) -> None:
        self._out.write("[]\n" if self._before == "[" else "\n]\n")

    def _item(self, id: str, extraction: Extraction) -> object:
        if self._format == "label-studio":
            return formats.to_label_studio(extraction, id)
        return json.loads(formats.to_jsonl(extraction, id))
