"""Frozen parses: a parse as CoNLL-U and back, without loss.

Offsets stand in MISC (``start_char=0|end_char=2``, code points of the text); the words of a
contracted token stand under their token's line and share its span.  The text itself is kept apart:
a comment holds its SHA-256, so that a parse is never laid over another text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby

from quotescope.errors import QuotescopeError
from quotescope.parsing.parse import Parse, Sentence, Word

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED = {escape: character for character, escape in _ESCAPES.items()}
_SPAN = re.compile(r"start_char=(\d+)\|end_char=(\d+)")


class FrozenParseError(QuotescopeError):
    """A frozen parse is damaged, or was made from another text."""


def dumps(parse: Parse) -> str:
    """The parse as CoNLL-U."""
    blocks = [f"# parser = {_escape(parse.parser)}\n# text_sha256 = {digest(parse.text)}\n"]
    for number, sentence in enumerate(parse.sentences, start=1):
        words = parse.words[sentence.first : sentence.last]
        text = parse.text[words[0].start : words[-1].end]
        lines = [f"# sent_id = {number}", f"# text = {_escape(text)}"]
        lines.extend(_token_lines(words, sentence.first, parse.text))
        blocks.append("\n".join(lines) + "\n\n")
    return "".join(blocks)


def loads(text: str, conllu: str) -> Parse:
    """The parse of ``text`` from its CoNLL-U.

    Raises ``FrozenParseError`` where the CoNLL-U was made from another text, or is not what
    ``dumps`` writes.
    """
    if frozen_digest(conllu) != digest(text):
        raise FrozenParseError("the parse was frozen from another text: freeze it again")
    words: list[Word] = []
    sentences: list[Sentence] = []
    for block in conllu.split("\n\n"):
        first = len(words)
        words.extend(_words(block, first))
        if len(words) > first:
            sentences.append(Sentence(first, len(words)))
    return Parse(text, tuple(words), tuple(sentences), _unescape(_comment(conllu, "parser")))


def digest(text: str) -> str:
    """What stands for a text in its frozen parse."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def frozen_digest(conllu: str) -> str:
    """The digest of the text that a frozen parse was made from."""
    return _comment(conllu, "text_sha256")


def _comment(conllu: str, key: str) -> str:
    start = f"# {key} = "
    for line in conllu.split("\n"):
        if line.startswith(start):
            return line.removeprefix(start)
    raise FrozenParseError(f"no comment {start!r} in the frozen parse: freeze it again")


def _token_lines(words: tuple[Word, ...], first: int, text: str) -> Iterator[str]:
    for (start, end), group in groupby(words, key=lambda word: (word.start, word.end)):
        token = list(group)
        span = f"start_char={start}|end_char={end}"
        if len(token) > 1:
            ids = f"{token[0].index - first + 1}-{token[-1].index - first + 1}"
            yield "\t".join([ids, _escape(text[start:end]), *"_" * 7, span])
        for word in token:
            fields = [
                str(word.index - first + 1),
                _escape(word.form),
                _escape(word.lemma),
                word.upos,
                "_",
                word.feats or "_",
                str(word.head - first + 1 if word.head >= 0 else 0),
                word.deprel,
                "_",
                span if len(token) == 1 else "_",
            ]
            yield "\t".join(fields)


def _words(block: str, first: int) -> Iterator[Word]:
    """The words of one sentence, whose first word has the index ``first`` in the parse."""
    contracted_until, contracted_span = 0, (0, 0)
    for line in block.split("\n"):
        if not line or line.startswith("# "):
            continue
        try:
            id, form, lemma, upos, _, feats, head, deprel, _, misc = line.split("\t")
            if "-" in id:
                contracted_until, contracted_span = int(id.partition("-")[2]), _span(misc)
                continue
            start, end = contracted_span if int(id) <= contracted_until else _span(misc)
            yield Word(
                index=first + int(id) - 1,
                start=start,
                end=end,
                form=_unescape(form),
                lemma=_unescape(lemma),
                upos=upos,
                feats="" if feats == "_" else feats,
                head=first + int(head) - 1 if int(head) else -1,
                deprel=deprel,
            )
        except ValueError:
            raise FrozenParseError(
                f"not a line of a frozen parse: {line!r}; freeze it again"
            ) from None


def _span(misc: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(misc)
    if not found:
        raise ValueError(misc)
    return int(found[1]), int(found[2])


def _escape(field: str) -> str:
    """Tabs and line ends would break the format."""
    return re.sub(r"[\\\t\n\r]", lambda found: _ESCAPES[found[0]], field)


def _unescape(field: str) -> str:
    return re.sub(r"\\[\\tnr]", lambda found: _ESCAPED[found[0]], field)
