"""What changed from one extraction to another of the same text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from formats_samples import ARTICLE, article, between, extractions, span
from quotescope.evaluation import Difference, differences
from quotescope.models import Extraction, Quote


def _found(old: Extraction, new: Extraction) -> list[Difference]:
    return list(differences({"a": old}, {"a": new}))


def _with(index: int, **changes: Any) -> Extraction:
    quotes = list(article().quotes)
    quotes[index] = Quote.model_validate(dict(quotes[index]) | changes)
    return article().model_copy(update={"quotes": tuple(quotes)})


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_nothing_differs_from_itself(extraction: Extraction) -> None:
    assert _found(extraction, extraction) == []
    empty = extraction.model_copy(update={"quotes": ()})
    assert {d.change for d in _found(empty, extraction)} <= {"appeared"}
    vanished = _found(extraction, empty)
    assert [d.old for d in vanished] == list(extraction.quotes)
    assert {d.change for d in vanished} <= {"vanished"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"kind": "mixed"}, ("kind",)),
        ({"content": between(ARTICLE, "Elle m'a dit", "printemps”")}, ("content", "marked")),
        ({"cue": None}, ("cue",)),
        ({"speaker": None}, ("speaker", "speaker_kind", "mention")),
        ({"modality": "negated"}, ("modality",)),
        ({"rules": (), "confidence": 0.1}, ()),
    ],
)
def test_what_changed_is_named(changes: dict[str, Any], fields: tuple[str, ...]) -> None:
    if "content" in changes:
        changes = changes | {"marked": (changes["content"],)}
    found = _found(article(), _with(3, **changes))
    assert [d.fields for d in found] == ([fields] if fields else [])
    assert {d.change for d in found} <= {"changed"}


def test_a_mention_of_the_same_words_elsewhere_is_a_change() -> None:
    mayor = article().quotes[1].speaker
    assert mayor
    here, there = span(ARTICLE, "le", 0), span(ARTICLE, "le", 1)
    old, new = (
        _with(1, speaker=mayor.model_copy(update={"mention": mention})) for mention in (here, there)
    )
    (difference,) = _found(old, new)
    assert difference.fields == ("mention",)
    assert f"le ({here.start}:{here.end}) → le ({there.start}:{there.end})" in str(difference)


def test_a_quotation_elsewhere_is_another_one() -> None:
    elsewhere = span(ARTICLE, "le chantier du tramway")
    quotes = article().quotes
    moved = quotes[2].model_copy(update={"content": elsewhere})
    new = article().model_copy(update={"quotes": (moved, *quotes[:2], *quotes[3:])})
    assert [d.change for d in _found(article(), new)] == ["appeared", "vanished"]


def test_other_texts_are_refused() -> None:
    other = Extraction(text="Rien.", quotes=(), parser="none", version="0")
    with pytest.raises(ValueError, match="a: the two files hold different texts"):
        _found(article(), other)
    assert list(differences({"a": article()}, {"b": other})) == []
