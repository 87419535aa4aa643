"""A processor for Stanza: ``import quotescope.stanza`` registers ``quotes``.

::

    import stanza
    import quotescope.stanza

    nlp = stanza.Pipeline("fr", processors="tokenize,mwt,pos,lemma,depparse,quotes")
    for quote in nlp("« Il y aura des suites », a averti la ministre.").quotes:
        print(quote.speaker.name, quote.content.text)

``Document.quotes`` holds the quotations, ``Document.extraction`` the whole ``Extraction`` (``None``
where the processor has not run); offsets are those of ``Document.text``.
"""

from __future__ import annotations

from typing import Any

from stanza import Document
from stanza.pipeline.processor import Processor, register_processor

from quotescope.extractor import Extractor
from quotescope.models import Extraction, Quote

_NAME = "quotes"


@register_processor(_NAME)
class QuotesProcessor(Processor):  # type: ignore[misc]
    """Finds the quotations of a document by the parse that the processors before have made."""

    PROVIDES_DEFAULT = {_NAME}  # noqa: RUF012
    REQUIRES_DEFAULT = {"tokenize", "pos", "lemma", "depparse"}  # noqa: RUF012

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        self._extractor = Extractor()

    def mark_inactive(self) -> None:
        """Nothing is held that could be dropped."""

    def process(self, document: Document) -> Document:
        """Set the quotations of one document.

        Raises:
            UnparsedError: the document has no text of its own, as it may be where it was read from
                CoNLL-U.
        """
        document._extraction = self._extractor(document)
        return document


def _extraction(document: Document) -> Extraction | None:
    kept: Extraction | None = document._extraction
    return kept


def _quotes(document: Document) -> tuple[Quote, ...]:
    return document._extraction.quotes if document._extraction else ()


if not hasattr(Document, _NAME):
    Document.add_property("extraction", getter=_extraction)
    Document.add_property(_NAME, getter=_quotes)
