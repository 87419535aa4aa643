"""Carry a trained tagger or parser over to other word vectors, to train on from there.

    python -m training.transplant --model OLD.pt --old-vectors OLD_VECTORS.pt
        --new-vectors VECTORS.pt --out START.pt

Only the layer that reads the vectors changes: it is fitted, over the forms that both sets
have, to give about what it gave, common forms counting most.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.pipeline import load_vectors

LAYER = "trans_pretrained.weight"


def fitted(
    layer: torch.Tensor, old: torch.Tensor, new: torch.Tensor, weights: torch.Tensor
) -> torch.Tensor:
    """The layer over ``new`` closest to ``layer`` over ``old``, by weighted least squares."""
    wanted = old @ layer.T
    weighted = new * weights.unsqueeze(1)
    gram = weighted.T @ new + 1e-3 * torch.eye(new.size(1))
    solution = torch.linalg.solve(gram, weighted.T @ wanted)
    missed = (weights.unsqueeze(1) * (new @ solution - wanted) ** 2).sum()
    total = (weights.unsqueeze(1) * wanted**2).sum()
    print(f"{len(new)} forms, {1 - missed / total:.3f} of the layer's output explained")
    return solution.T.contiguous()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--old-vectors", type=Path, required=True)
    parser.add_argument("--new-vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    old, new = load_vectors(options.old_vectors), load_vectors(options.new_vectors)
    special = 4
    shared = [
        (old.vocab.unit2id(form), i)
        for i, form in enumerate(new.vocab._id2unit)
        if i >= special and form in old.vocab
    ]
    old_rows, new_rows = (torch.tensor(rows) for rows in zip(*shared, strict=True))
    weights = 1 / (20.0 + torch.arange(len(shared)))
    old_table, new_table = (torch.as_tensor(p.emb).float() for p in (old, new))
    stored = torch.load(options.model, map_location="cpu", weights_only=True)
    layer = stored["model"][LAYER].float()
    stored["model"][LAYER] = fitted(layer, old_table[old_rows], new_table[new_rows], weights)
    torch.save(stored, options.out)


if __name__ == "__main__":
    main()
