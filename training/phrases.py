"""Pieces of trees: phrases cut from treebanks or made up, to build sentences from."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from training.conllu import Sentence, Word, children, copy_words, subtree
from training.lists import words

PERSON_NOUNS = frozenset(words("person_nouns"))


@dataclass(slots=True)
class Phrase:
    words: list[Word]
    top: Word

    def attached(self, head: Word, deprel: str) -> list[Word]:
        self.top.head, self.top.deprel = head, deprel
        return self.words

    @property
    def plural(self) -> bool:
        coordinated = any(w.deprel == "conj" and w.head is self.top for w in self.words)
        return "Number=Plur" in self.top.feats or coordinated

    def copy(self) -> Phrase:
        words = copy_words(self.words)
        place = next(i for i, w in enumerate(self.words) if w is self.top)
        return Phrase(words, words[place])


def noun(form: str, gender: str, lemma: str = "") -> Word:
    return Word(form, lemma or form, "NOUN", f"Gender={gender}|Number=Sing")


def determiner(form: str, gender: str) -> Word:
    kind = "Ind" if form.startswith("un") else "Def"
    lemma = "un" if kind == "Ind" else "le"
    # « l' » shows no gender.
    shown = "" if form == "l'" else f"|Gender={gender}"
    word = Word(form, lemma, "DET", f"Definite={kind}{shown}|Number=Sing|PronType=Art", "det")
    word.space_after = form != "l'"
    return word


def comma() -> Word:
    return Word(",", ",", "PUNCT", deprel="punct")


def name(words: list[str]) -> Phrase:
    first, *others = (Word(w, w, "PROPN") for w in words)
    for other in others:
        other.head, other.deprel = first, "flat:name"
    return Phrase([first, *others], first)


def cut(
    sentence: Sentence, top: Word, longest: int, without: tuple[str, ...] = ()
) -> Phrase | None:
    """The subtree of ``top`` as a phrase, where it is one stretch free of quotation marks."""
    words = subtree(sentence.words, top)
    dropped = {
        id(w)
        for child in children(words).get(id(top), [])
        if child.deprel in without
        for w in subtree(words, child)
    }
    words = [w for w in words if id(w) not in dropped]
    place = {id(w): i for i, w in enumerate(sentence.words)}
    first, last = place[id(words[0])], place[id(words[-1])]
    if last - first + 1 != len(words) or len(words) > longest:
        return None
    if any(w.form in '"()[]:;-–—' for w in words) or words[-1].upos == "PUNCT":
        return None
    inside = {id(w) for w in words}
    for i, word in enumerate(sentence.words):
        if word.contraction:
            members = sentence.words[i : i + word.contraction[1]]
            if len({id(m) in inside for m in members}) == 2:
                return None
    copied = copy_words(words)
    new_top = copied[next(i for i, w in enumerate(words) if w is top)]
    new_top.head = None
    copied[-1].space_after = True
    return Phrase(copied, new_top)


def subjects(sentences: list[Sentence]) -> list[Phrase]:
    """Noun phrases fit to speak: people, institutions, names."""
    found = []
    for sentence in sentences:
        for word in sentence.words:
            if word.upos == "NOUN" and word.lemma.lower() not in PERSON_NOUNS:
                continue
            if word.upos not in ("NOUN", "PROPN") or word.deprel in ("flat:name", "flat", "root"):
                continue
            if word.deprel not in ("nsubj", "obj", "obl", "nmod", "nsubj:pass", "obl:agent"):
                continue
            if word.upos == "PROPN" and word.deprel in ("obl", "nmod"):
                continue
            phrase = cut(sentence, word, 22, without=("case",))
            if phrase is None:
                continue
            first = phrase.words[0]
            if first.upos not in ("DET", "PROPN", "NOUN", "ADJ", "NUM"):
                continue
            if word.upos == "NOUN" and first.upos != "DET":
                continue
            if first is not phrase.top and first.upos in ("PROPN", "NOUN"):
                continue
            found.append(phrase)
    return found


def adjuncts(sentences: list[Sentence]) -> list[Phrase]:
    """Prepositional phrases that modify a verb from behind."""
    found = []
    for sentence in sentences:
        place = {id(w): i for i, w in enumerate(sentence.words)}
        for word in sentence.words:
            behind = word.head is not None and place[id(word.head)] < place[id(word)]
            if word.deprel == "obl" and word.upos == "NOUN" and behind:
                phrase = cut(sentence, word, 7)
                if phrase and phrase.words[0].upos == "ADP" and len(phrase.words) > 1:
                    found.append(phrase)
    return found


def relatives(sentences: list[Sentence]) -> list[Phrase]:
    """Relative clauses in « qui », for subjects to carry."""
    found = []
    for sentence in sentences:
        for word in sentence.words:
            if word.deprel == "acl:relcl":
                phrase = cut(sentence, word, 12)
                if phrase and phrase.words[0].form.lower() == "qui":
                    found.append(phrase)
    return found


def clauses(sentences: list[Sentence]) -> list[Sentence]:
    """Whole sentences that can be quoted: a finite clause with its own subject."""
    found = []
    for sentence in sentences:
        words = sentence.words
        root = sentence.root
        if not 5 <= len(words) <= 34 or words[-1].form not in (".", "!", "?", "..."):
            continue
        if any(w.form in '":;()--[]' or w.deprel.startswith("parataxis") for w in words):
            continue
        if words[-1].head is not root or (sentence.source == "FQB" and random.random() < 0.8):
            continue
        if any(w.deprel.startswith("nsubj") and w.head is root for w in words):
            found.append(sentence)
    return found


def fragments(sentences: list[Sentence]) -> list[Phrase]:
    """Noun phrases that can be quoted alone: « Une honte », « Un vrai gâchis »."""
    found = []
    for sentence in sentences:
        for word in sentence.words:
            if word.upos == "NOUN" and word.deprel in ("obj", "xcomp", "nsubj", "conj"):
                phrase = cut(sentence, word, 9)
                if phrase and phrase.words[0].upos == "DET" and len(phrase.words) > 2:
                    found.append(phrase)
    return found


def pick(options: list[tuple[float, Callable[[], Phrase]]]) -> Phrase:
    """One of the makers, drawn by weight, called."""
    makers = [maker for _, maker in options]
    return random.choices(makers, [weight for weight, _ in options])[0]()
