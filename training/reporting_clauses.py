"""Reporting clauses for the synthetic sentences: verb, speaker, adjuncts."""

from __future__ import annotations

import random
from itertools import pairwise

from training.conllu import Sentence, Word
from training.lists import words as listed
from training.phrases import Phrase, adjuncts, comma, determiner, noun
from training.reporting_verbs import FREQUENT, OF_CONTENT, VERBS, Verb, made
from training.speakers import Speakers

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
ADVERBS = listed("adverbs")
GERUNDS = [
    ("souriant", "sourire"),
    ("riant", "rire"),
    ("soupirant", "soupirer"),
    ("plaisantant", "plaisanter"),
    ("pleurant", "pleurer"),
    ("insistant", "insister"),
]
MOODS = [("amer", "amer"), ("agacé", "agacé"), ("lucide", "lucide"), ("ému", "ému")]


PARTICIPLE = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
AUXILIARIES = {
    ("être", False): "est",
    ("être", True): "sont",
    ("avoir", False): "a",
    ("avoir", True): "ont",
}
DATIVES = [
    ("me", "moi", "PRON", "Number=Sing|Person=1|PronType=Prs"),
    ("nous", "nous", "PRON", "Number=Plur|Person=1|PronType=Prs"),
    ("lui", "lui", "PRON", "Number=Sing|Person=3|PronType=Prs"),
    ("lui", "lui", "PRON", "Gender=Masc|Number=Sing|Person=3|PronType=Prs"),
    ("leur", "eux", "PRON", "Number=Plur|Person=3|PronType=Prs"),
]
OBJECTS = [
    ("le", "Gender=Masc|Number=Sing|Person=3|PronType=Prs"),
    ("le", "Gender=Masc|Number=Sing|Person=3|PronType=Prs"),
    ("la", "Gender=Fem|Number=Sing|Person=3|PronType=Prs"),
]
# Verbs that govern the reporting verb's infinitive, and what marks it.
GOVERNORS = [
    (made(lemma, forms.split(), pronominal), mark)
    for lemma, forms, pronominal, mark in (
        ("tenir", "tient tiennent tint tenait tenu", False, "à"),
        ("tenir", "tient tiennent tint tenait tenu", False, "à"),
        ("vouloir", "veut veulent voulut voulait voulu", False, ""),
        ("souhaiter", "souhaite souhaitent souhaita souhaitait souhaité", False, ""),
        ("préférer", "préfère préfèrent préféra préférait préféré", False, ""),
        ("finir", "finit finissent finit finissait fini", False, "par"),
        ("continuer", "continue continuent continua continuait continué", False, "de"),
        ("commencer", "commence commencent commença commençait commencé", False, "par"),
        ("contenter", "contente contentent contenta contentait contenté", True, "de"),
        ("empresser", "empresse empressent empressa empressait empressé", True, "de"),
        ("plaire", "plaît plaisent plut plaisait plu", True, "à"),
    )
]


def finite(number: str, tense: str) -> str:
    return f"Mood=Ind|Number={number}|Person=3|Tense={tense}|VerbForm=Fin"


def reflexive() -> list[Word]:
    return [Word("se", "se", "PRON", "Person=3|PronType=Prs|Reflex=Yes", "expl:comp")]


def elide(words: list[Word]) -> None:
    """« se » before a vowel is « s' »."""
    for word, following in pairwise(words):
        vowel = following.form[0] in "aeéèiouêhâ" and following.form != "hurler"
        if vowel and word.form in ("se", "le", "la", "me", "ne", "de") and word.upos != "DET":
            word.form = word.form[0] + "'"
            word.space_after = False
            if word.form == "l'":
                word.lemma, word.feats = "lui", "Number=Sing|Person=3|PronType=Prs"


