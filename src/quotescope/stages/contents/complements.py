"""Quotations that a cue governs as clauses: que S, si S, infinitives.

*a dit que S*, *promet de V*: the content is the complement of the cue in the parse, the marked
parts are the islands between marks inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quotescope.parsing import Parse, Word
from quotescope.stages.contents.owners import cue_mention, is_bare_infinitive
from quotescope.stages.cues import closes_clause, group, is_infinitive, verb_licences
from quotescope.stages.names import is_document
from quotescope.stages.records import CueWord, Draft, Reading, Stretch
from quotescope.stages.sources import reports_itself, speaker_of

_WHEN = frozenset(("lorsque", "lorsqu'", "quand", "puisque", "puisqu'"))
_LINKS = frozenset("tant parce afin pour avant dès".split())
# What an announcement may bring about: it is no part of what was announced.
_EFFECTS = frozenset("faire susciter provoquer déclencher entraîner soulever laisser".split())
_SUMMARIES = frozenset(
    "chiffre affirmation accusation déclaration version thèse hypothèse information promesse"
    " argument allégation explication estimation".split()
)
# *à condition que S*, *de peur que S*
_CONDITIONS = frozenset("condition peur crainte sorte façon manière fin moins".split())
_ADDRESSED = frozenset("lui leur".split())
_IMPERSONAL = frozenset(("falloir", "convenir", "suffire"))
_ASKING = frozenset(("pourquoi", "comment", "combien", "où", "quand", "quel", "quelle", "qui"))


def governing_cues(
    parse: Parse, cues: tuple[CueWord, ...], taken: frozenset[int]
) -> Mapping[int, CueWord]:
    """The cues that may govern words, by their word; ``taken`` are those of reporting clauses."""
    by_word = {cue.word: cue for cue in cues if cue.word not in taken}
    return {
        i: cue
        for i, cue in by_word.items()
        if not _is_reported(parse, cue, by_word) and not _is_own_voice(parse, cue)
    }


def reported_clauses(reading: Reading, cues: Mapping[int, CueWord]) -> Iterator[Draft]:
    """Quotations in the clauses that verbs govern."""
    for cue in cues.values():
        if cue.category == "verb":
            yield from _clauses(reading, cue)


def _is_reported(parse: Parse, cue: CueWord, cues: Mapping[int, CueWord]) -> bool:
    """Whether a cue is itself the wish that another reports (*dit vouloir « V »*), or the wish to
    speak (*préfère parler d'« une erreur »*)."""
    verb = parse.words[cue.word]
    if cue.category != "verb":
        return False
    if "thought" in cue.licences:
        wanted = (cues.get(w.index) for w in parse.dependents(verb.index, "xcomp"))
        if any(w is not None and w.licences & {"about", "object", "attribute"} for w in wanted):
            return True
    if verb.relation not in ("xcomp", "ccomp"):
        return False
    above = cues.get(verb.head)
    if above is None or above.licences & {"weak", "thought"} or "incise" not in above.licences:
        return False
    return bool(cue.licences & {"thought", "weak"})


def _is_own_voice(parse: Parse, cue: CueWord) -> bool:
    """Whether the text says it itself: *il faut dire que S*, *rappelons que S*."""
    verb = parse.words[cue.word]
    if verb.feat("VerbForm") == "Inf":
        return verb.head >= 0 and parse.words[verb.head].lemma in _IMPERSONAL
    urging = verb.form.lower().endswith("ons") and cue.category == "verb"
    return urging and not any(parse.dependents(verb.index, "nsubj", "expl"))


def _clauses(reading: Reading, cue: CueWord) -> Iterator[Draft]:
    """Reported clauses: que S, si S, infinitives."""
    parse = reading.parse
    verb = parse.words[cue.word]
    for child in _clause_heads(parse, cue):
        licence = "si" if _is_asked(parse, child, cue) else clause_licence(parse, child)
        if licence not in cue.licences or child.index < verb.index:
            continue
        content = complement_of(reading, child, verb)
        if content is None:
            continue
        if licence == "inf" and _is_beyond_object(parse, child, verb):
            continue
        islands = reading.islands(content)
        subject = speaker_of(reading, verb)
        shown = "document" in cue.licences and subject is not None and is_document(subject)
        # *lui glisse que S*
        told = licence == "que" and any(w.form in _ADDRESSED for w in group(parse, verb))
        weak = "weak" in cue.licences and not (shown or told)
        if reading.around(verb.start) is not None or verb.feat("Mood") == "Imp":
            continue
        if not islands and (weak or _not_asserted(cue, licence)):
            continue
        if licence == "si" and is_future(parse, verb):
            # *Le tribunal dira si S*
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
            follows=mention is None and is_bare_infinitive(reading, cue),
        )


