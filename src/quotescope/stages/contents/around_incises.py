"""What inverted reporting clauses report: « S », a dit X; « S, a dit X, S »; S, a dit X."""

from __future__ import annotations

from collections.abc import Iterator

from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.contents.boundaries import (
    before_spaces,
    before_stop,
    begins_clause,
    sentence_end,
    sentence_start,
    tidy,
)
from quotescope.stages.contents.incises import Incise
from quotescope.stages.cues import group, verb_licences
from quotescope.stages.marks import Marked
from quotescope.stages.names import is_document
from quotescope.stages.records import Draft, Reading, Stretch

# Conjunctions that tell when something was said rather than go on with it.
_OUTER = frozenset(("alors", "lorsque", "lorsqu'", "quand", "tandis"))
# Other words that go on with what was said.
_JOINING = frozenset(("parce", "seulement", "sauf", "plutôt"))
# A clause whose pronoun more characters follow has a complement.
_BARE = 20
# Prepositions that tell how it was rather than when it was said.
_MANNER = frozenset(("dans", "avec", "sans", "à", "en"))


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
    finish = before_stop(reading.parse, verb.index)
    if text[incise.end : incise.end + 1] == "," and (
        _reopens(reading, incise) or _resumes(reading, incise, verb) or _is_turn(reading, start)
    ):
        end = finish
    whole = any(map(_is_conjugated, reading.words((start, end))))
    if _asks(reading, incise, whole):
        return
    if not whole:
        if text[incise.end : incise.end + 3].strip().startswith(":") or _goes_on(reading, incise):
            # *Faux, rétorque la mairie : S*; *Cinq euros, précise-t-elle, pour une heure*
            end = finish
        elif len(text[start:end].split()) < 2 and not _is_answer(reading, start, verb):
            return
    if not any(map(str.isalnum, text[start:end])):
        return
    parts = tuple((m.start, m.end) for m in reading.islands((start, end)))
    if not parts and _is_within_report(reading.parse, verb):
        return
    kind: Kind = "mixed" if parts else "indirect"
    yield Draft(
        kind, (start, end), parts, incise.cue, incise.mention, ("incise-unmarked",), rank=20
    )


def _is_within_report(parse: Parse, verb: Word) -> bool:
    """Whether a clause stands inside one that reports itself, whose words come first: *Deux
    experts, écrit La Gazette, estiment que S*."""
    above = parse.words[verb.head] if verb.head > verb.index else verb
    licences = verb_licences(parse, above)[1] if above is not verb else frozenset()
    firm = "que" in licences and not licences & {"weak", "thought"}
    return firm and any(parse.dependents(above.index, "ccomp"))


def _asks(reading: Reading, incise: Incise, whole: bool) -> bool:
    """Whether an inverted pronoun asks a question: *Comment personne, jeudi, n'a-t-il rien vu ?*;
    ``whole`` tells that a clause stands before it."""
    parse = reading.parse
    verb = parse.words[incise.cue.word]
    negated = any(w.form.lower() in ("ne", "n'") for w in group(parse, verb))
    ends = reading.text[incise.start : parse.sentence_end(verb.index)].rstrip().endswith("?")
    # *S, dit-il ?* ends with its pronoun, and a whole clause stands before.
    long = incise.mention is not None and incise.end - incise.mention.end > _BARE
    return _is_clitic(parse, incise) and (negated or (ends and (long or not whole)))


def _goes_on(reading: Reading, incise: Incise) -> bool:
    """Whether what has no verb before the clause goes on behind it."""
    if reading.text[incise.end : incise.end + 1] != ",":
        return False
    words = reading.parse.words_in(incise.end, incise.end + 40)
    following = next((w for w in words if w.upos != "PUNCT"), None)
    closing = following is not None and (
        following.feat("PronType") == "Rel" or following.feat("VerbForm") == "Part"
    )
    return following is not None and not closing


def _is_answer(reading: Reading, start: int, verb: Word) -> bool:
    """Whether a single word is a whole sentence: *Non, tranche la ministre*."""
    words = reading.parse.words_in(start, start + 1)
    alone = bool(words) and words[0].head < 0 and words[0].upos in ("ADJ", "ADV", "INTJ")
    return alone and verb.head == words[0].index


def _top_after(parse: Parse, word: Word) -> Word:
    """The head of the phrase that a word begins."""
    top = word
    while top.head > word.index:
        top = parse.words[top.head]
    return top


def _is_turn(reading: Reading, start: int) -> bool:
    """Whether a dash opens the line: what it says goes on behind the clause."""
    line = reading.text[reading.line_start(start) : start].strip()
    return bool(line) and set(line) <= set("–—-")


def _is_clitic(parse: Parse, incise: Incise) -> bool:
    """Whether the subject of a clause is a pronoun behind the verb: *dit-il*."""
    return incise.mention is not None and parse.words[incise.mention.head].form.startswith("-")


def _is_conjugated(word: Word) -> bool:
    return word.feat("VerbForm") == "Fin"


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
    joining = following.upos in ("SCONJ", "CCONJ") or following.form.lower() in _JOINING
    if joining and following.form.lower() not in _OUTER:
        return True
    apart = following.index not in reading.parse.subtree(verb.index)
    # *L'homme, précise le parquet, n'avait rien* may hang the clause on the subject.
    above = reading.parse.words[verb.head]
    hung = verb.relation == "acl" and above.relation == "nsubj" and above.head == following.head
    top = _top_after(reading.parse, following)
    if 0 <= top.head < verb.index and top.relation in ("xcomp", "ccomp"):
        return True
    if top.head == verb.head and following.form.lower() in _MANNER and not is_document(top):
        # *Il vit là, dit le maire, dans des conditions indignes*
        return True
    object_follows = _is_clitic(reading.parse, incise) and following.upos in (
        "DET",
        "PRON",
        "NOUN",
        "PROPN",
        "NUM",
    )
    return apart and (
        verb.head > verb.index or hung or above.head == following.index or object_follows
    )
