"""Stage 2: the words that can report speech: verbs, nouns and prepositions of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from unicodedata import normalize

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.records import CueWord

_CLITICS = frozenset(
    (
        "t me m' te t' se s' le la l' les lui leur nous vous y en ne n' je j' tu il elle on ils"
        " elles ce c' ça"
    ).split()
)
_REFLEXIVES = frozenset("se s' me m' te t' nous vous".split())
_GROUP_ADVERBS = frozenset(
    (
        "pas plus jamais aussi encore également ensuite déjà alors ainsi bien toujours"
        " notamment même simplement par ailleurs enfin finalement clairement immédiatement"
        " vite tout rapidement récemment auparavant publiquement longuement vivement fermement"
    ).split()
)
_GROUP_AT_MOST = 12
# What is remembered of word forms stays bounded: so many of them, none longer than verbs are.
_REMEMBERED, _LONGEST_VERB = 20_000, 40
# Regular endings, so that a form that the parser lemmatises wrongly (tweete, rajouté) is found.
_FIRST_GROUP = ("aient", "èrent", "eront", "erait", "ait", "ent", "era", "ées", "ant", "ée", "és")
_FIRST_GROUP_SHORT = ("é", "e", "a")
_THIRD_GROUP = (
    *((ending, "re") for ending in ("vait", "vaient", "vant", "vent", "vit", "virent")),
    *((ending, "re") for ending in ("sait", "saient", "sant", "sent", "t")),
    *((ending, "dre") for ending in ("dait", "daient", "dant", "dent", "dit", "du")),
    *((ending, "aître") for ending in ("ait", "aît", "aissent", "aissait", "aissant")),
    *((ending, "ir") for ending in ("it", "i", "ie", "is", "ies")),
    ("ent", "entir"),
    *((ending, "indre") for ending in ("int", "inte", "ignent", "ignait", "ignaient", "ignant")),
)


def find_cues(parse: Parse) -> tuple[CueWord, ...]:
    """All cue words of a parsed text, in reading order."""
    return tuple(_cues(parse))


def _cues(parse: Parse) -> Iterator[CueWord]:
    for word in parse.words:
        noun = lexicon.nouns().get(word.lemma.lower()) if word.upos == "NOUN" else None
        if noun is not None:
            found = noun.constructions
            yield CueWord(word.index, word.start, word.end, noun.lemma, "noun", found)
            continue
        lemma, licences = verb_licences(parse, word)
        if not licences:
            continue
        if not any(parse.dependents(word.index, "det")) or _is_mistaken(parse, word):
            yield CueWord(word.index, word.start, word.end, lemma, "verb", licences)


def _is_mistaken(parse: Parse, word: Word) -> bool:
    """Whether an article is an object in truth, and the noun a verb: *X la juge « lente »*."""
    clitic = word.index > 0 and parse.words[word.index - 1].form.lower() in ("le", "la", "les")
    following = parse.words[word.index + 1 : word.index + 2]
    sentence = parse.sentence_of(word.index)
    return (
        clitic
        and bool(following)
        and following[0].form in '«"“'
        and not any(w.feat("VerbForm") == "Fin" for w in parse.words[sentence.first : word.index])
    )


def verb_licences(parse: Parse, word: Word) -> tuple[str, frozenset[str]]:
    """The lemma of a reporting verb and what it licenses here; nothing for another word."""
    if word.upos not in ("VERB", "AUX", "NOUN", "ADJ", "PROPN") or len(word.form) > _LONGEST_VERB:
        return word.lemma, frozenset()
    if word.relation in ("aux", "cop"):
        return word.lemma, frozenset()
    candidates = _candidates(word.form, word.lemma, word.upos)
    before = group(parse, word)[:-1] if candidates else ()
    for entries in candidates:
        if any(w.form.lower() in ("se", "s'") for w in before):
            entries = tuple(e for e in entries if e.reflexive)
        fitting = [e for e in entries if _accompanied(parse, word, before, e)]
        # *faire état de* is not *faire*: what stands with other words is that alone.
        fitting = [e for e in fitting if e.companions] or fitting
        licences = frozenset[str]().union(*(e.constructions for e in fitting))
        if licences:
            return fitting[-1].lemma, licences
    return word.lemma, frozenset()


@cache
def _verbs() -> Mapping[str, tuple[lexicon.VerbEntry, ...]]:
    """The reporting verbs by their lemma as far as lemmatizers agree on it."""
    entries: dict[str, tuple[lexicon.VerbEntry, ...]] = {}
    for lemma, found in lexicon.verbs().items():
        entries[_bare(lemma)] = entries.get(_bare(lemma), ()) + found
    return entries


def _bare(lemma: str) -> str:
    """A lemma without accents and final e: *martéler*, *sourir* are *marteler*, *sourire*."""
    folded = normalize("NFD", lemma).encode("ascii", "ignore").decode()
    return folded.removesuffix("e")


@lru_cache(maxsize=_REMEMBERED)
def _candidates(form: str, lemma: str, upos: str) -> tuple[tuple[lexicon.VerbEntry, ...], ...]:
    """The reporting verbs that a word may be a form of, the likeliest first."""
    found = (_verbs().get(_bare(infinitive)) for infinitive in _infinitives(form, lemma, upos))
    return tuple(entries for entries in found if entries)


def _infinitives(form: str, lemma: str, upos: str) -> Iterator[str]:
    """Infinitives that a word may belong to: the parser's, then regular guesses from the form."""
    if form.lower() == "dixit":
        yield "dire"
    if upos in ("VERB", "AUX"):
        yield lemma.lower()
    elif upos != "PROPN" and form[:1].isupper():
        return
    yield from _regular_infinitives(form.lower())


