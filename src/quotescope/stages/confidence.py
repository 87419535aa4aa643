"""Stage 9: how sure a quotation and its speaker are, from the rules that made them.

A logistic model with one weight a rule, fitted on annotated news and on the project's own cases by
``training/fit_confidence.py``.
"""

from __future__ import annotations

from math import exp

BIAS = 1.02
WEIGHTS = {
    "borrowed": -0.19,
    "clause-after-marks": 0.58,
    "colon": -1.16,
    "colon-adjunct": 0.14,
    "colon-name": -0.15,
    "colon-noun": -0.86,
    "colon-subject": -0.29,
    "colon-verb": 0.02,
    "comme-clause": 0.72,
    "complement-inf": 0.34,
    "complement-que": 0.74,
    "complement-si": -0.41,
    "continuation": -0.28,
    "cries": 0.29,
    "description": 0.07,
    "governed-acl": -0.97,
    "governed-advcl": 0.30,
    "governed-amod": 0.31,
    "governed-appos": -1.00,
    "governed-ccomp": -0.08,
    "governed-inf": -0.70,
    "governed-nmod": -0.51,
    "governed-obj": 0.13,
    "governed-obl": 0.10,
    "governed-que": 0.03,
    "governed-si": 0.24,
    "governed-xcomp": 0.02,
    "incise-after-marks": 0.91,
    "incise-inside": 0.83,
    "incise-mixed": 0.73,
    "incise-reopened": 0.76,
    "incise-unmarked": 0.48,
    "joint": 0.47,
    "judged-after": -0.97,
    "name": 2.07,
    "name-before-marks": -0.89,
    "nearest-cue": -0.35,
    "nested": 0.01,
    "noun-after-marks": 0.14,
    "noun-before-marks": -0.23,
    "noun-behind": 0.25,
    "on-behalf": 0.72,
    "paragraph": 0.14,
    "phrase": 1.06,
    "predicate": -0.30,
    "preposition": 0.84,
    "pronoun": 0.67,
    "protagonist": 0.39,
    "role": 0.86,
    "signed": 0.07,
    "state": -0.32,
    "subject-before": 1.04,
    "unresolved": -0.93,
    "vague": -1.05,
}


def confidence(rules: tuple[str, ...]) -> float:
    """The probability, in [0, 1], that a quotation is one and has its right speaker."""
    total = BIAS + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + exp(-total)), 3)
