"""What holds for every text: of soups of words and marks, and of the cases through the model."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases import read_cases
from nightly import tries
from quotescope import Extraction, Span, extract_many
from quotescope.extractor import from_parse
from quotescope.stages.attribution import is_sound
from quotescope.stages.contents import proposals
from quotescope.stages.cues import find_cues
from quotescope.stages.marks import find_marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.records import Reading
from toy_parser import ToyParser

PIECES = (
    "le maire|Jean Tissier|Anne|M.|il|elle|dit|a déclaré|que|Selon|selon|, dit-il|, a-t-elle"
    " ajouté,|« oui »|« Nous irons là »|« a », dit|la ministre|de|et|a|qui|comme l'a dit Jean"
    "|d'après|propos|son|se dit|estime|affirme|promet de|ce dernier|celui-ci|l'|un|La|par|pour"
    "|réponse|-t-il|s'|est|faire|«|»|“|”|\"|‹|›|‘|’|'|''|<<|&laquo;|&raquo;|:|,|.|?|!|…|—|–|("
    "|)|1|É|é|\n|\n\n|\r\n|\u2028|\u00a0|\u202f|\u200b|\x00|\ud800|😀|中"
).split("|")
SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
GLUED = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@tries(400)
@given(SOUP | GLUED | st.text(), st.booleans())
@example("« Oui, dit Jean », dit Anne", False)
@example(", a-t-elle ajouté, >> ‘ « au se dit ” estime", False)
def test_whatever_the_text_and_the_parse_the_extraction_is_valid(text: str, wild: bool) -> None:
    """The records check themselves: offsets true, parts inside, in order, never crossing."""
    parse = ToyParser(wild=wild).one(text)
    found = from_parse(parse)
    assert found.text == text
    assert Extraction.model_validate_json(found.model_dump_json()) == found
    assert from_parse(parse) == found


@tries(400)
@given(SOUP, st.booleans())
def test_constructions_propose_nothing_unsound(text: str, wild: bool) -> None:
    """``choose`` would leave such a proposal out; no construction is to count on it."""
    parse = ToyParser(wild=wild).one(text)
    reading = Reading(parse, find_marked(text))
    unsound = [d for d in proposals(reading, find_cues(parse)) if not is_sound(d)]
    assert unsound == []


@tries(400)
@given(SOUP, st.integers(0, 200), st.integers(0, 400))
def test_a_phrase_lies_around_its_head_wherever_it_must_end(
    text: str, head: int, until: int
) -> None:
    parse = ToyParser(wild=True).one(text)
    if parse.words:
        word = parse.words[head % len(parse.words)]
        mention = mention_of(parse, word.index, until=until)
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.start < word.end
        assert word.start < mention.end


@tries(200)
@given(SOUP, st.sampled_from(["mot.", "le maire est de retour.", "un autre mot\n\nmot"]))
def test_a_paragraph_without_quotation_changes_nothing_before_it(text: str, tail: str) -> None:
    toy = ToyParser()
    before = from_parse(toy.one(f"{text}\n.\n")).quotes
    assert from_parse(toy.one(f"{text}\n.\n{tail}")).quotes[: len(before)] == before


TEXTS = [case["text"] for case in read_cases()]
PLAIN_SPACES = str.maketrans("\u00a0\u202f", "  ")


@cache
def extracted(texts: tuple[str, ...]) -> list[Extraction]:
    return list(extract_many(texts))


Offsets = tuple[int, int] | None


def told(extraction: Extraction) -> list[tuple[object, ...]]:
    """What an extraction says, without the words that a change of signs changes."""

    def offsets(span: Span | None) -> Offsets:
        return (span.start, span.end) if span else None

    signs = str.maketrans(dict.fromkeys("«»“”\"'’", " "))
    return [
        (
            quote.kind,
            offsets(quote.content),
            tuple(map(offsets, quote.marked)),
            offsets(quote.cue.span) if quote.cue else None,
            offsets(quote.speaker.mention) if quote.speaker else None,
            quote.speaker.kind if quote.speaker else None,
            (quote.speaker.name or "").translate(signs).split() if quote.speaker else None,
        )
        for quote in extraction.quotes
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    ("one", "two"),
    [
        (PLAIN_SPACES, {ord(space): "\u00a0" for space in " \u00a0\u202f"}),
        (PLAIN_SPACES, {ord(space): "\u202f" for space in " \u00a0\u202f"}),
        ({}, str.maketrans("«»“”", "“”«»")),
        ({ord("’"): "'"}, {ord("'"): "’"}),
    ],
    ids=["no-break spaces", "narrow no-break spaces", "style of marks", "apostrophes"],
)
def test_other_signs_of_the_same_text_change_nothing(
    one: dict[int, str], two: dict[int, str]
) -> None:
    # Single marks, and two apostrophes for a mark, are told from apostrophes by their shape.
    texts = [text for text in TEXTS if "‘" not in text and "''" not in text]
    first = extracted(tuple(text.translate(one) for text in texts))
    second = extracted(tuple(text.translate(two) for text in texts))
    assert [told(extraction) for extraction in second] == [told(e) for e in first]


@pytest.mark.model
def test_straight_marks_change_nothing_where_spaces_tell_them_apart() -> None:
    """Straight marks do not show which of them opens: none that are nested, glued to words, or
    over several paragraphs."""
    unclear = re.compile('["“”„‹]|«[^»]*[«\n]|\\w«|»\\w')
    texts = [text for text in TEXTS if "«" in text and not unclear.search(text)]
    straight = str.maketrans("«»", '""')
    second = extracted(tuple(text.translate(straight) for text in texts))
    assert [told(e) for e in second] == [told(e) for e in extracted(tuple(texts))]


@pytest.mark.model
@pytest.mark.parametrize("tail", ["La pluie tombera demain sur la plaine.", "Fin de l'article"])
def test_a_paragraph_without_quotation_changes_nothing_through_the_model(tail: str) -> None:
    texts = [text.rstrip() for text in TEXTS]
    longer = extracted(tuple(f"{text}\n\n{tail}" for text in texts))
    assert [e.quotes for e in longer] == [e.quotes for e in extracted(tuple(texts))]


@pytest.mark.model
def test_windows_line_ends_change_nothing_but_offsets() -> None:
    def words(extraction: Extraction) -> list[tuple[object, ...]]:
        return [
            (q.kind, q.content.text.split(), q.speaker and (q.speaker.name or "").split())
            for q in extraction.quotes
        ]

    windows = extracted(tuple(text.replace("\n", "\r\n") for text in TEXTS))
    assert [words(e) for e in windows] == [words(e) for e in extracted(tuple(TEXTS))]
