"""Quotations beside an adjunct that names the source: Selon X, S; S, d'après X; comme l'a dit X, S.

The adjunct may stand at either end of the sentence or inside it; what is reported is the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import regex

from quotescope import lexicon
from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import (
    SPACES,
    before_any,
    clause_end,
    sentence_start,
    tidy,
)
from quotescope.stages.cues import group
from quotescope.stages.mentions import is_named, mention_of
from quotescope.stages.names import can_speak, is_document, is_role, is_time
from quotescope.stages.records import CueWord, Draft, Mention, Reading, Stretch
from quotescope.stages.sources import (
    antecedent_of,
    inverted_subject,
    speaking_antecedent,
)


def quotations_under_prepositions(reading: Reading) -> Iterator[Draft]:
    """One quotation for each *selon X* and its like, outside of marks."""
    parse, openings = reading.parse, _phrases()
    free = 0
    for word in parse.words:
        if word.index < free or word.form.lower() not in openings:
            continue
        entry, length = _phrase_at(parse, word.index)
        known = entry is not None and entry.needs in ("any", "speaker", "source")
        if entry is None or not known or reading.around(word.start) is not None:
            continue
        draft = _quotation(reading, word.index, length, entry)
        if draft is not None:
            yield draft
        free = word.index + length


_RELATIVE = regex.compile(r",\s(?:qui|dont|où|lequel|laquelle)\b")
_LINK = regex.compile(r"\s?,?\s(?:(?:à|de|d['’]|un|une|le|la|les|l['’]|des|du)\s?)?")
_WHO = frozenset(("qui", "lequel", "laquelle", "lesquels", "lesquelles"))
_LEADS = frozenset(("", "mais", "et", "car", "or", "car,", "or,"))
_CONTRACTED = {"au": ("à", "le"), "aux": ("à", "les"), "du": ("de", "le"), "des": ("de", "les")}


# A clause that the adjunct and the marks share out exactly leaves no room for another cue.
_RANKS: dict[Kind, int] = {"direct": 14, "mixed": 36, "indirect": 42}
_OUTSIDE = 39
# Fewer characters are no statement.
_LEAST = 12
# *X propose, selon Y, « S »*: what stands right beside the adjunct is Y's.
_BESIDE = 29


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], lexicon.PrepositionEntry]]]:
    """The entries by their first word, longest first, each cut into the parser's words."""
    phrases: dict[str, list[tuple[tuple[str, ...], lexicon.PrepositionEntry]]] = {}
    for entry in lexicon.prepositions().values():
        pieces = entry.phrase.replace("'", "' ").split()
        words = tuple(w for piece in pieces for w in _CONTRACTED.get(piece, (piece,)))
        phrases.setdefault(words[0], []).append((words, entry))
    for candidates in phrases.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return phrases


def _phrase_at(parse: Parse, position: int) -> tuple[lexicon.PrepositionEntry | None, int]:
    candidates = _phrases()[parse.words[position].form.lower()]
    longest = len(candidates[0][0])
    stretch = parse.words[position : position + longest + 1]
    # *de l'aveu même du préfet*
    intense = next((i for i, w in enumerate(stretch) if w.form.lower() == "même"), len(stretch))
    found = tuple(w.form.lower() for i, w in enumerate(stretch) if i != intense)
    for wanted, entry in candidates:
        length = len(wanted)
        if length <= len(found) and found[: length - 1] == wanted[:-1]:
            if _same(found[length - 1], wanted[-1]):
                return entry, length + (intense < length)
    return None, 1


def _same(form: str, wanted: str) -> bool:
    return form == wanted or (wanted == "de" and form in ("d'", "du", "des"))


def _quotation(
    reading: Reading, position: int, length: int, entry: lexicon.PrepositionEntry
) -> Draft | None:
    parse = reading.parse
    first, last = parse.words[position], parse.words[position + length - 1]
    head = _object(parse, position, length, parse.sentence_of(position).last)
    if head is not None and head.form.lower() in _WHO and head.head >= 0:
        pronoun = head
        head = _name_before(parse, position) or antecedent_of(parse, parse.words[head.head])
        if head is None or not can_speak(parse, head):
            head = speaking_antecedent(parse, pronoun) or head
        if head is None:
            return None
        mention = mention_of(parse, head.index, until=first.start)
        return _relative(reading, position, length, entry, mention)
    if entry.needs == "source":
        head = last
    if head is None:
        return None
    mention = mention_of(parse, head.index)
    if mention.start < last.start:
        mention = Mention(head.start, head.end, head.index)
    mention = _with_name(reading, _between_commas(reading, mention, position))
    if entry.needs != "source" and not _fits(reading, entry, mention, head, position):
        return None
    found = _beside(reading, first.start, mention.end)
    if found is None:
        return None
    kind, content, parts = found
    if not parts and ("weak" in entry.constructions or "clause" not in entry.constructions):
        return None
    outside = content[1] <= mention.start or mention.end <= content[0]
    rank = _OUTSIDE if kind == "indirect" and outside else _RANKS[kind]
    cue = CueWord(position, first.start, last.end, entry.phrase, "preposition", entry.constructions)
    draft = Draft(kind, content, parts, cue, mention, ("preposition",), rank)
    return _right_beside(reading, draft, cue) if "clause" in entry.constructions else draft


