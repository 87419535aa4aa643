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
        heads[sentence, :length] = _best_tree(scores[sentence, :length, :length])
    return heads


def _best_tree(scores: Scores) -> Heads:
    """The best tree where one word below the root costs less than two."""
    scores = scores.astype(np.float64)
    finite = scores[1:][np.isfinite(scores[1:])]
    scores[:, 0] -= (finite.max() - finite.min() + 1) * len(scores)
    return _arborescence(scores)


def _arborescence(scores: Scores) -> Heads:
    """Chu-Liu-Edmonds as Tarjan grows it: best heads are followed, cycles become one item.

    Items 0 to n - 1 are given, the first is the root; further ones are cycles.  The row of a cycle
    says for each given item what it gains as the head of one of its members, ``members`` of which.
    """
    size = len(scores)
    rows = list(scores.astype(np.float64))
    members = [np.full(size, item) for item in range(size)]
    owner = np.arange(size)
    inside: dict[int, int] = {}
    arcs: dict[int, tuple[int, int]] = {}
    rooted = {0}
    for start in range(1, size):
        path: list[int] = []
        item = int(owner[start])
        while item not in rooted:
            head = int(rows[item].argmax())
            arcs[item] = (head, int(members[item][head]))
            path.append(item)
            item = int(owner[head])
            if item in path:
                cycle = path[path.index(item) :]
                del path[-len(cycle) :]
                item = len(rows)
                gains = np.stack([rows[c] - rows[c][arcs[c][0]] for c in cycle])
                best = gains.argmax(0)
                own = np.isin(owner, cycle)
                owner[own] = item
                rows.append(np.where(own, -np.inf, gains.max(0)))
                members.append(np.stack([members[c] for c in cycle])[best, np.arange(size)])
                inside.update(dict.fromkeys(cycle, item))
        rooted.update(path)
    # From the last cycle to the first: the arc into a cycle replaces that of one member.
    heads: Heads = np.zeros(size, dtype=np.int64)
    settled: set[int] = set()
    for item in range(len(rows) - 1, 0, -1):
        if item not in settled:
            head, dependent = arcs[item]
            heads[dependent] = head
            while dependent != item:
                settled.add(dependent)
                dependent = inside[dependent]
    return heads
