"""Linear maps and LSTM layers over trained weights, in single precision or in eight-bit integers.

Eight-bit weights, with inputs that are quantised as they come, nearly double the speed of the
models; about three words in a thousand get another head.
"""

from __future__ import annotations

import warnings

import torch
from torch import nn

from quotescope.errors import ModelError

_REDUCED_RANGE = True  # keeps sums from overflowing on processors without dot-product instructions


class Linear:
    """A linear map with its bias."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None, int8: bool) -> None:
        self._weight, self._bias = weight.contiguous(), bias
        self._packed = _prepacked(weight, bias) if int8 else None

    def __call__(self, items: torch.Tensor) -> torch.Tensor:
        if self._packed is None:
            return nn.functional.linear(items, self._weight, self._bias)
        mapped: torch.Tensor = torch.ops.quantized.linear_dynamic(
            items, self._packed, _REDUCED_RANGE
        )
        return mapped


def _prepacked(weight: torch.Tensor, bias: torch.Tensor | None) -> object:
    scales = (weight.abs().amax(1) / 127).clamp(min=1e-8).double()
    zeros = torch.zeros(len(weight), dtype=torch.long)
    try:
        with warnings.catch_warnings():
            # PyTorch announces that a later release will drop its quantised tensors.
            warnings.simplefilter("ignore")
            quantized = torch.quantize_per_channel(
                weight.contiguous(), scales, zeros, 0, torch.qint8
            )
            return torch.ops.quantized.linear_prepack(quantized, bias)
    except (AttributeError, RuntimeError) as error:
        raise ModelError(
            f"PyTorch {torch.__version__} has no eight-bit integers here ({error}): load the "
            "parser in single precision"
        ) from error


class LstmLayer:
    """An LSTM layer over both directions, or one, for packed items."""

    def __init__(self, weights: dict[str, torch.Tensor], int8: bool = False) -> None:
        suffixes = ["", "_reverse"] if "weight_ih_l0_reverse" in weights else [""]
        self._both = len(suffixes) == 2
        names = [
            f"{kind}_l0{suffix}"
            for suffix in suffixes
            for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        ]
        self._weights = [weights[name] for name in names]
        self._cells = None
        if int8:
            self._cells = [_cell(*self._weights[at : at + 4]) for at in range(0, len(names), 4)]

    def __call__(
        self, items: torch.Tensor, sizes: torch.Tensor, hidden: torch.Tensor, cell: torch.Tensor
    ) -> torch.Tensor:
        """The outputs for packed items, from the states (direction, sequence, size) on."""
        state = (hidden.contiguous(), cell.contiguous())
        shape = (True, 1, 0.0, False, self._both)  # biases, layers, dropout, training, directions
        if self._cells is None:
            outputs: torch.Tensor = torch.lstm(items, sizes, state, self._weights, *shape)[0]
        else:
            outputs = torch.quantized_lstm(
                items, sizes, state, self._cells, *shape, dtype=torch.qint8, use_dynamic=True
            )[0]
        return outputs


def _cell(
    inputs: torch.Tensor, recurrent: torch.Tensor, bias: torch.Tensor, own_bias: torch.Tensor
) -> object:
    return torch.ops.quantized.make_quantized_cell_params_dynamic(
        _prepacked(inputs, bias), _prepacked(recurrent, own_bias), bias, own_bias, _REDUCED_RANGE
    )