def _regular_infinitives(form: str) -> tuple[str, ...]:
    first = (
        form.removesuffix(ending) + "er"
        for ending in (*_FIRST_GROUP, *_FIRST_GROUP_SHORT)
        if form.endswith(ending) and len(form) > len(ending) + 2
    )
    third = (
        form.removesuffix(ending) + infinitive
        for ending, infinitive in _THIRD_GROUP
        if form.endswith(ending)
    )
    return (*first, *third)


def _accompanied(
    parse: Parse, word: Word, before: tuple[Word, ...], entry: lexicon.VerbEntry
) -> bool:
    """Whether a verb stands with the other words that its entry asks for."""
    if not entry.companions:
        return True
    rest = list(entry.companions)
    if entry.reflexive:
        if not any(w.form.lower() in _REFLEXIVES for w in before):
            return False
        rest.remove("se")
    if rest and any(w.lemma.lower() == rest[0] or w.form.lower() == rest[0] for w in before):
        del rest[0]
    if not rest:
        return True
    sentence = parse.sentence_of(word.index)
    after = parse.words[word.index + 1 : min(sentence.last, word.index + 10)]
    wanted = [piece for part in rest for piece in part.replace("'", "' ").split()]
    forms = [w.form.lower() for w in after]
    return any(forms[i : i + len(wanted)] == wanted for i in range(len(forms)))


def group(parse: Parse, verb: Word) -> tuple[Word, ...]:
    """The verb with its auxiliaries, clitics and short adverbs before it: *ne l'a pas dit*."""
    earliest = max(0, verb.index - _GROUP_AT_MOST)
    helpers = (w for w in parse.dependents(verb.index, "aux") if w.index >= earliest)
    first = min([verb.index, *(w.index for w in helpers if _reaches(parse, w, verb))])
    while first > earliest and (
        _in_group(parse.words[first - 1], parse.words[first])
        or _is_between(parse, parse.words[first - 1], verb)
    ):
        first -= 1
    while (
        first < verb.index and parse.words[first].upos == "ADV" and _is_plain_adverb(parse, first)
    ):
        first += 1
    return parse.words[first : verb.index + 1]


def _reaches(parse: Parse, auxiliary: Word, verb: Word) -> bool:
    """Whether an auxiliary goes with a verb over an adverbial: *a d'ailleurs déclaré*, *a, de son
    côté, déclaré*."""
    between = parse.words[auxiliary.index + 1 : verb.index]
    marks = [w.form for w in between if w.upos == "PUNCT"]
    return marks in ([], [",", ","]) and not any(w.upos in ("VERB", "AUX") for w in between)


def _is_between(parse: Parse, word: Word, verb: Word) -> bool:
    """Whether an adverb stands between an auxiliary and its participle: *a néanmoins affirmé*."""
    if word.upos != "ADV" or word.head != verb.index or word.index == 0:
        return False
    return any(w.relation == "aux" for w in parse.words[max(0, word.index - 2) : word.index])


def _is_plain_adverb(parse: Parse, index: int) -> bool:
    return parse.words[index].form.lower() not in ("ne", "n'")


def _in_group(word: Word, following: Word) -> bool:
    form = word.form.lower()
    if following.upos == "PUNCT":
        return False
    if word.relation in ("aux", "cop") or word.upos == "AUX":
        return True
    if word.upos == "VERB" and word.lemma in ("faire", "laisser", "vouloir", "tenir", "croire"):
        return following.feat("VerbForm") == "Inf"
    if form in _CLITICS or form.startswith("-"):
        return word.upos in ("PRON", "DET", "ADV", "PART", "PUNCT") or form.startswith("-")
    return word.upos == "ADV" and (form in _GROUP_ADVERBS or form.endswith("ment"))


def is_finite(parse: Parse, verb: Word) -> bool:
    """Whether a verb or one of its auxiliaries is conjugated."""
    return any(
        w.feat("VerbForm") == "Fin" or w.feat("Mood") in ("Ind", "Cnd") for w in group(parse, verb)
    )


def is_infinitive(parse: Parse, word: Word) -> bool:
    """Whether a word, its auxiliary or its copula is an infinitive."""
    verbs = (word, *parse.dependents(word.index, "aux", "cop"))
    return any(w.feat("VerbForm") == "Inf" for w in verbs)


def closes_clause(parse: Parse, verb: Word) -> bool:
    """Whether a present participle, or an infinitive of narration, stands behind a comma:
    *, jugeant*, *, tout en jugeant*, *, avant d'ajouter*, *, non sans rappeler*."""
    before = [w.form.lower() for w in parse.words[max(0, verb.index - 4) : verb.index]]
    if verb.feat("VerbForm") == "Inf":
        return "," in before and ("avant" in before or "sans" in before)
    present = verb.feat("VerbForm") == "Part" and verb.feat("Tense") == "Pres"
    return (present or verb.form.endswith("ant")) and "," in before[-3:]
