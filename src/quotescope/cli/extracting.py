"""From documents to extractions, in order; what fails is reported and the rest goes on."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from quotescope.cli.sources import Document, Failure, Item
from quotescope.errors import ModelError
from quotescope.models import Extraction

Result = tuple[Document, Extraction]


@dataclass
class Report:
    """What went wrong so far, told on standard error."""

    failures: int = 0

    def tell(self, failure: Failure) -> None:
        """Name an input that failed, and why."""
        self.failures += 1
        print(f"quotescope: {failure.where}: {failure.why}", file=sys.stderr)

    @property
    def code(self) -> int:
        """The exit code."""
        return 1 if self.failures else 0


def extractions(items: Iterable[Item], report: Report) -> Iterator[Result]:
    """Each document with its extraction, in order, lazily, extracted in batches."""
    documents = _documents(items, report)
    for ready, group in groupby(documents, key=lambda document: document.extraction is not None):
        if ready:
            yield from ((read, read.extraction) for read in group if read.extraction)
        else:
            yield from _extracted(group, report)


def with_progress(results: Iterable[Result], *, shown: bool, done: int = 0) -> Iterator[Result]:
    """The results, counted by a bar on standard error where that is a terminal."""
    if not (shown and sys.stderr.isatty()):
        yield from results
        return
    from tqdm import tqdm

    yield from tqdm(results, unit=" texts", initial=done, file=sys.stderr, dynamic_ncols=True)


def _documents(items: Iterable[Item], report: Report) -> Iterator[Document]:
    for item in items:
        if isinstance(item, Document):
            yield item
        else:
            report.tell(item)


def _extracted(documents: Iterator[Document], report: Report) -> Iterator[Result]:
    from quotescope import extract_many

    waiting: deque[Document] = deque()

    def texts() -> Iterator[str]:
        for document in documents:
            waiting.append(document)
            yield document.text

    finished = False
    while not finished:
        try:
            for extraction in extract_many(texts()):
                yield waiting.popleft(), extraction
            finished = True
        except ModelError:
            raise
        except Exception:
            # One text of a batch failed, which one is not known: take them one by one.
            yield from _one_by_one(waiting, report)


def _one_by_one(waiting: deque[Document], report: Report) -> Iterator[Result]:
    from quotescope import extract

    while waiting:
        document = waiting.popleft()
        try:
            extraction = extract(document.text)
        except ModelError:
            raise
        except Exception as error:
            report.tell(Failure(document.id, f"{type(error).__name__}: {error}"))
            continue
        yield document, extraction
