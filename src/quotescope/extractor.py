"""The extractor: the stages in the order in which a text passes through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import quotescope
from quotescope.models import Extraction
from quotescope.parsing import Parse, Parser
from quotescope.stages.assembly import assemble
from quotescope.stages.attribution import choose
from quotescope.stages.contents import proposals
from quotescope.stages.coreference import resolve
from quotescope.stages.cues import find_cues
from quotescope.stages.entities import find_appearances
from quotescope.stages.marks import find_marked
from quotescope.stages.names import spoken
from quotescope.stages.records import Reading
from quotescope.stages.referents import find_referents

if TYPE_CHECKING:
    import stanza


class Extractor:
    """Holds a loaded parser and reads texts with it.

    Args:
        pipeline: the caller's own ``stanza.Pipeline`` for French, with the processors tokenize,
            (mwt,) pos, lemma and depparse; by default the embedded model is loaded at the first
            text, from the package, never from the network.
        batch_size: how many texts ``many`` hands to the parser at once.
    """

    def __init__(
        self, pipeline: stanza.Pipeline | None = None, *, batch_size: int = 32
    ) -> None:
        self._pipeline = pipeline
        self._batch_size = batch_size
        self._loaded: Parser | None = None

    @property
    def parser(self) -> Parser:
        """The parser, loaded when it is first asked for."""
        if self._loaded is None:
            if self._pipeline is not None:
                from quotescope.parsing.stanza_adapter import StanzaParser

                self._loaded = StanzaParser(self._pipeline)
            else:
                from quotescope.parsing import embedded

                self._loaded = embedded.load()
        return self._loaded

    def __call__(self, text: str) -> Extraction:
        """The quotations of one text.

        Raises:
            TypeError: ``text`` is not a ``str``.
        """
        return from_parse(self.parser.parse([_checked(text)])[0])

    def many(self, texts: Iterable[str]) -> Iterator[Extraction]:
        """The extractions of many texts, in order, lazily, parsed in batches.

        Raises:
            TypeError: ``texts`` is a single ``str``, or one of them is not a ``str``.
        """
        if isinstance(texts, str):
            raise TypeError("many() takes an iterable of texts; for one text call the extractor")
        return self._many(texts)

    def _many(self, texts: Iterable[str]) -> Iterator[Extraction]:
        remaining = iter(texts)
        while batch := [_checked(text) for text in islice(remaining, self._batch_size)]:
            for parse in self.parser.parse(batch):
                yield from_parse(parse)


def from_parse(parse: Parse) -> Extraction:
    """The quotations of a parsed text."""
    marked = spoken(parse, find_marked(parse.text))
    reading = Reading(parse, marked)
    cues = find_cues(parse)
    drafts = choose(reading, proposals(reading, cues))
    identities = resolve(reading, drafts, find_referents(find_appearances(reading)))
    quotes = tuple(
        assemble(parse.text, draft, identity, 0.9)
        for draft, identity in zip(drafts, identities, strict=True)
    )
    return Extraction(
        text=parse.text, quotes=quotes, parser=parse.parser, version=quotescope.__version__
    )


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(
            f"quotescope reads str, not {type(text).__name__}; decode bytes or read the file first"
        )
    return text
