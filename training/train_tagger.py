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
import time
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

from training.averaging import Average
from training.pipeline import load_vectors

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
    optimizer = next(iter(trainer.optimizers.values()))
    average = Average(trainer.model)
    checkpoint = options.out.with_suffix(".checkpoint")
    elapsed, step, best = 0.0, 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        trainer.model.load_state_dict(state["model"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        average.load(state["average"])
        elapsed, step, best = state["elapsed"], state["step"], state["best"]

    started = time.time() - elapsed
    budget = options.minutes * 60
    evaluated, summed, window, progress = elapsed, 0.0, 0, 0.0
    while progress < 1:
        for batch in batches:
            progress = min(1.0, (time.time() - started) / budget)
            rate = args["lr"] * max(0.002, min(1.0, (step + 1) / 60) * (1 - progress))
            for group in optimizer.param_groups:
                group["lr"] = rate
            summed += trainer.update(batch, eval=False)
            step, window = step + 1, window + 1
            average.update(step)
            if step % 100 == 0:
                print(f"{progress:.3f} step {step} loss {summed / window:.3f}", flush=True)
                summed, window = 0.0, 0
            if progress < 1 and time.time() - started - evaluated < options.eval_minutes * 60:
                continue
            with average.swapped_in():
                score = dev_score(trainer, dev_data, dev_batches, options.dev)
                if score >= best:
                    best = score
                    trainer.save(str(options.out))
            evaluated = time.time() - started
            print(f"{progress:.3f} step {step} dev tags {100 * score:.2f}", flush=True)
            state = {
                "model": trainer.model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "average": average.values,
                "elapsed": evaluated,
                "step": step,
                "best": best,
            }
            torch.save(state, checkpoint)
            if progress == 1:
                break
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
