"""When two spans and when two names agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from quotescope.evaluation.gold import GoldQuote, Prediction, Span

# Determiners and forms of address: no part of what a name identifies.
_DROPPED = re.compile(
    r"le|la|les|l|un|une|des|du|de|d|son|sa|ses|leur|m|mm|mme|mlle|monsieur|madame|dr|me|mgr"
)
_EDGES = re.compile(
    r"""[\s«»"“”„‟‹›'’‘,;:]* (?P<core>.*?) [\s«»"“”„‟‹›,;:.]*""", re.DOTALL | re.VERBOSE
)


def name_words(name: str | None) -> tuple[str, ...]:
    """The words that identify: in small letters, without accents, determiners and titles."""
    decomposed = unicodedata.normalize("NFKD", (name or "").replace("’", "'"))
    plain = decomposed.encode("ascii", "ignore").decode().lower()
    return tuple(word for word in re.findall(r"[a-z0-9]+", plain) if not _DROPPED.fullmatch(word))


def names_entity(name: str | None, entity: Sequence[str]) -> bool:
    """Whether a name is an accepted form of the entity, or holds its fullest one."""
    words = name_words(name)
    if not words:
        return False
    return words in map(name_words, entity) or names_fully(name, entity)


def names_fully(name: str | None, entity: Sequence[str]) -> bool:
    """Whether a name holds the entity's fullest form."""
    fullest = set(name_words(entity[0])) if entity else set()
    return bool(fullest) and fullest <= set(name_words(name))


def right_speaker(predicted: Prediction, gold: GoldQuote, text: str) -> bool:
    """Whether a prediction says rightly who speaks, or rightly that the text does not tell."""
    mention = text[slice(*predicted.mention)] if predicted.mention else None
    if gold.names:
        # A source without a name may be told by its phrase alone.
        return any(names_entity(predicted.name or mention, entity) for entity in gold.names)
    if gold.mention is None:
        return not predicted.name and not predicted.mention
    if predicted.name:
        return name_words(predicted.name) == name_words(text[slice(*gold.mention)])
    return overlap(predicted.mention, gold.mention)


def fully_named_speaker(predicted: Prediction, gold: GoldQuote) -> bool:
    """Whether the predicted name is the fullest that the text gives, where it gives one."""
    return not gold.names or any(names_fully(predicted.name, entity) for entity in gold.names)


def shared(one: Span, two: Span) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], two[1]) - max(one[0], two[0]))


def overlap(one: Span | None, two: Span | None) -> bool:
    """Whether two spans share a character; nothing overlaps a span that is not there."""
    return one is not None and two is not None and shared(one, two) > 0


def iou(one: Span, two: Span) -> float:
    """Intersection over union, in characters."""
    both = shared(one, two)
    return both / max(1, (one[1] - one[0]) + (two[1] - two[0]) - both)


def trimmed(span: Span, text: str) -> Span:
    """The span without spaces, quotation marks and punctuation at its edges."""
    core = _EDGES.fullmatch(text[slice(*span)])
    assert core is not None  # the pattern matches every string
    return span[0] + core.start("core"), span[0] + core.end("core")


def pairs(
    golds: Sequence[Span], predictions: Sequence[Span], threshold: float
) -> list[tuple[int, int]]:
    """Which gold span goes with which predicted one (by index), best first, each used once.

    Only spans whose intersection over union reaches ``threshold``, and that overlap, are paired.
    """
    ranked = sorted(
        (
            (value, g, p)
            for g, gold in enumerate(golds)
            for p, predicted in enumerate(predictions)
            if (value := iou(gold, predicted)) > 0 and value >= threshold
        ),
        reverse=True,
    )
    free_golds, free_predictions = set(range(len(golds))), set(range(len(predictions)))
    found: list[tuple[int, int]] = []
    for _, g, p in ranked:
        if g in free_golds and p in free_predictions:
            free_golds.remove(g)
            free_predictions.remove(p)
            found.append((g, p))
    return found
