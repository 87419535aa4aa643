"""Stage 7: who the speaker phrases stand for, inside this text alone.

The text is followed in reading order.  A name is given the fullest form that the text has for it;
a description is tied to the person that it was given to, or takes up the most salient one; a
pronoun takes up the most salient fitting referent.  What the text does not tell stays ``None``.
"""

from __future__ import annotations

import regex

from quotescope.models import Gender, SpeakerKind
from quotescope.parsing import Parse
from quotescope.stages.contents.boundaries import SPACES, before_any
from quotescope.stages.cues import group
from quotescope.stages.discourse import (
    CONCERNED,
    FEMININE,
    MASCULINE,
    PLURAL,
    POSSESSIVE,
    Discourse,
    Identity,
    Turn,
    pronoun_gender,
)
from quotescope.stages.entities import Appearance, plain_phrase
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import is_generic, is_office, is_organisation, is_written
from quotescope.stages.on_behalf import on_behalf_of
from quotescope.stages.placeless_on import goes_on_behalf, placed_there
from quotescope.stages.records import Draft, Mention, Reading
from quotescope.stages.referents import REACH, Referent, content_words

# How salient a person must be for a new description to take them up: more where their gender is
# not known to agree, and still more for a description with a complement (*le maire de Lyon*), which
# rather presents somebody new.
_LEAST = 1.2
_LEAST_UNSURE = 2.0
_LEAST_FULL = 3.5
_FOR_THE_ONLY_ONE = 1.0
# How salient the named body must be that *l'entreprise* or *l'association* takes up.
_LEAST_BODY = 0.0
_LONGEST_NAME = 300
_FORMER = ("l'ancien", "l’ancien", "l'ex-", "l’ex-", "cet ancien", "cette ancienne")
# They may hold any office besides.
_LEARNED = frozenset(("professeur", "docteur", "médecin", "avocat"))
_SOURCE_WITHIN = 30
_SAME_SOURCE = regex.compile(r"\b(?:de|la)\smême\ssource\b")
# *le cabinet d'expertise Mains vertes*, but not *l'agence qui siège à Rives*
_NAMED = regex.compile(r"(?<!\b(?:à|de|du|des|par|en|dans|sur|chez|avec))(?<=\b\p{Ll}+)\s\p{Lu}")
# *à l'en croire*: object pronouns, with possessives that show as much of who is meant
_OBJECTS = {"l'": "son", "les": "leur"}
_THIS_SOURCE = frozenset(("cette source", "la même source", "cette même source"))
_NEUTER = frozenset(("cela", "ça", "ceci", "ce", "c'"))
# *confie-t-il sous le couvert de l'anonymat*: nobody whom the text names
_ANONYMOUS = regex.compile(r"[^.!?\n»\"”]{0,40}\banonym")
_OF_TWO = frozenset(("le premier", "la première", "le second", "la seconde"))
# Marks that close and open with only spaces between.
_ADJACENT = regex.compile(r"[\s]*[»”\"][ \t\u00a0\u202f]+[«“\"]\s*")
_BEHIND = 400
_NAME_APPOSED = regex.compile(r",\s\p{Lu}")
_VAGUE = frozenset(
    ("on l'on certains certaines beaucoup plusieurs d'autres nous je j' qui ce c'").split()
)


def resolve(
    reading: Reading, drafts: tuple[Draft, ...], referents: tuple[Referent, ...]
) -> tuple[Identity | None, ...]:
    """For each quotation, in order, who said it; ``None`` where nobody is to be named."""
    discourse = Discourse(reading, referents)
    mentioned = frozenset(d.mention.head for d in drafts if d.mention is not None)
    identities: list[Identity | None] = []
    followed = 0
    for draft in drafts:
        discourse.narrate(mentioned, followed, draft.content[0])
        followed = max(followed, draft.content[0])
        turn = turn_of(discourse, draft)
        identities.append(turn.identity if turn else None)
        if turn is not None and turn.identity.name is not None and not is_aside(draft):
            discourse.turns.append(turn)
    return tuple(identities)


