"""The phrase around the head of a speaker: what the text calls them."""

from __future__ import annotations

import regex

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.cues import is_infinitive
from quotescope.stages.names import is_body, is_role
from quotescope.stages.records import Mention

CLITIC_SUBJECT = regex.compile(r"(?:-t-|-t|t-|-)(?:il|elle|on|ils|elles|je|nous|tu|vous)", regex.I)
# What the parse may hang on the end of a phrase: *la maire, elle*, *le club, de son côté*.
_TAIL = regex.compile(
    r",\s(?:elle|lui|eux|elles|[ad]u\smoins|de\s(?:son|leur)\scôté|(?:âgée?s?\sde\s)?\d+\sans)$",
    regex.I,
)
# *l'ex-« gilet jaune »*
_NICKNAME = regex.compile(r"-\s?[«“\"]\s?[^»”\"\n]{1,40}[»”\"]")
_CLOSING = regex.compile(r"\s?[»”›\")]")
_GAP_AT_MOST = 6
_CIRCUMSTANCES = frozenset(("faute", "histoire"))
_LEFT_OUT = ("punct", "parataxis", "advcl", "cc", "discourse", "vocative")


def mention_of(parse: Parse, head: int, *, until: int | None = None) -> Mention:
    """The phrase around a head, from its determiner to the end of its apposition.

    Relative clauses, asides and closing punctuation stay outside; ``until`` is an offset that the
    phrase does not cross.
    """
    governing = [w.index for w in parse.dependents(head, "case") if w.index < head]
    # *toujours selon cette source*
    floor = max(governing, default=-1)
    text_words = [parse.words[i] for i in _phrase(parse, head) if i > floor]
    if until is not None:
        text_words = [w for w in text_words if w.end <= until or w.index == head]
    # A phrase is one stretch: what the parse attaches from beyond another clause is left out.
    position = next(i for i, w in enumerate(text_words) if w.index == head)
    first = last = position
    while first > 0 and text_words[first].index - text_words[first - 1].index <= 2:
        first -= 1
    while last + 1 < len(text_words) and (
        text_words[last + 1].index - text_words[last].index <= 2
        or _is_apposed_later(parse, text_words[last], text_words[last + 1], head)
    ):
        last += 1
    while last > position and _is_loose(text_words[last]):
        last -= 1
    while first < position and text_words[first].upos in ("PUNCT", "ADP", "CCONJ"):
        first += 1
    start, end = text_words[first].start, text_words[last].end
    end = max(parse.words[head].end, start + len(_TAIL.sub("", parse.text[start:end])))
    if CLITIC_SUBJECT.fullmatch(parse.text[start:end]):
        start = parse.text.rindex("-", start, end) + 1
    nickname = _NICKNAME.match(parse.text, end)
    if nickname and (until is None or nickname.end() <= until):
        end = nickname.end()
    mark = _CLOSING.match(parse.text, end)
    if mark and _is_left_open(parse.text[start:end]) and (until is None or mark.end() <= until):
        end = mark.end()
    return Mention(start, end, head)


def _is_apposed_later(parse: Parse, last: Word, following: Word, head: int) -> bool:
    """Whether an apposition goes on with a phrase after a short complement that the parse hung on
    the verb: *le principal syndicat du pays, la Fédération des mines*."""
    gap = parse.words[last.index + 1 : following.index]
    top = next((w for w in parse.dependents(head, "appos") if w.index >= following.index), None)
    return (
        top is not None
        and following.index - 1 <= top.index
        and len(gap) <= _GAP_AT_MOST
        and gap[0].upos == "ADP"
        and all(
            w.head in (parse.words[head].head, *range(gap[0].index, following.index))
            for w in gap[:-1]
        )
    )


def _is_left_open(phrase: str) -> bool:
    """Whether a mark that opens stays open: *le collectif « Sauvons la halle*."""
    opened = any(phrase.rfind(mark[0]) > phrase.rfind(mark[1]) for mark in ("«»", "“”", "‹›", "()"))
    return opened or phrase.count('"') % 2 == 1


def _is_loose(word: Word) -> bool:
    """Whether a word at the end of a phrase belongs to what follows."""
    return word.upos in ("PUNCT", "ADP", "CCONJ") or word.form.lower() in ("se", "s'", "ne", "n'")


