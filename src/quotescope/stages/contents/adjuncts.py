"""Quotations beside an adjunct that names the source: Selon X, S; S, d'après X.

The adjunct may stand at either end of the sentence or inside it; what is reported is the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from quotescope import lexicon
from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import (
    SPACES,
    before_any,
    sentence_start,
    tidy,
)
from quotescope.stages.contents.set_phrases import opening, phrase_at, phrases
from quotescope.stages.cues import verb_licences
from quotescope.stages.mentions import is_named, mention_of
from quotescope.stages.names import (
    can_speak,
    is_document,
    is_group,
    is_organisation,
    is_role,
    is_time,
)
from quotescope.stages.records import CueWord, Draft, Mention, Reading, Stretch
from quotescope.stages.sources import (
    antecedent_of,
    speaking_antecedents,
)


def quotations_under_prepositions(reading: Reading) -> Iterator[Draft]:
    """One quotation for each *selon X* and its like, outside of marks."""
    parse, openings = reading.parse, phrases()
    free = 0
    for word in parse.words:
        if word.index < free or opening(word) not in openings:
            continue
        entry, length = phrase_at(parse, word.index)
        known = entry is not None and entry.needs in ("any", "speaker", "source", "object")
        if entry is None or not known or reading.around(word.start) is not None:
            continue
        if word.upos == "NOUN" and any(parse.dependents(word.index, "det")):
            # *recueille la parole de X*
            continue
        draft = _quotation(reading, word.index, length, entry)
        if draft is not None:
            yield draft
        free = word.index + length


_RELATIVE = regex.compile(r",?\s(?:qui|dont|où|lequel|laquelle)\b")
_SEMICOLON = regex.compile(r";(?=\s)")
_LINK = regex.compile(r"\s?,?\s(?:(?:à|de|d['’]|un|une|le|la|les|l['’]|des|du)\s?)?")
_WHO = frozenset(("qui", "lequel", "laquelle", "lesquels", "lesquelles"))
_LEADS = frozenset(("", "mais", "et", "car", "or", "car,", "or,"))


# A clause that the adjunct and the marks share out exactly leaves no room for another cue.
RANKS: dict[Kind, int] = {"direct": 14, "mixed": 36, "indirect": 42}
_OUTSIDE = 39
# *X propose, selon Y, « S »*: what stands right beside the adjunct is Y's.
_BESIDE = 29


def _quotation(
    reading: Reading, position: int, length: int, entry: lexicon.PrepositionEntry
) -> Draft | None:
    parse = reading.parse
    first, last = parse.words[position], parse.words[position + length - 1]
    head = _object(parse, position, length, parse.sentence_of(position).last)
    if head is not None and head.form.lower() in _WHO and head.head >= 0:
        pronoun = head
        head = _name_before(parse, position) or antecedent_of(parse, parse.words[head.head])
        if head is None or not can_speak(parse, head) or reading.around(head.start) is not None:
            others = speaking_antecedents(parse, pronoun)
            head = next((w for w in others if reading.around(w.start) is None), None)
        if head is None:
            return None
        mention = mention_of(parse, head.index, until=first.start)
        return _relative(reading, position, length, entry, mention)
    if entry.needs == "source":
        head = last
    if entry.needs == "object":
        # *à l'en croire*; *un accord injuste à ses yeux* reports nothing
        if position > parse.sentence_of(position).first and not _is_apart(parse, position):
            return None
        head = parse.words[position + 1]
    if head is None:
        return None
    mention = mention_of(parse, head.index)
    if mention.start < last.start:
        mention = Mention(head.start, head.end, head.index)
    mention = _with_name(reading, _between_commas(reading, mention, position))
    known = entry.needs in ("source", "object")
    if not known and not _fits(reading, entry, mention, head, position):
        return None
    found = beside(reading, first.start, mention.end)
    if found is None:
        return None
    kind, content, parts = found
    if not parts and ("weak" in entry.constructions or "clause" not in entry.constructions):
        return None
    outside = content[1] <= mention.start or mention.end <= content[0]
    rank = _OUTSIDE if kind == "indirect" and outside else RANKS[kind]
    cue = CueWord(position, first.start, last.end, entry.phrase, "preposition", entry.constructions)
    draft = Draft(kind, content, parts, cue, mention, ("preposition",), rank)
    return _right_beside(reading, draft, cue) if "clause" in entry.constructions else draft


def _is_apart(parse: Parse, position: int) -> bool:
    """Whether a comma, a colon or a conjunction stands before a word."""
    before = parse.words[position - 1]
    return before.form in ",;:(" or before.upos in ("CCONJ", "SCONJ")


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


def beside(
    reading: Reading, start: int, end: int
) -> tuple[Kind, Stretch, tuple[Stretch, ...]] | None:
    """What is reported around an adjunct that stands from ``start`` to ``end``."""
    text, parse = reading.text, reading.parse
    begin = sentence_start(reading, start)
    words = parse.words_in(start, end)
    finish = parse.sentence_end(words[-1].index)
    begin, finish = _between_breaks(reading, (begin, start), (end, finish))
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


def _between_breaks(reading: Reading, before: Stretch, after: Stretch) -> Stretch:
    """The stretch around an adjunct, given what stands before and after it in its sentence, up to
    the next semicolons, or to the brackets around it: *« A », selon X ; « B », selon Y*."""
    text = reading.text
    begin, finish = before[0], after[1]
    if _opens_relative(reading, before[1]):
        # *des usines où, selon X, S*
        begin = before[1]
    bracket, close = text.rfind("(", *before), text.find(")", *after)
    inside = text[bracket + 1 : before[1]] + text[after[0] : max(close, after[0])]
    # « A » (selon X) is said of what stands before.
    if bracket > text.rfind(")", *before) and close >= 0 and sum(map(str.isalnum, inside)) > 3:
        begin, finish = bracket + 1, close
        before, after = (begin, before[1]), (after[0], finish)
    for found in _SEMICOLON.finditer(text, before[0], before[1]):
        if reading.around(found.start()) is None:
            begin = found.end()
    for found in _SEMICOLON.finditer(text, after[0], after[1]):
        if reading.around(found.start()) is None:
            return begin, found.start()
    return begin, finish


def _opens_relative(reading: Reading, position: int) -> bool:
    """Whether an adjunct stands between commas behind *où*, or behind the *que* of a clause."""
    word = reading.parse.last_word(position - 1)
    if word is None or word.form != "," or word.index == 0:
        return False
    return reading.parse.words[word.index - 1].form.lower() in ("où", "que", "qu'", "car")


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
        head = parse.words[index].head if parse.words[index].upos != "VERB" else -1
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
    pronoun = parse.words[position + length]
    verb = parse.words[pronoun.head] if pronoun.head >= 0 else pronoun
    if verb.deprel == "acl:relcl":
        finish = max(start, parse.words[parse.subtree(verb.index)[-1]].end)
    content = tidy(reading.text, start, before_any(reading.text, finish, SPACES + "."))
    islands = reading.islands(content)
    parts = tuple((m.start, m.end) for m in islands)
    head = parse.words[mention.head]
    person = pronoun.form.lower() == "qui" and (is_named(parse, head) or is_role(head))
    if entry.needs == "speaker" and not (parts or person):
        # *l'objet pour lequel S* reports nothing, *Jeanne X, pour qui S* does.
        return None
    kind: Kind = "mixed" if parts else "indirect"
    if len(islands) == 1 and islands[0].outer_start <= content[0]:
        if content[1] <= islands[0].outer_end:
            kind, content = "direct", parts[0]
    words = parse.words[position : position + length]
    cue = CueWord(
        position, words[0].start, words[-1].end, entry.phrase, "preposition", entry.constructions
    )
    rank = min(RANKS[kind], _BESIDE) if person else RANKS[kind]
    return Draft(kind, content, parts, cue, mention, ("preposition",), rank)


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
    # *selon la fédération des brasseurs, Febra,*
    whole = end > 1 or is_organisation(reading.parse.words[mention.head])
    return Mention(mention.start, words[end].end, mention.head) if closed and whole else mention


def _is_spoken_for(parse: Parse, client: Word) -> bool:
    """Whether somebody speaks for the object of *pour*: *Pour la défense, Me X a demandé S*."""
    verb = parse.words[client.head] if client.head >= 0 else client
    licences = verb_licences(parse, verb)[1]
    if client.upos != "NOUN" or is_role(client) or is_group(client):
        return False
    subjects = any(can_speak(parse, w) for w in parse.dependents(verb.index, "nsubj"))
    return subjects and "incise" in licences and "weak" not in licences


def _fits(
    reading: Reading,
    entry: lexicon.PrepositionEntry,
    mention: Mention,
    head: Word,
    position: int,
) -> bool:
    """Whether the object can be a source; *pour* opens its sentence and stands apart."""
    certain = "weak" not in entry.constructions and len(entry.phrase.split()) > 2
    # *aux dires des habitués*: whatever follows a set phrase speaks.
    speaks = (certain or can_speak(reading.parse, head)) and not is_time(head)
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
    if _is_spoken_for(parse, head):
        return False
    determined = {w.form.lower() for w in parse.dependents(head.index, "det")}
    if head.upos == "NOUN" and not is_named(parse, head):
        mine = bool(determined & {"son", "sa", "ses", "leur"}) and is_role(head)
        return mine or bool(determined & {"le", "la", "l'", "les"})
    return head.form.lower() not in ("un", "une", "autre")
