"""From paragraphs to sentences of tokens, with Stanza's character LSTM."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch.nn.functional import linear, logsigmoid

from quotescope.errors import ModelError
from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.recurrent import Indices, Lstm, Packing, batches

# What the model says of each character.
INSIDE, TOKEN_END, SENTENCE_END, CONTRACTION_END, SENTENCE_CONTRACTION_END = range(5)

_PAD, _UNKNOWN = 0, 1
_FEATURES = ("space_before", "capitalized", "numeric", "end_of_para", "start_of_para")
# C1 control characters count as spaces.
_SPACE = re.compile(r"[\s\u0080-\u009f]")
_SPACES = re.compile(r"[\s\u0080-\u009f]+")
_BLANKS = "".join(char for char in map(chr, range(0x3001)) if _SPACE.match(char))
# One token, whatever the model says.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\"]{2,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Longer paragraphs are read in windows of this many characters.
_WINDOW = 1000
# Characters that are read in one go.
_BATCH = 16384


class Token(NamedTuple):
    """A token, with its span of the paragraph and its form, in which spaces are plain."""

    start: int
    end: int
    form: str
    contraction: bool


@dataclass(frozen=True)
class _Characters:
    """A paragraph as the model reads it: runs of spaces are one space."""

    positions: Indices
    ids: Indices
    features: torch.Tensor


class Tokenizer:
    """Stanza's trained tokenizer."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        checkpoint.require(
            charlm_forward_file=None, conv_res=None, use_dictionary=False, hierarchical=True
        )
        checkpoint.require(skip_newline=False, rnn_layers=1, use_mwt=True)
        unknown = set(checkpoint.config["feat_funcs"]) - set(_FEATURES)
        if unknown:
            raise ModelError(f"{checkpoint.path} reads features that are not known here: {unknown}")
        self._features = [_FEATURES.index(name) for name in checkpoint.config["feat_funcs"]]
        self._ids = checkpoint.ids()
        self._embeddings = checkpoint.tensors["embeddings.weight"]
        self._first = Lstm(checkpoint.below("rnn."))
        self._second = Lstm(checkpoint.below("rnn2."))
        self._sharpness: float = checkpoint.config["hier_invtemp"]
        heads = ("tok_clf", "sent_clf", "mwt_clf")
        tensors = checkpoint.tensors
        self._weight = torch.cat([tensors[f"{head}.weight"] for head in heads])
        self._bias = torch.cat([tensors[f"{head}.bias"] for head in heads])
        self._second_weight = torch.cat([tensors[f"{head}2.weight"] for head in heads])

    def __call__(self, paragraphs: list[str]) -> list[list[list[Token]]]:
        """The sentences of each paragraph; paragraphs neither begin nor end with spaces."""
        if not paragraphs:
            return []
        return [
            _sentences(paragraph, labels)
            for paragraph, labels in zip(paragraphs, self._labels(paragraphs), strict=True)
        ]

    def _labels(self, paragraphs: list[str]) -> list[Indices]:
        """For each character of each paragraph what ends there."""
        read = self._characters(paragraphs)
        found = [np.zeros(len(characters.ids), dtype=np.int64) for characters in read]
        begins = [0] * len(read)
        waiting = list(range(len(read)))
        while waiting:
            ends = {i: min(begins[i] + _WINDOW, len(read[i].ids)) for i in waiting}
            for batch in batches([ends[i] - begins[i] for i in waiting], _BATCH):
                windows = [(waiting[b], begins[waiting[b]], ends[waiting[b]]) for b in batch]
                for (i, begin, end), labels in zip(windows, self._read(read, windows), strict=True):
                    if end < len(read[i].ids):
                        # The end of a window lacks what follows: read again from its last sentence.
                        sentences = np.flatnonzero(_ends_sentence(labels))
                        labels = labels[: sentences[-1] + 1] if len(sentences) else labels
                    found[i][begin : begin + len(labels)] = labels
                    begins[i] = begin + len(labels)
            waiting = [i for i in waiting if begins[i] < len(read[i].ids)]
        return [
            _on_all_characters(paragraph, characters, labels)
            for paragraph, characters, labels in zip(paragraphs, read, found, strict=True)
        ]

    def _characters(self, paragraphs: list[str]) -> list[_Characters]:
        """What the model reads of each character, looked up once for each distinct one."""
        joined = "".join(paragraphs)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        distinct, which = np.unique(codes, return_inverse=True)
        chars = [" " if _SPACE.match(chr(code)) else chr(code) for code in distinct]
        ids = np.array([self._ids.get(char, _UNKNOWN) for char in chars])[which]
        kinds = np.array([[c == " ", c.isupper(), c.isdecimal(), False, False] for c in chars])
        features = kinds[which]
        space = features[:, 0]
        read = []
        start = 0
        for paragraph in paragraphs:
            here = slice(start, start + len(paragraph))
            kept = ~space[here]
            kept[1:] |= ~space[here][:-1]
            own = features[here][kept]
            own[-1, 3] = own[0, 4] = True
            wanted = torch.from_numpy(own[:, self._features]).float()
            read.append(_Characters(np.flatnonzero(kept), ids[here][kept], wanted))
            start += len(paragraph)
        return read

    def _read(self, read: list[_Characters], windows: list[tuple[int, int, int]]) -> list[Indices]:
        """The labels of some windows (paragraph, begin, end)."""
        ids, features, lengths = [], [], []
        for i, begin, end in windows:
            ids.append(read[i].ids[begin:end])
            features.append(read[i].features[begin:end])
            # as in training, padding follows the end of a paragraph
            closed = end == len(read[i].ids)
            if closed:
                ids.append(np.array([_PAD]))
                features.append(torch.zeros(1, len(self._features)))
            lengths.append(end - begin + closed)
        packing = Packing(np.array(lengths))
        units = torch.from_numpy(np.concatenate(ids))
        items = torch.cat([self._embeddings[units], torch.cat(features)], 1)[packing.packed]
        labels = self._classify(items, packing)[packing.flat].numpy()
        found = []
        start = 0
        for (i, begin, end), length in zip(windows, lengths, strict=True):
            own = labels[start : start + end - begin]
            if end == len(read[i].ids):
                own[-1] = SENTENCE_CONTRACTION_END if own[-1] > SENTENCE_END else SENTENCE_END
            found.append(own)
            start += length
        return found

    def _classify(self, items: torch.Tensor, packing: Packing) -> torch.Tensor:
        first = self._first(items, packing)
        scores = linear(first, self._weight, self._bias)
        # The second layer sees little of the characters that the first one takes for token ends.
        inside = 1 - torch.sigmoid(-scores[:, :1] * self._sharpness)
        second = self._second(first * inside if self._sharpness > 0 else first, packing)
        scores += linear(second, self._second_weight)
        token, sentence, contraction = logsigmoid(scores).unbind(1)
        no_token, no_sentence, no_contraction = logsigmoid(-scores).unbind(1)
        return torch.stack(
            [
                no_token,
                token + no_sentence + no_contraction,
                token + sentence + no_contraction,
                token + no_sentence + contraction,
                token + sentence + contraction,
            ]
        ).argmax(0)


