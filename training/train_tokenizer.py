"""Train the tokenizer: Stanza's character LSTM, on paragraphs made of treebank sentences.

    python -m training.train_tokenizer --base base.conllu --synthetic synthetic.conllu
        --dev dev.conllu --work FOLDER --out tokenizer.pt --minutes 10

Treebank sentences follow one another in paragraphs of one to eight, in the order of the
treebank or shuffled; quotation marks stand with or without spaces, « ... » also as « … ».
The learning rate falls linearly to zero over the time given. OUT is rewritten whenever
the development score rises, so that an interrupted run leaves a usable model.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from stanza.models import tokenizer as stanza_tokenizer
from stanza.models.common import utils
from stanza.models.tokenization.data import DataLoader, TokenizationDataset
from stanza.models.tokenization.trainer import Trainer
from stanza.models.tokenization.utils import eval_model, load_mwt_dict

from training.conllu import Sentence, read, tokens, write

HYPERPARAMETERS = """--lang fr --shorthand fr_mix --mode train --cpu --hidden_dim 64 --emb_dim 32
    --lr0 4e-3 --batch_size 24 --max_seqlen 300 --dropout 0.25
    --unit_dropout 0.15"""
# The labels of a token's last character: plain, contraction, and both at a sentence's end.
TOKEN, SENTENCE, CONTRACTION, SENTENCE_CONTRACTION = "1", "2", "3", "4"


def respaced(sentence: Sentence) -> Sentence:
    """The sentence with other spaces inside its quotation marks and other dots."""
    twin = sentence.copy("-spaces")
    spaced, dots = random.random() < 0.5, random.random() < 0.5
    inside = False
    for i, word in enumerate(twin.words):
        if word.form == '"':
            inside = not inside
            if inside:
                word.space_after = spaced
            elif i:
                twin.words[i - 1].space_after = spaced
        elif word.form == "..." and dots:
            word.form = "…"
    return twin


def labelled(sentence: Sentence) -> tuple[str, str]:
    """The text of a sentence and the label of each of its characters."""
    text, labels = "", ""
    for form, words in tokens(sentence.words):
        last = words[-1] is sentence.words[-1]
        if len(words) > 1:
            end = SENTENCE_CONTRACTION if last else CONTRACTION
        else:
            end = SENTENCE if last else TOKEN
        text += form + " " * words[-1].space_after
        labels += "0" * (len(form) - 1) + end + "0" * words[-1].space_after
    return text.rstrip(), labels[: len(text.rstrip())]


def write_paragraphs(paragraphs: list[list[Sentence]], stem: Path) -> None:
    """STEM.txt, STEM.labels, STEM.json (contractions) and STEM.conllu."""
    texts, labels = [], []
    contractions: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for paragraph in paragraphs:
        pieces = [labelled(sentence) for sentence in paragraph]
        texts.append(" ".join(text for text, _ in pieces))
        labels.append("0".join(label for _, label in pieces))
        for sentence in paragraph:
            for form, words in tokens(sentence.words):
                if len(words) > 1:
                    contractions[form, tuple(w.form for w in words)] += 1
    stem.with_suffix(".txt").write_text("\n\n".join(texts) + "\n", encoding="utf8")
    stem.with_suffix(".labels").write_text("\n\n".join(labels) + "\n", encoding="utf8")
    stem.with_suffix(".json").write_text(json.dumps(list(contractions.items())))
    write([s for paragraph in paragraphs for s in paragraph], stem.with_suffix(".conllu"))


def gathered(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Paragraphs of one to eight sentences."""
    paragraphs = []
    i = 0
    while i < len(sentences):
        size = random.choice([1, 2, 2, 3, 4, 4, 5, 6, 8])
        paragraphs.append(sentences[i : i + size])
        i += size
    return paragraphs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--synthetic", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where the paragraphs go")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    options, extra = parser.parse_known_args()
    torch.set_num_threads(1)
    random.seed(3)
    base = read(options.base)
    made = random.sample(read(options.synthetic), 3000)
    shuffled = [*base, *made]
    random.shuffle(shuffled)
    train = [*gathered([respaced(s) for s in base]), *gathered([respaced(s) for s in shuffled])]
    random.shuffle(train)
    dev_sentences = read(options.dev)
    dev = [dev_sentences[i : i + 4] for i in range(0, len(dev_sentences), 4)]
    options.work.mkdir(parents=True, exist_ok=True)
    write_paragraphs(train, options.work / "train")
    write_paragraphs(dev, options.work / "dev")

    work = options.work
    arguments = (
        f"{HYPERPARAMETERS} --txt_file {work}/train.txt --label_file {work}/train.labels "
        f"--mwt_json_file {work}/train.json --dev_txt_file {work}/dev.txt "
        f"--dev_label_file {work}/dev.labels --dev_conll_gold {work}/dev.conllu "
        f"--conll_file {work}/dev-predicted.conllu --save_dir {options.out.parent} "
        f"--save_name {options.out.name}"
    )
    args: dict[str, Any] = stanza_tokenizer.parse_args([*arguments.split(), *extra])
    utils.set_random_seed(args["seed"])
    args["feat_funcs"] = stanza_tokenizer.DEFAULT_FEAT_FUNCS
    args["feat_dim"], args["num_dict_feat"] = len(args["feat_funcs"]), 0
    contractions = load_mwt_dict(args["mwt_json_file"])
    batches = DataLoader(
        args,
        input_files={"txt": args["txt_file"], "label": args["label_file"]},
        dictionary=None,
        mwt_expansions={form: value[0] for form, value in contractions.items()},
    )
    args["vocab_size"] = len(batches.vocab)
    args["use_mwt"] = batches.has_mwt()
    dev_batches = TokenizationDataset(
        args,
        input_files={"txt": args["dev_txt_file"], "label": args["dev_label_file"]},
        vocab=batches.vocab,
        evaluation=True,
        dictionary=None,
    )
    trainer = Trainer(
        args=args, vocab=batches.vocab, lexicon=None, dictionary=None, device="cpu",
        foundation_cache=None, external_dict=None,
    )  # fmt: skip
    started, budget = time.time(), options.minutes * 60
    step, best, evaluated, progress = 0, 0.0, 0, 0.0
    while progress < 1:
        progress = min(1.0, (time.time() - started) / budget)
        trainer.change_lr(args["lr0"] * max(0.01, 1 - progress))
        dropped = {key: args[key] for key in ("unit_dropout", "feat_unit_dropout")}
        loss = trainer.update(batches.next(**dropped))
        step += 1
        if step % 100 == 0:
            batches.shuffle()
        if progress == 1 or step - evaluated >= 400:
            evaluated = step
            score = eval_model(args, trainer, dev_batches, batches.vocab, contractions)
            print(f"{progress:.3f} step {step} loss {loss:.4f} dev {score:.4f}", flush=True)
            if score > best:
                best = score
                trainer.save(str(options.out))


if __name__ == "__main__":
    main()