def is_aside(draft: Draft) -> bool:
    """Whether somebody is cited in passing, and does not take the floor: *comme l'écrit X*."""
    return draft.rules[0] in ("comme-clause", "borrowed") or "nested" in draft.rules


def turn_of(discourse: Discourse, draft: Draft) -> Turn | None:
    """Who says a quotation, as the discourse stands; None where nothing tells."""
    if draft.follows:
        return _continued(discourse, draft)
    if draft.mention is None:
        return _written_there(discourse, draft)
    mention, reading = draft.mention, discourse.reading
    phrase = reading.text[mention.start : mention.end]
    low = " ".join(phrase.lower().replace("’", "'").split())
    if low.startswith(("celui ", "celle ")):
        low = low[:5]
    low = _OBJECTS.get(low, low)
    if draft.marked and (low in _NEUTER or _is_among(mention, draft)):
        # What says nothing itself leaves the floor to who has it.
        return _continued(discourse, draft)
    anchor = min(mention.start, draft.content[0])
    low = low.removeprefix("l'") if low == "l'on" else low
    if low == "il" and _is_impersonal(reading, draft):
        # *est-il écrit dans le rapport*
        low = "on"
    if low in _OF_TWO and (one := _of_two(discourse, low, anchor)) is not None:
        return Turn(draft, _identity(one, "pronoun"), one)
    if low in CONCERNED:
        other = None
        if not _NAME_APPOSED.match(reading.text, mention.end):
            other = discourse.concerned(anchor, low)
        if other is not None:
            return Turn(draft, _identity(other, "pronoun"), other)
    elif low in POSSESSIVE or low in MASCULINE or low in FEMININE:
        found = None
        if "nested" not in draft.rules:
            # Whom a speaker calls *il* only the speaker's own words could tell.
            secret = _ANONYMOUS.match(reading.text, mention.end) is not None
            found = discourse.antecedent(anchor, low, unnamed=True) if secret else None
            found = found or discourse.newcomer(anchor, mention.start, low)
            found = found or discourse.antecedent(anchor, low)
            found = found or discourse.announced(mention.end, low)
        if found is None and low in PLURAL:
            found = _couple_before(discourse, anchor)
        if found is None:
            unknown = Identity(None, "unknown", pronoun_gender(low), None, "unresolved")
            return Turn(draft, unknown, None)
        return Turn(draft, _identity(found, "pronoun"), found)
    if (
        low == "on"
        and discourse.last
        and _SAME_SOURCE.search(reading.text, mention.end, mention.end + _SOURCE_WITHIN)
    ):
        return Turn(draft, discourse.last.identity, discourse.last.referent)
    if low == "on" and (place := on_behalf_of(reading, draft, mention)) is not None:
        found = _named(discourse, place) or _described(discourse, place)
        if found is not None and (found.named or found.kind == "person"):
            return Turn(draft, _identity(found, "on-behalf"), found)
        name = plain_phrase(reading.text[place.start : place.end])
        source = reading.parse.words[place.head].lemma.lower() == "source"
        kind: SpeakerKind = "unnamed" if source else "organisation"
        return Turn(draft, Identity(name, kind, None, None, "on-behalf"), None)
    if low == "on" and (same := goes_on_behalf(discourse, mention)) is not None:
        return Turn(draft, same.identity, same.referent)
    if low == "on" and (there := placed_there(discourse, draft, mention, anchor)) is not None:
        return Turn(draft, _identity(there, "on-behalf"), there)
    if low in _THIS_SOURCE and (last := discourse.last) and "source" in (last.identity.name or ""):
        return Turn(draft, last.identity, last.referent)
    if low in _VAGUE:
        return Turn(draft, Identity(None, "unknown", None, None, "vague"), None)
    both = _joint(discourse, mention)
    if both is not None:
        return Turn(draft, Identity(both.name, "group", None, None, "joint"), both)
    found = _named(discourse, mention)
    if found is not None:
        return Turn(draft, _identity(found, "name"), found)
    found = _described(discourse, mention)
    if found is None:
        name = plain_phrase(phrase)
        return Turn(draft, Identity(name, "unknown", None, None, "phrase"), None)
    if found.named:
        return Turn(draft, _identity(found, "role"), found)
    meant = None if "nested" in draft.rules else _taken_up(discourse, mention, anchor, found)
    if meant is not None:
        discourse.identify(found, meant)
        return Turn(draft, _identity(meant, "description"), meant)
    return Turn(draft, _identity(found, "phrase"), found)


