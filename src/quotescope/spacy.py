"""A component for spaCy (``pip install quotescope[spacy]``).

::

    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("quotescope")
    for quote in nlp("« Il y aura des suites », a averti la ministre.")._.quotes:
        print(quote.speaker.name, quote.content.text)

``Doc._.quotes`` holds the quotations, ``Doc._.extraction`` the whole ``Extraction`` (``None`` where
the component has not run); offsets are those of ``Doc.text``.  Both are saved with the ``Doc``.
"""

# No annotations from __future__: spaCy 3.7 reads those of the factory, and wants types there.

from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from quotescope.extractor import Extractor
from quotescope.many import ExtractionError, Failure
from quotescope.models import Extraction, Quote
from quotescope.parsing.received import Readable

_KEY = "quotescope"
"""Where the extraction stands in ``Doc.user_data``: as JSON, which a ``Doc`` can be saved with."""

PARSERS = ("embedded", "doc")


class QuotationFinder(Pipe):  # type: ignore[misc]
    """Finds the quotations of each ``Doc``, and changes nothing else of it.

    Args:
        parser: ``"embedded"`` parses the text of the ``Doc`` with the model of this package, which
            finds most, in any French pipeline, even a blank one; ``"doc"`` takes the parts of
            speech, lemmas and dependencies that the components before this one have set.

    Raises:
        ValueError: ``parser`` is another word.
    """

    def __init__(self, name: str = "quotescope", *, parser: str = "embedded") -> None:
        if parser not in PARSERS:
            raise ValueError(f"parser is {' or '.join(map(repr, PARSERS))}, not {parser!r}")
        self.name = name
        self.parser = parser
        self._extractor = Extractor()

    def __call__(self, doc: Doc) -> Doc:
        """Set the quotations of one ``Doc``.

        Raises:
            UnparsedError: with ``parser="doc"`` the ``Doc`` lacks a part of its parse.
        """
        return _kept(doc, self._extractor(self._source(doc)))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Set the quotations of many, in order, lazily, in batches of at most 32 texts."""
        handle_error = self.get_error_handler()
        waiting: deque[Doc] = deque()

        def sources() -> Iterator[Readable]:
            for doc in stream:
                waiting.append(doc)
                yield self._source(doc)

        for result in self._extractor.many(sources(), on_error="skip"):
            doc = waiting.popleft()
            if isinstance(result, Failure):
                handle_error(self.name, self, [doc], ExtractionError(result))
            else:
                yield _kept(doc, result)

    def _source(self, doc: Doc) -> Readable:
        return doc if self.parser == "doc" else str(doc.text)


@Language.factory(  # type: ignore[untyped-decorator]
    "quotescope",
    default_config={"parser": "embedded"},
    assigns=["doc._.quotes", "doc._.extraction"],
)
def quotescope(nlp: Language, name: str, parser: str) -> QuotationFinder:
    """The component of ``nlp.add_pipe("quotescope", config={"parser": …})``."""
    return QuotationFinder(name, parser=parser)


def _kept(doc: Doc, extraction: Extraction) -> Doc:
    doc.user_data[_KEY] = extraction.model_dump_json()
    return doc


def _extraction(doc: Doc) -> Extraction | None:
    kept = doc.user_data.get(_KEY)
    return None if kept is None else _read(kept)


def _quotes(doc: Doc) -> tuple[Quote, ...]:
    extraction = _extraction(doc)
    return extraction.quotes if extraction else ()


@lru_cache(maxsize=64)
def _read(kept: str) -> Extraction:
    return Extraction.model_validate_json(kept)


# Forced, since a module may be imported twice, say by a notebook that reloads it.
Doc.set_extension("extraction", getter=_extraction, force=True)
Doc.set_extension("quotes", getter=_quotes, force=True)
