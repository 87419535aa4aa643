"""Character references that were left in a text: &eacute; is read as the letter it stands for."""

from __future__ import annotations

import re
from html import unescape

_REFERENCE = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8}\d{0,2});")


def resolved(text: str) -> tuple[str, list[int] | None]:
    """The text as a reader would see it, and where each of its characters, and its end, stand in
    the text as it is; ``None`` where that is the same place."""
    if "&" not in text or not _REFERENCE.search(text):
        return text, None
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for found in _REFERENCE.finditer(text):
        meant = unescape(found.group())
        if len(meant) != 1 or not (meant.isprintable() or meant.isspace()):
            continue
        pieces.append(text[position : found.start()])
        places.extend(range(position, found.start()))
        pieces.append(" " if meant.isspace() else meant)
        places.append(found.start())
        position = found.end()
    pieces.append(text[position:])
    places.extend(range(position, len(text) + 1))
    return "".join(pieces), places
