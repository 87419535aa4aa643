"""The project's own gold cases, with every quoted string located in its text.

A case file (``fixtures/cases/<id>.json``) names spans by their words, so that a person can read
and edit it; this module turns them into the offsets of the gold format: ``[start, end]`` in code
points of ``text``.  A string that stands in the text more than once is written
``{"text": "il", "nth": 2}``, counting whole-word occurrences from 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict

FOLDER = Path(__file__).parent.parent / "fixtures" / "cases"

Offsets = list[int]


class GoldQuote(TypedDict):
    """One annotated quotation; offsets count code points of the case's text."""

    kind: str
    content: Offsets
    text: str
    marked: list[Offsets]
    cue: Offsets | None
    mention: Offsets | None
    names: list[list[str]]
    optional: bool


class NotQuote(TypedDict):
    """A marked span that reports nobody's speech."""

    span: Offsets
    text: str
    why: str


class Gold(TypedDict):
    """One case in the gold format."""

    doc_id: str
    constructions: list[str]
    text: str
    quotes: list[GoldQuote]
    not_quotes: list[NotQuote]


class CaseError(ValueError):
    """A case says something that its text does not bear out."""


def occurrences(text: str, words: str) -> list[int]:
    """The offsets at which ``words`` stands in ``text``, not inside a longer word."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words) else ""
    # A lookahead matches without consuming, so that overlapping occurrences count too.
    pattern = re.compile(f"{before}(?={re.escape(words)}{after})")
    return [found.start() for found in pattern.finditer(text)]


def locate(text: str, place: str | dict[str, Any]) -> Offsets:
    """Find the words of ``place`` in ``text``.

    Raises ``CaseError`` where they are missing, or stand there several times without ``nth``.
    """
    words, nth = (place, None) if isinstance(place, str) else (place["text"], int(place["nth"]))
    if not words:
        raise CaseError("an empty string has no place in a text")
    starts = occurrences(text, words)
    if not starts:
        raise CaseError(f"{words!r} is not in the text")
    if nth is None and len(starts) > 1:
        raise CaseError(f"{words!r} stands {len(starts)} times in the text: say which with nth")
    if nth is not None and not 1 <= nth <= len(starts):
        raise CaseError(f"{words!r} stands {len(starts)} times in the text, nth is {nth}")
    start = starts[(nth or 1) - 1]
    return [start, start + len(words)]


def read_case(path: Path) -> Gold:
    """Read one case file.

    Raises ``CaseError``, with the file's name, where a string cannot be located.
    """
    try:
        return _gold(json.loads(path.read_text(encoding="utf-8")))
    except CaseError as error:
        raise CaseError(f"{path.name}: {error}") from error


def read_cases(folder: Path = FOLDER) -> Iterator[Gold]:
    """Read every case of ``folder``, in the order of their names."""
    for path in sorted(folder.glob("*.json")):
        yield read_case(path)


def _gold(case: dict[str, Any]) -> Gold:
    text: str = case["text"]
    return {
        "doc_id": case["id"],
        "constructions": case["constructions"],
        "text": text,
        "quotes": [_quote(text, quote) for quote in case["quotes"]],
        "not_quotes": [_not_quote(text, item) for item in case["not_quotes"]],
    }


def _quote(text: str, quote: dict[str, Any]) -> GoldQuote:
    content = locate(text, quote["content"])
    return {
        "kind": quote["kind"],
        "content": content,
        "text": text[slice(*content)],
        "marked": [locate(text, part) for part in quote["marked"]],
        "cue": _maybe(text, quote["cue"]),
        "mention": _maybe(text, quote["mention"]),
        "names": quote["names"],
        "optional": quote["optional"],
    }


def _not_quote(text: str, item: dict[str, Any]) -> NotQuote:
    span = locate(text, item["text"])
    return {"span": span, "text": text[slice(*span)], "why": item["why"]}


def _maybe(text: str, words: str | dict[str, Any] | None) -> Offsets | None:
    return None if words is None else locate(text, words)
