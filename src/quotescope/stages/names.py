"""What names and nouns can be: who can speak, what is a title or a name of a thing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.cues import verb_licences
from quotescope.stages.marks import Marked

_SPEAKING_PRONOUNS = frozenset(
    (
        "il elle ils elles lui eux moi nous celui celle ceux celles celui-ci celle-ci ceux-ci"
        " celles-ci on certains certaines beaucoup plusieurs d'autres autre autres un une l'un"
        " l'autre"
    ).split()
)
_LISTED = regex.compile(r"[\s,]*+(?:(?:et|ou|puis)(?:\sde)?)?\s*")
_RANGED = regex.compile(r"\s(?:à|de|du|des|d['’])\s?")
_LONGEST_NAME = 300
_SITES = frozenset("com net org info fr be ch ca eu lu tv sn ci ma tn dz".split())
_FORMER = regex.compile(r"^(?:ex|vice|sous|co)-")
_TIMES = frozenset(
    (
        "lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui demain matin soir"
        " midi après-midi janvier février mars avril mai juin juillet août septembre octobre"
        " novembre décembre nuit jour semaine mois année an heure minute"
    ).split()
)
_FEASTS = frozenset("noël pâques toussaint".split())
_LOCATING = frozenset(("dans", "sur", "à", "de", "pour"))
_ORDINALS = frozenset("dernier premier second deuxième troisième autre intéressé".split())
_CALLED = frozenset("dit dite dits dites alias surnommé surnommée surnommés surnommées".split())
_SMALL_WORDS = frozenset("de du des la le les l' d' à au aux et en sur un une pour dans a".split())


def is_time(word: Word) -> bool:
    """Whether a noun names a day, a part of the day or a month; *Midi libre* is a paper."""
    times = _FEASTS if word.upos == "PROPN" and word.form[0].isupper() else _FEASTS | _TIMES
    return word.form.lower() in times or word.lemma.lower() in times


def is_role(word: Word) -> bool:
    """Whether a noun names a person by function, profession, relation or origin."""
    roles = lexicon.roles()
    forms = (word.lemma.lower(), word.form.lower().replace("oe", "œ"))
    if any(form in roles or ("-" in form and _FORMER.sub("", form) in roles) for form in forms):
        return True
    return is_origin(word)


def present(form: str) -> str:
    """A noun for a person without what makes them a former or second one: *ex-*, *vice-*."""
    return _FORMER.sub("", form)


def is_origin(word: Word) -> bool:
    """Whether a capitalised word tells a person's origin or party: *l'Italienne*, *l'élu Vert*."""
    return word.form in lexicon.origins() and word.form not in lexicon.places()


def is_role_noun(parse: Parse, word: Word) -> bool:
    """Whether a word is the noun of a role: *le maire*, *l'Italienne*, not *le maire italien*."""
    if word.upos == "NOUN":
        return is_role(word)
    determined = word.index > 0 and parse.words[word.index - 1].upos == "DET"
    return determined and is_origin(word)


def is_organisation(word: Word) -> bool:
    return word.lemma.lower() in lexicon.organisations()


def is_generic(noun: str) -> bool:
    """Whether a noun takes up a body that was named before: *l'entreprise*, *l'instance*."""
    entry = lexicon.organisations().get(noun)
    return entry is not None and "generic" in entry.kinds


def is_office(noun: str) -> bool:
    """Whether a noun names a post that one person holds: *le préfet*."""
    entry = lexicon.roles().get(noun)
    return entry is not None and "office" in entry.kinds


def is_group(word: Word) -> bool:
    return is_collective(word) and "Plur" in word.feats


def is_body(word: Word) -> bool:
    """Whether a word names or is the noun of somebody or something that speaks as one."""
    nominal = is_role(word) or is_organisation(word) or is_group(word) or is_document(word)
    return word.upos == "PROPN" or (word.upos == "NOUN" and (nominal or is_collective(word)))


def is_collective(word: Word) -> bool:
    """Whether a noun is for a group: *des détenus*, though the parser may read *détenir*."""
    groups = lexicon.groups()
    return word.lemma.lower() in groups or word.form.lower().removesuffix("s") in groups


