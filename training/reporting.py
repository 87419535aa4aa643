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
from training.phrases import Phrase, clauses, comma, cut, fragments
from training.reporting_clauses import ReportingClauses
from training.speakers import lower_first


def capitalise_first(words: list[Word]) -> None:
    first = words[0]
    first.form = first.form[0].upper() + first.form[1:]
    if first.contraction:
        form, size = first.contraction
        first.contraction = (form[0].upper() + form[1:], size)


def lexical(group: Phrase) -> Word:
    """The verb that carries the reporting."""
    return [word for word in group.words if word.upos == "VERB"][-1]


class Workshop:
    """The banks of pieces, and the ways to put them together."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.reporting = ReportingClauses(sentences)
        self.clauses = clauses(sentences)
        self.statements = [s for s in self.clauses if s.words[-1].form == "."]
        self.fragments = fragments(sentences)

    def addition(self, verb: Word) -> list[Word]:
        """« , ajoutant que S », « , estimant que S » after a reporting clause."""
        other = self.reporting.verb(plain=True)
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
        clause = self.reporting.inserted()
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
        clause = self.reporting.inserted()
        before, after = comma(), comma()
        before.head = after.head = clause.top
        inner = clause.attached(root, "parataxis:insert")

        def mark() -> Word:
            return Word('"', '"', "PUNCT", deprel="punct", head=root)

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
        speaker, group = self.reporting.speakers.speaker(plural), self.reporting.verb_group(plural)
        body, root, stop = self.content()
        capitalise_first(speaker.words)
        colon = Word(":", ":", "PUNCT", deprel="punct", head=root)
        root.head, root.deprel = lexical(group), "ccomp"
        words = [*speaker.attached(group.top, "nsubj"), *group.words]
        if any(w.form == "," for w in speaker.words) and random.random() < 0.8:
            punct = comma()
            punct.head = speaker.top
            words.insert(len(speaker.words), punct)
        if random.random() < 0.25:
            words += self.reporting.adjunct(group.top)
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
        speaker = self.reporting.speakers.speaker(plural)
        if random.random() < 0.3:
            return self.according(speaker)
        group = self.reporting.verb_group(plural, plain=True)
        words = [*speaker.attached(group.top, "nsubj"), *group.words]
        capitalise_first(speaker.words)
        if any(w.form == "," for w in speaker.words):
            punct = comma()
            punct.head = speaker.top
            words.insert(len(speaker.words), punct)
        if random.random() < 0.25:
            words += self.reporting.adjunct(group.top)
        words += self.que_clause(lexical(group))
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
        kinds = [(0.5, self.fronted), (0.24, self.interrupted), (0.12, self.introduced)]
        kinds.append((0.14, self.subordinate))
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
        len(workshop.reporting.speakers.bank), "speakers,", len(workshop.clauses), "clauses,",
        len(workshop.reporting.speakers.relatives), "relatives;", len(made), "sentences,",
        sum(len(s.words) for s in made), "words",
    )  # fmt: skip


if __name__ == "__main__":
    main()
