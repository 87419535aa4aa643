"""Python programs that run in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import quotescope

SOURCES = str(Path(quotescope.__file__).parent.parent)


def run(program: str, *options: str) -> str:
    """What a program prints; it writes nothing to the standard error."""
    done = subprocess.run(
        [sys.executable, *options, "-c", program],
        env=os.environ | {"PYTHONPATH": SOURCES},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.strip()
