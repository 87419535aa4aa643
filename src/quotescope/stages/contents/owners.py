"""Whose words a cue reports: the subject of a verb, the owner of a noun."""

from __future__ import annotations

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import can_speak, is_body, is_document
from quotescope.stages.records import CueWord, Mention, Reading
from quotescope.stages.sources import speaker_of, subject_of


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


def is_bare_infinitive(reading: Reading, cue: CueWord) -> bool:
    """Whether the cue is an infinitive that only goes on: *Et de conclure : « … »*."""
    verb = reading.parse.words[cue.word]
    return verb.feat("VerbForm") == "Inf" and reading.parse.words[cue.word - 1].lemma == "de"


def owner_of(parse: Parse, noun: Word, until: int | None = None) -> Mention | None:
    """Whose words a noun names, told before an offset: *les propos de X*, *le mot d'ordre du
    parti*, *son message*."""
    for index in parse.subtree(noun.index):
        word = parse.words[index]
        belongs = any(w.lemma == "de" for w in parse.dependents(index, "case"))
        # *le mot d'ordre* is nobody's yet.
        bare = word.upos == "NOUN" and not any(parse.dependents(index, "det"))
        if bare and "Plur" not in word.feats and word.form not in lexicon.titles():
            continue
        if index > noun.index and belongs and word.relation == "nmod" and can_speak(parse, word):
            return mention_of(parse, index, until=until)
    for child in parse.dependents(noun.index, "acl"):
        behind = parse.words[child.index + 1 : child.index + 2]
        if child.lemma == "signer" and behind and behind[0].upos == "PROPN":
            # *la formule, signée Jeanne X*
            return mention_of(parse, behind[0].index)
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
    owner = owner_of(parse, noun)
    subject = subject_of(parse, parse.words[noun.head]) if noun.head >= 0 else None
    if subject is None or subject.index == noun.index:
        return owner
    if owner is not None:
        # *Le speaker avait son mot : « S »*: what somebody has is theirs.
        theirs = parse.words[owner.head].upos == "DET" and is_body(subject)
        return mention_of(parse, subject.index) if theirs else owner
    thing = is_document(subject) or not is_body(subject)
    if thing and (behind := owner_of(parse, subject)) is not None:
        # *Sa réponse tient en un mot : « S »*
        return behind
    return mention_of(parse, subject.index)