def _is_beyond_object(parse: Parse, child: Word, verb: Word) -> bool:
    """Whether an infinitive stands behind a comma and an object of its own kind: it completes
    another verb (*permet à la théorie expliquant la matière, d'acquérir une masse*)."""
    first = parse.subtree(child.index)[0]
    comma = parse.words[first - 1].form == "," or parse.words[first].form == ","
    objects = parse.dependents(verb.index, "obj")
    return comma and any(verb.index < w.index < first and w.upos == "NOUN" for w in objects)


def _clause_heads(parse: Parse, cue: CueWord) -> list[Word]:
    """The heads of the clauses that complete a verb; where the parse hangs the que-clause on a word
    in between (*affirme de son côté que*), that of the first *que* after the verb."""
    verb = parse.words[cue.word]
    found = [
        w
        for w in parse.dependents(verb.index, "ccomp", "xcomp", "obj")
        if w.index > verb.index and (w.relation != "obj" or _is_asked(parse, w, cue))
    ]
    if "que" not in cue.licences or any(clause_licence(parse, w) in cue.licences for w in found):
        return found
    for word in parse.words[verb.index + 1 : verb.index + 9]:
        if word.upos in ("VERB", "AUX") or word.form in (".", ";", ":"):
            break
        if (
            word.form.lower() in ("que", "qu'")
            and word.relation == "mark"
            and word.head > word.index
            and parse.words[word.index - 1].lemma not in _CONDITIONS
        ):
            return [parse.words[word.head]]
    return _mistaken_relatives(parse, verb)


def _is_asked(parse: Parse, word: Word, cue: CueWord) -> bool:
    """Whether an object is the theme of a question: *a demandé ce que faisaient les élus*."""
    following = parse.words[word.index + 1 : word.index + 2]
    relative = bool(following) and following[0].form.lower() in ("que", "qu'", "qui", "dont")
    asks = "si" in cue.licences and bool(cue.licences & {"deed", "thought"})
    return word.relation == "obj" and word.form.lower() == "ce" and relative and asks


def _mistaken_relatives(parse: Parse, verb: Word) -> list[Word]:
    """A clause that the parse hung on the person addressed (*a expliqué à sa voisine, Jeanne X,
    qu'il ne vendrait pas la maison*): it has an object besides the *que*."""
    for word in parse.words[verb.index + 1 : verb.index + 16]:
        if word.form in (".", ";", ":"):
            break
        if word.form.lower() in ("que", "qu'") and word.relation == "obj":
            clause = parse.words[word.head]
            addressed = clause.head >= 0 and parse.words[clause.head].head == verb.index
            if addressed and _has_two_objects(parse, clause):
                return [clause]
    return []


def _has_two_objects(parse: Parse, clause: Word) -> bool:
    """Whether a relative clause has an object besides the *que*, which is then none."""
    objects = list(parse.dependents(clause.index, "obj"))
    que = any(w.form.lower() in ("que", "qu'") for w in objects)
    return que and clause.deprel == "acl:relcl" and len(objects) > 1


def is_future(parse: Parse, verb: Word) -> bool:
    """Whether somebody will only say it."""
    return (
        verb.feat("Tense") == "Fut"
        or verb.form.endswith(("ra", "ront"))
        or any(w.feat("Tense") == "Fut" for w in parse.dependents(verb.index, "aux"))
    )


def clause_licence(parse: Parse, child: Word) -> str:
    marks = {w.form.lower() for w in parse.dependents(child.index, "mark")}
    first = parse.subtree(child.index)[0]
    # The parse may hang the conjunction on a later verb.
    before = parse.words[first - 1] if first else None
    if before is not None and before.upos == "SCONJ":
        marks.add(before.form.lower())
    if marks & {"que", "qu'"} or _has_two_objects(parse, child):
        return "que"
    opening = parse.words[first : first + 3]
    asking = any(w.form.lower() in _ASKING for w in (*parse.dependents(child.index), *opening))
    if marks & {"si", "s'"} or (asking and child.deprel != "acl:relcl"):
        return "si"
    return "inf" if is_infinitive(parse, child) else ""


