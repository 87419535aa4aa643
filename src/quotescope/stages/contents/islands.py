"""Quotations that a cue governs as parts of sentences between marks: objects, attributes, islands.

*a salué « la retenue »*, *se dit « préoccupé »*, *une « victoire » saluée par X*: the words between
marks belong to a complement of the cue, or stand right beside it where the parse lost the link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.complements import clause_licence, complement_of, is_future
from quotescope.stages.contents.owners import cue_mention, is_bare_infinitive
from quotescope.stages.cues import group
from quotescope.stages.marks import Marked
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak
from quotescope.stages.on_behalf import on_behalf_of
from quotescope.stages.records import CueWord, Draft, Mention, Reading, Stretch

_COMPLEMENTS = ("ccomp", "xcomp", "obj", "obl", "iobj", "nmod", "acl", "advcl", "amod", "appos")
_GOVERNING = frozenset({"que", "inf", "si", "object", "attribute", "about"})
_LINEAR_REACH = 25
Told = Callable[[CueWord], Mention | None]
"""Whose words a cue reports."""
# The rank of words whose speaker the cue does not tell: a *selon X* beside them comes first.
_UNSAID = 38


def governed_islands(reading: Reading, cues: Mapping[int, CueWord]) -> Iterator[Draft]:
    """One quotation for each stretch between marks that a cue governs."""
    # Many stretches may lie under one cue: whose it is is asked once.
    mentions: dict[int, Mention | None] = {}

    def told(cue: CueWord) -> Mention | None:
        if cue.word not in mentions:
            mentions[cue.word] = cue_mention(reading, cue)
        return mentions[cue.word]

    for marked in reading.outermost:
        found = [
            draft
            for draft in _islands(reading, marked, cues, told)
            if not _is_term(reading, draft) and _has_source(reading, draft)
        ]
        spoken = (draft for draft in found if draft.mention is not None)
        best = next(spoken, None) or next(iter(found), None)
        if best is not None:
            yield best


def _has_source(reading: Reading, draft: Draft) -> bool:
    """Whether the words in marks have somebody who can have said them."""
    if draft.mention is None:
        # Nobody in sight: only a verb of saying shows that somebody said it.
        licences = draft.cue.licences if draft.cue and draft.cue.category == "verb" else frozenset()
        return "incise" in licences and not licences & {"weak", "deed"}
    if reading.around(draft.mention.start) is not None:
        return False
    return can_speak(reading.parse, reading.parse.words[draft.mention.head])


def _is_term(reading: Reading, draft: Draft) -> bool:
    """Whether a short phrase is only what people call something: *on parle de « … »*."""
    if draft.mention is None or reading.text[draft.mention.start : draft.mention.end] != "on":
        return False
    judged = draft.cue is not None and "attribute" in draft.cue.licences
    if judged and on_behalf_of(reading, draft, draft.mention) is not None:
        # *À Rives, on juge l'incident « clos »*
        return False
    verb = reading.parse.words[draft.cue.word] if draft.cue else None
    if verb is not None and any(w.form.lower() == "se" for w in group(reading.parse, verb)):
        return False
    return all(len(reading.words(part)) <= 3 for part in draft.marked)


def _islands(
    reading: Reading, marked: Marked, cues: Mapping[int, CueWord], told: Told
) -> Iterator[Draft]:
    """The quotations whose marks may hold a part of a cue's complement, nearest cue first."""
    parse = reading.parse
    words = reading.words((marked.start, marked.end))
    if not words:
        return
    tops = [w for w in words if not (marked.start <= _head_start(parse, w) < marked.end)]
    for top in tops:
        word = top
        for step in range(12):
            if word.head < 0:
                break
            governor = parse.words[word.head]
            cue = cues.get(governor.index)
            if cue is not None and step > 1 and cue.licences >= {"weak", "attribute"}:
                # *trouve un gilet qui porte le signe « A »*: nothing is called so.
                break
            if is_future(parse, governor) and clause_licence(parse, word) == "si":
                break
            if cue is not None and _licensed(parse, cue, word) and not _is_judged(parse, cue, cues):
                if cue.category == "verb" or told(cue) is not None:
                    yield _governed(reading, cue, word, marked, told)
            word = governor
    after = _judged_after(reading, marked, cues)
    nearest = after or _nearest(reading, marked, cues, words[0])
    if nearest is not None:
        yield nearest


