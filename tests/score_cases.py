"""Print the figures construction by construction, weakest first: ``python tests/score_cases.py``.

``-v`` lists every miss; ``gold`` or ``seeds`` as an argument measures those documents instead.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

from cases import read_cases
from gate import MEASURES, documents_of, extractions_of, sets_at_hand
from quotescope.evaluation import Report, misses, score


def main() -> None:
    """Measure one set of documents and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("set", nargs="?", default="cases", choices=sets_at_hand())
    arguments.add_argument("-v", "--verbose", action="store_true", help="list every miss")
    asked = arguments.parse_args()

    documents, found = documents_of(asked.set), extractions_of(asked.set)
    groups = {"all": list(documents)}
    if asked.set == "cases":
        groups |= _constructions()
    reports = {
        group: score({id: documents[id] for id in ids}, found) for group, ids in groups.items()
    }
    print(f"{'':32}{'documents':>12}" + "".join(f"{measure:>13}" for measure in MEASURES))
    for group, report in sorted(reports.items(), key=lambda item: _weakness(item[1])):
        print(f"{group:32}{report.documents:12}" + "".join(_cells(report)))
    if asked.verbose:
        print(*misses(documents, found), sep="\n")


def _constructions() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for case in read_cases():
        for construction in case["constructions"]:
            groups[construction].append(case["doc_id"])
    return groups


def _cells(report: Report) -> list[str]:
    """One cell a measure; a dash where nothing is asked for and nothing predicted."""
    tallies = {**report.scores, **report.accuracies}
    names = [measure.rpartition("_")[0] for measure in MEASURES]
    figures = report.figures()
    return [
        f"{figures[measure]:13.3f}"
        if tallies[name].gold or tallies[name].predicted
        else f"{'-':>13}"
        for name, measure in zip(names, MEASURES, strict=True)
    ]


def _weakness(report: Report) -> float:
    """The mean F1 of what the documents ask for, marked and indirect."""
    asked = [report.scores[n] for n in ("attrib", "indirect") if report.scores[n].gold]
    return sum(tally.f1 for tally in asked) / len(asked) if asked else 1.0


if __name__ == "__main__":
    main()
