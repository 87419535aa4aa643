"""An exponential moving average of a model's weights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


class Average:
    """Weights averaged over about the last 200 steps (fewer at the start)."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.values = {
            name: parameter.detach().clone()
            for name, parameter in model.named_parameters()
            if parameter.requires_grad
        }

    def load(self, values: dict[str, torch.Tensor]) -> None:
        self.values = values

    def update(self, step: int) -> None:
        decay = min(0.995, step / (step + 10))
        with torch.no_grad():
            for name, parameter in self._model.named_parameters():
                if name in self.values:
                    self.values[name].lerp_(parameter, 1 - decay)

    @contextmanager
    def swapped_in(self) -> Iterator[None]:
        """The model with the averaged weights, for the time of an evaluation or a save."""
        own = {}
        with torch.no_grad():
            for name, parameter in self._model.named_parameters():
                if name in self.values:
                    own[name] = parameter.detach().clone()
                    parameter.copy_(self.values[name])
            yield
            for name, parameter in self._model.named_parameters():
                if name in own:
                    parameter.copy_(own[name])
