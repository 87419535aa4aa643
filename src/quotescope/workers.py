"""Batches shared out over worker processes: in order, few ahead, nothing left behind.

A worker reads one batch at a time from its own pipe. It ends when the consumer stops, and when the
process that started it dies, since its pipe is closed then.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from quotescope.errors import QuotescopeError
from quotescope.many import Batch, Result, WorkerError, read_batch

if TYPE_CHECKING:
    from quotescope.extractor import Extractor

# So many batches for each worker are being read or wait for those before them.
_AHEAD = 2


@dataclass
class _Task:
    """A batch given to a worker, with its results as soon as they are there."""

    first: int
    last: int
    results: deque[Result] | None = None


def read_in_processes(
    extractor: Extractor, batches: Iterator[Batch], processes: int
) -> Generator[Result, None, None]:
    """One result a text, in order; each worker has the settings of the extractor."""
    workers: list[_Worker] = []
    tasks: deque[_Task] = deque()
    more = True
    broken: Exception | None = None
    try:
        while True:
            while more and len(tasks) < _AHEAD * processes:
                worker = next((w for w in workers if w.task is None), None)
                if worker is None and len(workers) == processes:
                    break
                try:
                    batch = next(batches, None)
                except Exception as error:  # of the iterable of texts: those before it come first
                    batch, broken = None, error
                if batch is None:
                    more = False
                    break
                if worker is None:
                    worker = _Worker(extractor)
                    workers.append(worker)
                tasks.append(worker.give(batch))
            if not tasks:
                break
            # Between any two results the workers that are ready are given more to do.
            _collect(workers, block=tasks[0].results is None)
            if tasks[0].results:
                yield tasks[0].results.popleft()
            if tasks[0].results is not None and not tasks[0].results:
                tasks.popleft()
    finally:
        for worker in workers:
            worker.stop()
    if broken is not None:
        raise broken


def _collect(workers: list[_Worker], *, block: bool) -> None:
    """Take over the results that are ready; wait for the next ones where ``block`` says so."""
    busy = [worker for worker in workers if worker.task is not None]
    ready = wait([worker.connection for worker in busy], timeout=None if block else 0)
    for worker in busy:
        if worker.connection in ready:
            worker.take()


class _Worker:
    """A process with an extractor of its own, and this end of its pipe."""

    def __init__(self, extractor: Extractor) -> None:
        # A fork would inherit the threads of torch in a state that nobody can continue.
        context = get_context("spawn")
        self.task: _Task | None = None
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(extractor, theirs), daemon=True)
        with _interrupts_held():
            self._process.start()
        theirs.close()

    def give(self, batch: Batch) -> _Task:
        """Hand over a batch."""
        self.task = _Task(batch.first, batch.first + len(batch.texts) - 1)
        with self._alive():
            self.connection.send(batch)
        return self.task

    def take(self) -> None:
        """Fill in the results of the batch that was handed over."""
        with self._alive():
            results = self.connection.recv()
        if isinstance(results, Exception):
            raise results
        assert self.task is not None
        self.task.results = deque(results)
        self.task = None

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self._process.terminate()
        self._process.join()
        self._process.close()

    @contextmanager
    def _alive(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError) as error:
            self._process.join()
            assert self.task is not None
            raise WorkerError(
                f"a worker process ended with exit code {self._process.exitcode} while it read the "
                f"texts {self.task.first} to {self.task.last}; a negative code names the signal "
                f"that ended it (-9: most likely memory ran out: take fewer processes). A program "
                f'that uses processes keeps its statements under if __name__ == "__main__":'
            ) from error


def _work(extractor: Extractor, connection: Connection) -> None:
    """What a worker does: read batches, on one thread, until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    extractor.threads = 1
    with suppress(EOFError, OSError):
        while True:
            batch: Batch = connection.recv()
            try:
                results: list[Result] | Exception = read_batch(extractor, batch)
            except QuotescopeError as error:
                results = error
            connection.send(results)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C reaches all processes of a terminal: a worker starts deaf to it, as it stays."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started on the way otherwise, and then it would let the signal through again.
    resource_tracker.ensure_running()
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
