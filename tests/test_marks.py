"""Marks: which open, which close, what they enclose, and what nobody should pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightly import tries
from quotescope.parsing import Parse
from quotescope.stages.marks import Marked, find_marked
from quotescope.stages.records import Reading

SIGNS = "« » “ ” „ ‟ ‹ › \" ＂ ‘ ’ ' '' << >> &laquo; &raquo; &ldquo; &rdquo; &quot; &#171;".split()
SPACES = (" ", "\u00a0", "\u202f")
WORDS = ("mot", "Été", "l'", "1", ".", ",", ":", "?", "…", "—", "-", "(", ")", "é", "中")
BREAKS = ("\n", "\n\n", "\r\n", "\u2028", "\t", "\u200b", "\ud800", "\x00")
SOUP = st.lists(st.sampled_from([*SIGNS, *SPACES, *WORDS, *BREAKS]), max_size=60).map("".join)
# Directed marks, whose reading depends on nothing but themselves and the spaces beside them.
DIRECTED = st.lists(
    st.sampled_from(["« ", " »", "“", "”", "«", "»", "mot", "Oui", " ", ",", ".", " : ", "\n"]),
    max_size=40,
).map("".join)


def shown(text: str) -> list[str]:
    return [text[m.start : m.end] for m in find_marked(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« oui »", ["oui"]),
        ("«oui» et “non”", ["oui", "non"]),
        ('"oui" et "non"', ["oui", "non"]),
        ("&laquo; oui &raquo; &quot;non&quot;", ["oui", "non"]),
        ("&laquo;&nbsp;oui&#160;&nbsp;&raquo;", ["oui"]),
        ("« oui&nbsp ; », « &nbsp; »", ["oui&nbsp ;"]),
        ("<< oui >>", ["oui"]),
        ("« l'un dit “non” »", ["l'un dit “non”", "non"]),
        ('« oui", et non', ["oui"]),
        ("l'été d'Anne n'est qu'un mot", []),
        ("aujourd''hui", []),
        ("il dit 'oui' hier", ["oui"]),
        ('« » “” "" « … »', []),
        ("« ceci n'est jamais fermé", ["ceci n'est jamais fermé"]),
        ("ceci n'est jamais ouvert », dit-il", ["ceci n'est jamais ouvert"]),
        ("« un\n« deux\n« trois »", ["un", "deux", "trois"]),
        ("« un\ndeux »", ["un\ndeux"]),
        ("un « deux\ntrois « quatre »", ["deux", "quatre"]),
        ('l\'idée d\'" un mot " et d\'" un autre "', ["un mot", "un autre"]),
        ('Elle dit : " Un mot.\nUn autre. "', ["Un mot.\nUn autre."]),
        ('" Un mot.\nUn autre. "', ["Un mot.\nUn autre."]),
        ('Elle dit : "\nUn mot. "', ["Un mot."]),
        ("", []),
    ],
)
def test_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_depth_counts_what_stands_around() -> None:
    text = "« un “deux ‹trois› deux” un » « un »"
    assert [m.depth for m in find_marked(text)] == [0, 1, 2, 0]


def test_continued_paragraphs_are_told() -> None:
    one, two, three = find_marked("« un\n« deux\n« trois »")
    assert [one.continues, two.continues, three.continues] == [False, True, True]
    assert not one.whole


@tries(600)
@given(SOUP)
def test_stretches_are_in_order_true_and_never_cross(text: str) -> None:
    around: list[Marked] = []
    before = (-1, 0)
    for marked in find_marked(text):
        assert 0 <= marked.outer_start <= marked.start < marked.end <= marked.outer_end <= len(text)
        assert text[marked.start : marked.end] == text[marked.start : marked.end].strip()
        assert any(character.isalnum() for character in text[marked.start : marked.end])
        assert before <= (marked.outer_start, -marked.outer_end)
        before = (marked.outer_start, -marked.outer_end)
        while around and around[-1].outer_end <= marked.outer_start:
            around.pop()
        assert not around or marked.outer_end <= around[-1].outer_end
        assert marked.depth == len(around)
        around.append(marked)


@tries(300)
@given(SOUP, st.sampled_from(SPACES))
def test_kinds_of_spaces_change_nothing(text: str, space: str) -> None:
    swapped = text.translate({ord(other): space for other in SPACES})
    assert find_marked(swapped) == find_marked(text)


@tries(300)
@given(DIRECTED)
def test_styles_of_marks_change_nothing(text: str) -> None:
    swapped = text.translate(str.maketrans("«»“”", "“”«»"))
    assert find_marked(swapped) == find_marked(text)


@tries(300)
@given(SOUP, st.text("mot ,.", min_size=1, max_size=40))
def test_a_paragraph_without_marks_changes_nothing_before_it(text: str, tail: str) -> None:
    assert find_marked(f"{text}\n\n{tail}") == find_marked(f"{text}\n")


@tries(300)
@given(SOUP, st.integers(0, 200), st.integers(0, 200))
def test_lookups_agree_with_going_through_all(text: str, one: int, two: int) -> None:
    reading = Reading(Parse(text, (), (), "none"), find_marked(text))
    outermost = [m for m in find_marked(text) if m.depth == 0]
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    holding = [m for m in outermost if m.outer_start <= start < m.outer_end]
    assert reading.around(start) == (holding[0] if holding else None)
    inside = tuple(m for m in outermost if start <= m.start and m.end <= end)
    assert reading.islands((start, end)) == inside
    told = sum(
        not any(m.outer_start <= i < m.outer_end for m in outermost) for i in range(start, end)
    )
    assert reading.told_between(start, end) == told
    ended = [m for m in outermost if m.outer_end <= start]
    assert reading.last_ended(start) == (ended[-1] if ended else None)
    begun = [m for m in outermost if m.outer_start >= start]
    assert reading.next_begun(start) == (begun[0] if begun else None)
    assert reading.line_start(start) == text.rfind("\n", 0, start) + 1
