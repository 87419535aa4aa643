"""The errors of the library; each message says what happened and what to do next."""


class QuotescopeError(Exception):
    """Base of every error that the library raises on purpose."""


class ModelError(QuotescopeError):
    """The parsing model is missing, damaged or lacks a processor."""


class UnparsedError(QuotescopeError, ValueError):
    """A spaCy ``Doc`` or a ``stanza.Document`` lacks what it takes to find quotations."""


class LexiconError(QuotescopeError):
    """A lexicon file breaks its own format."""