def _of_two(discourse: Discourse, low: str, anchor: int) -> Referent | None:
    """Whom *le premier* or *la seconde* means: of the last two people named, in their order."""
    people: list[Referent] = []
    for a, referent in reversed(discourse.appearing(anchor - _BEHIND, anchor)):
        if a.name and not a.quoted and referent.kind == "person" and referent not in people:
            people.append(referent)
        if len(people) == 2:
            break
    if len(people) < 2:
        return None
    second, first = people
    meant = first if low.endswith(("premier", "première")) else second
    gender: Gender = "feminine" if low.startswith("la ") else "masculine"
    return meant if meant.gender in (None, gender) else None


def _written_there(discourse: Discourse, draft: Draft) -> Turn | None:
    """The text that *y* takes up where nobody is named: *Le retrait y est qualifié de « A »*."""
    if draft.cue is None or draft.cue.category != "verb":
        return None
    verb = discourse.reading.parse.words[draft.cue.word]
    if not any(w.form.lower() == "y" for w in group(discourse.reading.parse, verb)):
        return None
    written = discourse.written_before(draft.content[0])
    return Turn(draft, _identity(written, "on-behalf"), written) if written is not None else None


def _is_among(mention: Mention, draft: Draft) -> bool:
    """Whether a phrase is part of the words in marks, or holds them."""
    return any(mention.start < end and start < mention.end for start, end in draft.marked)


def _is_impersonal(reading: Reading, draft: Draft) -> bool:
    """Whether *il* is nobody: *est-il écrit*, *est-il précisé*."""
    if draft.cue is None or draft.cue.category != "verb":
        return False
    verb = reading.parse.words[draft.cue.word]
    if any(w.form.lower() in ("se", "s'") for w in group(reading.parse, verb)):
        return False
    return any(w.lemma == "être" for w in reading.parse.dependents(verb.index, "aux", "cop"))


def _identity(referent: Referent, rule: str) -> Identity:
    kind = referent.kind
    if kind == "person" and not referent.named:
        kind = "unnamed"
    return Identity(referent.name, kind, referent.gender, referent.role, rule)


def _joint(discourse: Discourse, mention: Mention) -> Referent | None:
    """Several people who speak together: *Jeanne X et son voisin Paul Y*."""
    reading = discourse.reading
    head = reading.parse.words[mention.head]
    others = [
        w
        for w in reading.parse.dependents(head.index, "conj")
        if w.start < mention.end and w.upos in ("PROPN", "NOUN")
    ]
    people = [
        a
        for a, referent in discourse.appearing(mention.start, mention.end)
        if a.name and referent.kind == "person" and a.end <= mention.end
    ]
    if not others or len(people) < 2:
        return None
    comma = reading.text.find(",", others[-1].start, mention.end)
    name = reading.text[mention.start : comma if comma >= 0 else mention.end]
    return Referent(plain_phrase(name), "group", None, plural=True, named=True, appearances=people)