def _on_all_characters(paragraph: str, read: _Characters, labels: Indices) -> Indices:
    """The labels on the characters of the paragraph itself, addresses kept in one token."""
    spread = np.zeros(len(paragraph), dtype=np.int64)
    spread[read.positions] = labels
    if "@" in paragraph or "www." in paragraph or "://" in paragraph:
        for address in _ADDRESS.finditer(paragraph):
            last = address.end() - 1
            spread[address.start() : last] = INSIDE
            spread[last] = spread[last] or TOKEN_END
    return spread


def _ends_sentence(labels: Indices) -> npt.NDArray[np.bool_]:
    return np.isin(labels, (SENTENCE_END, SENTENCE_CONTRACTION_END))


def _sentences(paragraph: str, labels: Indices) -> list[list[Token]]:
    """Cut a paragraph where its labels say so."""
    sentences: list[list[Token]] = []
    current: list[Token] = []
    ends = np.flatnonzero(labels)
    begin = 0
    for last, contraction, closes in zip(
        ends.tolist(),
        (labels[ends] >= CONTRACTION_END).tolist(),
        _ends_sentence(labels[ends]).tolist(),
        strict=True,
    ):
        start = begin + 1 if paragraph[begin] == " " else begin
        end = begin = last + 1
        form = paragraph[start:end]
        if not form.isalnum():
            start = end - len(form.lstrip(_BLANKS))
            form = form.strip(_BLANKS)
            if not form:
                continue
            end = start + len(form)
            form = _SPACES.sub(" ", form)
        current.append(Token(start, end, form, contraction))
        if closes:
            sentences.append(current)
            current = []
    if current:
        sentences.append(current)
    return sentences
