"""Quotations that a colon introduces: X déclare : « S »; X : « S »; une réponse claire : « S »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import regex

from quotescope import lexicon
from quotescope.parsing import Word
from quotescope.stages.contents.boundaries import before_spaces, before_stop, tidy
from quotescope.stages.contents.owners import cue_mention, is_bare_infinitive, owner_of
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak, is_body, is_role
from quotescope.stages.records import CueWord, Draft, Mention, Reading

# Where a parse leaves a subject that it did not tie to its verb.
_UNTIED = ("obl", "dep", "parataxis", "dislocated", "root", "advcl")
_NAME_AT_MOST = 12
_CLAUSE_AT_MOST = 1000
# What a cue inside the clause governs is that one's.
_CLAUSE_RANK = 36
_STOP = regex.compile(r"[.;!?…:](?=\s)")


def quotations_after_colons(
    reading: Reading, cues: tuple[CueWord, ...], adjuncts: tuple[Draft, ...]
) -> Iterator[Draft]:
    """One quotation for each stretch between marks that a colon introduces; ``adjuncts`` are the
    phrases (*selon X*) that may name its source."""
    by_word = {cue.word: cue for cue in cues}
    for marked in reading.outermost:
        colon = before_spaces(reading.text, marked.outer_start) - 1
        if colon >= 0 and reading.text[colon] == ":":
            yield _quotation(reading, marked, colon, by_word, adjuncts)
            continue
        colon = _colon_of_clause(reading, marked)
        if colon >= 0:
            draft = _quotation(reading, marked, colon, by_word, adjuncts)
            if draft.mention is not None:
                yield _with_clause(reading, draft, colon)


def _colon_of_clause(reading: Reading, marked: Marked) -> int:
    """The offset of the colon before a clause of which only some words stand in marks, this stretch
    first: *X rassure : personne ne restera « au bord de la route »*; -1 where there is none."""
    text = reading.text
    floor = max(reading.line_start(marked.outer_start), marked.outer_start - _CLAUSE_AT_MOST)
    colon = -1
    for found in _STOP.finditer(text, floor, marked.outer_start):
        colon = found.start() if found.group() == ":" else -1
    if colon < 0 or reading.next_begun(colon) is not marked or reading.around(colon) is not None:
        return -1
    words = reading.words((colon, marked.outer_start))
    clause = any(w.feat("VerbForm") == "Fin" or w.relation == "nsubj" for w in words)
    return colon if clause else -1


def _with_clause(reading: Reading, draft: Draft, colon: int) -> Draft:
    """The quotation of a clause behind a colon, with all its islands between marks."""
    text = reading.text
    close = draft.marked[0][1]
    last = reading.parse.last_word(close - 1)
    finish = before_stop(reading.parse, last.index) if last else close
    start, end = tidy(text, colon + 1, finish)
    islands = reading.islands((start, max(end, close)))
    parts = tuple((m.start, m.end) for m in islands)
    if islands and islands[-1].outer_end >= end:
        end = islands[-1].end
    return replace(draft, kind="mixed", content=(start, end), marked=parts, rank=_CLAUSE_RANK)


def _quotation(
    reading: Reading,
    marked: Marked,
    colon: int,
    cues: Mapping[int, CueWord],
    adjuncts: tuple[Draft, ...],
) -> Draft:
    words = _words_before(reading, colon)
    cue = None if _is_name(words) else _cue(words, cues)
    source = next((d for d in adjuncts if _holds(words, d)), None)
    if source is not None and source.mention is not None:
        named = cue is not None and source.mention.start <= cue.start < source.mention.end
        if cue is None or "weak" in cue.licences or named:
            part = (marked.start, marked.end)
            return Draft(
                "direct", part, (part,), source.cue, source.mention, ("colon-adjunct",), 15
            )
    mention: Mention | None = None
    rule = "colon"
    if cue is not None:
        rule = f"colon-{cue.category}"
        mention = _narrative_subject(reading, cue) or cue_mention(reading, cue)
        lost = mention is None and not is_bare_infinitive(reading, cue)
        if lost or (mention is not None and not can_speak(reading.parse, _head(reading, mention))):
            mention = _speaker(reading, words)[0] or mention
    elif words:
        mention, rule = _speaker(reading, words)
    part = (marked.start, marked.end)
    bare = cue is None or cue.category == "noun" or is_bare_infinitive(reading, cue)
    follows = mention is None and bare
    return Draft("direct", part, (part,), cue, mention, (rule,), rank=15, follows=follows)


def _holds(words: list[Word], adjunct: Draft) -> bool:
    return adjunct.cue is not None and any(w.index == adjunct.cue.word for w in words)


def _head(reading: Reading, mention: Mention) -> Word:
    return reading.parse.words[mention.head]


def _narrative_subject(reading: Reading, cue: CueWord) -> Mention | None:
    """The phrase before an infinitive of narration: *Et la maire de conclure : « … »*."""
    parse = reading.parse
    if cue.word < 2 or parse.words[cue.word - 1].lemma != "de":
        return None
    sentence = parse.sentence_of(cue.word)
    for word in reversed(parse.words[sentence.first : cue.word - 1]):
        if word.upos in ("NOUN", "PROPN", "PRON") and word.relation not in ("nmod", "flat", "amod"):
            return mention_of(parse, word.index, until=parse.words[cue.word - 1].start)
    return None


def _words_before(reading: Reading, colon: int) -> list[Word]:
    """The words of the clause that ends with the colon."""
    start = max(reading.line_start(colon), colon - _CLAUSE_AT_MOST)
    words = reading.parse.words_in(start, colon)
    start = 0
    for position, word in enumerate(words):
        closes = word.form in (".", "?", "!", "…", "...") and word.upos == "PUNCT"
        if closes and reading.around(word.start) is None:
            start = position + 1
    closed = reading.last_ended(colon)
    floor = closed.outer_end if closed and reading.text[closed.end - 1] in ".!?…" else 0
    return [w for w in words[start:] if w.start >= floor and reading.around(w.start) is None]


def _is_name(words: list[Word]) -> bool:
    """Whether a line begins with a name alone: *La Gazette : « S »*."""
    nouns = [w for w in words if w.upos in ("NOUN", "PROPN")]
    verbal = any(w.upos in ("VERB", "AUX") for w in words)
    return (
        bool(nouns)
        and not verbal
        and len(words) < 7
        and nouns[0].form[:1].isupper()
        and (nouns[0].index > words[0].index or nouns[0].upos == "PROPN")
    )


def _cue(words: list[Word], cues: Mapping[int, CueWord]) -> CueWord | None:
    """The cue that introduces the quotation: the last verb, else the last noun, of the clause."""
    # *Interrogé par un journaliste, X s'emporte : « S »*: who asked does not answer.
    found = [cues[w.index] for w in words if w.index in cues and not _is_bare_participle(w, words)]
    verbs = [
        c
        for c in found
        if c.category == "verb"
        and c.licences & {"colon", "incise", "que"}
        and "hear" not in c.licences
    ]
    main = {w.index for w in words if w.head < 0 or w.relation in ("conj", "advcl")}
    verbs = [c for c in verbs if "weak" not in c.licences or c.word in main]
    strong = [c for c in verbs if "weak" not in c.licences]
    if verbs:
        return (strong or verbs)[-1]
    nouns = [c for c in found if c.category == "noun" and "colon" in c.licences]
    return nouns[-1] if nouns else None


def _is_bare_participle(word: Word, words: list[Word]) -> bool:
    """Whether a verb is a past participle without an auxiliary beside a conjugated verb."""
    if word.feat("VerbForm") != "Part" or word.feat("Tense") != "Past":
        return False
    aided = any(w.head == word.index and w.relation in ("aux", "cop") for w in words)
    return not aided and any(w.feat("VerbForm") == "Fin" for w in words)


def _is_complement(reading: Reading, word: Word) -> bool:
    """Whether a thing is what a headline is about: *Procès des incendies : « S »*."""
    of = any(w.lemma == "de" for w in reading.parse.dependents(word.index, "case"))
    return of and not is_role(word) and word.form not in lexicon.first_names()


def _speaker(reading: Reading, words: list[Word]) -> tuple[Mention | None, str]:
    """Without a cue: the name before the colon, or the subject of the clause."""
    parse = reading.parse
    if len(words) <= _NAME_AT_MOST and not any(w.feat("VerbForm") == "Fin" for w in words):
        # *R: « S »* marks an answer, and names nobody; *Même constat chez les élus : « S »*
        at = [w for w in words if any(c.lemma == "chez" for c in parse.dependents(w.index, "case"))]
        heads = [w for w in at or words if len(w.form) > 1]
        heads = [w for w in heads if w.upos in ("PROPN", "NOUN", "PRON") and can_speak(parse, w)]
        inside = words[0].index
        heads = [
            w
            for w in heads
            if w.upos != "NOUN" or is_body(w) or (w.form[:1].isupper() and w.index > inside)
        ]
        heads = [w for w in heads if not _is_complement(reading, w)]
        heads = [w for w in heads if w.head not in {h.index for h in heads}] or heads
        if heads:
            return mention_of(parse, heads[0].index, until=words[-1].end), "colon-name"
    for word in words:
        if word.relation == "nsubj" and can_speak(parse, word):
            owner = owner_of(parse, word) if word.upos == "NOUN" and not is_role(word) else None
            if owner is not None:
                return owner, "colon-subject"
            return mention_of(parse, word.index, until=words[-1].end), "colon-subject"
    for word in words:
        if word.feat("VerbForm") == "Fin":
            break
        free = word.relation in _UNTIED and not any(parse.dependents(word.index, "case"))
        if word.upos in ("NOUN", "PROPN") and free and can_speak(parse, word):
            return mention_of(parse, word.index, until=words[-1].end), "colon-subject"
    return None, "colon"
