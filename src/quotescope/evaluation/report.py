"""What measuring returns: tallies, and the figures that they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were right, how many were predicted, how many were asked for."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing is predicted."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what was asked for that is right; 0 where nothing is asked for."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The tallies of every measure over some documents.

    ``scores`` give precision, recall and F1; ``accuracies`` give the share that agrees among the
    quotations that were found.  Reports add up, document by document.
    """

    documents: int
    scores: Mapping[str, Tally]
    accuracies: Mapping[str, Tally]

    def __add__(self, other: Report) -> Report:
        return Report(
            self.documents + other.documents,
            {name: tally + other.scores[name] for name, tally in self.scores.items()},
            {name: tally + other.accuracies[name] for name, tally in self.accuracies.items()},
        )

    def figures(self) -> dict[str, float]:
        """Every figure by name, unrounded: ``attrib_P``, ``attrib_R``, ``attrib_F1``, …"""
        out: dict[str, float] = {}
        for name, tally in self.scores.items():
            out[f"{name}_P"] = tally.precision
            out[f"{name}_R"] = tally.recall
            out[f"{name}_F1"] = tally.f1
        for name, tally in self.accuracies.items():
            out[f"{name}_acc"] = tally.recall
        return out

    def as_dict(self) -> dict[str, float]:
        """Every figure, rounded to three decimals, and the numbers that it rests on."""
        return {
            **{name: round(figure, 3) for name, figure in self.figures().items()},
            "n_documents": self.documents,
            "n_marked": self.scores["marked"].gold,
            "n_indirect": self.scores["indirect"].gold,
        }
