"""Readable text, for a terminal: « quotation » — speaker."""

from __future__ import annotations

from quotescope.models import Extraction, Quote


def to_plain(extraction: Extraction) -> str:
    """One line a quotation: its words, who said them, and how it is introduced."""
    return "\n".join(line(quote) for quote in extraction.quotes)


def line(quote: Quote) -> str:
    """The line of one quotation; its modality stands there unless it is asserted."""
    details = [quote.kind, *([quote.cue.span.text] if quote.cue else [])]
    if quote.modality != "asserted":
        details.append(quote.modality)
    return f"{_said(quote)} — {_who(quote)} ({', '.join(details)})"


def _said(quote: Quote) -> str:
    """The content on one line, with the outer marks that it leaves out."""
    words = " ".join(quote.content.text.split())
    if quote.marked and quote.marked[0].start == quote.content.start:
        words = f"« {words}"
    if quote.marked and quote.marked[-1].end == quote.content.end:
        words = f"{words} »"
    return words


def _who(quote: Quote) -> str:
    if quote.speaker is None:
        return "?"
    if quote.speaker.name is not None:
        return quote.speaker.name
    return f"{quote.speaker.mention.text} ?" if quote.speaker.mention else "?"
