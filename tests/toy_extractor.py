"""An extractor without a model: what stands between « » is direct speech of nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quotescope import Extractor
from quotescope.models import Extraction, Quote, Span


def extract(text: str) -> Extraction:
    if "cassé" in text:
        raise ValueError("a text that breaks the extractor")
    quotes = []
    for match in re.finditer("« (.+?) »", text):
        span = Span(start=match.start(1), end=match.end(1), text=match[1])
        quotes.append(
            Quote(
                kind="direct",
                content=span,
                marked=(span,),
                cue=None,
                speaker=None,
                rules=("marks",),
                confidence=0.5,
            )
        )
    return Extraction(text=text, quotes=tuple(quotes), parser="marks", version="0.1.0")


class ToyExtractor(Extractor):
    """Reads in batches of three, in any number of processes, as the real one does."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(batch_size=3, **settings)

    def outcomes(self, texts: Sequence[Any]) -> list[Extraction | Exception]:
        return [_outcome(text) for text in texts]


def _outcome(text: str) -> Extraction | Exception:
    try:
        return extract(text)
    except ValueError as error:
        return error
