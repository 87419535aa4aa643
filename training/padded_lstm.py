"""A bidirectional LSTM over padded sequences, which trains faster than over packed ones.

On a CPU the fused kernels read padded batches alone; sequences of about one length waste
little. The weights are those of Stanza's modules, and the outputs are the same.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

States = tuple[torch.Tensor, torch.Tensor]


def run(lstm: Any, packed: PackedSequence, lengths: Any, initial: States) -> Any:
    """What ``PackedLSTM.forward`` does, for ``lstm``, one bidirectional layer."""
    items, counts = pad_packed_sequence(packed, batch_first=True)
    places = torch.arange(items.size(1)).unsqueeze(0)
    turned = torch.where(places < counts.unsqueeze(1), counts.unsqueeze(1) - 1 - places, places)

    def turn(values: torch.Tensor) -> torch.Tensor:
        return values.gather(1, turned.unsqueeze(2).expand(-1, -1, values.size(2)))

    outputs = []
    for direction, suffix in enumerate(("", "_reverse")):
        weights = [
            getattr(lstm, f"{name}_l0{suffix}")
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        ]
        state = tuple(s[direction : direction + 1].contiguous() for s in initial)
        source = turn(items) if direction else items
        output = torch._VF.lstm(source, state, weights, True, 1, 0.0, True, False, True)[0]
        outputs.append(turn(output) if direction else output)
    joined = torch.cat(outputs, 2).float()
    # The final states are not used by the parser.
    return pack_padded_sequence(joined, counts, batch_first=True), initial


def install(highway: Any) -> None:
    """Let the layers of a ``HighwayLSTM`` run so."""
    for layer in highway.lstm:
        layer.forward = partial(run, layer.lstm)
