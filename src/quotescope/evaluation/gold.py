"""What is compared: gold quotations and predicted ones, with offsets in code points of the text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotescope import models
from quotescope.errors import QuotescopeError

Span = tuple[int, int]
Predictions = models.Extraction | Sequence[Mapping[str, Any]]

_CORRECT = "correct its offsets, which count code points of the text"


class GoldError(QuotescopeError):
    """A gold document breaks its format."""


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """One annotated quotation.

    ``names`` holds one tuple for each entity that counts as the speaker: its fullest name first,
    then its accepted aliases; it is empty where the text does not tell who speaks.  An ``optional``
    quotation is neither demanded nor counted against.
    """

    kind: models.Kind
    content: Span
    marked: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    names: tuple[tuple[str, ...], ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with all of its quotations."""

    id: str
    text: str
    quotes: tuple[GoldQuote, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """One predicted quotation, of whatever system; ``name`` is the resolved speaker."""

    content: Span
    marked: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    name: str | None


def read_gold(folder: Path | str) -> dict[str, GoldDocument]:
    """The gold documents of a folder (one ``*.json`` file each), by their ids.

    Raises ``GoldError`` where a file breaks the format or two documents share an id.
    """
    documents: dict[str, GoldDocument] = {}
    for path in sorted(Path(folder).glob("*.json")):
        document = gold_document(json.loads(path.read_text(encoding="utf-8")))
        if document.id in documents:
            raise GoldError(
                f"{path.name}: another document has the id {document.id!r}; give each its own"
            )
        documents[document.id] = document
    return documents


def gold_document(record: Mapping[str, Any]) -> GoldDocument:
    """A gold document from its JSON record.

    Raises ``GoldError`` where a field is missing, a span leaves the text, or a quotation's own
    ``text`` is not what stands at its ``content``.
    """
    try:
        document = GoldDocument(
            id=record["doc_id"],
            text=record["text"],
            quotes=tuple(_gold_quote(quote) for quote in record["quotes"]),
        )
    except KeyError as missing:
        id = record.get("doc_id", "gold document")
        raise GoldError(f"{id}: no field {missing}; add it to the document") from None
    for quote, raw in zip(document.quotes, record["quotes"], strict=True):
        spans = (quote.content, *quote.marked, quote.cue or (0, 0), quote.mention or (0, 0))
        if any(not 0 <= start <= end <= len(document.text) for start, end in spans):
            raise GoldError(f"{document.id}: a span of {raw} leaves the text; {_CORRECT}")
        start, end = quote.content
        if raw.get("text", document.text[start:end]) != document.text[start:end]:
            raise GoldError(
                f"{document.id}: text[{start}:{end}] is not {raw['text']!r}; {_CORRECT}"
            )
    return document


def to_prediction(extraction: models.Extraction) -> list[dict[str, Any]]:
    """An extraction as the JSON records in which predictions are kept."""
    return [
        {
            "kind": quote.kind,
            "content": _ends(quote.content),
            "marked": [_ends(part) for part in quote.marked],
            "cue": _ends(quote.cue.span) if quote.cue else None,
            "mention": _ends(quote.speaker.mention)
            if quote.speaker and quote.speaker.mention
            else None,
            "name": quote.speaker.name if quote.speaker else None,
        }
        for quote in extraction.quotes
    ]


def predictions_of(predicted: Predictions) -> tuple[Prediction, ...]:
    """Predicted quotations of one document, from an extraction or from its JSON records."""
    records = to_prediction(predicted) if isinstance(predicted, models.Extraction) else predicted
    return tuple(
        Prediction(
            content=_span(record["content"]),
            marked=tuple(_span(part) for part in record.get("marked", ())),
            cue=_span_or_none(record.get("cue")),
            mention=_span_or_none(record.get("mention")),
            name=record.get("name"),
        )
        for record in records
    )


def _gold_quote(record: Mapping[str, Any]) -> GoldQuote:
    return GoldQuote(
        kind=record["kind"],
        content=_span(record["content"]),
        marked=tuple(_span(part) for part in record["marked"]),
        cue=_span_or_none(record["cue"]),
        mention=_span_or_none(record["mention"]),
        names=tuple(tuple(entity) for entity in record["names"]),
        optional=record["optional"],
    )


def _ends(span: models.Span) -> list[int]:
    return [span.start, span.end]


def _span(ends: Sequence[int]) -> Span:
    start, end = ends
    return start, end


def _span_or_none(ends: Sequence[int] | None) -> Span | None:
    return _span(ends) if ends else None
