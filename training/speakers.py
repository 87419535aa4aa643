"""Speakers for the synthetic sentences: noun phrases from treebanks, and made-up ones."""

from __future__ import annotations

import random

from training.conllu import Sentence, Word
from training.lists import words
from training.phrases import Phrase, comma, determiner, name, noun, pick, relatives, subjects

FIRST_NAMES = words("first_names")
LAST_NAMES = words("last_names")
ROLES = {"Masc": words("roles_masculine"), "Fem": words("roles_feminine")}
PLACES = words("places")
BODIES = [
    ("Masc", "ministère"), ("Masc", "parquet"), ("Masc", "syndicat"), ("Masc", "club"),
    ("Fem", "fédération"), ("Fem", "mairie"), ("Fem", "région"), ("Fem", "préfecture"),
    ("Fem", "police"), ("Fem", "gendarmerie"), ("Fem", "société"), ("Masc", "groupe"),
]  # fmt: skip
ACRONYMS = ["la SNCF", "la CGT", "l' AFP", "l' OMS", "la CFDT", "le PS", "la RATP"]


def lower_first(words: list[Word]) -> None:
    first = words[0]
    if first.upos != "PROPN":
        first.form = first.form[0].lower() + first.form[1:]
    if first.contraction:
        form, size = first.contraction
        first.contraction = (form.lower(), size)


class Speakers:
    """The bank of speakers, and the ways to make others."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.bank = subjects(sentences)
        self.plural = [p for p in self.bank if p.plural]
        self.singular = [p for p in self.bank if not p.plural]
        self.relatives = relatives(sentences)

    def person(self) -> Phrase:
        words = [random.choice(FIRST_NAMES)]
        if random.random() < 0.88:
            words += random.choice(LAST_NAMES).split()
        return name(words)

    def title(self) -> Phrase:
        form, lemma, gender = random.choice([("M.", "monsieur", "Masc"), ("Mme", "madame", "Fem")])
        last = name(random.choice(LAST_NAMES).split())
        top = noun(form, gender, lemma)
        return Phrase([top, *last.attached(top, "nmod")], top)

    def body(self) -> Phrase:
        if random.random() < 0.3:
            article, form = random.choice(ACRONYMS).split()
            top = Word(form, form, "PROPN")
            det = determiner(article, "Masc" if article == "le" else "Fem")
        else:
            gender, form = random.choice(BODIES)
            top = noun(form, gender)
            det = determiner("le" if gender == "Masc" else "la", gender)
        det.head = top
        return Phrase([det, top], top)

    def of(self, head: Word) -> list[Word]:
        """« de Rennes », « du ministère », « à la mairie »."""
        if random.random() < 0.4:
            place = name([random.choice(PLACES)])
            preposition = random.choice(["de", "de", "à"])
            case = Word(preposition, preposition, "ADP", deprel="case", head=place.top)
            return [case, *place.attached(head, "nmod")]
        body = self.body()
        case = Word("de", "de", "ADP", deprel="case", head=body.top)
        if body.words[0].form == "le":
            case.contraction = ("du", 2)
        return [case, *body.attached(head, "nmod")]

    def role(self, bare: bool = False) -> Phrase:
        gender = random.choice(["Masc", "Fem"])
        top = noun(random.choice(ROLES[gender]), gender)
        words = [top]
        if not bare:
            vowel = top.form[0] in "aeéiou"
            forms = ["un" if gender == "Masc" else "une"]
            forms += ["l'"] * 3 if vowel else [("le" if gender == "Masc" else "la")] * 3
            det = determiner(random.choice(forms), gender)
            det.head = top
            words = [det, top]
        if random.random() < (0.85 if bare else 0.7):
            words += self.of(top)
        return Phrase(words, top)

    def banked(self) -> Phrase:
        phrase = random.choice(self.singular).copy()
        lower_first(phrase.words)
        return phrase

    def banked_plural(self) -> Phrase:
        phrase = random.choice(self.plural).copy()
        lower_first(phrase.words)
        return phrase

    def with_apposition(self, base: Phrase) -> Phrase:
        """« Jean X, le maire de Y », « le maire de Y, Jean X », « Kevin, étudiant à Y »."""
        if base.top.upos == "PROPN":
            added = self.role(bare=random.random() < 0.55)
            if random.random() < 0.2:
                added = self.banked()
        else:
            added = self.person()
        punct = comma()
        punct.head = added.top
        base.words[-1].space_after = False
        base.words += [punct, *added.attached(base.top, "appos")]
        return base

    def with_name(self, base: Phrase) -> Phrase:
        """« le maire Jean X »."""
        if base.top.upos == "NOUN":
            base.words += self.person().attached(base.top, "nmod")
        return base

    def with_relative(self, base: Phrase) -> Phrase:
        clause = random.choice(self.relatives).copy()
        if random.random() < 0.7:
            punct = comma()
            punct.head = clause.top
            base.words[-1].space_after = False
            base.words.append(punct)
        base.words += clause.attached(base.top, "acl:relcl")
        return base

    def coordinated(self) -> Phrase:
        first, second = self.speaker_core(), self.speaker_core()
        conjunction = Word("et", "et", "CCONJ", deprel="cc", head=second.top)
        words = [*first.words, conjunction, *second.attached(first.top, "conj")]
        return Phrase(words, first.top)

    def speaker_core(self) -> Phrase:
        return pick([
            (3, self.person), (0.5, self.title), (0.7, self.body), (1.5, self.role),
            (3, self.banked),
        ])  # fmt: skip

    def speaker(self, plural: bool) -> Phrase:
        if plural:
            return pick([(1, self.coordinated), (2, self.banked_plural)])
        phrase = self.speaker_core()
        if len(phrase.words) > 10:
            return phrase
        draw = random.random()
        if draw < 0.27:
            phrase = self.with_apposition(phrase)
        elif draw < 0.34:
            phrase = self.with_name(phrase)
        elif draw < 0.42:
            phrase = self.with_relative(phrase)
        if draw < 0.03:
            phrase = self.with_relative(phrase)
        return phrase
