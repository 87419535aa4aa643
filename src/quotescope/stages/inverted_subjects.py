"""The subject behind the verb of an inserted clause: *« S », a dit hier, casque en main, X*."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.cues import group
from quotescope.stages.mentions import CLITIC_SUBJECT
from quotescope.stages.names import can_speak, is_role, is_time

_SUBJECT_PRONOUNS = frozenset(
    (
        "il elle on ils elles je j' nous vous ce c' celui celle ceux celles celui-ci celle-ci"
        " ceux-ci celles-ci qui"
        " lequel laquelle lui eux"
    ).split()
)


def inverted_subject(parse: Parse, verb: Word, until: int) -> Word | None:
    """The subject after the verb of an inserted clause that ends at offset ``until``.

    The parse's subject where it stands after the verb; otherwise the first noun phrase that no
    preposition governs, since such a clause has its object in the quotation.
    """
    clitic = _clitic_subject(parse, verb)
    if clitic is not None:
        return clitic
    own = [w for w in parse.dependents(verb.index, "nsubj") if verb.index < w.index]
    phrases = [w for w in own if w.start < until] + list(_bare_phrases(parse, verb, until))
    # *a dit, casque à la main, le capitaine*; *a réagi sur sa page Facebook le capitaine*
    speaking = (w for w in phrases if can_speak(parse, w) and not _names_a_thing(parse, w))
    return next(speaking, None) or next(iter(phrases), None) or _name_after(parse, verb, until)


def _names_a_thing(parse: Parse, word: Word) -> bool:
    """Whether a name belongs to the noun before it, which a preposition governs."""
    before = parse.words[word.index - 1]
    if before.upos == "PROPN" and word.form in lexicon.first_names():
        return False
    plain = before.upos in ("NOUN", "PROPN") and not is_role(before)
    return word.upos == "PROPN" and plain and any(parse.dependents(before.index, "case"))


def _name_after(parse: Parse, verb: Word, until: int) -> Word | None:
    """A person whom the parse took into the phrase before: *a réagi sur RTL Jeanne X*, *tranchait
    jeudi, à l'issue d'une réunion, le directeur*."""
    for index in range(verb.index + 2, len(parse.words)):
        word = parse.words[index]
        if word.start >= until:
            return None
        before = parse.words[word.index - 1]
        first = word.form in lexicon.first_names() and before.form not in lexicon.first_names()
        first = first or (before.form.isupper() and len(before.form) > 1 and word.form.istitle())
        if word.upos == "PROPN" and first and before.upos in ("PROPN", "NOUN", "NUM", "SYM"):
            return word
        # A past participle has no object: *a dit dans un message publié hier le chef du parti*.
        governor = parse.words[word.head]
        passive = governor.feat("Tense") == "Past" and governor.index > verb.index
        if passive and word.relation == "obj" and can_speak(parse, word):
            return word
        opened = word.index > 2 and parse.words[word.index - 2].form == ","
        if is_role(word) and before.upos == "DET" and opened:
            return word
    return None


def _clitic_subject(parse: Parse, verb: Word) -> Word | None:
    after = parse.words[verb.index + 1 : verb.index + 2]
    for word in (*group(parse, verb)[:-1], *after):
        if CLITIC_SUBJECT.fullmatch(word.form):
            return word
    return None


def _bare_phrases(parse: Parse, verb: Word, until: int) -> Iterator[Word]:
    """Heads of the noun phrases after a verb that are neither times nor under a preposition."""
    covered = -1
    for index in range(verb.index + 1, len(parse.words)):
        word = parse.words[index]
        if word.start >= until:
            return
        nominal = word.upos in ("NOUN", "PROPN", "PRON") or (
            word.upos == "ADJ" and (any(parse.dependents(word.index, "det")) or "." in word.form)
        )
        # *a déclaré Apparu*: a name that looks like another word.
        nominal = nominal or (word.index == verb.index + 1 and word.form.istitle())
        if word.index <= covered or not nominal:
            continue
        case = any(w.relation == "case" for w in parse.dependents(word.index))
        if is_time(word):
            continue
        top = _top_of_phrase(parse, word, verb.index)
        covered = max(covered, *parse.subtree(top.index))
        if case or any(w.relation == "case" for w in parse.dependents(top.index)):
            continue
        if top.upos == "PRON" and top.form.lower() not in _SUBJECT_PRONOUNS:
            continue
        if top.index > verb.index:
            yield top


def _top_of_phrase(parse: Parse, word: Word, floor: int) -> Word:
    """The head of the noun phrase that a word begins."""
    while word.head > floor and word.relation in ("nmod", "flat", "appos", "amod", "compound"):
        if is_time(parse.words[word.head]):
            break
        word = parse.words[word.head]
    return word