def is_document(word: Word) -> bool:
    """Whether a noun names a text or a broadcast that itself speaks."""
    noun = lexicon.nouns().get(word.lemma.lower())
    return noun is not None and "document" in noun.constructions


def is_written(noun: str) -> bool:
    """Whether a noun takes up any text that was introduced before: *le document*, *le texte*."""
    entry = lexicon.nouns().get(noun)
    return entry is not None and "generic" in entry.constructions


def can_speak(parse: Parse, word: Word) -> bool:
    """Whether a phrase with this head can be somebody who says something."""
    if word.upos == "PROPN":
        return True
    if word.form[:1].isupper() and word.upos == "NOUN":
        # A capital inside a sentence makes a name of a noun: *le Croissant vert*.
        inside = word.index > parse.sentence_of(word.index).first + 1
        if inside or not (any(parse.dependents(word.index, "det")) or _is_theme(parse, word)):
            return True
    if word.upos in ("ADJ", "NUM") and word.lemma.lower() in _ORDINALS:
        return True
    if word.form in lexicon.media():
        # *franceinfo*
        return True
    if word.form.startswith("@") or (word.form.rpartition(".")[2] in _SITES and "." in word.form):
        return True
    if word.upos in ("PRON", "DET"):
        return word.form.lower() in _SPEAKING_PRONOUNS or word.form.startswith("-")
    if is_role(word) or is_organisation(word) or is_group(word) or is_document(word):
        return True
    if is_collective(word):
        return True
    noun = lexicon.nouns().get(word.lemma.lower())
    if noun is not None and "de" in noun.constructions:
        return True
    if any(w.upos == "PROPN" for w in parse.dependents(word.index, "flat", "appos", "nmod")):
        return True
    # *la tête de liste du parti Jeanne X*
    below = (parse.words[i] for i in parse.subtree(word.index)) if word.upos == "NOUN" else ()
    return any(w.upos == "PROPN" and w.form in lexicon.first_names() for w in below)


def _is_theme(parse: Parse, noun: Word) -> bool:
    """Whether a noun has a complement, as what a headline is about: *Procès des incendies*."""
    return any(any(parse.dependents(w.index, "case")) for w in parse.dependents(noun.index))


def spoken(parse: Parse, found: tuple[Marked, ...]) -> tuple[Marked, ...]:
    """The stretches between marks that can be somebody's words: no titles, names or nicknames.

    What is a name once is one wherever it stands again, and so is what is listed after it.
    """
    text = parse.text
    short = [m for m in found if m.end - m.start <= _LONGEST_NAME]
    names = {m for m in short if is_named_thing(parse, m)}
    labels = {text[m.start : m.end].lower() for m in names} | _repeated(parse, short)
    names |= {m for m in short if text[m.start : m.end].lower().rstrip(" .,") in labels}
    for before, after in pairwise(found):
        if before not in names or after.depth != before.depth:
            continue
        listed = _LISTED.fullmatch(text, before.outer_end, after.outer_start)
        if listed or (
            _RANGED.fullmatch(text, before.outer_end, after.outer_start)
            and text[before.start].isupper()
        ):
            names.add(after)
    return tuple(m for m in found if m not in names)


def _repeated(parse: Parse, found: Sequence[Marked]) -> set[str]:
    """Short phrases that stand between marks again and again, each time after a determiner."""
    seen: dict[str, int] = {}
    for marked in found:
        words = parse.words_in(marked.start, marked.end)
        before = parse.words_in(max(0, marked.outer_start - 12), marked.outer_start)
        nouns = [w for w in before if w.upos != "PUNCT"]
        if words and len(words) <= 4 and nouns and nouns[-1].upos == "DET":
            label = parse.text[marked.start : marked.end].lower().rstrip(" .,")
            seen[label] = seen.get(label, 0) + 1
    return {label for label, count in seen.items() if count > 1}


