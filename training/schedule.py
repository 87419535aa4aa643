"""A training over so many minutes: its rate, its evaluations and its checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import torch

from training.averaging import Average

_WARM_UP = 60  # steps
_LEAST_RATE = 0.002  # of the first one
_REPORTED = 100  # steps


class Schedule:
    """The rate falls linearly to zero; the averaged weights are kept where they score best.

    At each evaluation ``OUT.checkpoint`` is written, and a schedule for the same ``out`` goes on
    from it.  ``progress`` is the share of the time that is over; the last step sees 1.
    """

    def __init__(
        self,
        model: torch.nn.Module,
        optimizer: torch.optim.Optimizer,
        out: Path,
        *,
        rate: float,
        minutes: float,
        between: float,
        evaluate: Callable[[], float],
        save: Callable[[str], None],
    ) -> None:
        self._model, self._optimizer, self._out = model, optimizer, out
        self._rate, self._seconds, self._between = rate, minutes * 60, between * 60
        self._evaluate, self._save = evaluate, save
        self._average = Average(model)
        self._checkpoint = out.with_suffix(".checkpoint")
        self._evaluated, self._step, self._best = 0.0, 0, 0.0
        self._losses: list[float] = []
        self.progress = 0.0
        if self._checkpoint.exists():
            self._restore()
        self._started = time.time() - self._evaluated

    def begin_step(self) -> None:
        """Set the rate of the step that follows."""
        self.progress = min(1.0, (time.time() - self._started) / self._seconds)
        rate = self._rate * max(
            _LEAST_RATE, min(1.0, (self._step + 1) / _WARM_UP) * (1 - self.progress)
        )
        for group in self._optimizer.param_groups:
            group["lr"] = rate

    def end_step(self, loss: float) -> None:
        """Average the weights; evaluate them and write the checkpoint where it is time."""
        self._step += 1
        self._average.update(self._step)
        self._losses.append(loss)
        if len(self._losses) == _REPORTED:
            self._report(f"loss {sum(self._losses) / _REPORTED:.3f}")
            self._losses.clear()
        if self.progress < 1 and time.time() - self._started - self._evaluated < self._between:
            return
        with self._average.swapped_in():
            score = self._evaluate()
            if score >= self._best:
                self._best = score
                self._save(str(self._out))
        self._evaluated = time.time() - self._started
        self._report(f"score {100 * score:.2f}")
        if self.progress < 1:
            self._keep()
        else:
            self._checkpoint.unlink(missing_ok=True)

    def _report(self, what: str) -> None:
        print(f"{self.progress:.3f} step {self._step} {what}", flush=True)

    def _keep(self) -> None:
        state = {
            "model": self._model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "average": self._average.values,
            "elapsed": self._evaluated,
            "step": self._step,
            "best": self._best,
        }
        torch.save(state, self._checkpoint)

    def _restore(self) -> None:
        state = torch.load(self._checkpoint, weights_only=True)
        self._model.load_state_dict(state["model"], strict=False)
        self._optimizer.load_state_dict(state["optimizer"])
        self._average.load(state["average"])
        self._evaluated, self._step, self._best = state["elapsed"], state["step"], state["best"]
