"""Print the figures construction by construction, weakest first: ``python tests/score_cases.py``.

``-v`` lists every miss; ``gold`` or ``seeds`` as an argument measures those documents instead.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

from cases import read_cases
from gate import MEASURES, Documents, documents_of, extractions_of, sets_at_hand
from quotescope.evaluation import Report, misses, score


def main() -> None:
    """Measure one set of documents and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("set", nargs="?", default="cases", choices=sets_at_hand())
    arguments.add_argument("-v", "--verbose", action="store_true", help="list every miss")
    asked = arguments.parse_args()

    documents, found = documents_of(asked.set), extractions_of(asked.set)
    groups = {"all": list(documents)}
    if asked.set in ("cases", "stress"):
        groups |= _constructions(documents)
    reports = {
        group: score({id: documents[id] for id in ids}, found) for group, ids in groups.items()
    }
    counted = ("documents", "missed", "extra")
    print(f"{'':26}" + "".join(f"{column:>12}" for column in (*counted, *MEASURES)))
    for group, report in sorted(reports.items(), key=lambda item: _weakness(item[1])):
        print(f"{group:26}" + "".join(f"{cell:>12}" for cell in _cells(report)))
    if asked.verbose:
        print(*misses(documents, found), sep="\n")


def _constructions(documents: Documents) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for case in read_cases():
        for construction in case["constructions"] if case["doc_id"] in documents else ():
            groups[construction].append(case["doc_id"])
    return groups


def _cells(report: Report) -> list[str]:
    """One cell a column; a dash where nothing is asked for and nothing predicted."""
    marked, unmarked = report.scores["marked"], report.scores["indirect_span"]
    tallies, figures = {**report.scores, **report.accuracies}, report.figures()
    cells = [
        str(report.documents),
        str(marked.gold + unmarked.gold - marked.hits - unmarked.hits),
        str(marked.predicted + unmarked.predicted - marked.hits - unmarked.hits),
    ]
    for measure in MEASURES:
        tally = tallies[measure.rpartition("_")[0]]
        cells.append(f"{figures[measure]:.3f}" if tally.gold or tally.predicted else "-")
    return cells


def _weakness(report: Report) -> float:
    """F1 over all quotations, marked and indirect, found with the right speaker."""
    both = report.scores["attrib"] + report.scores["indirect"]
    return both.f1 if both.gold or both.predicted else 1.0


if __name__ == "__main__":
    main()
