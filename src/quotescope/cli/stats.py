"""``quotescope stats``: who speaks how often and how much, as a table or a page of charts."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from textwrap import shorten

from quotescope.cli.extracting import Report, extractions, with_progress
from quotescope.cli.sources import read
from quotescope.cli.writing import opened
from quotescope.formats import corpus_page
from quotescope.formats.statistics import Statistics, statistics

_WIDTH = 60
"""How long a name may be in the table."""


def run(arguments: Namespace) -> int:
    """Count the quotations of all inputs."""
    report = Report()
    results = extractions(read(arguments), report, arguments.processes)
    counts = statistics(extraction for _, extraction in with_progress(results, shown=True))
    with opened(arguments.output) as out:
        out.write(corpus_page(counts) if arguments.html else _text(counts))
    return report.code


def _text(counts: Statistics) -> str:
    total = counts.total
    parts = [
        f"{counts.documents} documents, {counts.words} words, "
        f"{total.quotes} quotations, {total.words} quoted words",
        _table("speaker", _speakers(counts)),
        _table("kind", ((kind, tally.quotes, tally.words) for kind, tally in counts.kinds.items())),
        _table(
            "gender",
            (
                (gender or "not told", tally.quotes, tally.words)
                for gender, tally in counts.genders.items()
            ),
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _speakers(counts: Statistics) -> Iterator[tuple[str, int, int]]:
    for tally in counts.speakers:
        name = "not identified" if tally.name is None else " ".join(tally.name.split())
        yield shorten(name, _WIDTH, placeholder="…"), tally.quotes, tally.words


def _table(title: str, rows: Iterable[tuple[str, int, int]]) -> str:
    rows = list(rows)
    width = max(len(label) for label in [title, *(row[0] for row in rows)])
    lines = [f"{title:<{width}}  quotations    words"]
    lines += [f"{label:<{width}}  {quotes:>10}  {words:>7}" for label, quotes, words in rows]
    return "\n".join(lines)
