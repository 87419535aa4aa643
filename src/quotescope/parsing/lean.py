"""The embedded parser: Stanza's trained models, run over many sentences at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from quotescope.parsing.boundaries import Boundaries, signs
from quotescope.parsing.checkpoint import read
from quotescope.parsing.contractions import CONTRACTED, OUTSIDE, parts
from quotescope.parsing.dependencies import DependencyParser
from quotescope.parsing.forms import ROOT, ROOT_FORM, FormTable, Vectors, simplified
from quotescope.parsing.lemmatizer import Lemmatizer
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.parse import Parse, Sentence, Word
from quotescope.parsing.recurrent import Indices, Packing, batches
from quotescope.parsing.references import resolved
from quotescope.parsing.sentences import ends_by_rules, opening_marks, sentences
from quotescope.parsing.tagger import Tagger
from quotescope.parsing.tokens import Token, tokens

# What is held in memory at once: characters of several texts, words of a batch, known forms.
_CHARACTERS = 200_000
_WORDS = 3000
_FORMS = 16_384


@dataclass
class _Words:
    """The words of several texts, one list an attribute; ``lengths`` are those of sentences."""

    forms: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)


class EmbeddedParser:
    """A parser over a folder of Stanza models.  Several threads may share it.

    ``restore`` gives the parser back in another process: it is pickled without its weights.  With
    ``int8``, the large matrices are of eight-bit integers (see ``quotescope.parsing.linear``).
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        restore: Callable[[], EmbeddedParser],
        *,
        int8: bool = False,
    ) -> None:
        self._name = name
        self._restore = restore
        with torch.inference_mode():
            vectors = Vectors(read(folder, "pretrain/mix.pt"))
            self._boundaries = Boundaries(read(folder, "sentences/mix.pt"), vectors)
            self._tagger = Tagger(read(folder, "pos/mix.pt"), vectors, int8)
            self._lemmatizer = Lemmatizer(read(folder, "lemma/mix.pt"))
            self._parser = DependencyParser(
                read(folder, "depparse/mix.pt"), vectors, self._tagger.tags, int8
            )
        self._forms_to_tag = FormTable(self._tagger.encode, _FORMS)
        self._forms_to_parse = FormTable(self._parser.encode, _FORMS)

    def __reduce__(self) -> tuple[Callable[[], EmbeddedParser], tuple[()]]:
        return self._restore, ()

    @property
    def name(self) -> str:
        return self._name

    def parse(self, texts: list[str]) -> list[Parse]:
        """One parse a text, in order."""
        parses: list[Parse] = []
        for share in _shares(texts):
            with torch.inference_mode():
                parses.extend(self._parse(share))
        return parses

    def _parse(self, texts: list[str]) -> list[Parse]:
        words = _Words()
        numbers = self._tokenize(texts, words)
        if words.forms:
            self._analyse(words)
        return list(_assembled(texts, numbers, words, self._name))

    def _tokenize(self, texts: list[str], words: _Words) -> list[int]:
        """Add the words of texts; returns the number of each one's sentences."""
        read_as: list[list[_Paragraph]] = [list(_paragraphs(text)) for text in texts]
        every = [paragraph for own in read_as for paragraph in own]
        if not every:
            return [0] * len(texts)
        ends = self._boundaries(
            [token.form for paragraph in every for token in paragraph.tokens],
            [shown for paragraph in every for shown in paragraph.shown],
            [opening for paragraph in every for opening in paragraph.opening],
            [len(paragraph.tokens) for paragraph in every],
        ).tolist()
        numbers = []
        first = 0
        for own in read_as:
            before = len(words.lengths)
            for paragraph in own:
                last = first + len(paragraph.tokens)
                for sentence in sentences(paragraph.tokens, ends[first:last]):
                    _add(sentence, words)
                first = last
            numbers.append(len(words.lengths) - before)
        return numbers

    def _analyse(self, words: _Words) -> None:
        """Fill in tags, lemmas and trees."""
        known: dict[str, int] = {}
        forms = np.array([known.setdefault(form, len(known)) for form in words.forms])
        read_as = [simplified(form) for form in known]
        lengths = np.array(words.lengths)
        firsts = np.cumsum(lengths) - lengths
        bundles = [
            (
                np.concatenate([np.arange(firsts[s], firsts[s] + lengths[s]) for s in own]),
                lengths[own],
            )
            for own in batches(words.lengths, _WORDS)
        ]
        doubts = self._tag(words, forms, self._forms_to_tag(read_as), bundles)
        lemmas = self._lemmatize(words, forms, list(known), self._tagger.likeliest[doubts])
        encoded = self._forms_to_parse([*read_as, ROOT_FORM])
        self._attach(words, (forms, lemmas, doubts), encoded, bundles)

    def _tag(
        self,
        words: _Words,
        forms: Indices,
        encoded: torch.Tensor,
        bundles: list[tuple[Indices, Indices]],
    ) -> Indices:
        """Fill in tags and features; returns the tags in doubt for the parser."""
        doubts = np.empty_like(forms)
        features = np.empty(len(forms), dtype=object)
        for places, lengths in bundles:
            packing = Packing(lengths)
            packed = places[packing.packed]
            kinds, which = np.unique(forms[packed], return_inverse=True)
            found, values = self._tagger(encoded[kinds], torch.from_numpy(which), packing)
            doubts[packed] = found.numpy()
            features[packed] = values
        words.tags = [self._tagger.tags[tag] for tag in self._tagger.likeliest[doubts].tolist()]
        words.features = features.tolist()
        return doubts

    def _lemmatize(self, words: _Words, forms: Indices, known: list[str], tags: Indices) -> Indices:
        """Fill in the lemmas; returns their numbers for the parser."""
        names = self._tagger.tags
        pairs, which = np.unique(forms * len(names) + tags, return_inverse=True)
        lemmas = self._lemmatizer(
            [(known[pair // len(names)], names[pair % len(names)]) for pair in pairs.tolist()]
        )
        words.lemmas = [lemmas[pair] for pair in which.tolist()]
        return self._parser.lemma_numbers(lemmas)[which]

    def _attach(
        self,
        words: _Words,
        columns: tuple[Indices, Indices, Indices],
        encoded: torch.Tensor,
        bundles: list[tuple[Indices, Indices]],
    ) -> None:
        # Words of the same form, lemma and tags are of one kind; the root, which stands before each
        # sentence, is one more: its number comes last, at place -1.
        forms, lemmas, doubts = columns
        width, height = lemmas.max() + 1, doubts.max() + 1
        kinds, which = np.unique((forms * width + lemmas) * height + doubts, return_inverse=True)
        which = np.append(which, len(kinds))
        kind_forms = np.append(kinds // height // width, len(encoded) - 1)
        kind_lemmas = np.append(kinds // height % width, ROOT)
        kind_tags = np.append(kinds % height, -1)
        heads = np.empty(len(words.forms), dtype=np.int64)
        relations = np.empty(len(words.forms), dtype=np.int64)
        for places, lengths in bundles:
            rooted = np.insert(places, np.cumsum(lengths) - lengths, -1)
            packing = Packing(lengths + 1)
            own, own_which = np.unique(which[rooted[packing.packed]], return_inverse=True)
            found, related = self._parser(
                encoded[kind_forms[own]],
                torch.from_numpy(kind_lemmas[own]),
                torch.from_numpy(kind_tags[own]),
                torch.from_numpy(own_which),
                packing,
            )
            heads[places] = found[rooted >= 0]
            relations[places] = related[rooted >= 0]
        words.heads = heads.tolist()
        words.relations = [self._parser.relations[relation] for relation in relations.tolist()]


def _shares(texts: list[str]) -> Iterator[list[str]]:
    """Cut a list of texts, so that what is computed at once stays small."""
    share: list[str] = []
    size = 0
    for text in texts:
        if share and size + len(text) > _CHARACTERS:
            yield share
            share, size = [], 0
        share.append(text)
        size += len(text)
    if share:
        yield share


class _Paragraph(NamedTuple):
    """The tokens of a paragraph, with their places in the text, and what shows on each."""

    tokens: list[Token]
    shown: list[tuple[bool, ...]]
    opening: list[bool]


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    seen, places = resolved(text)
    plain = as_parsed(seen)
    for start, end in paragraphs(plain):
        own = list(tokens(plain[start:end]))
        if not own:
            continue
        opening = opening_marks(seen[start:end], own)
        ends = ends_by_rules(seen[start:end], own, opening)
        shown = [signs(t, plain[start:end], e) for t, e in zip(own, ends, strict=True)]
        yield _Paragraph([_placed(token, start, places) for token in own], shown, opening)


def _placed(token: Token, start: int, places: list[int] | None) -> Token:
    """A token of a paragraph that begins at an offset, with its own offsets in the text."""
    first, last = start + token.start, start + token.end
    if places is not None:
        # A reference ends where the next character begins.
        first, last = places[first], places[last]
    return Token(first, last, token.form)


def _add(sentence: Sequence[Token], words: _Words) -> None:
    """Add the words of a sentence."""
    first = len(words.forms)
    for token, own in zip(sentence, _parts(sentence), strict=True):
        for part in own:
            words.forms.append(part)
            words.starts.append(token.start)
            words.ends.append(token.end)
    words.lengths.append(len(words.forms) - first)


def _parts(sentence: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """The words of each token."""
    forms = [OUTSIDE, OUTSIDE, *(token.form for token in sentence), OUTSIDE]
    for place, form in enumerate(forms[2:-1]):
        if form.lower() in CONTRACTED:
            yield parts(form, (forms[place], forms[place + 1]), forms[place + 3])
        else:
            yield (form,)


def _assembled(texts: list[str], numbers: list[int], words: _Words, parser: str) -> Iterator[Parse]:
    """The parses of the texts, which have so many sentences each."""
    lengths = iter(words.lengths)
    columns = zip(
        words.starts,
        words.ends,
        words.forms,
        words.lemmas,
        words.tags,
        words.features,
        words.heads,
        words.relations,
        strict=True,
    )
    for text, number in zip(texts, numbers, strict=True):
        parsed: list[Word] = []
        spans = []
        for length in islice(lengths, number):
            first = len(parsed)
            for start, end, form, lemma, tag, feats, head, relation in islice(columns, length):
                above = first + head - 1 if head else -1
                parsed.append(
                    Word(len(parsed), start, end, form, lemma, tag, feats, above, relation)
                )
            spans.append(Sentence(first, len(parsed)))
        yield Parse(text, tuple(parsed), tuple(spans), parser)
