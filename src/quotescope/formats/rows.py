"""Flat rows, one a quotation, for pandas, polars and CSV.

``polars.DataFrame(to_rows(extraction))`` and ``pandas.DataFrame(to_rows(extraction))`` are tables
with one type a column; a quotation without cue or speaker has ``None`` there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from quotescope import __version__
from quotescope.formats import reading
from quotescope.formats.reading import Ends, refusing
from quotescope.models import Extraction, Quote, Span

COLUMNS = (
    "document",
    "quote",
    "kind",
    "content",
    "content_start",
    "content_end",
    "marked",
    "cue",
    "cue_lemma",
    "cue_category",
    "cue_start",
    "cue_end",
    "speaker",
    "speaker_kind",
    "gender",
    "role",
    "mention",
    "mention_start",
    "mention_end",
    "rules",
    "confidence",
    "modality",
)

Row = dict[str, str | int | float | None]


def to_rows(extraction: Extraction, id: str | None = None) -> list[Row]:
    """One flat dictionary a quotation, with the keys of ``COLUMNS`` in that order.

    Offsets count code points of the text.  ``quote`` numbers the quotations from 1, ``marked``
    holds the marked parts as ``start:end`` pairs and ``rules`` the rules, both divided by blanks.
    """
    return [_row(quote, number, id) for number, quote in enumerate(extraction.quotes, 1)]


def from_rows(
    rows: Iterable[Mapping[str, Any]],
    text: str,
    *,
    parser: str = "rows",
    version: str = __version__,
) -> Extraction:
    """The extraction whose quotations the rows hold; an empty string or a NaN counts as ``None``.

    Raises ``FormatError`` where a column is missing or an offset does not fit the text.
    """
    with refusing("rows"):
        quotes = [_quote(_filled(row), text) for row in rows]
        return reading.extraction(text, quotes, parser, version)


def to_csv(extraction: Extraction, id: str | None = None, *, header: bool = True) -> str:
    """The rows as CSV: commas, strings in quotes, ``\\n`` at line ends, ``None`` left empty."""
    out = io.StringIO()
    # All strings are quoted, since minimal quoting would let a lone carriage return break a row.
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    if header:
        writer.writeheader()
    writer.writerows(to_rows(extraction, id))
    return out.getvalue()


def from_csv(
    table: str, text: str, *, parser: str = "csv", version: str = __version__
) -> Extraction:
    """The extraction of a CSV table of one document.  Raises ``FormatError`` as ``from_rows``."""
    lines = io.StringIO(table, newline="")
    return from_rows(csv.DictReader(lines), text, parser=parser, version=version)


def _row(quote: Quote, number: int, id: str | None) -> Row:
    cue, speaker = quote.cue, quote.speaker
    mention = speaker.mention if speaker else None
    cue_span = cue.span if cue else None
    return {
        "document": id,
        "quote": number,
        "kind": quote.kind,
        **_columns("content", quote.content),
        "marked": " ".join(f"{part.start}:{part.end}" for part in quote.marked),
        "cue": cue.span.text if cue else None,
        "cue_lemma": cue.lemma if cue else None,
        "cue_category": cue.category if cue else None,
        "cue_start": cue_span.start if cue_span else None,
        "cue_end": cue_span.end if cue_span else None,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "gender": speaker.gender if speaker else None,
        "role": speaker.role if speaker else None,
        **_columns("mention", mention),
        "rules": " ".join(quote.rules),
        "confidence": quote.confidence,
        "modality": quote.modality,
    }


def _columns(name: str, span: Span | None) -> Row:
    return {
        name: span.text if span else None,
        f"{name}_start": span.start if span else None,
        f"{name}_end": span.end if span else None,
    }


def _quote(row: Mapping[str, Any], text: str) -> Quote:
    content = _ends(row, "content")
    if content is None:
        raise ValueError("a row without content_start and content_end")
    parts = [tuple(map(int, part.split(":"))) for part in (row["marked"] or "").split()]
    return Quote(
        kind=row["kind"],
        content=reading.span(text, content),
        marked=tuple(reading.span(text, part) for part in parts),
        cue=reading.cue(text, _ends(row, "cue"), row["cue_lemma"], row["cue_category"]),
        speaker=reading.speaker(
            text,
            _ends(row, "mention"),
            row["speaker"],
            row["speaker_kind"],
            row["gender"],
            row["role"],
        ),
        rules=tuple((row["rules"] or "").split()),
        confidence=float(row["confidence"]),
        modality=row.get("modality") or "asserted",
    )


def _ends(row: Mapping[str, Any], name: str) -> Ends | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None else (int(start), int(end))


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with ``None`` for what CSV leaves empty and pandas fills with NaN."""
    return {key: None if value == "" or value != value else value for key, value in row.items()}
