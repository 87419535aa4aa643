"""Stanza's own pipeline over the embedded weights."""

from __future__ import annotations

from typing import Any

from quotescope.parsing import embedded


def stock_pipeline(processors: str = "tokenize,mwt,pos,lemma,depparse", **settings: Any) -> Any:
    """A ``stanza.Pipeline`` that reads the weights of the package, without the network."""
    import stanza
    from stanza.models.common.foundation_cache import FoundationCache
    from stanza.models.common.pretrain import Pretrain

    path = str(embedded.WEIGHTS / "fr" / "pretrain" / "mix.pt")
    vectors = Pretrain(path)
    vectors.load()
    vectors._emb = vectors._emb.float()
    shared = FoundationCache()
    shared.pretrains[path] = vectors
    return stanza.Pipeline(
        "fr",
        dir=str(embedded.WEIGHTS),
        processors=processors,
        download_method=None,
        use_gpu=False,
        verbose=False,
        foundation_cache=shared,
        **settings,
    )
