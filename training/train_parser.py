"""Train the dependency parser: Stanza's graph parser on tags, lemmas and word vectors.

    python -m training.train_parser --train base.conllu synthetic.conllu [--silver silver.conllu]
        --dev dev.conllu --vectors vectors.pt --out parser.pt --minutes 60

The learning rate falls linearly to zero over the time given; the weights kept are an
exponential moving average. Every few minutes OUT.checkpoint is written, from which the
same command goes on after an interruption. ``--init`` starts from a trained parser.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from stanza.models import parser as stanza_parser
from stanza.models.common import utils
from stanza.models.common.doc import DEPREL, HEAD, Document
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse import scorer
from stanza.models.depparse.data import DataLoader, InfiniteBatch
from stanza.models.depparse.model import GraphParser
from stanza.models.depparse.trainer import GraphTrainer, Trainer, unpack_batch
from stanza.models.depparse.utils import predict_dataset
from stanza.utils.conll import CoNLL

from training import padded_lstm
from training.pipeline import load_vectors
from training.schedule import Schedule
from training.silver import DOUBTFUL

HYPERPARAMETERS = """--lang fr --shorthand fr_mix --mode train --cpu --no_checkpoint
    --no_xpos --no_ufeats --optim adam --no_second_optim --no_plateau --lr 2e-3 --beta2 0.95
    --weight_decay 0 --hidden_dim 200 --num_layers 2 --char_hidden_dim 64 --char_emb_dim 40
    --deep_biaff_hidden_dim 128 --word_emb_dim 64 --tag_emb_dim 40 --transformed_dim 100
    --word_cutoff 5 --batch_size 1500 --dropout 0.33 --word_dropout 0.25"""


class GoldHeadParser(GraphParser):  # type: ignore[misc]
    """The graph parser, whose training loss scores relations at the gold heads alone.

    Stanza scores every relation of every pair of words and then picks those of the gold
    arcs; the loss is the same, at less cost.
    """

    def relation_scores(
        self, dependents: torch.Tensor, candidates: torch.Tensor, heads: torch.Tensor
    ) -> torch.Tensor:
        scorer_ = self.deprel
        dependents = scorer_.dropout(F.relu(scorer_.W1(dependents)))[:, 1:]
        candidates = scorer_.dropout(F.relu(scorer_.W2(candidates)))
        index = heads.unsqueeze(2).expand(-1, -1, candidates.size(2))
        chosen = torch.gather(candidates, 1, index)
        bilinear = scorer_.scorer.W_bilin
        x, y = (F.pad(t, (0, 1), value=1.0).flatten(0, 1) for t in (dependents, chosen))
        rows, columns, relations = bilinear.weight.shape
        half = (x @ bilinear.weight.view(rows, -1)).view(-1, columns, relations)
        return torch.bmm(y.unsqueeze(1), half).squeeze(1) + bilinear.bias

    def training_loss(self, inputs: list[Any], rest: tuple[Any, ...]) -> torch.Tensor:
        """The loss of a batch, for which doubtful arcs do not count."""
        mask, heads, deprels = inputs[1], inputs[9], inputs[10]
        states = self.embed(*inputs, *rest)
        dependents, candidates = self.drop(states), self.drop(states)
        length = mask.size(1)
        places = torch.arange(length)
        offset = places.view(1, 1, -1) - places.view(1, -1, 1)
        arcs = self.unlabeled(dependents, candidates).squeeze(3).float()
        order = self.linearization(dependents, candidates).squeeze(3).float()
        arcs = arcs + F.logsigmoid(order * torch.sign(offset)).detach()
        distance = 1 + F.softplus(self.distance(dependents, candidates).squeeze(3).float())
        closeness = -torch.log((offset.abs().float() - distance) ** 2 / 2 + 1)
        arcs = arcs + closeness.detach()
        arcs = arcs.masked_fill(torch.eye(length, dtype=torch.bool), -float("inf"))
        arcs = arcs[:, 1:].masked_fill(mask.unsqueeze(1), -float("inf"))
        padding = mask[:, 1:] | (deprels == self.vocab["deprel"].unit2id(DOUBTFUL))
        loss = self.crit(arcs.flatten(0, 1), heads.masked_fill(padding, -1).flatten())
        relations = self.relation_scores(dependents, candidates, heads).float()
        targets = (deprels - VOCAB_PREFIX_SIZE).masked_fill(padding, -1).flatten()
        loss = loss + self.crit(relations, targets)
        real = ~padding
        after = (heads > places[1:])[real].float()
        chosen = torch.gather(order[:, 1:], 2, heads.unsqueeze(2)).squeeze(2)[real]
        loss = loss + F.binary_cross_entropy_with_logits(chosen, after, reduction="sum")
        near = torch.gather(closeness[:, 1:], 2, heads.unsqueeze(2)).squeeze(2)[real]
        return (loss - near.sum()) / real.sum()


class GoldHeadTrainer(GraphTrainer):  # type: ignore[misc]
    @staticmethod
    def build_model(args: Any, vocab: Any, **kwargs: Any) -> GoldHeadParser:
        return GoldHeadParser(args, vocab, **kwargs)


def confusions(gold: Document, predicted: Document, vocab: Any) -> torch.Tensor:
    """The chance of each predicted tag given the gold one, as a square matrix."""
    counts = torch.eye(len(vocab)) * 1e-3
    pairs = zip(gold.get("upos"), predicted.get("upos"), strict=True)
    for true, guess in pairs:
        counts[vocab.unit2id(true), vocab.unit2id(guess)] += 1
    return counts / counts.sum(1, keepdim=True)


def dev_score(trainer: Any, batches: Any, gold: Path) -> float:
    predictions = predict_dataset(trainer, batches)
    batches.doc.set([HEAD, DEPREL], [arc for sentence in predictions for arc in sentence])
    text = format(batches.doc, "C") + "\n\n"
    return float(scorer.score(io.StringIO(text), str(gold))[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--silver", type=Path, nargs="*", default=[])
    parser.add_argument("--silver-share", type=float, default=0.5, help="of the steps")
    parser.add_argument("--dev", type=Path, required=True, help="with gold tags")
    parser.add_argument("--tagged-dev", type=Path, help="the same with predicted tags")
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--eval-minutes", type=float, default=5)
    options, extra = parser.parse_known_args()
    torch.set_num_threads(1)

    arguments = f"{HYPERPARAMETERS} --save_dir {options.out.parent} --save_name {options.out.name}"
    args = stanza_parser.parse_args([*arguments.split(), *extra])
    utils.set_random_seed(args["seed"])
    pretrain = load_vectors(options.vectors)

    def loaded(paths: list[Path]) -> Document:
        sentences = []
        for path in paths:
            sentences += CoNLL.conll2dict(input_file=str(path))[0]
        return Document(sentences)

    # One vocabulary over everything; gold and silver are then drawn from apart.
    whole = DataLoader(
        loaded(options.train + options.silver), args["batch_size"], args, pretrain,
        evaluation=False,
    )  # fmt: skip
    vocab = whole.vocab
    if options.init:
        vocab = Trainer.load(str(options.init), pretrain, args=dict(args)).vocab
    streams = [
        InfiniteBatch(
            DataLoader(
                loaded(paths), args["batch_size"], args, pretrain, vocab=vocab, evaluation=False
            )
        )
        for paths in (options.train, options.silver)
        if paths
    ]
    gold_dev = CoNLL.conll2doc(str(options.dev))
    tagged_dev = CoNLL.conll2doc(str(options.tagged_dev or options.dev))
    noise = confusions(gold_dev, tagged_dev, vocab["upos"])
    dev = DataLoader(
        tagged_dev, args["batch_size"], args, pretrain, vocab=vocab, evaluation=True,
        sort_during_eval=True,
    )  # fmt: skip
    trainer = GoldHeadTrainer(args=args, vocab=vocab, pretrain=pretrain, device="cpu")
    padded_lstm.install(trainer.model.parserlstm)
    if options.init:
        trained = torch.load(options.init, map_location="cpu", weights_only=True)["model"]
        trainer.model.load_state_dict({k: v.float() for k, v in trained.items()}, strict=False)
    optimizer = next(iter(trainer.optimizer.values()))
    schedule = Schedule(
        trainer.model,
        optimizer,
        options.out,
        rate=args["lr"],
        minutes=options.minutes,
        between=options.eval_minutes,
        evaluate=lambda: dev_score(trainer, dev, options.dev),
        save=trainer.save,
    )
    # Processors without bfloat16 have no such LSTM either.
    half = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    parameters = [p for p in trainer.model.parameters() if p.requires_grad]
    print(sum(p.numel() for p in parameters), "parameters;", len(vocab["word"]), "word forms")

    while schedule.progress < 1:
        schedule.begin_step()
        silver = len(streams) > 1 and torch.rand(()) < options.silver_share
        inputs, _, *rest = unpack_batch(streams[silver].next_batch(), torch.device("cpu"))
        if not silver:
            # Gold tags are too good: mistake them as the tagger does.
            inputs[4][:, 1:] = torch.where(
                inputs[1][:, 1:] | (inputs[4][:, 1:] < VOCAB_PREFIX_SIZE),
                inputs[4][:, 1:],
                torch.multinomial(noise[inputs[4][:, 1:].flatten()], 1).view(
                    inputs[4][:, 1:].shape
                ),
            )
        trainer.model.train()
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            loss = trainer.model.training_loss(inputs, tuple(rest))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, args["max_grad_norm"])
        optimizer.step()
        schedule.end_step(loss.item())


if __name__ == "__main__":
    main()
