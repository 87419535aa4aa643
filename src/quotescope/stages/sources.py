"""The word that a cue links to: its subject, its agent, the antecedent of a relative."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.cues import closes_clause, group
from quotescope.stages.mentions import CLITIC_SUBJECT
from quotescope.stages.names import can_speak, is_body, is_document, is_role
from quotescope.stages.records import Reading

_LETTING = frozenset(
    "permettre empêcher autoriser dissuader dispenser pousser inciter conduire amener obliger"
    " contraindre forcer encourager aider".split()
)


def speaker_of(reading: Reading, verb: Word) -> Word | None:
    """The subject of a cue verb that stands outside of marks.

    Where the parse finds none, or one inside the quotation, it is the nearest subject to the left
    in the sentence: a participle or a coordinated verb shares it.
    """
    parse = reading.parse
    voice = _voice(parse, verb) or _inserted_before(parse, verb)
    if voice is not None:
        return voice
    subject = subject_of(parse, verb)
    if subject is None or subject.head != verb.index:
        subject = _name_right_before(parse, verb) or _phrase_right_before(parse, verb) or subject
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


def _voice(parse: Parse, verb: Word) -> Word | None:
    """The person by whose voice a body speaks: *par la voix de Jeanne X, le club promet S*."""
    for word in parse.dependents(verb.index, "obl"):
        if word.lemma in ("voix", "bouche"):
            people = [w for w in parse.dependents(word.index, "nmod") if can_speak(parse, w)]
            named = (w for w in people if w.upos == "PROPN" or is_role(w))
            return next(named, None)
    return None


def _inserted_before(parse: Parse, verb: Word) -> Word | None:
    """Who speaks in the inserted clause right before what closes a sentence: *S, confirme X, non
    sans admettre que S*."""
    if not closes_clause(parse, verb):
        return None
    first = parse.sentence_of(verb.index).first
    for word in reversed(parse.words[first : verb.index]):
        if word.deprel == "parataxis:insert":
            behind = (w for w in parse.dependents(word.index, "nsubj") if w.index > word.index)
            return next(behind, None)
        if word.feat("VerbForm") == "Fin":
            return None
    return None


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
    """A name right before a verb that the parse tied to another subject: *X (PS) a dit*."""
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


def _phrase_right_before(parse: Parse, verb: Word) -> Word | None:
    """The phrase that ends right before a verb, or with a name between commas, and that nothing
    governs, though the parse tied it to another word: *organisé hier le préfet a dit S*, *dont
    l'auteur, Jeanne X, avoue que S*."""
    index = group(parse, verb)[0].index - 1
    apart = index > 0 and parse.words[index].form == ","
    word = parse.words[index - apart] if index > 0 else None
    apposed = False
    while word is not None and word.relation in ("flat", "appos", "nmod", "amod"):
        apposed = apposed or word.relation == "appos"
        above = parse.words[word.head] if word.head >= 0 else word
        word = above if above.index < word.index else None
    if word is None or word.upos != "NOUN" or (apart and not apposed):
        return None
    loose = word.relation in ("obl", "conj", "acl", "appos", "dep") or apart
    governed = any(parse.dependents(word.index, "case", "cc"))
    determined = any(parse.dependents(word.index, "det"))
    return word if loose and determined and not governed and is_body(word) else None


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
            if antecedent is not None and not _agree(parse, antecedent, verb):
                antecedent = _agreeing_before(parse, subject, verb) or antecedent
            if antecedent is None or not can_speak(parse, antecedent):
                antecedent = next(speaking_antecedents(parse, subject), antecedent)
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
    if verb.relation == "conj" and reports_itself(parse, verb):
        first = _first_of(parse, governor)
        governor = parse.words[first.head] if first.relation == "ccomp" else governor
    # A gerund goes with the verb beside it: *raconte que X a posé un galet, en disant S*.
    opening = [w.form.lower() for w in parse.words[max(0, verb.index - 2) : verb.index]]
    gerund = opening[-1:] == ["en"] and opening != ["tout", "en"]
    if verb.relation == "advcl" and governor.relation == "ccomp" and not gerund:
        if closes_clause(parse, verb):
            # *assure que S, avant de reconnaître que S*
            governor = parse.words[governor.head]
    # The parse may take an auxiliary far from its participle for the verb.
    active = governor.lemma == "avoir" and governor.index < verb.index
    active = active or any(w.deprel == "aux:tense" for w in parse.dependents(verb.index))
    if verb.feat("Tense") == "Past" and not active and (agent := _agent(parse, verb)) is not None:
        return agent
    if verb.relation == "acl":
        if any(w.form.lower() == "par" for w in parse.dependents(verb.index, "case")):
            return None
        if verb.feat("VerbForm") == "Inf" and governor.upos == "NOUN":
            return _who_means_to(parse, governor, depth)
        if governor.upos == "NOUN" and (is_document(governor) or not is_body(governor)):
            # *Une baisse que confirme la maire, estimant que S*
            between = reversed(parse.words[governor.index : verb.index])
            speaking = (w for w in between if w.relation == "nsubj" and _is_somebody(w))
            return next(speaking, governor)
        return governor if governor.upos in ("NOUN", "PROPN", "PRON") else None
    if verb.relation in ("xcomp", "ccomp", "obl") and governor.lemma in _LETTING:
        return _who_is_let(parse, governor, verb)
    if verb.relation in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "obl"):
        if governor.upos in ("VERB", "AUX", "ADJ", "NOUN"):
            return subject_of(parse, governor, depth + 1)
    return None


