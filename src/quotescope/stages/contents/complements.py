"""Quotations that a cue governs: que-clauses, infinitives, objects and attributes.

*a dit que S*, *promet de V*, *a salué « la retenue »*, *se dit « préoccupé »*: the content is the
complement of the cue in the parse, the marked parts are the islands between marks inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quotescope.models import Kind
from quotescope.parsing import Parse, Word
from quotescope.stages.cues import group, verb_licences
from quotescope.stages.marks import Marked
from quotescope.stages.names import can_speak, is_body, is_document
from quotescope.stages.records import CueWord, Draft, Mention, Reading, Stretch
from quotescope.stages.sources import mention_of, reports_itself, speaker_of, subject_of

_COMPLEMENTS = ("ccomp", "xcomp", "obj", "obl", "iobj", "nmod", "acl", "advcl", "amod", "appos")
_GOVERNING = frozenset({"que", "inf", "si", "object", "attribute", "about"})
_ASKING = frozenset(("pourquoi", "comment", "combien", "où", "quand", "quel", "quelle", "qui"))
_LINEAR_REACH = 25
# The rank of words whose speaker the cue does not tell: a *selon X* beside them comes first.
_UNSAID = 38


def governed_quotations(
    reading: Reading, cues: tuple[CueWord, ...], taken: frozenset[int]
) -> Iterator[Draft]:
    """Quotations in the complements of cues; ``taken`` are the cue words of reporting clauses."""
    by_word = {cue.word: cue for cue in cues if cue.word not in taken}
    inner = [i for i, cue in by_word.items() if _is_reported(reading.parse, cue, by_word)]
    by_word = {i: cue for i, cue in by_word.items() if i not in inner}
    for cue in by_word.values():
        if cue.category == "verb":
            yield from _clauses(reading, cue)
    for marked in reading.outermost:
        found = [
            draft
            for draft in _islands(reading, marked, by_word)
            if not _is_term(reading, draft) and _has_source(reading, draft)
        ]
        spoken = (draft for draft in found if draft.mention is not None)
        best = next(spoken, None) or next(iter(found), None)
        if best is not None:
            yield best


def _is_reported(parse: Parse, cue: CueWord, cues: Mapping[int, CueWord]) -> bool:
    """Whether a cue is itself the wish that another reports (*dit vouloir « V »*), or the wish to
    speak (*préfère parler d'« une erreur »*)."""
    verb = parse.words[cue.word]
    if cue.category != "verb":
        return False
    if "thought" in cue.licences:
        wanted = (cues.get(w.index) for w in parse.dependents(verb.index, "xcomp"))
        if any(w is not None and w.licences & {"about", "object"} for w in wanted):
            return True
    if verb.relation not in ("xcomp", "ccomp"):
        return False
    above = cues.get(verb.head)
    if above is None or above.licences & {"weak", "thought"} or "incise" not in above.licences:
        return False
    return "thought" in cue.licences and verb.feat("VerbForm") == "Inf"


def _has_source(reading: Reading, draft: Draft) -> bool:
    """Whether the words in marks have somebody who can have said them."""
    if draft.mention is None:
        return draft.cue is not None and draft.cue.category != "noun"
    if reading.around(draft.mention.start) is not None:
        return False
    return can_speak(reading.parse, reading.parse.words[draft.mention.head])


def _is_term(reading: Reading, draft: Draft) -> bool:
    """Whether a short phrase is only what people call something: *on parle de « … »*."""
    if draft.mention is None or reading.text[draft.mention.start : draft.mention.end] != "on":
        return False
    verb = reading.parse.words[draft.cue.word] if draft.cue else None
    if verb is not None and any(w.form.lower() == "se" for w in group(reading.parse, verb)):
        return False
    return all(len(reading.words(part)) <= 3 for part in draft.marked)


def _clauses(reading: Reading, cue: CueWord) -> Iterator[Draft]:
    """Reported clauses: que S, si S, infinitives."""
    parse = reading.parse
    verb = parse.words[cue.word]
    for child in _clause_heads(parse, cue):
        licence = _clause_licence(parse, child)
        if licence not in cue.licences or child.index < verb.index:
            continue
        content = _complement(reading, child, verb)
        if content is None:
            continue
        islands = reading.islands(content)
        subject = speaker_of(reading, verb)
        shown = "document" in cue.licences and subject is not None and is_document(subject)
        weak = "weak" in cue.licences and not shown
        if reading.around(verb.start) is not None or verb.feat("Mood") == "Imp":
            continue
        if not islands and (weak or _not_asserted(cue, licence)):
            continue
        mention = cue_mention(reading, cue)
        yield Draft(
            "mixed" if islands else "indirect",
            content,
            tuple((m.start, m.end) for m in islands),
            cue,
            mention,
            (f"complement-{licence}",),
            rank=30 if islands else 40,
        )


def _clause_heads(parse: Parse, cue: CueWord) -> list[Word]:
    """The heads of the clauses that complete a verb; where the parse hangs the que-clause on a word
    in between (*affirme de son côté que*), that of the first *que* after the verb."""
    verb = parse.words[cue.word]
    found = [w for w in parse.dependents(verb.index, "ccomp", "xcomp") if w.index > verb.index]
    if found or "que" not in cue.licences:
        return found
    for word in parse.words[verb.index + 1 : verb.index + 9]:
        if word.upos in ("VERB", "AUX") or word.form in (".", ";", ":"):
            break
        if (
            word.form.lower() in ("que", "qu'")
            and word.relation == "mark"
            and word.head > word.index
        ):
            return [parse.words[word.head]]
    return []


def _clause_licence(parse: Parse, child: Word) -> str:
    marks = {w.form.lower() for w in parse.dependents(child.index, "mark")}
    first = parse.subtree(child.index)[0]
    # The parse may hang the conjunction on a later verb.
    before = parse.words[first - 1] if first else None
    if before is not None and before.upos == "SCONJ":
        marks.add(before.form.lower())
    if marks & {"que", "qu'"}:
        return "que"
    asking = any(w.form.lower() in _ASKING for w in parse.dependents(child.index))
    if marks & {"si", "s'"} or (asking and child.deprel != "acl:relcl"):
        return "si"
    if child.feat("VerbForm") == "Inf" or any(
        w.feat("VerbForm") == "Inf" for w in parse.dependents(child.index, "aux", "cop")
    ):
        return "inf"
    return ""


def _not_asserted(cue: CueWord, licence: str) -> bool:
    """Whether a complement without marks reports a deed or a thought rather than words."""
    if "hear" in cue.licences:
        return True
    return (
        bool(cue.licences & {"thought", "deed"})
        and licence != "si"
        and not (licence == "que" and "deed" in cue.licences)
    )


def _complement(reading: Reading, child: Word, verb: Word) -> Stretch | None:
    """The stretch of a complement, widened so that it cuts no island."""
    parse = reading.parse
    words = [parse.words[i] for i in _reported(parse, child, verb) if i > verb.index]
    if not words:
        return None
    before = parse.words[words[0].index - 1]
    first = before if before.form.lower() in ("que", "qu'") else words[0]
    start, end = first.start, max(w.end for w in words)
    start, end = _without_cut(reading, start, end)
    while end > start and (reading.text[end - 1].isspace() or reading.text[end - 1] in ',;:.»”"'):
        marked = reading.last_begun(end - 1)
        if marked is not None and marked.end == end:
            break
        end -= 1
    while start < end and (reading.text[start].isspace() or reading.text[start] in ",;:"):
        start += 1
    opened = reading.around(start)
    if opened is not None and opened.outer_start == start:
        start = opened.start
    return (start, end) if start < end else None


def _reported(parse: Parse, child: Word, cue: Word) -> list[int]:
    """A complement's words, without a verb that is coordinated with the cue rather than with it:
    *il a dit que S, et a accusé*."""
    found = [child.index]
    for index in found:
        for below in parse.dependents(index):
            if below.relation == "conj" and _is_next_cue(parse, below, cue):
                continue
            if index == child.index and _is_cue_participle(parse, below):
                continue
            found.append(below.index)
    return sorted(found)


def _is_cue_participle(parse: Parse, verb: Word) -> bool:
    """Whether a participle that closes a que-clause reports in its turn: *…, estimant que S*."""
    present = verb.feat("VerbForm") == "Part" and verb.feat("Tense") == "Pres"
    if not present and not verb.form.endswith("ant"):
        return False
    after_comma = any(w.form == "," for w in parse.words[max(0, verb.index - 2) : verb.index])
    return verb.relation in ("advcl", "acl") and after_comma and bool(verb_licences(parse, verb)[1])


def _is_next_cue(parse: Parse, verb: Word, cue: Word) -> bool:
    """Whether a verb is coordinated with the cue above: it reports too, in the same tense."""
    if any(w.relation in ("mark", "nsubj") for w in parse.dependents(verb.index)):
        return False
    if reports_itself(parse, verb) or _utters(parse, verb):
        return True
    auxiliaries = {w.form for w in parse.dependents(cue.index, "aux")}
    same = auxiliaries & {w.form for w in parse.dependents(verb.index, "aux")}
    return bool(same) and bool(verb_licences(parse, verb)[1])


def _utters(parse: Parse, verb: Word) -> bool:
    """Whether a verb of saying has an infinitive of its own: *… et jure n'avoir rien vu*."""
    licences = verb_licences(parse, verb)[1]
    if "incise" not in licences or licences & {"weak", "thought"}:
        return False
    return any(
        w.feat("VerbForm") == "Inf" or any(parse.dependents(w.index, "aux"))
        for w in parse.dependents(verb.index, "xcomp")
    )


def _without_cut(reading: Reading, start: int, end: int) -> Stretch:
    first, last = reading.around(start), reading.around(end - 1)
    return (first.start if first else start), (last.end if last else end)


def _islands(reading: Reading, marked: Marked, cues: Mapping[int, CueWord]) -> Iterator[Draft]:
    """The quotations whose marks may hold a part of a cue's complement, nearest cue first."""
    parse = reading.parse
    words = reading.words((marked.start, marked.end))
    if not words:
        return
    tops = [w for w in words if not (marked.start <= _head_start(parse, w) < marked.end)]
    for top in tops:
        word = top
        for _ in range(12):
            if word.head < 0:
                break
            governor = parse.words[word.head]
            cue = cues.get(governor.index)
            if cue is not None and _licensed(parse, cue, word) and not _is_judged(parse, cue, cues):
                yield _governed(reading, cue, word, marked)
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
    return child.index > cue.word and child.relation in _COMPLEMENTS


def _governed(reading: Reading, cue: CueWord, child: Word, marked: Marked) -> Draft:
    parse = reading.parse
    verb = parse.words[cue.word]
    start, end = marked.start, marked.end
    licence = _clause_licence(parse, child) or child.relation
    content = _complement(reading, child, verb)
    if content is not None:
        start, end = min(start, content[0]), max(end, content[1])
    siblings = [
        w for w in parse.dependents(verb.index, "obj", "iobj") if verb.index < w.index < child.index
    ]
    if child.relation in ("xcomp", "obl", "ccomp") and siblings and siblings[0].upos != "PRON":
        start = min(start, parse.words[parse.subtree(siblings[0].index)[0]].start)
    islands = tuple((m.start, m.end) for m in reading.islands((start, end)))
    if child.relation in ("obj", "obl") and islands:
        # What follows the phrase behind a comma is told besides.
        comma = reading.text.find(",", islands[-1][1] + 1, end)
        end = comma if comma >= 0 else end
    kind: Kind = "direct" if _is_whole_clause(reading, marked, (start, end)) else "mixed"
    mention = cue_mention(reading, cue)
    # Who will speak of it has not said it yet.
    told = mention is not None and not _is_future(parse, verb)
    rank = 31 if told else _UNSAID
    return Draft(kind, (start, end), islands, cue, mention, (f"governed-{licence}",), rank)


def _is_future(parse: Parse, verb: Word) -> bool:
    return (
        verb.feat("Tense") == "Fut"
        or verb.form.endswith("ront")
        or any(w.feat("Tense") == "Fut" for w in parse.dependents(verb.index, "aux"))
    )


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
    if cue is None or following[0].feat("Tense") != "Past" or "object" not in cue.licences:
        return None
    mention = cue_mention(reading, cue)
    if mention is None or mention.start < following[0].end:
        return None
    part = (marked.start, marked.end)
    return Draft("mixed", part, (part,), cue, mention, ("judged-after",), 34)


def _nearest(
    reading: Reading, marked: Marked, cues: Mapping[int, CueWord], first: Word
) -> Draft | None:
    """The cue right before the marks in the sentence, where the parse lost the link."""
    parse = reading.parse
    sentence = parse.sentence_of(first.index)
    for index in range(first.index - 1, max(sentence.first - 1, first.index - _LINEAR_REACH), -1):
        word = parse.words[index]
        if reading.around(word.start) is not None:
            continue
        cue = cues.get(index)
        if cue is not None and cue.category == "verb" and cue.licences & _GOVERNING:
            if "hear" in cue.licences or "weak" in cue.licences:
                return None
            islands = ((marked.start, marked.end),)
            following = parse.words[index + 1].start
            start = following if following < marked.outer_start else marked.start
            return Draft(
                "mixed",
                (start, marked.end),
                islands,
                cue,
                cue_mention(reading, cue),
                ("nearest-cue",),
                rank=35,
            )
        if word.feat("VerbForm") == "Fin" or (word.upos == "PUNCT" and word.form in ";:"):
            return None
    return None


def cue_mention(reading: Reading, cue: CueWord) -> Mention | None:
    """The speaker's phrase of a governing cue: its subject, or the owner of a noun."""
    parse = reading.parse
    word = parse.words[cue.word]
    if cue.category == "noun":
        return _presenter(parse, word)
    if "hear" in cue.licences:
        return None
    subject = speaker_of(reading, word)
    if subject is None:
        return None
    if subject.upos == "NOUN" and not is_body(subject):
        # *Crise au sommet, Roux accuse : « … »*: the heading's second phrase is the speaker.
        named = (w for w in parse.dependents(subject.index, "appos") if w.upos == "PROPN")
        subject = next((w for w in named if parse.words[w.index - 1].form == ","), subject)
    limit = word.start if subject.index < word.index else None
    return mention_of(parse, subject.index, until=limit)


def owner_of(parse: Parse, noun: Word) -> Mention | None:
    """Whose words a noun names: *les propos de X*, *le mot d'ordre du parti*, *son message*."""
    for index in parse.subtree(noun.index):
        word = parse.words[index]
        belongs = any(w.lemma == "de" for w in parse.dependents(index, "case"))
        if index > noun.index and belongs and word.relation == "nmod" and can_speak(parse, word):
            return mention_of(parse, index)
    for child in parse.dependents(noun.index, "acl"):
        agents = parse.dependents(child.index, "obl")
        for agent in (a for a in agents if child.feat("Tense") == "Past" and can_speak(parse, a)):
            if any(w.form.lower() == "par" for w in parse.dependents(agent.index, "case")):
                return mention_of(parse, agent.index)
    for child in parse.dependents(noun.index, "det"):
        if child.form.lower() in ("son", "sa", "ses", "leur", "leurs"):
            return Mention(child.start, child.end, child.index)
    return None


def _presenter(parse: Parse, noun: Word) -> Mention | None:
    """The owner of a noun, else the subject of its verb: *X lance un appel : « S »*."""
    if (owner := owner_of(parse, noun)) is not None or noun.head < 0:
        return owner
    subject = subject_of(parse, parse.words[noun.head])
    if subject is not None and subject.index != noun.index:
        return mention_of(parse, subject.index)
    return None
