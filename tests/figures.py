"""Measures, and writes the figures with their date into the documents: ``python tests/figures.py``.

Without the annotated news (see ``shared.py``) there is nothing to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from examples import ROOT
from gate import documents_of, extractions_of, sets_at_hand
from quotescope.evaluation import Report, intervals, score

SETS = {
    "gold": "articles",
    "seeds": "reference articles",
    "cases": "cases",
    "stress": "stress cases",
}
_MARKED = {"marked": "marked", "attrib": "attributed", "fullname": "full name"}
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- /figures -->)", re.DOTALL)


def short_table(reports: dict[str, Report]) -> str:
    """F1 by set: what the README shows."""
    measures = {**_MARKED, "indirect": "indirect"}
    return _table(
        ("", "texts", *measures.values()),
        (
            (SETS[name], report.documents, *(f"{report.scores[m].f1:.3f}" for m in measures))
            for name, report in reports.items()
        ),
    )


def full_table(name: str, report: Report) -> str:
    """Every measure of one set, with its interval."""
    between = intervals(documents_of(name), extractions_of(name))
    rows: list[tuple[object, ...]] = []
    for measure, words in {**_MARKED, "indirect": "indirect"}.items():
        tally, (low, high) = report.scores[measure], between[f"{measure}_F1"]
        figures = (tally.precision, tally.recall, tally.f1)
        shown = (f"{figure:.3f}" for figure in figures)
        rows.append((words, tally.gold, *shown, f"{low:.3f}–{high:.3f}"))
    for measure in ("mention", "cue"):
        tally, (low, high) = report.accuracies[measure], between[f"{measure}_acc"]
        rows.append((measure, tally.gold, "", f"{tally.recall:.3f}", "", f"{low:.3f}–{high:.3f}"))
    head = ("", "asked for", "precision", "recall or share", "F1", "95 % interval")
    return f"## {SETS[name].capitalize()}\n\n{_table(head, rows)}"


def _table(head: tuple[object, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def main() -> None:
    """Measure every set and write the tables."""
    if not set(SETS) <= set(sets_at_hand()):
        raise SystemExit("the annotated news is not here: set QUOTESCOPE_SHARED to its folder")
    reports = {name: score(documents_of(name), extractions_of(name)) for name in SETS}
    measured = f"Measured on {date.today().isoformat()} with {_parser()}.\n"
    tables = "\n".join(full_table(name, report) for name, report in reports.items())
    for path, figures in {
        ROOT / "README.md": f"{short_table(reports)}\n{measured}",
        ROOT / "docs" / "figures.md": f"{measured}\n{tables}\n",
    }.items():
        document = path.read_text(encoding="utf-8")
        path.write_text(_PLACE.sub(figures, document), encoding="utf-8", newline="\n")


def _parser() -> str:
    extraction = next(iter(extractions_of("gold").values()))
    return f"quotescope {extraction.version} and its model {extraction.parser}"


if __name__ == "__main__":
    main()
