"""The reporting test set keeps its own format: see fixtures/reporting/README.md."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures" / "reporting"
FILES = sorted(FIXTURES.glob("*.tsv"))


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


LINES = [(file.stem, line) for file in FILES for line in lines_of(file)]
FIELDS = [line.split("\t") for _, line in LINES]


def spans(annotated: str, sentence: str) -> list[tuple[int, int]]:
    """Where an annotated form stands: one span where the annotation is found and unambiguous."""
    form, _, number = annotated.partition("#")
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", sentence)]
    return found[int(number) - 1 : int(number)] if number else found


def test_the_set_is_large_and_no_file_is_long() -> None:
    assert len(LINES) >= 400
    assert all(25 <= len(lines_of(file)) < 400 for file in FILES)


@pytest.mark.parametrize(("construction", "line"), LINES, ids=[fields[0] for fields in FIELDS])
def test_every_annotation_stands_in_its_sentence(construction: str, line: str) -> None:
    name, sentence, *annotations = line.split("\t")
    assert re.fullmatch(rf"{construction}-\d\d", name)
    assert sentence == sentence.strip()
    found = [spans(annotated, sentence) for annotated in annotations]
    assert [len(each) for each in found] == [1, 1, 1], "each annotation names one place"
    (cue,), (subject,), (clause,) = found
    for start, end in (cue, subject):
        assert clause[0] <= start < end <= clause[1]
    assert cue[1] <= subject[0] or subject[1] <= cue[0]
    reporting = sentence[clause[0] : clause[1]]
    assert reporting == reporting.strip(" \u00a0\u202f,;:.«»“”‘‹›")


def test_ids_and_sentences_are_unique() -> None:
    ids = Counter(fields[0] for fields in FIELDS)
    sentences = Counter(re.sub(r"\W", "", fields[1]).lower() for fields in FIELDS)
    assert max(ids.values()) == 1
    assert max(sentences.values()) == 1


def test_a_third_of_the_sentences_use_other_marks_or_apostrophes() -> None:
    others = [fields for fields in FIELDS if re.search('["“‘‹’]', fields[1])]
    assert len(others) >= len(FIELDS) / 3
