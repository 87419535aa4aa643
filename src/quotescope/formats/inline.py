"""Inline markup of spans that may overlap: a text cut so that the marks nest.

Contents, marked parts, cues and mentions of several quotations lie inside one another or cross.
Elements of XML and HTML may only nest, so a mark that crosses another one is cut into fragments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotescope.models import Quote

PARAGRAPH = -1
"""The layer of paragraphs: they stand around everything, and nothing is marked between them."""

QUOTED = 0
"""The layer of what is quoted."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to mark; where two cross, the one on the lower layer is outside.

    ``tag``, ``index`` and ``part`` are the caller's: what is marked, and which one it is.
    """

    start: int
    end: int
    layer: int
    tag: str
    index: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class Fragment:
    """One of the elements that a mark becomes: the ``number``-th of ``total``, from 1."""

    mark: Mark
    number: int
    total: int


def only_marked(quote: Quote) -> bool:
    """Whether nothing but its marked parts is quoted: direct speech, plain or interrupted.

    What stands between the parts (a-t-il dit) is then no part of the quotation.
    """
    if quote.kind != "direct":
        return False
    return (quote.marked[0].start, quote.marked[-1].end) == (quote.content.start, quote.content.end)


def said(quote: Quote, index: int, part: str) -> Iterator[Mark]:
    """The marks of the ``index``-th quotation: ``said``, with the tag ``part`` for marked parts.

    Where only marked parts are quoted, each of them is ``said``; else they lie in the content.
    """
    if only_marked(quote):
        for number, span in enumerate(quote.marked):
            yield Mark(span.start, span.end, QUOTED, "said", index, number)
        return
    yield Mark(quote.content.start, quote.content.end, QUOTED, "said", index)
    for number, span in enumerate(quote.marked, 1):
        yield Mark(span.start, span.end, QUOTED, part, index, number)


def paragraphs(text: str) -> list[Mark]:
    """One mark a line that is not blank (of spaces and tabs alone)."""
    found, start = [], 0
    for index, line in enumerate(text.split("\n")):
        if line.strip(" \t\r"):
            found.append(Mark(start, start + len(line), PARAGRAPH, "p", index))
        start += len(line) + 1
    return found


def markup(
    text: str,
    marks: Iterable[Mark],
    *,
    opening: Callable[[Fragment], str],
    closing: Callable[[Fragment], str],
    escape: Callable[[str], str],
) -> str:
    """The text with its marks as tags; what stands outside of paragraphs is only escaped."""
    cut = list(_pieces(len(text), marks))
    totals = Counter(
        mark
        for (_, _, before), (_, _, now) in pairwise(cut)
        for mark in now[_common(before, now) :]
    )
    numbers: Counter[Mark] = Counter()
    out: list[str] = []
    for (_, _, before), (start, end, now) in pairwise(cut):
        kept = _common(before, now)
        for mark in reversed(before[kept:]):
            out.append(closing(Fragment(mark, numbers[mark], totals[mark])))
        for mark in now[kept:]:
            numbers[mark] += 1
            out.append(opening(Fragment(mark, numbers[mark], totals[mark])))
        out.append(escape(text[start:end]))
    return "".join(out)


Piece = tuple[int, int, tuple[Mark, ...]]


def _pieces(length: int, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Stretches that no mark begins or ends inside, each with the marks around it from outside in.

    An empty piece without marks stands before the first and after the last.
    """
    yield 0, 0, ()
    filled = (mark for mark in marks if mark.start < mark.end)
    waiting = sorted(filled, key=lambda mark: mark.start, reverse=True)
    borders = {0, length, *(mark.start for mark in waiting), *(mark.end for mark in waiting)}
    active: list[Mark] = []
    for start, end in pairwise(sorted(borders)):
        active = [mark for mark in active if mark.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        active.sort(key=lambda mark: (mark.layer, -mark.end, mark.start, mark.index, mark.part))
        inside = bool(active) and active[0].layer == PARAGRAPH
        yield start, end, tuple(active) if inside else ()
    yield length, length, ()


def _common(one: Sequence[Mark], two: Sequence[Mark]) -> int:
    """How many marks two stacks share from the bottom."""
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count
