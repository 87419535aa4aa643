"""Measuring: predicted quotations against gold ones, with the figures that the field reports."""

from quotescope.evaluation.difference import Difference, differences
from quotescope.evaluation.gold import (
    GoldDocument,
    GoldError,
    GoldQuote,
    Prediction,
    gold_document,
    read_gold,
    to_prediction,
)
from quotescope.evaluation.judgement import Judgement
from quotescope.evaluation.measures import intervals, misses, score
from quotescope.evaluation.report import Report, Tally

__all__ = [
    "Difference",
    "GoldDocument",
    "GoldError",
    "GoldQuote",
    "Judgement",
    "Prediction",
    "Report",
    "Tally",
    "differences",
    "gold_document",
    "intervals",
    "misses",
    "read_gold",
    "score",
    "to_prediction",
]
