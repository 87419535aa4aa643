"""Quotations with a reporting clause after or inside them: « S », a dit X; S, a-t-il dit, S.

The clause is inverted: its verb stands first, right after a closing mark or a comma, and the
subject follows (Riegel, Pellat & Rioul, *Grammaire méthodique du français*, « incise »).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from quotescope.parsing import Word
from quotescope.stages.cues import group, is_finite, verb_licences
from quotescope.stages.marks import Marked, trim
from quotescope.stages.records import CueWord, Draft, Mention, Reading, Stretch
from quotescope.stages.sources import inverted_subject, mention_of, subject_of

_ENDS = regex.compile(r"[,.;:!?…»”\"«“]|\s[–—-]\s|\n")
_SENTENCE_END = ".?!…:"
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
        if word.upos in ("VERB", "AUX", "NOUN", "ADJ") and word.relation not in ("aux", "cop"):
            incise = _incise(reading, word)
            if incise and (not found or incise.start >= found[-1].end):
                found.append(incise)
    return tuple(found)


def _incise(reading: Reading, verb: Word) -> Incise | None:
    parse, text = reading.parse, reading.text
    words = group(parse, verb)
    start = words[0].start
    before = len(text[:start].rstrip()) if start < 400 else start - len(
        text[start - 400 : start]
    ) + len(text[start - 400 : start].rstrip())
    if "\n" in text[before:start]:
        return None
    place = _place(reading, before)
    if place is None:
        return None
    after, inside = place
    lemma, licences = verb_licences(parse, verb)
    stop = _stop(reading, verb.end, inside)
    subject = inverted_subject(parse, verb, stop)
    clitic = subject is not None and subject.form.startswith("-")
    if not is_finite(parse, verb) and not (after and licences and verb.upos != "VERB"):
        return None
    if not _is_reporting(reading, verb, subject, clitic, licences, after):
        return None
    mention = None
    if subject is not None:
        mention = mention_of(parse, subject.index, until=_phrase_stop(reading, subject, inside))
        if mention.start < verb.index and mention.start < words[0].start:
            mention = None
    end = _stop(reading, max(verb.end, mention.end if mention else 0), inside)
    cue = CueWord(verb.index, verb.start, verb.end, lemma, "verb", licences)
    return Incise(cue, mention, start, end, after, inside)


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
    while bare and (text[bare - 1] in ",–—-.?!…" or text[bare - 1].isspace()):
        bare -= 1
        if text[bare] == "\n":
            return None
    for candidate in (before, bare):
        after = next((m for m in reading.outermost if m.outer_end == candidate), None)
        if after is not None and "." not in text[candidate:before]:
            return after, None
    return (None, None) if last in _ORAL else None


def _is_reporting(
    reading: Reading,
    verb: Word,
    subject: Word | None,
    clitic: bool,
    licences: frozenset[str],
    after: Marked | None,
) -> bool:
    """Whether an inverted clause reports speech, from its verb, its subject and its place."""
    if clitic:
        return "incise" in licences or (after is not None)
    if subject is None:
        return False
    own = [w for w in reading.parse.dependents(verb.index, "nsubj") if w.index < verb.index]
    if own:
        return False
    if after is not None:
        comma = "," in reading.text[after.outer_end : verb.start]
        whole = _begins_clause(reading, after.outer_start)
        return bool(licences) and (comma or whole or subject.relation == "nsubj")
    return "incise" in licences and subject.relation == "nsubj" and subject.head == verb.index


def _begins_clause(reading: Reading, position: int) -> bool:
    """Whether an offset is the beginning of a paragraph, a sentence or what a colon opens."""
    before = reading.text[max(0, position - 40) : position]
    bare = before.rstrip(" \t\u00a0\u202f")
    return not bare or bare[-1] in _SENTENCE_END + "\n»”\"" or bare.endswith(("– ", "—", "-"))


def _stop(reading: Reading, position: int, inside: Marked | None) -> int:
    """The offset of the punctuation that ends a clause, at or after ``position``."""
    limit = inside.end if inside else len(reading.text)
    found = _ENDS.search(reading.text, position, limit)
    while found and found.group() == "." and _is_abbreviation(reading.text, found.start()):
        found = _ENDS.search(reading.text, found.end(), limit)
    return found.start() if found else limit


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether a full stop ends no sentence: an initial, M., an inner dot of a number."""
    before = regex.search(r"\p{L}+$", text[max(0, dot - 6) : dot])
    if dot + 1 < len(text) and not text[dot + 1].isspace():
        return True
    return bool(before) and (len(before.group()) == 1 or before.group() in ("MM", "Dr", "Pr", "St"))


