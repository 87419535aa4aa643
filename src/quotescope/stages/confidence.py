"""Stage 9: how sure a quotation and its speaker are, from the rules that made them.

A logistic model with one weight a rule, fitted on annotated news and on the project's own cases by
``training/fit_confidence.py``.
"""

from __future__ import annotations

from math import exp

BIAS = 1.04
WEIGHTS = {
    "clause-after-marks": -0.20,
    "colon": 0.11,
    "colon-adjunct": 0.09,
    "colon-name": -0.02,
    "colon-noun": -0.21,
    "colon-subject": 0.36,
    "colon-verb": -0.19,
    "comme-clause": 0.13,
    "complement-inf": 0.04,
    "complement-que": 0.65,
    "complement-si": -0.36,
    "continuation": -0.25,
    "cries": 0.09,
    "description": -0.11,
    "governed-acl": 0.09,
    "governed-advcl": -0.58,
    "governed-amod": -0.30,
    "governed-appos": -0.88,
    "governed-ccomp": 0.23,
    "governed-inf": 0.28,
    "governed-nmod": -0.52,
    "governed-obj": -0.27,
    "governed-obl": -0.67,
    "governed-si": 0.05,
    "governed-xcomp": 0.06,
    "incise-after-marks": 0.93,
    "incise-inside": 0.25,
    "incise-mixed": 0.39,
    "incise-reopened": -0.13,
    "incise-unmarked": 1.06,
    "name": 2.05,
    "name-before-marks": -0.48,
    "nearest-cue": -0.14,
    "noun-after-marks": 0.05,
    "noun-before-marks": -0.33,
    "on-behalf": 0.48,
    "paragraph": 0.15,
    "phrase": 0.70,
    "preposition": 0.49,
    "pronoun": 1.38,
    "role": 0.40,
    "subject-before": 1.05,
    "unresolved": 0.35,
    "vague": -0.18,
}


def confidence(rules: tuple[str, ...]) -> float:
    """The probability, in [0, 1], that a quotation is one and has its right speaker."""
    total = BIAS + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + exp(-total)), 3)
