"""The door in: from text to the neutral parse."""

from quotescope.parsing.parse import Parse, Parser, Sentence, Word

__all__ = ["Parse", "Parser", "Sentence", "Word"]
