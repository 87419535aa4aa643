"""Readable text, for a terminal: « quotation » — speaker."""

from __future__ import annotations

from quotescope.models import Extraction, Quote


def to_plain(extraction: Extraction) -> str:
    """One line a quotation: its words, who said them, and how it is introduced."""
    return "\n".join(_line(quote) for quote in extraction.quotes)


def _line(quote: Quote) -> str:
    words = " ".join(quote.content.text.split())
    said = f"« {words} »" if quote.kind == "direct" else _closed(words)
    details = f"{quote.kind}, {quote.cue.span.text}" if quote.cue else quote.kind
    return f"{said} — {_who(quote)} ({details})"


def _closed(words: str) -> str:
    """The words with the outer mark that the content leaves out where it ends at a marked part."""
    missing = words.count("«") - words.count("»")
    return f"{words} »" if missing > 0 else f"« {words}" if missing < 0 else words


def _who(quote: Quote) -> str:
    if quote.speaker is None:
        return "?"
    if quote.speaker.name is not None:
        return quote.speaker.name
    return f"{quote.speaker.mention.text} ?" if quote.speaker.mention else "?"
