"""``quotescope extract``: the quotations of texts, in any format, resumable."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotescope.cli.arguments import UsageError
from quotescope.cli.extracting import Report, extractions, with_progress
from quotescope.cli.sources import Document, Item, is_one_text, read
from quotescope.cli.writing import SUFFIXES, Folder, Writer, opened, writer
from quotescope.formats import SCHEMA


def run(arguments: Namespace) -> int:
    """Extract the quotations of all inputs to the output."""
    format = arguments.format or _default_format(arguments)
    alone = is_one_text(arguments)
    if arguments.resume and (arguments.output is None or format != "jsonl"):
        raise UsageError("--resume goes on with a file of --format jsonl; name it by --output")
    if _in_folder(format, alone, arguments.output):
        if arguments.output is None:
            raise UsageError(f"--format {format} writes a file for each text; add --output FOLDER")
        return _run(arguments, Folder(format, arguments.output), Counter())
    done = _done(arguments.output) if arguments.resume else Counter()
    with opened(arguments.output, append=arguments.resume) as out:
        return _run(arguments, writer(format, out, alone=alone), done)


def _run(arguments: Namespace, output: Writer, done: Counter[str]) -> int:
    report = Report()
    shown = not _on_terminal(arguments)
    results = extractions(_without(read(arguments), done.copy()), report, arguments.processes)
    for document, extraction in with_progress(results, shown=shown, done=done.total()):
        output.write(document.id, extraction)
    output.close()
    return report.code


def _default_format(arguments: Namespace) -> str:
    return "text" if _on_terminal(arguments) else "jsonl"


def _on_terminal(arguments: Namespace) -> bool:
    return arguments.output is None and sys.stdout.isatty()


def _in_folder(format: str, alone: bool, output: Path | None) -> bool:
    """Whether there is a file for each text; brat needs the text beside its annotations."""
    if format not in SUFFIXES:
        return False
    return not alone or (output is not None and (format == "brat" or output.is_dir()))


def _done(path: Path) -> Counter[str]:
    """How often each id stands in the output of a stopped run, whose broken last line is cut."""
    done: Counter[str] = Counter()
    if not path.exists():
        return done
    whole = 0
    with open(path, "rb+") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            done[_id(path, line)] += 1
            whole += len(line)
        file.truncate(whole)
    return done


def _id(path: Path, line: bytes) -> str:
    try:
        record = json.loads(line)
        if record["schema"] == SCHEMA:
            return str(record["id"])
    except (ValueError, TypeError, KeyError):
        pass
    raise UsageError(f"--resume: {path} holds a line that this command has not written")


def _without(items: Iterable[Item], done: Counter[str]) -> Iterator[Item]:
    """The items that are not done; of texts that share an id as many as are missing."""
    for item in items:
        if isinstance(item, Document) and done[item.id] > 0:
            done[item.id] -= 1
        else:
            yield item
