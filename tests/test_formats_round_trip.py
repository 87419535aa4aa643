"""What a format writes, it reads back: the same quotations."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from formats_samples import PARSER, article, extractions
from quotescope import formats
from quotescope.formats import FormatError
from quotescope.models import Extraction

RoundTrip = Callable[[Extraction], Extraction]


def _through_json(value: object) -> object:
    return json.loads(json.dumps(value))


ROUND_TRIPS: dict[str, RoundTrip] = {
    "json lines": lambda e: formats.from_jsonl(formats.to_jsonl(e, "a")),
    "rows": lambda e: formats.from_rows(formats.to_rows(e), e.text, parser=e.parser),
    "csv": lambda e: formats.from_csv(formats.to_csv(e), e.text, parser=e.parser),
    "tei": lambda e: formats.from_tei(formats.to_tei(e)),
    "web annotation": lambda e: formats.from_web_annotation(
        _through_json(formats.to_web_annotation(e)),  # type: ignore[arg-type]
        e.text,
    ),
    "brat": lambda e: formats.from_brat(formats.to_brat(e), e.text, parser=e.parser),
    "label studio": lambda e: formats.from_label_studio(
        _through_json(formats.to_label_studio(e)),  # type: ignore[arg-type]
    ),
}


@pytest.mark.parametrize("name", ROUND_TRIPS)
def test_the_article_comes_back_whole(name: str) -> None:
    assert ROUND_TRIPS[name](article()) == article()


@pytest.mark.parametrize("name", ROUND_TRIPS)
@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_any_extraction_comes_back_whole(name: str, extraction: Extraction) -> None:
    assert ROUND_TRIPS[name](extraction) == extraction


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_a_line_of_json_is_one_line(extraction: Extraction) -> None:
    assert "\n" not in formats.to_jsonl(extraction)


def test_a_line_of_another_schema_is_refused() -> None:
    line = formats.to_jsonl(article()).replace(formats.SCHEMA, "quotescope/999")
    with pytest.raises(FormatError, match=r"schema.*; correct the file"):
        formats.from_jsonl(line)


@pytest.mark.parametrize("line", ["", "[]", "{", '{"schema": "quotescope/1"}'])
def test_a_broken_line_is_refused(line: str) -> None:
    with pytest.raises(FormatError):
        formats.from_jsonl(line)


def test_annotations_of_another_text_are_refused() -> None:
    other = "x" + article().text
    with pytest.raises(FormatError):
        formats.from_web_annotation(formats.to_web_annotation(article()), other)
    with pytest.raises(FormatError):
        formats.from_brat("T1\tDirect 0 5\tXXXXX\nE1\tDirect:T9\n", article().text)
    with pytest.raises(FormatError):
        formats.from_brat("T1\tDirect 9000 9005\tXXXXX\nE1\tDirect:T1\n", article().text)
    with pytest.raises(FormatError):
        formats.from_rows([{"kind": "direct"}], article().text)


@pytest.mark.parametrize("document", ["", "<TEI/>", "<TEI xmlns='http://www.tei-c.org/ns/1.0'/>"])
def test_a_document_that_is_no_tei_is_refused(document: str) -> None:
    with pytest.raises(FormatError, match="TEI"):
        formats.from_tei(document)


def test_a_span_moved_by_hand_in_brat_is_read() -> None:
    text = "« Oui », dit-elle."
    corrected = "T1\tDirect 2 5\tOui\nT2\tCue 9 12\tdit\nE1\tDirect:T1 Cue:T2\n"
    (quote,) = formats.from_brat(corrected, text).quotes
    assert quote.content.text == quote.marked[0].text == "Oui"
    assert quote.cue is not None
    assert (quote.cue.span.text, quote.cue.category) == ("dit", "verb")
    assert (quote.speaker, quote.confidence) == (None, 1.0)


def test_what_was_annotated_by_hand_wins_over_the_prediction() -> None:
    task = formats.to_label_studio(article())
    task["annotations"] = [{"result": []}]
    extraction = formats.from_label_studio(task)
    assert extraction.quotes == ()
    assert (extraction.text, extraction.parser) == (article().text, PARSER)
