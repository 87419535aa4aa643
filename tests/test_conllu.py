"""Frozen parses come back exactly as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freeze import case_documents, frozen_parse
from quotescope.parsing import Parse, Sentence, Word
from quotescope.parsing.conllu import FrozenParseError, digest, dumps, frozen_digest, loads

TEXT = "Le maire parle du pont."


def _parse() -> Parse:
    rows = [
        (0, 2, "Le", "le", "DET", "Gender=Masc|Number=Sing", 1, "det"),
        (3, 8, "maire", "maire", "NOUN", "", 2, "nsubj"),
        (9, 14, "parle", "parler", "VERB", "", -1, "root"),
        (15, 17, "de", "de", "ADP", "", 5, "case"),
        (15, 17, "le", "le", "DET", "", 5, "det"),
        (18, 22, "pont", "pont", "NOUN", "", 2, "obl:arg"),
        (22, 23, ".", ".", "PUNCT", "", 2, "punct"),
    ]
    words = tuple(Word(index, *row) for index, row in enumerate(rows))
    return Parse(TEXT, words, (Sentence(0, 7),), "some parser 1.0")


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """Parses of any text, with contracted tokens and several sentences."""
    text = draw(st.text(min_size=1, max_size=40))
    fields = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)
    tags = st.from_regex(r"[A-Za-z:=|]{1,8}", fullmatch=True)
    words: list[Word] = []
    sentences: list[Sentence] = []
    for size in draw(st.lists(st.integers(1, 4), max_size=3)):
        first = len(words)
        while len(words) < first + size:
            start = draw(st.integers(0, len(text)))
            end = draw(st.integers(start, len(text)))
            for _ in range(draw(st.integers(1, 2))):  # two words make a contracted token
                head = draw(st.one_of(st.just(-1), st.integers(first, first + size - 1)))
                word = Word(
                    len(words), start, end, draw(fields), draw(fields),
                    draw(tags), draw(st.one_of(st.just(""), tags)), head, draw(tags),
                )  # fmt: skip
                words.append(word)
        sentences.append(Sentence(first, len(words)))
    return Parse(text, tuple(words), tuple(sentences), draw(fields))


@given(parses())
def test_any_parse_comes_back(parse: Parse) -> None:
    assert loads(parse.text, dumps(parse)) == parse


def test_frozen_cases_are_written_as_they_are_read() -> None:
    for document in case_documents().values():
        parse = frozen_parse(document)
        assert loads(document.text, dumps(parse)) == parse
        assert all(0 <= w.start < w.end <= len(document.text) for w in parse.words)


def test_a_contracted_token_has_a_line_of_its_own() -> None:
    lines = dumps(_parse()).split("\n")
    assert "4-5\tdu" + "\t_" * 7 + "\tstart_char=15|end_char=17" in lines
    assert "5\tle\tle\tDET\t_\t_\t6\tdet\t_\t_" in lines
    assert "2\tmaire\tmaire\tNOUN\t_\t_\t3\tnsubj\t_\tstart_char=3|end_char=8" in lines


def test_a_text_without_words_comes_back() -> None:
    empty = Parse("\n ", (), (), "some parser")
    assert loads("\n ", dumps(empty)) == empty


def test_the_digest_tells_texts_apart() -> None:
    assert frozen_digest(dumps(_parse())) == digest(TEXT) != digest(TEXT + " ")


def test_a_parse_of_another_text_is_refused() -> None:
    with pytest.raises(FrozenParseError, match="another text: freeze it again"):
        loads(TEXT.replace("pont", "port"), dumps(_parse()))


def test_a_damaged_parse_is_refused() -> None:
    with pytest.raises(FrozenParseError, match="not a line"):
        loads(TEXT, dumps(_parse()).replace("\tparler\t", " "))
    with pytest.raises(FrozenParseError, match="not a line"):
        loads(TEXT, dumps(_parse()).replace("start_char=3|", ""))
    with pytest.raises(FrozenParseError, match="no comment"):
        loads(TEXT, "1\tLe")
