"""Heads and relations, with Stanza's biaffine graph parser."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn.functional import logsigmoid, pad, softplus

from quotescope.parsing import doubts
from quotescope.parsing.checkpoint import Checkpoint
from quotescope.parsing.forms import ROOT, UNKNOWN, FormEncoder, Vectors
from quotescope.parsing.linear import Linear
from quotescope.parsing.recurrent import HighwayLstm, Indices, Packing
from quotescope.parsing.trees import best_trees

# Sentences of similar length whose arcs are scored together, and heads whose relations are.
_SENTENCES, _HEADS = 16, 64


class DependencyParser:
    """Stanza's trained parser; every sentence begins with an item for the root.

    ``tags`` are those of the tagger, whose doubts it reads (see ``quotescope.parsing.doubts``).
    """

    def __init__(
        self, checkpoint: Checkpoint, vectors: Vectors, tags: Sequence[str], int8: bool
    ) -> None:
        checkpoint.require(use_upos=True, use_xpos=False, use_arc_embedding=False, reversed=False)
        checkpoint.require(resolve_head_constraints=False)
        if checkpoint.content.get("model_type", "graph") != "graph":
            raise checkpoint.refused("is no graph parser")
        tensors = checkpoint.tensors
        self.encode = FormEncoder(checkpoint, vectors)
        self._lemma_ids = checkpoint.ids("lemma")
        self._lemmas = tensors["lemma_emb.weight"]
        # Where it was trained to read features, Stanza reads tags a second time.
        read = tensors["upos_emb.weight"].repeat(1, 1 + bool(checkpoint.config["use_ufeats"]))
        ids = checkpoint.ids("upos")
        known = doubts.mixtures(read[[ids.get(tag, UNKNOWN) for tag in tags]])
        # The root's tag comes last, at place -1.
        self._tags = torch.cat([known, read[ROOT : ROOT + 1]])
        self._lstm = HighwayLstm(
            self._in_our_order(checkpoint.below("parserlstm.")),
            (tensors["parserlstm_h_init"], tensors["parserlstm_c_init"]),
            int8,
        )
        self._arcs = [_Arcs(checkpoint.below("unlabeled."), int8)]
        self._order = bool(checkpoint.config["linearization"])
        if self._order:
            self._arcs.append(_Arcs(checkpoint.below("linearization."), int8))
        self._distance = bool(checkpoint.config["distance"])
        if self._distance:
            self._arcs.append(_Arcs(checkpoint.below("distance."), int8))
        self._relations = _Relations(checkpoint.below("deprel."), int8)
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

        Forms (encoded), lemmas (numbers) and tags (in doubt) are those of the kinds of items,
        ``which`` tells of which kind each packed item is.  Sentences are given from the longest to
        the shortest, and results are in their order.
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
        return heads, self._relations(states, torch.from_numpy(begins + heads)).numpy()

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


class _Biaffine:
    """A deep biaffine classifier; its matrices have one row and one column for the biases."""

    def __init__(self, weights: dict[str, torch.Tensor], int8: bool) -> None:
        self._dependent = Linear(weights["W1.weight"], weights["W1.bias"], int8)
        self._head = Linear(weights["W2.weight"], weights["W2.bias"], int8)
        self.bias = weights["scorer.W_bilin.bias"]

    def dependents(self, states: torch.Tensor) -> torch.Tensor:
        return pad(self._dependent(states).relu_(), (0, 1), value=1.0)

    def heads(self, states: torch.Tensor) -> torch.Tensor:
        return pad(self._head(states).relu_(), (0, 1), value=1.0)


class _Arcs(_Biaffine):
    """Scores of one class, for all pairs of a sentence."""

    def __init__(self, weights: dict[str, torch.Tensor], int8: bool) -> None:
        super().__init__(weights, int8)
        matrix = weights["scorer.W_bilin.weight"][:, :, 0]
        self._matrix = Linear(matrix.T, None, int8=False)

    def project(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Dependents and heads whose inner product is their only score."""
        dependents = self._matrix(self.dependents(states))
        dependents[:, -1] += self.bias
        return dependents, self.heads(states)


class _Relations(_Biaffine):
    """Scores of many classes, for chosen pairs."""

    def __init__(self, weights: dict[str, torch.Tensor], int8: bool) -> None:
        super().__init__(weights, int8)
        matrix = weights["scorer.W_bilin.weight"]
        self._shape = matrix.shape[0], matrix.shape[2]
        # from a head to the weights of its dependents, each of them for all classes
        self._matrix = Linear(matrix.permute(0, 2, 1).flatten(0, 1), None, int8)

    def __call__(self, states: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """The class of each state with its head.

        Most words are nobody's head, and heads have several dependents: what depends on the head
        alone, nearly all of the work, is computed once for each. Those with the most dependents
        stand first, so that the heads of all first dependents, of all second ones and so on are
        the first ones each time.
        """
        own, which, counts = torch.unique(heads, return_inverse=True, return_counts=True)
        counts, order = counts.sort(descending=True, stable=True)
        governors = self.heads(states[own[order]])
        places = order.argsort()[which].argsort(stable=True)
        firsts = counts.cumsum(0) - counts
        dependents = self.dependents(states)
        found = torch.empty_like(heads)
        for at in range(0, len(own), _HEADS):
            weights = self._matrix(governors[at : at + _HEADS]).view(-1, *self._shape)
            for nth in range(int(counts[at])):
                having = int((counts[at : at + _HEADS] > nth).sum())
                chosen = places[firsts[at : at + having] + nth]
                scores = torch.bmm(dependents[chosen][:, None], weights[:having])[:, 0]
                found[chosen] = (scores + self.bias).argmax(1)
        return found
