"""Bidirectional LSTMs over sequences of different lengths, packed without padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn.functional import linear

Indices = npt.NDArray[np.int64]


class Packing:
    """How sequences that stand one after another are packed: all first items, all second ones…"""

    def __init__(self, lengths: Indices) -> None:
        order = np.argsort(-lengths, kind="stable")
        starts = np.cumsum(lengths) - lengths
        steps = np.arange(lengths[order[0]])[:, None]
        inside = steps < lengths[order]
        packed = (steps + starts[order])[inside]
        flat = np.empty_like(packed)
        flat[packed] = np.arange(len(packed))
        self.sequences = len(lengths)
        self.lengths = lengths
        self.sizes = torch.from_numpy(inside.sum(1))
        self.packed = torch.from_numpy(packed)
        self.flat = torch.from_numpy(flat)
        # for every packed item the rank of its sequence, longest first
        self.rank = torch.from_numpy(np.broadcast_to(np.arange(len(order)), inside.shape)[inside])
        self.order = torch.from_numpy(order)


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Sequences of similar length together, at most ``most`` items a batch where one is shorter."""
    batch: list[int] = []
    size = 0
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and size + lengths[index] > most:
            yield batch
            batch, size = [], 0
        batch.append(index)
        size += lengths[index]
    if batch:
        yield batch


class Lstm:
    """One LSTM layer, over one or both directions, with trained initial states."""

    def __init__(
        self,
        weights: dict[str, torch.Tensor],
        initial: tuple[torch.Tensor, torch.Tensor] | None = None,
    ) -> None:
        both = "weight_ih_l0_reverse" in weights
        hidden = weights["weight_hh_l0"].shape[1]
        self._lstm = nn.LSTM(weights["weight_ih_l0"].shape[1], hidden, bidirectional=both)
        self._lstm.load_state_dict(weights)
        self._lstm.requires_grad_(False).eval()
        zeros = torch.zeros(1 + both, 1, hidden)
        self._initial = initial or (zeros, zeros)

    def __call__(self, items: torch.Tensor, packing: Packing) -> torch.Tensor:
        """From packed items to packed outputs."""
        state = tuple(s.expand(-1, packing.sequences, -1).contiguous() for s in self._initial)
        packed = nn.utils.rnn.PackedSequence(items, packing.sizes)
        output: torch.Tensor = self._lstm(packed, state)[0].data
        return output


class HighwayLstm:
    """Stanza's stack of bidirectional LSTMs, each layer with a gated way around it."""

    def __init__(self, weights: dict[str, torch.Tensor], h: torch.Tensor, c: torch.Tensor) -> None:
        self._layers = []
        for layer in range(len(h) // 2):
            own = {
                name.removeprefix(f"lstm.{layer}.lstm."): tensor
                for name, tensor in weights.items()
                if name.startswith(f"lstm.{layer}.lstm.")
            }
            around = [
                weights[f"{part}.{layer}.{kind}"]
                for part in ("gate", "highway")
                for kind in ("weight", "bias")
            ]
            states = (h[2 * layer : 2 * layer + 2], c[2 * layer : 2 * layer + 2])
            self._layers.append((Lstm(own, states), around))

    def __call__(self, items: torch.Tensor, packing: Packing) -> torch.Tensor:
        """From packed items to packed outputs."""
        for lstm, (gate, gate_bias, way, way_bias) in self._layers:
            around = linear(items, gate, gate_bias).sigmoid_()
            around.mul_(linear(items, way, way_bias).tanh_())
            items = lstm(items, packing).add_(around)
        return items
