"""``quotescope schema``: the JSON Schema of an extraction."""

from __future__ import annotations

import json
from argparse import Namespace

from quotescope.models import Extraction


def run(arguments: Namespace) -> int:
    """Print the schema."""
    print(json.dumps(Extraction.model_json_schema(), ensure_ascii=False, indent=2))
    return 0
