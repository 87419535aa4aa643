"""What every reader shares: spans of the text put together into validated quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from quotescope.errors import QuotescopeError
from quotescope.models import Cue, Extraction, Quote, Span, Speaker

Ends = tuple[int, int]


class FormatError(QuotescopeError, ValueError):
    """What was read breaks its format, or does not fit the text."""

    def __str__(self) -> str:
        return f"{super().__str__()}; correct the file where it was made, or write it again"


@contextmanager
def refusing(format: str) -> Iterator[None]:
    """Turn what goes wrong inside into a ``FormatError`` that names the format."""
    try:
        yield
    except FormatError:
        raise
    except KeyError as error:
        raise FormatError(f"{format}: no {error} where one is needed") from error
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise FormatError(f"{format}: {error}") from error


def span(text: str, ends: Sequence[int]) -> Span:
    """The span of the text between two offsets."""
    start, end = ends
    return Span(start=start, end=end, text=text[start:end])


def cue(text: str, ends: Ends | None, lemma: str | None, category: Any) -> Cue | None:
    """The cue at ``ends``; a lemma or category that the format left out is the word, a verb."""
    if ends is None:
        return None
    at = span(text, ends)
    return Cue(span=at, lemma=lemma or at.text, category=category or "verb")


def speaker(
    text: str,
    mention: Ends | None,
    name: str | None,
    kind: Any = None,
    gender: Any = None,
    role: str | None = None,
) -> Speaker | None:
    """The speaker, ``None`` where there is neither a mention nor a name."""
    if mention is None and name is None:
        return None
    at = span(text, mention) if mention else None
    return Speaker(mention=at, name=name, kind=kind or "unknown", gender=gender, role=role)


def extraction(text: str, quotes: Iterable[Quote], parser: str, version: str) -> Extraction:
    """The quotations as an extraction, in reading order."""
    ordered = sorted(quotes, key=lambda quote: (quote.content.start, -quote.content.end))
    return Extraction(text=text, quotes=tuple(ordered), parser=parser, version=version)
