"""A parsed spaCy ``Doc`` as a neutral parse; spaCy itself is not imported.

spaCy's French models keep *du* and *aux* whole where Universal Dependencies have two words, part
*a-t-elle* before the *t*, and count white space as tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotescope.errors import UnparsedError
from quotescope.parsing.contractions import AMBIGUOUS, CONTRACTED, spelled
from quotescope.parsing.paragraphs import as_parsed
from quotescope.parsing.parse import Parse, Sentence, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

_NEEDED = {
    "POS": "parts of speech (morphologizer, or tagger with attribute_ruler)",
    "LEMMA": "lemmas (lemmatizer)",
    "DEP": "dependencies (parser)",
}


@dataclass(slots=True)
class _Unit:
    """A token of ours: a spaCy token, from where it begins, as one word or two."""

    token: Token
    start: int
    first: int = 0
    forms: tuple[str, ...] = ()

    @property
    def governs(self) -> int:
        """The word from which the dependents of the token hang: *auquel* is *à* and *lequel*."""
        last = self.first + len(self.forms) - 1
        return self.first if self.token.pos_ == "ADP" else last


def from_doc(doc: Doc) -> Parse:
    """The neutral parse of a ``Doc``.

    Raises ``UnparsedError`` where its parts of speech, lemmas or dependencies are missing.
    """
    if missing := [name for layer, name in _NEEDED.items() if not doc.has_annotation(layer)]:
        raise UnparsedError(
            f"the spaCy Doc has no {', no '.join(missing)}: run a French pipeline with these on "
            f"it, or hand over its text"
        )
    text: str = doc.text
    words: list[Word] = []
    sentences: list[Sentence] = []
    units = _units(doc, text)
    for sentence in doc.sents:
        first = len(words)
        for token in sentence:
            if token.i in units:
                words.extend(_words(units[token.i], _governor(token, units)))
        if len(words) > first:
            sentences.append(Sentence(first, len(words)))
    return Parse(text, tuple(words), tuple(sentences), f"spacy {doc.vocab.lang}")


def _units(doc: Doc, text: str) -> dict[int, _Unit]:
    """By the index of each spaCy token what stands for it, in reading order."""
    units: dict[int, _Unit] = {}
    number = 0
    before: Token | None = None
    for token in doc:
        if token.is_space:
            continue
        unit = _Unit(token, token.idx)
        clitic = before is not None and before.lower_ == "-t" and token.text.startswith("-")
        if clitic and before is not None and before.idx + len(before) == token.idx:
            unit.start = units.pop(before.i).start
            number -= 1
        unit.first, unit.forms = number, _forms(unit, text)
        units[token.i] = unit
        number += len(unit.forms)
        before = token
    return units


def _forms(unit: _Unit, text: str) -> tuple[str, ...]:
    token = unit.token
    form = as_parsed(text[unit.start : token.idx + len(token)])
    low = form.lower()
    if low in CONTRACTED and (low not in AMBIGUOUS or token.pos_ == "ADP"):
        return spelled(form)
    return (form,)


def _governor(token: Token, units: dict[int, _Unit]) -> int:
    """The word that governs a token; -1 for a root, and below white space that is one."""
    head = token.head
    while head.i not in units and head.head.i != head.i:
        head = head.head
    return -1 if head.i == token.i or head.i not in units else units[head.i].governs


def _words(unit: _Unit, head: int) -> Iterator[Word]:
    token = unit.token
    start, end = unit.start, token.idx + len(token)
    relation = "root" if head < 0 else token.dep_
    feats, upos, lemma = str(token.morph), token.pos_ or "X", as_parsed(token.lemma_ or token.text)
    if len(unit.forms) == 1:
        yield Word(unit.first, start, end, unit.forms[0], lemma, upos, feats, head, relation)
        return
    (first, second), of = unit.forms, unit.governs
    to, le = first.lower(), "le" if second.lower() == "les" else second.lower()
    if upos == "ADP":
        article = head if head >= 0 else of
        yield Word(unit.first, start, end, first, to, "ADP", "", head, relation)
        yield Word(unit.first + 1, start, end, second, le, "DET", feats, article, "det")
    else:
        yield Word(unit.first, start, end, first, to, "ADP", "", of, "case")
        yield Word(of, start, end, second, le, upos, feats, head, relation)
