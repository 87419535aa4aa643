"""The embedded model: a compact Stanza pipeline whose weights ship in the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quotescope.parsing.stanza_adapter import StanzaParser

WEIGHTS = Path(__file__).parent / "weights"
VERSION = "0.1"


@cache
def load() -> StanzaParser:
    """The embedded parser, loaded once a process, without the network."""
    import stanza
    from stanza.models.common.foundation_cache import FoundationCache
    from stanza.models.common.pretrain import Pretrain

    # The word vectors are stored in half precision, which Stanza does not cast on its own.
    vectors = str(WEIGHTS / "fr" / "pretrain" / "mix.pt")
    pretrain = Pretrain(vectors)
    pretrain.load()
    pretrain._emb = pretrain._emb.float()
    shared = FoundationCache()
    shared.pretrains[vectors] = pretrain
    pipeline = stanza.Pipeline(
        "fr",
        dir=str(WEIGHTS),
        processors="tokenize,mwt,pos,lemma,depparse",
        download_method=None,
        use_gpu=False,
        verbose=False,
        foundation_cache=shared,
    )
    return StanzaParser(pipeline, f"quotescope-fr {VERSION} (stanza {stanza.__version__})")
