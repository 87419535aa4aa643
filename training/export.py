"""Lay trained models out as a weights folder, in half precision.

python -m training.export --tokenizer T.pt --boundaries B.pt --contractions M.pt --tagger G.pt
    --lemmatizer L.pt --parser P.pt --vectors V.pt --out WEIGHTS
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import torch

from quotescope.parsing.checkpoint import SUMS

# Stanza's names for the parts.
PARTS = {
    "tokenizer": "tokenize",
    "boundaries": "sentences",
    "contractions": "mwt",
    "tagger": "pos",
    "lemmatizer": "lemma",
    "parser": "depparse",
    "vectors": "pretrain",
}
PACKAGE = "mix"


def halved(stored: Any) -> Any:
    """The same nest of containers, single-precision tensors in half precision."""
    if isinstance(stored, torch.Tensor):
        return stored.half() if stored.dtype == torch.float32 else stored
    if isinstance(stored, dict):
        return type(stored)((key, halved(value)) for key, value in stored.items())
    if isinstance(stored, list):
        return [halved(value) for value in stored]
    return stored


def index() -> dict[str, Any]:
    """The resources.json that Stanza asks for: one language, one package."""
    with_vectors = [{"model": "pretrain", "package": PACKAGE}]
    # Stanza has no part of its own for sentences: its tokenizer cuts them.
    parts = [part for part in PARTS.values() if part not in ("pretrain", "sentences")]
    chosen = dict.fromkeys(parts, PACKAGE)
    french: dict[str, Any] = {
        "lang_name": "French",
        "default_processors": chosen,
        "packages": {"default": chosen},
        "default_dependencies": {"pos": with_vectors, "depparse": with_vectors},
        "pretrain": {PACKAGE: {}},
    }
    for part in parts:
        needed = with_vectors if part in ("pos", "depparse") else []
        french[part] = {PACKAGE: {"dependencies": needed}}
    return {"fr": french}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in PARTS:
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    total = 0
    sums = []
    for name, part in PARTS.items():
        stored = torch.load(getattr(options, name), map_location="cpu", weights_only=True)
        stored.pop("optimizer_state_dict", None)
        target = options.out / "fr" / part / f"{PACKAGE}.pt"
        target.parent.mkdir(parents=True, exist_ok=True)
        torch.save(halved(stored), target)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        sums.append(f"{digest}  {part}/{target.name}\n")
        size = target.stat().st_size
        total += size
        print(f"{part}: {size / 1e6:.2f} MB")
    (options.out / "fr" / SUMS).write_text("".join(sums))
    (options.out / "resources.json").write_text(json.dumps(index(), indent=1) + "\n")
    print(f"total: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
