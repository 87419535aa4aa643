"""Inverted reporting clauses, after or inside what they report: « S », a dit X; S, a-t-il dit, S.

Their verb stands first, right after a closing mark or a comma, and the
subject follows (Riegel, Pellat & Rioul, *Grammaire méthodique du français*, « incise »).
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import (
    before_spaces,
    begins_clause,
    clause_end,
)
from quotescope.stages.cues import group, is_finite, verb_licences
from quotescope.stages.inverted_subjects import inverted_subject
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak, is_role
from quotescope.stages.records import CueWord, Mention, Reading

_VERBAL, _NOMINAL = ("VERB", "AUX"), ("NOUN", "ADJ")
_INFINITIVE_WITHIN = 6
# Phrases between commas that may part verb and subject.
_ADJUNCTS = 3
_MARK = regex.compile(r"[«»\"“”‹›]")
_ORAL = ",?!…–—"


@dataclass(frozen=True, slots=True)
class Incise:
    """An inverted reporting clause, from its verb group to the punctuation that ends it.

    ``after`` is the stretch between marks that it follows, ``inside`` the one that it interrupts.
    """

    cue: CueWord
    mention: Mention | None
    start: int
    end: int
    after: Marked | None
    inside: Marked | None


def find_incises(reading: Reading) -> tuple[Incise, ...]:
    """All inverted reporting clauses of a text, in reading order."""
    found: list[Incise] = []
    for word in reading.parse.words:
        # The parse may take a verb for a noun.
        incise = _incise(reading, word) if word.upos in _VERBAL or word.upos in _NOMINAL else None
        if incise and (not found or incise.start >= found[-1].end):
            found.append(incise)
    return tuple(found)


def _incise(reading: Reading, verb: Word) -> Incise | None:
    parse, text = reading.parse, reading.text
    verbal = verb.upos in _VERBAL
    if verb.relation in ("aux", "cop") or not (verbal or verb_licences(parse, verb)[1]):
        return None
    start = group(parse, verb)[0].start
    before = before_spaces(text, start)
    place = None if "\n" in text[before:start] else _place(reading, before)
    if place is None and _lacks_comma(parse, verb):
        place = None, None
    if place is None:
        return None
    after, inside = place
    if after is None and inside is None and text[start].isupper():
        return None
    if after is not None and text[after.end - 1] in ".!?…" and _begins_sentence(parse, start):
        return None
    lemma, licences = verb_licences(parse, verb)
    reporting = _infinitive(parse, verb) if "incise" not in licences or "weak" in licences else None
    if reporting is not None:
        lemma, licences = reporting.lemma, reporting.licences
    mistaken = not verbal and start == verb.start
    marked = after is not None or inside is not None
    if not is_finite(parse, verb) and not (mistaken and marked):
        return None
    subject = inverted_subject(parse, verb, clause_end(reading, verb.end, inside))
    if marked and (subject is None or not can_speak(parse, subject)):
        subject = _subject_behind_adjuncts(reading, verb, inside) or subject
    if subject is None and inside is None:
        subject = inverted_subject(parse, verb, _phrase_limit(reading, verb, None))
    if not _is_reporting(reading, verb, subject, licences, (after, inside)):
        return None
    mention = None
    if subject is not None and _has_marks(reading, verb, subject, after):
        return None
    if reporting is None and subject is not None and _has_infinitive(parse, verb, subject):
        return None
    if subject is not None:
        mention = mention_of(parse, subject.index, until=_phrase_limit(reading, subject, inside))
        if mention.start < start:
            mention = Mention(subject.start, subject.end, subject.index)
    end = clause_end(reading, max(verb.end, mention.end if mention else 0), inside)
    if inside is not None and subject is not None:
        end = _with_apposition(parse, subject, end)
    cue = reporting or CueWord(verb.index, verb.start, verb.end, lemma, "verb", licences)
    return Incise(cue, mention, start, end, after, inside)


def _has_marks(reading: Reading, verb: Word, subject: Word, after: Marked | None) -> bool:
    """Whether marks part a verb from its subject, save those around a name: *« S », tranche « Le
    Carnet du soir »*."""
    mark = _MARK.search(reading.text, verb.end, max(verb.end, subject.start))
    if mark is None:
        return False
    apart = bool(reading.text[verb.end : mark.start()].strip())
    return after is None or apart or reading.around(mark.start()) is not None


def _has_infinitive(parse: Parse, verb: Word, subject: Word) -> bool:
    """Whether what stands right behind a verb completes it: *promet d'interpeller le ministre*."""
    opening = parse.words[verb.index + 1 : verb.index + 3]
    return (
        len(opening) == 2
        and opening[0].form.lower() in ("de", "d'")
        and opening[1].feat("VerbForm") == "Inf"
        and opening[1].index < subject.index
    )


