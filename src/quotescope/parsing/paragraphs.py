"""What the parser reads: plain characters, cut into paragraphs."""

from __future__ import annotations

import re

# One character for one, so that offsets stay: parsers know the plain forms best.
_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "«": '"',
        "»": '"',
        "‹": '"',
        "›": '"',
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
    }
)


def as_parsed(text: str) -> str:
    """The text as the parser reads it: same length, plain apostrophes, marks and spaces."""
    return text.translate(_PLAIN)


_LINE = re.compile(r"[^\n\r\f\v\u0085\u2028\u2029]+")
_BLANK = re.compile(r"(?:\r\n|[\n\r])[^\S\n\r]*(?:\r\n|[\n\r])")
_SENTENCE_END = re.compile(r"[.!?…:;»\"”)\]]\s*$")
# Text wrapped by hand or by mail programs fills its lines up to a margin of this many characters.
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 55, 100


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs of a text, in code points, without surrounding white space.

    Every line is a paragraph, as news texts have it, save in blocks that look wrapped at a margin.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for blank in [*_BLANK.finditer(text), None]:
        end = blank.start() if blank else len(text)
        lines = [_stripped(text, *m.span()) for m in _LINE.finditer(text, begin, end)]
        spans.extend(_unwrapped(text, [line for line in lines if line[0] < line[1]]))
        begin = end
    return spans


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    return end - len(line.lstrip()), start + len(line.rstrip())


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of a block, those joined that a margin has parted."""
    full = [_SHORTEST_WRAPPED <= end - start <= _LONGEST_WRAPPED for start, end in lines]
    runs_on = [
        is_full and not _SENTENCE_END.search(text, start, end) and text[following].islower()
        for is_full, (start, end), (following, _) in zip(full, lines, lines[1:], strict=False)
    ]
    # Where a third of the lines run on, the block is wrapped, and full lines that end with a
    # sentence or come before a capital are wrapped as well.
    wrapped = 3 * sum(runs_on) >= max(len(runs_on), 1)
    joined = lines[:1]
    for index, (start, end) in enumerate(lines[1:]):
        if runs_on[index] or (wrapped and full[index]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