def _phrase(parse: Parse, head: int) -> list[int]:
    found = [head]
    for index in found:
        for child in parse.dependents(index):
            clause = child.deprel == "acl:relcl" and not _is_name_in_marks(parse, index, child)
            if clause or child.deprel == "cop" or child.relation in (*_LEFT_OUT, "nsubj"):
                continue
            if child.relation in ("case", "mark") and index == head:
                continue
            if child.relation == "nmod" and (
                _stands_apart(parse, child)
                or _is_addressee(parse, child)
                or _is_broadcast(parse, child)
            ):
                continue
            if child.relation == "acl" and (
                parse.words[child.index - 1].form == "," or is_infinitive(parse, child)
            ):
                # *accusé par les donateurs d'avoir « vidé la caisse »*
                continue
            if child.relation == "conj" and child.upos in ("VERB", "AUX"):
                continue
            if child.relation == "conj" and index == head and _is_other_subject(parse, child):
                continue
            if child.relation == "appos" and (
                _is_somebody_else(parse, parse.words[index], child)
                or _is_circumstance(parse, child)
            ):
                continue
            found.append(child.index)
    return sorted(found)


def _is_name_in_marks(parse: Parse, noun: int, child: Word) -> bool:
    """Whether what looks like a relative clause is a name: *le collectif « Sauvons la halle »*."""
    below = (parse.words[i] for i in parse.subtree(child.index))
    marked = any(w.form == '"' for w in parse.words[noun + 1 : noun + 2])
    return marked and not any(w.feat("PronType") == "Rel" for w in below)


def _is_other_subject(parse: Parse, coordinated: Word) -> bool:
    """Whether a thing in marks begins the next clause: *, dit X, et des « renforts » viendront*."""
    marked = any(w.form == '"' for w in parse.words[coordinated.index - 1 : coordinated.index])
    return marked and coordinated.upos == "NOUN" and not is_body(coordinated)


def _is_somebody_else(parse: Parse, head: Word, apposed: Word) -> bool:
    """Whether what the parse takes for an apposition is none: a second name after a name (*selon
    Mme X, Jeanne Y a…*), or a remark on the words (*, des propos relatés par Z*)."""
    noun = lexicon.nouns().get(apposed.lemma.lower())
    if apposed.upos == "NOUN" and noun is not None and "de" in noun.constructions:
        return "document" not in noun.constructions and (head.upos == "PROPN" or is_role(head))
    apart = parse.words[apposed.index - 1].form == ","
    return apart and is_named(parse, head) and apposed.form in lexicon.first_names()


def is_named(parse: Parse, head: Word) -> bool:
    """Whether a phrase is a name already, with or without a title: *Mme Roux*."""
    following = parse.words[head.index + 1 : head.index + 2]
    titled = head.form in lexicon.titles() and bool(following) and following[0].upos == "PROPN"
    return head.upos == "PROPN" or titled


def _is_circumstance(parse: Parse, apposed: Word) -> bool:
    """Whether what the parse takes for an apposition tells under what circumstances it was said: *,
    l'indice ayant reculé*, *, faute de témoins*."""
    absolute = any(
        w.feat("VerbForm") == "Part" and w.feat("Tense") == "Pres"
        for clause in parse.dependents(apposed.index, "acl")
        for w in parse.dependents(clause.index, "aux", "cop")
    )
    bare = not any(parse.dependents(apposed.index, "det"))
    return absolute or (bare and apposed.lemma in _CIRCUMSTANCES)


def _is_broadcast(parse: Parse, word: Word) -> bool:
    """Whether a complement is where the words were said: *ont confié les auteurs sur Libre TV*."""
    if word.upos != "PROPN":
        return False
    on = any(w.form.lower() in ("sur", "via") for w in parse.dependents(word.index, "case"))
    following = parse.words[word.index + 1 : word.index + 2]
    name = " ".join(w.form for w in (word, *following))
    medium = name in lexicon.media() or word.form in lexicon.media()
    return on and (medium or word.form.isupper())


def _stands_apart(parse: Parse, complement: Word) -> bool:
    """Whether a comma parts a complement from what it completes: *un proche, avec ses idées*."""
    case = next((w for w in parse.dependents(complement.index, "case") if w.lemma != "de"), None)
    return case is not None and case.index > 0 and parse.words[case.index - 1].form == ","


def _is_addressee(parse: Parse, word: Word) -> bool:
    """Whether a complement is whom the words were said to: *a confié le juge à Libre Matin*."""
    if word.upos != "PROPN" or word.form in lexicon.places():
        return False
    return any(w.form.lower() == "à" for w in parse.dependents(word.index, "case"))
