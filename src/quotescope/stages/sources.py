"""The phrase that a cue links to: its subject, its agent, the object of *selon*."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.cues import group
from quotescope.stages.names import can_speak, is_document, is_role, is_time
from quotescope.stages.records import Mention, Reading

CLITIC_SUBJECT = regex.compile(r"(?:-t-|-t|t-|-)(?:il|elle|on|ils|elles|je|nous|tu|vous)", regex.I)
_SUBJECT_PRONOUNS = frozenset(
    (
        "il elle on ils elles je j' nous vous ce c' celui-ci celle-ci ceux-ci celles-ci qui"
        " lequel laquelle lui eux"
    ).split()
)
# What the parse may hang on the end of a phrase: *la maire, elle*, *le club, de son côté*.
_TAIL = regex.compile(
    r",\s(?:elle|lui|eux|elles|de\s(?:son|leur)\scôté|(?:âgée?s?\sde\s)?\d+\sans)$", regex.I
)
# *l'ex-« gilet jaune »*
_NICKNAME = regex.compile(r"-\s?[«“\"]\s?[^»”\"\n]{1,40}[»”\"]")
_CLOSING = regex.compile(r"\s?[»”›\")]")
_GAP_AT_MOST = 6
_LEFT_OUT = ("punct", "parataxis", "advcl", "cc", "discourse", "vocative")


def mention_of(parse: Parse, head: int, *, until: int | None = None) -> Mention:
    """The phrase around a head, from its determiner to the end of its apposition.

    Relative clauses, asides and closing punctuation stay outside; ``until`` is an offset that the
    phrase does not cross.
    """
    text_words = [parse.words[i] for i in _phrase(parse, head)]
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
            if child.deprel in ("acl:relcl", "cop") or child.relation in (*_LEFT_OUT, "nsubj"):
                continue
            if child.relation in ("case", "mark") and index == head:
                continue
            if child.relation == "nmod" and _is_addressee(parse, child):
                continue
            if child.relation == "acl" and parse.words[child.index - 1].form == ",":
                continue
            if child.relation == "conj" and child.upos in ("VERB", "AUX"):
                continue
            if child.relation == "appos" and _is_somebody_else(parse, parse.words[index], child):
                continue
            found.append(child.index)
    return sorted(found)


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


def _is_addressee(parse: Parse, word: Word) -> bool:
    """Whether a complement is whom the words were said to: *a confié le juge à Libre Matin*."""
    to = any(w.form.lower() == "à" for w in parse.dependents(word.index, "case"))
    return to and word.upos == "PROPN" and word.form not in lexicon.places()


def speaker_of(reading: Reading, verb: Word) -> Word | None:
    """The subject of a cue verb that stands outside of marks.

    Where the parse finds none, or one inside the quotation, it is the nearest subject to the left
    in the sentence: a participle or a coordinated verb shares it.
    """
    parse = reading.parse
    subject = subject_of(parse, verb)
    if subject is None or subject.head != verb.index:
        subject = _name_right_before(parse, verb) or subject
    if _is_passive(parse, verb):
        outside = subject is not None and reading.around(subject.start) is None
        return subject if outside else None
    if subject is not None and reading.around(subject.start) is None and subject.upos != "VERB":
        shared = subject.head != verb.index and subject.relation == "nsubj"
        if not shared or can_speak(parse, subject):
            return subject
        return _speaking_subject_above(reading, verb) or subject
    sentence = parse.sentence_of(verb.index)
    for word in reversed(parse.words[sentence.first : verb.index]):
        if word.relation != "nsubj" or reading.around(word.start) is not None:
            continue
        governor = parse.words[word.head]
        if word.feat("PronType") == "Rel" or word.form.lower() in ("qui", "ce", "c'"):
            continue
        if governor.deprel == "acl:relcl" and governor.index < verb.index:
            continue
        if governor.index < verb.index or reading.around(governor.start) is not None:
            return word
    return _name_before(parse, verb, sentence.first)


def _name_before(parse: Parse, verb: Word, first: int) -> Word | None:
    """A name between commas before a verb, which the parse took for an apposition."""
    for word in reversed(parse.words[first : verb.index]):
        opened = word.index == first or parse.words[word.index - 1].form == ","
        if word.upos == "PROPN" and word.relation in ("appos", "conj", "dep") and opened:
            return word
        stressed = word.form.lower() in ("lui", "elle", "eux", "elles") and word.index == first
        if stressed and group(parse, verb)[0].index <= word.index + 1:
            return word
    return None


def _name_right_before(parse: Parse, verb: Word) -> Word | None:
    """A person's name right before a verb that the parse tied to another subject: *X (PS) a dit*."""
    index = group(parse, verb)[0].index - 1
    if index > 0 and parse.words[index].form == ")":
        while index > 0 and parse.words[index].form != "(":
            index -= 1
        index -= 1
    word = parse.words[index] if index >= 0 else None
    while word is not None and word.relation == "flat" and word.head < word.index:
        word = parse.words[word.head]
    if word is None or word.form not in lexicon.first_names() or word.upos != "PROPN":
        return None
    return None if any(parse.dependents(word.index, "case")) else word


