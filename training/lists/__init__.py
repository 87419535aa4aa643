"""Word lists for the synthetic sentences, one entry a line."""

from __future__ import annotations

from pathlib import Path


def words(name: str) -> list[str]:
    """The entries of NAME.txt."""
    return (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf8").splitlines()
