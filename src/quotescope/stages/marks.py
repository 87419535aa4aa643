"""Stage 1: quotation marks, found and paired on the whole text.

Real text mixes styles, forgets marks and glues them to words.  Each mark is first read alone (does
it open, close, or either?), then the marks of a paragraph are matched like brackets, then what
stayed alone is looked at: a quotation over several paragraphs, a forgotten closing mark, a stray.
One bad mark never changes how the marks of another paragraph pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import regex

Role = Literal["open", "close", "either"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark; ``style`` tells which marks can belong together."""

    start: int
    end: int
    style: str
    role: Role


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between two marks: ``start`` to ``end`` without the marks and outer spaces,
    ``outer_start`` to ``outer_end`` with them.  ``depth`` counts the stretches around it,
    ``whole`` tells that both marks are there, ``continues`` that it goes on with the quotation of
    the stretch before it, in a new paragraph."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int
    whole: bool
    continues: bool = False


_SIGNS: dict[str, tuple[str, Role]] = {
    "«": ("guillemet", "open"),
    "»": ("guillemet", "close"),
    "<<": ("guillemet", "open"),
    ">>": ("guillemet", "close"),
    "&laquo;": ("guillemet", "open"),
    "&raquo;": ("guillemet", "close"),
    "&#171;": ("guillemet", "open"),
    "&#187;": ("guillemet", "close"),
    "‹": ("chevron", "open"),
    "›": ("chevron", "close"),
    "&lsaquo;": ("chevron", "open"),
    "&rsaquo;": ("chevron", "close"),
    "“": ("curly", "open"),
    "”": ("curly", "close"),
    "„": ("curly", "open"),
    "‟": ("curly", "open"),
    "&ldquo;": ("curly", "open"),
    "&rdquo;": ("curly", "close"),
    "&#8220;": ("curly", "open"),
    "&#8221;": ("curly", "close"),
    '"': ("straight", "either"),
    "＂": ("straight", "either"),
    "''": ("straight", "either"),
    "&quot;": ("straight", "either"),
    "&#34;": ("straight", "either"),
    "‘": ("single", "open"),
    "’": ("single", "either"),
    "'": ("single", "either"),
}
_SIGN = regex.compile("|".join(regex.escape(s) for s in sorted(_SIGNS, key=len, reverse=True)))
_BEFORE_OPENING = frozenset("([{—–-:/'’«“‘\"…")
_AFTER_CLOSING = frozenset(")]}.,;:!?…—–»”\"'’/")
# White space as HTML writes it.
_SPACES = ("&nbsp;", "&#160;", "&#xA0;", "&#xa0;", "&thinsp;", "&#8201;", "&#8239;", "&ensp;")
_SPACE = regex.compile("|".join(map(regex.escape, _SPACES)))
_LETTER = regex.compile(r"[\p{L}\p{N}]")
# An opening sign before a comma was typed for a closing one.
_WRONG_OPENING = regex.compile(r"\s?[,;)]")
_SENTENCE_END = regex.compile(r"[.!?…](?=\s+\p{Lu})")
# A word without its last vowel, right before a mark: *d'« un mot »*.
_ELIDED = regex.compile(r"\b(?:[cdjlmnst]|(?:lors|puis|quoi|jus)?qu)['’]$", regex.IGNORECASE)
_LONGEST_ELIDED = 8
_PARAGRAPHS_AT_MOST = 8


def find_marked(text: str) -> tuple[Marked, ...]:
    """All stretches between marks, in reading order, an outer one before those inside it."""
    paragraphs = [_Paragraph(text, start, end) for start, end in _paragraphs(text)]
    pairs = [pair for paragraph in paragraphs for pair in paragraph.pairs]
    pairs += _over_paragraphs(paragraphs)
    pairs += [pair for paragraph in paragraphs for pair in paragraph.repaired()]
    return _with_depth(text, pairs)


@dataclass(frozen=True, slots=True)
class _Pair:
    outer_start: int
    start: int
    end: int
    outer_end: int
    whole: bool = True


