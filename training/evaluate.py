"""Score a weights folder on treebank files, from raw text and on gold tokens.

    python -m training.evaluate --weights WEIGHTS --gold gsd-test.conllu ... [--json OUT]

From raw text: paragraphs of four sentences, scored by the CoNLL 2018 scorer (relations
without subtypes), once as a stock Stanza pipeline reads them and once as quotescope does, which
cuts tokens and sentences by rules. On gold tokens: F of the arcs that attribution needs, where an
arc is a dependent, its head and a relation without subtype, and reporting verbs are the gold verbs
with a lemma of ``REPORTING_LEMMAS``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quotescope.parsing.conllu import dumps
from quotescope.parsing.lean import EmbeddedParser
from training.conllu import Sentence, read
from training.pipeline import load_pipeline
from training.silver import load
from training.treebanks import REPORTING_LEMMAS

RAW_MEASURES = ("Tokens", "Sentences", "Words", "UPOS", "UFeats", "Lemmas", "UAS", "LAS")
GOLD_MEASURES = ("UPOS", "UFeats", "Lemmas", "UAS", "LAS")
# An arc: the places of dependent and head (-1 for the root's), and the relation.
Arc = tuple[int, int, str]
Scores = dict[str, float]


def arcs(sentence: Sentence) -> list[Arc]:
    place = {id(word): i for i, word in enumerate(sentence.words)}
    return [
        (i, place[id(w.head)] if w.head is not None else -1, w.deprel.split(":")[0])
        for i, w in enumerate(sentence.words)
    ]


def arc_scores(gold: list[Sentence], predicted: list[Sentence]) -> Scores:
    """F1 and gold count of the arcs that attribution rests on."""

    def named(relation: str) -> Callable[[Arc, set[int]], bool]:
        return lambda arc, reporting: arc[2] == relation

    kinds: dict[str, Callable[[Arc, set[int]], bool]] = {
        "nsubj": named("nsubj"),
        "nsubj post-verbal": lambda a, _: a[2] == "nsubj" and 0 <= a[1] < a[0],
        "nsubj of reporting verbs": lambda a, verbs: a[2] == "nsubj" and a[1] in verbs,
        "the same, post-verbal": lambda a, verbs: a[2] == "nsubj" and a[1] in verbs and a[1] < a[0],
        "inserted reporting clauses": lambda a, verbs: a[2] == "parataxis" and a[0] in verbs,
        "ccomp of reporting verbs": lambda a, verbs: a[2] == "ccomp" and a[1] in verbs,
        "obj": named("obj"),
        "ccomp": named("ccomp"),
    }
    scores: Scores = {}
    for kind, wanted in kinds.items():
        expected = found = right = 0
        for sentence, guess in zip(gold, predicted, strict=True):
            verbs = {
                i
                for i, w in enumerate(sentence.words)
                if w.upos == "VERB" and w.lemma in REPORTING_LEMMAS
            }
            true = {a for a in arcs(sentence) if wanted(a, verbs)}
            guessed = {a for a in arcs(guess) if wanted(a, verbs)}
            expected += len(true)
            found += len(guessed)
            right += len(true & guessed)
        scores[kind] = 200 * right / max(1, expected + found)
        scores[f"{kind}, gold"] = expected
    return scores


def paragraphs(sentences: list[Sentence], size: int = 4) -> str:
    blocks = [sentences[i : i + size] for i in range(0, len(sentences), size)]
    return "\n\n".join(" ".join(s.text for s in block) for block in blocks)


def _conll_scores(gold: Path, document: Any, folder: Path, measures: tuple[str, ...]) -> Scores:
    from stanza.utils.conll import CoNLL

    out = folder / f"predicted-{gold.stem}.conllu"
    CoNLL.write_doc2conll(document, str(out))
    return _scores(gold, out, measures)


def _scores(gold: Path, predicted: Path, measures: tuple[str, ...]) -> Scores:
    from stanza.models.common.utils import ud_scores

    result = ud_scores(str(gold), str(predicted))
    return {measure: 100 * result[measure].f1 for measure in measures}


def evaluate(
    pipeline: Any, embedded: EmbeddedParser, gold: Path, folder: Path
) -> dict[str, Scores]:
    from stanza.utils.conll import CoNLL

    sentences = read(gold)
    text = paragraphs(sentences)
    scores = {"raw": _conll_scores(gold, pipeline(text), folder, RAW_MEASURES)}
    out = folder / f"embedded-{gold.stem}.conllu"
    out.write_text(dumps(embedded.parse([text])[0]), encoding="utf8")
    scores["raw, tokens by rules"] = _scores(gold, out, RAW_MEASURES)
    document = CoNLL.conll2doc(str(gold))
    for sentence in document.sentences:
        for word in sentence.words:
            word.upos = word.feats = word.lemma = word.head = word.deprel = None
    for name in ("pos", "lemma", "depparse"):
        document = pipeline.processors[name].process(document)
    scores["gold tokens"] = _conll_scores(gold, document, folder, GOLD_MEASURES)
    predicted = read(folder / f"predicted-{gold.stem}.conllu")
    scores["arcs on gold tokens"] = arc_scores(sentences, predicted)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--folder", type=Path, default=Path("."), help="where parses are written")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    pipeline, embedded = load_pipeline(options.weights), load(options.weights)
    results = {}
    for gold in options.gold:
        results[gold.stem] = evaluate(pipeline, embedded, gold, options.folder)
        for part, scores in results[gold.stem].items():
            listed = ", ".join(f"{k} {v:.1f}" for k, v in scores.items())
            print(f"{gold.stem}, {part}: {listed}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
