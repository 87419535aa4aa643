"""Quotations whose speaker stands beside them uninverted: « S », X a dit; X « S »; « S » (X).

The first two are not careful French, yet hurried and machine-translated news has both.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import clause_end, sentence_start
from quotescope.stages.cues import is_finite, verb_licences
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak, is_role
from quotescope.stages.records import CueWord, Draft, Reading

_REACH = 90
# *Photo archives / Jeanne X« S »*: who took the picture says nothing.
_CREDITS = frozenset(("photo", "photos", "crédit", "crédits", "©", "illustration", "archives"))
_SIGNATURE = regex.compile(r"\s?[.,]?\s?\(([^()\d\n]{3,80})\)")


def quotations_beside_speakers(reading: Reading) -> Iterator[Draft]:
    """What stands between marks next to a speaker, as a clause of its own."""
    for marked in reading.outermost:
        words = reading.words((marked.start, marked.end))
        if not words or not words[0].form[:1].isupper():
            continue
        clause = len(words) > 3 and any(w.feat("VerbForm") == "Fin" for w in words)
        # *« Faux », le colonel a rétorqué*
        answer = len(words) < 3 and words[0].upos in ("ADJ", "ADV", "INTJ")
        draft = _before_clause(reading, marked) if clause or answer else None
        if draft is None and clause:
            draft = _after_name(reading, marked) or _signed(reading, marked)
        if draft is not None:
            yield draft


def _before_clause(reading: Reading, marked: Marked) -> Draft | None:
    """« S », X a dit: a subject, then a cue that has no other object."""
    parse, text = reading.parse, reading.text
    after = text[marked.outer_end : marked.outer_end + 3].lstrip()
    if not after.startswith(",") and text[marked.end - 1] != ",":
        return None
    limit = min(clause_end(reading, marked.outer_end + 2), marked.outer_end + _REACH)
    for verb in parse.words_in(marked.outer_end, limit):
        lemma, licences = verb_licences(parse, verb)
        if "incise" not in licences or verb.upos != "VERB" or not is_finite(parse, verb):
            continue
        if any(parse.dependents(verb.index, "ccomp", "xcomp")):
            return None
        for subject in parse.dependents(verb.index, "nsubj"):
            if marked.outer_end <= subject.start < verb.start and can_speak(parse, subject):
                cue = CueWord(verb.index, verb.start, verb.end, lemma, "verb", licences)
                mention = mention_of(parse, subject.index, until=verb.start)
                part = (marked.start, marked.end)
                return Draft("direct", part, (part,), cue, mention, ("clause-after-marks",), 16)
    return None


def _after_name(reading: Reading, marked: Marked) -> Draft | None:
    """X « S »: a sentence that is a name and what it says."""
    parse = reading.parse
    start = sentence_start(reading, marked.outer_start - 1) if marked.outer_start else 0
    before = [w for w in parse.words_in(start, marked.outer_start) if w.upos != "PUNCT"]
    if not before or before[-1].upos != "PROPN" or before[0].form.lower() in _CREDITS:
        return None
    if reading.text[before[-1].end : marked.outer_start].strip():
        return None
    if any(_is_verb(w) for w in before):
        # Only words that are glued to the name are surely theirs: *son ministre Jean X« S »*.
        if before[-1].end < marked.outer_start:
            return None
        start = _phrase_start(parse, before[-1])
        before = [w for w in before if w.start >= start]
    head = next((w for w in before if w.upos in ("NOUN", "PROPN") and can_speak(parse, w)), None)
    if head is None:
        return None
    mention = mention_of(parse, head.index, until=marked.outer_start)
    part = (marked.start, marked.end)
    return Draft("direct", part, (part,), None, mention, ("name-before-marks",), 17)


def _signed(reading: Reading, marked: Marked) -> Draft | None:
    """« S » (X): a person in brackets right behind the marks."""
    parse = reading.parse
    signature = _SIGNATURE.match(reading.text, marked.outer_end)
    if signature is None:
        return None
    words = parse.words_in(*signature.span(1))
    named = [w for w in words if w.form in lexicon.first_names() and w.upos == "PROPN"]
    people = [w for w in words if w.upos == "NOUN" and is_role(w)] + named
    if not people or words[0].upos not in ("DET", "NOUN", "PROPN"):
        return None
    head = min(people, key=lambda w: w.index)
    mention = mention_of(parse, head.index, until=signature.end(1))
    part = (marked.start, marked.end)
    return Draft("direct", part, (part,), None, mention, ("signed",), 13)


def _phrase_start(parse: Parse, last: Word) -> int:
    """The offset where the noun phrase begins that ends with a name."""
    top = last
    while top.head >= 0 and top.relation in ("flat", "appos", "nmod"):
        top = parse.words[top.head]
    return mention_of(parse, top.index).start


def _is_verb(word: Word) -> bool:
    return word.upos in ("VERB", "AUX")
