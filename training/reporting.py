"""Make synthetic reporting sentences out of treebank clauses.

    python -m training.reporting --base base.conllu --count 5000 --out synthetic.conllu

Clauses, speakers, adjuncts and relative clauses come from the training treebanks, verbs from
``reporting_verbs``; they are put together in the ways of the French press: the reporting
clause after the quotation, in its middle or before it, with or without quotation marks,
with speakers that carry appositions, relative clauses and coordinations, with adjuncts
between the verb and its subject, and as *que* clauses, *selon* phrases and participles.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from training.conllu import Sentence, Word, copy_words, read, write
from training.phrases import (
    Phrase,
    adjuncts,
    clauses,
    comma,
    cut,
    determiner,
    fragments,
    name,
    noun,
    pick,
    relatives,
    subjects,
)
from training.reporting_verbs import FREQUENT, VERBS, Verb

FIRST_NAMES = """Alice Amélie Bastien Bénédicte Bilal Capucine Céleste Cyril Damien Delphine Elsa
Étienne Fanny Farid Florent Gaëlle Gaspard Hélène Hervé Inès Ismaël Jean-Marc Jeanne Jérôme
Kevin Laetitia Loïc Louise Maëlle Malik Marie-Laure Mehdi Nadia Noémie Odile Pascal Perrine
Quentin Raphaël Rémi Samira Solène Sylvain Tanguy Théo Ursula Victor Virginie Xavier Yasmina
Yannick Zoé John Michael Anna Luis Giulia Viktor""".split()
LAST_NAMES = """Abadie Aubry Barrault Belkacem Bonnefoy Caillaud Carpentier Chabert Cissé Colin
Da_Silva Delorme De_Vries Doucet Duval Esposito Fabre Ferrand Gauthier Girardin Guichard Haddad
Hamon Hoffmann Jacquet Kermarrec Koné Lacombe Le_Goff Lemoine Le_Roux Lopez Maillard Marchand
Mebarki Monnier Nadeau Ollivier Pagès Perrin Quéré Rivière Roussel Sabatier Sanchez Tessier Thomas
Vasseur Verdier Wagner Zidane O'Connor Smith Novak""".split()
ROLES = {
    "Masc": """maire président directeur avocat porte-parole procureur ministre député adjoint
        médecin chercheur professeur entraîneur capitaine étudiant pompier voisin patron préfet
        fondateur gérant secrétaire délégué économiste sociologue retraité agriculteur élu
        supérieur responsable colonel cofondateur""".split(),
    "Fem": """maire présidente directrice avocate porte-parole procureure ministre députée adjointe
        médecin chercheuse professeure étudiante voisine patronne préfète fondatrice gérante
        secrétaire déléguée économiste sociologue retraitée infirmière mère élue responsable
        cofondatrice""".split(),
}
PLACES = """Rennes Lyon Brest Lille Nantes Marseille Toulouse Bordeaux Nice Strasbourg Dijon Grenoble
Angers Reims Tours Metz Caen Bayonne Nancy Limoges Paris Bruxelles Genève Montréal Dakar""".split()
BODIES = [
    ("Masc", "ministère"), ("Masc", "parquet"), ("Masc", "syndicat"), ("Masc", "club"),
    ("Fem", "fédération"), ("Fem", "mairie"), ("Fem", "région"), ("Fem", "préfecture"),
    ("Fem", "police"), ("Fem", "gendarmerie"), ("Fem", "société"), ("Masc", "groupe"),
]  # fmt: skip
ACRONYMS = ["la SNCF", "la CGT", "l' AFP", "l' OMS", "la CFDT", "le PS", "la RATP", "le RN", "l' ONU"]
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
ADVERBS = """encore également aussi ensuite déjà alors simplement longuement notamment récemment
aujourd'hui hier sobrement sèchement ainsi même toujours""".split()
MOODS = [("amer", "amer"), ("agacé", "agacé"), ("lucide", "lucide"), ("ému", "ému")]
CONTENT_VERBS = frozenset(
    """dire affirmer déclarer ajouter estimer assurer préciser indiquer annoncer souligner rappeler
    expliquer regretter reconnaître juger croire espérer constater confirmer répéter soutenir
    admettre promettre prétendre révéler signaler noter avouer considérer supposer garantir
    craindre observer remarquer jurer raconter""".split()
)


