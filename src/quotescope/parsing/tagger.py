"""Parts of speech and features, with Stanza's tagger."""

from __future__ import annotations

import torch

from quotescope.parsing import doubts
from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.forms import FormEncoder, Vectors
from quotescope.parsing.linear import Linear
from quotescope.parsing.recurrent import HighwayLstm, Packing

_EMPTY = 2


class Tagger:
    """Stanza's trained tagger, without the language-specific tags, which nothing here reads."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors, int8: bool) -> None:
        checkpoint.require(share_hid=False, tag_column_link="tag_emb")
        parents = {column[0]: column[5] for column in checkpoint.config["tag_columns"]}
        if parents["feats"] != ["upos"]:
            raise checkpoint.refused(f"ties features to {parents['feats']}, not to upos")
        tensors = checkpoint.tensors
        self.encode = FormEncoder(checkpoint, vectors)
        self.tags: list[str] = checkpoint.units("upos")
        self.likeliest = doubts.firsts(len(self.tags)).numpy()
        self._lstm = HighwayLstm(
            checkpoint.below("taggerlstm."),
            (tensors["taggerlstm_h_init"], tensors["taggerlstm_c_init"]),
            int8,
        )
        self._hidden = Linear(tensors["upos_hid.weight"], tensors["upos_hid.bias"], int8)
        self._scores = Linear(tensors["upos_clf.weight"], tensors["upos_clf.bias"], int8=False)
        self._features = _Features(checkpoint, int8)

    def __call__(
        self, forms: torch.Tensor, which: torch.Tensor, packing: Packing
    ) -> tuple[torch.Tensor, list[str]]:
        """The tags in doubt, by their numbers, and the features of packed words.

        ``which`` are the words' forms; ``likeliest`` gives the place in ``tags`` by the number.
        """
        outputs = self._lstm(forms, which, packing)
        scores = self._scores(self._hidden(outputs).relu_())
        return doubts.numbers(scores), self._features(outputs, scores.argmax(1))


class _Features:
    """One classifier a feature, each a bilinear form of the word's state and of its tag."""

    def __init__(self, checkpoint: Checkpoint, int8: bool) -> None:
        tensors = checkpoint.tensors
        values: dict[str, list[str]] = checkpoint.content["vocab"]["feats"]["_id2unit"]
        self._names = [
            [f"{name}={unit}" if number != _EMPTY else "" for number, unit in enumerate(units)]
            for name, units in values.items()
        ]
        self._written: dict[int, str] = {}
        self._hidden = Linear(tensors["tag_hid.feats.weight"], tensors["tag_hid.feats.bias"], int8)
        # With its tag known, a word's classifiers are linear: one matrix for each tag.
        tags = torch.nn.functional.pad(tensors["upos_emb.weight"], (0, 1), value=1.0)
        classifiers = range(len(self._names))
        bilinear = torch.cat([tensors[f"tag_clf.feats.{k}.W_bilin.weight"] for k in classifiers])
        bias = torch.cat([tensors[f"tag_clf.feats.{k}.W_bilin.bias"] for k in classifiers])
        by_tag = torch.einsum("oij,tj->toi", bilinear, tags)
        self._shape = by_tag.shape[:2]
        self._scores = Linear(
            by_tag[:, :, :-1].flatten(0, 1), (by_tag[:, :, -1] + bias).flatten(), int8
        )

    def __call__(self, outputs: torch.Tensor, tags: torch.Tensor) -> list[str]:
        scores = self._scores(self._hidden(outputs).relu_()).view(-1, *self._shape)
        chosen = scores[torch.arange(len(tags)), tags]
        # One number for all values of a word: there are few combinations, written once each.
        combined = torch.zeros_like(tags)
        for names, part in zip(
            self._names, chosen.split([len(names) for names in self._names], 1), strict=True
        ):
            combined = combined * len(names) + part.argmax(1)
        numbers = combined.tolist()
        for number in set(numbers).difference(self._written):
            self._written[number] = self._write(number)
        return [self._written[number] for number in numbers]

    def _write(self, combined: int) -> str:
        items = []
        rest = combined
        for names in reversed(self._names):
            rest, value = divmod(rest, len(names))
            items.append(names[value])
        return "|".join(item for item in reversed(items) if item)
