"""Unannotated news, and the rough tokens from which word vectors are trained."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from quotescope.parsing.paragraphs import as_parsed

_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)'"
_CLITIC = r"-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|là|moi|toi|lui|leur|le|la|les|y|en)\b"
_TOKEN = re.compile(
    rf"{_ELIDED}|{_CLITIC}|aujourd'hui|\d+(?:[.,]\d+)*"
    rf"|[^\W\d_]+(?:['-](?!(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce)\b)[^\W\d_]+)*"
    r"|\.\.\.|[^\w\s]",
    re.IGNORECASE,
)
_CONTRACTIONS = {"au": ("à", "le"), "aux": ("à", "les")}


def documents(path: Path) -> Iterator[str]:
    """The texts of a gzipped JSON-lines file, but those set aside with ``"dev": true``."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            record = json.loads(line)
            if not record.get("dev"):
                yield record["text"]


def rough_words(paragraph: str) -> list[str]:
    """Lower-case words cut about as the treebanks cut them, contractions undone."""
    words: list[str] = []
    for match in _TOKEN.finditer(as_parsed(paragraph).lower()):
        words.extend(_CONTRACTIONS.get(match[0], (match[0],)))
    return words