def lower_first(words: list[Word]) -> None:
    first = words[0]
    if first.upos != "PROPN":
        first.form = first.form[0].lower() + first.form[1:]
    if first.contraction:
        form, size = first.contraction
        first.contraction = (form.lower(), size)


def capitalise_first(words: list[Word]) -> None:
    first = words[0]
    first.form = first.form[0].upper() + first.form[1:]
    if first.contraction:
        form, size = first.contraction
        first.contraction = (form[0].upper() + form[1:], size)


class Workshop:
    """The banks of pieces, and the ways to put them together."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.subjects = subjects(sentences)
        self.plural = [p for p in self.subjects if p.plural]
        self.singular = [p for p in self.subjects if not p.plural]
        self.adjuncts = adjuncts(sentences)
        self.relatives = relatives(sentences)
        self.clauses = clauses(sentences)
        self.statements = [s for s in self.clauses if s.words[-1].form == "."]
        self.fragments = fragments(sentences)

    # --- speakers -------------------------------------------------------------------------

    def person(self) -> Phrase:
        words = [random.choice(FIRST_NAMES)]
        if random.random() < 0.88:
            words += random.choice(LAST_NAMES).split("_")
        return name(words)

    def title(self) -> Phrase:
        form, lemma, gender = random.choice([("M.", "monsieur", "Masc"), ("Mme", "madame", "Fem")])
        last = name(random.choice(LAST_NAMES).split("_"))
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

    # --- reporting clauses ----------------------------------------------------------------

    def verb_group(self, plural: bool, plain: bool = False) -> Phrase:
        """The verb with its auxiliaries and clitics; its top is the lexical verb."""
        verb = self.verb(plain)
        number = "Plur" if plural else "Sing"
        clitics: list[Word] = []
        if verb.reflexive:
            form = "s'" if verb.lemma[0] in "aeéiou" else "se"
            clitics = [
                Word(form, "se", "PRON", "Person=3|PronType=Prs|Reflex=Yes", "expl:comp")
            ]
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
        for clitic, following in zip(words, words[1:], strict=False):
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

    def causative(self, plural: bool, finite: object, past: str) -> Phrase:
        """« fait savoir », « a fait valoir »."""
        assert callable(finite)
        form = random.choice(["savoir", "valoir", "remarquer", "observer"])
        top = Word(form, form, "VERB", "VerbForm=Inf")
        if random.random() < 0.5:
            faire = Word("font" if plural else "fait", "faire", "AUX", finite("Pres"), "aux:caus", top)
            return Phrase([faire, top], top)
        avoir = Word("ont" if plural else "a", "avoir", "AUX", finite("Pres"), "aux:tense", top)
        faire = Word("fait", "faire", "AUX", past, "aux:caus", top)
        return Phrase([avoir, faire, top], top)

    def verb(self, plain: bool = False) -> Verb:
        while True:
            verb = random.choice(VERBS)
            if plain and (verb.reflexive or verb.lemma not in CONTENT_VERBS):
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
        speaker = self.speaker(plural)
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

    def addition(self, verb: Word) -> list[Word]:
        """« , ajoutant que S », « , estimant que S » after a reporting clause."""
        other = self.verb(plain=True)
        if not other.lemma.endswith("er"):
            return []
        stem = other.lemma[:-2]
        soft = stem + "e" if stem.endswith("g") else stem
        form = soft[:-1] + "çant" if soft.endswith("c") else soft + "ant"
        top = Word(form, other.lemma, "VERB", "Tense=Pres|VerbForm=Part", "advcl")
        top.head = verb
        punct = comma()
        punct.head = top
        return [punct, top, *self.que_clause(top)]

    def que_clause(self, verb: Word) -> list[Word]:
        body, root, _ = self.content(fragment=False, question=False)
        lower_first(body)
        vowel = body[0].form[0].lower() in "aeéèiouêhà"
        que = Word("qu'" if vowel else "que", "que", "SCONJ", deprel="mark", head=root)
        que.space_after = not vowel
        root.head, root.deprel = verb, "ccomp"
        if random.random() < 0.25:
            return [que, *self.quoted(body, root)]
        return [que, *body]

    # --- quotations -----------------------------------------------------------------------

    def content(
        self, fragment: bool = True, question: bool = True
    ) -> tuple[list[Word], Word, Word]:
        """The words of a quotation without its final mark, their root, and that mark."""
        stop = Word(".", ".", "PUNCT", deprel="punct")
        if fragment and random.random() < 0.08:
            phrase = random.choice(self.fragments).copy()
            first = phrase.words[0]
            first.form = first.form[0].upper() + first.form[1:]
            phrase.top.deprel = "root"
            return phrase.words, phrase.top, stop
        bank = self.clauses if question else self.statements
        words = copy_words(random.choice(bank).words)
        root = next(w for w in words if w.head is None)
        *body, stop = words
        body[-1].space_after = True
        return body, root, stop

    def quoted(self, body: list[Word], root: Word, closed: bool = True) -> list[Word]:
        opening = Word('"', '"', "PUNCT", deprel="punct", head=root)
        closing = Word('"', '"', "PUNCT", deprel="punct", head=root)
        return [opening, *body, closing] if closed else [opening, *body]

    def fronted(self) -> list[Word]:
        """« S », a dit X. — S, a dit X. — « S » V X."""
        body, root, stop = self.content()
        clause = self.inserted()
        draw = random.random()
        words = body
        if stop.form in "!?..." and stop.form != "." and draw < 0.8:
            words = [*body, stop]
        if draw < 0.68:
            words = self.quoted(words, root)
        elif draw < 0.74:
            words = [*words, Word('"', '"', "PUNCT", deprel="punct", head=root)]
        elif draw < 0.77:
            words = self.quoted(words, root, closed=False)
        if not (draw < 0.74 and random.random() < 0.3):
            punct = comma()
            punct.head = clause.top
            words = [*words, punct]
        words = [*words, *clause.attached(root, "parataxis:insert")]
        draw = random.random()
        if draw < 0.12:
            words += self.addition(clause.top)
        elif draw < 0.2:
            # « S », a dit X. « S2 ». stays two sentences; « S », a dit X : « S2 » is one.
            punct = Word(":", ":", "PUNCT", deprel="punct")
            more, other, _ = self.content(fragment=False)
            punct.head = other
            other.head, other.deprel = root, "parataxis"
            words += [punct, *self.quoted(more, other)]
        return self.finished(words, root)

    def interrupted(self) -> list[Word]:
        """« S1, a dit X, S2 » — « S1 », a dit X, « S2 »."""
        while True:
            body, root, stop = self.content(fragment=False)
            commas = [i for i, w in enumerate(body) if w.form == "," and 2 <= i < len(body) - 2]
            if commas and random.random() < 0.7:
                place = random.choice(commas)
                first, second = body[:place], body[place + 1 :]
                dropped = body[place]
                if any(w.head is dropped for w in body):
                    continue
            else:
                places = [
                    i
                    for i in range(2, len(body) - 2)
                    if body[i].upos in ("SCONJ", "ADP", "CCONJ")
                    and not any(
                        w.contraction and i - j < w.contraction[1]
                        for j, w in enumerate(body[:i])
                        if i - j < 2
                    )
                    and body[i].contraction is None
                ]
                if not places:
                    continue
                place = random.choice(places)
                first, second = body[:place], body[place:]
            break
        clause = self.inserted()
        before, after = comma(), comma()
        before.head = after.head = clause.top
        inner = clause.attached(root, "parataxis:insert")
        mark = lambda: Word('"', '"', "PUNCT", deprel="punct", head=root)  # noqa: E731
        draw = random.random()
        if draw < 0.4:
            words = [mark(), *first, before, *inner, after, *second, mark()]
        elif draw < 0.75:
            words = [mark(), *first, mark(), before, *inner, after, mark(), *second, mark()]
        else:
            words = [*first, before, *inner, after, *second]
        return self.finished(words, root, stop)

    def introduced(self) -> list[Word]:
        """X a dit : « S »."""
        plural = random.random() < 0.12
        speaker, group = self.speaker(plural), self.verb_group(plural)
        body, root, stop = self.content()
        capitalise_first(speaker.words)
        colon = Word(":", ":", "PUNCT", deprel="punct", head=root)
        root.head, root.deprel = group.top, "ccomp"
        words = [*speaker.attached(group.top, "nsubj"), *group.words]
        if any(w.form == "," for w in speaker.words) and random.random() < 0.8:
            punct = comma()
            punct.head = speaker.top
            words.insert(len(speaker.words), punct)
        if random.random() < 0.25:
            words += self.adjunct(group.top)
        inside = random.random() < 0.5
        content = [*body, stop] if inside else body
        if inside:
            stop.head = root
        words += [colon, *self.quoted(content, root)]
        group.top.deprel = "root"
        return words if inside else self.finished(words, group.top)

    def subordinate(self) -> list[Word]:
        """X a dit que S — X a dit que « S » — Selon X, S."""
        plural = random.random() < 0.15
        speaker = self.speaker(plural)
        if random.random() < 0.3:
            return self.according(speaker)
        group = self.verb_group(plural, plain=True)
        words = [*speaker.attached(group.top, "nsubj"), *group.words]
        capitalise_first(speaker.words)
        if any(w.form == "," for w in speaker.words):
            punct = comma()
            punct.head = speaker.top
            words.insert(len(speaker.words), punct)
        if random.random() < 0.25:
            words += self.adjunct(group.top)
        words += self.que_clause(group.top)
        group.top.deprel = "root"
        return self.finished(words, group.top)

    def according(self, speaker: Phrase) -> list[Word]:
        body, root, stop = self.content(fragment=False, question=False)
        case = Word("selon", "selon", "ADP", deprel="case", head=speaker.top)
        punct = comma()
        punct.head = speaker.top
        phrase = speaker.attached(root, "obl")
        if random.random() < 0.5:
            case.form = "Selon"
            lower_first(body)
            words = [case, *phrase, punct, *body]
        else:
            words = [*body, punct, case, *phrase]
        return self.finished(words, root, stop)

    def finished(self, words: list[Word], root: Word, stop: Word | None = None) -> list[Word]:
        if stop is None or any(w is stop for w in words):
            stop = Word(".", ".", "PUNCT", deprel="punct")
        stop.head = root
        return [*words, stop]

    def sentence(self, number: int) -> Sentence:
        kinds = [(0.5, self.fronted), (0.2, self.interrupted), (0.15, self.introduced)]
        kinds.append((0.15, self.subordinate))
        make = random.choices([k for _, k in kinds], [w for w, _ in kinds])[0]
        words = make()
        spaced_marks = random.random() < 0.5
        inside = False
        for i, word in enumerate(words):
            if word.form == '"' and word.upos == "PUNCT":
                inside = not inside
                word.space_after = spaced_marks if inside else True
                if i and not inside:
                    words[i - 1].space_after = spaced_marks
            elif word.form in (",", ".", "...") and i and word.upos == "PUNCT":
                words[i - 1].space_after = False
            elif word.form in (":", "!", "?") and i:
                words[i - 1].space_after = random.random() < 0.6
        return Sentence(f"reporting-{number}-{make.__name__}", "synthetic", words)


def scare_quoted(sentence: Sentence, number: int) -> Sentence | None:
    """The sentence with one of its phrases between quotation marks."""
    twin = sentence.copy(f"-marks-{number}")
    if any(w.form == '"' for w in twin.words):
        return None
    top = random.choice(twin.words)
    phrase = cut(twin, top, 12)
    if phrase is None or top.upos in ("PUNCT", "ADP", "DET", "AUX") or top.head is None:
        return None
    place = next(i for i, w in enumerate(twin.words) if w is top)
    first = place - next(i for i, w in enumerate(phrase.words) if w is phrase.top)
    last = first + len(phrase.words)
    if twin.words[first].upos in ("ADP", "SCONJ", "DET") and len(phrase.words) > 1:
        if twin.words[first].contraction is not None:
            return None
        first += random.random() < 0.6
    spaced = random.random() < 0.5
    opening = Word('"', '"', "PUNCT", deprel="punct", head=top, space_after=spaced)
    closing = Word('"', '"', "PUNCT", deprel="punct", head=top)
    closing.space_after = twin.words[last - 1].space_after
    twin.words[last - 1].space_after = spaced
    twin.words[first:last] = [opening, *twin.words[first:last], closing]
    return twin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--marked", type=int, default=800, help="sentences with scare quotes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    random.seed(options.seed)
    base = read(options.base)
    workshop = Workshop(base)
    made = [workshop.sentence(i) for i in range(options.count)]
    long_enough = [s for s in base if len(s.words) > 6]
    while len(made) < options.count + options.marked:
        marked = scare_quoted(random.choice(long_enough), len(made))
        if marked:
            made.append(marked)
    random.shuffle(made)
    write(made, options.out)
    print(
        len(workshop.subjects), "speakers,", len(workshop.clauses), "clauses,",
        len(workshop.relatives), "relatives;", len(made), "sentences,",
        sum(len(s.words) for s in made), "words",
    )  # fmt: skip


if __name__ == "__main__":
    main()
