"""CoNLL-U sentences as trees of words that point at their heads."""

from __future__ import annotations

import copy
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True, eq=False)
class Word:
    """A syntactic word; ``head`` is None for the root (and while a phrase is detached)."""

    form: str
    lemma: str
    upos: str
    feats: str = "_"
    deprel: str = "dep"
    head: Word | None = None
    space_after: bool = True
    # On the first word of a contraction (« au » for « à le »): its form and word count.
    contraction: tuple[str, int] | None = None


@dataclass(slots=True, eq=False)
class Sentence:
    id: str
    source: str
    words: list[Word] = field(default_factory=list)

    @property
    def root(self) -> Word:
        return next(word for word in self.words if word.head is None)

    def copy(self, suffix: str = "") -> Sentence:
        return Sentence(self.id + suffix, self.source, copy_words(self.words))

    @property
    def text(self) -> str:
        return text_of(self.words)


def copy_words(words: list[Word]) -> list[Word]:
    """The words copied; heads outside them become None."""
    twins = {id(word): copy.copy(word) for word in words}
    for twin in twins.values():
        twin.head = twins.get(id(twin.head))
    return [twins[id(word)] for word in words]


def tokens(words: list[Word]) -> Iterator[tuple[str, list[Word]]]:
    """The surface tokens, each with its words."""
    i = 0
    while i < len(words):
        contraction = words[i].contraction
        size = contraction[1] if contraction else 1
        yield (contraction[0] if contraction else words[i].form), words[i : i + size]
        i += size


def text_of(words: list[Word]) -> str:
    pieces = [form + " " * covered[-1].space_after for form, covered in tokens(words)]
    return "".join(pieces).strip()


def children(words: list[Word]) -> dict[int, list[Word]]:
    """The dependents of each word, by the head's ``id()``."""
    found: dict[int, list[Word]] = {}
    for word in words:
        if word.head is not None:
            found.setdefault(id(word.head), []).append(word)
    return found


def subtree(words: list[Word], top: Word) -> list[Word]:
    """The words that ``top`` dominates, itself included, in order."""
    below = children(words)
    reached: set[int] = set()
    stack = [top]
    while stack:
        word = stack.pop()
        reached.add(id(word))
        stack.extend(below.get(id(word), ()))
    return [word for word in words if id(word) in reached]


def read(path: Path, source: str = "") -> list[Sentence]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf8")
    blocks = text.split("\n\n")
    sentences = [_sentence(block, source) for block in blocks if block.strip()]
    return [sentence for sentence in sentences if sentence.words]


def _sentence(block: str, source: str) -> Sentence:
    sentence = Sentence("", source)
    heads: list[int] = []
    contractions: dict[int, tuple[int, str, bool]] = {}
    for line in block.strip().split("\n"):
        if line.startswith("#"):
            if line.startswith("# sent_id = "):
                sentence.id = line[12:]
            continue
        columns = line.split("\t")
        number, form, lemma, upos, _, feats, head, deprel, _, misc = columns
        space_after = "SpaceAfter=No" not in misc
        if "-" in number:
            first, last = map(int, number.split("-"))
            contractions[first] = (last, form, space_after)
        elif "." not in number:
            sentence.words.append(Word(form, lemma, upos, feats, deprel, space_after=space_after))
            heads.append(int(head) if head != "_" else 0)
    for word, head_number in zip(sentence.words, heads, strict=True):
        word.head = sentence.words[head_number - 1] if head_number else None
    for first, (last, form, space_after) in contractions.items():
        sentence.words[first - 1].contraction = (form, last - first + 1)
        sentence.words[last - 1].space_after = space_after
    return sentence


def write(sentences: Iterable[Sentence], path: Path) -> None:
    with path.open("w", encoding="utf8") as out:
        for sentence in sentences:
            out.write(to_conllu(sentence))


def to_conllu(sentence: Sentence) -> str:
    number = {id(word): i for i, word in enumerate(sentence.words, 1)}
    lines = [f"# sent_id = {sentence.id}", f"# text = {sentence.text}"]
    for i, word in enumerate(sentence.words, 1):
        if word.contraction:
            form, size = word.contraction
            last = sentence.words[i + size - 2]
            misc = "_" if last.space_after else "SpaceAfter=No"
            lines.append(f"{i}-{i + size - 1}\t{form}" + "\t_" * 7 + f"\t{misc}")
        head = number[id(word.head)] if word.head is not None else 0
        misc = "_" if word.space_after else "SpaceAfter=No"
        columns = (i, word.form, word.lemma, word.upos, "_", word.feats, head, word.deprel, "_")
        lines.append("\t".join(map(str, (*columns, misc))))
    return "\n".join(lines) + "\n\n"
