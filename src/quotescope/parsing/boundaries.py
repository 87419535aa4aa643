"""Where sentences end beside what the rules see: behind a heading without punctuation.

A small bidirectional LSTM reads the words of a paragraph, their outer signs, and where the rules
(``quotescope.parsing.sentences``) end a sentence; it adds boundaries, and takes none away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import linear

from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.forms import Vectors, simplified
from quotescope.parsing.recurrent import Lstm, Packing, batches
from quotescope.parsing.tokens import Token

_MARKS = '.!?…:;,"()-–—•*/'
SURE = 0.7
_WORDS = 8192
SIGNS = 7 + len(_MARKS)


def signs(token: Token, paragraph: str, ends: bool) -> tuple[bool, ...]:
    """What shows on a token of a paragraph where, as far as the rules see, a sentence ends or not:
    its capitals and digits, the space before it, and which mark it is."""
    form = token.form
    first = form[0]
    return (
        ends,
        first.isupper(),
        len(form) > 1 and form.isupper(),
        first.isdigit(),
        token.start > 0 and paragraph[token.start - 1].isspace(),
        first.isalpha(),
        len(form) > 3,
        *(first == mark for mark in _MARKS),
    )


class Boundaries:
    """The network, run over many paragraphs at a time."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors) -> None:
        tensors = checkpoint.tensors
        self._vectors = vectors
        self._reduce = tensors["reduce.weight"], tensors["reduce.bias"]
        self._tell = tensors["tell.weight"], tensors["tell.bias"]
        weights = checkpoint.below("lstm.")
        start = torch.zeros(2, 1, weights["weight_hh_l0"].shape[1])
        self._lstm = Lstm(weights, (start, start), int8=False)

    def __call__(
        self,
        forms: Sequence[str],
        shown: Sequence[tuple[bool, ...]],
        opening: Sequence[bool],
        lengths: Sequence[int],
    ) -> npt.NDArray[np.bool_]:
        """For each token whether a sentence ends with it: tokens with their ``signs``, whether they
        are marks that open, and how many each paragraph has."""
        known: dict[str, int] = {}
        kinds = np.array([known.setdefault(simplified(form), len(known)) for form in forms])
        read = linear(self._vectors(list(known)), *self._reduce).relu_()
        outer = np.array(shown, dtype=np.float32)
        sizes = np.array(lengths)
        firsts = np.cumsum(sizes) - sizes
        ends = outer[:, 0] > 0
        # *Europe Écologie Les Verts*: behind two capitals at its head a name may go on.
        capital = (outer[:, 1] > 0) & (outer[:, 2] == 0)
        begins = np.append(True, ends[:-1])
        begins[firsts] = True
        unlikely = capital & np.append(False, (capital & begins)[:-1])
        unlikely |= np.array(opening)
        for batch in batches(lengths, _WORDS):
            packing = Packing(sizes[batch])
            own = np.concatenate([np.arange(firsts[i], firsts[i] + sizes[i]) for i in batch])
            packed = own[packing.packed]
            items = torch.cat([read[kinds[packed]], torch.from_numpy(outer[packed])], 1)
            told = linear(self._lstm(items, packing), *self._tell).sigmoid_().squeeze(1)
            ends[packed] |= (told.numpy() > SURE) & ~unlikely[packed]
        return ends
