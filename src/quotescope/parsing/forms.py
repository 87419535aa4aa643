"""What the models know of a word form outside its sentence, computed once a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
import torch
from torch.nn.functional import linear

from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.recurrent import Lstm, Packing, batches

UNKNOWN, ROOT = 1, 3
ROOT_FORM = "\n"
"""Stands for the root, above the words of a sentence; no word holds a line break."""

_QUESTION, _EXCLAMATION = "?？︖﹖⁇", "!！︕﹗‼"
_MARKS = frozenset(_QUESTION + _EXCLAMATION)
# Longer words are read up to here: the end of a word that long says nothing about it.
_LONGEST = 100


def simplified(form: str) -> str:
    """The form that the models read: of several question or exclamation marks only one, of a long
    word its beginning."""
    if form[0] in _MARKS and len(form) > 1 and _MARKS.issuperset(form):
        return "?" if form[0] in _QUESTION else "!"
    return form[:_LONGEST]


class Vectors:
    """Pretrained word vectors, as stored."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.table: torch.Tensor = checkpoint.content["emb"]
        self._ids = checkpoint.ids()

    def __call__(self, forms: Sequence[str]) -> torch.Tensor:
        ids = [
            ROOT if form == ROOT_FORM else self._ids.get(form.lower().replace(" ", "\xa0"), UNKNOWN)
            for form in forms
        ]
        return self.table[torch.tensor(ids)].float()


class FormEncoder:
    """The part of a model's input that depends on the form alone: word, vector, characters."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors) -> None:
        checkpoint.require(pretrain=True, char=True, charlm=False, bert_model=None)
        checkpoint.require(char_num_layers=1, char_rec_dropout=0, rec_dropout=0)
        tensors = checkpoint.tensors
        self._vectors = vectors
        self._word_ids = checkpoint.ids("word")
        self._words = tensors["word_emb.weight"]
        self._from_vectors = tensors["trans_pretrained.weight"]
        self._char_ids = checkpoint.ids("char")
        self._chars = tensors["charmodel.char_emb.weight"]
        self._attention = tensors["charmodel.char_attn.weight"]
        self._from_chars = tensors["trans_char.weight"]
        self._lstm = Lstm(
            checkpoint.below("charmodel.charlstm.lstm."),
            (tensors["charmodel.charlstm_h_init"], tensors["charmodel.charlstm_c_init"]),
            int8=False,
        )
        # the parts in the order in which they are given, with their sizes
        self.sizes = (
            self._words.shape[1],
            self._from_vectors.shape[0],
            self._from_chars.shape[0],
        )

    def __call__(self, forms: Sequence[str]) -> torch.Tensor:
        """One row a form."""
        words = [
            ROOT if form == ROOT_FORM else self._word_ids.get(form.lower(), UNKNOWN)
            for form in forms
        ]
        return torch.cat(
            [
                self._words[torch.tensor(words)],
                linear(self._vectors(forms), self._from_vectors),
                linear(self._characters(forms), self._from_chars),
            ],
            1,
        )

    def _characters(self, forms: Sequence[str]) -> torch.Tensor:
        """The outputs of the character LSTM, summed up under attention."""
        ids = [
            [ROOT] if form == ROOT_FORM else [self._char_ids.get(char, UNKNOWN) for char in form]
            for form in forms
        ]
        read = torch.empty(len(forms), self._attention.shape[1])
        for batch in batches([len(chars) for chars in ids], most=8192):
            packing = Packing(np.array([len(ids[index]) for index in batch]))
            chars = np.array([char for index in batch for char in ids[index]])[packing.packed]
            outputs = self._lstm(self._chars[torch.from_numpy(chars)], packing)
            weighted = outputs * linear(outputs, self._attention).sigmoid_()
            sums = torch.zeros(len(batch), outputs.shape[1]).index_add_(0, packing.rank, weighted)
            read[torch.tensor(batch)[packing.order]] = sums
        return read


class FormTable:
    """Rows by form, kept up to a number of forms; safe for several threads."""

    def __init__(self, encode: Callable[[Sequence[str]], torch.Tensor], capacity: int) -> None:
        self._encode = encode
        self._capacity = capacity
        self._rows: torch.Tensor | None = None
        self._index: dict[str, int] = {}
        self._lock = Lock()

    def __call__(self, forms: Sequence[str]) -> torch.Tensor:
        """One row a form."""
        with self._lock:
            # A form may stand twice among the new ones, but has one row.
            new = list(dict.fromkeys(form for form in forms if form not in self._index))
            if len(self._index) + len(new) > self._capacity:
                self._index.clear()
                new = list(dict.fromkeys(forms))
                if len(new) > self._capacity:
                    return self._encode(forms)
            if new:
                rows = self._encode(new)
                if self._rows is None:
                    self._rows = torch.empty(self._capacity, rows.shape[1])
                first = len(self._index)
                self._rows[first : first + len(new)] = rows
                self._index.update(zip(new, range(first, first + len(new)), strict=True))
            assert self._rows is not None
            return self._rows[torch.tensor([self._index[form] for form in forms])]
