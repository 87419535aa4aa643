"""Stage 7: who the speaker phrases stand for, inside this text alone.

The text is followed in reading order.  A name is given the fullest form that the text has for it;
a description is tied to the person that it was given to, or takes up the most salient one; a
pronoun takes up the most salient fitting referent.  What the text does not tell stays ``None``.
"""

from __future__ import annotations

import regex

from quotescope.models import SpeakerKind
from quotescope.stages.cues import group
from quotescope.stages.descriptions import (
    OF_TWO,
    couple_before,
    described,
    named,
    one_of_two,
    speaking_together,
    taken_up_by,
)
from quotescope.stages.discourse import (
    CONCERNED,
    FEMININE,
    MASCULINE,
    PLURAL,
    POSSESSIVE,
    Discourse,
    Identity,
    Turn,
    identity_of,
    pronoun_gender,
)
from quotescope.stages.entities import plain_phrase
from quotescope.stages.floor import who_goes_on
from quotescope.stages.on_behalf import on_behalf_of
from quotescope.stages.placeless_on import goes_on_behalf, placed_there
from quotescope.stages.records import Draft, Mention, Reading
from quotescope.stages.referents import Referent

_SOURCE_WITHIN = 30
_SAME_SOURCE = regex.compile(r"\b(?:de|la)\smême\ssource\b")
# *à l'en croire*: object pronouns, with possessives that show as much of who is meant
_OBJECTS = {"l'": "son", "les": "leur", "l'on": "on"}
_THIS_SOURCE = frozenset(("cette source", "la même source", "cette même source"))
_NEUTER = frozenset(("cela", "ça", "ceci", "ce", "c'"))
# *confie-t-il sous le couvert de l'anonymat*: nobody whom the text names
_ANONYMOUS = regex.compile(r"[^.!?\n»\"”]{0,40}\banonym")
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
        return who_goes_on(discourse, draft)
    if draft.mention is None:
        return _written_there(discourse, draft)
    mention = draft.mention
    low = _plain(discourse.reading.text[mention.start : mention.end])
    if draft.marked and (low in _NEUTER or _is_among(mention, draft)):
        # What says nothing itself leaves the floor to who has it.
        return who_goes_on(discourse, draft)
    if low == "il" and _is_impersonal(discourse.reading, draft):
        # *est-il écrit dans le rapport*
        low = "on"
    anchor = min(mention.start, draft.content[0])
    one = _other(discourse, mention, low, anchor)
    if one is not None:
        return Turn(draft, identity_of(one, "pronoun"), one)
    if low not in CONCERNED and (low in POSSESSIVE or low in MASCULINE or low in FEMININE):
        return _of_pronoun(discourse, draft, mention, low)
    if low == "on" and (turn := _of_on(discourse, draft, mention)) is not None:
        return turn
    if low in _THIS_SOURCE and (last := discourse.last) and "source" in (last.identity.name or ""):
        return Turn(draft, last.identity, last.referent)
    if low in _VAGUE:
        return Turn(draft, Identity(None, "unknown", None, None, "vague"), None)
    return _of_phrase(discourse, draft, mention)


def _plain(phrase: str) -> str:
    """A phrase as the lists of pronouns have it."""
    low = " ".join(phrase.lower().replace("’", "'").split())
    if low.startswith(("celui ", "celle ")):
        low = low[:5]
    return _OBJECTS.get(low, low)


def _other(discourse: Discourse, mention: Mention, low: str, anchor: int) -> Referent | None:
    """Whom a word means that sets people against each other: *le second*, *l'intéressée*."""
    if low in OF_TWO:
        return one_of_two(discourse, low, anchor)
    apposed = _NAME_APPOSED.match(discourse.reading.text, mention.end)
    return discourse.concerned(anchor, low) if low in CONCERNED and not apposed else None


def _of_pronoun(discourse: Discourse, draft: Draft, mention: Mention, low: str) -> Turn:
    """The turn of whom a pronoun or a possessive takes up."""
    anchor = min(mention.start, draft.content[0])
    found = None
    if "nested" not in draft.rules:
        # Whom a speaker calls *il* only the speaker's own words could tell.
        secret = _ANONYMOUS.match(discourse.reading.text, mention.end) is not None
        found = discourse.antecedent(anchor, low, unnamed=True) if secret else None
        found = found or discourse.newcomer(anchor, mention.start, low)
        found = found or discourse.antecedent(anchor, low)
        found = found or discourse.announced(mention.end, low)
    if found is None and low in PLURAL:
        found = couple_before(discourse, anchor)
    if found is None:
        unknown = Identity(None, "unknown", pronoun_gender(low), None, "unresolved")
        return Turn(draft, unknown, None)
    return Turn(draft, identity_of(found, "pronoun"), found)


def _of_on(discourse: Discourse, draft: Draft, mention: Mention) -> Turn | None:
    """The turn of whom *on* speaks for, where the text shows it."""
    reading, last = discourse.reading, discourse.last
    if last and _SAME_SOURCE.search(reading.text, mention.end, mention.end + _SOURCE_WITHIN):
        return Turn(draft, last.identity, last.referent)
    if (place := on_behalf_of(reading, draft, mention)) is not None:
        found = named(discourse, place) or described(discourse, place)
        if found is not None and (found.named or found.kind == "person"):
            return Turn(draft, identity_of(found, "on-behalf"), found)
        name = plain_phrase(reading.text[place.start : place.end])
        source = reading.parse.words[place.head].lemma.lower() == "source"
        kind: SpeakerKind = "unnamed" if source else "organisation"
        return Turn(draft, Identity(name, kind, None, None, "on-behalf"), None)
    if (same := goes_on_behalf(discourse, mention)) is not None:
        return Turn(draft, same.identity, same.referent)
    there = placed_there(discourse, draft, mention, min(mention.start, draft.content[0]))
    return Turn(draft, identity_of(there, "on-behalf"), there) if there is not None else None


def _of_phrase(discourse: Discourse, draft: Draft, mention: Mention) -> Turn:
    """The turn of whom a name or a description stands for."""
    both = speaking_together(discourse, mention)
    if both is not None:
        return Turn(draft, Identity(both.name, "group", None, None, "joint"), both)
    found = named(discourse, mention)
    if found is not None:
        return Turn(draft, identity_of(found, "name"), found)
    found = described(discourse, mention)
    if found is None:
        name = plain_phrase(discourse.reading.text[mention.start : mention.end])
        return Turn(draft, Identity(name, "unknown", None, None, "phrase"), None)
    if found.named:
        return Turn(draft, identity_of(found, "role"), found)
    anchor = min(mention.start, draft.content[0])
    meant = None if "nested" in draft.rules else taken_up_by(discourse, mention, anchor, found)
    if meant is not None:
        discourse.identify(found, meant)
        return Turn(draft, identity_of(meant, "description"), meant)
    return Turn(draft, identity_of(found, "phrase"), found)


def _written_there(discourse: Discourse, draft: Draft) -> Turn | None:
    """The text that *y* takes up where nobody is named: *Le retrait y est qualifié de « A »*."""
    if draft.cue is None or draft.cue.category != "verb":
        return None
    verb = discourse.reading.parse.words[draft.cue.word]
    if not any(w.form.lower() == "y" for w in group(discourse.reading.parse, verb)):
        return None
    written = discourse.written_before(draft.content[0])
    return Turn(draft, identity_of(written, "on-behalf"), written) if written is not None else None


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
