"""Stage 9: how sure a quotation and its speaker are, from the rules that made them.

A logistic model with one weight a rule, fitted on annotated news and on the project's own cases by
``training/fit_confidence.py``.
"""

from __future__ import annotations

from math import exp

BIAS = 1.06
WEIGHTS = {
    "clause-after-marks": 0.28,
    "colon": 0.16,
    "colon-adjunct": 0.05,
    "colon-name": -0.01,
    "colon-noun": -0.52,
    "colon-subject": 0.11,
    "colon-verb": 0.03,
    "comme-clause": 0.16,
    "complement-inf": -0.22,
    "complement-que": 0.39,
    "complement-si": -0.55,
    "continuation": -0.35,
    "cries": -0.34,
    "description": -0.08,
    "governed-advcl": 0.11,
    "governed-amod": -0.50,
    "governed-appos": -1.07,
    "governed-ccomp": -0.07,
    "governed-inf": 0.17,
    "governed-nmod": -0.97,
    "governed-obj": -0.23,
    "governed-obl": -0.23,
    "governed-que": 0.08,
    "governed-si": 0.07,
    "governed-xcomp": 0.07,
    "incise-after-marks": 1.06,
    "incise-inside": -0.34,
    "incise-mixed": 0.99,
    "incise-reopened": 0.57,
    "incise-unmarked": 0.21,
    "judged-after": 0.05,
    "name": 2.17,
    "name-before-marks": -0.47,
    "nearest-cue": -0.28,
    "noun-after-marks": 0.05,
    "noun-before-marks": 0.25,
    "noun-behind": 0.14,
    "on-behalf": 0.22,
    "paragraph": 0.33,
    "phrase": 0.92,
    "predicate": 0.22,
    "preposition": 0.47,
    "pronoun": 1.06,
    "protagonist": 0.58,
    "role": 1.40,
    "state": 0.16,
    "subject-before": 0.60,
    "unresolved": -0.35,
    "vague": -0.83,
}


def confidence(rules: tuple[str, ...]) -> float:
    """The probability, in [0, 1], that a quotation is one and has its right speaker."""
    total = BIAS + sum(WEIGHTS.get(rule, 0.0) for rule in rules)
    return round(1 / (1 + exp(-total)), 3)
