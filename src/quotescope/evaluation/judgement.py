"""What became of every demanded quotation and of every prediction, one record each.

Quotations in marks are judged part by part, unmarked ones by their content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from quotescope.evaluation.agreement import (
    fully_named_speaker,
    iou,
    overlap,
    pairs,
    right_speaker,
    trimmed,
)
from quotescope.evaluation.gold import GoldDocument, GoldQuote, Prediction, Span

FOUND = 0.5
SAME_EVENT = 0.3


@dataclass(frozen=True, slots=True)
class Judgement:
    """A gold part that is found or missed, or a prediction that no gold part asks for.

    ``span`` is where it stands in the document's text: the gold part, without gold the predicted
    one.  ``speaker`` words the predicted one, name and mention.  ``right``, ``full``, ``mention``
    and ``cue`` say what agrees; all are false in a miss.
    """

    document: str
    span: Span
    text: str
    in_marks: bool
    gold: GoldQuote | None
    predicted: Prediction | None
    speaker: str = "-"
    right: bool = False
    full: bool = False
    mention: bool = False
    cue: bool = False

    @property
    def found(self) -> bool:
        """Whether it was both asked for and predicted."""
        return self.gold is not None and self.predicted is not None

    @property
    def verdict(self) -> Literal["RIGHT", "WRONG", "MISS", "EXTRA"]:
        """RIGHT, WRONG (the speaker is not), MISS (not found) or EXTRA (not asked for)."""
        if self.gold is None:
            return "EXTRA"
        if self.predicted is None:
            return "MISS"
        return "RIGHT" if self.right else "WRONG"

    def as_dict(self) -> dict[str, Any]:
        """The judgement as JSON holds it."""
        return {
            "document": self.document,
            "verdict": self.verdict,
            "in_marks": self.in_marks,
            "start": self.span[0],
            "end": self.span[1],
            "text": self.text,
            "gold": [entity[0] for entity in self.gold.names] if self.gold else None,
            "predicted": self.speaker if self.predicted else None,
        }

    def __str__(self) -> str:
        parts = [self.document, f"{'' if self.in_marks else 'I-'}{self.verdict}", self.text]
        if self.gold:
            parts.append(f"gold: {' / '.join(entity[0] for entity in self.gold.names) or '-'}")
        if self.predicted:
            parts.append(f"predicted: {self.speaker}")
        return "\t".join(parts)


def judge(document: GoldDocument, predictions: tuple[Prediction, ...]) -> list[Judgement]:
    """Every judgement on one document: those in marks first, then the unmarked ones."""
    return [*_in_marks(document, predictions), *_unmarked(document, predictions)]


def _in_marks(document: GoldDocument, predictions: tuple[Prediction, ...]) -> Iterator[Judgement]:
    text = document.text
    golds = [(trimmed(part, text), quote) for quote in document.quotes for part in quote.marked]
    parts = [(trimmed(part, text), quote) for quote in predictions for part in quote.marked]
    paired = dict(pairs([span for span, _ in golds], [span for span, _ in parts], FOUND))
    for index, (span, gold) in enumerate(golds):
        if not gold.optional:
            predicted = parts[paired[index]][1] if index in paired else None
            yield _judgement(document, span, gold, predicted)
    for index in sorted(set(range(len(parts))) - set(paired.values())):
        span, predicted = parts[index]
        yield _extra(document, span, predicted, in_marks=True)


def _unmarked(document: GoldDocument, predictions: tuple[Prediction, ...]) -> Iterator[Judgement]:
    golds = [quote for quote in document.quotes if not quote.marked]
    unmarked = [quote for quote in predictions if not quote.marked]
    paired = dict(
        pairs([quote.content for quote in golds], [quote.content for quote in unmarked], FOUND)
    )
    for index, gold in enumerate(golds):
        if not gold.optional:
            predicted = unmarked[paired[index]] if index in paired else None
            yield _judgement(document, gold.content, gold, predicted)
    # A marked quotation that was seen without its marks is one error, not two.
    seen_without_marks = [quote.content for quote in document.quotes if quote.marked]
    for index in sorted(set(range(len(unmarked))) - set(paired.values())):
        content = unmarked[index].content
        if not any(_same_event(content, marked) for marked in seen_without_marks):
            yield _extra(document, content, unmarked[index], in_marks=False)


def _same_event(content: Span, marked: Span) -> bool:
    inside = marked[0] <= content[0] and content[1] <= marked[1]
    return inside or iou(content, marked) > SAME_EVENT


def _judgement(
    document: GoldDocument, span: Span, gold: GoldQuote, predicted: Prediction | None
) -> Judgement:
    text = document.text[slice(*span)]
    if predicted is None:
        return Judgement(document.id, span, text, bool(gold.marked), gold, None)
    right = right_speaker(predicted, gold, document.text)
    same_mention = (
        overlap(predicted.mention, gold.mention) if gold.mention else predicted.mention is None
    )
    return Judgement(
        document.id,
        span,
        text,
        bool(gold.marked),
        gold,
        predicted,
        _speaker(predicted, document.text),
        right=right,
        full=right and fully_named_speaker(predicted, gold),
        mention=same_mention or right,
        cue=overlap(predicted.cue, gold.cue),
    )


def _extra(
    document: GoldDocument, span: Span, predicted: Prediction, *, in_marks: bool
) -> Judgement:
    text, speaker = document.text[slice(*span)], _speaker(predicted, document.text)
    return Judgement(document.id, span, text, in_marks, None, predicted, speaker)


def _speaker(predicted: Prediction, text: str) -> str:
    phrase = text[slice(*predicted.mention)] if predicted.mention else "-"
    return phrase if predicted.name in (None, phrase) else f"{predicted.name} ({phrase})"
