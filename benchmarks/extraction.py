"""How fast quotescope reads news, beside spaCy and textacy, in one process on one thread.

    python benchmarks/extraction.py NEWS.jsonl.gz --peers SITE_PACKAGES --articles 300

NEWS holds one JSON object with a ``text`` a line; without it the project's own cases are repeated.
SITE_PACKAGES is a folder in which textacy and the French models of spaCy are looked for, where they
are not installed beside quotescope.

The first table compares readers, the last one holds every figure that has a goal, with the goal and
the floor beside it. Every reader has loaded its model and has read some other texts before. The
readers take turns over slices of the texts, so that what else the machine does falls on all of
them; times are CPU seconds of one thread, except where wall time is named.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import cycle, islice
from math import log2
from pathlib import Path
from typing import Any

import torch

from quotescope import Extractor
from quotescope.extractor import from_parse
from quotescope.parsing import Parse, embedded

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
SLICE, WARM_UP = 32, 16
PIPELINES: tuple[tuple[str, list[str]], ...] = (
    ("fr_core_news_md", []),
    ("fr_core_news_md", ["ner"]),
    ("fr_core_news_sm", []),
)
BASE = "textacy on fr_core_news_md"
BATCHED, ALONE = "quotescope, extract_many", "quotescope, extract one by one"


@dataclass
class Figure:
    """Something measured that has a goal; ``most`` tells that less is better."""

    name: str
    value: float
    goal: float
    floor: float | None = None
    most: bool = False
    unit: str = ""
    note: str = ""

    def row(self) -> str:
        def shown(value: float | None) -> str:
            if value is None:
                return ""
            return f"{value:.1%}" if self.unit == "%" else f"{value:.4g} {self.unit}".strip()

        sign = -1 if self.most else 1
        if sign * self.value >= sign * self.goal:
            verdict = "met"
        elif self.floor is not None and sign * self.value < sign * self.floor:
            verdict = "BELOW THE FLOOR"
        else:
            verdict = "missed"
        bound = "≤" if self.most else "≥"
        value = f"{shown(self.value)} {self.note}".strip()
        floor = self.floor and f"{bound} {shown(self.floor)}"
        return f"| {self.name} | {value} | {bound} {shown(self.goal)} | {floor or ''} | {verdict} |"


@dataclass
class Reader:
    """One way to read texts; ``read`` returns how many quotations (or words) it found."""

    name: str
    read: Callable[[list[str]], int]
    seconds: float = 0.0
    found: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare how fast quotations are extracted.")
    parser.add_argument("news", nargs="?", type=Path, help="a .jsonl.gz file with texts")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--peers", type=Path, help="the folder of packages that holds the peers")
    parser.add_argument("--lengths", action="store_true", help="measure long and hostile texts too")
    parser.add_argument("--longest", type=int, default=1_000_000, help="characters of these")
    arguments = parser.parse_args()
    if arguments.peers:
        sys.path.append(str(arguments.peers))
    torch.set_num_threads(1)
    texts = list(islice(articles(arguments.news), arguments.articles + WARM_UP))
    texts, others = texts[:-WARM_UP], texts[-WARM_UP:]
    print(machine())
    print(f"{len(texts)} texts, {sum(map(len, texts)) / len(texts):.0f} characters on average\n")
    measured = speed(readers(), texts, others)
    print(comparison(measured, len(texts)))
    figures = [*ratios(measured), outside_the_parser(texts[:60]), processes(texts), *costs(texts)]
    if arguments.lengths:
        table, exponents = lengths(arguments.longest, texts)
        print(table)
        figures += exponents
    print("| figure | measured | goal | floor | |\n|---|---|---|---|---|")
    print("\n".join(figure.row() for figure in figures))


def articles(news: Path | None) -> Iterator[str]:
    """The texts of a file, or those of the project over and over."""
    if news is None:
        cases = [json.loads(path.read_text(encoding="utf-8")) for path in CASES.glob("*.json")]
        yield from cycle(sorted(case["text"] for case in cases))
        return
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def machine() -> str:
    """Where and with what this was measured."""
    names = (
        "quotescope",
        "torch",
        "stanza",
        "spacy",
        "textacy",
        "fr_core_news_md",
        "fr_core_news_sm",
    )
    versions = ", ".join(f"{name} {found}" for name in names if (found := _version(name)))
    load = os.getloadavg()[0]
    return (
        f"{time.strftime('%Y-%m-%d')}, {platform.machine()} with {os.cpu_count()} cores "
        f"(load {load:.1f}), Python {platform.python_version()}, {versions}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def readers() -> Iterator[Reader]:
    """Ours, then the peers that can be imported here."""
    batched, alone, integers = _extractor(), _extractor(), _extractor(int8=True)
    yield Reader(
        BATCHED,
        lambda texts: sum(len(e.quotes) for e in batched.many(texts)),
    )
    yield Reader(
        ALONE,
        lambda texts: sum(len(alone(text).quotes) for text in texts),
    )
    yield Reader(
        "quotescope, extract_many in int8",
        lambda texts: sum(len(e.quotes) for e in integers.many(texts)),
    )
    try:
        import spacy
    except ImportError:
        print("spaCy cannot be imported: no peers are measured", file=sys.stderr)
        return
    # Each reader has a pipeline of its own, since pipelines remember words.
    for model, without in PIPELINES:
        if not spacy.util.is_package(model):
            print(f"{model} is not installed", file=sys.stderr)
            continue
        name = f"{model} without NER" if without else model
        yield Reader(f"{name}, parsing alone", _words(spacy.load(model, exclude=without)))
        if find_spec("textacy"):
            yield Reader(f"textacy on {name}", _textacy(spacy.load(model, exclude=without)))


def _words(pipeline: Any) -> Callable[[list[str]], int]:
    return lambda texts: sum(len(document) for document in pipeline.pipe(texts))


def _textacy(pipeline: Any) -> Callable[[list[str]], int]:
    from textacy.extract import direct_quotations

    def read(texts: list[str]) -> int:
        found = 0
        for document in pipeline.pipe(texts):
            # It gives up on texts with marks that it cannot pair.
            with suppress(ValueError):
                found += len(list(direct_quotations(document)))
        return found

    return read


def _extractor(*, int8: bool = False) -> Extractor:
    """An extractor whose parser is shared with no other one, since parsers remember words."""
    embedded.load.cache_clear()
    extractor = Extractor(int8=int8)
    extractor("Rien.")
    return extractor


def speed(all_readers: Iterator[Reader], texts: list[str], others: list[str]) -> list[Reader]:
    """The readers with what they needed for the texts."""
    measured = []
    for reader in all_readers:
        reader.read(others)
        measured.append(reader)
    for place, start in enumerate(range(0, len(texts), SLICE)):
        part = texts[start : start + SLICE]
        for reader in measured[place % len(measured) :] + measured[: place % len(measured)]:
            started = time.process_time()
            reader.found += reader.read(part)
            reader.seconds += time.process_time() - started
    return measured


def comparison(measured: list[Reader], texts: int) -> str:
    """The table of articles per second."""
    base = _base(measured)
    lines = [f"| reader | articles/s | ratio to {base.name} | found |", "|---|---|---|---|"]
    lines += [
        f"| {r.name} | {texts / r.seconds:.1f} | {base.seconds / r.seconds:.2f} | {r.found} |"
        for r in measured
    ]
    return "\n".join(lines) + "\n"


def ratios(measured: list[Reader]) -> Iterator[Figure]:
    """The ratios to the peer, where it was measured."""
    base = _base(measured)
    if base.name != BASE:
        return
    for name, goal, floor in ((BATCHED, 2.0, 1.0), (ALONE, 1.0, 0.6)):
        [own] = [reader for reader in measured if reader.name == name]
        yield Figure(f"{name}, to {BASE}", base.seconds / own.seconds, goal, floor)


def _base(measured: list[Reader]) -> Reader:
    return next((reader for reader in measured if reader.name == BASE), measured[0])


def outside_the_parser(texts: list[str]) -> Figure:
    """The share of the time that is spent on stages and validation."""
    extractor = _extractor()
    parses: list[Parse] = []
    times = [time.process_time()]
    for start in range(0, len(texts), 32):
        parses += extractor.parser.parse(texts[start : start + 32])
    times.append(time.process_time())
    for parse in parses:
        from_parse(parse)
    times.append(time.process_time())
    share = (times[2] - times[1]) / (times[2] - times[0])
    return Figure("time outside the parser", share, 0.1, most=True, unit="%")


def processes(texts: list[str]) -> Figure:
    """Wall time of one worker and of two, which start and load before the clock does."""
    seconds: dict[int, float] = {}
    for number in (1, 2, 1, 2):
        extractor = Extractor(batch_size=16, threads=1)
        if number == 1:
            results = extractor.many([*texts[:32], *texts])
        else:
            results = extractor.many([*texts[:32], *texts], processes=2)
        for _ in islice(results, 32):
            pass
        started = time.perf_counter()
        for _ in results:
            pass
        seconds[number] = min(time.perf_counter() - started, seconds.get(number, 1e9))
    load = f"(wall time, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    return Figure("two processes to one", seconds[1] / seconds[2], 1.7, note=load)


FIRST = r"""
import json, re, time
started = time.perf_counter(), time.process_time()
def since():
    return time.perf_counter() - started[0], time.process_time() - started[1]
