"""``quotescope evaluate``: extractions measured against gold annotations, or against others."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from pathlib import Path

from quotescope import evaluation
from quotescope.cli.arguments import DIFFERENT, UsageError
from quotescope.cli.extracting import Report
from quotescope.cli.sources import Document, Failure, read
from quotescope.models import Extraction


def run(arguments: Namespace) -> int:
    """Print the figures of all gold documents, or the differences between two files."""
    report = Report()
    return _compare(arguments, report) if arguments.diff else _measure(arguments, report)


def _measure(arguments: Namespace, report: Report) -> int:
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
    figures = evaluation.score(gold, predictions)
    misses = evaluation.misses(gold, predictions) if arguments.misses else []
    if arguments.json:
        listed = {"misses": [miss.as_dict() for miss in misses]} if arguments.misses else {}
        print(json.dumps(figures.as_dict() | listed, ensure_ascii=False, indent=2))
        return report.code
    print(_table(figures))
    for miss in misses:
        print(miss)
    return report.code


def _compare(arguments: Namespace, report: Report) -> int:
    old = _predictions(arguments.gold, report)
    new = _predictions(arguments.predicted, report)
    for id in sorted(set(old) ^ set(new)):
        alone = arguments.gold if id in old else arguments.predicted
        report.tell(Failure(id, f"only in {alone}"))
    for id in sorted(set(old) & set(new)):
        if old[id].text != new[id].text:
            report.tell(Failure(id, "the two files hold different texts"))
            del old[id]
    found = list(evaluation.differences(old, new))
    changes = Counter(difference.change for difference in found)
    counts = {"documents": len(set(old) & set(new))}
    counts |= {change: changes[change] for change in ("appeared", "vanished", "changed")}
    if arguments.json:
        listed = {"differences": [difference.as_dict() for difference in found]}
        print(json.dumps(counts | listed, ensure_ascii=False, indent=2))
    else:
        for difference in found:
            print(difference, end="\n\n")
        print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return report.code or (DIFFERENT if found else 0)


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