def _number(parse: Parse, verb: Word) -> str | None:
    """Whether a verb, or its auxiliary, is singular or plural."""
    words = (*parse.dependents(verb.index, "aux", "cop"), verb)
    return next((w.feat("Number") for w in words if w.feat("VerbForm") == "Fin"), None)


def _agree(parse: Parse, noun: Word, verb: Word) -> bool:
    """Whether a noun may be the subject of a verb, by its number."""
    # *une soixantaine d'élus, qui scandaient*
    counted = any("Plur" in w.feats for w in parse.dependents(noun.index, "nmod"))
    several = counted or any(parse.dependents(noun.index, "conj"))
    numbers = (noun.feat("Number"), _number(parse, verb))
    return None in numbers or several or noun.upos == "PROPN" or numbers[0] == numbers[1]


def _agreeing_before(parse: Parse, relative: Word, verb: Word) -> Word | None:
    """The noun right before a relative pronoun and its comma that its verb agrees with: *a dit X
    devant ses partisans, qui scandaient S*."""
    index = relative.index - 1 - (parse.words[relative.index - 1].form == ",")
    if index < 0:
        return None
    word = parse.words[index]
    while word.relation in ("amod", "flat", "nmod") and 0 <= word.head < word.index:
        if word.upos == "NOUN" and can_speak(parse, word) and _agree(parse, word, verb):
            break
        word = parse.words[word.head]
    return word if can_speak(parse, word) and _agree(parse, word, verb) else None


def _is_somebody(word: Word) -> bool:
    """Whether a subject is a person or a body, named or as a pronoun."""
    return is_body(word) or word.form.lower() in ("il", "elle", "ils", "elles")


def _who_means_to(parse: Parse, noun: Word, depth: int) -> Word | None:
    """Whose the intention is that an infinitive completes: *confirme son intention de dire S*."""
    for word in parse.dependents(noun.index, "det"):
        if word.form.lower() in ("son", "sa", "leur"):
            return word
    above = parse.words[noun.head] if noun.head >= 0 else noun
    return subject_of(parse, above, depth + 1) if above.upos in ("VERB", "AUX") else None


def _who_is_let(parse: Parse, governor: Word, verb: Word) -> Word | None:
    """Who does what a verb of letting and hindering allows: *permet au parquet de dire S*, *ne l'a
    pas empêché de se dire « A »*."""
    for word in parse.dependents(governor.index, "obj", "iobj", "obl"):
        indirect = any(w.form.lower() == "à" for w in parse.dependents(word.index, "case"))
        clitic = word.upos == "PRON" and word.form.lower() not in ("se", "s'", "en", "y")
        if (
            word.index < verb.index
            and (word.relation != "obl" or indirect)
            and (clitic or can_speak(parse, word))
        ):
            return word
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


def _first_of(parse: Parse, verb: Word) -> Word:
    """The first of the verbs that one is coordinated with."""
    for _ in range(6):
        if verb.relation != "conj" or verb.head < 0:
            break
        verb = parse.words[verb.head]
    return verb


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


def speaking_antecedents(parse: Parse, relative: Word) -> Iterator[Word]:
    """The phrases before a relative pronoun, nearest first, that can speak and no preposition
    governs."""
    first = parse.sentence_of(relative.index).first
    for word in reversed(parse.words[first : relative.index]):
        if word.upos not in ("NOUN", "PROPN") or word.relation in ("flat", "amod"):
            continue
        if can_speak(parse, word) and not any(parse.dependents(word.index, "case")):
            yield word


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