def _begins_sentence(parse: Parse, start: int) -> bool:
    """Whether a capital begins a clause of its own: *« S. » Il n'a pas dit…*; *« S » A-t-il dit*
    has one by mistake."""
    first = parse.words_in(start, start + 1)[0]
    following = parse.words[first.index + 1 : first.index + 2]
    return first.form[0].isupper() and not any(w.form.startswith("-") for w in following)


def _lacks_comma(parse: Parse, verb: Word) -> bool:
    """Whether a reporting clause stands behind the whole clause without its comma, as nothing else
    can: *Le pont sera fermé a annoncé la mairie*."""
    if verb.relation not in ("conj", "parataxis") or not 0 <= verb.head < verb.index:
        return False
    words = group(parse, verb)
    licences = verb_licences(parse, verb)[1]
    firm = "incise" in licences and "weak" not in licences and words[0].lemma == "avoir"
    if not firm or any(parse.dependents(verb.index, "cc", "ccomp", "mark")):
        return False
    before, after = parse.words[words[0].index - 1], parse.words[verb.index + 1 : verb.index + 2]
    opens = bool(after) and after[0].upos in ("DET", "PROPN")
    whole = any(w.index < verb.head for w in parse.dependents(verb.head, "nsubj", "expl"))
    return opens and whole and before.upos not in ("PUNCT", "CCONJ", "PRON", "ADV")


def _with_apposition(parse: Parse, subject: Word, end: int) -> int:
    """The end of a clause inside marks, with what is told of its subject behind a comma: *« S, dit
    Jeanne X, arrivée hier. S »*, *« S, dit Jeanne X, qui habite là. S »*."""
    for word in parse.dependents(subject.index, "acl"):
        told = parse.words[parse.subtree(word.index)[0]]
        past = word.feat("Tense") == "Past" or word.deprel == "acl:relcl"
        if past and told.form == "," and told.start == end:
            return parse.words[parse.subtree(word.index)[-1]].end
    return end


def _subject_behind_adjuncts(reading: Reading, verb: Word, inside: Marked | None) -> Word | None:
    """The person whom commas part from the verb: *résume, un brin las, le négociateur X*."""
    parse, text = reading.parse, reading.text
    end = clause_end(reading, verb.end, inside)
    for _ in range(_ADJUNCTS):
        if text[end : end + 1] != ",":
            return None
        start, end = end + 1, clause_end(reading, end + 1, inside)
        words = parse.words_in(start, end)
        if any(w.feat("VerbForm") == "Fin" for w in words):
            # *, où l'on a entendu le trésorier, le directeur*
            continue
        for word in words:
            named = word.upos == "PROPN" and word.form in lexicon.first_names()
            if named or (word.upos == "NOUN" and is_role(word)):
                called = not named and not any(parse.dependents(word.index, "det"))
                if not called and not any(parse.dependents(word.index, "case")):
                    return word
                break
    return None


