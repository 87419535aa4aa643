"""Texts that nobody writes: any ``str`` gives a valid extraction, in bounded time and memory.

Most of them are parsed by a toy, so that what is measured is the stages; the shorter ones go
through the embedded model as well.  ``QUOTESCOPE_NIGHTLY=1`` makes them ten times as long.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from time import process_time

import pytest

from nightly import NIGHTLY
from quotescope import Extraction, extract
from quotescope.extractor import from_parse
from quotescope.stages.marks import find_marked
from toy_parser import ToyParser

SIZE = 10_000 * (10 if NIGHTLY else 1)
# Four times the text may take so many times as long or as much: linear is 4, quadratic 16.
GROWTH = 9
SECONDS_AT_LEAST, BYTES_AT_LEAST = 0.4, 4_000_000
# The toy tokenizes into very short words; prose is read several times faster.
CHARACTERS_A_SECOND = 4_000
BYTES_A_CHARACTER = 3_000

PARAGRAPH = (
    "Le maire de Bourg-Vert, Jean Tissier, a dit hier que la route est fermée. « Nous irons », a"
    " déclaré Anne Vasseur. Elle ajoute : « Rien ne va. »"
)


def repeated(*pieces: str) -> Callable[[int], str]:
    """Each piece in turn, as often as fits."""
    return lambda size: "".join(piece * (size // sum(map(len, pieces))) for piece in pieces)


def many_names(size: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = (f"Jean{letters[i % 26]}{letters[i // 26 % 26]} Tissier{i}" for i in range(size // 24))
    return " ".join(f"{name} dit non." for name in names)


HOSTILE: dict[str, Callable[[int], str]] = {
    "prose": repeated(PARAGRAPH + "\n"),
    "one line of prose": repeated(PARAGRAPH + " "),
    "one endless sentence": repeated("le maire dit que Jean assure la route et il répond « oui » "),
    "no punctuation": repeated("dit le maire de la route a déclaré Anne et "),
    "quotation marks only": repeated('"'),
    "apostrophes only": repeated("'"),
    "short quotations": repeated("« a » "),
    "opening marks only": repeated("« a "),
    "opening marks of all styles": repeated('« a “b "c ‹d '),
    "single marks, then double ones": repeated("‘a ", "b” "),
    "deep nesting": repeated("« a ", "b » "),
    "deep nesting over lines": repeated("« a \n", "b »\n"),
    "deep nesting of nothing": repeated("«", "»"),
    "deep nesting of spaces": repeated("«" + " " * 20, "»" + " " * 20),
    "marks as entities": repeated("&laquo; a &raquo; "),
    "unclosed paragraphs": repeated("« a dit Jean.\n« b dit non.\n"),
    "colons": repeated("mot : « b » "),
    "reporting clauses": repeated("mot, dit-il, "),
    "reporting clauses in marks": repeated("« mot, dit Jean, oui », dit Anne "),
    "one quotation": lambda size: f"« {'mot, dit Jean, oui. ' * (size // 20)} »",
    "sources": repeated("Selon Jean, la route est fermée, "),
    "comme-clauses": repeated("comme l' a dit Jean "),
    "chained que-clauses": repeated("dit que "),
    "chained auxiliaries": repeated("a a a a dit "),
    "chained negations": repeated("ne ne ne dit "),
    "chained roles": repeated("le président de la ministre de le maire de "),
    "one name": repeated("Jean "),
    "many names": many_names,
    "many pronouns": repeated("Le président dit non. La ministre affirme. Il dit que oui. "),
    "spaces": repeated(" "),
    "line breaks": repeated("\n"),
    "one-letter lines": repeated("a\n"),
    "punctuation": repeated(".,;:!?…"),
    "one word": repeated("x"),
    "one hyphenated word": repeated("a-"),
    "combining accents": repeated("\u0301"),
    "zero-width characters": repeated("\u200b\u200d\ufeff"),
    "lone surrogates": repeated("\ud800\udfff"),
    "control characters": repeated("\x00\x07\x1b"),
    "line separators": repeated("\u2028\u2029\x85\x1c"),
    "markup": repeated('<p class="a">« Oui », a dit <b>Jean</b>.</p>'),
}


def read(text: str, *, wild: bool = False) -> Callable[[], Extraction]:
    parse = ToyParser(wild=wild).one(text)
    return lambda: from_parse(parse)


def seconds(run: Callable[[], object]) -> float:
    """What a call takes, without what it costs to look for garbage among all that tests keep."""
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        run()
        return process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    small, large = read(HOSTILE[name](SIZE)), read(HOSTILE[name](4 * SIZE))
    # A busy machine disturbs single measurements: one good one of three will do.
    for _ in range(3):
        spent = seconds(large)
        if spent < SECONDS_AT_LEAST or spent < GROWTH * seconds(small):
            break
    else:
        pytest.fail(f"{spent:.2f} s for {4 * SIZE} characters is more than linear")
    assert spent < 4 * SIZE / CHARACTERS_A_SECOND


@pytest.mark.parametrize("name", HOSTILE)
def test_memory_is_linear(name: str) -> None:
    large = _peak(read(HOSTILE[name](SIZE)))
    assert large < SIZE * BYTES_A_CHARACTER
    assert large < BYTES_AT_LEAST or large < GROWTH * _peak(read(HOSTILE[name](SIZE // 4)))


def _peak(run: Callable[[], object]) -> int:
    run()  # so that what is loaded once is loaded
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_parse_the_extraction_is_valid(name: str) -> None:
    text = HOSTILE[name](2000)
    for wild in (False, True):
        found = read(text, wild=wild)()
        assert found.text == text
        assert Extraction.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("marks", "count"),
    [('"' * 100_000, 0), ("« a » " * 50_000, 50_000), ("« a " * 10_000 + "» " * 10_000, 10_000)],
    ids=["100,000 marks", "100,000 marks in pairs", "10,000 levels"],
)
def test_marks_by_the_hundred_thousand(marks: str, count: int) -> None:
    found: list[int] = []
    assert seconds(lambda: found.append(len(find_marked(marks)))) < 10
    assert found == [count]


def test_ten_megabytes_of_marks_are_paired() -> None:
    text = PARAGRAPH * (10_000_000 // len(PARAGRAPH))
    assert seconds(lambda: find_marked(text)) < 60


def test_nothing_recurs_with_the_depth_of_the_input() -> None:
    """Deep marks, deep trees and long chains with hardly any stack left."""
    texts = (
        "« a " * 1000 + "» " * 1000,
        "dit que " * 300,
        "le président de " * 300 + "la ministre Jean Tissier dit non.",
        "Jean de la " * 300,
        "« dit Jean, » " * 100,
    )
    endless = ToyParser(longest=10**9)
    parses = [endless.one(text) for text in texts]
    for parse in parses:
        from_parse(parse).model_dump_json()
    before = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(_depth() + 120)
        for parse in parses:
            from_parse(parse).model_dump_json()
    finally:
        sys.setrecursionlimit(before)


def _depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth


SPOKEN = "« Nous irons », a déclaré Anne Vasseur."
THROUGH_THE_MODEL = {
    "lone surrogates": f"\ud800 {SPOKEN} \udfff\ud83d\ude00",
    "surrogates inside": "« Nous \udcff irons », a déclaré Anne Vasseur.",
    "NUL and controls": f"\x00{SPOKEN}\x07\x1b[0m\x7f",
    "bidirectional marks": f"\u202b\u2067{SPOKEN}\u2069\u202c\u200f",
    "combining sequences": "« Nous i" + "\u0308\u0301" * 200 + "rons », a déclaré Anne Vasseur.",
    "emoji": f"{SPOKEN} 👩‍👩‍👧‍👦🇫🇷❤️ « 🎉🎉 », a-t-elle écrit.",
    "zero-width characters": f"\ufeff{SPOKEN}\u200b\u200c\u2060",
    "only punctuation": ".,;:!?…—" * 20,
    "only line breaks": "\n\r\n\r" * 100_000,
    "one long word": "x" * 200_000,
    "one long hyphenated word": "-x" * 20_000,
    "deep nesting": "« a " * 60 + "» " * 60,
    "many marks": '"' * 200,
    "one endless sentence": "le maire dit que la ville est belle et que " * 35,
    "Arabic": "قال الرئيس: «نعم»، مضيفا أن الأمر انتهى. " * 5,
    "Russian": "«Да», — сказал Иван Петров. " * 5,
    "Chinese": "总统说：“是的”。" * 20,
    "Hebrew, Hindi, Thai": 'הוא אמר "כן". उसने कहा, "हाँ"। เขากล่าวว่า "ใช่"',
    "English": "“We will go,” said Anne Vasseur. She added that the road is closed.",
    "markup": f'<p class="a">{SPOKEN}</p><script>if (a < "b") {{}}</script>&nbsp;&amp;',
    "Windows line ends": f"{SPOKEN}\r\n{SPOKEN}\r{SPOKEN}\u2028{SPOKEN}\x85{SPOKEN}",
    "noncharacters": f"\uffff\ufffe\U0010ffff{SPOKEN}\ue000",
    "nothing": "",
}


@pytest.mark.model
@pytest.mark.parametrize("name", THROUGH_THE_MODEL)
def test_any_text_goes_through_the_model(name: str) -> None:
    text = THROUGH_THE_MODEL[name]
    found = extract(text)
    assert found.text == text
    assert Extraction.model_validate_json(found.model_dump_json()) == found
    if SPOKEN in text:
        assert "Anne Vasseur" in {q.speaker.name for q in found.quotes if q.speaker}


@pytest.mark.model
@pytest.mark.skipif(not NIGHTLY, reason="an hour")
def test_ten_megabytes_go_through_the_model() -> None:
    text = (PARAGRAPH + "\n") * (10_000_000 // len(PARAGRAPH))
    found = extract(text)
    assert len(found.quotes) > len(text) // len(PARAGRAPH)
