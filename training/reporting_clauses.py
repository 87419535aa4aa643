"""Reporting clauses for the synthetic sentences: verb, speaker, adjuncts."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from training.conllu import Sentence, Word
from training.lists import words as listed
from training.phrases import Phrase, adjuncts, comma, determiner, noun
from training.reporting_verbs import FREQUENT, OF_CONTENT, VERBS, Verb
from training.speakers import Speakers

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
ADVERBS = listed("adverbs")
MOODS = [("amer", "amer"), ("agacé", "agacé"), ("lucide", "lucide"), ("ému", "ému")]


class ReportingClauses:
    """The bank of adjuncts, the speakers, and the ways to make clauses of them."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.adjuncts = adjuncts(sentences)
        self.speakers = Speakers(sentences)

    def verb_group(self, plural: bool, plain: bool = False) -> Phrase:
        """The verb with its auxiliaries and clitics; its top is the lexical verb."""
        verb = self.verb(plain)
        number = "Plur" if plural else "Sing"
        clitics: list[Word] = []
        if verb.reflexive:
            form = "s'" if verb.lemma[0] in "aeéiou" else "se"
            clitics = [Word(form, "se", "PRON", "Person=3|PronType=Prs|Reflex=Yes", "expl:comp")]
        elif random.random() < 0.06:
            form = random.choice(["lui", "leur", "nous"])
            clitics = [Word(form, "lui", "PRON", "Number=Sing|Person=3|PronType=Prs", "iobj")]
            if form == "nous":
                clitics[0].lemma, clitics[0].feats = "nous", "Number=Plur|Person=1|PronType=Prs"
            if form == "leur":
                clitics[0].lemma, clitics[0].feats = "eux", "Number=Plur|Person=3|PronType=Prs"
        elif random.random() < 0.04:
            clitics = [Word("le", "le", "PRON", "Gender=Masc|Number=Sing|Person=3|PronType=Prs")]
            clitics[0].deprel = "obj"

        def finite(tense: str) -> str:
            return f"Mood=Ind|Number={number}|Person=3|Tense={tense}|VerbForm=Fin"

        past = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
        draw = random.random()
        if not verb.reflexive and not clitics and draw < 0.07:
            return self.causative(plural, finite, past)
        if draw < 0.55:
            forms = [(verb.plural if plural else verb.singular, "Pres")] * 4
            if not plural:
                forms += [(verb.historic, "Past"), (verb.imperfect, "Imp")]
            form, tense = random.choice(forms)
            top = Word(form, verb.lemma, "VERB", finite(tense))
            words = [*clitics, top]
        else:
            top = Word(verb.participle, verb.lemma, "VERB", past)
            being = ("sont" if plural else "est", "être")
            having = ("ont" if plural else "a", "avoir")
            form, lemma = being if verb.reflexive else having
            tense = "Pres"
            if random.random() < 0.15:
                tense = "Imp"
                pairs = {"est": "était", "sont": "étaient", "a": "avait", "ont": "avaient"}
                form = pairs[form]
            auxiliary = Word(form, lemma, "AUX", finite(tense), "aux:tense", top)
            words = [*clitics, auxiliary, top]
            if random.random() < 0.05 and not verb.reflexive:
                form = "auraient" if plural else "aurait"
                auxiliary.form = form
                auxiliary.feats = f"Mood=Cnd|Number={number}|Person=3|Tense=Pres|VerbForm=Fin"
            if random.random() < 0.15:
                words.insert(-1, self.adverb(top))
        for clitic in clitics:
            clitic.head = top
        for clitic, following in pairwise(words):
            if clitic in clitics:
                self.elide(clitic, following)
        return Phrase(words, top)

    def elide(self, clitic: Word, following: Word) -> None:
        vowel = following.form[0] in "aeéèiouêh"
        if clitic.form in ("se", "le") and vowel:
            clitic.form = clitic.form[0] + "'"
        elif clitic.form == "s'" and not vowel:
            clitic.form = "se"
        clitic.space_after = not clitic.form.endswith("'")

    def causative(self, plural: bool, finite: Callable[[str], str], past: str) -> Phrase:
        """« fait savoir », « a fait valoir »."""
        form = random.choice(["savoir", "valoir", "remarquer", "observer"])
        top = Word(form, form, "VERB", "VerbForm=Inf")
        if random.random() < 0.5:
            faire = Word(
                "font" if plural else "fait", "faire", "AUX", finite("Pres"), "aux:caus", top
            )
            return Phrase([faire, top], top)
        avoir = Word("ont" if plural else "a", "avoir", "AUX", finite("Pres"), "aux:tense", top)
        faire = Word("fait", "faire", "AUX", past, "aux:caus", top)
        return Phrase([avoir, faire, top], top)

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
        if random.random() < 0.25 and verb.feats != "VerbForm=Inf":
            finite = next(w for w in words if "VerbForm=Fin" in w.feats)
            pronoun = self.pronoun(plural, finite.form[-1] in "dt")
            pronoun.head = verb
            finite.space_after = False
            words.insert(words.index(finite) + 1, pronoun)
            if random.random() < 0.35:
                words += self.adjunct(verb)
            return Phrase(words, verb)
        if random.random() < 0.22:
            words += self.adjunct(verb)
        elif random.random() < 0.05:
            form, lemma = random.choice(MOODS)
            mood = Word(form, lemma, "ADJ", "Gender=Masc|Number=Sing", "xcomp", verb)
            before, after = comma(), comma()
            before.head = after.head = mood
            words[-1].space_after = mood.space_after = False
            words += [before, mood, after]
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
