"""Tags in doubt: a word's likeliest tag, the second one, and how much that one counts.

The tagger's mistakes are mostly cases of two tags between which it hesitates. The parser therefore
reads a mixture of both embeddings instead of the likeliest tag's own. One number stands for such a
mixture, so that words of the same form and tags remain of one kind.
"""

from __future__ import annotations

import torch

# The second tag counts 0, 1, 2 … tenths: by half at most, or it were the first.
_SHARES = 6
# Taggers are surer than they are right (Guo et al. 2017, On Calibration of Modern Neural Networks);
# fitted on the development set with a tagger that had not learned from it.
_TEMPERATURE = 2.0


def numbers(scores: torch.Tensor) -> torch.Tensor:
    """The number of each word's mixture, from its scores of all tags."""
    best, tags = (scores / _TEMPERATURE).topk(2, 1)
    second = best.softmax(1)[:, 1]
    share = (second * 2 * (_SHARES - 1)).round_().long()
    first, other = tags.unbind(1)
    # Certain words are all of one number, whatever the tag that comes second.
    return (first * scores.shape[1] + other.where(share > 0, first)) * _SHARES + share


def mixtures(embeddings: torch.Tensor) -> torch.Tensor:
    """The embedding of every mixture, by its number, from those of the tags."""
    share = torch.arange(_SHARES) / (2 * (_SHARES - 1))
    first, other, share = embeddings[:, None, None], embeddings[None, :, None], share[:, None]
    return torch.lerp(first, other, share).flatten(0, 2)


def firsts(count: int) -> torch.Tensor:
    """The likeliest tag of every mixture, by its number, where there are so many tags."""
    return torch.arange(count).repeat_interleave(count * _SHARES)
