"""Quotations beside a clause that names the source: comme l'a dit X, S; S, c'est ce qu'a dit X."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.adjuncts import RANKS, beside
from quotescope.stages.contents.boundaries import clause_end, tidy
from quotescope.stages.cues import group
from quotescope.stages.inverted_subjects import inverted_subject
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak
from quotescope.stages.records import CueWord, Draft, Reading, Stretch

# Fewer characters are no statement.
_LEAST = 12


def quotations_with_comme(reading: Reading, cues: tuple[CueWord, ...]) -> Iterator[Draft]:
    """Comme le rappelle X, S; S, comme elle l'a expliqué."""
    parse = reading.parse
    for cue in cues:
        if cue.category != "verb" or "incise" not in cue.licences or cue.lemma == "faire":
            continue
        verb = parse.words[cue.word]
        words = group(parse, verb)
        clitic = any(w.form.lower() in ("l'", "le") for w in words)
        comme = next(
            (
                w
                for w in reversed(parse.words[max(0, words[0].index - 5) : words[0].index])
                if w.form.lower() == "comme" or _is_ainsi_que(parse, w) or _is_cleft(parse, w)
            ),
            None,
        )
        if (
            comme is None
            or not (clitic or _is_cleft(parse, comme) or comme.index == words[0].index - 2)
            or reading.around(comme.start) is not None
        ):
            continue
        subject = inverted_subject(parse, verb, clause_end(reading, verb.end))
        before = [w for w in parse.dependents(verb.index, "nsubj") if w.index < verb.index]
        subject = before[0] if before else subject
        if subject is None or subject.index < comme.index or not _can_have_said(parse, subject):
            continue
        limit = max(verb.end, clause_end(reading, subject.end))
        mention = mention_of(parse, subject.index, until=limit)
        if _is_cleft(parse, comme):
            found = _before(reading, comme)
        else:
            found = beside(reading, comme.start, clause_end(reading, max(verb.end, mention.end)))
        if found is not None:
            kind, content, parts = found
            yield Draft(kind, content, parts, cue, mention, ("comme-clause",), RANKS[kind])


def _can_have_said(parse: Parse, subject: Word) -> bool:
    """Whether a subject is somebody else than writer and reader: not *comme nous l'avons vu*."""
    if subject.upos == "PRON":
        return subject.form.lower().lstrip("-") not in ("nous", "vous", "on", "je", "j'", "tu")
    return can_speak(parse, subject)


def _is_cleft(parse: Parse, word: Word) -> bool:
    """Whether a word begins *c'est ce que*: *S, c'est ce qu'a annoncé X*."""
    forms = [w.form.lower() for w in parse.words[word.index : word.index + 4]]
    return forms[:3] == ["c'", "est", "ce"] and forms[3:] in (["que"], ["qu'"])


def _before(reading: Reading, word: Word) -> tuple[Kind, Stretch, tuple[Stretch, ...]] | None:
    """What stands in the sentence before *c'est ce que*, on the other side of a comma or colon."""
    first = reading.parse.words[reading.parse.sentence_of(word.index).first]
    content = tidy(reading.text, max(first.start, reading.line_start(word.start)), word.start)
    if reading.islands(content) or content[1] - content[0] < _LEAST:
        return None
    return "indirect", content, ()


def _is_ainsi_que(parse: Parse, word: Word) -> bool:
    """Whether a word begins *ainsi que*, which reports as *comme* does: *ainsi que l'a dit X*."""
    following = parse.words[word.index + 1 : word.index + 2]
    return word.form.lower() == "ainsi" and following[0].lemma.lower() in ("que", "qu'")
