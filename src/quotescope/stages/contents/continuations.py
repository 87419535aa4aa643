"""Quotations without a cue: sentences between marks that go on with a speaker."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.stages.contents.boundaries import SPACES, before_any, begins_clause
from quotescope.stages.marks import Marked
from quotescope.stages.records import Draft, Reading

_STOPS = ".?!…"
_HEADING_AT_MOST = 300
_HEADING_WORDS = 14
_BORROWED_AT_LEAST = 5


def continued_quotations(reading: Reading, claimed: frozenset[Marked]) -> Iterator[Draft]:
    """What stands between marks that no construction claimed, where it is a clause of speech."""
    last: Marked | None = None
    for marked in reading.outermost:
        if marked in claimed:
            last = marked
            continue
        if _is_heading(reading, marked):
            continue
        follows = last is not None and last.outer_start >= reading.line_start(marked.outer_start)
        part = (marked.start, marked.end)
        if marked.continues:
            yield Draft("direct", part, (part,), None, None, ("paragraph",), 60, follows=True)
        elif _stands_alone(reading, marked) and (
            follows or _is_clause(reading, marked) or _answers(reading, marked)
        ):
            last = marked
            yield Draft("direct", part, (part,), None, None, ("continuation",), 60, follows=True)
        elif follows and _is_clause(reading, marked):
            content = _sentence(reading, marked)
            yield Draft("mixed", content, (part,), None, None, ("continuation",), 61, follows=True)
        elif last is not None and _is_borrowed(reading, marked):
            yield Draft("mixed", part, (part,), None, None, ("borrowed",), 62, follows=True)


def _sentence(reading: Reading, marked: Marked) -> tuple[int, int]:
    """The sentence that holds a stretch between marks, as far as the parse shows it."""
    words = reading.words((marked.start, marked.end))
    sentence = reading.parse.sentence_of(words[0].index)
    line_start = reading.line_start(marked.outer_start)
    start = max(line_start, min(marked.start, reading.parse.words[sentence.first].start))
    before = reading.last_ended(marked.outer_start)
    blank = not reading.text[start : marked.outer_start].strip()
    if blank or (before is not None and before.outer_end > start):
        start = marked.start
    return start, marked.end


def _stands_alone(reading: Reading, marked: Marked) -> bool:
    """Whether the marks begin a sentence of their own."""
    begins = begins_clause(reading.text, marked.outer_start)
    after = reading.text[marked.outer_end : marked.outer_end + 3].strip(SPACES + "\r")
    closed = reading.text[marked.end - 1] in _STOPS
    ends = not after or closed or after[0] in _STOPS + '\n«“"' or not marked.whole
    return begins and ends


def _answers(reading: Reading, marked: Marked) -> bool:
    """Whether words stand behind the reporter's own question: *La dette ? « Divisée par deux. »*"""
    end = before_any(reading.text, marked.outer_start, SPACES)
    return end > 0 and reading.text[end - 1] == "?" and reading.around(end - 1) is None


def _is_clause(reading: Reading, marked: Marked) -> bool:
    words = reading.words((marked.start, marked.end))
    finite = any(w.feat("VerbForm") == "Fin" or w.feat("Mood") for w in words)
    return len(words) >= 3 and (finite or len(words) > 6)


def _is_borrowed(reading: Reading, marked: Marked) -> bool:
    """Whether marks in the middle of a sentence hold too many words for a term or a name: the
    reporter goes on in somebody's own words."""
    words = reading.words((marked.start, marked.end))
    lower = reading.text[marked.start].islower()
    return lower and marked.whole and len(words) >= _BORROWED_AT_LEAST


def _is_heading(reading: Reading, marked: Marked) -> bool:
    """Whether the marks fill a short line that no full stop ends."""
    text = reading.text
    line_start = reading.line_start(marked.outer_start)
    line_end = text.find("\n", marked.outer_end, line_start + _HEADING_AT_MOST)
    if line_end < 0:
        line_end = len(text)
    if line_end - line_start > _HEADING_AT_MOST:
        return False
    alone = not (text[line_start : marked.outer_start] + text[marked.outer_end : line_end]).strip()
    ended = text[marked.end - 1] in _STOPS or text[line_start:line_end].rstrip()[-1:] in _STOPS
    # A heading may take up words that the text quotes.
    told = text.count(text[marked.start : marked.end].strip(_STOPS + SPACES)) > 1
    short = len(text[line_start:line_end].split()) < _HEADING_WORDS
    return alone and (told or not ended) and marked.whole and short
