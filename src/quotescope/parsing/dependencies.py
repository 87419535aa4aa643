"""Heads and relations, with Stanza's biaffine graph parser."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn.functional import logsigmoid, pad, softplus

from quotescope.errors import ModelError
from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.forms import UNKNOWN, FormEncoder, Vectors
from quotescope.parsing.linear import Linear
from quotescope.parsing.recurrent import HighwayLstm, Indices, Packing
from quotescope.parsing.trees import best_trees

# Sentences of similar length whose arcs are scored together, and words whose relations are.
_SENTENCES, _WORDS = 16, 64


class DependencyParser:
    """Stanza's trained parser; every sentence begins with an item for the root."""

    def __init__(self, checkpoint: Checkpoint, vectors: Vectors, int8: bool) -> None:
        checkpoint.require(use_upos=True, use_xpos=False, use_arc_embedding=False, reversed=False)
        checkpoint.require(resolve_head_constraints=False)
        if checkpoint.content.get("model_type", "graph") != "graph":
            raise ModelError(f"{checkpoint.path} is no graph parser: use a stanza.Pipeline")
        tensors = checkpoint.tensors
        self.encode = FormEncoder(checkpoint, vectors)
        self._lemma_ids = checkpoint.ids("lemma")
        self._lemmas = tensors["lemma_emb.weight"]
        self._tag_ids = checkpoint.ids("upos")
        # Where it was trained to read features, Stanza reads tags a second time.
        self._tags = tensors["upos_emb.weight"].repeat(1, 1 + bool(checkpoint.config["use_ufeats"]))
        self._lstm = HighwayLstm(
            self._in_our_order(checkpoint.below("parserlstm.")),
            (tensors["parserlstm_h_init"], tensors["parserlstm_c_init"]),
            int8,
        )
        self._arcs = [_Biaffine(checkpoint.below("unlabeled."), int8)]
        self._order = bool(checkpoint.config["linearization"])
        if self._order:
            self._arcs.append(_Biaffine(checkpoint.below("linearization."), int8))
        self._distance = bool(checkpoint.config["distance"])
        if self._distance:
            self._arcs.append(_Biaffine(checkpoint.below("distance."), int8))
        self._relations = _Biaffine(checkpoint.below("deprel."), int8)
        units = checkpoint.units("deprel")
        self.relations: list[str] = units[len(units) - len(self._relations.bias) :]

    def _in_our_order(self, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Stanza reads vector, word, lemma, tag, characters; we word, vector, characters, …"""
        word, vector, characters = self.encode.sizes
        lemma, tag = self._lemmas.shape[1], self._tags.shape[1]
        sizes = [vector, word, lemma, tag, characters]
        first = ("lstm.0.lstm.weight_ih_l0", "lstm.0.lstm.weight_ih_l0_reverse")
        for name in (*first, "gate.0.weight", "highway.0.weight"):
            vectors, words, lemmas, tags, chars = weights[name].split(sizes, 1)
            weights[name] = torch.cat([words, vectors, chars, lemmas, tags], 1)
        return weights

    def tag_numbers(self, tags: Sequence[str]) -> Indices:
        return np.array([self._tag_ids.get(tag, UNKNOWN) for tag in tags])

    def lemma_numbers(self, lemmas: Sequence[str]) -> Indices:
        ids = self._lemma_ids
        return np.array([ids.get(lemma.lower(), UNKNOWN) for lemma in lemmas])

    def __call__(
        self,
        forms: torch.Tensor,
        lemmas: torch.Tensor,
        tags: torch.Tensor,
        which: torch.Tensor,
        packing: Packing,
    ) -> tuple[Indices, Indices]:
        """The heads (counted in their sentence, 0 the root) and relations of all items.

        Forms (encoded), lemmas and tags (numbers) are those of the kinds of items, ``which`` tells
        of which kind each packed item is.  Sentences are given from the longest to the shortest,
        and results are in their order.
        """
        kinds = torch.cat([forms, self._lemmas[lemmas], self._tags[tags]], 1)
        states = self._lstm(kinds, which, packing)[packing.flat]
        lengths = packing.lengths
        heads = np.empty(len(states), dtype=np.int64)
        projected = [arc.project(states) for arc in self._arcs]
        first = 0
        for group in range(0, len(lengths), _SENTENCES):
            own = lengths[group : group + _SENTENCES]
            size = int(own[0])
            starts = first + np.cumsum(own) - own
            inside = np.arange(size) < own[:, None]
            places = torch.from_numpy(
                starts[:, None] + np.minimum(np.arange(size), own[:, None] - 1)
            )
            scores = self._arc_scores(projected, places)
            scores.masked_fill_(torch.from_numpy(~inside)[:, None], -torch.inf)
            found = best_trees(scores.numpy(), own)
            heads[first : first + own.sum()] = found[inside]
            first += own.sum()
        begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
        return heads, self._relation_numbers(states, torch.from_numpy(begins + heads))

    def _arc_scores(
        self, projected: list[tuple[torch.Tensor, torch.Tensor]], places: torch.Tensor
    ) -> torch.Tensor:
        """How well each item (last) fits as head of each (second) in each sentence (first)."""
        each = [
            torch.bmm(dependents[places], heads[places].transpose(1, 2))
            for dependents, heads in projected
        ]
        scores = each.pop(0)
        item = torch.arange(places.shape[1])
        offset = (item - item[:, None]).float()
        if self._order:
            scores += logsigmoid(each.pop(0).mul_(offset.sign()))
        if self._distance:
            expected = softplus(each.pop(0)).add_(1)
            scores -= (offset.abs() - expected).square_().div_(2).log1p_()
        return scores.masked_fill_(torch.eye(len(item), dtype=torch.bool), -torch.inf)

    def _relation_numbers(self, states: torch.Tensor, heads: torch.Tensor) -> Indices:
        dependents = self._relations.dependents(states)
        governors = self._relations.heads(states)[heads]
        found = [
            self._relations.pairs(*pair).argmax(1)
            for pair in zip(dependents.split(_WORDS), governors.split(_WORDS), strict=True)
        ]
        numbers: Indices = torch.cat(found).numpy()
        return numbers


class _Biaffine:
    """A deep biaffine classifier; its matrices have one row and one column for the biases."""

    def __init__(self, weights: dict[str, torch.Tensor], int8: bool) -> None:
        self._dependent = Linear(weights["W1.weight"], weights["W1.bias"], int8)
        self._head = Linear(weights["W2.weight"], weights["W2.bias"], int8)
        self.bias = weights["scorer.W_bilin.bias"]
        matrix = weights["scorer.W_bilin.weight"]
        size, _, classes = matrix.shape
        # from a dependent to the weights of its head, each of them for all classes
        self._weights = Linear(
            matrix.permute(1, 2, 0).reshape(size * classes, size), None, int8 and classes > 1
        )

    def dependents(self, states: torch.Tensor) -> torch.Tensor:
        return pad(self._dependent(states).relu_(), (0, 1), value=1.0)

    def heads(self, states: torch.Tensor) -> torch.Tensor:
        return pad(self._head(states).relu_(), (0, 1), value=1.0)

    def project(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Dependents and heads whose inner product is their only score."""
        dependents = self._weights(self.dependents(states))
        dependents[:, -1] += self.bias
        return dependents, self.heads(states)

    def pairs(self, dependents: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """The scores of each class for some pairs."""
        weights = self._weights(dependents).view(len(heads), heads.shape[1], -1)
        return torch.bmm(heads[:, None], weights)[:, 0] + self.bias
