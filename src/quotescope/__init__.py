"""Who said what in French news: quotations, their cues and their speakers.

>>> from quotescope import extract
>>> result = extract("« Il y aura des suites », a averti la ministre Clara Vannier.")
>>> result.quotes[0].speaker.name
'Clara Vannier'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from quotescope.errors import LexiconError, ModelError, QuotescopeError
from quotescope.extractor import Extractor
from quotescope.models import Cue, Extraction, Quote, Span, Speaker

__version__ = "0.1.0"

__all__ = [
    "Cue",
    "Extraction",
    "Extractor",
    "LexiconError",
    "ModelError",
    "Quote",
    "QuotescopeError",
    "Span",
    "Speaker",
    "extract",
    "extract_many",
]


@cache
def _default() -> Extractor:
    return Extractor()


def extract(text: str) -> Extraction:
    """The quotations of a text, in reading order, read with the embedded model.

    The model is loaded from the package at the first call; nothing touches the network.

    Args:
        text: any string; every offset of the result counts its code points.

    Raises:
        TypeError: ``text`` is not a ``str``.
    """
    return _default()(text)


def extract_many(texts: Iterable[str]) -> Iterator[Extraction]:
    """The extractions of many texts, in order, lazily, parsed in batches.

    Raises:
        TypeError: ``texts`` is a single ``str``, or one of them is not a ``str``.
    """
    return _default().many(texts)
