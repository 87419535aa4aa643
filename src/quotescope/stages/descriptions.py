"""Whom a name or a description stands for, inside the text alone."""

from __future__ import annotations

import regex

from quotescope.models import Gender
from quotescope.stages.discourse import Discourse
from quotescope.stages.entities import Appearance, fold, plain_phrase
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import is_generic, is_office, is_organisation, is_written
from quotescope.stages.records import Mention, Reading
from quotescope.stages.referents import REACH, Referent, content_words

# How salient a person must be for a new description to take them up: more where their gender is
# not known to agree, and still more for a description with a complement (*le maire de Lyon*), which
# rather presents somebody new.
_LEAST = 1.2
LEAST_UNSURE = 2.0
_LEAST_FULL = 3.5
_FOR_THE_ONLY_ONE = 1.0
# How salient the named body must be that *l'entreprise* or *l'association* takes up.
_LEAST_BODY = 0.0
_LONGEST_NAME = 300
# As *fold* leaves them.
_FORMER = ("l ancien", "l ex ", "cet ancien", "cette ancienne")
# They may hold any office besides.
_LEARNED = frozenset(("professeur", "docteur", "médecin", "avocat"))
# *le cabinet d'expertise Mains vertes*, but not *l'agence qui siège à Rives*
_NAMED = regex.compile(r"(?<!\b(?:à|de|du|des|par|en|dans|sur|chez|avec))(?<=\b\p{Ll}+)\s\p{Lu}")
# Within so many characters two people are named of whom one is *le premier*.
_TWO_WITHIN = 400
OF_TWO = frozenset(("le premier", "la première", "le second", "la seconde"))


def named(discourse: Discourse, mention: Mention) -> Referent | None:
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
        # *la fédération des brasseurs, Febra*; *le cabinet de la maire, Jeanne X*: the mayor's name
        return name.kind != "person" and before.endswith(",") and name.end == mention.end
    return name.kind == "person" and not before.endswith(
        ("de", "d'", "d’", "du", "des", "à", "au", "aux", "par", "avec", "et", "pour")
    )


def speaking_together(discourse: Discourse, mention: Mention) -> Referent | None:
    """Several people who speak together: *Jeanne X et son voisin Paul Y*."""
    reading = discourse.reading
    head = reading.parse.words[mention.head]
    others = [
        w
        for w in reading.parse.dependents(head.index, "conj")
        if w.start < mention.end and w.upos in ("PROPN", "NOUN")
        # *le directeur du Science & Progress Council*
        if not any(c.form == "&" for c in reading.parse.dependents(w.index, "cc"))
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


def couple_before(discourse: Discourse, anchor: int) -> Referent | None:
    """Several people together who are the last subject of their kind before an offset."""
    parse = discourse.reading.parse
    floor = discourse.reading.line_start(anchor)
    for a, _ in reversed(discourse.appearing(floor, anchor)):
        head = a.role_head if a.role_head is not None else a.head
        if a.name and a.subject and any(parse.dependents(head, "conj")):
            return speaking_together(discourse, mention_of(parse, head))
    return None


def one_of_two(discourse: Discourse, low: str, anchor: int) -> Referent | None:
    """Whom *le premier* or *la seconde* means: of the last two people named, in their order."""
    people: list[Referent] = []
    for a, referent in reversed(discourse.appearing(anchor - _TWO_WITHIN, anchor)):
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


def described(discourse: Discourse, mention: Mention) -> Referent | None:
    """The referent that has an appearance with the same head."""
    head = discourse.reading.parse.words[mention.head]
    for a, referent in discourse.appearing(head.start - REACH, head.start + 1):
        if a.head == mention.head and not a.name:
            return discourse.meant.get(id(referent), referent)
    return None


def taken_up_by(
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
    least = _LEAST if own.bare or _is_former(own) else _LEAST_FULL
    if not own.bare and own.gender is not None and _is_only_one(discourse, anchor, own.gender):
        least -= _FOR_THE_ONLY_ONE
    pronoun = {"feminine": "elle", "masculine": "il"}.get(own.gender or "", "son")
    meant = discourse.antecedent(anchor, pronoun, own.gender, least, named="person")
    if meant is not None and own.gender is not None and meant.gender is None:
        least = max(least, LEAST_UNSURE)
        meant = discourse.antecedent(anchor, pronoun, own.gender, least, named="person")
    return None if meant is not None and _holds_another(meant, own) else meant


def _holds_another(person: Referent, described: Appearance) -> bool:
    """Whether somebody is known by another function than the office that a description names."""
    if not is_office(described.noun) or _is_former(described):
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


def _is_former(described: Appearance) -> bool:
    """Whether a description tells what somebody was: *l'ancien maire*, *l'ex-préfète*."""
    return fold(described.phrase).startswith(_FORMER)


def _is_only_one(discourse: Discourse, anchor: int, gender: Gender) -> bool:
    """Whether only one person of a gender has been named within reach before an offset."""
    named = {
        id(referent)
        for _, referent in discourse.appearing(anchor - REACH, anchor)
        if referent.named and referent.kind == "person" and referent.gender in (gender, None)
    }
    return len(named) == 1
