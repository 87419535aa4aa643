"""Prodigy: a task with overlapping spans, for ``spans.manual`` and ``review``."""

from __future__ import annotations

from typing import Any

from quotescope.models import Extraction, Quote, Span


def to_prodigy(extraction: Extraction, id: str | None = None) -> dict[str, Any]:
    """One task, to be written as one line of JSON.

    Each quotation gives a span labelled with its kind and, for what it has, spans labelled
    ``MARKED``, ``CUE`` and ``MENTION``; ``quote`` numbers the quotation that a span belongs to.
    Offsets count code points.
    """
    spans = [
        span for number, quote in enumerate(extraction.quotes, 1) for span in _spans(quote, number)
    ]
    meta = {"id": id, "source": f"quotescope {extraction.version}", "parser": extraction.parser}
    return {"text": extraction.text, "spans": spans, "meta": meta}


def _spans(quote: Quote, number: int) -> list[dict[str, Any]]:
    content = _span(quote.content, quote.kind.upper(), number)
    content["speaker"] = quote.speaker.name if quote.speaker else None
    content["modality"] = quote.modality
    found = [content, *(_span(part, "MARKED", number) for part in quote.marked)]
    if quote.cue:
        found.append(_span(quote.cue.span, "CUE", number))
    if quote.speaker and quote.speaker.mention:
        found.append(_span(quote.speaker.mention, "MENTION", number))
    return found


def _span(span: Span, label: str, number: int) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "label": label,
        "quote": number,
    }
