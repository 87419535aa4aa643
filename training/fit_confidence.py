"""Fit the weights of the confidence of quotations on annotated texts.

    python -m training.fit_confidence GOLD_DIR [GOLD_DIR ...]

Reads gold files, runs the extractor with the embedded model, and prints the weights of a logistic
regression over rules (for ``quotescope.stages.confidence``) and a reliability table, both
cross-validated by document.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotescope import Extractor
from quotescope.evaluation.gold import GoldDocument, predictions_of, read_gold
from quotescope.evaluation.judgement import judge

FOLDS = 5
PENALTY = 1.5
Example = tuple[str, tuple[str, ...], bool]


def examples(gold: dict[str, GoldDocument]) -> list[Example]:
    """For each quotation that gold can judge: its document, its rules, whether it is right."""
    found: list[Example] = []
    documents = list(gold.values())
    extractions = Extractor().many(document.text for document in documents)
    for document, extraction in zip(documents, extractions, strict=True):
        predictions = predictions_of(extraction)
        verdicts: dict[int, bool] = {}
        for judgement in judge(document, predictions):
            if judgement.predicted is not None:
                key = id(judgement.predicted)
                verdicts[key] = verdicts.get(key, True) and judgement.right
        found += [
            (document.id, quote.rules, verdicts[id(predicted)])
            for quote, predicted in zip(extraction.quotes, predictions, strict=True)
            if id(predicted) in verdicts
        ]
    return found


def fit(rows: Sequence[Example], rules: list[str]) -> NDArray[np.float64]:
    """Weights of the rules, the bias first: penalised logistic regression by Newton's method."""
    column = {rule: i + 1 for i, rule in enumerate(rules)}
    inputs = np.zeros((len(rows), len(rules) + 1))
    inputs[:, 0] = 1
    for i, (_, names, _) in enumerate(rows):
        for name in names:
            if name in column:
                inputs[i, column[name]] = 1
    labels = np.array([float(right) for *_, right in rows])
    penalty = np.diag([0.0] + [PENALTY] * len(rules))
    weights = np.zeros(len(rules) + 1)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (labels - chance) - penalty @ weights
        curvature = inputs.T @ (inputs * (chance * (1 - chance))[:, None]) + penalty
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def chance_of(names: tuple[str, ...], rules: list[str], weights: NDArray[np.float64]) -> float:
    """The fitted probability that a quotation with these rules is right."""
    total = weights[0] + sum(weights[rules.index(n) + 1] for n in names if n in rules)
    return float(1 / (1 + np.exp(-total)))


def reliability(pairs: list[tuple[float, bool]]) -> str:
    """How often quotations are right, by confidence."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    edges = [0.0, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 1.01]
    for chance, right in pairs:
        bins[next(i for i, edge in enumerate(edges[1:]) if chance < edge)].append((chance, right))
    lines = ["confidence    mean  right     n"]
    for index, inside in sorted(bins.items()):
        mean = sum(c for c, _ in inside) / len(inside)
        share = sum(r for _, r in inside) / len(inside)
        lines.append(
            f"{edges[index]:.2f}–{min(edges[index + 1], 1):.2f}    {mean:.3f} {share:.3f} "
            f"{len(inside):5d}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="+", type=Path, help="folders of gold files")
    arguments = parser.parse_args()
    rows = [row for folder in arguments.gold for row in examples(read_gold(folder))]
    rules = sorted({name for _, names, _ in rows for name in names})
    documents = sorted({document for document, *_ in rows})
    held_out: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        inside = set(documents[fold::FOLDS])
        weights = fit([row for row in rows if row[0] not in inside], rules)
        held_out += [
            (chance_of(names, rules, weights), right)
            for document, names, right in rows
            if document in inside
        ]
    weights = fit(rows, rules)
    print(f"BIAS = {weights[0]:.2f}")
    for rule, weight in zip(rules, weights[1:], strict=True):
        print(f'    "{rule}": {weight:.2f},')
    print(reliability(held_out))
    for threshold in (0.9, 0.93, 0.95, 0.96, 0.97, 0.98):
        kept = [right for chance, right in held_out if chance >= threshold]
        share = sum(kept) / max(1, sum(right for _, right in held_out))
        print(f"≥ {threshold}: precision {sum(kept) / max(1, len(kept)):.3f}, keeps {share:.3f}")


if __name__ == "__main__":
    main()
