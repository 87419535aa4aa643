"""Quotations with a reporting clause after or inside them: « S », a dit X; S, a-t-il dit, S.

The clause is inverted: its verb stands first, right after a closing mark or a comma, and the
subject follows (Riegel, Pellat & Rioul, *Grammaire méthodique du français*, « incise »).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import (
    SPACES,
    before_any,
    before_spaces,
    begins_clause,
    clause_end,
    sentence_end,
    sentence_start,
    tidy,
)
from quotescope.stages.cues import group, is_finite, verb_licences
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak
from quotescope.stages.records import CueWord, Draft, Mention, Reading, Stretch
from quotescope.stages.sources import inverted_subject

# Conjunctions that tell when something was said rather than go on with it.
_OUTER = frozenset(("alors", "lorsque", "lorsqu'", "quand", "tandis"))
_VERBAL, _NOMINAL = ("VERB", "AUX"), ("NOUN", "ADJ")
_INFINITIVE_WITHIN = 6
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

    @property
    def clitic(self) -> bool:
        """Whether its subject is a pronoun behind the verb: *dit-il*."""
        return self.mention is not None and self.mention.end - self.mention.start <= 5


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
    if place is None:
        return None
    after, inside = place
    if after is None and inside is None and text[start].isupper():
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
    if subject is None and inside is None:
        subject = inverted_subject(parse, verb, _phrase_limit(reading, verb, None))
    if not _is_reporting(reading, verb, subject, licences, (after, inside)):
        return None
    mention = None
    if subject is not None and _MARK.search(text, verb.end, max(verb.end, subject.start)):
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


def _with_apposition(parse: Parse, subject: Word, end: int) -> int:
    """The end of a clause inside marks, with what is told of its subject behind a comma: *« S, dit
    Jeanne X, arrivée hier. S »*."""
    for word in parse.dependents(subject.index, "acl"):
        told = parse.words[parse.subtree(word.index)[0]]
        past = word.feat("Tense") == "Past" and told.form == ","
        if past and told.start == end:
            return parse.words[parse.subtree(word.index)[-1]].end
    return end


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
        return "incise" in licences or after is not None
    if any(_stands_before(reading, verb, w) for w in reading.parse.dependents(verb.index, "nsubj")):
        return False
    if after is not None:
        comma = "," in reading.text[after.outer_end : verb.start]
        whole = begins_clause(reading.text, after.outer_start)
        own = subject.relation == "nsubj" and subject.head == verb.index
        return bool(licences) and (comma or whole or own)
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
    sentence = reading.parse.sentence_of(subject.index)
    limit = reading.parse.words[sentence.last - 1].end
    if inside is not None:
        return min(limit, inside.end)
    following = reading.next_begun(subject.start + 1)
    return min(limit, following.outer_start) if following is not None else limit


def quotations_with_incises(reading: Reading, incises: tuple[Incise, ...]) -> Iterator[Draft]:
    """The quotations that these clauses report."""
    within: dict[Marked, list[Incise]] = {}
    for incise in incises:
        if incise.inside is not None:
            within.setdefault(incise.inside, []).append(incise)
    followed = {incise.after for incise in incises if incise.after is not None}
    floor = 0
    for incise in incises:
        if incise.after is not None:
            clauses = within.get(incise.after, [])
            yield from _after_marks(reading, incise, incise.after, clauses, followed, floor)
        elif incise.inside is None:
            yield from _without_marks(reading, incise)
        floor = incise.end
    for marked, clauses in within.items():
        yield from _interrupted(reading, marked, clauses, marked in followed)


def _after_marks(
    reading: Reading,
    incise: Incise,
    marked: Marked,
    within: list[Incise],
    followed: set[Marked],
    floor: int,
) -> Iterator[Draft]:
    """« S », a dit X: direct where the marks hold the whole clause, else mixed.

    What precedes a clause inside the same marks is that clause's (« S, dit X. S », ajoute Y).
    """
    text = reading.text
    part: Stretch = (marked.start, marked.end)
    if within:
        part = tidy(text, within[-1].end, marked.end)
    if part[0] >= part[1]:
        return
    rest = _reopened(reading, incise, marked)
    # « S », a réagi X, « S », a-t-il poursuivi: what a clause of its own follows is that one's.
    rest = None if rest is not None and rest in followed else rest
    parts = (part,) if rest is None else (part, (rest.start, rest.end))
    begin = part[0]
    if not within and not begins_clause(text, marked.outer_start):
        begin = min(marked.outer_start, sentence_start(reading, marked.outer_start - 1))
        if begin < floor or _is_adjunct(reading, begin, marked.outer_start):
            begin = part[0]
    if begin < marked.outer_start and not within:
        islands = tuple((m.start, m.end) for m in reading.islands((begin, marked.outer_start)))
        begin = min([tidy(text, begin, parts[-1][1])[0], *(start for start, _ in islands)])
        content = (begin, parts[-1][1])
        yield Draft(
            "mixed", content, islands + parts, incise.cue, incise.mention, ("incise-mixed",), 12
        )
        return
    rule = "incise-reopened" if rest else "incise-after-marks"
    content = (parts[0][0], parts[-1][1])
    yield Draft("direct", content, parts, incise.cue, incise.mention, (rule,), 10)


def _is_adjunct(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands before marks only says where or for whom: *Pour X, « S », a dit X*."""
    words = reading.parse.words_in(start, end)
    if not reading.text[start:end].rstrip().endswith(",") or reading.islands((start, end)):
        return False
    return not any(w.feat("VerbForm") == "Fin" or w.relation == "nsubj" for w in words)


