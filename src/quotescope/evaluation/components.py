"""The parts of a quotation, each measured on its own, and the measures of published systems."""

from __future__ import annotations

from collections.abc import Sequence

from quotescope.evaluation.agreement import name_words, overlap, pairs, shared, trimmed
from quotescope.evaluation.gold import GoldDocument, GoldQuote, Prediction, Span
from quotescope.evaluation.report import Tally

ANY_OVERLAP, EXACT = 0.0, 1.0


def component_tallies(
    document: GoldDocument, predictions: tuple[Prediction, ...]
) -> dict[str, Tally]:
    """Content, cue, mention and name, each ``_exact`` and ``_overlap``.

    Spans are compared without marks and punctuation at their edges; a cue or mention that several
    quotations share counts once.  Names are compared between quotations whose contents overlap
    best: exact means the fullest name, overlap a word in common with an accepted form.
    """
    golds = document.quotes
    tallies = {}
    for part, gold_spans, spans in (
        ("content", [(q.content, q.optional) for q in golds], [q.content for q in predictions]),
        ("cue", [(q.cue, q.optional) for q in golds], [q.cue for q in predictions]),
        ("mention", [(q.mention, q.optional) for q in golds], [q.mention for q in predictions]),
    ):
        demanded: dict[Span, bool] = {}
        for span, optional in gold_spans:
            if span:
                core = trimmed(span, document.text)
                demanded[core] = demanded.get(core, False) or not optional
        predicted = list(dict.fromkeys(trimmed(s, document.text) for s in spans if s))
        tallies[f"{part}_exact"] = _span_tally(demanded, predicted, EXACT)
        tallies[f"{part}_overlap"] = _span_tally(demanded, predicted, ANY_OVERLAP)
    return tallies | _name_tallies(golds, predictions)


def _span_tally(demanded: dict[Span, bool], predicted: list[Span], threshold: float) -> Tally:
    asked = list(demanded.values())
    found = [asked[gold] for gold, _ in pairs(list(demanded), predicted, threshold)]
    return Tally(sum(found), len(predicted) - found.count(False), sum(asked))


def _name_tallies(
    golds: Sequence[GoldQuote], predictions: Sequence[Prediction]
) -> dict[str, Tally]:
    together = pairs([q.content for q in golds], [q.content for q in predictions], ANY_OVERLAP)
    beside_optional = {p for g, p in together if golds[g].optional}
    named = sum(bool(quote.name) for p, quote in enumerate(predictions) if p not in beside_optional)
    asked = sum(bool(quote.names) and not quote.optional for quote in golds)
    exact = overlapping = 0
    for g, p in together:
        words = name_words(predictions[p].name)
        if words and not golds[g].optional:
            exact += any(words == name_words(entity[0]) for entity in golds[g].names)
            overlapping += any(
                set(words) & set(name_words(form)) for entity in golds[g].names for form in entity
            )
    return {
        "name_exact": Tally(exact, named, asked),
        "name_overlap": Tally(overlapping, named, asked),
    }


def published_tallies(
    document: GoldDocument, predictions: tuple[Prediction, ...], threshold: float
) -> tuple[Tally, Tally, Tally]:
    """Quotations, speakers and cues as measured for the Radar de Parité (Soumah et al., 2023).

    A quotation is found where a prediction covers more than ``threshold`` of its characters, each
    prediction used once.  Among those found, a speaker is right where its phrase overlaps (or where
    both have none), a cue where it is the same word.  Optional quotations, of which that protocol
    knows nothing, are matched last and left out of every count.
    """
    found: list[tuple[GoldQuote, Prediction]] = []
    free = list(predictions)
    for gold in sorted(document.quotes, key=lambda quote: quote.optional):
        length = max(1, gold.content[1] - gold.content[0])
        best = max(free, key=lambda quote: shared(gold.content, quote.content), default=None)
        if best and shared(gold.content, best.content) / length > threshold:
            free.remove(best)
            found.append((gold, best))
    asked = [(gold, quote) for gold, quote in found if not gold.optional]
    hits = len(asked)
    speakers = sum(
        overlap(gold.mention, quote.mention) or gold.mention is quote.mention is None
        for gold, quote in asked
    )
    cues = sum(
        _words(gold.cue, document.text) == _words(quote.cue, document.text) for gold, quote in asked
    )
    return (
        Tally(
            hits,
            len(predictions) - (len(found) - hits),
            sum(not quote.optional for quote in document.quotes),
        ),
        Tally(speakers, hits, hits),
        Tally(cues, hits, hits),
    )


def _words(span: Span | None, text: str) -> str:
    return text[slice(*span)].strip().lower() if span else ""
