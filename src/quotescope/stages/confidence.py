"""Stage 9: how sure a quotation and its speaker are, from the rules that made them.

A logistic model with one weight a rule, fitted on annotated news and on the project's own cases by
``training/fit_confidence.py``.
"""

from __future__ import annotations

from math import exp

BIAS = 1.05
WEIGHTS = {
    "clause-after-marks": -0.38,
    "colon": 0.07,
    "colon-name": 0.00,
    "colon-noun": 0.18,
    "colon-subject": 0.10,
    "colon-verb": -0.41,
    "comme-clause": 0.17,
    "complement-inf": -0.33,
    "complement-que": 0.53,
    "complement-si": 0.13,
    "continuation": -0.05,
    "description": -0.38,
    "governed-acl": 0.11,
    "governed-advcl": -0.44,
    "governed-amod": -0.37,
    "governed-appos": -0.82,
    "governed-ccomp": -0.20,
    "governed-inf": -0.04,
    "governed-nmod": -0.96,
    "governed-obj": -0.18,
    "governed-obl": -0.50,
    "governed-si": 0.10,
    "governed-xcomp": 0.03,
    "incise-after-marks": 1.06,
    "incise-inside": 0.33,
    "incise-mixed": 0.55,
    "incise-reopened": -0.28,
    "incise-unmarked": 0.77,
    "name": 1.98,
    "name-before-marks": -0.45,
    "nearest-cue": 0.24,
    "on-behalf": 0.18,
    "paragraph": 0.17,
    "phrase": 0.47,
    "preposition": 0.88,
    "pronoun": 1.00,
    "role": -0.03,
    "subject-before": 0.89,
    "unresolved": 0.00,
    "vague": 0.26,
}


def confidence(rules: tuple[str, ...]) -> float:
    """The probability, in [0, 1], that a quotation is one and has its right speaker."""
    total = BIAS + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + exp(-total)), 3)
