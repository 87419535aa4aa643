"""Parses that others have made, whatever their trees look like, become ones the stages can take."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotescope.errors import UnparsedError
from quotescope.extractor import from_parse
from quotescope.parsing import Parse, Sentence, Word
from quotescope.parsing.received import received, sound
from quotescope.parsing.sentences import LONGEST


def parse(text: str, heads: list[int], *ends: int) -> Parse:
    """The words between spaces, with their heads; sentences end before ``ends``."""
    words, start = [], 0
    for index, (form, head) in enumerate(zip(text.split(), heads, strict=True)):
        start = text.index(form, start)
        relation = "root" if head < 0 else "obj"
        end = start + len(form)
        words.append(Word(index, start, end, form, form, "NOUN", "", head, relation))
        start = end
    bounds = [0, *ends, len(words)]
    sentences = tuple(Sentence(*ends) for ends in pairwise(bounds))
    return Parse(text, tuple(words), sentences, "hand-made")


def heads(parse: Parse) -> list[int]:
    return [word.head for word in parse.words]


def test_a_sound_parse_stays_as_it_is() -> None:
    one = parse("un deux trois. quatre cinq", [1, -1, 1, -1, 3], 3)
    assert sound(one) == one


def test_no_sentence_runs_over_the_end_of_a_paragraph() -> None:
    cut = sound(parse("un titre\ndeux mots", [1, 2, -1, 2]))
    assert cut.sentences == (Sentence(0, 2), Sentence(2, 4))
    assert heads(cut) == [1, -1, -1, 2]
    assert [word.deprel for word in cut.words] == ["obj", "root", "root", "obj"]


def test_words_without_a_head_in_the_sentence_hang_from_its_root() -> None:
    one = sound(parse("un deux trois quatre cinq", [3, -1, -1, 1, 0], 4))
    assert heads(one) == [3, -1, 1, 1, -1]
    assert [word.deprel for word in one.words] == ["obj", "root", "parataxis", "obj", "root"]


def test_endless_sentences_are_cut() -> None:
    long = sound(parse("mot " * 700, [-1, *range(699)]))
    assert [s.last - s.first for s in long.sentences] == [LONGEST, LONGEST, 100]


@pytest.mark.parametrize("circle", [[1, 2, 0, -1], [0, 0, 1, 2], [1, 0, 1, 1]])
def test_a_circle_is_refused(circle: list[int]) -> None:
    with pytest.raises(UnparsedError, match="in a circle"):
        sound(parse("un deux trois quatre", circle))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_the_heads_the_trees_are_sound_or_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 8))
    separators = data.draw(st.lists(st.sampled_from(" \n"), min_size=size, max_size=size))
    text = "".join(f"mot{separator}" for separator in separators)
    own = data.draw(st.lists(st.integers(-1, size - 1), min_size=size, max_size=size))
    try:
        one = sound(parse(text, own))
    except UnparsedError:
        return
    for sentence in one.sentences:
        roots = [i for i in range(sentence.first, sentence.last) if one.words[i].head < 0]
        assert len(roots) == 1
        assert one.subtree(roots[0]) == list(range(sentence.first, sentence.last))
    from_parse(one)


def test_a_text_stays_a_text() -> None:
    assert received("« Oui »") == "« Oui »"
