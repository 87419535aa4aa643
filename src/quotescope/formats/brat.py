"""brat standoff: quotations as events, whose trigger is what was said.

The trigger (``Direct``, ``Mixed``, ``Indirect``) covers the content, for direct speech its marked
parts alone, so that an interrupted quotation is a discontinuous span.  ``Cue``, ``Mention`` and
``Marked`` are entities and the event's arguments; the speaker's name, the role, the lemma, the
rules and the confidence are notes.  Offsets count code points of the ``.txt`` file beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from quotescope import __version__
from quotescope.formats import reading
from quotescope.formats.inline import only_marked
from quotescope.formats.reading import Ends, FormatError, refusing
from quotescope.models import Extraction, Quote, Span

BRAT_CONFIGURATION = """\
[entities]
Cue
Mention
Marked

[relations]

[events]
Direct\tCue?:Cue, Speaker?:Mention, Marked*:Marked
Mixed\tCue?:Cue, Speaker?:Mention, Marked*:Marked
Indirect\tCue?:Cue, Speaker?:Mention

[attributes]
Category\tArg:Cue, Value:verb|noun|preposition
SpeakerKind\tArg:<EVENT>, Value:person|organisation|place|group|unnamed|unknown
Gender\tArg:<EVENT>, Value:feminine|masculine
Modality\tArg:<EVENT>, Value:asserted|negated|questioned|hypothetical|hearsay
"""
"""What brat needs as ``annotation.conf`` in the folder of the documents."""


def to_brat(extraction: Extraction) -> str:
    """The ``.ann`` file; the ``.txt`` file beside it must hold ``extraction.text`` unchanged."""
    writer = _Writer(extraction.text)
    for quote in extraction.quotes:
        writer.write(quote)
    return "".join(f"{line}\n" for line in writer.lines)


def from_brat(
    annotations: str, text: str, *, parser: str = "brat", version: str = __version__
) -> Extraction:
    """The extraction of an ``.ann`` file over its text, also where a hand has corrected it.

    A quotation without a note of its confidence counts as certain.  Raises ``FormatError`` on lines
    that are not brat's, or that point to what is not there.
    """
    with refusing("brat"):
        standoff = _Standoff.read(annotations)
        quotes = [_quote(standoff, event, text) for event in standoff.events]
        return reading.extraction(text, quotes, parser, version)


@dataclass
class _Writer:
    text: str
    lines: list[str] = field(default_factory=list)
    _entities: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def write(self, quote: Quote) -> None:
        kind = quote.kind.capitalize()
        if only_marked(quote):
            arguments = [f"{kind}:{self._entity(kind, quote.marked, shared=False)}"]
        else:
            arguments = [f"{kind}:{self._entity(kind, [quote.content], shared=False)}"]
            parts = [self._entity("Marked", [part], shared=False) for part in quote.marked]
            for number, part in enumerate(parts, 1):
                arguments.append(f"Marked{number if number > 1 else ''}:{part}")
        if quote.cue:
            arguments.append(f"Cue:{self._cue(quote)}")
        if quote.speaker and quote.speaker.mention:
            arguments.append(f"Speaker:{self._entity('Mention', [quote.speaker.mention])}")
        event = self._line("E", " ".join(arguments))
        self._describe(quote, event)

    def _cue(self, quote: Quote) -> str:
        assert quote.cue
        of = f"{quote.cue.lemma} {quote.cue.category}"
        known = len(self._entities)
        id = self._entity("Cue", [quote.cue.span], of)
        if len(self._entities) > known:
            self._line("A", f"Category {id} {quote.cue.category}")
            self._note("Lemma", id, quote.cue.lemma)
        return id

    def _describe(self, quote: Quote, event: str) -> None:
        if quote.modality != "asserted":
            self._line("A", f"Modality {event} {quote.modality}")
        if speaker := quote.speaker:
            self._line("A", f"SpeakerKind {event} {speaker.kind}")
            if speaker.gender:
                self._line("A", f"Gender {event} {speaker.gender}")
            if speaker.name is not None:
                self._note("Name", event, speaker.name)
            if speaker.role is not None:
                self._note("Role", event, speaker.role)
        if quote.rules:
            self._note("Rules", event, " ".join(quote.rules))
        self._note("Confidence", event, repr(quote.confidence))

    def _entity(
        self, type: str, spans: Iterable[Span], of: str = "", *, shared: bool = True
    ) -> str:
        """The id of an entity; quotations share their mention and their cue."""
        spans = tuple(spans)
        places = ";".join(f"{span.start} {span.end}" for span in spans)
        key = (f"{type} {places}", of)
        if shared and key in self._entities:
            return self._entities[key]
        words = " ".join(re.sub(r"[\r\n\t]", " ", span.text) for span in spans)
        id = self._line("T", f"{type} {places}\t{words}")
        if shared:
            self._entities[key] = id
        return id

    def _note(self, type: str, of: str, value: str) -> None:
        self._line("#", f"{type} {of}\t{_escaped(value)}")

    def _line(self, letter: str, rest: str) -> str:
        self._counts[letter] = self._counts.get(letter, 0) + 1
        id = f"{letter}{self._counts[letter]}"
        self.lines.append(f"{id}\t{rest}")
        return id


@dataclass
class _Standoff:
    """The lines of an ``.ann`` file by what they are."""

    entities: dict[str, tuple[str, list[Ends]]] = field(default_factory=dict)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    facts: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls, annotations: str) -> _Standoff:
        standoff = cls()
        for line in annotations.split("\n"):
            if line:
                standoff._add(line)
        return standoff

    def _add(self, line: str) -> None:
        id, _, rest = line.partition("\t")
        head, _, value = rest.partition("\t")
        if id.startswith("T"):
            type, _, places = head.partition(" ")
            ends = [place.split() for place in places.split(";")]
            self.entities[id] = (type, [(int(start), int(end)) for start, end in ends])
        elif id.startswith("E"):
            pairs = (argument.partition(":") for argument in head.split())
            self.events[id] = [(role.rstrip("0123456789"), of) for role, _, of in pairs]
        elif id.startswith("A"):
            name, of, choice = head.split()
            self.facts[name, of] = choice
        elif id.startswith("#"):
            name, of = head.split()
            self.facts[name, of] = _unescaped(value)
        else:
            raise FormatError(f"brat: a line of another kind: {line!r}")

    def of(self, event: str, role: str) -> list[str]:
        """The entities that play a role in an event."""
        return [entity for name, entity in self.events[event] if name == role]


def _quote(standoff: _Standoff, event: str, text: str) -> Quote:
    kind, spans = standoff.entities[standoff.events[event][0][1]]
    marked = [standoff.entities[part][1][0] for part in standoff.of(event, "Marked")]
    if kind == "Direct" and not marked:
        marked = spans
    cue = next(iter(standoff.of(event, "Cue")), "")
    mention = next(iter(standoff.of(event, "Speaker")), "")
    facts = standoff.facts.get
    return Quote(
        kind=kind.lower(),  # type: ignore[arg-type]
        content=reading.span(text, (spans[0][0], spans[-1][1])),
        marked=tuple(reading.span(text, part) for part in marked),
        cue=reading.cue(
            text,
            standoff.entities[cue][1][0] if cue else None,
            facts(("Lemma", cue)),
            facts(("Category", cue)),
        ),
        speaker=reading.speaker(
            text,
            standoff.entities[mention][1][0] if mention else None,
            facts(("Name", event)),
            facts(("SpeakerKind", event)),
            facts(("Gender", event)),
            facts(("Role", event)),
        ),
        rules=tuple(facts(("Rules", event), "").split()),
        confidence=float(facts(("Confidence", event), "1.0")),
        modality=facts(("Modality", event), "asserted"),  # type: ignore[arg-type]
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _unescaped(value: str) -> str:
    meaning = {"n": "\n", "t": "\t", "\\": "\\"}
    return re.sub(r"\\([nt\\])", lambda match: meaning[match[1]], value)
