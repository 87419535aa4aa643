"""Many texts: in batches, in order, lazily, in this process or in several."""

from __future__ import annotations

import traceback
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quotescope.errors import QuotescopeError
from quotescope.models import Extraction

if TYPE_CHECKING:
    from quotescope.extractor import Extractor
    from quotescope.parsing.received import Given

OnError = Literal["raise", "skip"]

# A batch is closed at so many characters, however few its texts, so that memory stays bounded.
_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that could not be read; it stands where the text's extraction would.

    ``index`` is the text's place among the texts, counted from 0; ``error`` the type and the
    message of what was raised, ``traceback`` where.
    """

    index: int
    error: str
    traceback: str


class ExtractionError(QuotescopeError):
    """A text could not be read; ``failure`` tells which one and why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure
        self.add_note(failure.traceback)

    def __str__(self) -> str:
        return (
            f"text {self.failure.index} could not be read: {self.failure.error}; leave it out, or "
            f'pass on_error="skip" to go on past it'
        )


class WorkerError(QuotescopeError):
    """A worker process died; the texts that it had are not read."""


Result = Extraction | Failure


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts that are read together; ``first`` is the index of the first one."""

    first: int
    texts: list[Given]


def read_many(
    extractor: Extractor,
    texts: Iterable[Given],
    batch_size: int,
    processes: int,
    on_error: OnError,
) -> Iterator[Result]:
    """One result a text, in order; what failed is raised or stands in its place."""
    batches = in_batches(texts, batch_size)
    results: Generator[Result, None, None]
    if processes == 1:
        results = (result for batch in batches for result in read_batch(extractor, batch))
    else:
        from quotescope.workers import read_in_processes

        results = read_in_processes(extractor, batches, processes)
    with closing(results):
        for result in results:
            if isinstance(result, Failure) and on_error == "raise":
                raise ExtractionError(result)
            yield result


def in_batches(texts: Iterable[Given], size: int) -> Iterator[Batch]:
    """The texts in batches, no text read ahead of a batch.

    An exception of the iterable comes after the texts before it.
    """
    first, held, characters = 0, list["Given"](), 0
    try:
        for text in texts:
            held.append(text)
            characters += len(text) if isinstance(text, str) else 0
            if len(held) == size or characters >= _CHARACTERS:
                yield Batch(first, held)
                first, held, characters = first + len(held), [], 0
    except Exception:
        if held:
            yield Batch(first, held)
        raise
    if held:
        yield Batch(first, held)


def read_batch(extractor: Extractor, batch: Batch) -> list[Result]:
    """One result a text of a batch."""
    return [
        _failure(index, outcome) if isinstance(outcome, Exception) else outcome
        for index, outcome in enumerate(extractor.outcomes(batch.texts), batch.first)
    ]


def _failure(index: int, error: Exception) -> Failure:
    what = f"{type(error).__name__}: {error}"
    return Failure(index, what, "".join(traceback.format_exception(error)))