def _not_asserted(cue: CueWord, licence: str) -> bool:
    """Whether a complement without marks reports a deed or a thought rather than words."""
    if "hear" in cue.licences:
        return True
    return (
        bool(cue.licences & {"thought", "deed"})
        and licence != "si"
        and not (licence == "que" and "deed" in cue.licences)
    )


def complement_of(reading: Reading, child: Word, verb: Word) -> Stretch | None:
    """The stretch of a complement, widened so that it cuts no island."""
    parse = reading.parse
    words = [parse.words[i] for i in _reported(parse, child, verb) if i > verb.index]
    if not words:
        return None
    before = parse.words[words[0].index - 1]
    first = before if before.form.lower() in ("que", "qu'") else words[0]
    start, end = first.start, max(w.end for w in words)
    end = _with_next_clause(reading, words[-1], end)
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


def _with_next_clause(reading: Reading, last: Word, end: int) -> int:
    """The end of a complement, with a clause right behind it that the parse hung elsewhere: *et que
    S*, *lorsque S*, *, même si S*."""
    parse, text = reading.parse, reading.text
    limit = min(last.index + 4, parse.sentence_of(last.index).last)
    following = parse.words[last.index + 1 : limit]
    first, second, third, *_ = [w.form.lower() for w in following] + [""] * 3
    with_que = second in ("que", "qu'")
    if with_que and first in ("et", "ou", "mais"):
        opening = following[1]
    elif first in _WHEN or (with_que and first in _LINKS):
        opening = following[0]
    elif (first, second) == (",", "même") and third in ("si", "s'"):
        opening = following[1]
    else:
        return end
    if opening.head <= opening.index or text[end : opening.start].count("\n"):
        return end
    clause = parse.subtree(opening.head)
    inside = [i for i in clause if i > last.index]
    return max(end, parse.words[inside[-1]].end) if inside else end


def _reported(parse: Parse, child: Word, cue: Word) -> list[int]:
    """A complement's words, without a verb that is coordinated with the cue rather than with it:
    *il a dit que S, et a accusé*."""
    found = [child.index]
    for index in found:
        for below in parse.dependents(index):
            if below.relation == "conj" and _is_next_cue(parse, below, cue):
                continue
            if index == child.index and _reports_in_closing(parse, below):
                continue
            if _is_effect(parse, below) or _sums_up(parse, below):
                continue
            found.append(below.index)
    return sorted(found)


def _reports_in_closing(parse: Parse, verb: Word) -> bool:
    """Whether what closes a que-clause reports in its turn: *…, estimant que S*, *…, avant
    d'ajouter que S*."""
    closing = verb.relation in ("advcl", "acl") and closes_clause(parse, verb)
    return closing and bool(verb_licences(parse, verb)[1])


def _sums_up(parse: Parse, word: Word) -> bool:
    """Whether a phrase behind a comma takes up what was reported: *…, un chiffre que X conteste*,
    *…, ce que X dément*."""
    taken_up = word.form.lower() == "ce"
    if not taken_up and word.lemma.lower() not in _SUMMARIES:
        return False
    relatives = list(parse.dependents(word.index, "acl"))
    if not relatives:
        return False
    first = parse.subtree(word.index)[0]
    opening = [w.form.lower() for w in parse.words[max(0, first - 1) : first + 2]]
    if taken_up:
        # *ce qui explique son absence* may be part of what was said.
        following = parse.words[word.index + 1].form.lower()
        said = following != "qui" and any(verb_licences(parse, w)[1] for w in relatives)
        return said and parse.words[word.index - 1].form == ","
    return "," in opening and bool({"un", "une"} & set(opening))


def _is_effect(parse: Parse, verb: Word) -> bool:
    """Whether a participle tells what the saying brought about: *, faisant craindre une grève*."""
    if verb.relation not in ("advcl", "acl"):
        return False
    group = (verb, *parse.dependents(verb.index, "aux"))
    return any(w.lemma in _EFFECTS and closes_clause(parse, w) for w in group)


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
