"""The embedded model: compact Stanza models whose weights ship in the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quotescope.parsing.lean import EmbeddedParser

WEIGHTS = Path(__file__).parent / "weights"
VERSION = "0.1"


@cache
def load() -> EmbeddedParser:
    """The embedded parser, loaded once a process, without the network."""
    return EmbeddedParser(WEIGHTS / "fr", f"quotescope-fr {VERSION}", load)
