"""Fit the weights of salience: which referent a pronoun takes up.

    python -m training.fit_salience GOLD_DIR [GOLD_DIR ...]

Reads gold files, runs the extractor with the embedded model, and for every speaker pronoun whose
antecedent gold names, sets its candidates against each other: a softmax over their weighted
evidence is fitted by gradient ascent.  Prints the weights (for ``quotescope.stages.salience``) and
the share of pronouns resolved rightly, fitted and cross-validated by document.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotescope import Extractor
from quotescope.evaluation.agreement import names_entity
from quotescope.evaluation.gold import GoldDocument, GoldQuote, read_gold
from quotescope.parsing import Parse
from quotescope.stages import coreference
from quotescope.stages.attribution import choose
from quotescope.stages.contents import proposals
from quotescope.stages.cues import find_cues
from quotescope.stages.discourse import FEMININE, MASCULINE, Discourse, Turn, pronoun_gender
from quotescope.stages.entities import find_appearances
from quotescope.stages.marks import find_marked
from quotescope.stages.names import spoken
from quotescope.stages.records import Draft, Reading
from quotescope.stages.referents import find_referents
from quotescope.stages.salience import Candidate, salience, with_rivals

FOLDS = 5
PENALTY = 0.02
PRONOUNS = (MASCULINE | FEMININE) - {"celui-ci", "celle-ci", "ce dernier", "cette dernière"}


@dataclass
class Choice:
    """The candidates of one pronoun, and which of them gold accepts."""

    document: str
    candidates: list[Candidate]
    right: list[int] = field(default_factory=list)


def choices(document: GoldDocument, parse: Parse) -> list[Choice]:
    """The pronouns of a document whose antecedent gold names and the extractor can choose."""
    reading = Reading(parse, spoken(parse, find_marked(parse.text)))
    drafts = choose(reading, proposals(reading, find_cues(parse)))
    discourse = Discourse(reading, find_referents(find_appearances(reading)))
    mentioned = frozenset(d.mention.head for d in drafts if d.mention is not None)
    found: list[Choice] = []
    followed = 0
    for draft in drafts:
        discourse.narrate(mentioned, followed, draft.content[0])
        followed = max(followed, draft.content[0])
        gold = _gold_of(document, draft)
        if gold is not None and gold.names:
            choice = _choice(document, discourse, draft, gold)
            if choice is not None and choice.right and len(choice.candidates) > 1:
                found.append(choice)
        turn = coreference.turn_of(discourse, draft)
        if turn is not None and turn.identity.name is not None and not coreference.is_aside(draft):
            discourse.turns.append(_corrected(turn, discourse, gold))
    return found


def _gold_of(document: GoldDocument, draft: Draft) -> GoldQuote | None:
    spans = draft.marked or (draft.content,)
    for quote in document.quotes:
        for start, end in quote.marked or (quote.content,):
            if any(s < end and start < e for s, e in spans):
                return quote
    return None


def _choice(
    document: GoldDocument, discourse: Discourse, draft: Draft, gold: GoldQuote
) -> Choice | None:
    if draft.mention is None:
        return None
    low = document.text[draft.mention.start : draft.mention.end].lower()
    if low not in PRONOUNS:
        return None
    anchor = min(draft.mention.start, draft.content[0])
    gender = pronoun_gender(low)
    candidates = list(discourse.candidates(anchor, low, gender))
    candidates = with_rivals(candidates, discourse.last.end if discourse.last else 0)
    right = [
        i
        for i, (referent, *_) in enumerate(candidates)
        if any(names_entity(referent.name, entity) for entity in gold.names)
    ]
    return Choice(document.id, candidates, right)


def _corrected(turn: Turn, discourse: Discourse, gold: GoldQuote | None) -> Turn:
    """The turn with the speaker that gold names, so that one error does not lead to the next."""
    if gold is None or not gold.names:
        return turn
    for referent in discourse.referents:
        if any(names_entity(referent.name, entity) for entity in gold.names):
            return Turn(turn.draft, turn.identity, referent)
    return turn


def fit(rows: list[Choice], names: list[str], steps: int = 800) -> NDArray[np.float64]:
    """The weights that make the right candidates most likely (Adam, with a quadratic penalty)."""
    inputs = [_matrix(row, names) for row in rows]
    weights, first, second = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        gradient = -PENALTY * weights
        for row, evidence in zip(rows, inputs, strict=True):
            scores = evidence @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            wanted = np.zeros(len(chance))
            wanted[row.right] = chance[row.right] / chance[row.right].sum()
            gradient += evidence.T @ (wanted - chance) / len(rows)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        scale = np.sqrt(second / (1 - 0.99**step)) + 1e-8
        weights += 0.05 * first / (1 - 0.9**step) / scale
    return weights


def _matrix(row: Choice, names: list[str]) -> NDArray[np.float64]:
    return np.array([[known.get(n, 0.0) for n in names] for _, known, _ in row.candidates])


def accuracy(rows: list[Choice], names: list[str], weights: NDArray[np.float64]) -> float:
    """The share of pronouns for which the likeliest candidate is right."""
    hits = [int(np.argmax(_matrix(row, names) @ weights)) in row.right for row in rows]
    return sum(hits) / max(1, len(hits))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="+", type=Path, help="folders of gold files")
    arguments = parser.parse_args()
    documents = [d for folder in arguments.gold for d in read_gold(folder).values()]
    parses = Extractor().parser.parse([document.text for document in documents])
    rows = [
        choice
        for document, parse in zip(documents, parses, strict=True)
        for choice in choices(document, parse)
    ]
    names = sorted({name for row in rows for _, known, _ in row.candidates for name in known})
    current = [
        max(range(len(r.candidates)), key=lambda i: salience(r.candidates[i][1])) in r.right
        for r in rows
    ]
    print(f"{len(rows)} pronouns; right with the present weights {sum(current) / len(rows):.3f}")
    folds = sorted({row.document for row in rows})
    held_out = 0.0
    for fold in range(FOLDS):
        inside = set(folds[fold::FOLDS])
        test = [row for row in rows if row.document in inside]
        weights = fit([row for row in rows if row.document not in inside], names, steps=400)
        held_out += accuracy(test, names, weights) * len(test) / len(rows)
    weights = fit(rows, names)
    print(f"fitted {accuracy(rows, names, weights):.3f}, cross-validated {held_out:.3f}")
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
