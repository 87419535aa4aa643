"""Stage 5: who and what appears in a text: names, and the noun phrases that stand for speakers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

import regex

from quotescope import lexicon
from quotescope.models import Gender, SpeakerKind
from quotescope.parsing import Parse, Word
from quotescope.stages.mentions import mention_of
from quotescope.stages.names import (
    is_collective,
    is_document,
    is_group,
    is_organisation,
    is_role,
    is_role_noun,
)
from quotescope.stages.proper_names import is_acronym, is_first_name, names_in, surnames_in
from quotescope.stages.records import Reading
from quotescope.stages.roles import gender_of, noun_gender, noun_lemma, role_beside

# *le Front des planteurs (FDP)*: whatever its noun, it is a body.
_SPELT = regex.compile(r"\p{Lu}\p{Ll}[^().,;:«»\"\n]{2,80}+\(\p{Lu}{2,8}\)")
_ACCENTS = regex.compile(r"\p{Mn}+")
_COUNTS = frozenset("millier poignée majorité minorité partie moitié plupart".split())
_APART = str.maketrans("'’-", "   ")
_OF = regex.compile(r"\b(?:de|du|des|à|au)\b|\bd['’]")
_FOREIGN_ARTICLES = frozenset("The Die Der Das".split())
_ARTICLE_GENDERS: dict[str, Gender] = {
    "le": "masculine",
    "du": "masculine",
    "au": "masculine",
    "la": "feminine",
}


@dataclass(frozen=True, slots=True)
class Appearance:
    """One phrase that names or describes somebody or something that can speak.

    ``start`` to ``end`` is the whole phrase, ``name`` the name in it (empty where it has none),
    ``owned`` whether it is somebody's (*son avocate*), ``role`` the function that it gives,
    ``noun`` the lemma of the noun for it and ``description`` the words that tell it, both under
    the usual name of the office, ``functions`` the nouns that a title stands for,
    each with the words that tell it.
    """

    start: int
    end: int
    head: int
    phrase: str
    name: tuple[str, ...]
    noun: str
    description: str
    functions: tuple[tuple[str, str], ...]
    head_form: str
    role: str | None
    role_head: int | None
    kind: SpeakerKind
    gender: Gender | None
    plural: bool
    definite: bool
    owned: bool
    bare: bool
    subject: bool
    quoted: bool


_CONTRACTED = {"du": "le", "des": "les", "au": "le", "aux": "les"}


def plain_phrase(phrase: str) -> str:
    """A phrase on one line, its article freed of a preposition: *du préfet* is *le préfet*."""
    words = phrase.split()
    if words:
        words[0] = _CONTRACTED.get(words[0].lower(), words[0])
    return " ".join(words)


def fold(text: str) -> str:
    """A name without accents, case, apostrophes and hyphens, for comparing."""
    bare = _ACCENTS.sub("", normalize("NFKD", text).lower())
    return " ".join(bare.translate(_APART).split())


def office(phrase: str, noun: str) -> tuple[str, str]:
    """The noun and the words of a function under its usual name: *le chef du gouvernement* is the
    *ministre* who is *premier*."""
    folded = f" {fold(phrase)} "
    for other, usual in _offices():
        if other in folded:
            return usual.split()[0], usual
    return noun, phrase


def office_held(phrase: list[Word], role: str, noun: str) -> tuple[str, str]:
    """The same of the function that a name stands beside: *le président Jeanne X*, president of
    nothing that is told, is that of a republic."""
    owned = bool(phrase) and "Poss=Yes" in phrase[0].feats
    if noun == "président" and not owned and not _OF.search(role):
        return noun, f"{role} république"
    return office(role, noun)


@cache
def _offices() -> list[tuple[str, str]]:
    return [(f" {fold(other)} ", usual) for other, usual in lexicon.offices().items()]


def find_appearances(reading: Reading) -> tuple[Appearance, ...]:
    """Every phrase of the text that can be a speaker, in reading order."""
    names = list(names_in(reading))
    inside = {word.index for _, words in names for word in words}
    found = [_named(reading, title, words) for title, words in names]
    for word in surnames_in(reading, [a.name for a in found]):
        if word.index not in inside:
            inside.add(word.index)
            found.append(_named(reading, None, [word]))
    inside |= {a.role_head for a in found if a.role_head is not None}
    for word in reading.parse.words:
        acronym = word.form.isupper() and is_organisation(word)
        nominal = word.upos == "NOUN" or acronym or is_role_noun(reading.parse, word)
        if nominal and word.index not in inside and not _only_tells(reading.parse, word):
            described = _described(reading, word)
            if described is not None:
                found.append(described)
    return tuple(sorted(found, key=lambda a: (a.start, -a.end)))


def _only_tells(parse: Parse, noun: Word) -> bool:
    """Whether a noun without an article only tells what somebody is: *X, 26 ans, pompier*; *son
    père, paysan et ténor*."""
    while noun.relation == "conj":
        if any(parse.dependents(noun.index, "det")):
            return False
        noun = parse.words[noun.head]
    if noun.relation != "appos" or any(parse.dependents(noun.index, "det", "nummod", "case")):
        return False
    above = parse.words[noun.head]
    return is_role(noun) and (above.upos == "PROPN" or is_role(above))


def _named(reading: Reading, title: lexicon.TitleEntry | None, words: list[Word]) -> Appearance:
    parse, text = reading.parse, reading.text
    start, end = words[0].start, words[-1].end
    name = tuple(text[w.start : w.end] for w in _distinct(words))
    acronym = len(words) == 1 and is_acronym(words[0])
    title = None if acronym else title
    phrase = [] if acronym or _names_its_body(parse, words) else role_beside(parse, words)
    noun = next((w for w in phrase if is_role(w)), None)
    body = None if noun else _body_beside(parse, words)
    role_noun = noun_lemma(noun) if noun else ""
    role_gender = noun_gender(parse, noun) if noun else None
    begin = next((w for w in phrase if w.upos != "DET"), None)
    role = text[begin.start : phrase[-1].end] if begin else None
    before = _word_before(parse, words)
    article = before.form.lower() if before is not None else ""
    determined = article in ("le", "la", "l'", "les", "du", "au")
    kind = _kind_of_name(words, title, role_noun, determined or body is not None)
    if _is_medium(parse, words):
        kind = "organisation"
    if body is not None:
        noun, role_noun = body, body.lemma.lower()
    titled = noun is not None and noun.form in lexicon.titles()
    noun_tells = None if titled and role_gender == "masculine" else role_gender
    noun_tells = noun_tells or _gender_of_head(parse, words[0])
    gender = _gender_of_title(title)
    if gender is None and noun_tells != "feminine" and kind in ("person", "unknown"):
        # *le docteur*, *le maire* may be a woman: a first name tells more than such a noun.
        gender = _gender_of_first_name(words)
    gender = gender or noun_tells
    if gender is None and kind not in ("person", "unknown"):
        gender = _ARTICLE_GENDERS.get(article)
    usual, description = office_held(phrase, role or "", role_noun)
    return Appearance(
        start=start,
        end=end,
        head=next((w for w in words if w.upos != "DET"), words[0]).index,
        phrase=text[start:end],
        name=name,
        noun=usual,
        description=description,
        functions=_functions(title) if title is not None else (),
        head_form=words[0].form,
        role=role,
        role_head=noun.index if noun else None,
        kind=kind,
        gender=gender,
        plural=False,
        definite=True,
        owned=False,
        bare=True,
        subject=_is_subject(parse, words),
        quoted=reading.around(start) is not None,
    )


def _functions(title: lexicon.TitleEntry) -> tuple[tuple[str, str], ...]:
    told = " ".join((title.form, *title.expansions))
    return tuple((noun, f"{noun} {told}") for noun in title.functions)


def _names_its_body(parse: Parse, words: list[Word]) -> bool:
    """Whether a name is that of the body before it: *le président du groupe Avenir commun*."""
    before = _word_before(parse, words)
    return before is not None and is_organisation(before) and not is_first_name(words[0])


def _body_beside(parse: Parse, words: list[Word]) -> Word | None:
    """The noun for a body right before its name, or apposed to it: *l'ONG Mains vertes*, *Mains
    vertes, association de quartier*."""
    before = _word_before(parse, words)
    if before is not None and before.upos in ("NOUN", "PROPN"):
        if is_organisation(before):
            return before
        # *le cabinet d'expertise Mains vertes*
        above = parse.words[before.head]
        kind = before.relation == "nmod" and not _limits(parse, before)
        if kind and above.index == before.index - 2 and is_organisation(above):
            return above
    after = parse.words[words[-1].index + 1 : words[-1].index + 3]
    apposed = len(after) == 2 and after[0].form == "," and after[1].upos == "NOUN"
    single = len(words) == 1 and not is_first_name(words[0])
    return after[1] if apposed and single and is_organisation(after[1]) else None


def _word_before(parse: Parse, words: list[Word]) -> Word | None:
    index = words[0].index
    return parse.words[index - 1] if index else None


def _distinct(words: list[Word]) -> list[Word]:
    """The words without the second half of contracted tokens, which share a span."""
    return [w for i, w in enumerate(words) if i == 0 or w.start != words[i - 1].start]


def _kind_of_name(
    words: list[Word], title: lexicon.TitleEntry | None, role_noun: str, determined: bool
) -> SpeakerKind:
    form = " ".join(w.form for w in words)
    if form in lexicon.places():
        return "place" if lexicon.places()[form].kind != "institution" else "organisation"
    full = is_first_name(words[0]) and len(words) > 1
    acronym = len(words) == 1 and is_acronym(words[0])
    if not full and title is None and (determined or acronym):
        return "organisation"
    if title is not None or role_noun or full:
        return "person"
    bare = len(words) in (2, 3) and all(w.form[0].isupper() and not w.form.isupper() for w in words)
    bare = bare and words[0].form not in _FOREIGN_ARTICLES
    places = lexicon.places()
    if bare and not any(is_organisation(w) or w.form in places for w in words):
        return "person"
    return "person" if is_first_name(words[0]) else "unknown"


def _is_medium(parse: Parse, words: list[Word]) -> bool:
    """Whether a name is that of a paper or a broadcaster, with an article in it or before it."""
    name = " ".join(w.form for w in words).replace("' ", "'")
    before = _word_before(parse, words)
    article = before.form if before is not None else ""
    space = "" if article.endswith("'") else " "
    return name in lexicon.media() or f"{article}{space}{name}" in lexicon.media()


def _gender_of_head(parse: Parse, word: Word) -> Gender | None:
    """The gender of the noun that a name follows: *la parfumeuse Zhang Ruolan*."""
    if word.relation not in ("appos", "nmod", "flat") or word.head != word.index - 1:
        return None
    return noun_gender(parse, parse.words[word.head])


def _gender_of_title(title: lexicon.TitleEntry | None) -> Gender | None:
    return gender_of(title.gender) if title is not None else None


def _gender_of_first_name(words: list[Word]) -> Gender | None:
    if not is_first_name(words[0]):
        return None
    form, known = words[0].form, lexicon.first_names()
    return gender_of(known.get(form) or known.get(form.split("-")[0], "e"))


def _is_subject(parse: Parse, words: list[Word]) -> bool:
    word = words[0]
    for _ in range(4):
        if word.relation == "nsubj" or _is_clefted(parse, word):
            return True
        if word.head < 0:
            return min(parse.subtree(word.index)) == parse.sentence_of(word.index).first
        if word.relation in ("flat", "appos", "nmod", "conj") and word.head >= 0:
            if word.relation == "nmod" and any(parse.dependents(word.index, "case")):
                return False
            word = parse.words[word.head]
        else:
            return False
    return False


def _is_clefted(parse: Parse, word: Word) -> bool:
    """Whether a phrase is brought forward: *c'est X qui a tranché*."""
    return any(
        w.form.lower() in ("c'", "ce") for w in parse.dependents(word.index, "nsubj", "expl")
    )


