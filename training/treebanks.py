"""Read the French treebanks, bring them to one set of conventions, write the data.

    python -m training.treebanks --treebanks TREEBANKS --out DATA

writes base.conllu (training: Sequoia train, GSD dev but its last 300 sentences,
PUD, FQB), dev.conllu (Sequoia dev, the 300 of GSD), sequoia-test.conllu and
gsd-test.conllu. Forms are those the parser reads: see ``as_parsed``.

Conventions: relations reduced to those that all treebanks annotate (RELATIONS
below), eleven features, no XPOS, PUD's lemmas and tags brought to those of
Sequoia and GSD, and its fronted quotations too (the quotation heads the
sentence and the reporting verb is its ``parataxis:insert``).
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

from quotescope.parsing.paragraphs import as_parsed
from training.conllu import Sentence, Word, children, read, write
from training.lists import words

FEATURES = frozenset(words("features"))
RELATIONS = {
    "obl:arg": "obl",
    "obl:mod": "obl",
    "expl:pv": "expl:comp",
    "expl:pass": "expl:comp",
    "aux": "aux:tense",
    "nsubj:caus": "nsubj",
    "nsubj:outer": "nsubj",
    "csubj:pass": "csubj",
    "obj:agent": "obj",
    "obj:lvc": "obj",
    "iobj:agent": "iobj",
    "dep:comp": "dep",
    "nmod:appos": "appos",
    "parataxis:parenth": "parataxis:insert",
    "compound": "flat",
    "acl:cleft": "advcl:cleft",
}
# Verbs whose subjects and complements are scored apart, and fronted quotations turned round.
REPORTING_LEMMAS = frozenset(words("verbs_scored"))
# The commonest lemma of a form and tag in Sequoia and GSD.
Lemmas = dict[tuple[str, str], str]


def plain(sentence: Sentence) -> None:
    """Forms as the parser reads them."""
    for word in sentence.words:
        word.form, word.lemma = as_parsed(word.form), as_parsed(word.lemma)
        if word.upos == "PUNCT":
            word.lemma = word.form
        if word.contraction:
            word.contraction = (as_parsed(word.contraction[0]), word.contraction[1])


def commonest_lemmas(sentences: list[Sentence]) -> Lemmas:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[word.form.lower(), word.upos][word.lemma] += 1
    lemmas = {key: counter.most_common(1)[0][0] for key, counter in counts.items()}
    pronouns = "il:lui elle:lui ils:eux elles:eux on:on je:moi tu:toi nous:nous vous:vous ce:ce"
    for pair in pronouns.split():
        form, lemma = pair.split(":")
        for prefix in ("-", "-t-"):
            lemmas.setdefault((prefix + form, "PRON"), lemma)
    return lemmas


def normalise(sentence: Sentence, lemmas: Lemmas | None = None) -> None:
    """Bring a sentence to the common conventions; ``lemmas`` only for training data."""
    plain(sentence)
    below = children(sentence.words)
    for word in sentence.words:
        _normalise_tag(word, sentence.source)
        _normalise_relation(word, sentence.source, below)
        _normalise_features(word)
        if lemmas is not None:
            _normalise_lemma(word, sentence.source, lemmas)


def _normalise_tag(word: Word, source: str) -> None:
    form = word.form.lower()
    if source == "PUD":
        if word.upos == "ADP" and form in ("que", "qu'", "si"):
            word.upos = "SCONJ"
        elif word.upos == "ADP" and form == "dont":
            word.upos, word.feats = "PRON", "PronType=Rel"
        elif word.upos == "ADJ" and form == "plusieurs":
            word.upos = "DET"
    if form == "%" and source != "Sequoia":
        word.upos = "SYM"
    if word.upos == "PART" and form in ("ne", "n'", "pas"):
        word.upos, word.feats = "ADV", "Polarity=Neg"


def _normalise_relation(word: Word, source: str, below: dict[int, list[Word]]) -> None:
    if source == "PUD" and word.deprel == "obl" and word.head is not None:
        by = any(c.deprel == "case" and c.lemma == "par" for c in below.get(id(word), ()))
        siblings = below.get(id(word.head), ())
        if by and any(c.deprel in ("aux:pass", "nsubj:pass") for c in siblings):
            word.deprel = "obl:agent"
    if word.deprel == "expl":
        bare = word.form.lower().lstrip("-").replace("t-", "")
        word.deprel = "expl:subj" if bare in ("il", "ce", "c'") else "expl:comp"
    word.deprel = RELATIONS.get(word.deprel, word.deprel)


def _normalise_features(word: Word) -> None:
    pairs = [f.split("=", 1) for f in word.feats.split("|")] if word.feats != "_" else []
    features = {name: value for name, value in pairs if name in FEATURES}
    if features.get("Polarity") == "Pos":
        del features["Polarity"]
    if word.upos == "PRON" and word.form.lower() in ("se", "s'"):
        features = {"Person": "3", "PronType": "Prs", "Reflex": "Yes"}
    if word.upos == "DET" and word.lemma in ("son", "mon", "ton", "notre", "votre", "leur"):
        features.update(Poss="Yes", PronType="Prs")
        features.pop("Person", None)
    names = sorted(features, key=str.lower)
    word.feats = "|".join(f"{name}={features[name]}" for name in names) or "_"


def _normalise_lemma(word: Word, source: str, lemmas: Lemmas) -> None:
    if source in ("PUD", "FQB"):
        odd = word.lemma == "_" or (source == "FQB" and re.search("[_/]", word.lemma))
        if word.upos == "PRON" or odd:
            word.lemma = lemmas.get((word.form.lower(), word.upos), word.lemma)


def turn_fronted_quotation(sentence: Sentence) -> bool:
    """PUD heads « C », V SUBJ by V; the other treebanks by C."""
    verb = sentence.root
    place = {id(word): i for i, word in enumerate(sentence.words)}
    if verb.upos != "VERB" or verb.lemma not in REPORTING_LEMMAS:
        return False
    dependents = children(sentence.words).get(id(verb), [])
    subjects = [w for w in dependents if w.deprel.startswith("nsubj")]
    if not subjects or place[id(subjects[0])] < place[id(verb)]:
        return False
    contents = [
        w
        for w in dependents
        if w.deprel in ("ccomp", "parataxis") and place[id(w)] < place[id(verb)]
    ]
    if len(contents) != 1:
        return False
    content = contents[0]
    content.head, content.deprel = None, "root"
    verb.head, verb.deprel = content, "parataxis:insert"
    for word in dependents:
        if word.deprel == "punct" and (word is sentence.words[-1] or word.form == '"'):
            word.head = content
    return True


def _key(sentence: Sentence) -> str:
    return re.sub(r"\W+", "", sentence.text).lower()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=2289, help="how many of FQB to use")
    options = parser.parse_args()
    random.seed(7)
    options.out.mkdir(parents=True, exist_ok=True)

    def treebank(name: str, part: str) -> list[Sentence]:
        prefix = f"fr_{name.lower()}-ud-{part}.conllu"
        paths = sorted((options.treebanks / name).glob(prefix + "*"))
        return read(paths[0], name)

    sequoia, gsd = treebank("Sequoia", "train"), treebank("GSD", "dev")
    gsd, gsd_dev = gsd[:-300], gsd[-300:]
    questions = treebank("FQB", "test")
    random.shuffle(questions)
    base = sequoia + gsd + treebank("PUD", "test") + questions[: options.questions]
    dev = treebank("Sequoia", "dev") + gsd_dev
    tests = {"sequoia-test": treebank("Sequoia", "test"), "gsd-test": treebank("GSD", "test")}
    for sentence in sequoia + gsd:
        plain(sentence)
    lemmas = commonest_lemmas(sequoia + gsd)
    for sentence in base:
        normalise(sentence, lemmas)
    turned = sum(turn_fronted_quotation(s) for s in base if s.source == "PUD")
    for sentence in dev + tests["sequoia-test"] + tests["gsd-test"]:
        normalise(sentence)
    held_out = {_key(s) for s in dev + tests["sequoia-test"] + tests["gsd-test"]}
    kept = [s for s in base if _key(s) not in held_out]
    print(f"{turned} fronted quotations of PUD turned; {len(base) - len(kept)} doubles dropped")
    for name, sentences in {"base": kept, "dev": dev, **tests}.items():
        write(sentences, options.out / f"{name}.conllu")
        print(name, len(sentences), "sentences,", sum(len(s.words) for s in sentences), "words")


if __name__ == "__main__":
    main()
