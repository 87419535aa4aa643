"""What leaves the library: frozen, validated records.

Every offset counts Unicode code points of the caller's own text, start included and end
excluded, as in Python slices: ``text[span.start:span.end] == span.text`` always holds.

Any ``str`` is a text, also one with lone surrogates, which JSON cannot hold: in JSON a lone
surrogate is written as U+FFFF and its four hexadecimal digits, and U+FFFF itself as U+FFFF and
``ffff``.  Reading the JSON back gives the same string again; other strings are written as they are.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

import regex
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

Kind = Literal["direct", "mixed", "indirect"]
CueCategory = Literal["verb", "noun", "preposition"]
SpeakerKind = Literal["person", "organisation", "place", "group", "unnamed", "unknown"]
Gender = Literal["feminine", "masculine"]
Modality = Literal["asserted", "negated", "questioned", "hypothetical", "hearsay"]

_UNWRITABLE = regex.compile("[\ud800-\udfff\uffff]")
_WRITTEN = regex.compile("\uffff(d[89a-f][0-9a-f]{2}|ffff)")


def _written(text: str) -> str:
    """The text as it stands in JSON."""
    return _UNWRITABLE.sub(lambda found: f"\uffff{ord(found[0]):04x}", text)


def _read(written: str) -> str:
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), written)


class _AnyText:
    """Lets a field hold any ``str``: pydantic's own check refuses lone surrogates."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        string = core_schema.str_schema(strict=True)
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(_read, string),
            python_schema=core_schema.is_instance_schema(str),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _written, return_schema=string, when_used="json"
            ),
        )


Text = Annotated[str, _AnyText()]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Span(_Frozen):
    """A stretch of the caller's text, in code points, with its words."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: Text

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"span {self.start}:{self.end} does not fit {len(self.text)} characters"
            )
        return self

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span (or is equal to it)."""
        return self.start <= other.start and other.end <= self.end


class Cue(_Frozen):
    """The word that carries the reporting: *déclaré*, *propos*, *Selon*."""

    span: Span
    lemma: Text
    category: CueCategory


class Speaker(_Frozen):
    """Who said it: the phrase in the text, and the entity that it stands for.

    ``name`` is the fullest name that the text gives this speaker, for a speaker without a name the
    fullest phrase, and ``None`` where the text does not tell who it is.  ``gender`` and ``role``
    (title or function, as the text words it) stay ``None`` where the text does not tell.
    """

    mention: Span | None
    name: Text | None
    kind: SpeakerKind
    gender: Gender | None = None
    role: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.mention is None and self.name is None:
            raise ValueError("a speaker has a mention, a name or both; an unknown speaker is None")
        return self


class Quote(_Frozen):
    """One quotation: what was said, how it is introduced, by whom.

    ``content`` holds the reported words without their outer marks; ``marked`` the parts that stand
    between quotation marks (empty for indirect speech).  ``rules`` names what found the quotation
    and what tied it to its speaker; ``confidence``, in [0, 1], is how likely both are right, fitted
    on annotated news.  ``modality`` tells whether the text asserts that it was said: *n'a pas dit
    que* is negated, *s'il dit que* hypothetical, *aurait dit que* hearsay.
    """

    kind: Kind
    content: Span
    marked: tuple[Span, ...]
    cue: Cue | None
    speaker: Speaker | None
    rules: tuple[str, ...]
    confidence: float = Field(ge=0.0, le=1.0)
    modality: Modality = "asserted"

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.content.start >= self.content.end:
            raise ValueError("a quotation has content")
        if (self.kind == "indirect") != (not self.marked):
            raise ValueError("indirect speech has no marked part, other kinds have at least one")
        for part in self.marked:
            if not self.content.contains(part):
                raise ValueError(f"marked part {part.start}:{part.end} lies outside the content")
        for one, two in pairwise(self.marked):
            if two.start < one.end:
                raise ValueError("marked parts stand in reading order and do not overlap")
        return self


class Extraction(_Frozen):
    """All quotations of one text, in reading order.

    ``text`` is the caller's own string, ``parser`` names the parser and its model, ``version`` is
    the version of this package.
    """

    text: Text
    quotes: tuple[Quote, ...]
    parser: str
    version: str

    @model_validator(mode="after")
    def _offsets_point_into_the_text(self) -> Self:
        for quote in self.quotes:
            for span in _spans(quote):
                if self.text[span.start : span.end] != span.text:
                    raise ValueError(f"text[{span.start}:{span.end}] is not {span.text!r}")
        starts = [(quote.content.start, -quote.content.end) for quote in self.quotes]
        if starts != sorted(starts):
            raise ValueError("quotations stand in reading order")
        _refuse_crossing([part for quote in self.quotes for part in quote.marked])
        return self

    def to_rows(self, id: str | None = None) -> list[dict[str, str | int | float | None]]:
        """One flat dictionary a quotation, as pandas and polars make tables of.

        ``id`` becomes the column ``document``; see ``quotescope.formats.to_rows``.
        """
        from quotescope import formats

        return formats.to_rows(self, id)

    def to_html(self, title: str | None = None) -> str:
        """The text as one HTML page, its quotations coloured by speaker, to be written as UTF-8."""
        from quotescope import formats

        return formats.to_html(self, title)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, as notebooks show it."""
        from quotescope import formats

        return formats.to_frame(self)


def _spans(quote: Quote) -> list[Span]:
    spans = [quote.content, *quote.marked]
    if quote.cue:
        spans.append(quote.cue.span)
    if quote.speaker and quote.speaker.mention:
        spans.append(quote.speaker.mention)
    return spans


def _refuse_crossing(parts: list[Span]) -> None:
    """Marked parts of different quotations are apart or nested, never crossing."""
    open_ends: list[int] = []
    for part in sorted(parts, key=lambda p: (p.start, -p.end)):
        while open_ends and open_ends[-1] <= part.start:
            open_ends.pop()
        if open_ends and part.end > open_ends[-1]:
            raise ValueError(f"marked part {part.start}:{part.end} crosses another one")
        open_ends.append(part.end)
