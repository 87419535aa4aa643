"""A library among others: what it leaves alone in the process that imports it."""

from __future__ import annotations

import logging
import socket

import pytest

import quotescope
from programs import run
from quotescope import Extractor, QuotescopeError, extract
from quotescope.extractor import from_parse
from quotescope.stages import attribution
from quotescope.stages.records import Draft, Reading
from toy_parser import ToyParser

TEXT = "« Nous irons », a déclaré Anne Vasseur."

STATE = """
import gc, locale, logging, os, random, signal, socket, sys, threading, warnings
def state():
    root = logging.getLogger()
    return {
        "root logger": (root.level, list(root.handlers), logging.raiseExceptions),
        "logging class": logging.getLoggerClass(),
        "warnings": list(warnings.filters),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "path": list(sys.path),
        "signals": {s: signal.getsignal(s) for s in signal.valid_signals()},
        "threads": threading.active_count(),
        "random": random.getstate(),
        "locale": locale.setlocale(locale.LC_ALL),
        "recursion": sys.getrecursionlimit(),
        "collector": (gc.isenabled(), gc.get_threshold()),
        "streams": (sys.stdout, sys.stderr, sys.excepthook),
        "socket": (socket.socket, socket.getdefaulttimeout()),
    }
before = state()
"""
COMPARE = """
after = state()
print([name for name in before if before[name] != after[name]])
"""


def test_the_import_changes_nothing() -> None:
    assert run(f"{STATE}\nimport quotescope\n{COMPARE}") == "[]"


@pytest.mark.model
def test_extracting_changes_nothing() -> None:
    # Torch, which is loaded with the model, adds a filter for warnings of its own.
    program = f"import torch\n{STATE}\nimport quotescope\nquotescope.extract({TEXT!r})\n{COMPARE}"
    assert run(program) == "[]"


def test_the_import_warns_of_nothing() -> None:
    assert run("import quotescope, quotescope.formats, quotescope.evaluation", "-Werror") == ""


def test_the_import_takes_little_time() -> None:
    program = (
        "import pydantic, regex, time; start = time.process_time(); import quotescope;"
        "print(time.process_time() - start)"
    )
    assert min(float(run(program)) for _ in range(3)) < 0.5


def test_the_only_handler_is_silent() -> None:
    logger = logging.getLogger("quotescope")
    assert [type(handler) for handler in logger.handlers] == [logging.NullHandler]
    assert logger.level == logging.NOTSET
    assert logger.propagate
    others = [name for name in logging.root.manager.loggerDict if name.startswith("quotescope.")]
    assert others == []


def test_what_is_left_out_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    reading = Reading(ToyParser().one(TEXT), ())
    unsound = Draft("direct", (9, 3), ((9, 3),), None, None, ("incise-inside",))
    assert attribution.choose(reading, [unsound]) == ()
    assert "incise-inside" in caplog.text
    assert TEXT not in caplog.text


@pytest.mark.model
def test_no_socket_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was made")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert Extractor()(TEXT).quotes == extract(TEXT).quotes


def test_nothing_is_kept_from_text_to_text() -> None:
    """What the stages cache is the lexicon alone, whatever they read."""
    from gc import collect, get_objects

    def size() -> int:
        collect()
        return len(get_objects())

    def read(start: int) -> None:
        for number in range(start, start + 200):
            from_parse(ToyParser().one(f"« Non {number} », dit Jean{number} Tissier{number}."))

    read(0)
    before = size()
    read(1000)
    assert size() - before < 100


def test_every_error_of_ours_has_one_base() -> None:
    for error in (quotescope.ModelError, quotescope.LexiconError, quotescope.WorkerError):
        assert issubclass(error, QuotescopeError)
    assert issubclass(quotescope.ExtractionError, QuotescopeError)
