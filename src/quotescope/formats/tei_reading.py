"""Reading TEI: the extraction that ``to_tei`` wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args
from xml.etree import ElementTree

from quotescope.formats import reading
from quotescope.formats.reading import Ends, FormatError, refusing
from quotescope.models import Extraction, Modality, Quote

_TEI = "{http://www.tei-c.org/ns/1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SAID_ID = re.compile(r"q(?P<quote>\d+)(?:\.(?P<part>\d+))?(?:\.\d+)?")


def from_tei(document: str) -> Extraction:
    """The extraction of a document that ``to_tei`` wrote, be its elements corrected by hand.

    The text is what the ``body`` holds.  Raises ``FormatError`` where the document is not
    well-formed, points to what is not there, or does not validate.
    """
    try:
        root = ElementTree.fromstring(document.encode("utf-8"))
    except ElementTree.ParseError as error:
        raise FormatError(f"TEI: {error}") from error
    with refusing("TEI"):
        body = _found(root, f"{_TEI}text/{_TEI}body")
        application = _found(root, f".//{_TEI}application")
        collected = _Collected()
        text = "".join(collected.walk(body))
        return reading.extraction(
            text,
            _quotes(text, collected, _header(root)),
            parser="".join(_found(application, f"{_TEI}desc").itertext()),
            version=application.attrib["version"],
        )


def _found(element: ElementTree.Element, path: str) -> ElementTree.Element:
    found = element.find(path)
    if found is None:
        raise FormatError(f"TEI: no {path.replace(_TEI, '')}")
    return found


@dataclass
class _Said:
    """What the elements say of one quotation; spans grow with each fragment."""

    attributes: dict[str, str] = field(default_factory=dict)
    parts: dict[int, Ends] = field(default_factory=dict)
    marked: dict[int, Ends] = field(default_factory=dict)
    mention: dict[int, Ends] = field(default_factory=dict)
    cue: dict[int, Ends] = field(default_factory=dict)
    word: dict[str, str] = field(default_factory=dict)


@dataclass
class _Collected:
    """The quotations met so far in a walk through the body, by number, and the position."""

    quotes: dict[int, _Said] = field(default_factory=dict)
    position: int = 0

    def walk(self, element: ElementTree.Element) -> Iterator[str]:
        """The text below an element, while its quotations are collected."""
        start = self.position
        if element.tag == f"{_TEI}g":
            yield self._past(chr(int(element.attrib["n"].removeprefix("U+"), 16)))
        yield self._past(element.text or "")
        for child in element:
            yield from self.walk(child)
            yield self._past(child.tail or "")
        self._collect(element, (start, self.position))

    def _past(self, text: str) -> str:
        self.position += len(text)
        return text

    def _collect(self, element: ElementTree.Element, ends: Ends) -> None:
        attributes = element.attrib
        tag = element.tag.removeprefix(_TEI)
        if tag == "said":
            number, part = _place(attributes[_XML_ID])
            quote = self._quote(number)
            quote.attributes = attributes
            _grow(quote.parts, part, ends)
        for pointer in attributes.get("corresp", "").split():
            quote = self._quote(_place(pointer.removeprefix("#"))[0])
            if tag == "q":
                _grow(quote.marked, int(attributes["n"]), ends)
            elif tag == "rs":
                _grow(quote.mention, 0, ends)
            elif tag == "w":
                _grow(quote.cue, 0, ends)
                quote.word = attributes

    def _quote(self, number: int) -> _Said:
        return self.quotes.setdefault(number, _Said())


def _place(id: str) -> tuple[int, int]:
    match = _SAID_ID.fullmatch(id)
    if match is None:
        raise FormatError(f"TEI: {id!r} is no id of a said")
    return int(match["quote"]), int(match["part"] or 1)


def _grow(spans: dict[int, Ends], key: int, ends: Ends) -> None:
    start, end = spans.get(key, ends)
    spans[key] = min(start, ends[0]), max(end, ends[1])


_Header = dict[str, dict[str, Any]]


def _header(root: ElementTree.Element) -> _Header:
    """What the ids in the header stand for: rules by their text, speakers by their fields."""
    people: dict[str, Any] = {}
    for person in root.iterfind(f".//{_TEI}listPerson/*"):
        fields: dict[str, Any] = {"kind": person.get("role"), "name": None}
        for child in person:
            key = child.get("type") if child.tag == f"{_TEI}note" else "name"
            fields[str(key)] = "".join(child.itertext())
        people[person.attrib[_XML_ID]] = fields
    rules = {
        category.attrib[_XML_ID]: "".join(category.itertext())
        for category in root.iterfind(f".//{_TEI}taxonomy/{_TEI}category")
    }
    return {"people": people, "rules": rules}


def _quotes(text: str, collected: _Collected, header: _Header) -> Iterator[Quote]:
    for number, said in sorted(collected.quotes.items()):
        if not said.parts:
            raise FormatError(f"TEI: no said for quotation {number}")
        kind, *ana = (pointer.removeprefix("#") for pointer in said.attributes["ana"].split())
        modalities = [id for id in ana if id in get_args(Modality)]
        rules = [id for id in ana if id not in modalities]
        parts = [ends for _, ends in sorted(said.parts.items())]
        marked = [ends for _, ends in sorted(said.marked.items())]
        if kind == "direct" and not marked:
            marked = parts
        who = said.attributes.get("who")
        fields = header["people"][who.removeprefix("#")] if who else {"name": None}
        yield Quote(
            kind=kind,  # type: ignore[arg-type]
            content=reading.span(text, (parts[0][0], parts[-1][1])),
            marked=tuple(reading.span(text, ends) for ends in marked),
            cue=reading.cue(text, said.cue.get(0), said.word.get("lemma"), said.word.get("pos")),
            speaker=reading.speaker(text, said.mention.get(0), **fields),
            rules=tuple(header["rules"][rule] for rule in rules),
            confidence=float(said.attributes.get("cert", 1.0)),
            modality=modalities[0] if modalities else "asserted",  # type: ignore[arg-type]
        )
