"""The validated records: what they hold, what they refuse, how they travel through JSON."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from quotescope.models import Cue, Extraction, Quote, Span, Speaker

# Every code point, lone surrogates among them, which Hypothesis leaves out of plain text().
ANY_TEXT = st.text(st.characters(codec=None) | st.characters(categories=["Cs"]))


def span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])


def quote(text: str, start: int, end: int, **fields: Any) -> Quote:
    part = span(text, start, end)
    given = {"kind": "direct", "content": part, "marked": (part,), "cue": None, "speaker": None}
    return Quote(**{**given, "rules": ("test",), "confidence": 0.5, **fields})


def extraction(text: str, *quotes: Quote) -> Extraction:
    return Extraction(text=text, quotes=quotes, parser="test", version="1")


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Sound extractions of any text: every field filled with pieces of it."""
    text = draw(ANY_TEXT)
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    quotes: list[Quote] = []
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        if start < end and (not quotes or quotes[-1].content.end <= start):
            piece = span(text, start, end)
            cue = Cue(span=piece, lemma=piece.text, category="verb")
            speaker = Speaker(mention=piece, name=text, kind="person", role=piece.text)
            quotes.append(quote(text, start, end, cue=cue, speaker=speaker))
    return extraction(text, *quotes)


@given(extractions())
@example(extraction("\ud800"))
@example(extraction("\ud83d\ude00 are two characters, not 😀"))
@example(extraction("\uffff \uffffffff \uffffd800 \x00"))
def test_json_and_back_is_the_identity(given: Extraction) -> None:
    written = given.model_dump_json()
    written.encode("utf-8")
    assert Extraction.model_validate_json(written) == given
    through_json = json.dumps(given.model_dump(mode="json"), ensure_ascii=False)
    assert Extraction.model_validate_json(through_json.encode("utf-8")) == given
    assert Extraction.model_validate(given.model_dump()) == given


def test_json_holds_ordinary_strings_as_they_are() -> None:
    text = "« Déjà \\ud800 »\x00\r\n\ufeff\ufffd 😀"
    assert json.loads(extraction(text).model_dump_json())["text"] == text


def test_a_lone_surrogate_is_written_with_its_digits() -> None:
    assert json.loads(extraction("a\udc80b").model_dump_json())["text"] == "a\uffffdc80b"


def test_records_inside_other_records_travel_too() -> None:
    adapter = TypeAdapter(list[Extraction])
    given = [extraction("\ud800"), extraction("x")]
    assert adapter.validate_json(adapter.dump_json(given)) == given


def test_the_schema_calls_them_strings() -> None:
    for mode in ("validation", "serialization"):
        schema = Extraction.model_json_schema(mode=mode)
        assert schema["properties"]["text"]["type"] == "string"


def test_records_are_frozen_and_hashable() -> None:
    given = extraction("abc", quote("abc", 0, 2))
    assert hash(given) == hash(extraction("abc", quote("abc", 0, 2)))
    with pytest.raises(ValidationError, match="frozen"):
        given.text = "x"


TEXT = "un deux trois"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Span(start=0, end=2, text="un deux"), "does not fit"),
        (lambda: Span(start=-1, end=1, text="un"), "greater than or equal to 0"),
        (lambda: Span(start=0, end=2, text=cast(str, b"un")), "instance of str"),
        (
            lambda: Span.model_validate({"start": 0, "end": 2, "text": "un", "other": 1}),
            "not permitted",
        ),
        (lambda: Span.model_validate_json('{"start": 0, "end": 1, "text": 5}'), "valid string"),
        (lambda: Speaker(mention=None, name=None, kind="person"), "mention, a name or both"),
        (lambda: quote(TEXT, 2, 2), "has content"),
        (lambda: quote(TEXT, 0, 2, kind="indirect"), "indirect speech has no marked part"),
        (lambda: quote(TEXT, 0, 2, marked=()), "other kinds have at least one"),
        (lambda: quote(TEXT, 0, 2, marked=(span(TEXT, 1, 4),)), "outside the content"),
        (
            lambda: quote(TEXT, 0, 7, marked=(span(TEXT, 0, 3), span(TEXT, 2, 5))),
            "reading order and do not overlap",
        ),
        (lambda: quote(TEXT, 0, 2, confidence=1.5), "less than or equal to 1"),
        (lambda: extraction("autre texte", quote(TEXT, 0, 2)), "is not 'un'"),
        (lambda: extraction(TEXT, quote(TEXT, 3, 7), quote(TEXT, 0, 2)), "reading order"),
        (lambda: extraction(TEXT, quote(TEXT, 0, 5), quote(TEXT, 3, 7)), "crosses"),
        (lambda: extraction("\ud800", quote("\ud801", 0, 1)), r"is not '\\ud801'"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        make()


def test_nested_quotations_are_fine() -> None:
    assert len(extraction(TEXT, quote(TEXT, 0, 13), quote(TEXT, 3, 7)).quotes) == 2
