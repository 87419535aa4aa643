"""Reading the files of a Stanza model without Stanza: tensors, vocabularies, settings."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from quotescope.errors import ModelError

SUMS = "SHA256SUMS"
"""Beside the parts of a model, as ``sha256sum`` writes it: the sum and the path of each file."""

_AGAIN = "install quotescope again, or, where the model is your own, copy it again"


@dataclass(frozen=True)
class Checkpoint:
    """One file of a Stanza model; the tensors are of single precision."""

    path: Path
    content: dict[str, Any]
    tensors: dict[str, torch.Tensor]

    @property
    def config(self) -> dict[str, Any]:
        """The settings that the model was trained with."""
        config: dict[str, Any] = self.content["config"]
        return config

    def ids(self, *names: str) -> dict[str, int]:
        """From unit to number, of a vocabulary such as ``char``."""
        return dict(self._vocabulary(names)["_unit2id"])

    def units(self, *names: str) -> list[str]:
        """From number to unit."""
        return list(self._vocabulary(names)["_id2unit"])

    def _vocabulary(self, names: tuple[str, ...]) -> dict[str, Any]:
        vocabulary: dict[str, Any] = self.content["vocab"]
        for name in names:
            vocabulary = vocabulary[name]
        return vocabulary

    def below(self, prefix: str) -> dict[str, torch.Tensor]:
        """The tensors of a submodule, named as in the submodule."""
        return {
            name.removeprefix(prefix): tensor
            for name, tensor in self.tensors.items()
            if name.startswith(prefix)
        }

    def require(self, **settings: object) -> None:
        """Refuse a model of another architecture than the one that is run here."""
        for name, value in settings.items():
            found = self.config.get(name, value)
            if (found or None) != (value or None):
                raise self.refused(
                    f"was trained with {name}={found!r}, the embedded parser runs {name}={value!r}"
                )

    def refused(self, reason: str) -> ModelError:
        """The error for a model of another kind than those that are run here."""
        return ModelError(f"{self.path} {reason}: hand such a model over as a stanza.Pipeline")


def read(folder: Path, part: str) -> Checkpoint:
    """Read a part of a model, such as ``pos/mix.pt``; raises ``ModelError`` where it is missing or
    damaged, or is not the file whose sum stands in the folder's list of sums, if it has one."""
    path = folder / part
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror}; {_AGAIN}") from error
    if not _is_listed(data, folder / SUMS, part):
        raise ModelError(f"{path} is damaged, or not the file that {SUMS} lists; {_AGAIN}")
    try:
        content = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:
        raise ModelError(f"{path} holds something else than plain weights; {_AGAIN}") from error
    tensors = {
        name: tensor.float() if tensor.is_floating_point() else tensor
        for name, tensor in (content.get("model") or {}).items()
    }
    return Checkpoint(path, content, tensors)


def _is_listed(data: bytes, sums: Path, part: str) -> bool:
    """Whether a file has the sum that a list gives it; where there is no list, it has."""
    if not sums.exists():
        return True
    lines = (line.split() for line in sums.read_text(encoding="utf-8").splitlines())
    return [hashlib.sha256(data).hexdigest(), part] in lines