def _reopened(reading: Reading, incise: Incise, marked: Marked) -> Marked | None:
    """The stretch that goes on with the same sentence after the clause: », a-t-il dit, « S »."""
    following = reading.next_begun(incise.end)
    if following is None or reading.text[marked.end - 1] in ".!?":
        return None
    return following if reading.text[incise.end : following.outer_start].strip() == "," else None


def _interrupted(
    reading: Reading, marked: Marked, clauses: list[Incise], followed: bool
) -> Iterator[Draft]:
    """« S, a dit X, S »: the clauses inside the marks cut the words into parts.

    A clause that ends a sentence closes its quotation; what follows goes on with the same speaker.
    """
    text = reading.text
    position = marked.start
    for index, clause in enumerate(clauses):
        last = index + 1 == len(clauses)
        limit = marked.end if last else clauses[index + 1].start
        parts = [tidy(text, position, clause.start)]
        position = clause.end
        if clause.end < marked.end and text[clause.end] == "," and not (last and followed):
            position = limit if last else sentence_end(text, clause.end, limit)
            parts.append(tidy(text, clause.end, position))
        elif last and not followed:
            parts.append(tidy(text, clause.end, limit))
        parts = [part for part in parts if part[0] < part[1]]
        if parts:
            content = (parts[0][0], parts[-1][1])
            rules = ("incise-inside",)
            yield Draft("direct", content, tuple(parts), clause.cue, clause.mention, rules, 8)


def _without_marks(reading: Reading, incise: Incise) -> Iterator[Draft]:
    """S, a dit X: the sentence around the clause, with the islands between marks that it holds."""
    text = reading.text
    if "incise" not in incise.cue.licences or incise.mention is None:
        return
    start = sentence_start(reading, incise.start - 1)
    cut = reading.around(start) or _cut_off(reading, start)
    if cut is not None and cut.outer_end < incise.start:
        start = cut.outer_start
    start, end = tidy(text, start, incise.start)
    verb = reading.parse.words[incise.cue.word]
    sentence = reading.parse.sentence_of(verb.index)
    finish = reading.parse.words[sentence.last - 1].end
    if text[incise.end : incise.end + 1] == "," and (
        _reopens(reading, incise) or _resumes(reading, incise, verb)
    ):
        end = before_any(text, finish, SPACES + ".!?…")
    if len(text[start:end].split()) < 2:
        return
    parts = tuple((m.start, m.end) for m in reading.islands((start, end)))
    kind: Kind = "mixed" if parts else "indirect"
    yield Draft(
        kind, (start, end), parts, incise.cue, incise.mention, ("incise-unmarked",), rank=20
    )


def _cut_off(reading: Reading, position: int) -> Marked | None:
    """The marks that close right before a sentence which the parser began too late."""
    marked = reading.last_ended(position)
    if marked is None or reading.text[marked.end - 1] in ".!?":
        return None
    start = before_spaces(reading.text, position)
    apart = reading.line_start(position) > marked.outer_end or start > marked.outer_end
    return None if apart else marked


def _reopens(reading: Reading, incise: Incise) -> bool:
    """Whether marks open right behind the clause: *le projet, glisse-t-il, « prend l'eau »*."""
    following = reading.next_begun(incise.end)
    if following is None:
        return False
    return reading.text[incise.end : following.outer_start].strip() == ","


def _resumes(reading: Reading, incise: Incise, verb: Word) -> bool:
    """Whether the reported sentence goes on after the clause, rather than the clause itself."""
    words = reading.parse.words_in(incise.end, incise.end + 40)
    following = next((w for w in words if w.upos != "PUNCT"), None)
    if following is None or verb.head < 0:
        return False
    if following.upos in ("SCONJ", "CCONJ") and following.form.lower() not in _OUTER:
        return True
    apart = following.index not in reading.parse.subtree(verb.index)
    # *L'homme, précise le parquet, n'avait rien* may hang the clause on the subject.
    above = reading.parse.words[verb.head]
    hung = verb.relation == "acl" and above.relation == "nsubj" and above.head == following.head
    if following.head == verb.head and following.relation in ("xcomp", "ccomp"):
        return True
    object_follows = incise.clitic and following.upos in ("DET", "PRON", "NOUN", "PROPN", "NUM")
    return apart and (
        verb.head > verb.index or hung or above.head == following.index or object_follows
    )
