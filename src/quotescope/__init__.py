"""Who said what in French news: quotations, their cues and their speakers.

>>> from quotescope import extract
>>> result = extract("« Il y aura des suites », a averti la ministre Clara Vannier.")
>>> result.quotes[0].speaker.name
'Clara Vannier'
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal, overload

from quotescope.errors import LexiconError, ModelError, QuotescopeError, UnparsedError
from quotescope.extractor import Extractor
from quotescope.many import ExtractionError, Failure, OnError, WorkerError
from quotescope.models import Cue, Extraction, Quote, Span, Speaker

if TYPE_CHECKING:
    from quotescope.parsing.received import Readable

__version__ = "0.1.0"

__all__ = [
    "Cue",
    "Extraction",
    "ExtractionError",
    "Extractor",
    "Failure",
    "LexiconError",
    "ModelError",
    "Quote",
    "QuotescopeError",
    "Span",
    "Speaker",
    "UnparsedError",
    "WorkerError",
    "extract",
    "extract_many",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())


@cache
def _default() -> Extractor:
    return Extractor()


def extract(text: Readable) -> Extraction:
    """The quotations of a text, in reading order, read with the embedded model.

    The model is loaded from the package at the first call; nothing touches the network.

    Args:
        text: any string; every offset of the result counts its code points. Or a spaCy ``Doc`` or a
            ``stanza.Document`` that a French pipeline has parsed, which is not parsed again.

    Raises:
        TypeError: ``text`` is none of these.
        UnparsedError: the document lacks tags, lemmas or dependencies.
    """
    return _default()(text)


@overload
def extract_many(
    texts: Iterable[Readable], *, processes: int = 1, on_error: Literal["raise"] = "raise"
) -> Iterator[Extraction]: ...


@overload
def extract_many(
    texts: Iterable[Readable], *, processes: int = 1, on_error: Literal["skip"]
) -> Iterator[Extraction | Failure]: ...


def extract_many(
    texts: Iterable[Readable], *, processes: int = 1, on_error: OnError = "raise"
) -> Iterator[Extraction | Failure]:
    """The extractions of many texts, in order, lazily, parsed in batches.

    Args:
        texts: any iterable of texts, or of documents that spaCy or Stanza have parsed; at most two
            batches of 32 texts a process are taken ahead.
        processes: 1 reads in this process; more start so many worker processes, which are spawned,
            use one thread each and end with the iterator.
        on_error: ``"raise"`` raises at the first text that cannot be read, after the extractions of
            those before it; ``"skip"`` yields a ``Failure`` in its place and goes on, so that there
            is always one result a text.

    Raises:
        TypeError: ``texts`` is a single ``str``.
        ValueError: ``processes`` is less than 1, or ``on_error`` is another word.
        ExtractionError: a text could not be read (``None``, for example).
        WorkerError: a worker process was killed.
    """
    return _default().many(texts, processes=processes, on_error=on_error)
