"""How fast quotescope reads news, beside spaCy and textacy, in one process on one thread.

    python benchmarks/extraction.py NEWS.jsonl.gz --peers SITE_PACKAGES --articles 300

NEWS holds one JSON object with a ``text`` a line; without it the project's own cases are repeated.
SITE_PACKAGES is a folder in which textacy and the French models of spaCy are looked for, where they
are not installed beside quotescope.

Every reader has loaded its model and has read some other texts before. The readers take turns over
slices of the texts, so that what else the machine does falls on all of them; times are CPU seconds
of one thread, except where wall time is named.
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


@dataclass
class Reader:
    """One way to read texts; ``read`` returns how many quotations (or words) it found."""

    name: str
    read: Callable[[list[str]], int]
    goal: str = ""
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
    print(speed(readers(), texts, others))
    print(outside_the_parser(texts[:60]))
    print(processes(texts))
    print(costs(texts))
    if arguments.lengths:
        print(lengths(arguments.longest, texts))


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
        "quotescope, extract_many",
        lambda texts: sum(len(e.quotes) for e in batched.many(texts)),
        goal="2.0 (floor 1.0)",
    )
    yield Reader(
        "quotescope, extract one by one",
        lambda texts: sum(len(alone(text).quotes) for text in texts),
        goal="1.0 (floor 0.6)",
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


def speed(all_readers: Iterator[Reader], texts: list[str], others: list[str]) -> str:
    """The table of articles per second."""
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
    base = next((reader for reader in measured if reader.name == BASE), measured[0])
    lines = [
        f"| reader | articles/s | ratio to {base.name} | goal | found |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.name} | {len(texts) / r.seconds:.1f} | {base.seconds / r.seconds:.2f} | {r.goal} "
        f"| {r.found} |"
        for r in measured
    ]
    return "\n".join(lines) + "\n"


def outside_the_parser(texts: list[str]) -> str:
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
    return f"outside the parser: {share:.1%} of the time (goal: at most 10 %)\n"


def processes(texts: list[str]) -> str:
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
    ratio = seconds[1] / seconds[2]
    return (
        f"two processes: {ratio:.2f} times one (goal: at least 1.7), wall time on {os.cpu_count()} "
        f"cores under load {os.getloadavg()[0]:.1f}\n"
    )


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


def costs(texts: list[str]) -> str:
    """Import, first result and peak memory of a fresh process."""
    lines = []
    for name, material in (
        (f"{len(texts)} texts", texts),
        ("one text of 1 MB", [long(texts, 10**6)]),
    ):
        done = subprocess.run(
            [sys.executable, "-c", FIRST],
            input=json.dumps(texts[0]) + "\n" + json.dumps(material) + "\n",
            capture_output=True,
            text=True,
            check=True,
        )
        imported, first, memory = json.loads(done.stdout)
        lines.append(
            f"import {imported[0]:.2f} s ({imported[1]:.2f} s CPU; goal < 0.3), first result "
            f"{first[0]:.1f} s ({first[1]:.1f} s CPU; goal < 6), peak memory after {name} "
            f"{memory:.0f} MB (goal < {1200 if len(material) > 1 else 2000})"
        )
    return "\n".join(lines) + "\n"


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


def lengths(longest: int, texts: list[str]) -> str:
    """CPU seconds by length; the last column is the exponent between the last two (1 is linear)."""
    extractor = _extractor()
    sizes = [longest // 8, longest // 4, longest // 2, longest]
    makers: dict[str, Callable[[int], str]] = {"news": lambda n: long(texts, n), **HOSTILE}
    lines = [
        "| text | " + " | ".join(f"{n:,}" for n in sizes) + " | exponent |",
        "|---|" + "---|" * 5,
    ]
    for name, make in makers.items():
        seconds = []
        for size in sizes:
            text = make(size)
            started = time.process_time()
            extractor(text)
            seconds.append(time.process_time() - started)
            if seconds[-1] > 120:
                break
        exponent = _exponent(seconds)
        cells = [f"{s:.2f}" for s in seconds] + ["not run"] * (len(sizes) - len(seconds))
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {exponent} |")
    return "\n".join(lines) + "\n"


def _exponent(seconds: list[float]) -> str:
    return f"{log2(seconds[-1] / seconds[-2]):.2f}" if len(seconds) > 1 else "–"


if __name__ == "__main__":
    main()
