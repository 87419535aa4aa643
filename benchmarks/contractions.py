"""Count and train the weights that tell contractions (*du*, *des*) from articles.

    python benchmarks/contractions.py --treebanks TREEBANKS --news NEWS.jsonl.gz --out TABLE.tsv

News (one JSON object with a ``text`` a line, those with a true ``dev`` left out) tell how often
*de la* and *un*, *une* stand behind a word; treebanks train the rest: Sequoia train, GSD dev, PUD
and FQB. Prints how many tokens are told right in the test sets of GSD and Sequoia.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import torch

from quotescope.parsing.contractions import AMBIGUOUS, ENDINGS, OUTSIDE, Weights, features, score
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.tokens import tokens

TRAINING = ("Sequoia/*-train", "GSD/*-dev", "PUD/*-test", "FQB/*-test")
TESTS = ("GSD/*-test", "Sequoia/*-test", "Sequoia/*-dev")
# Words seen less often are judged by their endings; seldom seen features get no weight.
SEEN, SEEN_ENDING, SEEN_FEATURE = 8, 20, 2
# No context is more certain than this (log odds); one common word says little of its ending.
CERTAIN, MOST = 4.0, 50


class Case(NamedTuple):
    """One *du* or *des* between two words before it and one behind it."""

    token: str
    left: tuple[str, str]
    right: str
    contraction: bool


def contexts(news: Path) -> Weights:
    """For words and endings the log odds of *de la* against *un*, *une* behind them."""
    behind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if not article.get("dev"):
                count(as_parsed(article["text"]), behind)
    endings: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for word, pair in behind.items():
        for size in ENDINGS:
            if len(word) > size:
                for side in (0, 1):
                    endings[word[-size:]][side] += min(pair[side], MOST)
    whole = [sum(pair[side] for pair in behind.values()) for side in (0, 1)]
    return {
        (name, value): log_odds(pair, whole, smoothing)
        for name, table, least, smoothing in (
            ("left", behind, SEEN, 2),
            ("ending", endings, SEEN_ENDING, 10),
        )
        for value, pair in table.items()
        if sum(pair) >= least
    }


def count(text: str, behind: dict[str, list[int]]) -> None:
    for start, end in paragraphs(text):
        forms = [OUTSIDE, *(token.form.lower() for token in tokens(text[start:end])), ""]
        for left, form, right in zip(forms, forms[1:], forms[2:], strict=False):
            if form == "de" and right in ("la", "l'"):
                behind[left][0] += 1
            elif form in ("un", "une"):
                behind[left][1] += 1


def log_odds(pair: list[int], whole: list[int], smoothing: int) -> float:
    rarer = whole[1] / whole[0]
    odds = math.log((pair[0] + smoothing) / (pair[1] + smoothing * rarer)) + math.log(rarer)
    return round(max(-CERTAIN, min(CERTAIN, odds)), 1)


def cases(treebanks: Path, names: Iterable[str]) -> list[Case]:
    return [
        case
        for name in names
        for path in sorted(treebanks.glob(f"{name}.conllu.gz"))
        for sentence in surfaces(path)
        for case in of_sentence(sentence)
    ]


def surfaces(path: Path) -> Iterator[list[tuple[str, bool]]]:
    """The tokens of each sentence, and which of them are contractions."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        sentence: list[tuple[str, bool]] = []
        inside = 0
        for line in lines:
            number, _, rest = line.partition("\t")
            form = as_parsed(rest.partition("\t")[0])
            if not line.strip():
                yield sentence
                sentence, inside = [], 0
            elif "-" in number and number[0] != "#":
                inside = int(number.partition("-")[2])
                sentence.append((form, True))
            elif number.isdecimal() and int(number) > inside:
                sentence.append((form, False))


def of_sentence(sentence: list[tuple[str, bool]]) -> Iterator[Case]:
    forms = [OUTSIDE, OUTSIDE, *(form for form, _ in sentence), OUTSIDE]
    for place, (form, contraction) in enumerate(sentence):
        if form.lower() in AMBIGUOUS:
            yield Case(form, (forms[place], forms[place + 1]), forms[place + 3], contraction)


def train(examples: list[Case], known: Weights) -> Weights:
    """Logistic regression over the features of the examples."""
    seen: Counter[tuple[str, str]] = Counter()
    listed = []
    for token, left, right, _ in examples:
        own = [((name, value), x) for name, value, x in features(token, left, right, known)]
        listed.append(own)
        seen.update(feature for feature, _ in own)
    columns = [feature for feature, times in seen.items() if times >= SEEN_FEATURE]
    column = {feature: place for place, feature in enumerate(columns)}
    inputs = torch.zeros(len(examples), len(columns))
    for row, own in enumerate(listed):
        for feature, number in own:
            if feature in column:
                inputs[row, column[feature]] = number
    truth = torch.tensor([float(example.contraction) for example in examples])
    weights = torch.zeros(len(columns), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")
    loss_of = torch.nn.BCEWithLogitsLoss(reduction="sum")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value: torch.Tensor = loss_of(inputs @ weights, truth) + weights.square().sum() / 2
        value.backward()
        return value

    optimizer.step(loss)
    trained = {feature: round(w, 2) for feature, w in zip(columns, weights.tolist(), strict=True)}
    return known | {feature: weight for feature, weight in trained.items() if abs(weight) >= 0.05}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    weights = train(cases(options.treebanks, TRAINING), contexts(options.news))
    with options.out.open("w", encoding="utf-8") as table:
        for (name, value), weight in sorted(weights.items()):
            table.write(f"{name}\t{value}\t{weight:g}\n")
    for test in TESTS:
        told: dict[str, list[bool]] = defaultdict(list)
        for token, left, right, contraction in cases(options.treebanks, [test]):
            told[token.lower()].append((score(token, left, right, weights) > 0) == contraction)
        print(test, {token: f"{sum(right)} of {len(right)}" for token, right in told.items()})


if __name__ == "__main__":
    main()
