"""Measure parsers side by side: the embedded one, stock Stanza on its weights, fr_core_news_md.

    python benchmarks/parsing.py [TEXTS] [--texts 60] [--rounds 3] [--spacy PYTHON] [--stanza]

TEXTS is a JSON Lines file (a ``text`` a line; may be gzipped) or a folder of JSON files with a
``text``; by default the fixtures of this repository. Every parser runs on one thread, in a process
of its own, over the same texts, turn by turn: in each round all of them read texts that they have
not seen before, after as many others to warm up. ``--spacy`` names a Python that has spaCy and
fr_core_news_md, which runs without its named entities; ``--stanza`` adds the stock pipeline, which
needs minutes. Prints words a second by wall clock and by processor time (words between spaces and
marks, counted alike for all), the ratio to fr_core_news_md, loading time and peak memory.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures" / "cases"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_WORD = re.compile(r"\w+|[^\w\s]")
Run = Callable[[list[str]], object]


def read_texts(path: Path) -> Iterator[str]:
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            yield json.loads(file.read_text(encoding="utf-8"))["text"]
        return
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if not article.get("dev"):
                yield article["text"]


def load_embedded(int8: bool = False) -> Run:
    import torch

    from quotescope.parsing import embedded

    torch.set_num_threads(1)
    return embedded.load(int8=True).parse if int8 else embedded.load().parse


def load_stanza() -> Run:
    import stanza

    sys.path.append(str(ROOT))
    from training.pipeline import load_pipeline

    from quotescope.parsing.embedded import WEIGHTS

    pipeline = load_pipeline(WEIGHTS)
    return lambda texts: pipeline.bulk_process([stanza.Document([], text=text) for text in texts])


def load_spacy() -> Run:
    import spacy

    model = spacy.load("fr_core_news_md", exclude=["ner"])
    return lambda texts: list(model.pipe(texts))


LOADERS: dict[str, Callable[[], Run]] = {
    "embedded": load_embedded,
    "embedded int8": partial(load_embedded, int8=True),
    "stanza": load_stanza,
    "fr_core_news_md": load_spacy,
}


def serve(name: str) -> None:
    """In a process of its own: load a parser, then time each list of texts that comes in."""
    start = time.perf_counter()
    run = LOADERS[name]()
    run(["Il pleut sur la ville."])
    print(json.dumps(time.perf_counter() - start), flush=True)
    for line in sys.stdin:
        texts = json.loads(line)
        wall, processor = time.perf_counter(), time.process_time()
        run(texts)
        times = (time.perf_counter() - wall, time.process_time() - processor)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([*times, peak]), flush=True)


class Served:
    """A parser in a process of its own."""

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [python, __file__, "--serve", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
        self.loading = float(self._answer())
        self.times: list[tuple[float, float]] = []
        self.peak = 0.0

    def _answer(self) -> str:
        assert self._process.stdout
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} has failed, see above")
        return answer

    def parse(self, texts: list[str]) -> tuple[float, float]:
        """Seconds by wall clock and by processor time."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(texts) + "\n")
        self._process.stdin.flush()
        wall, processor, self.peak = json.loads(self._answer())
        return wall, processor

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path, nargs="?", default=FIXTURES)
    parser.add_argument("--texts", type=int, default=60, help="texts a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spacy", metavar="PYTHON")
    parser.add_argument("--stanza", action="store_true")
    parser.add_argument("--serve", choices=LOADERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    texts = list(read_texts(options.path))
    size = min(options.texts, len(texts) // (options.rounds + 1))
    shares = [texts[place * size : (place + 1) * size] for place in range(options.rounds + 1)]
    parsers = [Served("embedded", sys.executable)]
    if options.spacy:
        parsers.append(Served("fr_core_news_md", options.spacy))
    parsers.append(Served("embedded int8", sys.executable))
    if options.stanza:
        parsers.append(Served("stanza", sys.executable))
    for number, share in enumerate(shares):
        words = sum(len(_WORD.findall(text)) for text in share)
        for served in parsers:
            wall, processor = served.parse(share)
            if number:
                served.times.append((words / wall, words / processor))
    print(f"{options.rounds} rounds of {size} texts, medians")
    print("parser            words/s  (processor)  ratio  (processor)  loading s  peak MiB")
    for served in parsers:
        served.close()
        speed, pure = (median(times) for times in zip(*served.times, strict=True))
        row = f"{served.name:16s} {speed:8.0f}  {pure:11.0f}"
        if options.spacy:
            rival, rival_pure = zip(*parsers[1].times, strict=True)
            row += f"  {speed / median(rival):5.2f}  {pure / median(rival_pure):11.2f}"
        else:
            row += " " * 20
        print(f"{row}  {served.loading:9.1f}  {served.peak:8.0f}")


if __name__ == "__main__":
    main()
