"""Who has the floor where nothing beside the words tells who speaks."""

from __future__ import annotations

import regex

from quotescope.models import SpeakerKind
from quotescope.parsing import Parse
from quotescope.stages.contents.boundaries import SPACES, before_any
from quotescope.stages.descriptions import LEAST_UNSURE, taken_up_by
from quotescope.stages.discourse import Discourse, Turn, identity_of
from quotescope.stages.entities import Appearance
from quotescope.stages.records import Draft, Mention
from quotescope.stages.referents import REACH, Referent

# Marks that close and open with only spaces between.
_ADJACENT = regex.compile(r"[»”\"][ \t\u00a0\u202f]+[«“\"]")
_BEHIND = 400
# So many turns are looked through for who spoke before.
_RECENT = 50


def who_goes_on(discourse: Discourse, draft: Draft) -> Turn | None:
    """Who goes on speaking: the last speaker, unless the sentence before has another subject."""
    subject = _introduced(discourse, draft) or _interlocutor(discourse, draft)
    subject = subject or _subject_before(discourse, draft.content[0])
    if subject is not None:
        return Turn(draft, identity_of(subject, "subject-before"), subject)
    last = discourse.last
    if last is not None and (other := _answering(discourse, draft, last)) is not None:
        return Turn(draft, identity_of(other, "subject-before"), other)
    if last is not None:
        return Turn(draft, last.identity, last.referent)
    # Before anybody has spoken, it is the person whom the text is about.
    about = discourse.antecedent(draft.content[0], "son", None, LEAST_UNSURE, named="person")
    about = about or discourse.announced(draft.content[1], "son")
    return Turn(draft, identity_of(about, "protagonist"), about) if about is not None else None


def _introduced(discourse: Discourse, draft: Draft) -> Referent | None:
    """Whom the sentence behind words that open a paragraph introduces as its subject: *« Dehors ! »
    Il est cinq heures et Jeanne X donne de la voix.*"""
    text, (start, end) = discourse.reading.text, draft.content
    line = discourse.reading.line_start(start)
    if before_any(text, start, SPACES + '«"“') > line or "paragraph" in draft.rules:
        return None
    close = text.find("\n", end)
    behind = discourse.appearing(end + 1, min(end + _BEHIND, close if close >= 0 else len(text)))
    for a, referent in behind:
        if a.quoted:
            return None
        new = referent.appearances[0] is a
        if a.subject and referent.named and referent.kind == "person":
            return referent if new else None
    return None


def _interlocutor(discourse: Discourse, draft: Draft) -> Referent | None:
    """Who replies in marks right behind those of somebody else: *« Vous mentez. » « Non. »*"""
    text, last = discourse.reading.text, discourse.last
    if last is None or draft.content[0] < last.end:
        return None
    end, start = last.draft.content[1], draft.content[0]
    if last.end > end or not _ADJACENT.fullmatch(text[end:start].strip()):
        return None
    return _other_speaker(discourse, last, ("person", "group"))


def _answering(discourse: Discourse, draft: Draft, last: Turn) -> Referent | None:
    """Who speaks of the last speaker by name, and therefore is somebody else: the person who has
    been told of since."""
    inside = discourse.appearing(*draft.content)
    if not any(a.name and r is last.referent and r.kind == "person" for a, r in inside):
        return None
    since = [
        discourse.meant.get(id(r), r)
        for a, r in discourse.appearing(last.end, draft.content[0])
        if a.subject and r.kind in ("person", "unknown")
    ]
    others = [r for r in since if r is not last.referent]
    if others:
        return others[-1]
    return _other_speaker(discourse, last, ("person",))


def _other_speaker(
    discourse: Discourse, last: Turn, kinds: tuple[SpeakerKind, ...]
) -> Referent | None:
    """Who of some kinds spoke last, besides the last speaker."""
    recent = reversed(discourse.turns[-_RECENT:])
    others = (t.referent for t in recent if t.referent is not last.referent)
    return next((r for r in others if r is not None and r.kind in kinds), None)


def _subject_before(discourse: Discourse, position: int) -> Referent | None:
    """The person who is the subject of the sentence right before, outside of quotations."""
    text, last, parse = discourse.reading.text, discourse.last, discourse.reading.parse
    spoken = 0
    if last is not None and (word := parse.last_word(last.end - 1)) is not None:
        # What stands beside a speaker in the reporting clause is no new subject.
        clause = parse.sentence_end(word.index)
        spoken = min(clause, position) if last.draft.mention else last.draft.content[1]
    line = discourse.reading.line_start(position)
    floor = max(line, spoken)
    if before_any(text, position, SPACES + '«"“') <= line:
        floor = max(discourse.reading.line_start(max(0, line - 1)), spoken)
    candidates = [
        (a, referent)
        for a, referent in discourse.appearing(max(floor, position - REACH), position)
        if referent.kind in ("person", "unknown") and (referent.named or referent.kind == "person")
        if a.end <= position and a.subject and not a.quoted and _is_main(parse, a)
    ]
    told = discourse.last_taken_up(floor, position)
    if told is not None and (not candidates or candidates[-1][0].end < told[0]):
        return told[1]
    if not candidates:
        return None
    appearance, found = candidates[-1]
    if found.named or id(found) in discourse.meant:
        return discourse.meant.get(id(found), found)
    phrase = Mention(appearance.start, appearance.end, appearance.head)
    return taken_up_by(discourse, phrase, appearance.start, found) or found


def _is_main(parse: Parse, subject: Appearance) -> bool:
    """Whether a subject is that of a main clause, alone: not *le frère et la sœur*."""
    word = parse.words[subject.head]
    while word.head >= 0 and word.relation in ("flat", "appos", "nmod"):
        word = parse.words[word.head]
    both = word.relation == "conj" or any(parse.dependents(word.index, "conj"))
    above = parse.words[word.head] if word.head >= 0 else word
    return not both and above.relation in ("root", "conj", "parataxis")
