"""Quotations under a preposition: Selon X, S; S, d'après X; pour X, « S »."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.names import can_speak
from quotescope.stages.records import CueWord, Draft, Mention, Reading
from quotescope.stages.sources import mention_of


def quotations_under_prepositions(reading: Reading) -> Iterator[Draft]:
    """One quotation for each *selon X* and its like, outside of marks."""
    parse = reading.parse
    position = 0
    while position < len(parse.words):
        entry, length = _phrase_at(parse, position)
        if entry is None or entry.needs not in ("any", "speaker", "source") or reading.around(parse.words[position].start) is not None:
            position += 1
            continue
        draft = _quotation(reading, position, length, entry)
        if draft is not None:
            yield draft
        position += length


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], lexicon.PrepositionEntry]]]:
    """The entries by their first word, longest first, each cut into the parser's words."""
    phrases: dict[str, list[tuple[tuple[str, ...], lexicon.PrepositionEntry]]] = {}
    for entry in lexicon.prepositions().values():
        words = tuple(entry.phrase.replace("'", "' ").split())
        phrases.setdefault(words[0], []).append((words, entry))
    for candidates in phrases.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return phrases


def _phrase_at(parse: Parse, position: int) -> tuple[lexicon.PrepositionEntry | None, int]:
    for wanted, entry in _phrases().get(parse.words[position].form.lower(), ()):
        found = [w.form.lower() for w in parse.words[position : position + len(wanted)]]
        if found[:-1] == list(wanted[:-1]) and found[-1:] and _same(found[-1], wanted[-1]):
            return entry, len(wanted)
    return None, 1


def _same(form: str, wanted: str) -> bool:
    return form == wanted or (wanted == "de" and form in ("d'", "du", "des"))


def _quotation(
    reading: Reading, position: int, length: int, entry: lexicon.PrepositionEntry
) -> Draft | None:
    parse, text = reading.parse, reading.text
    sentence = parse.sentence_of(position)
    head = _object(parse, position, length, sentence.last)
    if head is None:
        return None
    mention = mention_of(parse, head.index)
    if mention.start < parse.words[position + length - 1].end:
        mention = Mention(head.start, head.end, head.index)
    if not _fits(reading, entry, mention, head, position, sentence.first):
        return None
    line_start = text.rfind("\n", 0, parse.words[position].start) + 1
    begin = max(line_start, parse.words[sentence.first].start)
    finish = parse.words[sentence.last - 1].end
    cue_start, cue_end = parse.words[position].start, parse.words[position + length - 1].end
    phrase_end = mention.end
    before, after = text[begin:cue_start], text[phrase_end:finish]
    if len(_plain(before)) < 4:
        comma = after.find(",")
        start = phrase_end + (comma + 1 if 0 <= comma < 60 else 0)
        end = finish
    elif len(_plain(after)) < 4:
        start, end = begin, cue_start
    else:
        start, end = begin, finish
    while start < end and (text[start].isspace() or text[start] in ",:–—"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:–—("):
        end -= 1
    if end - start < 4:
        return None
    islands = reading.islands((start, end))
    parts = tuple((m.start, m.end) for m in islands)
    kind = "mixed" if parts else "indirect"
    if len(islands) == 1 and islands[0].outer_start <= start and end <= islands[0].outer_end:
        kind, (start, end) = "direct", parts[0]
    elif islands and islands[0].outer_start == start:
        start = islands[0].start
    if islands and islands[-1].outer_end == end:
        end = islands[-1].end
    cue = CueWord(position, cue_start, cue_end, entry.phrase, "preposition", entry.constructions)
    return Draft(kind, (start, end), parts, cue, mention, ("preposition",), rank=38)


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _object(parse: Parse, position: int, length: int, last: int) -> Word | None:
    """The noun or pronoun that the preposition governs."""
    words = range(position, position + length)
    for index in words:
        head = parse.words[index].head
        if head >= position + length and head < last:
            word = parse.words[head]
            if word.upos in ("NOUN", "PROPN", "PRON", "ADJ"):
                return word
    for index in range(position + length, min(position + length + 6, last)):
        if parse.words[index].upos in ("NOUN", "PROPN", "PRON"):
            return parse.words[index]
        if parse.words[index].upos in ("VERB", "PUNCT", "SCONJ"):
            return None
    return None


def _fits(
    reading: Reading,
    entry: lexicon.PrepositionEntry,
    mention: Mention,
    head: Word,
    position: int,
    first: int,
) -> bool:
    """Whether the object can be a source; *pour* asks for a speaker between commas."""
    speaks = can_speak(reading.parse, head)
    if entry.needs != "speaker":
        return speaks
    before = reading.text[: reading.parse.words[position].start].rstrip()[-1:]
    after = reading.text[mention.end : mention.end + 2].strip()[:1]
    bounded = (position == first or before in ",«»\"”.") and after in (",", ".", "")
    return speaks and bounded and head.upos != "NOUN"
