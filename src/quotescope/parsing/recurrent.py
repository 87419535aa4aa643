"""Bidirectional LSTMs over sequences of different lengths, packed without padding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch

from quotescope.parsing.linear import Linear, LstmLayer

Indices = npt.NDArray[np.int64]
States = tuple[torch.Tensor, torch.Tensor]
"""Hidden states and cells, by direction."""


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

    def __init__(self, weights: dict[str, torch.Tensor], initial: States, int8: bool) -> None:
        self._layer = LstmLayer(weights, int8)
        self._initial = initial

    def __call__(self, items: torch.Tensor, packing: Packing) -> torch.Tensor:
        """From packed items to packed outputs."""
        hidden, cell = (state.expand(-1, packing.sequences, -1) for state in self._initial)
        return self._layer(items, packing.sizes, hidden, cell)


class HighwayLstm:
    """Stanza's stack of bidirectional LSTMs, each layer with a gated way around it."""

    def __init__(self, weights: dict[str, torch.Tensor], initial: States, int8: bool) -> None:
        hidden, cell = initial
        layers = []
        for layer in range(len(hidden) // 2):
            lstm = f"lstm.{layer}.lstm."
            own = {
                name.removeprefix(lstm): tensor
                for name, tensor in weights.items()
                if name.startswith(lstm)
            }
            around = _Around(weights, layer, int8)
            both = slice(2 * layer, 2 * layer + 2)
            layers.append((own, (hidden[both], cell[both]), around))
        self._first = _FirstLayer(*layers[0], int8)
        self._others = [(Lstm(own, states, int8), around) for own, states, around in layers[1:]]

    def __call__(self, kinds: torch.Tensor, which: torch.Tensor, packing: Packing) -> torch.Tensor:
        """From packed items to packed outputs; items are of few kinds, ``which`` says of which."""
        items = self._first(kinds, which, packing)
        for lstm, around in self._others:
            items = lstm(items, packing).add_(around(items))
        return items


class _Around:
    """The gated way around a layer."""

    def __init__(self, weights: dict[str, torch.Tensor], layer: int, int8: bool) -> None:
        self._gate, self._way = (
            Linear(weights[f"{part}.{layer}.weight"], weights[f"{part}.{layer}.bias"], int8)
            for part in ("gate", "highway")
        )

    def __call__(self, items: torch.Tensor) -> torch.Tensor:
        return self._gate(items).sigmoid_().mul_(self._way(items).tanh_())


class _FirstLayer:
    """The first layer: what depends on the input alone is computed once for each kind of item."""

    def __init__(
        self, weights: dict[str, torch.Tensor], initial: States, around: _Around, int8: bool
    ) -> None:
        self._around = around
        self._initial = initial
        self._directions = [
            (
                Linear(
                    weights[f"weight_ih_l0{suffix}"],
                    weights[f"bias_ih_l0{suffix}"] + weights[f"bias_hh_l0{suffix}"],
                    int8,
                ),
                weights[f"weight_hh_l0{suffix}"].T.contiguous(),
            )
            for suffix in ("", "_reverse")
        ]

    def __call__(self, kinds: torch.Tensor, which: torch.Tensor, packing: Packing) -> torch.Tensor:
        outputs = self._around(kinds)[which]
        size = outputs.shape[1] // 2
        sizes = packing.sizes.tolist()
        for direction, (project, recurrent) in enumerate(self._directions):
            hidden, cell = (state[direction] for state in self._initial)
            # Read backwards, sentences are flipped, so that they are packed alike.
            items = which[packing.flipped] if direction else which
            read = _recur(project(kinds), items, recurrent, (hidden, cell), sizes)
            half = outputs[:, direction * size : (direction + 1) * size]
            half += read[packing.flipped] if direction else read
        return outputs


def _recur(
    inputs: torch.Tensor,
    which: torch.Tensor,
    recurrent: torch.Tensor,
    initial: States,
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
