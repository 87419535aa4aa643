"""TEI P5: quotations as ``said``, their speakers in the header.

- A direct quotation is one ``said`` for each part between quotation marks, linked by ``next`` and
  ``prev``; a mixed one is one ``said`` with a ``q`` for each part between marks; an indirect one is
  one ``said``.  Where marks cross or a paragraph ends, elements are cut and linked the same way.
- ``who`` points to a ``person``, ``personGrp`` or ``org`` in the ``listPerson``; the mention in the
  text is an ``rs``, the cue a ``w`` with its lemma; both point to their quotations by ``corresp``.
- ``ana`` points to the kind, the modality and the rules, ``cert`` is the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from quotescope.formats.inline import Fragment, Mark, markup, only_marked, paragraphs, said
from quotescope.formats.tei_header import Cast, header
from quotescope.formats.tei_reading import from_tei
from quotescope.models import Extraction

__all__ = ["from_tei", "to_tei"]

# Cues and mentions lie inside of what is quoted.
_MENTIONS, _CUES = 1, 2

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_tei(extraction: Extraction, title: str | None = None) -> str:
    """A TEI P5 document with the whole text, one ``p`` a line.

    ``from_tei`` reads the same extraction back.  A character that XML cannot hold becomes a ``g``
    with its code point.
    """
    cast = Cast.of(extraction)
    marks = _Marks(extraction, cast)
    lines = paragraphs(extraction.text)
    body = markup(
        extraction.text,
        [*lines, *marks.all()],
        opening=marks.opening,
        closing=lambda fragment: f"</{fragment.mark.tag}>",
        escape=_escape,
    )
    if not lines:
        body += "<p/>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
        f"{header(extraction, cast, title)}"
        f'<text xml:lang="fr">\n<body xml:space="preserve">{body}</body>\n</text>\n'
        "</TEI>\n"
    )


def _escape(text: str) -> str:
    escaped = escape(text, {"\r": "&#13;"})
    return _NOT_XML.sub(lambda match: f'<g n="U+{ord(match[0]):04X}"/>', escaped)


@dataclass
class _Marks:
    """The marks of one extraction, and the tag that each becomes."""

    extraction: Extraction
    cast: Cast
    # Quotations that share a mention or a cue share its element.
    mentions: dict[tuple[int, int, str], list[int]] = field(default_factory=dict)
    cues: dict[tuple[int, int, str, str], list[int]] = field(default_factory=dict)
    _last: dict[int, str] = field(default_factory=dict)

    def all(self) -> Iterator[Mark]:
        for index, quote in enumerate(self.extraction.quotes):
            yield from said(quote, index, "q")
            if quote.speaker and (mention := quote.speaker.mention):
                place = (mention.start, mention.end, self.cast.ids[index])
                self.mentions.setdefault(place, []).append(index)
            if cue := quote.cue:
                word = (cue.span.start, cue.span.end, cue.lemma, cue.category)
                self.cues.setdefault(word, []).append(index)
        for (start, end, _), (first, *_) in self.mentions.items():
            yield Mark(start, end, _MENTIONS, "rs", first)
        for (start, end, _, _), (first, *_) in self.cues.items():
            yield Mark(start, end, _CUES, "w", first)

    def opening(self, fragment: Fragment) -> str:
        written = (f" {key}={quoteattr(value)}" for key, value in self._attributes(fragment))
        return f"<{fragment.mark.tag}{''.join(written)}>"

    def _attributes(self, fragment: Fragment) -> Iterable[tuple[str, str]]:
        mark = fragment.mark
        match mark.tag:
            case "said":
                return self._said(fragment).items()
            case "q":
                return [("n", str(mark.part)), ("corresp", f"#q{mark.index + 1}")]
            case "rs":
                return self._rs(mark).items()
            case "w":
                return self._w(mark).items()
        return []

    def _said(self, fragment: Fragment) -> dict[str, str]:
        index, part = fragment.mark.index, fragment.mark.part
        quote = self.extraction.quotes[index]
        own = _id(index, part, fragment.number)
        attributes = {"xml:id": own}
        if index in self.cast.ids:
            attributes["who"] = f"#{self.cast.ids[index]}"
        attributes["direct"] = "true" if quote.kind == "direct" else "false"
        rules = (f"#{self.cast.rules[rule]}" for rule in quote.rules)
        attributes["ana"] = " ".join([f"#{quote.kind}", f"#{quote.modality}", *rules])
        attributes["cert"] = repr(quote.confidence)
        if index in self._last:
            attributes["prev"] = f"#{self._last[index]}"
        if fragment.number < fragment.total:
            attributes["next"] = f"#{_id(index, part, fragment.number + 1)}"
        elif only_marked(quote) and part + 1 < len(quote.marked):
            attributes["next"] = f"#{_id(index, part + 1, 1)}"
        self._last[index] = own
        return attributes

    def _rs(self, mark: Mark) -> dict[str, str]:
        who = self.cast.ids[mark.index]
        quotes = self.mentions[mark.start, mark.end, who]
        return {"type": "mention", "ref": f"#{who}", "corresp": _pointers(quotes)}

    def _w(self, mark: Mark) -> dict[str, str]:
        cue = self.extraction.quotes[mark.index].cue
        assert cue
        quotes = self.cues[mark.start, mark.end, cue.lemma, cue.category]
        lemma = _NOT_XML.sub("", cue.lemma)
        return {"type": "cue", "lemma": lemma, "pos": cue.category, "corresp": _pointers(quotes)}


def _id(index: int, part: int, number: int) -> str:
    """``q3`` for the first element of the third quotation, ``q3.2`` for its second part, …"""
    if number > 1:
        return f"q{index + 1}.{part + 1}.{number}"
    return f"q{index + 1}.{part + 1}" if part else f"q{index + 1}"


def _pointers(indexes: list[int]) -> str:
    return " ".join(f"#q{index + 1}" for index in indexes)
