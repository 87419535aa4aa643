"""CoNLL-U: the parse, with what is quoted in the MISC column.

MISC names the quotations, numbered from 1, that a word belongs to: ``Quote=1:direct`` inside the
content, ``Marked=1`` inside a marked part, ``Cue=1`` and ``Mention=1``; a word of two quotations
has both (``Quote=1:indirect,2:direct``).  A comment before the sentence in which a quotation begins
names its speaker: ``# quote_1 = direct Camille Roy``; what the text does not assert has one more:
``# quote_1_modality = negated``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quotescope.models import Extraction, Quote, Span
from quotescope.parsing.parse import Parse, Sentence, Word


def to_conllu(extraction: Extraction, parse: Parse) -> str:
    """The sentences of the parse in CoNLL-U, each closed by an empty line.

    ``TokenRange`` in MISC gives each token's code points of the text, end excluded.  Raises
    ``ValueError`` where the extraction and the parse are of different texts.
    """
    if extraction.text != parse.text:
        raise ValueError("the extraction and the parse are of different texts")
    sentences = (
        _sentence(extraction, parse, sentence, number)
        for number, sentence in enumerate(parse.sentences, 1)
    )
    return "".join(sentences)


def _sentence(extraction: Extraction, parse: Parse, sentence: Sentence, number: int) -> str:
    words = parse.words[sentence.first : sentence.last]
    start, end = words[0].start, words[-1].end
    lines = [f"# sent_id = {number}", f"# text = {' '.join(parse.text[start:end].split())}"]
    if number == 1:
        lines.insert(0, f"# generator = quotescope {extraction.version}, {extraction.parser}")
    for index, quote in enumerate(extraction.quotes, 1):
        if _begins(quote, words):
            name = quote.speaker.name if quote.speaker else None
            lines.append(f"# quote_{index} = {quote.kind} {' '.join((name or '_').split())}")
            if quote.modality != "asserted":
                lines.append(f"# quote_{index}_modality = {quote.modality}")
    for token in _tokens(words):
        lines.extend(_token(extraction, parse, token, sentence.first))
    return "\n".join([*lines, "", ""])


def _begins(quote: Quote, words: tuple[Word, ...]) -> bool:
    return words[0].start <= quote.content.start < words[-1].end


def _tokens(words: tuple[Word, ...]) -> Iterator[list[Word]]:
    """The words token by token: those of a contracted token share its span."""
    token: list[Word] = []
    for word in words:
        if token and (word.start, word.end) != (token[0].start, token[0].end):
            yield token
            token = []
        token.append(word)
    if token:
        yield token


def _token(extraction: Extraction, parse: Parse, token: list[Word], first: int) -> Iterator[str]:
    start, end = token[0].start, token[0].end
    spacing = [] if parse.text[end : end + 1].isspace() else ["SpaceAfter=No"]
    place = [f"TokenRange={start}:{end}"]
    surface = " ".join(parse.text[start:end].split())
    if len(token) > 1:
        ids = f"{token[0].index - first + 1}-{token[-1].index - first + 1}"
        yield "\t".join([ids, surface, *("_" * 7), "|".join(spacing + place)])
        spacing = place = []
    for word in token:
        head = word.head - first + 1 if word.head >= 0 else 0
        yield "\t".join(
            [
                str(word.index - first + 1),
                word.form if len(token) > 1 else surface,
                " ".join(word.lemma.split()) or "_",
                word.upos or "_",
                "_",
                word.feats or "_",
                str(head),
                word.deprel or "_",
                "_",
                "|".join(spacing + place + _quoted(extraction, word)) or "_",
            ]
        )


def _quoted(extraction: Extraction, word: Word) -> list[str]:
    """The MISC entries that tell which quotations a word belongs to."""
    spans: dict[str, Callable[[Quote], list[Span]]] = {
        "Quote": lambda quote: [quote.content],
        "Marked": lambda quote: list(quote.marked),
        "Cue": lambda quote: [quote.cue.span] if quote.cue else [],
        "Mention": lambda quote: [m] if quote.speaker and (m := quote.speaker.mention) else [],
    }
    entries = []
    for name, of in spans.items():
        found = [
            f"{number}:{quote.kind}" if name == "Quote" else str(number)
            for number, quote in enumerate(extraction.quotes, 1)
            if any(span.start < word.end and word.start < span.end for span in of(quote))
        ]
        if found:
            entries.append(f"{name}={','.join(found)}")
    return entries
