"""For whom *on* speaks: a place of work or a document that is named beside it."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.parsing import Parse, Word
from quotescope.stages.contents.set_phrases import opening
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import is_body, is_document
from quotescope.stages.records import Draft, Mention, Reading

_PLACING = frozenset(("à", "dans", "chez", "auprès", "vers", "côté"))
_HOLDING = frozenset(("sur", "dans"))
# How many words behind the clause, before it, and in the sentence before are looked through.
_BEHIND, _BEFORE, _FURTHER = 10, 12, 30


def on_behalf_of(reading: Reading, draft: Draft, mention: Mention) -> Mention | None:
    """The phrase for it: *précise-t-on au ministère*, *au parquet, on confirme*, *y lit-on*."""
    parse = reading.parse
    cue = draft.cue.word if draft.cue else mention.head
    first, last = min(cue, mention.head), max(cue, mention.head)
    if (there := _where(parse, parse.words[mention.head])) is not None:
        return mention_of(parse, there.index)
    takes_up = any(w.form.lower() == "y" for w in parse.words[max(0, first - 3) : last + 1])
    for word in _beside(parse, first, last, further=takes_up):
        if word.lemma.lower() == "source" and any(parse.dependents(word.index, "case")):
            # *a-t-on appris de source proche de l'enquête*
            return mention_of(parse, word.index)
        named = _is_place(parse, word) or (takes_up and _is_read(word))
        if named and is_body(word) and reading.around(word.start) is None:
            return mention_of(parse, word.index)
    return None


def _where(parse: Parse, on: Word) -> Word | None:
    """The place that a relative clause is about: *dans son entourage, où l'on dit S*."""
    before = [w.form.lower() for w in parse.words[max(0, on.index - 2) : on.index]]
    if "où" not in before or on.head < 0 or parse.words[on.head].deprel != "acl:relcl":
        return None
    place = parse.words[parse.words[on.head].head]
    while place.relation == "nmod" and place.head >= 0:
        place = parse.words[place.head]
    return place if is_body(place) else None


def _beside(parse: Parse, first: int, last: int, *, further: bool) -> Iterator[Word]:
    """The words behind the clause, up to its end, then those before it."""
    for word in parse.words[last + 1 : min(last + 1 + _BEHIND, parse.sentence_of(last).last)]:
        if word.form in (".", ";", ":"):
            break
        yield word
    yield from parse.words[max(parse.sentence_of(first).first, first - _BEFORE) : last]
    if further:
        yield from parse.words[max(0, first - _FURTHER) : first]


def _is_place(parse: Parse, word: Word) -> bool:
    """Whether a preposition puts a word where somebody speaks: *à la mairie*, *dans le rapport*."""
    cases = {opening(w) for w in parse.dependents(word.index, "case")}
    if "de" in cases:
        # *auprès de*, *du côté de*
        cases |= {w.form.lower() for w in parse.words[max(0, word.index - 4) : word.index]}
    placing = cases & (_HOLDING if is_document(word) else _PLACING)
    if "en" in cases and word.upos == "NOUN":
        # *précise-t-on en préfecture*
        return True
    return bool(placing) and not ("dans" in placing and "Plur" in word.feats)


def _is_read(word: Word) -> bool:
    """Whether a word is a document that the sentence before was about."""
    return word.relation == "nsubj" and is_document(word)
