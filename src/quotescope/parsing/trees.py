"""The best dependency tree of a sentence with exactly one word below the root."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating]
Heads = npt.NDArray[np.int64]


def best_trees(scores: Scores, lengths: Heads) -> Heads:
    """The heads in the best trees of some sentences.

    ``scores[s, d, h]`` says how well ``h`` fits as head of ``d`` in sentence ``s``; item 0 is the
    root and ``lengths`` count it.  Items beyond a sentence score minus infinity as heads.
    """
    sentences, size = scores.shape[:2]
    every = np.arange(sentences)
    padding = np.arange(size) >= lengths[:, None]
    heads: Heads = scores[:, :, 1:].argmax(2) + 1
    loss = scores[:, :, 0] - np.take_along_axis(scores, heads[:, :, None], 2)[:, :, 0]
    loss[:, 0] = -np.inf
    loss[padding] = -np.inf
    # Every word but one takes its best head among the words.  No tree is better than that, so
    # that it is the answer where it is a tree, nearly always.
    heads[every, loss.argmax(1)] = 0
    heads[:, 0] = 0
    heads[padding] = 0
    above = heads
    for _ in range(size.bit_length()):
        above = np.take_along_axis(above, above, 1)
    for sentence in np.flatnonzero(above.any(1)):
        length = lengths[sentence]
        heads[sentence, :length] = _best_tree(
            scores[sentence, :length, :length].astype(np.float64), loss[sentence, :length]
        )
    return heads


def _best_tree(scores: Scores, loss: Scores) -> Heads:
    """Try each word below the root, most promising first, until no other can be better."""
    bound = np.max(scores[1:, 1:], axis=1).sum()
    best_score = -np.inf
    best: Heads = np.zeros(len(scores), dtype=np.int64)
    for top in np.argsort(-loss)[: len(scores) - 1]:
        if bound + loss[top] <= best_score:
            break
        below = scores.copy()
        below[:, 0] = -np.inf
        below[top] = -np.inf
        below[top, 0] = 0
        heads = _arborescence(below)
        score = scores[np.arange(1, len(scores)), heads[1:]].sum()
        if score > best_score:
            best_score, best = score, heads
    return best


def _arborescence(scores: Scores) -> Heads:
    """Chu-Liu-Edmonds: the best heads without a cycle; item 0 is the root."""
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    # The cycle becomes one item, the last one.  A head outside of it takes the place of the head
    # that one of its items has inside, at the cost of that arc.
    inside = np.array(cycle)
    outside = np.setdiff1d(np.arange(len(scores)), inside)
    entering = scores[np.ix_(inside, outside)] - scores[inside, heads[inside]][:, None]
    leaving = scores[np.ix_(outside, inside)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1] = entering.max(0)
    smaller[:-1, -1] = leaving.max(1)
    found = _arborescence(smaller)
    from_cycle = found[:-1] == len(outside)
    heads[outside] = np.where(
        from_cycle, inside[leaving.argmax(1)], outside[np.minimum(found[:-1], len(outside) - 1)]
    )
    heads[0] = 0
    entry = found[-1]
    heads[inside[entering[:, entry].argmax()]] = outside[entry]
    return heads


def _cycle(heads: Heads) -> list[int]:
    """Some cycle of the heads, empty where there is none."""
    known = [False] * len(heads)
    known[0] = True
    links = heads.tolist()
    for start in range(1, len(links)):
        path = []
        item = start
        while not known[item]:
            known[item] = True
            path.append(item)
            item = links[item]
        if item in path:
            return path[path.index(item) :]
    return []
