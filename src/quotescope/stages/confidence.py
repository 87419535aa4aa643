"""Stage 9: how sure a quotation and its speaker are, from the rules that made them.

A logistic model with one weight a rule, fitted on annotated news and on the project's own cases by
``training/fit_confidence.py``.
"""

from __future__ import annotations

from math import exp

BIAS = 1.25
WEIGHTS = {
    "borrowed": -0.81,
    "clause-after-marks": 0.30,
    "colon": -0.37,
    "colon-adjunct": 0.06,
    "colon-name": 0.06,
    "colon-noun": -0.48,
    "colon-subject": -0.13,
    "colon-verb": -0.22,
    "comme-clause": 0.34,
    "complement-inf": -0.06,
    "complement-que": 0.77,
    "complement-si": -0.51,
    "continuation": -0.35,
    "cries": -0.33,
    "description": 0.16,
    "governed-advcl": 0.22,
    "governed-amod": 0.36,
    "governed-appos": -1.66,
    "governed-ccomp": 0.30,
    "governed-inf": 0.08,
    "governed-nmod": -0.51,
    "governed-obj": 0.07,
    "governed-obl": -0.10,
    "governed-que": 0.08,
    "governed-si": 0.07,
    "governed-xcomp": 0.29,
    "incise-after-marks": 1.16,
    "incise-inside": -0.11,
    "incise-mixed": 0.65,
    "incise-reopened": 0.50,
    "incise-unmarked": 0.64,
    "joint": 0.35,
    "judged-after": 0.13,
    "name": 1.76,
    "name-before-marks": -0.45,
    "nearest-cue": -1.16,
    "noun-after-marks": 0.06,
    "noun-before-marks": -0.15,
    "noun-behind": 0.18,
    "on-behalf": 0.43,
    "paragraph": 0.29,
    "phrase": 0.66,
    "predicate": 0.31,
    "preposition": 0.36,
    "pronoun": 0.86,
    "protagonist": 0.52,
    "role": 1.40,
    "state": 0.12,
    "subject-before": 1.05,
    "unresolved": -0.60,
    "vague": -1.04,
}


def confidence(rules: tuple[str, ...]) -> float:
    """The probability, in [0, 1], that a quotation is one and has its right speaker."""
    total = BIAS + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + exp(-total)), 3)