def _couple_before(discourse: Discourse, anchor: int) -> Referent | None:
    """Several people together who are the last subject of their kind before an offset."""
    parse = discourse.reading.parse
    floor = discourse.reading.line_start(anchor)
    for a, _ in reversed(discourse.appearing(floor, anchor)):
        head = a.role_head if a.role_head is not None else a.head
        if a.name and a.subject and any(parse.dependents(head, "conj")):
            return _joint(discourse, mention_of(parse, head))
    return None


def _named(discourse: Discourse, mention: Mention) -> Referent | None:
    """The person, or the body, whose name is the core of a phrase."""
    reading = discourse.reading
    head = reading.parse.words[mention.head]
    bearer: Referent | None = None
    apposed: Referent | None = None
    first = min(mention.start, head.start) - _LONGEST_NAME
    for a, referent in discourse.appearing(first, max(mention.end, head.end) + _LONGEST_NAME):
        if not a.name:
            continue
        # *le collectif Mains vertes*: a name that goes on in small letters is not told whole.
        rest = reading.text[a.end : mention.end].strip()[:1]
        if a.role_head == mention.head and (a.role or not rest or rest in ',(»”"'):
            bearer = bearer or referent
        if a.start > mention.end:
            break
        inside = mention.start <= a.start and a.end <= mention.end
        if bearer is not None:
            # *la directrice du salon Rives, Jeanne X*: the name behind the comma is hers.
            behind = reading.text[mention.start : a.start].rstrip().endswith(",")
            if inside and behind and a.kind == "person":
                return referent
            continue
        if a.start <= head.start < a.end:
            if referent.kind == "person" or a.end == mention.end:
                return referent
        whole = a.kind == "person" or not rest or rest in ',(»”"'
        if inside and whole and _is_core(reading, mention, a):
            apposed = referent
    return bearer or apposed


def _is_core(reading: Reading, mention: Mention, name: Appearance) -> bool:
    """Whether a name inside a longer phrase is that of the phrase itself, not of a complement."""
    if name.role_head == mention.head:
        return True
    before = " ".join(reading.text[mention.start : name.start].lower().split())
    if before.endswith((", la", ", le", ", l'", ", l’")) and name.end == mention.end:
        return True
    if is_organisation(reading.parse.words[mention.head]):
        # *le cabinet de la maire, Jeanne X*: the name is the mayor's.
        return False
    return name.kind == "person" and not before.endswith(
        ("de", "d'", "d’", "du", "des", "à", "au", "aux", "par", "avec", "et", "pour")
    )


def _described(discourse: Discourse, mention: Mention) -> Referent | None:
    """The referent that has an appearance with the same head."""
    head = discourse.reading.parse.words[mention.head]
    for a, referent in discourse.appearing(head.start - REACH, head.start + 1):
        if a.head == mention.head and not a.name:
            return discourse.meant.get(id(referent), referent)
    return None


def _taken_up(
    discourse: Discourse, mention: Mention, anchor: int, found: Referent
) -> Referent | None:
    """The named person whom a new definite description most likely means: *l'acteur*, *l'élue*."""
    own = next((a for a in found.appearances if a.head == mention.head), None)
    if own is None:
        return None
    # Who was described in the same words before was somebody then.
    own = (found.before(mention.start) or [own])[0]
    anchor = min(anchor, own.start)
    if not own.definite or own.plural or own.kind not in ("person", "organisation"):
        return None
    if own.kind == "organisation":
        if own.bare and is_written(own.noun):
            return discourse.written_before(anchor)
        if not own.bare or _NAMED.search(own.phrase, 2) or not is_generic(own.noun):
            return None
        return discourse.antecedent(anchor, "son", None, _LEAST_BODY, named="organisation")
    former = own.phrase.lower().startswith(_FORMER)
    least = _LEAST if own.bare or former else _LEAST_FULL
    if not own.bare and own.gender is not None and _is_only_one(discourse, anchor, own.gender):
        least -= _FOR_THE_ONLY_ONE
    pronoun = {"feminine": "elle", "masculine": "il"}.get(own.gender or "", "son")
    meant = discourse.antecedent(anchor, pronoun, own.gender, least, named="person")
    if meant is not None and own.gender is not None and meant.gender is None:
        least = max(least, _LEAST_UNSURE)
        meant = discourse.antecedent(anchor, pronoun, own.gender, least, named="person")
    return None if meant is not None and _holds_another(meant, own) else meant


