"""The extractor: the stages in the order in which a text passes through them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, overload

import quotescope
from quotescope.many import Failure, OnError, read_many
from quotescope.models import Extraction
from quotescope.parsing import Parse, Parser
from quotescope.parsing.received import Given, received, received_or_error
from quotescope.stages.assembly import assemble
from quotescope.stages.attribution import choose
from quotescope.stages.contents import proposals
from quotescope.stages.coreference import resolve
from quotescope.stages.cues import find_cues
from quotescope.stages.entities import find_appearances
from quotescope.stages.marks import find_marked
from quotescope.stages.modality import modality_of
from quotescope.stages.names import spoken
from quotescope.stages.nested import with_nested
from quotescope.stages.records import Reading
from quotescope.stages.referents import find_referents

if TYPE_CHECKING:
    import stanza

    from quotescope.parsing.received import Readable

_loading = Lock()
_forked = False


def _after_fork() -> None:
    """Remember in a forked process that it has the threads of torch only in name."""
    global _loading, _forked
    _loading = Lock()
    _forked = "torch" in sys.modules


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class Extractor:
    """Holds a parser and reads texts with it.

    Threads may share an extractor of the embedded model. Pickled, it is its settings: it loads the
    model anew at the first text, once a process. An extractor around the caller's own pipeline is
    as safe for threads as that pipeline, and cannot be pickled.

    Args:
        pipeline: the caller's own ``stanza.Pipeline`` for French, with the processors tokenize,
            (mwt,) pos, lemma and depparse; by default the embedded model is loaded at the first
            text, from the package, never from the network.
        batch_size: how many texts ``many`` hands to the parser at once, at most.
        threads: how many threads torch may use from the first text on, in the whole process, since
            torch has one setting for all; by default its setting is left alone. One thread for a
            process is fastest for many texts.
        min_confidence: leave out quotations that are less sure; 0 keeps all.
        int8: run the embedded model in eight-bit integers, at nearly twice the speed. About one
            text in ten then gives slightly different quotations, neither better nor worse on
            annotated news, and they may depend on the texts that are read together.

    Raises:
        ValueError: ``batch_size`` or ``threads`` is less than 1, or ``int8`` is asked for with a
            pipeline.
    """

    def __init__(
        self,
        pipeline: stanza.Pipeline | None = None,
        *,
        batch_size: int = 32,
        threads: int | None = None,
        min_confidence: float = 0.0,
        int8: bool = False,
    ) -> None:
        if batch_size < 1 or (threads is not None and threads < 1):
            raise ValueError("batch_size and threads are at least 1")
        if int8 and pipeline is not None:
            raise ValueError("int8 is for the embedded model; a pipeline runs as it was built")
        self._pipeline = pipeline
        self._batch_size = batch_size
        self.threads = threads
        self._min_confidence = min_confidence
        self._int8 = int8
        self._loaded: Parser | None = None

    def __getstate__(self) -> dict[str, Any]:
        if self._pipeline is not None:
            raise TypeError(
                "an extractor around your own stanza.Pipeline cannot be sent to another process; "
                "make the Extractor there"
            )
        return self.__dict__ | {"_loaded": None}

    @property
    def parser(self) -> Parser:
        """The parser, loaded when it is first asked for."""
        if self._loaded is None or _forked:
            with _loading:
                self._set_threads()
                self._loaded = self._loaded or self._load()
        return self._loaded

    def _load(self) -> Parser:
        if self._pipeline is not None:
            from quotescope.parsing.stanza_adapter import StanzaParser

            return StanzaParser(self._pipeline)
        from quotescope.parsing import embedded

        return embedded.load(int8=True) if self._int8 else embedded.load()

    def _set_threads(self) -> None:
        global _forked
        # Without this a forked process would wait for ever for the threads of its parent.
        threads = 1 if _forked else self.threads
        if threads is not None:
            import torch

            torch.set_num_threads(threads)
        _forked = False

    def __call__(self, text: Readable) -> Extraction:
        """The quotations of one text.

        Args:
            text: any string; or a spaCy ``Doc`` or a ``stanza.Document`` that a French pipeline has
                parsed, which is not parsed again.

        Raises:
            TypeError: ``text`` is none of these.
            UnparsedError: the document lacks tags, lemmas or dependencies.
        """
        given = received(text)
        parse = self.parser.parse([given])[0] if isinstance(given, str) else given
        return from_parse(parse, self._min_confidence)

    @overload
    def many(
        self,
        texts: Iterable[Readable],
        *,
        processes: int = 1,
        on_error: Literal["raise"] = "raise",
    ) -> Iterator[Extraction]: ...

    @overload
    def many(
        self, texts: Iterable[Readable], *, processes: int = 1, on_error: Literal["skip"]
    ) -> Iterator[Extraction | Failure]: ...

    def many(
        self, texts: Iterable[Readable], *, processes: int = 1, on_error: OnError = "raise"
    ) -> Iterator[Extraction | Failure]:
        """The extractions of many texts, in order, lazily, parsed in batches.

        Args:
            texts: any iterable of texts, or of documents that spaCy or Stanza have parsed; at most
                two batches a process are taken ahead.
            processes: 1 reads in this process; more start so many worker processes, which are
                spawned, use one thread each and end with the iterator.
            on_error: ``"raise"`` raises at the first text that cannot be read, after the
                extractions of those before it; ``"skip"`` yields a ``Failure`` in its place and
                goes on, so that there is always one result a text.

        Raises:
            TypeError: ``texts`` is a single ``str``; or with ``processes`` the extractor has the
                caller's own pipeline.
            ValueError: ``processes`` is less than 1, or ``on_error`` is another word.
            ExtractionError: a text could not be read (``None``, for example).
            WorkerError: a worker process was killed.
        """
        if isinstance(texts, str):
            raise TypeError("many() takes an iterable of texts; for one text call the extractor")
        if processes < 1:
            raise ValueError("processes is at least 1")
        if on_error not in ("raise", "skip"):
            raise ValueError('on_error is "raise" or "skip"')
        if processes > 1:
            self.__getstate__()
        # Parses are small enough to be sent to other processes, documents are not.
        given = map(received_or_error, texts)
        return read_many(self, given, self._batch_size, processes, on_error)

    def outcomes(self, texts: Sequence[Given]) -> list[Extraction | Exception]:
        """One batch: for each text its extraction, or the exception that it caused."""
        plain = [text for text in texts if isinstance(text, str)]
        parser = self.parser if plain else None
        try:
            parsed = iter(parser.parse(plain) if parser else [])
        except Exception as error:
            if len(texts) == 1:
                return [error]
            # Which of them it was is not known: each is read alone.
            return [outcome for text in texts for outcome in self.outcomes([text])]
        parses = (next(parsed) if isinstance(text, str) else text for text in texts)
        return [_outcome(parse, self._min_confidence) for parse in parses]


def _outcome(parse: Parse | Exception, min_confidence: float) -> Extraction | Exception:
    if isinstance(parse, Exception):
        return parse
    try:
        return from_parse(parse, min_confidence)
    except Exception as error:
        return error


def from_parse(parse: Parse, min_confidence: float = 0.0) -> Extraction:
    """The quotations of a parsed text, those that are at least so sure."""
    marked = spoken(parse, find_marked(parse.text))
    reading = Reading(parse, marked)
    cues = find_cues(parse)
    drafts = with_nested(reading, cues, choose(reading, proposals(reading, cues)))
    identities = resolve(reading, drafts, find_referents(find_appearances(reading)))
    quotes = (
        assemble(parse.text, draft, identity, modality_of(reading, draft))
        for draft, identity in zip(drafts, identities, strict=True)
    )
    return Extraction(
        text=parse.text,
        quotes=tuple(quote for quote in quotes if quote.confidence >= min_confidence),
        parser=parse.parser,
        version=quotescope.__version__,
    )
