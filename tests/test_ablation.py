"""Taking a part out for measuring leaves the library as it was."""

from __future__ import annotations

import pytest

from ablation import LEXICONS, PARTS, Part, without
from gate import documents_of, parses_of
from quotescope.extractor import from_parse
from quotescope.models import Extraction


def _read() -> list[Extraction]:
    parses = parses_of("stress")
    return [from_parse(parses[id]) for id in sorted(documents_of("stress"))[:40]]


@pytest.mark.parametrize("part", [*PARTS, *LEXICONS], ids=lambda part: part.name)
def test_a_part_is_put_back(part: Part) -> None:
    before = _read()
    with without(part):
        _read()
    assert _read() == before


def test_what_is_taken_out_is_missed() -> None:
    whole = sum(len(found.quotes) for found in _read())
    with without(PARTS[1]):
        assert sum(len(found.quotes) for found in _read()) < whole
