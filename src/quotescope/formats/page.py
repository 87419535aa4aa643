"""What the pages share: their frame, their styles, their colours."""

from __future__ import annotations

import html
import re
from functools import cache
from importlib.resources import files

# What UTF-8 or HTML cannot hold: lone surrogates and the null character.
_UNWRITABLE = re.compile("[\ud800-\udfff\x00]")

_FIRST_HUE, _GOLDEN_ANGLE = 250.0, 137.508


def page(title: str, body: str, *, script: bool = False) -> str:
    """A whole HTML document around a body, with its styles and, if asked for, its script."""
    ending = f"<script>\n{_asset('page.js')}</script>\n" if script else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="quotescope">
<link rel="icon" href="data:,">
<title>{escape(title)}</title>
<style>
{_asset("page.css")}</style>
</head>
<body>
{body}
{ending}</body>
</html>
"""


def escape(text: str) -> str:
    """The text for an element or an attribute; U+FFFD for a character that no page can hold."""
    return html.escape(_UNWRITABLE.sub("\ufffd", text))


def hue(number: int | None) -> str:
    """The colour of the ``number``-th speaker as a style; grey for ``None``.

    Steps of the golden angle keep neighbours in the list far apart in colour, however many.
    """
    if number is None:
        return "--h:0;--c:0"
    return f"--h:{(_FIRST_HUE + number * _GOLDEN_ANGLE) % 360:.0f};--c:1"


def count(number: int, noun: str) -> str:
    """``1 word``, ``2 words``, with thin spaces between thousands."""
    written = f"{number:,}".replace(",", "\u202f")
    return f"{written} {noun}" if number == 1 else f"{written} {noun}s"


@cache
def _asset(name: str) -> str:
    return files("quotescope.formats").joinpath(name).read_text(encoding="utf-8")
