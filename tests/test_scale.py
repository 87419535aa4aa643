"""Many texts: order, laziness, failures, worker processes that come and go without a trace."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from quotescope import Extraction, ExtractionError, Extractor, Failure, WorkerError
from quotescope.many import in_batches
from quotescope.parsing import Parse, Sentence, Word


class FragileParser:
    """Every word a noun of its own sentence; some words do harm."""

    name = "fragile"

    def parse(self, texts: list[str]) -> list[Parse]:
        if any("cassé" in text for text in texts):
            raise ValueError("a text that breaks the parser")
        if any("mort" in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        if any("lent" in text for text in texts):
            time.sleep(600)
        return [self._parse(text) for text in texts]

    def _parse(self, text: str) -> Parse:
        words = tuple(
            Word(i, m.start(), m.end(), m[0], m[0], "NOUN", "", -1, "root")
            for i, m in enumerate(re.finditer(r"\w+", text))
        )
        return Parse(text, words, tuple(Sentence(i, i + 1) for i in range(len(words))), self.name)


class FragileExtractor(Extractor):
    @property
    def parser(self) -> FragileParser:
        return FragileParser()


TEXTS = [f"« Le lot numéro {n} est prêt », a dit Paul Verdier." for n in range(50)]

any_number = pytest.mark.parametrize("processes", [1, 2])


class Source:
    """Texts that count how many of them were taken."""

    def __init__(self, texts: list[str], broken_at: int | None = None) -> None:
        self.taken = 0
        self._texts = texts
        self._broken_at = broken_at

    def __iter__(self) -> Iterator[str]:
        for text in self._texts:
            if self.taken == self._broken_at:
                raise OSError("the archive ends here")
            self.taken += 1
            yield text


@pytest.fixture(autouse=True)
def _nobody_left() -> Iterator[None]:
    yield
    assert active_children() == []


@any_number
def test_one_result_a_text_in_order(processes: int) -> None:
    extractor = FragileExtractor(batch_size=3)
    alone = [extractor(text) for text in TEXTS]
    assert list(extractor.many(TEXTS, processes=processes)) == alone
    assert [extraction.text for extraction in alone] == TEXTS


@any_number
def test_no_text_no_result(processes: int) -> None:
    assert list(FragileExtractor().many([], processes=processes)) == []


@pytest.mark.parametrize(("processes", "ahead"), [(1, 3), (2, 12)])
def test_few_texts_are_taken_ahead(processes: int, ahead: int) -> None:
    source = Source(TEXTS)
    results = FragileExtractor(batch_size=3).many(source, processes=processes)
    assert source.taken == 0
    for done in range(1, 20):
        next(results)
        assert done <= source.taken <= done + ahead
    results.close()  # type: ignore[attr-defined]


@any_number
def test_a_broken_text_is_raised_with_its_index_after_those_before(processes: int) -> None:
    texts = [*TEXTS[:10], "cassé", *TEXTS[11:]]
    results = FragileExtractor(batch_size=4).many(texts, processes=processes)
    assert [next(results).text for _ in range(10)] == TEXTS[:10]
    with pytest.raises(ExtractionError, match="text 10 could not be read: ValueError") as caught:
        next(results)
    assert caught.value.failure.index == 10
    assert "breaks the parser" in caught.value.failure.traceback
    assert list(results) == []


@any_number
def test_a_skipped_text_leaves_a_failure_in_its_place(processes: int) -> None:
    texts = list(TEXTS)
    texts[10] = texts[12] = "cassé"
    texts[31] = None  # type: ignore[call-overload]
    results = list(FragileExtractor(batch_size=4).many(texts, processes=processes, on_error="skip"))
    failures = {i: r for i, r in enumerate(results) if isinstance(r, Failure)}
    assert {index: failure.index for index, failure in failures.items()} == {10: 10, 12: 12, 31: 31}
    assert failures[31].error.startswith("TypeError: quotescope reads str, not NoneType")
    read = [(i, r.text) for i, r in enumerate(results) if isinstance(r, Extraction)]
    assert read == [(i, text) for i, text in enumerate(texts) if i not in failures]


@any_number
def test_what_breaks_the_source_comes_after_the_texts_before(processes: int) -> None:
    results = FragileExtractor(batch_size=4).many(Source(TEXTS, broken_at=10), processes=processes)
    assert [next(results).text for _ in range(10)] == TEXTS[:10]
    with pytest.raises(OSError, match="the archive ends here"):
        next(results)


def test_a_batch_holds_few_texts_and_few_characters() -> None:
    texts = ["x" * 90_000] * 4 + ["x"] * 5 + ["x" * 500_000]
    sizes = [(batch.first, len(batch.texts)) for batch in in_batches(texts, 4)]
    assert sizes == [(0, 3), (3, 4), (7, 3)]


def test_workers_end_with_their_consumer() -> None:
    results = FragileExtractor(batch_size=3).many(TEXTS, processes=2)
    next(results)
    assert len(active_children()) == 2
    del results


def test_a_slow_worker_is_not_waited_for() -> None:
    results = FragileExtractor(batch_size=1).many([TEXTS[0], "lent", *TEXTS], processes=2)
    next(results)
    started = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 10


def test_a_killed_worker_is_told_with_its_texts() -> None:
    texts = [*TEXTS[:5], "mort", *TEXTS]
    results = FragileExtractor(batch_size=2).many(texts, processes=2)
    with pytest.raises(WorkerError, match="exit code -9 while it read the texts 4 to 5"):
        list(results)


@pytest.mark.parametrize("processes", [0, -1])
def test_processes_are_counted_from_one(processes: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Extractor().many(TEXTS, processes=processes)


def test_arguments_are_checked_at_once() -> None:
    with pytest.raises(TypeError, match="for one text call the extractor"):
        Extractor().many("un texte")
    with pytest.raises(ValueError, match="on_error"):
        Extractor().many(TEXTS, on_error="ignore")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="at least 1"):
        Extractor(batch_size=0)


SCRIPT = """
import time
from test_scale import TEXTS, FragileExtractor
if __name__ == "__main__":
    print("begun", flush=True)
    texts = [*TEXTS, "lent"]
    for n, _ in enumerate(FragileExtractor(batch_size=3).many(texts, processes=2)):
        if n == 0:
            print("read", flush=True)
