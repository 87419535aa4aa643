"""Train the network that finds sentence boundaries beside those of the rules.

    python -m training.train_boundaries --train base.conllu --dev dev.conllu --news news.jsonl.gz
        --vectors vectors.pt --out boundaries.pt --minutes 20

It reads paragraphs made of treebank sentences that follow each other, and of lines of raw news:
their ends, and the boundaries of the rules inside them, are taken for right. Some full stops are
left out, so that sentences without punctuation are no rarity.
"""

from __future__ import annotations

import argparse
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from quotescope.parsing.boundaries import SIGNS, SURE, signs
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.sentences import ends_by_rules, opening_marks, sentences
from quotescope.parsing.tokens import tokens
from training.conllu import read
from training.news import documents
from training.pipeline import load_vectors
from training.schedule import Schedule

UNKNOWN = 1
REDUCED, HIDDEN = 64, 64
BATCH, POOL, NEW = 24, 6000, 12
STOPS_LEFT_OUT, WORDS_LEFT_OUT = 0.06, 0.15

Example = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Numbers of words, signs, and whether a sentence ends with each token."""


class Network(nn.Module):  # type: ignore[misc]
    def __init__(self, vectors: torch.Tensor) -> None:
        super().__init__()
        self.vectors = vectors
        self.reduce = nn.Linear(vectors.size(1), REDUCED)
        self.lstm = nn.LSTM(REDUCED + SIGNS, HIDDEN, batch_first=True, bidirectional=True)
        self.tell = nn.Linear(2 * HIDDEN, 1)
        self.drop = nn.Dropout(0.3)

    def forward(self, words: torch.Tensor, shown: torch.Tensor) -> torch.Tensor:
        read = F.dropout(self.vectors[words], 0.1, self.training)
        if self.training:
            read = read * (torch.rand(words.shape).unsqueeze(2) > WORDS_LEFT_OUT)
        items = torch.cat([self.drop(torch.relu(self.reduce(read))), shown], 2)
        outputs: torch.Tensor = self.lstm(items)[0]
        told: torch.Tensor = self.tell(self.drop(outputs)).squeeze(2)
        return told


class Paragraphs:
    """Examples drawn from treebanks and news."""

    def __init__(self, vocabulary: Any, treebank: list[str], news: list[list[str]]) -> None:
        self._vocabulary = vocabulary
        self._treebank, self._news = treebank, news

    def drawn(self, share: float) -> Example:
        """One example, with a chance of ``share`` from the news."""
        if random.random() < share:
            return self.example([_shorn(s) for s in self._from_news()])
        size = random.choice((2, 3, 4, 4, 4, 5, 6))
        first = random.randrange(len(self._treebank) - size)
        chosen = self._treebank[first : first + size]
        if random.random() < 0.25:
            random.shuffle(chosen)
        return self.example([_shorn(s) for s in chosen])

    def example(self, chosen: list[str]) -> Example:
        """The paragraph that sentences make."""
        text = " ".join(chosen)
        plain = as_parsed(text)
        ends, position = set(), 0
        for sentence in chosen:
            ends.add(position + len(sentence))
            position += len(sentence) + 1
        own = list(tokens(plain))
        ruled = ends_by_rules(text, own, opening_marks(text, own))
        return (
            torch.tensor([self._number(token.form) for token in own]),
            torch.tensor([signs(t, plain, e) for t, e in zip(own, ruled, strict=True)]).float(),
            torch.tensor([token.end in ends for token in own]).float(),
        )

    def _from_news(self) -> list[str]:
        size = random.choice((1, 1, 2, 3, 4))
        lines = random.choice([d for d in random.choices(self._news, k=50) if len(d) >= size])
        first = random.randrange(len(lines) - size + 1)
        cut = []
        for line in lines[first : first + size]:
            own = list(tokens(as_parsed(line)))
            ruled = ends_by_rules(line, own, opening_marks(line, own))
            for part in sentences(own, ruled):
                cut.append(line[part[0].start : part[-1].end])
        return cut

    def _number(self, form: str) -> int:
        known = form.lower().replace(" ", "\xa0")
        return self._vocabulary.unit2id(known) if known in self._vocabulary else UNKNOWN


def _shorn(sentence: str) -> str:
    bare = sentence.endswith(".") and random.random() < STOPS_LEFT_OUT
    return sentence[:-1].rstrip() if bare else sentence


def padded(examples: list[Example]) -> tuple[torch.Tensor, ...]:
    words, shown, ends = (
        nn.utils.rnn.pad_sequence(list(column), batch_first=True)
        for column in zip(*examples, strict=True)
    )
    real = nn.utils.rnn.pad_sequence([torch.ones(len(e[0])) for e in examples], batch_first=True)
    return words, shown, ends, real


def score(network: Network, examples: list[Example], sure: float) -> float:
    """The F measure of sentences, in per cent."""
    network.eval()
    expected = found = right = 0
    for words, shown, ends in examples:
        with torch.no_grad():
            told = network(words.unsqueeze(0), shown.unsqueeze(0)).sigmoid()[0] > sure
        gold, guessed = _spans(ends > 0), _spans(told | (shown[:, 0] > 0))
        expected, found = expected + len(gold), found + len(guessed)
        right += len(gold & guessed)
    network.train()
    return 200 * right / max(1, expected + found)


def _spans(ends: torch.Tensor) -> set[tuple[int, int]]:
    places = [-1, *ends[:-1].nonzero().flatten().tolist(), len(ends) - 1]
    return set(pairwise(places))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--news-share", type=float, default=0.5)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--eval-minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    pretrain = load_vectors(options.vectors)
    texts = list(documents(options.news))
    news = [
        [text[start:end] for start, end in paragraphs(as_parsed(text))]
        for text in random.sample(texts, min(options.documents, len(texts)))
    ]
    treebank = [sentence.text for path in options.train for sentence in read(path)]
    drawn = Paragraphs(pretrain.vocab, treebank, news)
    held = [sentence.text for sentence in read(options.dev)]
    dev = [drawn.example(held[first : first + 4]) for first in range(0, len(held), 4)]
    network = Network(torch.as_tensor(pretrain.emb).float())
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    schedule = Schedule(
        network,
        optimizer,
        options.out,
        rate=3e-3,
        minutes=options.minutes,
        between=options.eval_minutes,
        evaluate=lambda: score(network, dev, SURE) / 100,
        save=lambda path: torch.save({"model": network.state_dict()}, path),
    )
    pool: list[Example] = []
    while schedule.progress < 1:
        schedule.begin_step()
        fresh = NEW if pool else POOL // 4
        pool = [*pool, *(drawn.drawn(options.news_share) for _ in range(fresh))][-POOL:]
        words, shown, ends, real = padded(random.sample(pool, BATCH))
        told = network(words, shown)
        losses = F.binary_cross_entropy_with_logits(told, ends, reduction="none")
        loss = (losses * real).sum() / real.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.end_step(loss.item())


if __name__ == "__main__":
    main()