def _speaking_subject_above(reading: Reading, verb: Word) -> Word | None:
    """The subject of the nearest verb above that can be a speaker."""
    parse = reading.parse
    word = verb
    for _ in range(8):
        if word.head < 0:
            return None
        word = parse.words[word.head]
        for subject in parse.dependents(word.index, "nsubj"):
            if reading.around(subject.start) is None and can_speak(parse, subject):
                return subject
    return None


def _is_passive(parse: Parse, verb: Word) -> bool:
    if any(w.form.lower() in ("se", "s'", "me", "m'") for w in group(parse, verb)):
        return False
    return any(w.deprel in ("aux:pass", "nsubj:pass") for w in parse.dependents(verb.index))


def subject_of(parse: Parse, verb: Word, depth: int = 0) -> Word | None:
    """The word that names who does what a verb says.

    Its own subject; the agent of a passive; for verbs without one, the subject that they share with
    the verb they are coordinated with or depend on, or the noun that they qualify.
    """
    if depth > 6:
        return None
    own = [
        w
        for w in parse.dependents(verb.index)
        if w.relation == "nsubj" or (w.deprel == "expl:subj" and w.form.lower() != "ce")
    ]
    if _is_passive(parse, verb):
        return _agent(parse, verb)
    if own:
        # *Le club a, lui, demandé*: the pronoun only stresses.
        plain = [w for w in own if not _only_stresses(parse, w)]
        before = [w for w in plain or own if w.index < verb.index]
        subject = before[-1] if before else own[0]
        if subject not in plain:
            subject = _stressed(parse, subject) or subject
        if subject.form.lower() == "qui" or subject.feat("PronType") == "Rel":
            antecedent = antecedent_of(parse, verb)
            if antecedent is None or not can_speak(parse, antecedent):
                antecedent = speaking_antecedent(parse, subject) or antecedent
            return antecedent or subject
        return subject
    clitic = next((w for w in group(parse, verb) if CLITIC_SUBJECT.fullmatch(w.form)), None)
    if clitic is not None:
        return clitic
    if verb.head < 0:
        return None
    governor = parse.words[verb.head]
    if verb.deprel == "acl:relcl":
        return None
    if verb.relation == "conj" and _is_parted(parse, verb):
        governor = _matrix(parse, governor)
    if verb.relation == "conj" and governor.relation == "ccomp" and reports_itself(parse, verb):
        governor = parse.words[governor.head]
    active = any(w.deprel == "aux:tense" for w in parse.dependents(verb.index))
    if verb.feat("Tense") == "Past" and not active and (agent := _agent(parse, verb)) is not None:
        return agent
    if verb.relation == "acl":
        if any(w.form.lower() == "par" for w in parse.dependents(verb.index, "case")):
            return None
        return governor if governor.upos in ("NOUN", "PROPN", "PRON") else None
    if verb.relation in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "obl"):
        if governor.upos in ("VERB", "AUX", "ADJ", "NOUN"):
            return subject_of(parse, governor, depth + 1)
    return None


def _only_stresses(parse: Parse, word: Word) -> bool:
    """Whether a pronoun stands between commas beside the subject that it repeats."""
    before, after = parse.words[word.index - 1], parse.words[word.index + 1 : word.index + 2]
    apart = before.form == "," and bool(after) and after[0].form == ","
    return apart and word.form.lower() in ("lui", "elle", "eux", "elles")


