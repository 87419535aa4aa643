"""``quotescope view``: one text as an HTML page."""

from __future__ import annotations

from argparse import Namespace
from itertools import islice
from pathlib import Path

from quotescope.cli.arguments import UsageError
from quotescope.cli.extracting import Report, extractions
from quotescope.cli.sources import read
from quotescope.cli.writing import opened
from quotescope.formats import to_html


def run(arguments: Namespace) -> int:
    """Write the page of the one text of the input."""
    report = Report()
    items = list(islice(read(arguments), 2))
    if len(items) > 1:
        raise UsageError("view shows one text; for many: extract --format html --output FOLDER")
    for document, extraction in extractions(items, report):
        with opened(arguments.output) as out:
            out.write(to_html(extraction, title=arguments.title or Path(document.id).stem))
    return report.code