def _described(reading: Reading, noun: Word) -> Appearance | None:
    """A phrase without a name of its own: *la présidente*, *un témoin*, *le parquet de Lyon*."""
    parse = reading.parse
    kind: SpeakerKind
    if is_role(noun):
        kind = "person"
    elif is_organisation(noun):
        kind = "organisation"
    elif is_collective(noun):
        kind = "group"
    elif is_document(noun) or _SPELT.match(reading.text, noun.start):
        kind = "organisation"
    else:
        return None
    if is_group(noun) or (kind == "person" and "Plur" in noun.feats):
        kind = "group"
    following = reading.next_begun(noun.start)
    mention = mention_of(parse, noun.index, until=following.outer_start if following else None)
    determiners = {w.form.lower() for w in parse.dependents(noun.index, "det")}
    # *une quarantaine d'élus*: they are as many, and of the gender, as those who are counted.
    counted = next(_counted(parse, noun), noun)
    gender = noun_gender(parse, counted)
    phrase = reading.text[mention.start : mention.end]
    usual, description = office(phrase, noun_lemma(noun))
    return Appearance(
        start=mention.start,
        end=mention.end,
        head=noun.index,
        phrase=phrase,
        name=(),
        noun=usual,
        description=description,
        functions=(),
        head_form=noun.form,
        role=None,
        role_head=None,
        kind=kind,
        gender=gender,
        plural=bool(determiners & {"les", "des", "ces", "ses", "leurs"})
        or "Plur" in counted.feats
        or any(w.upos in ("NOUN", "PROPN") for w in parse.dependents(noun.index, "conj")),
        definite=bool(determiners & {"le", "la", "l'", "les", "ce", "cet", "cette", "ces"}),
        owned=bool(determiners & {"son", "sa", "leur"}),
        bare=not any(_limits(parse, w) for w in parse.dependents(noun.index, "nmod")),
        subject=_is_subject(parse, [noun]),
        quoted=reading.around(noun.start) is not None,
    )


def _counted(parse: Parse, noun: Word) -> Iterator[Word]:
    """Those of whom a noun says how many they are."""
    if noun.lemma.lower().endswith("aine") or noun.lemma.lower() in _COUNTS:
        yield from (w for w in parse.dependents(noun.index, "nmod") if "Plur" in w.feats)


def _limits(parse: Parse, complement: Word) -> bool:
    """Whether a complement tells of what or of whom (*de Lyon*, *de la ville*) and not only of what
    kind (*homme de télévision*)."""
    if not any(parse.dependents(complement.index, "case")) or complement.lemma == "an":
        return False
    return complement.upos == "PROPN" or any(parse.dependents(complement.index, "det"))
