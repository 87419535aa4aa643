"""Train the lemmatizer: a dictionary of forms and tags, and Stanza's network for the others.

    python -m training.train_lemmatizer --base base.conllu --dev dev.conllu
        --work FOLDER --out lemmatizer.pt --minutes 8

The network learns from types, not running words. The learning rate falls linearly to zero
over the time given; OUT is rewritten whenever the development score rises.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import torch
from stanza.models import lemmatizer
from stanza.models.common import utils
from stanza.models.common.doc import LEMMA, TEXT, UPOS
from stanza.models.lemma.data import DataLoader
from stanza.models.lemma.trainer import Trainer
from stanza.utils.conll import CoNLL

from training.conllu import Sentence, Word, read, write

HYPERPARAMETERS = """--lang fr --shorthand fr_mix --mode train --cpu --hidden_dim 128 --emb_dim 48
    --pos_dim 48 --num_layers 1 --batch_size 64 --dropout 0.3 --lr 2e-3"""


def types(sentences: list[Sentence]) -> list[Sentence]:
    """Every form and tag with its commonest lemma, as sentences of one word."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            doubtful = "_" in word.lemma or ("/" in word.lemma and word.form != "/")
            if not doubtful and word.upos != "X":
                counts[word.form, word.upos][word.lemma] += 1
    entries: list[tuple[str, str, str]] = []
    for (form, upos), lemmas in counts.items():
        lemma, count = lemmas.most_common(1)[0]
        entries += [(form, upos, lemma)] * (1 if count < 20 else 2)
        capital = form.capitalize()
        if upos != "PROPN" and form.islower() and count >= 3 and (capital, upos) not in counts:
            entries.append((capital, upos, lemma))
    entries += [(mark, "PUNCT", mark) for mark in "…–—‘"]
    return [
        Sentence(f"type-{i}", "types", [Word(form, lemma, upos, deprel="root")])
        for i, (form, upos, lemma) in enumerate(entries)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    options, extra = parser.parse_known_args()
    torch.set_num_threads(1)
    options.work.mkdir(parents=True, exist_ok=True)
    train = options.work / "lemma-types.conllu"
    write(types(read(options.base)), train)
    arguments = (
        f"{HYPERPARAMETERS} --train_file {train} --eval_file {options.dev} "
        f"--save_dir {options.out.parent} --save_name {options.out.name}"
    )
    args: dict[str, Any] = lemmatizer.parse_args([*arguments.split(), *extra])
    utils.set_random_seed(args["seed"])
    batches = DataLoader(CoNLL.conll2doc(str(train)), args["batch_size"], args, evaluation=False)
    vocab = batches.vocab
    args["vocab_size"], args["pos_vocab_size"] = vocab["char"].size, vocab["pos"].size
    trainer = Trainer(args=args, vocab=vocab, device="cpu")
    trainer.train_dict([(w[0], w[1], w[2]) for w in batches.raw_data()])

    dev = CoNLL.conll2doc(str(options.dev))
    gold = dev.get([TEXT, UPOS, LEMMA])
    pairs = [(form, upos) for form, upos, _ in gold]
    skip = trainer.skip_seq2seq(pairs)
    dev_batches = DataLoader(dev, 500, args, vocab=vocab, evaluation=True, skip=skip)
    unknown = [g for g, known in zip(gold, skip, strict=True) if not known]
    looked_up = trainer.predict_dict(pairs)
    right = sum(a == g[2] for a, g, k in zip(looked_up, gold, skip, strict=True) if k)
    print(f"the dictionary knows {len(gold) - len(unknown)} of {len(gold)} words, {right} rightly")

    started, budget = time.time(), options.minutes * 60
    best, progress = 0, 0.0
    while progress < 1:
        random.shuffle(batches.data)
        for batch in batches:
            progress = min(1.0, (time.time() - started) / budget)
            trainer.update_lr(args["lr"] * max(0.01, 1 - progress))
            trainer.update(batch, eval=False)
            if progress == 1:
                break
        lemmas: list[str] = []
        edits: list[int] = []
        with torch.no_grad():
            for batch in dev_batches:
                predicted, edited = trainer.predict(batch, 1)
                lemmas += predicted
                edits += edited
        lemmas = trainer.postprocess([g[0] for g in unknown], lemmas, edits=edits)
        found = sum(lemma == g[2] for lemma, g in zip(lemmas, unknown, strict=True))
        share = (right + found) / len(gold)
        print(f"{progress:.3f} unknown words {found}/{len(unknown)}, all {share:.4f}", flush=True)
        if found > best:
            best = found
            trainer.save(str(options.out))


if __name__ == "__main__":
    main()