def is_named_thing(parse: Parse, marked: Marked) -> bool:
    """Whether what stands between marks is the title or the name of something, nobody's words.

    Told by the noun or verb right before the marks (*le film « … »*, *surnommé « … »*).
    """
    near = max(0, marked.outer_start - 40)
    near = max(near, parse.text.rfind("\n", near, marked.outer_start) + 1)
    before = parse.words_in(near, marked.outer_start)
    before = tuple(w for w in before if w.upos != "PUNCT")
    # A day between verb and quotation changes nothing: *scandaient mardi « … »*.
    while len(before) > 1 and is_time(before[-1]) and before[-1].relation != "nmod":
        before = before[:-1]
    inside = tuple(w for w in parse.words_in(marked.start, marked.end) if w.upos != "PUNCT")
    if not before or not inside:
        return False
    last = before[-1]
    between = parse.text[last.end : marked.outer_start]
    if not between.strip() and _is_offence(parse, before, inside):
        return True
    if len(inside) > 12:
        return False
    if not between.strip() and _is_named_source(parse, last, inside):
        return True
    if inside[0].form.startswith(("@", "#")):
        return True
    if not between.strip() and _is_so_called(parse, last) and len(inside) <= 4:
        return True
    if between.strip() in ("", ",") and last.form.lower() in _CALLED and len(inside) <= 4:
        called = last.index > 0 and parse.words[last.index - 1].form == ","
        if called and not any(w.feat("VerbForm") == "Fin" for w in inside):
            return True
    content = [w for w in inside if w.form.lower() not in _SMALL_WORDS]
    if between.strip() in (",", "(") and len(content) > 1 and _is_capitalised(inside):
        return True
    if between.strip() == "," and _is_capitalised(inside[:1]):
        nouns = [lexicon.nouns().get(w.lemma.lower()) for w in before[-8:]]
        titles = [n is not None and "title" in n.constructions for n in nouns]
        if any(titles[-2:]) and not any(_reports(parse, w) for w in inside):
            return True
        if len(inside) < 7 and any(titles):
            # *d'un reportage de la télévision locale, « Le bon bus »*
            title = len(titles) - titles[::-1].index(True)
            return not any(w.upos in ("VERB", "AUX") for w in before[-8:][title:])
    # *l'ex-« gilet jaune »*, *pro-« oui »*
    if between == "-":
        return len(inside) <= 4
    if between.strip():
        return False
    if last.upos == "ADP" and last.lemma in _LOCATING and _is_capitalised(inside[:1]):
        return len(before) < 2 or not _is_speech(before[-2])
    if _is_title(last, inside) or _is_named_subject(last, inside):
        return True
    if (
        last.upos == "ADP"
        and _is_capitalised(inside[:1])
        and len(before) > 1
        and is_role(before[-2])
    ):
        return True
    several = "Plur" in last.feats or last.form.lower() in ("ce", "cet", "cette")
    if last.upos == "DET" and several and _names_subject(parse, inside):
        return True
    if last.upos == "DET" and len(before) > 1:
        last = before[-2]
        # *le mouvement des « … »*; what a law or an affair is of may well be somebody's words.
        if last.lemma == "de" and len(before) > 2 and before[-3].lemma.lower() == "mouvement":
            last = before[-3]
    entry = lexicon.nonspeech().get(last.lemma.lower()) or lexicon.nonspeech().get(
        last.form.lower()
    )
    naming = entry is not None and entry.why != "offence"
    noun = lexicon.nouns().get(last.lemma.lower())
    titled = noun is not None and "title" in noun.constructions
    if not naming and not titled:
        return False
    speech = last.lemma.lower() in lexicon.verbs() or (
        noun is not None and "object" in noun.constructions
    )
    if inside[0].form[:1].isupper():
        return True
    return not speech and _is_label(inside) and not _is_judged(parse, last)


def _is_so_called(parse: Parse, word: Word) -> bool:
    """Whether a participle gives the noun before it a name: *les revues dites « prédatrices »*."""
    before = parse.words[word.index - 1] if word.index else word
    agreed = word.form.lower() in ("dite", "dits", "dites")
    told = word.relation == "acl" and word.feat("Tense") == "Past"
    return before.upos in ("NOUN", "ADJ") and word.form.lower() in _CALLED and (agreed or told)


def _is_named_source(parse: Parse, verb: Word, inside: tuple[Word, ...]) -> bool:
    """Whether marks hold the name of who said what stands in marks before: *« S », tranche « Le
    Carnet du soir »*."""
    clause = verb.relation == "parataxis" or verb.deprel == "root"
    named = inside[0].form[:1].isupper() and not any(w.feat("VerbForm") == "Fin" for w in inside)
    before = [w.form for w in parse.words[max(0, verb.index - 2) : verb.index]]
    behind = before == ['"', ","] or before[-1:] == ['"']
    return clause and named and behind and _reports(parse, verb)