def _infinitive(parse: Parse, verb: Word) -> CueWord | None:
    """The infinitive that does the reporting: *tente-t-il de corriger*, *a tenu à préciser X*."""
    for word in parse.words[verb.index + 1 : verb.index + _INFINITIVE_WITHIN]:
        if word.upos == "PUNCT":
            break
        if word.feat("VerbForm") == "Inf" and word.head == verb.index:
            lemma, licences = verb_licences(parse, word)
            if "incise" in licences:
                return CueWord(word.index, word.start, word.end, lemma, "verb", licences)
    return None


def _place(reading: Reading, before: int) -> tuple[Marked | None, Marked | None] | None:
    """Where a clause stands that follows the offset ``before``: after or inside marks, or neither;
    None where no reporting clause can begin."""
    text = reading.text
    if before == 0:
        return None
    last = text[before - 1]
    inside = reading.around(before - 1)
    if inside is not None and before < inside.outer_end:
        return (None, inside) if last in _ORAL and before > inside.start else None
    bare = before
    while bare and (text[bare - 1] in ",–—-?!…" or text[bare - 1].isspace()):
        bare -= 1
        if text[bare] == "\n":
            return None
    for end in (bare, before):
        marked = reading.last_ended(end)
        if marked is not None and marked.outer_end == end:
            return marked, None
    return (None, None) if last in _ORAL else None


def _is_reporting(
    reading: Reading,
    verb: Word,
    subject: Word | None,
    licences: frozenset[str],
    place: tuple[Marked | None, Marked | None],
) -> bool:
    """Whether an inverted clause reports speech, from its verb, its subject and its place."""
    after, inside = place
    if subject is None:
        return False
    if subject.form.startswith("-"):
        complements = reading.parse.dependents(verb.index, "ccomp")
        asked = after is None and inside is None and any(w.index > verb.index for w in complements)
        return ("incise" in licences or after is not None) and not asked
    if any(_stands_before(reading, verb, w) for w in reading.parse.dependents(verb.index, "nsubj")):
        return False
    if after is not None:
        comma = "," in reading.text[after.outer_end : verb.start]
        whole = begins_clause(reading.text, after.outer_start)
        own = subject.relation == "nsubj" and subject.head == verb.index
        if not licences:
            # Where the syntax is sure, any verb reports: *« S », a fulminé X*.
            inserted = verb.deprel == "parataxis:insert" and own and comma
            return inserted and can_speak(reading.parse, subject)
        return comma or whole or own
    if "incise" not in licences:
        return False
    if subject.relation == "nsubj":
        return subject.head == verb.index
    firm = "weak" not in licences and not any(reading.parse.dependents(verb.index, "ccomp"))
    apart = inside is not None or not _is_enumerated(reading, verb)
    return firm and apart and can_speak(reading.parse, subject)


def _stands_before(reading: Reading, verb: Word, subject: Word) -> bool:
    """Whether a subject precedes its verb in the same clause, on the same side of any marks."""
    if subject.index >= verb.index:
        return False
    between = reading.text[subject.end : group(reading.parse, verb)[0].start]
    if between.rstrip().endswith(",") and between.count(",") == 1:
        # A single comma never parts them: *« Ce pont, répète X, est à nous »*.
        return False
    return reading.around(subject.start) is reading.around(verb.start)


def _is_enumerated(reading: Reading, verb: Word) -> bool:
    """Whether a verb is one of several: *a quitté la salle, a salué la foule et…*"""
    if verb.relation != "conj":
        return False
    siblings = reading.parse.dependents(verb.head, "conj")
    later = [w for w in siblings if w.index > verb.index]
    return bool(later) or any(reading.parse.dependents(verb.index, "cc"))


def _phrase_limit(reading: Reading, subject: Word, inside: Marked | None) -> int:
    """Where the subject's phrase must end: the end of its sentence, or the next marks."""
    limit = reading.parse.sentence_end(subject.index)
    if inside is not None:
        return min(limit, inside.end)
    following = reading.next_begun(subject.start + 1)
    return min(limit, following.outer_start) if following is not None else limit
