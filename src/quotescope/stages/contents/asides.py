"""Quotations whose speaker stands beside them uninverted: « S », X a dit; X « S ».

Neither is careful French, yet hurried and machine-translated news has both.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import clause_end, sentence_start
from quotescope.stages.cues import is_finite, verb_licences
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak
from quotescope.stages.records import CueWord, Draft, Reading

_REACH = 90


def quotations_beside_speakers(reading: Reading) -> Iterator[Draft]:
    """What stands between marks next to a speaker, as a clause of its own."""
    for marked in reading.outermost:
        words = reading.words((marked.start, marked.end))
        if (
            len(words) < 4
            or not words[0].form[:1].isupper()
            or not any(w.feat("VerbForm") == "Fin" for w in words)
        ):
            continue
        draft = _before_clause(reading, marked) or _after_name(reading, marked)
        if draft is not None:
            yield draft


def _before_clause(reading: Reading, marked: Marked) -> Draft | None:
    """« S », X a dit: a subject, then a cue that has no other object."""
    parse, text = reading.parse, reading.text
    after = text[marked.outer_end : marked.outer_end + 3].lstrip()
    if not after.startswith(","):
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
    if not before or before[-1].upos != "PROPN":
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


def _phrase_start(parse: Parse, last: Word) -> int:
    """The offset where the noun phrase begins that ends with a name."""
    top = last
    while top.head >= 0 and top.relation in ("flat", "appos", "nmod"):
        top = parse.words[top.head]
    return mention_of(parse, top.index).start


def _is_verb(word: Word) -> bool:
    return word.upos in ("VERB", "AUX")
