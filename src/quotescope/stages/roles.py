"""Functions that the text gives people: *le président du club Jean X*, *Jean X, président*."""

from __future__ import annotations

from quotescope import lexicon
from quotescope.models import Gender
from quotescope.parsing import Parse, Word
from quotescope.stages.names import is_origin, is_role, is_role_noun, present

_PLACING = frozenset(("sur", "à", "dans", "en", "depuis", "chez"))
_GENDERS: dict[str, Gender] = {"f": "feminine", "m": "masculine"}


def gender_of(letter: str) -> Gender | None:
    """The gender that a lexicon letter stands for; None for a word of either."""
    return _GENDERS.get(letter)


def role_beside(parse: Parse, words: list[Word]) -> list[Word]:
    """The function given beside a name: *le président Jean X*, *Jean X, président du club*."""
    first = words[0]
    if first.index and parse.words[first.index - 1].form in lexicon.titles():
        first = parse.words[first.index - 1]
    before = _role_before(parse, first.index) or _role_before(parse, words[0].index)
    if not before and first is not words[0] and parse.words[first.index - 1].upos == "DET":
        # *le chef du service, le commandant Jeanne X*
        before = _role_before(parse, first.index - 1)
    if before and _is_cited(parse, before[0].index) and not _closes(parse, words[-1].index):
        before = []
    placed = words[0].index > 0 and parse.words[words[0].index - 1].form.lower() in _PLACING
    return before or ([] if placed else _role_after(parse, words[-1].index))


def _is_cited(parse: Parse, first: int) -> bool:
    """Whether a phrase is the object of *selon*: *Selon le porte-parole, Jean X veut…*"""
    return first > 0 and parse.words[first - 1].form.lower() in ("selon", "après", "pour")


def _closes(parse: Parse, last: int) -> bool:
    """Whether a comma or the end follows, as it does behind an apposition."""
    following = parse.words[last + 1 : last + 2]
    return not following or following[0].upos == "PUNCT"


def noun_lemma(noun: Word) -> str:
    """The lemma of a noun for a person, the same for both genders."""
    roles = lexicon.roles()
    own = noun.form.lower()
    for form in (own, own.rstrip("s"), noun.lemma.lower(), present(own)):
        if form in roles:
            return roles[form].lemma
    return noun.lemma.lower()


# How many functions, each the complement of the one before it, are looked through.
_DEEPEST = 6


def _role_before(parse: Parse, index: int, depth: int = 0) -> list[Word]:
    """The words of a role phrase that ends right before a name, or before the comma there."""
    last = index - 1
    if last >= 0 and parse.words[last].form == ",":
        last -= 1
    if last >= 2 and parse.words[last].form == ")" and parse.words[last - 2].form == "(":
        # *le patron du Parti des rivières (PR), Jean X*
        last -= 3
    if last < 0 or parse.words[last].upos not in ("NOUN", "ADJ", "PROPN", "VERB"):
        return []
    comma = last != index - 1
    sentence = parse.sentence_of(index)
    for at in range(last, max(sentence.first - 1, last - 16), -1):
        word = parse.words[at]
        if word.upos in ("PUNCT", "SCONJ", "CCONJ", "AUX") or word.feat("VerbForm") == "Fin":
            return []
        if not is_role_noun(parse, word):
            continue
        if "Plur" in word.feats:
            return []
        governed = at > 0 and parse.words[at - 1].upos == "ADP" and not comma
        first = at
        while first > sentence.first and parse.words[first - 1].upos in ("DET", "ADJ", "NUM"):
            first -= 1
        complement = first > sentence.first and parse.words[first - 1].lemma == "de"
        if complement and depth < _DEEPEST:
            earlier = [] if governed else _role_before(parse, first - 1, depth + 1)
            if not comma and not earlier and _has_role_before(parse, first - 1, sentence.first):
                continue
        return list(parse.words[first : last + 1])
    return []


def _has_role_before(parse: Parse, index: int, first: int) -> bool:
    for at in range(index - 1, max(first - 1, index - 8), -1):
        word = parse.words[at]
        if word.upos in ("PUNCT", "AUX", "SCONJ") or word.feat("VerbForm") == "Fin":
            return False
        if word.upos == "NOUN" and is_role(word):
            return True
    return False


def _role_after(parse: Parse, index: int) -> list[Word]:
    """The words of an apposed role phrase: *, présidente de la région,*."""
    words = parse.words
    sentence = parse.sentence_of(index)
    at = index + 1
    if at + 1 >= sentence.last or words[at].form not in (",", "("):
        return []
    at += 1
    first = at
    while at < sentence.last and words[at].upos in ("DET", "ADJ", "NUM") and at < first + 3:
        at += 1
    if at >= sentence.last or words[at].upos != "NOUN" or not is_role(words[at]):
        return []
    named = at + 1 < sentence.last and words[at + 1].upos == "PROPN"
    if words[at].relation == "nsubj" or named:
        return []
    end = at
    while (
        end + 1 < sentence.last
        and words[end + 1].upos not in ("PUNCT", "AUX", "SCONJ")
        and (words[end + 1].feat("VerbForm") is None and words[end + 1].feat("PronType") != "Rel")
    ):
        end += 1
    while end > at and words[end].upos in ("ADP", "DET", "CCONJ", "PRON"):
        end -= 1
    return list(words[first : end + 1])


def noun_gender(parse: Parse, noun: Word) -> Gender | None:
    """The gender of a role noun, from its form, its determiner and its adjectives."""
    role = (
        lexicon.origins().get(noun.form)
        or lexicon.roles().get(noun.form.lower())
        or lexicon.roles().get(noun.lemma.lower())
        or lexicon.roles().get(present(noun.form.lower()))
    )
    if role is not None and role.gender in ("f", "m") and role.feminine is None:
        return gender_of(role.gender)
    for word in (*parse.dependents(noun.index, "det", "amod"), noun):
        form = word.form.lower()
        if form in ("la", "une", "cette", "sa", "ma"):
            return "feminine"
        if form in ("le", "un", "ce", "cet"):
            return "masculine"
        if word.upos == "ADJ" and word.feat("Gender"):
            return "feminine" if word.feat("Gender") == "Fem" else "masculine"
    if role is not None and role.feminine is not None:
        found = noun.form if is_origin(noun) else present(noun.form.lower().rstrip("s"))
        return "feminine" if found == role.feminine else "masculine"
    return None
