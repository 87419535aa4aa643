"""Lemmas, with Stanza's dictionary and, for other words, its edit classifier and decoder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from threading import Lock

import torch
from torch import nn
from torch.nn.functional import linear, pad

from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.recurrent import batches

_ANY_TAG = "*"
_DICTIONARY_VERSION = 3
_PAD, _UNKNOWN, _START, _END = range(4)
_REWRITE, _KEEP, _LOWER = range(3)
# Longer words keep their form.
_LONGEST = 60
_REMEMBERED = 50_000


class Lemmatizer:
    """Stanza's trained lemmatizer; what the decoder found is remembered by form and tag."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        checkpoint.require(charlm=False, caseless=False, beam_size=1, ensemble_dict=True)
        if checkpoint.content.get("dicts_version") != _DICTIONARY_VERSION:
            raise checkpoint.refused("holds a dictionary of another version")
        if checkpoint.content.get("contextual"):
            raise checkpoint.refused("holds contextual lemmatizers, not known here")
        self._dictionary: dict[str, dict[str, str]] = json.loads(
            gzip.decompress(checkpoint.content["dicts"])
        )
        self._decoder = None if checkpoint.config["dict_only"] else _Decoder(checkpoint)
        self._found: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    def __call__(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """The lemmas of (form, tag) pairs."""
        with self._lock:
            new = {word for word in words if _is_short(word) and word not in self._found}
            if len(self._found) + len(new) > _REMEMBERED:
                self._found.clear()
                new = set(filter(_is_short, words))
            self._found.update(self._look_up(sorted(new)))
            return [self._found[word] if _is_short(word) else word[0] for word in words]

    def _look_up(self, words: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
        lemmas = {}
        unknown = []
        any_tag = self._dictionary.get(_ANY_TAG, {})
        for form, tag in words:
            lemma = self._dictionary.get(tag, {}).get(form) or any_tag.get(form)
            lemmas[form, tag] = lemma or form
            if lemma is None:
                unknown.append((form, tag))
        if self._decoder:
            for batch in batches([len(form) for form, _ in unknown], most=4096):
                pairs = [unknown[index] for index in batch]
                lemmas.update(zip(pairs, self._decoder(pairs), strict=True))
        return lemmas


def _is_short(word: tuple[str, str]) -> bool:
    return len(word[0]) <= _LONGEST


class _Decoder:
    """The character encoder, which says keep, lower or rewrite, and the decoder that rewrites."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        checkpoint.require(attn_type="soft", copy=True, edit=True, pos=True)
        tensors = checkpoint.tensors
        self._chars = checkpoint.units("char")
        self._char_ids = checkpoint.ids("char")
        self._tag_ids = checkpoint.ids("pos")
        self._embeddings = tensors["embedding.weight"]
        self._tags = tensors["pos_embedding.weight"]
        weights = checkpoint.below("encoder.")
        self._encoder = nn.LSTM(
            weights["weight_ih_l0"].shape[1],
            weights["weight_hh_l0"].shape[1],
            checkpoint.config["num_layers"],
            batch_first=True,
            bidirectional=True,
        )
        cell = checkpoint.below("decoder.lstm_cell.")
        self._cell = nn.LSTMCell(cell["weight_ih"].shape[1], cell["weight_hh"].shape[1])
        for module, own in ((self._encoder, weights), (self._cell, cell)):
            module.load_state_dict(own)
            module.requires_grad_(False).eval()
        self._edit = [
            (tensors[f"edit_clf.{k}.weight"], tensors[f"edit_clf.{k}.bias"]) for k in (0, 2)
        ]
        self._attend = tensors["decoder.attention_layer.linear_in.weight"]
        self._combine = tensors["decoder.attention_layer.linear_out.weight"]
        self._vocabulary = (tensors["dec2vocab.weight"], tensors["dec2vocab.bias"])
        self._copy = (tensors["copy_gate.weight"], tensors["copy_gate.bias"])
        self._steps: int = checkpoint.config["max_dec_len"]

    def __call__(self, words: list[tuple[str, str]]) -> list[str]:
        """The lemmas of some (form, tag) pairs, longest form first."""
        # Characters that were not seen in training get numbers of their own: they can be copied.
        chars = list(self._chars)
        char_ids = dict(self._char_ids)
        for char in sorted({char for form, _ in words for char in form}.difference(char_ids)):
            char_ids[char] = len(chars)
            chars.append(char)
        sources = nn.utils.rnn.pad_sequence(
            [torch.tensor([_START, *(char_ids[c] for c in form), _END]) for form, _ in words], True
        )
        context, hidden, cell = self._encode(sources, words)
        edits = linear(linear(hidden, *self._edit[0]).relu_(), *self._edit[1]).argmax(1)
        lemmas = [
            form.lower() if edit == _LOWER else form
            for (form, _), edit in zip(words, edits.tolist(), strict=True)
        ]
        rewritten = torch.nonzero(edits == _REWRITE)[:, 0]
        if len(rewritten):
            decoded = self._decode(
                sources[rewritten],
                context[rewritten],
                hidden[rewritten],
                cell[rewritten],
                len(chars),
            )
            for index, units in zip(rewritten.tolist(), decoded, strict=True):
                if units and _UNKNOWN not in units:
                    lemmas[index] = "".join(chars[unit] for unit in units)
        return lemmas

    def _encode(
        self, sources: torch.Tensor, words: list[tuple[str, str]]
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The states at each character (after the tag's), and the last state and cell."""
        tags = torch.tensor([self._tag_ids.get(tag, _UNKNOWN) for _, tag in words])
        inputs = torch.cat([self._tags[tags][:, None], self._embeddings[self._seen(sources)]], 1)
        lengths = [len(form) + 3 for form, _ in words]
        packed = nn.utils.rnn.pack_padded_sequence(inputs, lengths, batch_first=True)
        states, (hidden, cell) = self._encoder(packed)
        context, _ = nn.utils.rnn.pad_packed_sequence(states, batch_first=True)
        return context, torch.cat([hidden[-1], hidden[-2]], 1), torch.cat([cell[-1], cell[-2]], 1)

    def _decode(
        self,
        sources: torch.Tensor,
        context: torch.Tensor,
        hidden: torch.Tensor,
        cell: torch.Tensor,
        characters: int,
    ) -> list[list[int]]:
        """The most probable character at each step, generated or copied from the source."""
        padding = pad(sources == _PAD, (1, 0), value=False)
        last = torch.full((len(sources),), _START)
        steps: list[torch.Tensor] = []
        running = torch.ones(len(sources), dtype=torch.bool)
        while running.any() and len(steps) < self._steps:
            hidden, cell = self._cell(self._embeddings[self._seen(last)], (hidden, cell))
            fit = torch.bmm(context, linear(hidden, self._attend)[:, :, None])[:, :, 0]
            fit = fit.masked_fill(padding, -torch.inf)
            read = torch.bmm(fit.softmax(1)[:, None], context)[:, 0]
            state = linear(torch.cat([read, hidden], 1), self._combine).tanh_()
            copied = linear(state, *self._copy).sigmoid_()
            generated = linear(state, *self._vocabulary).softmax(1)
            new = generated[:, _UNKNOWN, None].expand(-1, characters - generated.shape[1])
            scores = (1 - copied) * torch.cat([generated, new], 1)
            # Every source position but the tag's can be copied.
            scores.scatter_add_(1, sources, copied * fit[:, 1:].softmax(1))
            last = scores.argmax(1)
            running &= last != _END
            steps.append(torch.where(running, last, _PAD))
        return [
            [unit for unit in units if unit != _PAD] for units in torch.stack(steps, 1).tolist()
        ]

    def _seen(self, chars: torch.Tensor) -> torch.Tensor:
        """The numbers of characters, of those not seen in training the one for unknown."""
        return chars.where(chars < len(self._embeddings), _UNKNOWN)
