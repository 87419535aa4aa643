"""W3C Web Annotation: one annotation a span, as an ``AnnotationPage`` of JSON-LD.

A quotation's annotation targets its content; those of its marked parts, its cue and its mention
link to it.  Positions count code points, as the recommendation asks.  What the recommendation has
no word for (kind, confidence, rules, …) stands under the prefix ``qs:``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quotescope.formats import reading
from quotescope.formats.reading import Ends, refusing
from quotescope.models import Extraction, Quote, Span

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"qs": "urn:quotescope:"}]

_NEIGHBOURHOOD = 32
"""How many characters the prefix and the suffix of a selector hold at most."""

Annotation = dict[str, Any]


def to_web_annotation(extraction: Extraction, source: str = "urn:quotescope:text") -> Annotation:
    """An annotation page, ready for ``json.dumps``; ``source`` is the IRI of the text."""
    items = [
        annotation
        for number, quote in enumerate(extraction.quotes, 1)
        for annotation in _annotations(extraction, quote, f"{source}#q{number}", source)
    ]
    return {
        "@context": CONTEXT,
        "id": f"{source}#quotations",
        "type": "AnnotationPage",
        "generator": {
            "id": "urn:quotescope:generator",
            "type": "Software",
            "name": "quotescope",
            "qs:version": extraction.version,
            "qs:parser": extraction.parser,
        },
        "items": items,
    }


def from_web_annotation(page: Mapping[str, Any], text: str) -> Extraction:
    """The extraction of a page that ``to_web_annotation`` wrote, over the text that it is about.

    Raises ``FormatError`` where a part of the page is missing or its words are not in the text at
    their positions.
    """
    with refusing("Web Annotation"):
        parts: dict[str, dict[str, list[Annotation]]] = {}
        for item in page["items"]:
            if link := _body(item, "linking"):
                role = _body(item, "tagging")["value"]
                parts.setdefault(link["source"], {}).setdefault(role, []).append(item)
        whole = [item for item in page["items"] if not _body(item, "linking")]
        quotes = [_quote(text, item, parts.get(item["id"], {})) for item in whole]
        generator = page["generator"]
        return reading.extraction(
            text, quotes, parser=generator["qs:parser"], version=generator["qs:version"]
        )


def _annotations(
    extraction: Extraction, quote: Quote, id: str, source: str
) -> Iterator[Annotation]:
    target = _Target(extraction.text, source)
    speaker, cue = quote.speaker, quote.cue
    bodies: list[Annotation] = [
        {"type": "TextualBody", "purpose": "tagging", "value": quote.kind, "format": "text/plain"}
    ]
    details: Annotation = {
        "qs:confidence": quote.confidence,
        "qs:rules": list(quote.rules),
        "qs:modality": quote.modality,
    }
    if speaker:
        details["qs:speakerKind"] = speaker.kind
        details |= {"qs:gender": speaker.gender} if speaker.gender else {}
        details |= {"qs:role": speaker.role} if speaker.role is not None else {}
    if speaker and speaker.name is not None:
        named = {"type": "TextualBody", "purpose": "identifying", "value": speaker.name}
        bodies.append(named | {"format": "text/plain"})
    yield {
        "id": id,
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": target.of(quote.content),
        **details,
    }
    for number, part in enumerate(quote.marked, 1):
        yield _part(f"{id}-marked-{number}", "marked", id, target.of(part))
    if cue:
        annotation = _part(f"{id}-cue", "cue", id, target.of(cue.span))
        yield annotation | {"qs:lemma": cue.lemma, "qs:category": cue.category}
    if speaker and speaker.mention:
        yield _part(f"{id}-mention", "mention", id, target.of(speaker.mention))


def _part(id: str, role: str, quote: str, target: Annotation) -> Annotation:
    return {
        "id": id,
        "type": "Annotation",
        "motivation": "linking",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": role, "format": "text/plain"},
            {"type": "SpecificResource", "purpose": "linking", "source": quote},
        ],
        "target": target,
    }


class _Target:
    """Targets in one text: two selectors of the same words, by position and by their context."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source

    def of(self, span: Span) -> Annotation:
        before = self._text[max(0, span.start - _NEIGHBOURHOOD) : span.start]
        after = self._text[span.end : span.end + _NEIGHBOURHOOD]
        position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        quoted = {"type": "TextQuoteSelector", "exact": span.text, "prefix": before}
        return {"source": self._source, "selector": [position, quoted | {"suffix": after}]}


def _quote(text: str, item: Annotation, parts: dict[str, list[Annotation]]) -> Quote:
    cue = parts.get("cue", [{}])[0]
    mention = parts.get("mention", [{}])[0]
    return Quote(
        kind=_body(item, "tagging")["value"],
        content=reading.span(text, _ends(item, text)),
        marked=tuple(reading.span(text, _ends(part, text)) for part in parts.get("marked", [])),
        cue=reading.cue(
            text, _ends(cue, text) if cue else None, cue.get("qs:lemma"), cue.get("qs:category")
        ),
        speaker=reading.speaker(
            text,
            _ends(mention, text) if mention else None,
            _body(item, "identifying").get("value"),
            item.get("qs:speakerKind"),
            item.get("qs:gender"),
            item.get("qs:role"),
        ),
        rules=tuple(item.get("qs:rules", ())),
        confidence=item.get("qs:confidence", 1.0),
        modality=item.get("qs:modality", "asserted"),
    )


def _body(item: Annotation, purpose: str) -> Annotation:
    """The first body with a purpose, an empty one where there is none."""
    return next((body for body in item["body"] if body["purpose"] == purpose), {})


def _ends(item: Annotation, text: str) -> Ends:
    position, quoted = item["target"]["selector"]
    start, end = position["start"], position["end"]
    if text[start:end] != quoted["exact"]:
        raise ValueError(f"text[{start}:{end}] is not {quoted['exact']!r}")
    return start, end
