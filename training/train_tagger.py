"""Train the tagger: Stanza's, for universal tags and features, on words and word vectors.

    python -m training.train_tagger --train base.conllu synthetic.conllu --dev dev.conllu
        --vectors vectors.pt --out tagger.pt --minutes 15

The learning rate falls linearly to zero over the time given; the weights kept are an
exponential moving average. OUT.checkpoint is written at each evaluation, and the same
command goes on from it. ``--init`` starts from a trained tagger and its vocabulary.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

import torch
from stanza.models import tagger
from stanza.models.common import utils
from stanza.models.common.foundation_cache import FoundationCache
from stanza.models.pos import scorer
from stanza.models.pos.data import Dataset
from stanza.models.pos.trainer import Trainer
from stanza.utils.conll import CoNLL

from training.pipeline import load_vectors
from training.schedule import Schedule

HYPERPARAMETERS = """--lang fr --shorthand fr_mix --mode train --cpu
    --hidden_dim 128 --num_layers 2 --char_hidden_dim 80 --char_emb_dim 40
    --deep_biaff_hidden_dim 128 --composite_deep_biaff_hidden_dim 64 --word_emb_dim 64
    --word_cutoff 3 --tag_emb_dim 32 --transformed_dim 100 --batch_size 50 --lr 3e-3
    --dropout 0.33 --word_dropout 0.25"""


def dev_score(trainer: Any, data: Any, batches: Any, gold: Path) -> float:
    """The share of words with both tag and features right."""
    predictions: list[Any] = []
    order: list[int] = []
    with torch.no_grad():
        for batch in batches:
            predicted, _ = trainer.predict(batch, extra_columns=True)
            predictions += predicted
            order.extend(batch.idx)
    predictions = utils.unsort(predictions, order)
    tagger.set_predictions(data.doc, trainer, predictions, None)
    text = format(data.doc, "C") + "\n\n"
    kind = tagger.get_eval_type(data)
    return float(scorer.score(io.StringIO(text), str(gold), eval_type=kind)[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--eval-minutes", type=float, default=3)
    options, extra = parser.parse_known_args()
    torch.set_num_threads(1)

    train = ";".join(map(str, options.train))
    arguments = (
        f"{HYPERPARAMETERS} --train_file {train} --eval_file {options.dev} "
        f"--save_dir {options.out.parent} --save_name {options.out.name}"
    )
    args = tagger.parse_args([*arguments.split(), *extra])
    utils.set_random_seed(args["seed"])
    pretrain = load_vectors(options.vectors)
    vocab, _, batches = tagger.load_training_data(args, pretrain)
    if options.init:
        trained = Trainer(
            args=args, model_file=str(options.init), pretrain=pretrain, device="cpu",
            foundation_cache=FoundationCache(),
        )  # fmt: skip
        vocab = trained.vocab
        documents = [CoNLL.conll2doc(str(path)) for path in options.train]
        sets = [Dataset(d, args, pretrain, vocab=vocab, evaluation=False) for d in documents]
        batches = type(batches)(sets, args["batch_size"], batches.ratios)
    dev_data = Dataset(
        CoNLL.conll2doc(str(options.dev)), args, pretrain, vocab=vocab, evaluation=True,
        sort_during_eval=True,
    )  # fmt: skip
    dev_batches = dev_data.to_loader(batch_size=args["batch_size"])
    trainer = Trainer(
        args=args, vocab=vocab, pretrain=pretrain, device="cpu", foundation_cache=FoundationCache()
    )
    if options.init:
        trainer.model.load_state_dict(trained.model.state_dict())
    schedule = Schedule(
        trainer.model,
        next(iter(trainer.optimizers.values())),
        options.out,
        rate=args["lr"],
        minutes=options.minutes,
        between=options.eval_minutes,
        evaluate=lambda: dev_score(trainer, dev_data, dev_batches, options.dev),
        save=trainer.save,
    )
    while schedule.progress < 1:
        for batch in batches:
            schedule.begin_step()
            schedule.end_step(trainer.update(batch, eval=False))
            if schedule.progress == 1:
                break


if __name__ == "__main__":
    main()
