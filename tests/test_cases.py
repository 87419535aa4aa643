"""The gold cases are sound: their strings, their marks, their constructions."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from cases import FOLDER, CaseError, Gold, locate, read_case, read_cases

CASES = list(read_cases())
README = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
DOCUMENTED = re.findall(r"(?m)^- `([a-z-]+)`:", README)

MARK = r"(?:[«»“”„‟\"‹›‘’']|&(?:[lr]aquo|[lr]dquo|[lr]squo|quot|#171|#187|#34|#39);)"
DOUBLE = re.compile(r"[«»“”„\"‹›]")
SPACE = r"(?:\s|&nbsp;|&#160;|[-–—])*"
# In these constructions a mark is missing on one side, by design.
ONE_SIDED = {"unclosed-mark", "multi-paragraph", "dialogue-dash", "mismatched-marks"}


def ids(case: Gold) -> str:
    return case["doc_id"]


each_case = pytest.mark.parametrize("case", CASES, ids=ids)


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 120


def test_ids_are_file_names_and_unique() -> None:
    names = [
        (path.stem, json.loads(path.read_text(encoding="utf-8"))["id"])
        for path in sorted(FOLDER.glob("*.json"))
    ]
    assert [stem for stem, _ in names] == [case_id for _, case_id in names]
    texts = Counter(case["text"] for case in CASES)
    assert texts.most_common(1)[0][1] == 1


def test_constructions_are_documented_and_covered_twice() -> None:
    used = Counter(key for case in CASES for key in set(case["constructions"]))
    assert set(used) == set(DOCUMENTED)
    assert [key for key, count in used.items() if count < 2] == []


@each_case
def test_kind_agrees_with_marks(case: Gold) -> None:
    for quote in case["quotes"]:
        assert quote["kind"] in {"direct", "mixed", "indirect"}
        assert (quote["kind"] == "indirect") == (not quote["marked"]), quote["text"]
        if quote["kind"] == "direct":
            assert quote["content"] == [quote["marked"][0][0], quote["marked"][-1][1]]


@each_case
def test_marked_parts_lie_inside_the_content_in_order(case: Gold) -> None:
    for quote in case["quotes"]:
        edges = [edge for part in quote["marked"] for edge in part]
        assert edges == sorted(edges)
        for start, end in quote["marked"]:
            assert quote["content"][0] <= start < end <= quote["content"][1], quote["text"]


@each_case
def test_content_has_no_outer_marks_or_spaces(case: Gold) -> None:
    for quote in case["quotes"]:
        assert quote["text"] == quote["text"].strip(), quote["text"]
        assert not re.match(r"[«»“”\"‹›]", quote["text"]), quote["text"]
        # A direct quotation may end with the mark of the one nested in it.
        assert quote["kind"] == "direct" or not re.search(r"[«»“”\"‹›]\Z", quote["text"])


@each_case
def test_marks_stand_around_marked_parts(case: Gold) -> None:
    text = case["text"]
    for start, end in _parts(case):
        opened, closed = _marked_left(text, start), _marked_right(text, end)
        if ONE_SIDED & set(case["constructions"]):
            assert opened or closed, text[start:end]
            continue
        # Inside a pair of marks, a reporting clause may stand between a part and the mark.
        last = max((mark.end() for mark in DOUBLE.finditer(text[:start])), default=0)
        ahead = DOUBLE.search(text, end)
        following = ahead.start() if ahead else end
        assert opened or _cue_between(case, last, start), text[start:end]
        assert closed or _cue_between(case, end, following), text[start:end]


@each_case
def test_marked_parts_are_apart_or_nested(case: Gold) -> None:
    for one, two in combinations(_parts(case), 2):
        apart = one[1] <= two[0] or two[1] <= one[0]
        nested = one[0] <= two[0] <= two[1] <= one[1] or two[0] <= one[0] <= one[1] <= two[1]
        assert apart or nested, case["text"][slice(*two)]


@each_case
def test_every_pair_of_guillemets_is_accounted_for(case: Gold) -> None:
    spans = _parts(case) + [(item["span"][0], item["span"][1]) for item in case["not_quotes"]]
    for pair in re.finditer(r"«([^«»]*)»|“([^“”]*)”", case["text"]):
        assert any(s < pair.end() and pair.start() < e for s, e in spans), pair.group()


@each_case
def test_cue_and_mention_are_apart_from_what_is_marked(case: Gold) -> None:
    for quote in case["quotes"]:
        for span in filter(None, (quote["cue"], quote["mention"])):
            for start, end in quote["marked"]:
                assert span[1] <= start or end <= span[0], quote["text"]


@each_case
def test_first_name_is_in_the_text(case: Gold) -> None:
    text = _plain(case["text"])
    for quote in case["quotes"]:
        for names in quote["names"]:
            assert _plain(names[0]) in text, names[0]


@each_case
def test_a_cue_links_to_a_mention(case: Gold) -> None:
    for quote in case["quotes"]:
        assert quote["mention"] or not quote["cue"], quote["text"]
        if quote["kind"] == "indirect" and not quote["optional"]:
            assert quote["cue"], quote["text"]


@each_case
def test_a_quotation_is_annotated_once(case: Gold) -> None:
    keys = [f"{quote['content']} {quote['marked']}" for quote in case["quotes"]]
    assert len(keys) == len(set(keys))


def test_a_string_that_is_missing_or_ambiguous_is_refused() -> None:
    text = "Il dit qu'il part en avril."
    assert locate(text, "il") == [10, 12]
    assert locate(text, {"text": "il", "nth": 1}) == [10, 12]
    with pytest.raises(CaseError, match="not in the text"):
        locate(text, "elle")
    with pytest.raises(CaseError, match="nth is 2"):
        locate(text, {"text": "il", "nth": 2})
    with pytest.raises(CaseError, match="2 times"):
        locate("Non, dit-il, non.".lower(), "non")


def test_the_file_with_the_error_is_named(tmp_path: Path) -> None:
    bad = {
        "id": "bad",
        "constructions": [],
        "text": "Rien.",
        "quotes": [],
        "not_quotes": [{"text": "Tout", "why": "absent"}],
    }
    path = tmp_path / "bad.json"
    path.write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(CaseError, match=r"bad\.json: 'Tout'"):
        read_case(path)


def _parts(case: Gold) -> list[tuple[int, int]]:
    return sorted((part[0], part[1]) for quote in case["quotes"] for part in quote["marked"])


def _marked_left(text: str, start: int) -> bool:
    return re.search(f"{MARK}{SPACE}\\Z", text[:start]) is not None


def _marked_right(text: str, end: int) -> bool:
    return re.match(f"{SPACE}[.,;!?]?{SPACE}{MARK}", text[end:]) is not None


def _cue_between(case: Gold, start: int, end: int) -> bool:
    cues = [quote["cue"] for quote in case["quotes"] if quote["cue"]]
    return any(start <= cue[0] and cue[1] <= end for cue in cues)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).casefold()