def _phrase_stop(reading: Reading, subject: Word, inside: Marked | None) -> int:
    """Where the subject's phrase must end: the next mark or sentence."""
    limit = inside.end if inside else len(reading.text)
    sentence = reading.parse.sentence_of(subject.index)
    limit = min(limit, reading.parse.words[sentence.last - 1].end)
    for marked in reading.outermost:
        if marked.outer_start > subject.start:
            return min(limit, marked.outer_start)
    return limit


def quotations_with_incises(
    reading: Reading, incises: tuple[Incise, ...]
) -> Iterator[Draft]:
    """The quotations that these clauses report."""
    within: dict[Marked, list[Incise]] = {}
    for incise in incises:
        if incise.inside is not None:
            within.setdefault(incise.inside, []).append(incise)
    reopened: set[Marked] = set()
    for incise in incises:
        if incise.after is not None:
            draft = _after_marks(reading, incise, within.get(incise.after, []))
            if draft is not None:
                yield draft
        elif incise.inside is None:
            draft = _without_marks(reading, incise)
            if draft is not None:
                yield draft
    del reopened
    for marked, clauses in within.items():
        followed = any(i.after is marked for i in incises)
        yield from _interrupted(reading, marked, clauses, followed)


def _after_marks(reading: Reading, incise: Incise, within: list[Incise]) -> Draft | None:
    """« S », a dit X: direct where the marks hold the whole clause, else mixed."""
    marked = incise.after
    assert marked is not None
    start = marked.start if not within else trim(reading.text, within[-1].end, marked.end)[0]
    start = _skip_punctuation(reading.text, start, marked.end) if within else start
    parts: list[Stretch] = [(start, marked.end)]
    begin = _clause_start(reading, marked)
    rest = _reopened(reading, incise)
    if rest is not None:
        parts.append((rest.start, rest.end))
    if begin < marked.outer_start and not within:
        islands = [(m.start, m.end) for m in reading.islands((begin, marked.outer_start))]
        parts = islands + parts
        content = (begin, parts[-1][1])
        return Draft(
            "mixed", content, tuple(parts), incise.cue, incise.mention, ("incise-mixed",), rank=12
        )
    content = (parts[0][0], parts[-1][1])
    rule = "incise-reopened" if rest else "incise-after-marks"
    return Draft("direct", content, tuple(parts), incise.cue, incise.mention, (rule,), rank=10)


def _clause_start(reading: Reading, marked: Marked) -> int:
    """Where the sentence of a stretch between marks begins outside of it, if it does."""
    if _begins_clause(reading, marked.outer_start):
        return marked.outer_start
    words = reading.parse.words_in(marked.start, marked.end)
    if not words:
        return marked.outer_start
    line = reading.text.rfind("\n", 0, marked.outer_start) + 1
    sentence = reading.parse.sentence_of(words[0].index)
    begin = max(line, min(reading.parse.words[sentence.first].start, marked.outer_start))
    for match in regex.finditer(r"[.!?…:]\s+(?=[\p{Lu}«\"“])|:\s", reading.text[begin : marked.outer_start]):
        begin_after = begin + match.end()
        if begin_after < marked.outer_start and reading.around(begin + match.start()) is None:
            best = begin_after
            begin = best if best > begin else begin
            return _clause_start_from(reading, begin, marked)
    return begin