def _name_before(parse: Parse, position: int) -> Word | None:
    """The name right before the comma that opens a relative clause: *Jeanne X, pour qui S*."""
    if position < 2 or parse.words[position - 1].form != ",":
        return None
    word = parse.words[position - 2]
    while word.relation == "flat" and word.head < word.index:
        word = parse.words[word.head]
    return word if word.upos == "PROPN" else None


def _right_beside(reading: Reading, draft: Draft, cue: CueWord) -> Draft:
    """The quotation of an adjunct that marks stand right beside: those are surely its own."""
    text, mention = reading.text, draft.mention
    rank = min(draft.rank, _BESIDE)
    end = mention.end if mention else cue.end
    before, following = reading.last_ended(cue.start), reading.next_begun(end)
    if following is not None and _LINK.fullmatch(text, end, following.outer_start):
        part = (following.start, following.end)
        kind: Kind = "mixed" if draft.kind == "indirect" else draft.kind
        return replace(draft, kind=kind, content=part, marked=(part,), rank=rank)
    if before is None or text[before.outer_end : cue.start].strip(SPACES + ","):
        return draft
    if before.start < draft.content[0] and text[cue.start].islower():
        # « S. S », selon X: the sentence begins inside the marks.
        part = (before.start, before.end)
        return replace(draft, kind="mixed", content=part, marked=(part,), rank=rank)
    return replace(draft, rank=rank)


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
            or not (clitic or _is_cleft(parse, comme))
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
            found = _beside(reading, comme.start, clause_end(reading, max(verb.end, mention.end)))
        if found is not None:
            kind, content, parts = found
            yield Draft(kind, content, parts, cue, mention, ("comme-clause",), _RANKS[kind])


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


def _beside(
    reading: Reading, start: int, end: int
) -> tuple[Kind, Stretch, tuple[Stretch, ...]] | None:
    """What is reported around an adjunct that stands from ``start`` to ``end``."""
    text, parse = reading.text, reading.parse
    begin = sentence_start(reading, start)
    words = parse.words_in(start, end)
    finish = parse.words[parse.sentence_of(words[-1].index).last - 1].end
    if sum(c.isalnum() for c in text[begin:start]) < 4:
        end = _behind_relative(reading, end)
        begin = end
        comma = text.find(",", end, min(finish, end + 60))
        if comma >= 0 and reading.around(comma) is None:
            begin = comma
    elif sum(c.isalnum() for c in text[end:finish]) < 4 or _RELATIVE.match(text, end):
        finish = start
    begin, finish = tidy(text, begin, before_any(text, finish, SPACES + ".("))
    islands = reading.islands((begin, finish))
    if islands and text[begin : islands[0].outer_start].rstrip().endswith(":"):
        # What the colon introduces is a quotation of its own.
        begin, finish = tidy(text, begin, islands[0].outer_start)
        islands = ()
    if finish - begin < 4:
        return None
    parts = tuple((m.start, m.end) for m in islands)
    if len(islands) == 1 and islands[0].outer_start <= begin and finish <= islands[0].outer_end:
        return "direct", parts[0], parts
    if islands and islands[0].outer_start == begin:
        begin = islands[0].start
    if islands and islands[-1].outer_end == finish:
        finish = islands[-1].end
    return ("mixed" if parts else "indirect"), (begin, finish), parts


def _behind_relative(reading: Reading, end: int) -> int:
    """Where the relative clause ends that follows a source: *Pour X, qui a lu le texte, S*."""
    parse, text = reading.parse, reading.text
    if not _RELATIVE.match(text, end):
        return end
    pronoun = parse.words_in(end, end + 10)[-1]
    verb = parse.words[pronoun.head] if pronoun.head >= 0 else pronoun
    if verb.deprel != "acl:relcl":
        return end
    last = parse.words[parse.subtree(verb.index)[-1]].end
    comma = text.find(",", last - 1)
    return comma if 0 <= comma <= last + 2 else end


