"""The figures: what is measured, over a set of documents."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from operator import add

from quotescope.evaluation.components import component_tallies, published_tallies
from quotescope.evaluation.gold import GoldDocument, Prediction, Predictions, predictions_of
from quotescope.evaluation.judgement import Judgement, judge
from quotescope.evaluation.report import Report, Tally

PUBLISHED_THRESHOLDS = (0.3, 0.8)


def score(gold: Mapping[str, GoldDocument], predictions: Mapping[str, Predictions]) -> Report:
    """The report over all gold documents; one without predictions counts as empty.

    Scores (each with P, R and F1):

    - ``marked``: parts in quotation marks, found or not (intersection over union at least .5);
    - ``attrib``: the same, and the speaker is right; its F1 is the headline figure;
    - ``fullname``: the same, and the name is the fullest of the text;
    - ``indirect``: unmarked quotations, found by their content, with the right speaker, and
      ``indirect_span`` whoever the speaker;
    - ``content``, ``cue``, ``mention``, ``name``, each ``_exact`` and ``_overlap``;
    - ``published_0.3`` and ``published_0.8``: the measure of earlier work on French.

    Accuracies, among the marked parts found: ``speaker``, ``mention`` and ``cue``, and those of
    the published measure.
    """
    nothing = replace(_report(GoldDocument("", "", ()), ()), documents=0)
    return reduce(add, _reports(gold, predictions), nothing)


def misses(
    gold: Mapping[str, GoldDocument], predictions: Mapping[str, Predictions]
) -> list[Judgement]:
    """All that went wrong, in document order: what is missed, wrongly attributed, or extra."""
    return [
        judgement
        for id, document in gold.items()
        for judgement in judge(document, predictions_of(predictions.get(id, ())))
        if judgement.verdict != "RIGHT"
    ]


def intervals(
    gold: Mapping[str, GoldDocument],
    predictions: Mapping[str, Predictions],
    *,
    level: float = 0.95,
    samples: int = 1000,
    seed: int = 0,
) -> dict[str, tuple[float, float]]:
    """Percentile bootstrap intervals of every figure, resampling whole documents.

    Raises ``ValueError`` where there is no document to draw.
    """
    reports = _reports(gold, predictions)
    if not reports:
        raise ValueError("no gold document to resample")
    draw = random.Random(seed)
    drawn = [reduce(add, draw.choices(reports, k=len(reports))).figures() for _ in range(samples)]
    low = int((1 - level) / 2 * (samples - 1))
    out = {}
    for name in drawn[0]:
        ordered = sorted(figures[name] for figures in drawn)
        out[name] = (ordered[low], ordered[samples - 1 - low])
    return out


def _reports(
    gold: Mapping[str, GoldDocument], predictions: Mapping[str, Predictions]
) -> list[Report]:
    return [
        _report(document, predictions_of(predictions.get(id, ()))) for id, document in gold.items()
    ]


def _report(document: GoldDocument, predictions: tuple[Prediction, ...]) -> Report:
    judgements = judge(document, predictions)
    scores, accuracies = _headline_tallies(judgements)
    scores |= component_tallies(document, predictions)
    for threshold in PUBLISHED_THRESHOLDS:
        name = f"published_{threshold}"
        scores[name], accuracies[f"{name}_speaker"], accuracies[f"{name}_cue"] = published_tallies(
            document, predictions, threshold
        )
    return Report(1, scores, accuracies)


def _headline_tallies(judgements: list[Judgement]) -> tuple[dict[str, Tally], dict[str, Tally]]:
    marked = [one for one in judgements if one.in_marks]
    unmarked = [one for one in judgements if not one.in_marks]
    found = [one for one in marked if one.found]
    with_cue = [one for one in found if one.gold and one.gold.cue]
    scores = {
        "marked": _tally(marked, len(found)),
        "attrib": _tally(marked, sum(one.right for one in marked)),
        "fullname": _tally(marked, sum(one.full for one in marked)),
        "indirect": _tally(unmarked, sum(one.right for one in unmarked)),
        "indirect_span": _tally(unmarked, sum(one.found for one in unmarked)),
    }
    accuracies = {
        "speaker": _tally(found, sum(one.right for one in found)),
        "mention": _tally(found, sum(one.mention for one in found)),
        "cue": _tally(with_cue, sum(one.cue for one in with_cue)),
    }
    return scores, accuracies


def _tally(judgements: list[Judgement], hits: int) -> Tally:
    return Tally(
        hits,
        sum(one.predicted is not None for one in judgements),
        sum(one.gold is not None for one in judgements),
    )