def _is_judged(parse: Parse, cue: CueWord, cues: Mapping[int, CueWord]) -> bool:
    """Whether a noun of speech is what a reporting verb speaks of: *dénonce des propos « »*."""
    noun = parse.words[cue.word]
    above = cues.get(noun.head)
    if cue.category != "noun" or above is None or above.category != "verb":
        return False
    return noun.relation in ("obj", "obl") and bool(above.licences & {"object", "attribute"})


def _head_start(parse: Parse, word: Word) -> int:
    return parse.words[word.head].start if word.head >= 0 else -1


def _licensed(parse: Parse, cue: CueWord, child: Word) -> bool:
    """Whether a dependent of a cue can hold reported words."""
    if cue.category == "noun":
        if child.relation in ("appos", "nmod", "amod"):
            return "object" in cue.licences
        return bool(cue.licences & {"que", "inf"}) and child.relation in ("acl", "ccomp", "xcomp")
    if not cue.licences & _GOVERNING or "hear" in cue.licences:
        return False
    if "weak" in cue.licences and not cue.licences & {"object", "attribute"}:
        return False
    if child.relation == "nsubj":
        return False
    if child.relation == "conj":
        return False
    if not cue.licences & _GOVERNING - {"si"} and child.relation != "ccomp":
        return False
    if child.relation == "obj" and not cue.licences & {"object", "attribute"}:
        # *lance sa « criée »*: what somebody has is not what they say.
        own = any(w.feat("Poss") == "Yes" for w in parse.dependents(child.index, "det"))
        return child.index > cue.word and not own
    return child.index > cue.word and child.relation in _COMPLEMENTS


def _governed(reading: Reading, cue: CueWord, child: Word, marked: Marked, told: Told) -> Draft:
    parse = reading.parse
    verb = parse.words[cue.word]
    licence = clause_licence(parse, child) or child.relation
    start, end = _complement(reading, verb, child, marked)
    islands = tuple((m.start, m.end) for m in reading.islands((start, end)))
    if child.relation in ("obj", "obl") and islands:
        # What follows the phrase behind a comma is told besides.
        comma = reading.text.find(",", islands[-1][1] + 1, end)
        end = comma if comma >= 0 else end
    kind: Kind = "direct" if _is_whole_clause(reading, marked, (start, end)) else "mixed"
    mention = _agent_behind(reading, verb, marked) or told(cue)
    # Who will speak of it has not said it yet.
    rank = 31 if mention is not None and not is_future(parse, verb) else _UNSAID
    follows = mention is None and is_bare_infinitive(reading, cue)
    rules = (f"governed-{licence}",)
    return Draft(kind, (start, end), islands, cue, mention, rules, rank, follows)


def _agent_behind(reading: Reading, verb: Word, marked: Marked) -> Mention | None:
    """Who says the words of a passive, right behind them: *jugé « long » par X et « creux » par
    Y*."""
    parse = reading.parse
    opening = parse.words_in(marked.outer_end, marked.outer_end + 6)[:1]
    if verb.feat("Tense") != "Past" or not opening or opening[0].form.lower() != "par":
        return None
    before = group(parse, verb)[:-1]
    if any(w.lemma == "avoir" or w.form.lower() in ("se", "s'") for w in before):
        # *se dit « touchée » par ces mots*
        return None
    agent = parse.words[opening[0].head] if opening[0].head > opening[0].index else None
    if agent is None or not can_speak(parse, agent):
        return None
    return mention_of(parse, agent.index)


