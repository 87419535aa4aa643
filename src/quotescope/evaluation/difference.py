"""What changed between two extractions of the same texts, say by two versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from quotescope.evaluation.agreement import pairs
from quotescope.evaluation.judgement import SAME_EVENT
from quotescope.formats.plain import line
from quotescope.models import Extraction, Quote, Span

FIELDS = (
    "kind",
    "content",
    "marked",
    "cue",
    "speaker",
    "speaker_kind",
    "gender",
    "role",
    "mention",
    "modality",
)
"""What is compared; rules and confidence are how a quotation was found, not what it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A quotation that appeared (no ``old``), vanished (no ``new``) or changed.

    ``fields`` names what changed, in the order of ``FIELDS``; it is empty unless both are there.
    """

    document: str
    old: Quote | None
    new: Quote | None
    fields: tuple[str, ...] = ()

    @property
    def change(self) -> Literal["appeared", "vanished", "changed"]:
        """What became of the quotation."""
        if self.old is None:
            return "appeared"
        return "vanished" if self.new is None else "changed"

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON holds it, with both quotations whole."""
        return {
            "document": self.document,
            "change": self.change,
            "fields": list(self.fields),
            "old": self.old.model_dump(mode="json") if self.old else None,
            "new": self.new.model_dump(mode="json") if self.new else None,
        }

    def __str__(self) -> str:
        quotes = [quote for quote in (self.old, self.new) if quote]
        start = min(quote.content.start for quote in quotes)
        lines = [f"{self.document}:{start}: {self.change} {', '.join(self.fields)}".rstrip()]
        if self.old:
            lines.append(f"  - {line(self.old)}")
        if self.new:
            lines.append(f"  + {line(self.new)}")
        if self.old and self.new:
            old, new = _values(self.old), _values(self.new)
            lines += [f"    {f}: {old[f]} → {new[f]}" for f in self.fields if f != "content"]
        return "\n".join(lines)


def differences(
    old: Mapping[str, Extraction], new: Mapping[str, Extraction]
) -> Iterator[Difference]:
    """What changed, document by document, in reading order; only documents in both are compared.

    Quotations go together whose contents overlap best, by three tenths at least (intersection over
    union in characters).  Raises ``ValueError`` where the texts of a document differ.
    """
    for id, before in old.items():
        if id in new:
            yield from _of(id, before, new[id])


def _of(id: str, old: Extraction, new: Extraction) -> list[Difference]:
    if old.text != new.text:
        raise ValueError(f"{id}: the two files hold different texts")
    together = dict(
        pairs(
            [(quote.content.start, quote.content.end) for quote in old.quotes],
            [(quote.content.start, quote.content.end) for quote in new.quotes],
            SAME_EVENT,
        )
    )
    found = []
    for index, quote in enumerate(old.quotes):
        other = new.quotes[together[index]] if index in together else None
        fields = _changed(quote, other) if other else ()
        if fields or other is None:
            found.append(Difference(id, quote, other, fields))
    for index in sorted(set(range(len(new.quotes))) - set(together.values())):
        found.append(Difference(id, None, new.quotes[index]))
    return sorted(found, key=_place)


def _place(difference: Difference) -> int:
    quote = difference.old or difference.new
    assert quote
    return quote.content.start


def _changed(old: Quote, new: Quote) -> tuple[str, ...]:
    before, after = _values(old), _values(new)
    return tuple(field for field in FIELDS if before[field] != after[field])


def _values(quote: Quote) -> dict[str, str]:
    """The fields as a reader sees them, a span by its words and its place."""
    speaker = quote.speaker
    values = {
        "kind": quote.kind,
        "content": _shown(quote.content),
        "marked": " ".join(map(_shown, quote.marked)),
        "cue": _shown(quote.cue.span) if quote.cue else None,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "gender": speaker.gender if speaker else None,
        "role": speaker.role if speaker else None,
        "mention": _shown(speaker.mention) if speaker and speaker.mention else None,
        "modality": quote.modality,
    }
    return {field: " ".join((value or "–").split()) for field, value in values.items()}


def _shown(span: Span) -> str:
    return f"{span.text} ({span.start}:{span.end})"
