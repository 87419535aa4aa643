"""``quotescope evaluate``: extractions measured against gold annotations."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from quotescope import evaluation
from quotescope.cli.arguments import UsageError
from quotescope.cli.extracting import Report
from quotescope.cli.sources import Document, Failure, read
from quotescope.models import Extraction


def run(arguments: Namespace) -> int:
    """Print the figures of all gold documents, and what went wrong where that is asked for."""
    report = Report()
    if not arguments.gold.is_dir():
        raise UsageError(f"GOLD is a folder of JSON files, {arguments.gold} is none")
    try:
        gold = evaluation.read_gold(arguments.gold)
    except ValueError as error:
        raise UsageError(f"a file of {arguments.gold} is not JSON: {error}") from error
    if not gold:
        raise UsageError(f"no *.json file in {arguments.gold}")
    predictions = _predictions(arguments.predicted, report)
    for id in sorted(set(gold) ^ set(predictions)):
        side = "no extraction has this id" if id in gold else "no gold document has this id"
        report.tell(Failure(id, side))
    print(_table(evaluation.score(gold, predictions)))
    if arguments.misses:
        for miss in evaluation.misses(gold, predictions):
            print(miss)
    return report.code


def _predictions(path: Path, report: Report) -> dict[str, Extraction]:
    found = {}
    arguments = Namespace(files=[str(path)], input="jsonl", field="text", id_field="id")
    for item in read(arguments):
        if isinstance(item, Document) and item.extraction:
            found[item.id] = item.extraction
        elif isinstance(item, Document):
            report.tell(Failure(item.id, "a text without an extraction; run extract first"))
        else:
            report.tell(item)
    return found


def _table(figures: evaluation.Report) -> str:
    width = max(map(len, [*figures.scores, *figures.accuracies]))
    lines = [f"{'':<{width}}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
    for name, tally in figures.scores.items():
        shares = "".join(f"{share:7.3f}" for share in (tally.precision, tally.recall, tally.f1))
        lines.append(f"{name:<{width}}{shares}{tally.gold:>7}")
    lines += ["", f"{'':<{width}}{'share':>7}{'found':>7}"]
    for name, tally in figures.accuracies.items():
        lines.append(f"{name:<{width}}{tally.recall:7.3f}{tally.gold:>7}")
    return "\n".join(lines)