def _object(parse: Parse, position: int, length: int, last: int) -> Word | None:
    """The noun or pronoun that the preposition governs."""
    for index in range(position + length - 1, position - 1, -1):
        head = parse.words[index].head
        if head >= position + length and head < last:
            word = parse.words[head]
            if word.upos in ("NOUN", "PROPN", "PRON", "ADJ"):
                return word
            break
    for index in range(position + length, min(position + length + 6, last)):
        if parse.words[index].upos in ("NOUN", "PROPN", "PRON"):
            return parse.words[index]
        if parse.words[index].upos in ("VERB", "PUNCT", "SCONJ"):
            return None
    return None


def _relative(
    reading: Reading,
    position: int,
    length: int,
    entry: lexicon.PrepositionEntry,
    mention: Mention,
) -> Draft | None:
    """X, selon qui S."""
    parse = reading.parse
    sentence = parse.sentence_of(position)
    if position + length + 1 >= sentence.last:
        return None
    start, finish = parse.words[position + length + 1].start, parse.words[sentence.last - 1].end
    content = tidy(reading.text, start, before_any(reading.text, finish, SPACES + "."))
    islands = reading.islands(content)
    parts = tuple((m.start, m.end) for m in islands)
    if entry.needs == "speaker" and not parts:
        # *l'objet pour lequel S* reports nothing.
        return None
    kind: Kind = "mixed" if parts else "indirect"
    if len(islands) == 1 and islands[0].outer_start <= content[0]:
        if content[1] <= islands[0].outer_end:
            kind, content = "direct", parts[0]
    words = parse.words[position : position + length]
    cue = CueWord(
        position, words[0].start, words[-1].end, entry.phrase, "preposition", entry.constructions
    )
    return Draft(kind, content, parts, cue, mention, ("preposition",), _RANKS[kind])


def _between_commas(reading: Reading, mention: Mention, position: int) -> Mention:
    """The phrase of an adjunct that stands between commas, up to the second: *S, selon l'enquête,
    les plus pauvres*."""
    parse, text = reading.parse, reading.text
    comma = text.find(",", mention.start, mention.end)
    opened = position > 0 and parse.words[position - 1].form == ","
    head = parse.words[mention.head]
    person = head.upos == "PROPN" or is_role(head)
    apposed = person and text[mention.end : mention.end + 1] in (",", ".", "")
    cut = comma >= 0 and opened and not apposed
    return Mention(mention.start, comma, mention.head) if cut else mention


def _with_name(reading: Reading, mention: Mention) -> Mention:
    """The phrase with a name between commas after it: *selon la maire, Sylvie X,*."""
    words = reading.parse.words_in(mention.end, mention.end + 80)
    if is_named(reading.parse, reading.parse.words[mention.head]):
        return mention
    begin = 2 if len(words) > 2 and words[1].form in lexicon.titles() else 1
    if len(words) < 3 or words[0].form != "," or words[begin].upos != "PROPN":
        return mention
    end = begin
    while end + 1 < len(words) and words[end + 1].upos == "PROPN":
        end += 1
    closed = end + 1 < len(words) and words[end + 1].form in (",", ".")
    return Mention(mention.start, words[end].end, mention.head) if closed and end > 1 else mention


def _fits(
    reading: Reading,
    entry: lexicon.PrepositionEntry,
    mention: Mention,
    head: Word,
    position: int,
) -> bool:
    """Whether the object can be a source; *pour* opens its sentence and stands apart."""
    speaks = can_speak(reading.parse, head) and not is_time(head)
    if entry.needs != "speaker":
        return speaks
    if is_document(head) or head.form.lower() == "plupart":
        # *pour l'émission*, *pour la plupart*
        return False
    parse, text = reading.parse, reading.text
    start = parse.words[position].start
    lead = text[sentence_start(reading, start) : start].strip().lower()
    if not speaks or lead not in _LEADS or text[mention.end : mention.end + 2].strip()[:1] != ",":
        return False
    determined = {w.form.lower() for w in parse.dependents(head.index, "det")}
    if head.upos == "NOUN":
        mine = bool(determined & {"son", "sa", "ses", "leur"}) and is_role(head)
        return mine or bool(determined & {"le", "la", "l'", "les"})
    return head.form.lower() not in ("un", "une", "autre")
