"""Who speaks how often and how much: counts over any number of extractions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from quotescope.formats.inline import only_marked
from quotescope.models import Extraction, Gender, Kind, Quote, Speaker, SpeakerKind

_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass
class Tally:
    """How many quotations, and how many words are quoted in them."""

    quotes: int = 0
    words: int = 0

    def add(self, words: int) -> None:
        """Count one more quotation."""
        self.quotes += 1
        self.words += words


@dataclass
class SpeakerTally(Tally):
    """What one speaker says; ``name`` is ``None`` for all that is said by nobody identified."""

    name: str | None = None
    kind: SpeakerKind = "unknown"
    gender: Gender | None = None
    role: str | None = None
    documents: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)


@dataclass
class Statistics:
    """Counts over documents; speakers stand in the order of their number of quotations."""

    documents: int
    words: int
    total: Tally
    speakers: list[SpeakerTally]
    kinds: dict[Kind, Tally]
    genders: dict[Gender | None, Tally]


def statistics(extractions: Iterable[Extraction]) -> Statistics:
    """Count the quotations of all extractions; speakers of one name count as one speaker.

    A quotation inside another one counts for both of their speakers.  Genders count quotations,
    ``None`` those of which the text does not tell.
    """
    result = Statistics(
        0,
        0,
        Tally(),
        [],
        {"direct": Tally(), "mixed": Tally(), "indirect": Tally()},
        {"feminine": Tally(), "masculine": Tally(), None: Tally()},
    )
    speakers: dict[str | None, SpeakerTally] = {}
    for extraction in extractions:
        result.documents += 1
        result.words += _words(extraction.text)
        for quote in extraction.quotes:
            _count(quote, result, speakers)
        for name in {name_of(quote) for quote in extraction.quotes}:
            speakers[name].documents += 1
    result.speakers = sorted(speakers.values(), key=_rank)
    return result


def name_of(quote: Quote) -> str | None:
    """The name of a quotation's speaker, ``None`` where nobody is identified."""
    return quote.speaker.name if quote.speaker else None


def quoted_words(quote: Quote) -> int:
    """How many words are quoted; what interrupts direct speech does not count."""
    parts = quote.marked if only_marked(quote) else (quote.content,)
    return sum(_words(part.text) for part in parts)


def _count(quote: Quote, result: Statistics, speakers: dict[str | None, SpeakerTally]) -> None:
    words = quoted_words(quote)
    gender = quote.speaker.gender if quote.speaker else None
    name = name_of(quote)
    tally = speakers.setdefault(name, SpeakerTally(name=name))
    if quote.speaker and name is not None:
        _describe(tally, quote.speaker)
    tally.kinds[quote.kind] += 1
    for counted in (result.total, result.kinds[quote.kind], result.genders[gender], tally):
        counted.add(words)


def _describe(tally: SpeakerTally, speaker: Speaker) -> None:
    """Keep the first thing that any quotation tells of a speaker."""
    if tally.kind == "unknown":
        tally.kind = speaker.kind
    tally.gender = tally.gender or speaker.gender
    tally.role = tally.role or speaker.role


def _rank(tally: SpeakerTally) -> tuple[bool, int, int, str]:
    return tally.name is None, -tally.quotes, -tally.words, tally.name or ""


def _words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))
