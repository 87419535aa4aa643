"""Quotations that a noun presents: les propos de X, « S »; « S » : la formule de X."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import begins_clause
from quotescope.stages.contents.owners import owner_of
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak, is_body, is_group
from quotescope.stages.records import CueWord, Draft, Mention, Reading

_REACH = 90
_REFERRED_WITHIN = 10
_ABOUT = frozenset(("sur", "contre", "à", "de"))
_CRIES = frozenset(("cri", "slogan", "cris", "slogans"))


def quotations_of_nouns(reading: Reading, cues: tuple[CueWord, ...]) -> Iterator[Draft]:
    """What stands between marks beside a noun of speech that has an owner."""
    nouns = {cue.word: cue for cue in cues if cue.category == "noun"}
    for marked in reading.outermost:
        draft = (
            _presented_after(reading, marked, nouns)
            or _presented_before(reading, marked, nouns)
            or _cried(reading, marked, nouns)
            or _referred_to(reading, marked, nouns)
        )
        if draft is not None:
            yield draft


def _draft(marked: Marked, cue: CueWord, mention: Mention, rule: str) -> Draft:
    part = (marked.start, marked.end)
    return Draft("direct", part, (part,), cue, mention, (rule,), 18)


def _presented_after(
    reading: Reading, marked: Marked, nouns: Mapping[int, CueWord]
) -> Draft | None:
    """« S » : la formule de X."""
    if not reading.text[marked.outer_end : marked.outer_end + 3].strip().startswith(":"):
        return None
    for word in reading.parse.words_in(marked.outer_end, marked.outer_end + 40):
        if word.upos in ("VERB", "AUX"):
            return None
        cue = nouns.get(word.index)
        if cue is not None:
            mention = owner_of(reading.parse, word)
            return _draft(marked, cue, mention, "noun-after-marks") if mention else None
    return None


def _presented_before(
    reading: Reading, marked: Marked, nouns: Mapping[int, CueWord]
) -> Draft | None:
    """Les propos de X, « S »; la sortie de X sur « S »."""
    parse = reading.parse
    before = parse.words_in(max(0, marked.outer_start - _REACH), marked.outer_start)
    if not before:
        return None
    last = next((w for w in reversed(before) if not _is_mark(w)), before[-1])
    if last.form != "," and not (last.upos == "ADP" and last.form.lower() in _ABOUT):
        return None
    for word in reversed(before):
        if word.upos in ("VERB", "AUX") or word.form in (".", ";", ":", "?", "!"):
            return None
        cue = nouns.get(word.index)
        if cue is not None and cue.licences & {"de", "object", "colon"}:
            mention = owner_of(parse, word, marked.outer_start)
            if mention is None or mention.end > marked.outer_start:
                return None
            return _draft(marked, cue, mention, "noun-before-marks")
    return None


def _is_mark(word: Word) -> bool:
    return word.upos == "PUNCT" and word.form in "\"«»“”'"


def _cried(reading: Reading, marked: Marked, nouns: Mapping[int, CueWord]) -> Draft | None:
    """Aux cris de « S », X défile: the speaker is the subject of the sentence."""
    parse = reading.parse
    before = parse.words_in(max(0, marked.outer_start - 14), marked.outer_start)
    found = [nouns[w.index] for w in before if w.index in nouns and w.lemma.lower() in _CRIES]
    if not found:
        return None
    sentence = parse.sentence_of(found[0].word)
    subject = _subject(parse, reading, sentence.first, sentence.last)
    return _draft(marked, found[0], mention_of(parse, subject.index), "cries") if subject else None


def _referred_to(reading: Reading, marked: Marked, nouns: Mapping[int, CueWord]) -> Draft | None:
    """« S. » X a posté ce message; « S ? » La question de X est restée sans réponse: the sentence
    right behind tells whose words they were."""
    parse, text = reading.parse, reading.text
    if not begins_clause(text, marked.outer_start) or marked.outer_end >= len(text):
        return None
    following = parse.words_in(marked.outer_end, marked.outer_end + _REACH)
    following = tuple(w for w in following if w.form not in (".", "»", '"', "”"))
    if not following or not following[0].form[:1].isupper():
        return None
    sentence = parse.sentence_of(following[0].index)
    for word in following[:_REFERRED_WITHIN]:
        cue = nouns.get(word.index)
        if cue is None or "object" not in cue.licences or word.index >= sentence.last:
            continue
        determiners = {w.form.lower() for w in parse.dependents(word.index, "det")}
        if determiners & {"ce", "cet", "cette", "ces"}:
            first, last = following[0].index, sentence.last
            subject = _subject(parse, reading, first, last)
            mention = mention_of(parse, subject.index) if subject else None
            return _draft(marked, cue, mention, "noun-behind") if mention else None
        if determiners & {"le", "la", "l'", "les"} and word.index <= following[0].index + 1:
            mention = owner_of(parse, word) or _author_of(parse, word)
            return _draft(marked, cue, mention, "noun-behind") if mention else None
    return None


def _author_of(parse: Parse, noun: Word) -> Mention | None:
    """Whose the words are said to be: *La phrase est de X*, *La formule est signée X*."""
    told = parse.words[noun.head] if noun.head >= 0 else noun
    if any(w.lemma == "être" for w in parse.dependents(told.index, "cop")):
        of = any(w.lemma == "de" for w in parse.dependents(told.index, "case"))
        return mention_of(parse, told.index) if of and can_speak(parse, told) else None
    if told.lemma not in ("signer", "venir"):
        return None
    for word in parse.dependents(told.index, "nsubj", "obj", "obl", "xcomp"):
        if word.index > told.index and can_speak(parse, word):
            return mention_of(parse, word.index)
    return None


def _subject(parse: Parse, reading: Reading, first: int, last: int) -> Word | None:
    found: Word | None = None
    for word in parse.words[first:last]:
        if reading.around(word.start) is not None:
            continue
        if word.relation == "nsubj" and is_body(word):
            return word
        if (
            found is None
            and (word.relation == "nsubj" or is_group(word))
            and can_speak(parse, word)
        ):
            found = word
    return found