class _Paragraph:
    """The marks of one line of text, matched; what found no partner stays in ``opening`` (marks
    that nothing closes) and ``closing``."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.marks = list(_marks(text, start, end))
        self.pairs: list[_Pair] = []
        self.opening: list[Mark] = []
        self.closing: list[Mark] = []
        # For each style the places in ``opening`` of its marks.
        self._open: dict[str, list[int]] = {style: [] for style, _ in _SIGNS.values()}
        for mark in self.marks:
            self._match(mark)

    def _match(self, mark: Mark) -> None:
        partner = self._partner(mark)
        if partner is not None:
            opened = self.opening[partner]
            if after_spaces(self.text, opened.end, mark.start) < mark.start:
                del self.opening[partner:]
                for places in self._open.values():
                    while places and places[-1] >= partner:
                        places.pop()
                self.pairs.append(_Pair(opened.start, opened.end, mark.start, mark.end))
                return
        if mark.role == "close":
            self.closing.append(mark)
        else:
            self._open[mark.style].append(len(self.opening))
            self.opening.append(mark)

    def _partner(self, mark: Mark) -> int | None:
        """The place in ``opening`` of the mark that ``mark`` closes.

        A mark closes the nearest open one of its style; a double mark closes a double mark of
        another style only where that is the only one open (« … ").
        """
        if mark.role == "open":
            return None
        if own := self._open[mark.style]:
            return own[-1]
        if mark.role == "close" and mark.style != "single":
            double = [o for style, o in self._open.items() if o and style != "single"]
            if len(double) == 1 and len(double[0]) == 1:
                return double[0][0]
        return None

    @property
    def leading(self) -> Mark | None:
        """The mark that the paragraph begins with, if it does."""
        if self.marks and not self.text[self.start : self.marks[0].start].strip():
            return self.marks[0]
        return None

    def repaired(self) -> Iterator[_Pair]:
        """What unmatched marks of this paragraph most likely enclosed."""
        following = {mark: after.start for mark, after in pairwise(self.marks)}
        for mark in self.opening:
            if mark.style == "single":
                continue
            end = following.get(mark, self.end)
            stop = _SENTENCE_END.search(self.text, mark.end, end) if end < self.end else None
            if stop:
                end = stop.start() + 1
            if after_spaces(self.text, mark.end, end) < end:
                yield _Pair(mark.start, mark.end, end, end, whole=False)
        # A closing mark whose opening one was forgotten: the line up to it, if no mark precedes.
        for mark in self.closing[:1]:
            if mark is self.marks[0] and mark is not self.leading and mark.style != "single":
                yield _Pair(self.start, self.start, mark.start, mark.end, whole=False)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def _marks(text: str, start: int, end: int) -> Iterator[Mark]:
    for found in _SIGN.finditer(text, start, end):
        style, role = _SIGNS[found.group()]
        before = text[found.start() - 1] if found.start() > start else " "
        after = text[found.end()] if found.end() < end else " "
        inside_word = before.isalnum() and after.isalnum()
        if inside_word and (style == "single" or found.group() == "''"):
            continue
        if role == "either":
            role = _side(before, after)
            if role != "open" and style == "straight" and after.isspace():
                role = _spaced(text, found.start(), found.end(), (start, end), role)
            if style == "single" and role == "either":
                continue
        elif role == "open" and _WRONG_OPENING.match(text, found.end(), end):
            role = "close"
        elif role == "close" and found.start() > start and before.isspace() and after.isalnum():
            role = "open"
        yield Mark(found.start(), found.end(), style, role)


def _side(before: str, after: str) -> Role:
    """Whether an undirected mark opens or closes, as far as its neighbours tell."""
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closes = after.isspace() or after in _AFTER_CLOSING
    if opens != closes and not (closes and before.isspace()):
        return "open" if opens else "close"
    return "either"


def _spaced(text: str, first: int, last: int, line: tuple[int, int], role: Role) -> Role:
    """What the line tells of an undirected mark with a space after it."""
    if _ELIDED.search(text, max(line[0], first - _LONGEST_ELIDED), first):
        return "open"  # d'" un mot "
    if first > line[0] and text[first - 1] in "([":
        return "open"
    if first > line[0] and text[first - 1] == ":":
        return "either"  # ajoute :" Un mot "
    if role == "either" and first == line[0] < last < line[1]:
        return "open"
    if role == "either" and line[0] < first < last == line[1]:
        announced = text[line[0] : first].rstrip().endswith(":")
        return "either" if announced else "close"
    return role


def _over_paragraphs(paragraphs: list[_Paragraph]) -> list[_Pair]:
    """Quotations that run over several paragraphs.

    French typography knows three ways: marks at both ends only, an opening mark repeated at the
    head of each paragraph, a closing mark repeated there (Lacroux, *Orthotypographie*, s. v.
    « guillemets »).  The last open mark of a paragraph is continued if a following paragraph,
    reached through paragraphs that hold no mark or begin with one, closes it.
    """
    pairs: list[_Pair] = []
    for index, paragraph in enumerate(paragraphs):
        if not paragraph.opening or paragraph.opening[-1].style == "single":
            continue
        opened = paragraph.opening[-1]
        last = _closing_paragraph(paragraphs, index, opened.style)
        if last is None:
            continue
        paragraph.opening.pop()
        start, outer_start = opened.end, opened.start
        for before, here in pairwise(paragraphs[index : last + 1]):
            if (repeated := here.leading) is not None:
                # A mark repeated at the head of a paragraph parts the stretch in two.
                pairs.append(_Pair(outer_start, start, before.end, before.end, whole=False))
                start, outer_start = repeated.end, here.start
                if repeated in here.opening:
                    here.opening.remove(repeated)
        closing = paragraphs[last].closing.pop(0)
        whole = outer_start == opened.start
        pairs.append(_Pair(outer_start, start, closing.start, closing.end, whole))
    return pairs


def _closing_paragraph(paragraphs: list[_Paragraph], index: int, style: str) -> int | None:
    for ahead in range(index + 1, min(index + _PARAGRAPHS_AT_MOST, len(paragraphs))):
        paragraph = paragraphs[ahead]
        repeated = paragraph.leading
        if repeated is not None and repeated in paragraph.closing:
            paragraph.closing.remove(repeated)
        if any(mark.style == style for mark in paragraph.closing):
            return ahead
        if repeated is not None and repeated in paragraph.opening:
            continue
        if paragraph.pairs or paragraph.opening:
            return None
    return None


def _with_depth(text: str, pairs: list[_Pair]) -> tuple[Marked, ...]:
    """Pairs in reading order, trimmed, none crossing another one."""
    found: list[Marked] = []
    around: list[Marked] = []
    last: Marked | None = None
    letters = _Letters(text)
    for pair in sorted(pairs, key=lambda p: (p.outer_start, -p.outer_end)):
        start, end = trim(text, pair.start, pair.end)
        while around and around[-1].outer_end <= pair.outer_start:
            around.pop()
        if around and pair.outer_end > around[-1].outer_end:
            continue
        if not letters.between(start, end):
            continue
        continues = last is not None and not around and _continues(text, last, pair)
        marked = Marked(
            start, end, pair.outer_start, pair.outer_end, len(around), pair.whole, continues
        )
        if not around:
            last = marked
        found.append(marked)
        around.append(marked)
    return tuple(found)


class _Letters:
    """Tells whether a stretch holds a letter or a digit.  Asked in reading order it looks at no
    character twice, however deep the stretches are nested."""

    def __init__(self, text: str) -> None:
        self._text = text
        # There is none from the one offset to the other.
        self._start, self._next = 0, -1

    def between(self, start: int, end: int) -> bool:
        if not self._start <= start <= self._next:
            found = _LETTER.search(self._text, start)
            self._start, self._next = start, found.start() if found else len(self._text)
        return self._next < end


def _continues(text: str, last: Marked, pair: _Pair) -> bool:
    """Whether nothing but a line break parts a stretch from one before it that nothing closed."""
    between = text[last.outer_end : pair.outer_start]
    return not last.whole and not between.strip() and len(between.splitlines()) > 0


def after_spaces(text: str, start: int, end: int) -> int:
    """The offset of the first character of a stretch that is no white space, else its end."""
    while start < end and text[start].isspace():
        start += 1
    return start


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends, references that stand for it included."""
    start = after_spaces(text, start, end)
    while found := _SPACE.match(text, start, end):
        start = after_spaces(text, found.end(), end)
    while end > start:
        space = next((s for s in _SPACES if text.endswith(s, start, end)), "")
        if not (space or text[end - 1].isspace()):
            break
        end -= len(space) or 1
    return start, end
