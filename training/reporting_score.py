"""How well a parser reads reporting clauses: the measure of fixtures/reporting.

    python training/reporting_score.py [-v] [--spacy MODEL]

Two accuracies, over all sentences and for each construction:

- subject: the words attached as subject (``nsubj``) to the cue are exactly the annotated one.  A
  cue in the infinitive (*a tenu à préciser*) has the subject of the verb that governs it.
- clause: the reporting clause has exactly the annotated first and last character.  It is the cue,
  the verbs that govern it as an infinitive, and all below them, save what is reported: their
  complement clauses, parataxes and coordinated clauses, and any dependent that stands between
  quotation marks where the cue does not.  Punctuation at either end does not count.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quotescope.parsing.paragraphs import as_parsed
from quotescope.parsing.parse import Parse, Parser, Sentence, Word

FIXTURES = Path(__file__).parents[1] / "fixtures" / "reporting"

REPORTED = {"ccomp", "parataxis", "conj"}
MARKED = re.compile(
    r"""«[^»]*» | “[^”]*” | ‹[^›]*› | "[^"]*" | (?<!\w)‘.*?’(?!\w) | (?<!\w)'.*?'(?!\w)""",
    re.VERBOSE,
)

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One annotated sentence; stretches count the code points of ``text``."""

    id: str
    construction: str
    text: str
    cue: Stretch
    subject: Stretch
    clause: Stretch


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a parser made of a case."""

    case: Case
    subjects: tuple[str, ...]
    subject_right: bool
    clause: str
    clause_right: bool


def read_cases(folder: Path = FIXTURES) -> list[Case]:
    """All annotated sentences, in the order of the files."""
    cases = []
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, text, cue, subject, clause = line.split("\t")
            stretches = (find(form, text) for form in (cue, subject, clause))
            cases.append(Case(name, file.stem, text, *stretches))
    return cases


def find(form: str, text: str) -> Stretch:
    """Where ``form`` or ``form#n``, its n-th occurrence as whole words, stands in a text."""
    form, _, number = form.partition("#")
    found = list(re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text))
    return found[int(number or 1) - 1].span()


def judge(case: Case, parse: Parse) -> Outcome:
    """Compare a parse with the annotation."""
    group = verb_group(parse, word_at(parse, case.cue))
    subjects = [word for verb in group for word in parse.dependents(verb.index, "nsubj")]
    start, end = clause_of(parse, group)
    return Outcome(
        case,
        tuple(word.form for word in subjects),
        len(subjects) == 1 and overlap(subjects[0], case.subject) > 0,
        case.text[start:end],
        (start, end) == case.clause,
    )


def word_at(parse: Parse, stretch: Stretch) -> Word:
    """The word that covers most of a stretch of text."""
    return max(parse.words, key=lambda word: overlap(word, stretch))


def overlap(word: Word, stretch: Stretch) -> int:
    return min(word.end, stretch[1]) - max(word.start, stretch[0])


def verb_group(parse: Parse, cue: Word) -> list[Word]:
    """The cue and, upwards, each verb that governs it as an infinitive."""
    group = [cue]
    while group[-1].relation == "xcomp" and group[-1].head >= 0:
        group.append(parse.words[group[-1].head])
    return group


def clause_of(parse: Parse, group: list[Word]) -> Stretch:
    """The first and last character of the reporting clause."""
    marked = [match.span() for match in MARKED.finditer(parse.text)]

    def outside(word: Word) -> bool:
        return any(s <= word.start < e and not s <= group[0].start < e for s, e in marked)

    def below(verb: Word) -> Iterator[int]:
        yield verb.index
        for word in parse.dependents(verb.index):
            if word in group:
                yield from below(word)
            elif word.relation not in REPORTED and not outside(word):
                yield from parse.subtree(word.index)

    words = [parse.words[index] for index in sorted(below(group[-1]))]
    words = [word for word in words if word.upos != "PUNCT"]
    return min(w.start for w in words), max(w.end for w in words)


class SpacyParser:
    """A spaCy model as a parser, to compare with."""

    def __init__(self, model: str) -> None:
        import spacy

        self._nlp = spacy.load(model)
        self.name = f"spacy {model} {self._nlp.meta['version']}"

    def parse(self, texts: list[str]) -> list[Parse]:
        parses = []
        for text in texts:
            doc = self._nlp(as_parsed(text))
            kept = [token for token in doc if not token.is_space]
            index = {token.i: position for position, token in enumerate(kept)}
            words = tuple(
                Word(
                    index=index[token.i],
                    start=token.idx,
                    end=token.idx + len(token),
                    form=token.text,
                    lemma=token.lemma_,
                    upos=token.pos_,
                    feats=str(token.morph),
                    head=-1 if token.head.i == token.i else index.get(token.head.i, -1),
                    deprel=token.dep_.replace("ROOT", "root"),
                )
                for token in kept
            )
            bounds = [[index[t.i] for t in sent if t.i in index] for sent in doc.sents]
            sentences = tuple(Sentence(b[0], b[-1] + 1) for b in bounds if b)
            parses.append(Parse(text, words, sentences, self.name))
        return parses


def score(parser: Parser, cases: list[Case]) -> list[Outcome]:
    """Parse every case and judge it."""
    parses = parser.parse([case.text for case in cases])
    return [judge(case, parse) for case, parse in zip(cases, parses, strict=True)]


def report(name: str, outcomes: list[Outcome], verbose: bool) -> None:
    """Print the accuracies and, where asked, every miss."""
    constructions = dict.fromkeys(outcome.case.construction for outcome in outcomes)
    print(f"{name}\n{'':22}{'n':>5}{'subject':>9}{'clause':>9}")
    for construction in [*constructions, "all"]:
        some = [o for o in outcomes if construction in (o.case.construction, "all")]
        subject = sum(o.subject_right for o in some) / len(some)
        clause = sum(o.clause_right for o in some) / len(some)
        print(f"{construction:22}{len(some):5}{subject:9.1%}{clause:9.1%}")
    if not verbose:
        return
    for o in outcomes:
        text = o.case.text
        if not o.subject_right:
            wanted = text[slice(*o.case.subject)]
            found = ", ".join(o.subjects) or "none"
            print(f"{o.case.id}\tsubject {found}, not {wanted}\t{text}")
        if not o.clause_right:
            wanted = text[slice(*o.case.clause)]
            print(f"{o.case.id}\tclause [{o.clause}], not [{wanted}]\t{text}")


def main() -> None:
    arguments = argparse.ArgumentParser(description="Score a parser on the reporting clauses.")
    arguments.add_argument("-v", "--verbose", action="store_true", help="print every miss")
    arguments.add_argument("--spacy", metavar="MODEL", help="score a spaCy model instead")
    options = arguments.parse_args()
    parser: Parser
    if options.spacy:
        parser = SpacyParser(options.spacy)
    else:
        from quotescope.parsing import embedded

        parser = embedded.load()
    report(parser.name, score(parser, read_cases()), options.verbose)


if __name__ == "__main__":
    main()