def _names_subject(parse: Parse, inside: tuple[Word, ...]) -> bool:
    """Whether a short phrase in marks names those who speak: *des « cols rouges » ont dit S*."""
    heads = [w for w in inside if not any(w.head == other.index for other in inside)]
    if len(inside) > 3 or len(heads) != 1 or heads[0].relation != "nsubj":
        return False
    return heads[0].upos in ("NOUN", "PROPN") and _reports(parse, parse.words[heads[0].head])


def _is_judged(parse: Parse, noun: Word) -> bool:
    """Whether a noun is what a verb qualifies with what follows: *juge l'accord « bancal »*."""
    before = (w.lemma.lower() for w in parse.words[max(0, noun.index - 5) : noun.index])
    entries = (entry for lemma in before for entry in lexicon.verbs().get(lemma, ()))
    return any("attribute" in entry.constructions for entry in entries)


def _is_speech(word: Word) -> bool:
    """Whether a noun names words that were said: *aux cris de « … »*."""
    noun = lexicon.nouns().get(word.lemma.lower())
    return (
        noun is not None
        and "title" not in noun.constructions
        and bool(noun.constructions & {"de", "object", "colon"})
    )


def _is_offence(parse: Parse, before: tuple[Word, ...], inside: tuple[Word, ...]) -> bool:
    """Whether marks hold the name of an offence: *mis en examen pour « … »*, without a source."""
    if before[-1].form.lower() in ("pour", "de", "d'"):
        offence = inside[0]
    elif inside[0].form.lower() == "pour" and len(inside) > 1:
        offence = inside[1]
    else:
        return False
    if not any(_prosecutes(w) for w in (*before[-7:], offence)):
        return False
    sentence = parse.sentence_of(before[-1].index)
    return not any(
        w.form.lower() in ("selon", "après") or (_reports(parse, w) and not _prosecutes(w))
        for w in parse.words[sentence.first : sentence.last]
    )


def _prosecutes(word: Word) -> bool:
    """Whether a word is one of those beside which offences are named: *poursuivi*, *juge*."""
    entry = lexicon.nonspeech().get(word.lemma.lower())
    return entry is not None and entry.why == "offence"


def _reports(parse: Parse, word: Word) -> bool:
    licences = verb_licences(parse, word)[1] if word.upos == "VERB" else frozenset()
    return "incise" in licences and "weak" not in licences


def _is_named_subject(last: Word, inside: tuple[Word, ...]) -> bool:
    """Whether marks hold the name of who does what the clause says: *que « Riri » jouera*."""
    return (
        last.upos == "SCONJ"
        and len(inside) <= 2
        and _is_capitalised(inside)
        and inside[0].relation == "nsubj"
    )


def _is_label(words: tuple[Word, ...]) -> bool:
    """Whether words are a short bare phrase: *mains propres*."""
    kinds = {w.upos for w in words}
    if any(w.upos == "VERB" and w.feat("VerbForm") != "Part" for w in words[1:]):
        return False
    nominal = {"NOUN", "ADJ", "PROPN", "NUM", "DET", "VERB"}
    return len(words) <= 3 and kinds <= nominal and kinds != {"ADJ"} and words[0].upos != "VERB"


def _is_title(last: Word, inside: tuple[Word, ...]) -> bool:
    """Whether a capital inside a sentence shows a title or a name: *l'acteur de « Vent debout »*.

    Reported words that continue a sentence begin without a capital, unless with a proper noun.
    """
    if last.upos in ("VERB", "AUX", "SCONJ") or not inside[0].form[:1].isupper():
        return False
    finite = any(w.feat("VerbForm") == "Fin" or w.feat("Mood") for w in inside)
    if _is_capitalised(inside):
        return len(inside) < 7
    return not finite and inside[0].upos != "PROPN"


def _is_capitalised(words: tuple[Word, ...]) -> bool:
    content = [w for w in words if w.form.lower() not in _SMALL_WORDS]
    return bool(content) and all(w.form[:1].isupper() or w.form[:1].isdigit() for w in content)
