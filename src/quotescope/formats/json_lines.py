"""JSON Lines: one extraction a line, whole, with the version of its schema."""

from __future__ import annotations

import json

from quotescope.formats.reading import FormatError, refusing
from quotescope.models import Extraction

SCHEMA = "quotescope/1"
"""The number grows when a reader of the old lines could no longer read the new ones."""


def to_jsonl(extraction: Extraction, id: str | None = None) -> str:
    """One line of JSON, without its line break: schema, id, then the fields of ``Extraction``."""
    head = {"schema": SCHEMA, "id": id}
    return json.dumps(head | extraction.model_dump(mode="json"), ensure_ascii=False)


def from_jsonl(line: str) -> Extraction:
    """The extraction of one line.

    Raises ``FormatError`` where the line is no JSON, is of another schema or fails validation.
    """
    with refusing("JSON Lines"):
        record = json.loads(line)
        if record.pop("schema", None) != SCHEMA:
            raise FormatError(f"JSON Lines: not a line of schema {SCHEMA!r}")
        record.pop("id", None)
        return Extraction.model_validate_json(json.dumps(record))