def _holds_another(person: Referent, described: Appearance) -> bool:
    """Whether somebody is known by another function than the office that a description names."""
    if not is_office(described.noun) or described.phrase.lower().startswith(_FORMER):
        return False
    own = content_words(described.noun)
    same = person.roles.get(described.noun, frozenset()) - own
    if same:
        # The president of a region is not that of the republic.
        return not content_words(described.description) & same
    # A secretary of state is called a minister, too.
    minister = described.noun == "ministre" and described.bare
    nouns = {"ministre", "secrétaire"} if minister else {described.noun}
    known = person.roles.keys() - _LEARNED
    return bool(known) and not nouns & known


def _is_only_one(discourse: Discourse, anchor: int, gender: Gender) -> bool:
    """Whether only one person of a gender has been named within reach before an offset."""
    named = {
        id(referent)
        for _, referent in discourse.appearing(anchor - REACH, anchor)
        if referent.named and referent.kind == "person" and referent.gender in (gender, None)
    }
    return len(named) == 1


def _continued(discourse: Discourse, draft: Draft) -> Turn | None:
    """Who goes on speaking: the last speaker, unless the sentence before has another subject."""
    subject = _introduced(discourse, draft) or _interlocutor(discourse, draft)
    subject = subject or _subject_before(discourse, draft.content[0])
    if subject is not None:
        return Turn(draft, _identity(subject, "subject-before"), subject)
    last = discourse.last
    if last is not None and (other := _answering(discourse, draft, last)) is not None:
        return Turn(draft, _identity(other, "subject-before"), other)
    if last is not None:
        return Turn(draft, last.identity, last.referent)
    # Before anybody has spoken, it is the person whom the text is about.
    about = discourse.antecedent(draft.content[0], "son", None, _LEAST_UNSURE, named="person")
    about = about or discourse.announced(draft.content[1], "son")
    return Turn(draft, _identity(about, "protagonist"), about) if about is not None else None


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
    between = text[last.draft.content[1] : draft.content[0]]
    if last.end > last.draft.content[1] or not _ADJACENT.fullmatch(between):
        return None
    others = (t.referent for t in reversed(discourse.turns) if t.referent is not last.referent)
    return next((r for r in others if r is not None and r.kind in ("person", "group")), None)


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
    earlier = (t.referent for t in reversed(discourse.turns) if t.referent is not last.referent)
    return next((r for r in earlier if r is not None and r.kind == "person"), None)


def _subject_before(discourse: Discourse, position: int) -> Referent | None:
    """The person who is the subject of the sentence right before, outside of quotations."""
    text, last, parse = discourse.reading.text, discourse.last, discourse.reading.parse
    spoken = 0
    if last is not None and (word := parse.last_word(last.end - 1)) is not None:
        # What stands beside a speaker in the reporting clause is no new subject.
        clause = parse.words[parse.sentence_of(word.index).last - 1].end
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
    return _taken_up(discourse, phrase, appearance.start, found) or found


def _is_main(parse: Parse, subject: Appearance) -> bool:
    """Whether a subject is that of a main clause, alone: not *le frère et la sœur*."""
    word = parse.words[subject.head]
    while word.head >= 0 and word.relation in ("flat", "appos", "nmod"):
        word = parse.words[word.head]
    both = word.relation == "conj" or any(parse.dependents(word.index, "conj"))
    above = parse.words[word.head] if word.head >= 0 else word
    return not both and above.relation in ("root", "conj", "parataxis")