def _clause_start_from(reading: Reading, begin: int, marked: Marked) -> int:
    for match in regex.finditer(r"[.!?…]\s+(?=[\p{Lu}«\"“])", reading.text[begin : marked.outer_start]):
        if reading.around(begin + match.start()) is None:
            begin = begin + match.end()
            return _clause_start_from(reading, begin, marked)
    return begin


def _reopened(reading: Reading, incise: Incise) -> Marked | None:
    """The stretch that goes on with the same sentence after the clause: », a-t-il dit, « S »."""
    following = next((m for m in reading.outermost if m.outer_start >= incise.end), None)
    if following is None or incise.after is None:
        return None
    between = reading.text[incise.end : following.outer_start]
    if between.strip() not in (",", "") or "\n" in between:
        return None
    if reading.text[incise.after.end - 1] in ".!?" or not between.strip():
        return None
    return following


def _interrupted(
    reading: Reading, marked: Marked, clauses: list[Incise], followed: bool
) -> Iterator[Draft]:
    """« S, a dit X, S »: the clauses inside the marks cut the words into parts.

    A clause that ends a sentence closes its quotation; what follows goes on with the same speaker.
    """
    position = marked.start
    for index, clause in enumerate(clauses):
        head = _part(reading.text, position, clause.start)
        last = index + 1 == len(clauses)
        limit = marked.end if last else clauses[index + 1].start
        if last and followed:
            parts = [head]
            position = limit
        elif clause.end < marked.end and reading.text[clause.end] == ",":
            stop = limit if last else _sentence_end(reading.text, clause.end, limit)
            parts = [head, _part(reading.text, clause.end, stop)]
            position = stop
        else:
            parts = [head, *([_part(reading.text, clause.end, limit)] if last else [])]
            position = clause.end
        parts = [p for p in parts if p[0] < p[1]]
        if not parts:
            continue
        yield Draft(
            "direct",
            (parts[0][0], parts[-1][1]),
            tuple(parts),
            clause.cue,
            clause.mention,
            ("incise-inside",),
            rank=8,
        )


def _part(text: str, start: int, end: int) -> Stretch:
    start = _skip_punctuation(text, start, end)
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",–—"):
        end -= 1
    return start, end


def _skip_punctuation(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in ",.;:–—"):
        start += 1
    return start


def _sentence_end(text: str, start: int, limit: int) -> int:
    found = regex.compile(r"[.!?…](?=\s)").search(text, start, limit)
    return found.end() if found else limit


def _without_marks(reading: Reading, incise: Incise) -> Draft | None:
    """S, a dit X: the sentence around the clause, with the islands between marks that it holds."""
    if "incise" not in incise.cue.licences or incise.mention is None:
        return None
    verb = reading.parse.words[incise.cue.word]
    sentence = reading.parse.sentence_of(verb.index)
    line = reading.text.rfind("\n", 0, incise.start) + 1
    start = max(line, reading.parse.words[sentence.first].start)
    before = reading.text[start : incise.start].rstrip(" ,–—\u00a0\u202f")
    end = start + len(before)
    if len(before.split()) < 2:
        return None
    after_end = reading.parse.words[sentence.last - 1].end
    rest = reading.text[incise.end : after_end]
    if rest.startswith(",") and len(rest.split()) > 3 and _resumes(reading, incise, verb):
        end = incise.end + len(rest.rstrip(" .!?…"))
    parts = tuple((m.start, m.end) for m in reading.islands((start, end)))
    kind = "mixed" if parts else "indirect"
    start = _skip_punctuation(reading.text, start, end)
    return Draft(
        kind, (start, end), parts, incise.cue, incise.mention, ("incise-unmarked",), rank=20
    )


def _resumes(reading: Reading, incise: Incise, verb: Word) -> bool:
    """Whether the reported sentence goes on after the clause, rather than the clause itself."""
    following = [w for w in reading.parse.words_in(incise.end, incise.end + 40) if w.upos != "PUNCT"]
    if not following:
        return False
    below = set(reading.parse.subtree(verb.index))
    return following[0].index not in below and verb.head >= 0 and subject_of(
        reading.parse, verb
    ) is not None


