"""Where clauses and sentences begin and end in the text, next to marks."""

from __future__ import annotations

import regex

from quotescope.parsing import Parse
from quotescope.stages.marks import Marked
from quotescope.stages.records import Reading, Stretch

_CLAUSE_END = regex.compile(r"[,.;:!?…»”\"«“()\n]|\s[–—-]\s")
_SENTENCE_BREAK = regex.compile(r"[.!?…]\s+(?=[\p{Lu}«\"“])|:\s")
_ABBREVIATIONS = frozenset({"MM", "Mme", "Mlle", "Me", "Dr", "Pr", "Mgr", "St", "Ste", "av", "art"})
SPACES = " \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_CLAUSE_AT_MOST = 1000
_AT_END = ",;:–—-"


def before_spaces(text: str, position: int) -> int:
    """The offset after the last character before ``position`` that is no white space."""
    while position > 0 and text[position - 1].isspace():
        position -= 1
    return position


def before_any(text: str, position: int, characters: str) -> int:
    """The offset after the last character before ``position`` that is none of some."""
    while position > 0 and text[position - 1] in characters:
        position -= 1
    return position


def before_stop(parse: Parse, word: int) -> int:
    """The offset before the full stop of the sentence that holds a word."""
    return before_any(parse.text, parse.sentence_end(word), SPACES + ".!?…")


def clause_end(reading: Reading, position: int, inside: Marked | None = None) -> int:
    """The offset of the punctuation that ends a clause, at or after ``position``."""
    text = reading.text
    limit = min(inside.end if inside else len(text), position + _CLAUSE_AT_MOST)
    for found in _CLAUSE_END.finditer(text, position, limit):
        if found.group() != "." or not _is_abbreviation(text, found.start()):
            return found.start()
    return limit


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether a full stop ends no sentence: after an initial or a title, inside a number."""
    if dot + 1 < len(text) and not text[dot + 1].isspace() and text[dot + 1] not in '»”"':
        return True
    start = dot
    while start > 0 and text[start - 1].isalpha() and dot - start < 5:
        start -= 1
    word = text[start:dot]
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def begins_clause(text: str, position: int) -> bool:
    """Whether an offset begins a paragraph, a sentence or what a colon or a dash opens."""
    end = before_any(text, position, SPACES)
    return end == 0 or text[end - 1] in '.?!…:\n»”"–—-'


def sentence_start(reading: Reading, position: int) -> int:
    """Where the sentence begins that holds an offset, outside of marks.

    The later of what the parse and the punctuation say: the parser may miss a break beside marks.
    """
    text, parse = reading.text, reading.parse
    start = reading.line_start(position)
    word = parse.last_word(position)
    if word is not None and word.start >= start:
        start = max(start, parse.words[parse.sentence_of(word.index).first].start)
    for found in _SENTENCE_BREAK.finditer(text, start, position):
        if reading.around(found.start()) is None and not _is_abbreviation(text, found.start()):
            start = found.end()
    return start


def sentence_end(text: str, start: int, limit: int) -> int:
    """The offset after the full stop that ends the sentence at ``start``, at most ``limit``."""
    for found in regex.finditer(r"[.!?…](?=\s)", text[start:limit]):
        if not _is_abbreviation(text, start + found.start()):
            return start + found.end()
    return limit


def tidy(text: str, start: int, end: int) -> Stretch:
    """A stretch without the spaces and the inner punctuation at its ends."""
    while start < end and (text[start].isspace() or text[start] in _AT_END + ".…"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _AT_END):
        end -= 1
    return start, end