class ReportingClauses:
    """The bank of adjuncts, the speakers, and the ways to make clauses of them."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.adjuncts = adjuncts(sentences)
        self.speakers = Speakers(sentences)

    def verb_group(self, plural: bool, plain: bool = False) -> Phrase:
        """The verbs, clitics, negation and auxiliaries; the top is the verb with the subject."""
        draw = random.random()
        if draw < 0.07 and not plain:
            return self.causative(plural)
        if draw < 0.16:
            return self.governed(plural, plain)
        verb = self.verb(plain)
        clitics = reflexive() if verb.reflexive else self.clitics()
        top = Word("", verb.lemma, "VERB")
        words = self.conjugated(verb, top, clitics, plural)
        if random.random() < 0.04:
            self.negate(words, top)
        elide(words)
        return Phrase(words, top)

    def clitics(self) -> list[Word]:
        """« lui », « nous l' », « le leur »."""
        draw = random.random()
        if draw > 0.22:
            return []
        kind = "object" if draw < 0.07 else "both" if draw < 0.12 else "dative"
        found = []
        if kind != "object":
            found.append(Word(*random.choice(DATIVES), deprel="iobj"))
        if kind != "dative":
            form, feats = random.choice(OBJECTS)
            found.append(Word(form, "le" if form == "le" else "lui", "PRON", feats, "obj"))
        if kind == "both" and found[0].form in ("lui", "leur"):
            found.reverse()
        return found

    def conjugated(
        self, verb: Verb, top: Word, clitics: list[Word], plural: bool, simple: float = 0.55
    ) -> list[Word]:
        """The forms of ``verb`` in one of its tenses, with clitics; ``top`` is filled in."""
        number = "Plur" if plural else "Sing"
        for clitic in clitics:
            clitic.head = top
        if random.random() < simple:
            forms = [(verb.plural if plural else verb.singular, "Pres")] * 4
            if not plural:
                forms += [(verb.historic, "Past"), (verb.imperfect, "Imp")]
            top.form, tense = random.choice(forms)
            top.feats = finite(number, tense)
            return [*clitics, top]
        top.form, top.feats = verb.participle, PARTICIPLE
        lemma = "être" if verb.reflexive else "avoir"
        form = AUXILIARIES[lemma, plural]
        auxiliary = Word(form, lemma, "AUX", finite(number, "Pres"), "aux:tense", top)
        draw = random.random()
        if draw < 0.14:
            pairs = {"est": "était", "sont": "étaient", "a": "avait", "ont": "avaient"}
            auxiliary.form, auxiliary.feats = pairs[form], finite(number, "Imp")
        elif draw < 0.2 and not verb.reflexive:
            auxiliary.form = "auraient" if plural else "aurait"
            auxiliary.feats = finite(number, "Pres").replace("Ind", "Cnd")
        words = [*clitics, auxiliary, top]
        if random.random() < 0.15:
            words.insert(-1, self.adverb(top))
        return words

    def causative(self, plural: bool) -> Phrase:
        """« fait savoir », « lui a fait valoir »."""
        form = random.choice(["savoir", "valoir", "remarquer", "observer"])
        top = Word(form, form, "VERB", "VerbForm=Inf")
        faire = Word("", "faire", "AUX", deprel="aux:caus")
        make = Verb("faire", "fait", "font", "fit", "faisait", "fait", False)
        clitics = self.clitics() if random.random() < 0.5 else []
        words = self.conjugated(make, faire, clitics, plural, simple=0.5)
        for word in words:
            word.head = top
        elide(words)
        return Phrase([*words, top], top)

    def governed(self, plural: bool, plain: bool) -> Phrase:
        """« a tenu à préciser », « s'est contenté de répondre »."""
        governor, mark = random.choice(GOVERNORS)
        top = Word("", governor.lemma, "VERB")
        clitics = reflexive() if governor.reflexive else []
        words = self.conjugated(governor, top, clitics, plural, simple=0.4)
        while True:
            verb = self.verb(plain)
            if not verb.reflexive:
                break
        infinitive = Word(verb.lemma, verb.lemma, "VERB", "VerbForm=Inf", "xcomp", top)
        inner = []
        if mark:
            inner.append(Word(mark, mark, "ADP", deprel="mark", head=infinitive))
        if random.random() < 0.15:
            dative = Word(*random.choice(DATIVES), deprel="iobj")
            dative.head = infinitive
            inner.append(dative)
        words += [*inner, infinitive]
        elide(words)
        return Phrase(words, top)

    def negate(self, words: list[Word], top: Word) -> None:
        """« n'a pas »."""
        place = next(i for i, w in enumerate(words) if "VerbForm=Fin" in w.feats)
        words.insert(place + 1, Word("pas", "pas", "ADV", "Polarity=Neg", "advmod", top))
        words.insert(0, Word("ne", "ne", "ADV", "Polarity=Neg", "advmod", top))

    def verb(self, plain: bool = False) -> Verb:
        while True:
            verb = random.choice(VERBS)
            if plain and (verb.reflexive or verb.lemma not in OF_CONTENT):
                continue
            if verb.lemma in FREQUENT or random.random() < 0.4:
                return verb

    def adverb(self, head: Word) -> Word:
        form = random.choice(ADVERBS)
        return Word(form, form, "ADV", deprel="advmod", head=head)

    def adjunct(self, head: Word) -> list[Word]:
        draw = random.random()
        if draw < 0.2:
            day = noun(random.choice(DAYS), "Masc")
            day.head, day.deprel = head, "obl"
            if random.random() < 0.3:
                part = noun(random.choice(["matin", "soir"]), "Masc")
                part.head, part.deprel = day, "nmod"
                return [day, part]
            return [day]
        if draw < 0.35:
            return [self.adverb(head)]
        if draw < 0.42:
            top = noun("AFP", "Fem")
            top.upos, top.feats, top.head, top.deprel = "PROPN", "_", head, "obl"
            det = determiner("l'", "Fem")
            det.head = top
            return [Word("à", "à", "ADP", deprel="case", head=top), det, top]
        if draw < 0.5:
            form, gender, possessive = random.choice(
                [("part", "Fem", "sa"), ("côté", "Masc", "son"), ("avis", "Masc", "son")]
            )
            top = noun(form, gender)
            top.head, top.deprel = head, "obl"
            feats = f"Gender={gender}|Number=Sing|Poss=Yes|PronType=Prs"
            det = Word(possessive, "son", "DET", feats, "det", top)
            preposition = {"part": "pour", "côté": "de", "avis": "à"}[form]
            return [Word(preposition, preposition, "ADP", deprel="case", head=top), det, top]
        return random.choice(self.adjuncts).copy().attached(head, "obl")

    def between(self, before: Word, verb: Word) -> list[Word]:
        """What stands between a verb and its subject, with or without commas around it."""
        draw = random.random()
        if draw < 0.1:
            form, lemma = random.choice(MOODS)
            words = [Word(form, lemma, "ADJ", "Gender=Masc|Number=Sing", "xcomp", verb)]
        elif draw < 0.22:
            form, lemma = random.choice(GERUNDS)
            top = Word(form, lemma, "VERB", "Tense=Pres|VerbForm=Part", "advcl", verb)
            words = [Word("en", "en", "ADP", deprel="mark", head=top), top]
        else:
            words = self.adjunct(verb)
            if random.random() < 0.2:
                words += self.adjunct(verb)
        if draw < 0.1 or random.random() < 0.2:
            top = next(word for word in words if word.head is verb)
            opening, closing = comma(), comma()
            opening.head = closing.head = top
            before.space_after = words[-1].space_after = False
            words = [opening, *words, closing]
        return words

    def pronoun(self, plural: bool, dative: bool) -> Word:
        form = random.choice(["ils", "elles"] if plural else ["il", "il", "elle", "elle", "on"])
        gender = "Fem" if form.startswith("elle") else "Masc"
        number = "Plur" if plural else "Sing"
        feats = f"Gender={gender}|Number={number}|Person=3|PronType=Prs"
        lemma = "eux" if plural else "lui"
        if form == "on":
            feats, lemma = "Number=Sing|Person=3|PronType=Ind", "on"
        prefix = "-" if dative else "-t-"
        return Word(prefix + form, lemma, "PRON", feats, "nsubj")

    def inserted(self) -> Phrase:
        """A reporting clause with its subject behind the verb."""
        plural = random.random() < 0.15
        group = self.verb_group(plural)
        verb, words = group.top, list(group.words)
        if random.random() < 0.25:
            first = next(w for w in words if "VerbForm=Fin" in w.feats)
            pronoun = self.pronoun(plural, first.form[-1] in "dt")
            pronoun.head = verb
            first.space_after = False
            words.insert(words.index(first) + 1, pronoun)
            if random.random() < 0.35:
                words += self.adjunct(verb)
            return Phrase(words, verb)
        if random.random() < 0.3:
            words += self.between(words[-1], verb)
        speaker = self.speakers.speaker(plural)
        words += speaker.attached(verb, "nsubj")
        long = len(speaker.words) > 3 and any(w.form == "," for w in speaker.words)
        draw = random.random()
        if draw < 0.3:
            if long and random.random() < 0.7:
                words[-1].space_after = False
                punct = comma()
                words.append(punct)
                punct.head = speaker.top
            words += self.adjunct(verb)
        return Phrase(words, verb)