def _stressed(parse: Parse, pronoun: Word) -> Word | None:
    """The phrase that a stressing pronoun repeats, before it in the sentence."""
    first = parse.sentence_of(pronoun.index).first
    for word in reversed(parse.words[first : pronoun.index]):
        free = word.upos in ("NOUN", "PROPN") and not any(parse.dependents(word.index, "case"))
        if free and word.relation not in ("flat", "nmod", "amod", "appos"):
            return word if can_speak(parse, word) else None
    return None


def _agent(parse: Parse, verb: Word) -> Word | None:
    """Who does what a passive says: *décrit par sa logeuse*."""
    for word in parse.dependents(verb.index, "obl"):
        by = any(w.form.lower() == "par" for w in parse.dependents(word.index, "case"))
        if word.deprel == "obl:agent" or (by and can_speak(parse, word)):
            return word
    for word in parse.dependents(verb.index, "obl") if _is_passive(parse, verb) else ():
        held = any(w.form.lower() in ("dans", "sur") for w in parse.dependents(word.index, "case"))
        if held and is_document(word):
            return word
    # The agent may stand behind the attribute and be hung on it: « décrit comme S par X ».
    last = parse.sentence_of(verb.index).last
    for word in parse.words[verb.index + 1 : last]:
        if word.upos == "SCONJ" or word.feat("VerbForm") == "Fin":
            return None
        cases = parse.dependents(word.index, "case")
        if word.upos in ("NOUN", "PROPN") and any(w.form.lower() == "par" for w in cases):
            return word if can_speak(parse, word) else None
    return None


def reports_itself(parse: Parse, verb: Word) -> bool:
    """Whether a verb coordinated inside a que-clause has one of its own, and no *que* before it:
    it then goes with the verb above (*assure que S et précise que S*)."""
    if any(w.form.lower() in ("que", "qu'") for w in parse.dependents(verb.index, "mark")):
        return False
    # *laisse entendre que S*
    governing = [verb, *parse.dependents(verb.index, "xcomp")]
    return any(
        w.form.lower() in ("que", "qu'")
        for word in governing
        for clause in parse.dependents(word.index, "ccomp")
        for w in parse.dependents(clause.index, "mark")
    )


def _is_parted(parse: Parse, verb: Word) -> bool:
    """Whether a comma stands before a coordinated verb: it then goes with the main clause."""
    first = group(parse, verb)[0].index
    before = [w.form for w in parse.words[max(0, first - 2) : first]]
    return "," in before and before[-1] in ("et", "mais", ",", "puis")


def _matrix(parse: Parse, verb: Word) -> Word:
    """The main clause's verb above a relative or an adverbial clause."""
    for _ in range(6):
        if verb.head < 0 or verb.deprel not in ("acl:relcl", "advcl", "acl", "ccomp", "conj"):
            break
        verb = parse.words[verb.head]
    return verb


def speaking_antecedent(parse: Parse, relative: Word) -> Word | None:
    """The nearest phrase before a relative pronoun that can speak and no preposition governs."""
    first = parse.sentence_of(relative.index).first
    for word in reversed(parse.words[first : relative.index]):
        if word.upos not in ("NOUN", "PROPN") or word.relation in ("flat", "amod"):
            continue
        if can_speak(parse, word) and not any(parse.dependents(word.index, "case")):
            return word
    return None


def antecedent_of(parse: Parse, verb: Word) -> Word | None:
    """The noun that a relative clause qualifies."""
    clause = verb
    for _ in range(6):
        if clause.head < 0:
            return None
        governor = parse.words[clause.head]
        if clause.deprel == "acl:relcl" or (
            clause.relation == "acl" and governor.upos in ("NOUN", "PROPN", "PRON")
        ):
            return governor
        if clause.relation != "conj":
            return None
        clause = governor
    return None


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
    plain = word.upos == "PROPN" and before.upos == "NOUN" and not is_role(before)
    return plain and any(parse.dependents(before.index, "case"))


def _name_after(parse: Parse, verb: Word, until: int) -> Word | None:
    """A person whom the parse took into the phrase before: *a réagi sur RTL Jeanne X*, *tranchait
    jeudi, à l'issue d'une réunion, le directeur*."""
    for word in parse.words[verb.index + 2 :]:
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