def _complement(reading: Reading, verb: Word, child: Word, marked: Marked) -> Stretch:
    """The complement that holds the marks, with the object that it is said of before it: *juge la
    situation « grave »*."""
    parse = reading.parse
    start, end = marked.start, marked.end
    content = complement_of(reading, child, verb)
    if content is not None:
        start, end = min(start, content[0]), max(end, content[1])
    if child.relation in ("xcomp", "obl", "ccomp"):
        objects = parse.dependents(verb.index, "obj", "iobj")
        between = next((w for w in objects if verb.index < w.index < child.index), None)
        if between is not None and between.upos != "PRON":
            start = min(start, parse.words[parse.subtree(between.index)[0]].start)
    return start, end


def _is_whole_clause(reading: Reading, marked: Marked, content: Stretch) -> bool:
    if content != (marked.start, marked.end):
        return False
    words = reading.words(content)
    return (
        len(words) > 3
        and any(w.feat("VerbForm") == "Fin" for w in words)
        and (reading.text[marked.start].isupper())
    )


def _judged_after(reading: Reading, marked: Marked, cues: Mapping[int, CueWord]) -> Draft | None:
    """What a participle right behind the marks says of them: *une « victoire » saluée par X*."""
    parse = reading.parse
    following = parse.words_in(marked.outer_end, marked.outer_end + 20)[:1]
    cue = cues.get(following[0].index) if following else None
    if cue is None or following[0].feat("Tense") != "Past" or not _speaks_of(cue):
        return None
    mention = cue_mention(reading, cue)
    if mention is None or mention.start < following[0].end:
        return None
    part = (marked.start, marked.end)
    return Draft("mixed", part, (part,), cue, mention, ("judged-after",), 34)


def _speaks_of(cue: CueWord) -> bool:
    return bool(cue.licences & {"object", "attribute"})


def _nearest(
    reading: Reading, marked: Marked, cues: Mapping[int, CueWord], first: Word
) -> Draft | None:
    """The cue right before the marks in the sentence, where the parse lost the link."""
    parse = reading.parse
    sentence = parse.sentence_of(first.index)
    top = next(
        (w for w in reading.words((marked.start, marked.end)) if w.relation == "nsubj"), None
    )
    if top is not None and parse.words[top.head].start >= marked.outer_end:
        return None
    for index in range(first.index - 1, max(sentence.first - 1, first.index - _LINEAR_REACH), -1):
        word = parse.words[index]
        if reading.around(word.start) is not None:
            continue
        cue = cues.get(index)
        narrates = cue is not None and _narrates(reading, cue, marked)
        if cue is not None and (narrates or cue.licences & _GOVERNING) and cue.category == "verb":
            if "hear" in cue.licences or ("weak" in cue.licences and not narrates):
                return None
            islands = ((marked.start, marked.end),)
            following = parse.words[index + 1].start
            start = following if following < marked.outer_start else marked.start
            mention = cue_mention(reading, cue)
            if mention is not None and mention.start < marked.end and marked.start < mention.end:
                # The parse took the words in marks for the subject.
                before = reversed(parse.words[sentence.first : index])
                subject = next((w for w in before if w.relation == "nsubj"), None)
                mention = mention_of(parse, subject.index) if subject is not None else None
            rules = ("nearest-cue",)
            return Draft("mixed", (start, marked.end), islands, cue, mention, rules, rank=35)
        if word.feat("VerbForm") == "Fin" or (word.upos == "PUNCT" and word.form in ";:"):
            return None
    return None


def _narrates(reading: Reading, cue: CueWord, marked: Marked) -> bool:
    """Whether a cue is the infinitive of a narration: *avant de poursuivre « S »*."""
    verb = reading.parse.words[cue.word]
    adjacent = not reading.text[verb.end : marked.outer_start].strip()
    return verb.feat("VerbForm") == "Inf" and adjacent and "incise" in cue.licences