import quotescope
imported = since()
quotescope.Extractor(threads=1)(input())
first = since()
for _ in quotescope.extract_many(json.loads(input())):
    pass
# The usage that a process reports of itself may be that of the one that started it.
memory = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1024
print(json.dumps([imported, first, memory]))
"""


def costs(texts: list[str]) -> Iterator[Figure]:
    """Import, first result and peak memory of fresh processes."""
    many, one = _fresh(texts[0], texts), _fresh(texts[0], [long(texts, 10**6)])
    for place, name, goal in ((0, "import", 0.3), (1, "first result", 6.0)):
        wall, processor = min(many[place], one[place])
        note = f"({processor:.2f} s of CPU)"
        yield Figure(name, wall, goal, most=True, unit="s", note=note)
    name = f"peak memory, {len(texts)} texts"
    yield Figure(name, many[2], 1200, most=True, unit="MB")
    yield Figure("peak memory, a text of 1 MB", one[2], 2000, most=True, unit="MB")


def _fresh(first: str, material: list[str]) -> Any:
    """Import and first result (wall and CPU seconds each), peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST],
        input=json.dumps(first) + "\n" + json.dumps(material) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def long(texts: list[str], length: int) -> str:
    """A text of so many characters, made of the texts."""
    joined = "\n".join(islice(cycle(texts), 1 + length // min(map(len, texts))))
    return joined[:length]


HOSTILE: dict[str, Callable[[int], str]] = {
    "opening marks": lambda n: "« " * (n // 2),
    "straight marks": lambda n: '"' * n,
    "nested marks": lambda n: "« a " * (n // 8) + "» " * (n // 4),
    "no spaces": lambda n: "a" * n,
    "an endless sentence": lambda n: "le maire dit que la ville " * (n // 26),
    "quotations only": lambda n: "« Oui », dit-il. " * (n // 17),
    "names only": lambda n: "Paul Verdier, " * (n // 14),
    "empty lines": lambda n: "\n" * n,
}


def lengths(longest: int, texts: list[str]) -> tuple[str, list[Figure]]:
    """CPU seconds by length, and the exponents of their growth (1 is linear)."""
    extractor = _extractor()
    sizes = [longest // 8, longest // 4, longest // 2, longest]
    makers: dict[str, Callable[[int], str]] = {"news": lambda n: long(texts, n), **HOSTILE}
    lines = [
        "| text | " + " | ".join(f"{n:,}" for n in sizes) + " | exponent |",
        "|---|" + "---|" * 5,
    ]
    figures = []
    for name, make in makers.items():
        seconds: list[float] = []
        for size in sizes:
            text = make(size)
            started = time.process_time()
            extractor(text)
            seconds.append(time.process_time() - started)
            if seconds[-1] > 120:
                break
        cells = [f"{s:.2f}" for s in seconds] + ["not run"] * (len(sizes) - len(seconds))
        doublings = len(seconds) - 1
        exponent = log2(seconds[-1] / seconds[0]) / doublings if doublings else float("nan")
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {exponent:.2f} |")
        if seconds[-1] > 0.5:  # what takes no time tells nothing
            figures.append(Figure(f"growth with length, {name}", exponent, 1.2, most=True))
    return "\n".join(lines) + "\n", figures


if __name__ == "__main__":
    main()
