"""No pattern of ours takes more than linear time, whatever the text.

Each pattern of the package runs over long runs of the characters that patterns are made of: a
quadratic one needs a hundred million steps there, and seconds, a linear one milliseconds.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import regex

import quotescope

LENGTH = 16_000
SECONDS = 0.3
# A pattern that is only ever laid over a whole string.
WHOLE = frozenset(("quotescope.parsing.tokens._WHOLE",))
PIECES = (
    *" \n\t.,;:!?…-'’\"«»()[]/\\|&<>=@_aA1éÉ\u0301\u00a0\uffff",
    "a ", " a", ". ", ".a", ", ", "-a", "a-", "a.", "l'", "\r\n", "\n ", "A.", "« ", " »", "a@",
    "www.", "http://", "&laquo;", "1:", "q1.", " - ", "aujourd'", "-t-", "d'", "MM. ", "''",
)  # fmt: skip
CALLS = frozenset("match search fullmatch sub subn finditer findall split".split())


# Libraries of extras, without which the modules around them are left out.
_EXTRAS = ("pandas", "pyspark", "spacy")


def compiled() -> Iterator[tuple[str, Any]]:
    """The patterns that modules hold, and those written where they are used."""
    for module in pkgutil.walk_packages(quotescope.__path__, "quotescope."):
        if module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ModuleNotFoundError as missing:
            if missing.name in _EXTRAS:
                continue
            raise
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern | regex.Pattern):
                yield f"{module.name}.{name}", value
    for path in Path(quotescope.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner, call = node.func.value, node.func.attr
                if isinstance(owner, ast.Name) and owner.id in ("re", "regex") and call in CALLS:
                    pattern = ast.literal_eval(node.args[0])
                    library = re if owner.id == "re" else regex
                    yield f"{path.stem}:{pattern}", library.compile(pattern)


PATTERNS = dict(compiled())


def test_the_patterns_are_found() -> None:
    assert "quotescope.stages.marks._SIGN" in PATTERNS
    assert len(PATTERNS) > 20


@pytest.mark.parametrize("name", PATTERNS)
def test_linear_over_runs_of_anything(name: str) -> None:
    assert slow_over(PATTERNS[name], whole=name in WHOLE) is None


def test_a_quadratic_pattern_would_be_found() -> None:
    assert slow_over(re.compile(r"\s*,\s*x"), whole=False) is not None


def slow_over(pattern: Any, *, whole: bool) -> tuple[str, float] | None:
    """The first piece over whose repetition a pattern takes too long, and how long."""
    for piece in PIECES:
        for end in ("", "\0"):
            text = piece * (LENGTH // len(piece)) + end
            start = process_time()
            # The second line: a pattern of the regex module gives up rather than hang.
            limit = {"timeout": 10 * SECONDS} if isinstance(pattern, regex.Pattern) else {}
            found = [pattern.fullmatch(text, **limit)] if whole else pattern.finditer(text, **limit)
            deque(found, maxlen=0)
            if (spent := process_time() - start) > SECONDS:
                return piece, spent
    return None
