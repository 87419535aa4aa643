"""Quotations that are a predicate: the marks hold what the sentence says of its subject.

*Le syndicat « prend acte »*, *Jeanne X est « un peu surprise »*: the subject is who says it, and
there is no cue.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.parsing import Word
from quotescope.stages.cues import group, is_finite
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak, is_role
from quotescope.stages.records import Draft, Reading

# One word between marks is rather the reporter's irony: *le ministre « oublie » les siens*.
_LEAST_WORDS = 2
_PERSONAL = frozenset(("il", "elle", "ils", "elles"))


def quoted_predicates(reading: Reading) -> Iterator[Draft]:
    """What stands between marks right behind its subject, from the verb on."""
    for marked in reading.outermost:
        draft = _predicate(reading, marked) or _state(reading, marked)
        if draft is not None:
            yield draft


def _predicate(reading: Reading, marked: Marked) -> Draft | None:
    parse = reading.parse
    words = reading.words((marked.start, marked.end))
    if len(words) < _LEAST_WORDS:
        return None
    verb = next((w for w in words[:5] if w.upos == "VERB" and is_finite(parse, w)), None)
    if verb is None or group(parse, verb)[0].index > words[0].index:
        return None
    subject = next(iter(parse.dependents(verb.index, "nsubj")), None)
    if subject is None or not _stands_right_before(reading, subject, marked):
        return None
    mention = mention_of(parse, subject.index, until=marked.outer_start)
    part = (marked.start, marked.end)
    return Draft("mixed", part, (part,), None, mention, ("predicate",), 37)


def _state(reading: Reading, marked: Marked) -> Draft | None:
    """X est « un peu surpris » de S: how somebody says they are."""
    parse = reading.parse
    words = reading.words((marked.start, marked.end))
    before = parse.last_word(marked.outer_start - 1)
    if len(words) < _LEAST_WORDS or before is None:
        return None
    top = next((w for w in words if any(parse.dependents(w.index, "cop", "aux"))), None)
    if top is None or top.upos not in ("ADJ", "VERB", "NOUN"):
        return None
    if top.upos == "NOUN" and any(parse.dependents(top.index, "det")):
        # *X est « une menace »* is rather what others say of them.
        return None
    copula = next(iter(parse.dependents(top.index, "cop", "aux")))
    subject = next(iter(parse.dependents(top.index, "nsubj")), None)
    if copula.lemma != "être" or copula.end > marked.outer_start or subject is None:
        return None
    person = subject.upos == "PROPN" or is_role(subject) or subject.form.lower() in _PERSONAL
    if subject.end > marked.outer_start or not person:
        return None
    mention = mention_of(parse, subject.index, until=marked.outer_start)
    part = (marked.start, marked.end)
    return Draft("mixed", part, (part,), None, mention, ("state",), 37)


def _stands_right_before(reading: Reading, subject: Word, marked: Marked) -> bool:
    """Whether a subject that can speak ends where the marks begin, outside of any."""
    parse, end = reading.parse, marked.outer_start
    if subject.feat("PronType") == "Rel" or not can_speak(parse, subject):
        return False
    last = parse.last_word(end - 1)
    inside = last is not None and last.index in parse.subtree(subject.index)
    return inside and subject.start < end and reading.around(subject.start) is None
