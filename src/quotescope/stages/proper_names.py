"""Proper names: runs of capitalised words that make one name each, with the title before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from quotescope import lexicon
from quotescope.parsing import Parse, Word
from quotescope.stages.names import is_organisation, is_origin, is_role, is_time
from quotescope.stages.records import Reading

_PARTICLES = frozenset(
    (
        "de du d' des la le les van von der den el al ben bin ibn dos da di del della y ten ter wa"
        " ould mint ag ole épouse née"
    ).split()
)
_OPEN = ("ADJ", "NOUN", "VERB", "X", "NUM")
# *J.-P. Roux*: two initials with a hyphen can only be a first name.
_INITIAL = regex.compile(r"\p{Lu}\p{Ll}?\.")
_ARABIC_ARTICLE = regex.compile(r"(?:al|el|bin|ben)-\p{Lu}")


def names_in(reading: Reading) -> Iterator[tuple[lexicon.TitleEntry | None, list[Word]]]:
    """Runs of capitalised words that make one name each, with the title before them."""
    words = reading.parse.words
    index = 0
    while index < len(words):
        run = _run(reading.parse, index)
        if not run:
            index += 1
            continue
        for part in _split(words, run):
            # *le hangar C.*, *avant Noël*
            whole = len(part[0].form.rstrip(".")) > 1 and not is_time(part[0])
            if len(part) > 1 or whole:
                yield _title_before(words, part[0].index), part
        index = run[-1].index + 1


def surnames_in(reading: Reading, names: Iterable[tuple[str, ...]]) -> Iterator[Word]:
    """Words inside sentences that are the last of some longer name, whatever else they look like:
    *Benoist Apparu*, later *a dit Apparu*."""
    last = {name[-1] for name in names if len(name) > 1}
    for word in reading.parse.words:
        if word.form in last and word.form.istitle() and word.upos != "PROPN":
            if word.index > reading.parse.sentence_of(word.index).first:
                yield word


def _run(parse: Parse, index: int) -> list[Word]:
    words = parse.words
    if not _begins_name(words, index):
        return []
    run, last = [words[index]], parse.sentence_of(index).last
    while run[-1].index + 1 < last:
        at = run[-1].index + 1
        following = words[at]
        if parse.text[run[-1].end : following.start].strip():
            break
        capital = following.form[:1].isupper()
        if _is_name_word(following) or (
            capital and (following.upos in _OPEN or run[-1].form.endswith(("'", "’")))
        ):
            run.append(following)
            continue
        ahead = at
        while ahead < last and words[ahead].form.lower() in _PARTICLES and ahead < at + 3:
            ahead += 1
        # *Bruno Le Maire*: behind a first name two capitals make a surname of any word.
        surname = capital and any(map(is_first_name, run))
        particle = at < ahead < last and (
            _is_name_word(words[ahead]) or (surname and words[ahead].form[:1].isupper())
        )
        first = is_first_name(run[0]) or following.form[0].isupper() or following.upos == "PROPN"
        # *le trésorier, Wallerand de X*
        first = first or (run[0].relation == "appos" and is_role(words[run[0].head]))
        if particle and first and len(run) < 4:
            run.extend(words[at : ahead + 1])
            continue
        if f"{run[-1].form} {following.form}" in lexicon.media():
            # *le Canard enchaîné*
            run.append(following)
        break
    return run


def _is_name_word(word: Word) -> bool:
    if word.upos == "PROPN" and _ARABIC_ARTICLE.match(word.form):
        return True
    if not word.form[:1].isupper() or word.relation == "punct":
        return False
    if word.form in ("N'", "N’", "M'", "M’", "O'", "O’") and word.relation != "det":
        return True
    if word.form.lower() in _PARTICLES and word.upos != "PROPN":
        return False
    if word.form in lexicon.titles() or _is_body_in_capitals(word):
        return False
    return word.upos == "PROPN" or (is_first_name(word) and word.upos != "VERB")


def _begins_name(words: tuple[Word, ...], index: int) -> bool:
    """Whether a name begins here: a name word, or a capitalised noun in front of one."""
    word = words[index]
    if not word.form[:1].isupper() and word.upos != "PROPN":
        return False
    if " ".join(w.form for w in words[index : index + 2]) in lexicon.media():
        # *Le Monde*, with its article
        return True
    if word.form in lexicon.titles() or _is_label(words, index):
        return False
    if is_role(word) and (index == 0 or words[index - 1].upos == "PUNCT"):
        return is_first_name(word)
    if is_origin(word) and index and words[index - 1].upos in ("DET", "NOUN", "ADJ"):
        return is_first_name(word)
    if _is_name_word(word):
        return True
    if word.upos not in ("NOUN", "NUM") or not word.form[:1].isupper() or index + 1 >= len(words):
        return False
    following = words[index + 1]
    before = words[index - 1] if index else None
    return (
        following.form[:1].isupper()
        and following.upos in ("PROPN", "ADJ", "NOUN")
        and (
            (before is not None and (before.upos in ("DET", "ADP") or is_organisation(before)))
            or (is_organisation(word) and following.upos == "PROPN")
        )
        and not (is_role(word) or _is_body_in_capitals(word))
    )


def _is_body_in_capitals(word: Word) -> bool:
    """Whether an acronym is a common noun: *l'ONG Mains vertes*."""
    return word.form.isupper() and is_organisation(word)


def _is_label(words: tuple[Word, ...], index: int) -> bool:
    """Whether a word in capitals stands alone before a text, as its label: *ENQUÊTE. Le maire…*"""
    word, known = words[index], lexicon.nouns()
    alone = index + 1 < len(words) and words[index + 1].form in (".", ":", "-", "–", "—")
    return alone and word.form.isupper() and word.form.lower() in known


def is_first_name(word: Word) -> bool:
    known = lexicon.first_names()
    return word.form in known or (
        "-" in word.form
        and all(part in known or _INITIAL.fullmatch(part) for part in word.form.split("-"))
    )


def _split(words: tuple[Word, ...], run: list[Word]) -> Iterator[list[Word]]:
    """A run parted where a person's name follows another one: *du Kremlin Dmitri Peskov*."""
    # Two letters may be somebody's initials.
    acronym = is_acronym(run[0]) and (len(run[0].form) > 2 or any(map(is_first_name, run[1:2])))
    first = run[0].index
    determined = first > 0 and words[first - 1].upos in ("DET", "ADP")
    for position in range(1, len(run)):
        # *le député LR Jean X*, but *l'IHU Méditerranée*
        apart = not determined and not run[position].form.isupper()
        if acronym and (apart or is_first_name(run[position])):
            break
        # *pour le Proche-Orient Nickolay X*
        placed = position == 1 and run[0].form in lexicon.places() and len(run) > 2
        if determined and placed:
            break
        others = not any(is_first_name(w) for w in run[:position])
        if determined and others and is_first_name(run[position]) and position + 1 < len(run):
            break
    else:
        position = 0
    if position:
        yield run[:position]
    yield run[position:]


def _title_before(words: tuple[Word, ...], index: int) -> lexicon.TitleEntry | None:
    if index == 0:
        return None
    form = words[index - 1].form
    titles = lexicon.titles()
    if form == "." and index > 1:
        form = words[index - 2].form + "."
    return titles.get(form) or titles.get(form.lower())


def is_acronym(word: Word) -> bool:
    return word.form.isupper() and word.form.isalpha() and 1 < len(word.form) < 7
