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
        self.packed: Indices = packed
        self.flat = torch.from_numpy(flat)
        ends = (starts + lengths - 1)[order]
        self.flipped = torch.from_numpy(flat[(ends - steps)[inside]])
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
        layers = []
        for layer in range(len(h) // 2):
            lstm = f"lstm.{layer}.lstm."
            own = {
                name.removeprefix(lstm): tensor
                for name, tensor in weights.items()
                if name.startswith(lstm)
            }
            gate, way = (
                (weights[f"{part}.{layer}.weight"], weights[f"{part}.{layer}.bias"])
                for part in ("gate", "highway")
            )
            states = (h[2 * layer : 2 * layer + 2], c[2 * layer : 2 * layer + 2])
            layers.append((own, states, gate, way))
        self._first = _FirstLayer(*layers[0])
        self._others = [(Lstm(own, states), gate, way) for own, states, gate, way in layers[1:]]

    def __call__(self, kinds: torch.Tensor, which: torch.Tensor, packing: Packing) -> torch.Tensor:
        """From packed items to packed outputs; items are of few kinds, ``which`` says of which."""
        items = self._first(kinds, which, packing)
        for lstm, gate, way in self._others:
            around = linear(items, *gate).sigmoid_().mul_(linear(items, *way).tanh_())
            items = lstm(items, packing).add_(around)
        return items


class _FirstLayer:
    """The first layer: what depends on the input alone is computed once for each kind of item."""

    def __init__(
        self,
        weights: dict[str, torch.Tensor],
        initial: tuple[torch.Tensor, torch.Tensor],
        gate: tuple[torch.Tensor, torch.Tensor],
        way: tuple[torch.Tensor, torch.Tensor],
    ) -> None:
        self._gate, self._way = gate, way
        self._initial = initial
        self._directions = [
            (
                weights[f"weight_ih_l0{suffix}"],
                weights[f"bias_ih_l0{suffix}"] + weights[f"bias_hh_l0{suffix}"],
                weights[f"weight_hh_l0{suffix}"].T.contiguous(),
            )
            for suffix in ("", "_reverse")
        ]

    def __call__(self, kinds: torch.Tensor, which: torch.Tensor, packing: Packing) -> torch.Tensor:
        around = linear(kinds, *self._gate).sigmoid_().mul_(linear(kinds, *self._way).tanh_())
        size = self._initial[0].shape[2]
        outputs = around[which]
        for direction, (weight, bias, recurrent) in enumerate(self._directions):
            # Read backwards, sentences are flipped, so that they are packed alike.
            order = packing.flipped if direction else None
            inputs = linear(kinds, weight, bias)
            read = _recur(
                inputs,
                which if order is None else which[order],
                recurrent,
                tuple(state[direction] for state in self._initial),
                packing.sizes.tolist(),
            )
            outputs[:, direction * size : (direction + 1) * size] += (
                read if order is None else read[order]
            )
        return outputs


def _recur(
    inputs: torch.Tensor,
    which: torch.Tensor,
    recurrent: torch.Tensor,
    initial: tuple[torch.Tensor, ...],
    sizes: list[int],
) -> torch.Tensor:
    """One direction of an LSTM over packed items whose inputs are projected already."""
    hidden, cell = (state.expand(sizes[0], -1).clone() for state in initial)
    outputs = inputs.new_empty(len(which), hidden.shape[1])
    start = 0
    for size in sizes:
        stop = start + size
        gates = torch.addmm(inputs[which[start:stop]], hidden[:size], recurrent)
        enter, forget, new, leave = gates.chunk(4, 1)
        cell = cell[:size].mul_(forget.sigmoid_()).addcmul_(enter.sigmoid_(), new.tanh_())
        hidden = torch.mul(leave.sigmoid_(), cell.tanh(), out=outputs[start:stop])
        start = stop
    return outputs
