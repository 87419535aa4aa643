"""The doors out: an extraction as JSON Lines, rows, CSV, TEI, Web Annotation, brat, HTML, …

Each format is one file of pure functions.  ``to_…`` writes an ``Extraction``; ``from_…`` reads the
same quotations back, where the format can hold them, and raises ``FormatError`` on what it cannot
read.
"""

from quotescope.formats.brat import BRAT_CONFIGURATION, from_brat, to_brat
from quotescope.formats.conllu import to_conllu
from quotescope.formats.corpus_page import corpus_page
from quotescope.formats.html import to_frame, to_html
from quotescope.formats.json_lines import SCHEMA, from_jsonl, to_jsonl
from quotescope.formats.label_studio import (
    LABEL_STUDIO_CONFIGURATION,
    from_label_studio,
    to_label_studio,
)
from quotescope.formats.plain import to_plain
from quotescope.formats.prodigy import to_prodigy
from quotescope.formats.reading import FormatError
from quotescope.formats.rows import COLUMNS, from_csv, from_rows, to_csv, to_rows
from quotescope.formats.tei import from_tei, to_tei
from quotescope.formats.web_annotation import from_web_annotation, to_web_annotation

__all__ = [
    "BRAT_CONFIGURATION",
    "COLUMNS",
    "LABEL_STUDIO_CONFIGURATION",
    "SCHEMA",
    "FormatError",
    "corpus_page",
    "from_brat",
    "from_csv",
    "from_jsonl",
    "from_label_studio",
    "from_rows",
    "from_tei",
    "from_web_annotation",
    "to_brat",
    "to_conllu",
    "to_csv",
    "to_frame",
    "to_html",
    "to_jsonl",
    "to_label_studio",
    "to_plain",
    "to_prodigy",
    "to_rows",
    "to_tei",
    "to_web_annotation",
]
