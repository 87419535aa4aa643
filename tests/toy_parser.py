"""A parser without a model, for texts that no model need see: milliseconds for a megabyte.

``ToyParser()`` parses as a bad model would: words of a little French grammar, everything else a
noun.  ``ToyParser(wild=True)`` draws tags, relations and trees by chance, the same ones each time:
what the stages must live with, whatever a parser says.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from zlib import crc32

import regex

from quotescope.parsing import Parse, Sentence, Word

_TOKEN = regex.compile(r"\w+['’]|-t-\w+|-(?:il|elle|ils|elles|on)\b|\w+|[^\w\s]")
_STOPS = frozenset(".?!…")
_CLOSED = {
    "DET": "le la l' les un une des ce cette son sa ses".split(),
    "ADP": "de d' à selon par pour avec d'après".split(),
    "PRON": "il elle ils elles on qui se s' y".split(),
    "AUX": "a ont est sont avait".split(),
    "SCONJ": "que qu' si comme".split(),
    "CCONJ": "et mais".split(),
    "ADV": "ne n' pas hier".split(),
    "VERB": (
        "dit dire affirme assure déclare ajoute estime promet demande répond explique annonce"
        " confie raconte salue dénonce faire"
    ).split(),
}
_TAGS = {form: tag for tag, forms in _CLOSED.items() for form in forms}
_FUNCTION = {"DET": "det", "ADP": "case", "AUX": "aux:tense", "SCONJ": "mark", "ADV": "advmod"}
_INDICATIVE = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
_WILD_TAGS = "NOUN PROPN VERB AUX ADJ ADV PRON DET ADP SCONJ CCONJ PUNCT NUM X".split()
_WILD_RELATIONS = (
    "nsubj nsubj:pass obj iobj obl obl:agent ccomp xcomp advcl acl acl:relcl conj cc mark case det"
    " aux aux:pass aux:tense cop nmod flat flat:name appos amod parataxis punct dep expl"
).split()
_WILD_FEATURES = ["", _INDICATIVE, "VerbForm=Inf", "VerbForm=Part|Gender=Fem", "Number=Plur",
                  "PronType=Rel", "Gender=Masc|Number=Sing"]  # fmt: skip


class ToyParser:
    """Sentences end at full stops, line breaks and, as any parser's, after ``longest`` words."""

    name = "toy"

    def __init__(self, *, wild: bool = False, longest: int = 300) -> None:
        self._wild, self._longest = wild, longest

    def parse(self, texts: list[str]) -> list[Parse]:
        return [self.one(text) for text in texts]

    def one(self, text: str) -> Parse:
        chance = Random(crc32(text.encode("utf-8", "surrogatepass")))
        words: list[Word] = []
        sentences: list[Sentence] = []
        for spans in self._sentences(text):
            first = len(words)
            forms = [text[start:end] for start, end in spans]
            tagged = _wild(forms, chance) if self._wild else _plain(forms)
            for index, ((start, end), form) in enumerate(zip(spans, forms, strict=True)):
                tag, features, head, relation = tagged[index]
                lemma = form.lower().replace("’", "'")
                lemma = {"dit": "dire", "l'": "le", "d'": "de"}.get(lemma, lemma)
                above = first + head if head >= 0 else -1
                words.append(
                    Word(first + index, start, end, form, lemma, tag, features, above, relation)
                )
            sentences.append(Sentence(first, len(words)))
        return Parse(text, tuple(words), tuple(sentences), self.name)

    def _sentences(self, text: str) -> Iterator[list[tuple[int, int]]]:
        spans: list[tuple[int, int]] = []
        for found in _TOKEN.finditer(text):
            apart = spans and "\n" in text[spans[-1][1] : found.start()]
            full = len(spans) == self._longest
            ended = spans and text[spans[-1][0]] in _STOPS and found.group() not in _STOPS
            if apart or full or ended:
                yield spans
                spans = []
            spans.append(found.span())
        if spans:
            yield spans


Tagged = tuple[str, str, int, str]


def _plain(forms: list[str]) -> list[Tagged]:
    tags = [_tag(form) for form in forms]
    verbs = [i for i, tag in enumerate(tags) if tag == "VERB"]
    root = verbs[0] if verbs else 0
    tagged: list[Tagged] = []
    following = len(forms)
    attached: dict[int, Tagged] = {}
    for index in range(len(forms) - 1, -1, -1):
        tag = tags[index]
        if tag in _FUNCTION and following < len(forms):
            attached[index] = (tag, "", following, _FUNCTION[tag])
        if tag in ("NOUN", "PROPN", "VERB", "PRON"):
            following = index
    content, verb, claimed = root, root, set[int]()
    for index, tag in enumerate(tags):
        if index == root:
            tagged.append((tag, _INDICATIVE if tag == "VERB" else "", -1, "root"))
        elif index in attached and attached[index][2] != index:
            tagged.append(attached[index])
        elif tag == "VERB":
            clause = tags[content + 1 : index].count("SCONJ") > 0
            tagged.append((tag, _INDICATIVE, verb, "ccomp" if clause else "conj"))
            verb = index
        elif tag == "PUNCT":
            tagged.append((tag, "", root, "punct"))
        elif verb not in claimed and tags[verb] == "VERB":
            claimed.add(verb)
            tagged.append((tag, "", verb, "nsubj"))
        else:
            tagged.append((tag, "", content, "flat:name" if tag == "PROPN" else "nmod"))
        if tag in ("NOUN", "PROPN", "VERB", "PRON"):
            content = index
    return tagged


def _tag(form: str) -> str:
    known = _TAGS.get(form.lower().replace("’", "'"))
    if known is not None:
        return known
    if form.startswith("-") and len(form) > 1:
        return "PRON"
    if not any(character.isalnum() for character in form):
        return "PUNCT"
    return "PROPN" if form[0].isupper() else "NOUN"


def _wild(forms: list[str], chance: Random) -> list[Tagged]:
    order = list(range(len(forms)))
    chance.shuffle(order)
    heads = {order[0]: -1}
    for place, index in enumerate(order[1:], 1):
        heads[index] = order[chance.randrange(place)]
    return [
        (
            chance.choice(_WILD_TAGS),
            chance.choice(_WILD_FEATURES),
            heads[index],
            chance.choice(_WILD_RELATIONS) if heads[index] >= 0 else "root",
        )
        for index in range(len(forms))
    ]
