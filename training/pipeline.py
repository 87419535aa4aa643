"""The trained weights as a stock Stanza pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def load_vectors(path: Path) -> Any:
    """A Stanza ``Pretrain`` in single precision, from a file in half precision."""
    from stanza.models.common.pretrain import Pretrain

    pretrain = Pretrain(str(path))
    pretrain.load()
    pretrain._emb = pretrain._emb.float()
    return pretrain


def load_pipeline(weights: Path) -> Any:
    """The ``stanza.Pipeline`` of a weights folder, without the network, on one thread."""
    import stanza
    import torch
    from stanza.models.common.foundation_cache import FoundationCache

    torch.set_num_threads(1)
    vectors = weights / "fr" / "pretrain" / "mix.pt"
    shared = FoundationCache()
    shared.pretrains[str(vectors)] = load_vectors(vectors)
    return stanza.Pipeline(
        "fr",
        dir=str(weights),
        processors="tokenize,mwt,pos,lemma,depparse",
        download_method=None,
        use_gpu=False,
        verbose=False,
        foundation_cache=shared,
    )