else:
    time.sleep(0.5)  # a worker takes its time to start
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program whose workers never come to an end, in a session of its own, like a terminal's."""
    script = tmp_path / "program.py"
    script.write_text(SCRIPT, encoding="utf-8")
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "src")]
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    if _members(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
@pytest.mark.parametrize("state", ["begun", "read"])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_its_program(
    program: subprocess.Popen[str], sign: signal.Signals, state: str
) -> None:
    """Ctrl-C goes to all processes of a terminal; other signals to the program alone."""
    assert program.stdout is not None
    while program.stdout.readline() != f"{state}\n":
        pass
    while len(_members(program.pid)) < 3:
        time.sleep(0.01)
    if sign == signal.SIGINT:
        os.killpg(program.pid, sign)
    else:
        program.send_signal(sign)
    _, errors = program.communicate(timeout=30)
    if sign == signal.SIGINT:
        assert errors.count("Traceback") == 1, errors
    deadline = time.monotonic() + 10
    while _members(program.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _members(program.pid) == []


def _members(session: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[3]) == session and stat[0] != "Z":
                found.append(int(folder.name))
    return found


def test_a_program_without_main_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        "from test_scale import TEXTS, FragileExtractor\n"
        "list(FragileExtractor().many(TEXTS, processes=2))\n",
        encoding="utf-8",
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "src")]
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert 'keeps its statements under if __name__ == "__main__":' in done.stderr
