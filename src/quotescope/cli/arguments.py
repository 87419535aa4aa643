"""The arguments of the command line; a command's own module is imported when it runs."""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module
from pathlib import Path

import quotescope

FORMATS = (
    "text",
    "json",
    "jsonl",
    "csv",
    "html",
    "tei",
    "web-annotation",
    "brat",
    "label-studio",
)

_CODES = """exit codes: 0 all went well; 1 some input failed, each named on standard error;
2 wrong usage; 130 interrupted; 141 the reader of a pipe went away"""


DIFFERENT = 3
"""The exit code of ``evaluate --diff`` where something changed."""


class UsageError(Exception):
    """Arguments that contradict each other; the message says what to do instead."""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="quotescope",
        description="Who said what in French news: quotations, their cues and their speakers.",
        epilog=_CODES,
    )
    whole.add_argument(
        "--version", action="version", version=f"quotescope {quotescope.__version__}"
    )
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _extract(commands.add_parser("extract", help="find the quotations of texts", epilog=_CODES))
    _stats(commands.add_parser("stats", help="count who speaks how often and how much"))
    _view(commands.add_parser("view", help="write one text as an HTML page"))
    _evaluate(commands.add_parser("evaluate", help="measure extractions, or compare them"))
    _schema(commands.add_parser("schema", help="print the JSON Schema of an extraction"))
    return whole


def _extract(command: argparse.ArgumentParser) -> None:
    command.description = "Find the quotations of texts, each with its cue and its speaker."
    _add_inputs(command)
    command.add_argument(
        "--format", choices=FORMATS, help="default: text on a terminal, elsewhere jsonl"
    )
    _add_output(command, "file, for html, tei, web-annotation and brat of several texts a folder")
    command.add_argument(
        "--resume",
        action="store_true",
        help="go on with the jsonl file of --output where a stopped run left it",
    )
    _add_processes(command)
    command.set_defaults(run=partial(_run, "extract"))


def _stats(command: argparse.ArgumentParser) -> None:
    command.description = "Count quotations and quoted words by speaker, kind and gender."
    _add_inputs(command)
    command.add_argument(
        "--html", action="store_true", help="a page with charts instead of a table"
    )
    _add_processes(command)
    _add_output(command, "file")
    command.set_defaults(run=partial(_run, "stats"))


def _view(command: argparse.ArgumentParser) -> None:
    command.description = "Write one text as an HTML page that shows who says what."
    _add_inputs(command, several=False)
    command.add_argument("--title", help="the title of the page; default: the file's name")
    _add_output(command, "file")
    command.set_defaults(run=partial(_run, "view"))


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Precision, recall and F1 of extractions against gold annotations; "
        "or, with --diff, what changed from one file of extractions to another."
    )
    command.epilog = f"{_CODES}; with --diff also {DIFFERENT} the files differ"
    command.add_argument(
        "gold",
        metavar="GOLD",
        type=Path,
        help="a folder of gold JSON files; with --diff the older file of extractions",
    )
    command.add_argument(
        "predicted",
        metavar="PREDICTED",
        type=Path,
        help="a JSON Lines file of extractions whose ids are those of the gold documents; "
        "with --diff the newer one",
    )
    what = command.add_mutually_exclusive_group()
    what.add_argument("--misses", action="store_true", help="list all that went wrong, too")
    what.add_argument(
        "--diff", action="store_true", help="list what changed from the file OLD to the file NEW"
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=partial(_run, "evaluate"))


def _schema(command: argparse.ArgumentParser) -> None:
    command.description = "Print the JSON Schema of an extraction."
    command.set_defaults(run=partial(_run, "schema"))


def _add_inputs(command: argparse.ArgumentParser, *, several: bool = True) -> None:
    what = "plain text, .jsonl or .csv; - is standard input"
    if several:
        command.add_argument(
            "files", metavar="FILE", nargs="+", help=f"{what}; or a folder of these"
        )
    else:
        command.add_argument("files", metavar="FILE", nargs=1, help=what)
    command.add_argument(
        "--input",
        choices=("text", "jsonl", "csv"),
        help="what the files hold, whatever their names; default: by name, standard input text",
    )
    command.add_argument("--field", default="text", help="the field or column of the text (text)")
    command.add_argument("--id-field", default="id", help="the field or column of the id (id)")


def _add_output(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "-o", "--output", type=Path, metavar="PATH", help=f"{what}; default: standard output"
    )


def _add_processes(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--processes",
        type=_count,
        default=1,
        metavar="N",
        help="read in so many processes, each with a model of its own (1)",
    )


def _count(written: str) -> int:
    number = int(written)
    if number < 1:
        raise ValueError
    return number


def _run(command: str, arguments: argparse.Namespace) -> int:
    code: int = import_module(f"quotescope.cli.{command}").run(arguments)
    return code
