"""Which tokens stand for two words: *du* for *de* and *le*, *des* for *de* and *les* or an article.

Whether *du* and *des* are contractions is told by the words around them, with weights that
``benchmarks/contractions.py`` has counted and trained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

# *audit* is the noun in all but deeds.
PARTS = {
    "du": ("de", "le"),
    "des": ("de", "les"),
    "au": ("à", "le"),
    "aux": ("à", "les"),
    "duquel": ("de", "lequel"),
    "desquels": ("de", "lesquels"),
    "desquelles": ("de", "lesquelles"),
    "auquel": ("à", "lequel"),
    "auxquels": ("à", "lesquels"),
    "auxquelles": ("à", "lesquelles"),
    "dudit": ("de", "ledit"),
    "desdits": ("de", "lesdits"),
    "desdites": ("de", "lesdites"),
    "auxdits": ("à", "lesdits"),
    "auxdites": ("à", "lesdites"),
}
CONTRACTED = frozenset(PARTS)
AMBIGUOUS = ("des", "du")
"""Contractions, or articles of their own: *des jours*, *du pain*."""

OUTSIDE = "."
"""Stands for the words before and behind a sentence."""

ENDINGS = (4, 3, 2)
"""How long the endings are that stand for rare words, longest first."""

Weights = dict[tuple[str, str], float]
"""By the name and the value of a feature; ``left`` and ``ending`` are shared by both tokens."""


def parts(token: str, left: tuple[str, str], right: str) -> tuple[str, ...]:
    """The words of a token between two words before it and one behind it."""
    plain = token.lower()
    if plain not in CONTRACTED:
        return (token,)
    if plain in AMBIGUOUS:
        # the capital of a name, as in Bernard Du Boucheron
        named = token.istitle() and left[1].isalpha()
        if named or score(token, left, right, _weights()) <= 0:
            return (token,)
    return spelled(token)


def spelled(token: str) -> tuple[str, str]:
    """The two words of a contraction, with its capitals."""
    first, second = PARTS[token.lower()]
    if token[0].isupper():
        first = first.upper() if token.isupper() else first.capitalize()
    return first, second


def score(token: str, left: tuple[str, str], right: str, weights: Weights) -> float:
    """Positive where the token is a contraction."""
    return sum(
        weights.get((name, value), 0.0) * number
        for name, value, number in features(token, left, right, weights)
    )


def features(
    token: str, left: tuple[str, str], right: str, weights: Weights
) -> Iterator[tuple[str, str, float]]:
    """The features (name, value, number) of a token, of which each has a weight."""
    plain = token.lower()
    before, nearest = left[0].lower(), left[1].lower()
    following = right.lower()
    yield f"{plain}:bias", "", 1.0
    yield f"{plain}:capital", "", float(right[0].isupper())
    # how much oftener *de la* than *un* or *une* stands behind the word
    known = weights.get(("left", nearest))
    if known is None:
        endings = (("ending", nearest[-size:]) for size in ENDINGS if len(nearest) > size)
        known = next((weights[ending] for ending in endings if ending in weights), 0.0)
    yield f"{plain}:slope", "", known
    yield f"{plain}:nearest", nearest, 1.0
    yield f"{plain}:before", before, 1.0
    yield f"{plain}:right", following, 1.0
    yield f"{plain}:right ending", following[-3:], 1.0


def read(lines: Iterator[str]) -> Weights:
    """Weights, one a line: name, value and weight between tabs."""
    weights: Weights = defaultdict(float)
    for line in lines:
        name, value, weight = line.rstrip("\n").split("\t")
        weights[name, value] = float(weight)
    return dict(weights)


@cache
def _weights() -> Weights:
    table = files("quotescope.parsing").joinpath("contractions.tsv")
    with table.open(encoding="utf-8") as lines:
        return read(lines)
