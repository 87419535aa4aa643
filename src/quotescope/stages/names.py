"""What names and nouns can be: who can speak, what is a title or a name of a thing."""

from __future__ import annotations

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.marks import Marked
from quotescope.stages.records import Reading

_SPEAKING_PRONOUNS = frozenset(
    "il elle ils elles lui eux moi nous celui-ci celle-ci ceux-ci celles-ci on certains certaines"
    " beaucoup plusieurs d'autres autre autres un une l'un l'autre".split()
)
_SMALL_WORDS = frozenset("de du des la le les l' d' à au aux et en sur un une pour dans a".split())


def is_role(word: Word) -> bool:
    """Whether a noun names a person by function, profession or relation."""
    return word.lemma.lower() in lexicon.roles() or word.form.lower() in lexicon.roles()


def is_organisation(word: Word) -> bool:
    return word.lemma.lower() in lexicon.organisations()


def is_group(word: Word) -> bool:
    return word.lemma.lower() in lexicon.groups() and "Plur" in word.feats


def is_document(word: Word) -> bool:
    """Whether a noun names a text or a broadcast that itself speaks."""
    noun = lexicon.nouns().get(word.lemma.lower())
    return noun is not None and "document" in noun.constructions


def can_speak(parse: Parse, word: Word) -> bool:
    """Whether a phrase with this head can be somebody who says something."""
    if word.upos == "PROPN":
        return True
    if word.upos in ("PRON", "DET"):
        return word.form.lower() in _SPEAKING_PRONOUNS or word.form.startswith("-")
    if is_role(word) or is_organisation(word) or is_group(word) or is_document(word):
        return True
    if word.lemma.lower() in lexicon.groups():
        return True
    noun = lexicon.nouns().get(word.lemma.lower())
    if noun is not None and "de" in noun.constructions:
        return True
    return any(w.upos == "PROPN" for w in parse.dependents(word.index, "flat", "appos", "nmod"))


def is_named_thing(reading: Reading, marked: Marked) -> bool:
    """Whether what stands between marks is the title or the name of something, nobody's words.

    Told by the noun or verb right before the marks (*le film « … »*, *surnommé « … »*).
    """
    parse = reading.parse
    before = [w for w in parse.words_in(max(0, marked.outer_start - 40), marked.outer_start)]
    before = [w for w in before if w.upos != "PUNCT"]
    inside = reading.words((marked.start, marked.end))
    if not before or not inside:
        return False
    last = before[-1]
    between = reading.text[last.end : marked.outer_start]
    if ":" in between or len(inside) > 12:
        return False
    if last.lemma.lower() in lexicon.nonspeech() or last.form.lower() in lexicon.nonspeech():
        return True
    noun = lexicon.nouns().get(last.lemma.lower())
    if noun is not None and "title" in noun.constructions and "," not in between:
        return "object" not in noun.constructions or _is_capitalised(inside)
    return False


def _is_capitalised(words: tuple[Word, ...]) -> bool:
    content = [w for w in words if w.form.lower() not in _SMALL_WORDS]
    return bool(content) and all(w.form[:1].isupper() or w.form[:1].isdigit() for w in content)
