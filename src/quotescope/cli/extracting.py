"""From documents to extractions, in order; what fails is reported and the rest goes on."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import quotescope
from quotescope.cli.sources import Document, Failure, Item
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


def extractions(items: Iterable[Item], report: Report, processes: int = 1) -> Iterator[Result]:
    """Each document with its extraction, in order, lazily, extracted in batches."""
    documents = _documents(items, report)
    for ready, group in groupby(documents, key=lambda document: document.extraction is not None):
        if ready:
            yield from ((read, read.extraction) for read in group if read.extraction)
        else:
            yield from _extracted(group, report, processes)


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


def _extracted(documents: Iterator[Document], report: Report, processes: int) -> Iterator[Result]:
    waiting: deque[Document] = deque()

    def texts() -> Iterator[str]:
        for document in documents:
            waiting.append(document)
            yield document.text

    # On several threads, torch is far slower as soon as the machine has other work.
    extractor = quotescope.Extractor(threads=1)
    for result in extractor.many(texts(), processes=processes, on_error="skip"):
        document = waiting.popleft()
        if isinstance(result, quotescope.Failure):
            report.tell(Failure(document.id, result.error))
        else:
            yield document, result
