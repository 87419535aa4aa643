"""Parse raw news with two parsers and keep what they agree on.

    python -m training.silver --news news.jsonl.gz --parsers WEIGHTS_1 WEIGHTS_2
        --lexicon verbs.tsv --sentences 20000 --out silver.conllu

Words, tags and trees are those of the second parser. Where the two differ on an arc, its
relation is ``doubtful``, which the parser's training leaves out of its loss. In a reporting
clause that follows a closing quotation mark, the noun phrase behind a reporting verb
that has no subject is that subject, even if both parsers took it for an object.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from quotescope.parsing.lean import EmbeddedParser
from quotescope.parsing.parse import Parse
from quotescope.parsing.parse import Word as ParsedWord
from training.conllu import Sentence, Word, write
from training.news import documents

DOUBTFUL = "doubtful"


def load(folder: Path) -> EmbeddedParser:
    return EmbeddedParser(folder / "fr", folder.name, lambda: load(folder))


def reporting_lemmas(lexicon: Path) -> frozenset[str]:
    """The verbs that the lexicon says can head an inserted reporting clause."""
    rows = [line.split("\t") for line in lexicon.read_text(encoding="utf8").splitlines()]
    return frozenset(
        row[0] for row in rows if not row[0].startswith("#") and "incise" in row[-1].split()
    )


def agreed(first: list[ParsedWord], second: list[ParsedWord], offsets: tuple[int, int]) -> Sentence:
    """The second parse of a sentence, the arcs where the first differs marked doubtful."""
    words = [Word(w.form, w.lemma, w.upos, w.feats or "_", w.deprel) for w in second]
    for word, a, b in zip(words, first, second, strict=True):
        head = b.head - offsets[1] if b.head >= 0 else -1
        other = a.head - offsets[0] if a.head >= 0 else -1
        word.head = words[head] if head >= 0 else None
        if head != other or a.deprel != b.deprel:
            word.deprel = DOUBTFUL
    return Sentence("", "silver", words)


def restore_subject(
    sentence: Sentence, first: list[ParsedWord], second: list[ParsedWord], verbs: frozenset[str]
) -> bool:
    """Name the subject of a clause like « …», tranche Kevin; True if that changed an arc."""
    changed = False
    words = sentence.words
    for i, verb in enumerate(words):
        if verb.upos != "VERB" or verb.lemma not in verbs or "VerbForm=Inf" in verb.feats:
            continue
        own = [w for w in words if w.head is verb]
        start = i
        while start and words[start - 1].head is verb and words[start - 1].upos in (
            "AUX", "PRON", "ADV",
        ):  # fmt: skip
            start -= 1
        finite = any("VerbForm=Fin" in w.feats for w in words[start : i + 1])
        before = [w.form for w in words[max(0, start - 2) : start]]
        closed = before[-1:] == ['"'] or before == ['"', ","]
        opened = sum(w.form == '"' for w in words[:start]) % 2
        clitic = any(w.form.startswith("-") for w in own)
        if not finite or not closed or (opened and before[-1:] == ['"']) or clitic:
            continue
        names = {first[k].deprel for k, w in enumerate(words) if w.head is verb}
        if any(w.deprel.startswith(("nsubj", "csubj")) for w in own):
            continue
        for k, word in enumerate(words):
            if k <= i or word.head is not verb or word.upos not in ("NOUN", "PROPN"):
                continue
            guesses = {first[k].deprel, second[k].deprel}
            plain = not any(w.head is word and w.deprel == "case" for w in words)
            if plain and guesses & {"obj", "nsubj"} and ("nsubj" in guesses or "obj" in names):
                word.deprel = "nsubj"
                changed = True
                break
    return changed


def interesting(words: list[ParsedWord], verbs: frozenset[str]) -> bool:
    return any(w.form == '"' or (w.upos == "VERB" and w.lemma in verbs) for w in words)


def sentences(parse: Parse) -> dict[tuple[int, int], tuple[int, list[ParsedWord]]]:
    """The sentences by span, each with the place of its first word."""
    return {
        (parse.words[s.first].start, parse.words[s.last - 1].end): (
            s.first,
            list(parse.words[s.first : s.last]),
        )
        for s in parse.sentences
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--parsers", type=Path, nargs=2, required=True)
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=20000)
    parser.add_argument("--doubtful", type=float, default=0.12, help="most doubtful arcs kept")
    parser.add_argument("--ordinary", type=float, default=0.35, help="share kept without reporting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    random.seed(options.seed)
    verbs = reporting_lemmas(options.lexicon)
    texts = list(documents(options.news))
    random.shuffle(texts)
    one, two = (load(folder) for folder in options.parsers)
    kept: list[Sentence] = []
    seen: Counter[str] = Counter()
    for start in range(0, len(texts), 60):
        batch = texts[start : start + 60]
        for first, second in zip(one.parse(batch), two.parse(batch), strict=True):
            others = sentences(first)
            for span, (offset, words) in sentences(second).items():
                if span not in others or not 5 <= len(words) <= 60:
                    continue
                other_offset, other = others[span]
                if [w.form for w in other] != [w.form for w in words]:
                    continue
                if not interesting(words, verbs) and random.random() > options.ordinary:
                    continue
                sentence = agreed(other, words, (other_offset, offset))
                seen["sentences"] += 1
                seen["corrected"] += restore_subject(sentence, other, words, verbs)
                doubts = sum(w.deprel == DOUBTFUL for w in sentence.words)
                if doubts <= options.doubtful * len(words):
                    sentence.id = f"silver-{len(kept)}"
                    kept.append(sentence)
                    seen["kept whole"] += not doubts
                    seen["kept words"] += len(words)
        if start % 600 == 0:
            print(len(kept), dict(seen), flush=True)
        if len(kept) >= options.sentences:
            break
    write(kept, options.out)
    print(len(kept), dict(seen))


if __name__ == "__main__":
    main()
