"""Label Studio: a task whose prediction can be corrected by hand, and read back.

Regions carry the kinds, ``marked``, ``cue`` and ``mention`` as labels; relations tie the three to
their quotation.  Offsets count code points, as Label Studio stores them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from quotescope import __version__
from quotescope.formats import reading
from quotescope.formats.reading import Ends, refusing
from quotescope.models import Extraction, Kind, Quote, Span

LABEL_STUDIO_CONFIGURATION = """\
<View>
  <Labels name="label" toName="text">
    <Label value="direct" background="#1d7a5f"/>
    <Label value="mixed" background="#2f6db5"/>
    <Label value="indirect" background="#8a5cb8"/>
    <Label value="marked" background="#b8860b"/>
    <Label value="cue" background="#c0504d"/>
    <Label value="mention" background="#5f6b7a"/>
  </Labels>
  <Relations>
    <Relation value="marked"/>
    <Relation value="cue"/>
    <Relation value="mention"/>
  </Relations>
  <Text name="text" value="$text"/>
  <TextArea name="speaker" toName="text" perRegion="true" placeholder="Speaker"/>
  <TextArea name="role" toName="text" perRegion="true" placeholder="Role"/>
  <Choices name="speaker_kind" toName="text" perRegion="true">
    <Choice value="person"/>
    <Choice value="organisation"/>
    <Choice value="place"/>
    <Choice value="group"/>
    <Choice value="unnamed"/>
    <Choice value="unknown"/>
  </Choices>
  <Choices name="gender" toName="text" perRegion="true">
    <Choice value="feminine"/>
    <Choice value="masculine"/>
  </Choices>
  <Choices name="modality" toName="text" perRegion="true">
    <Choice value="asserted"/>
    <Choice value="negated"/>
    <Choice value="questioned"/>
    <Choice value="hypothetical"/>
    <Choice value="hearsay"/>
  </Choices>
  <Choices name="category" toName="text" perRegion="true">
    <Choice value="verb"/>
    <Choice value="noun"/>
    <Choice value="preposition"/>
  </Choices>
</View>
"""
"""The labelling configuration of the project that the tasks are imported into."""

Result = dict[str, Any]


def to_label_studio(extraction: Extraction, id: str | None = None) -> dict[str, Any]:
    """One task with one prediction; the file to import is a JSON list of tasks."""
    result = [
        item
        for number, quote in enumerate(extraction.quotes, 1)
        for item in _result(quote, f"q{number}")
    ]
    scores = [quote.confidence for quote in extraction.quotes]
    prediction: dict[str, Any] = {"model_version": f"quotescope {extraction.version}"}
    if scores:
        prediction["score"] = sum(scores) / len(scores)
    return {
        "data": {"text": extraction.text, "id": id, "parser": extraction.parser},
        "predictions": [prediction | {"result": result}],
    }


def from_label_studio(task: Mapping[str, Any]) -> Extraction:
    """The extraction of a task: its first annotation where there is one, else its prediction.

    Raises ``FormatError`` where a relation or an offset does not fit.
    """
    with refusing("Label Studio"):
        text, parser = task["data"]["text"], task["data"].get("parser", "Label Studio")
        chosen = (task.get("annotations") or task.get("predictions"))[0]  # type: ignore[index]
        made_by, _, version = chosen.get("model_version", "").partition(" ")
        regions = _Regions(text, chosen["result"])
        known = made_by == "quotescope"
        return reading.extraction(text, regions.quotes(), parser, version if known else __version__)


def _result(quote: Quote, id: str) -> Iterator[Result]:
    content = _region(id, quote.content, quote.kind)
    yield content | {"score": quote.confidence, "meta": {"rules": list(quote.rules)}}
    yield _choice(id, quote.content, "modality", quote.modality)
    if speaker := quote.speaker:
        yield _choice(id, quote.content, "speaker_kind", speaker.kind)
        if speaker.gender:
            yield _choice(id, quote.content, "gender", speaker.gender)
        if speaker.name is not None:
            yield _textarea(id, quote.content, "speaker", speaker.name)
        if speaker.role is not None:
            yield _textarea(id, quote.content, "role", speaker.role)
    for number, part in enumerate(quote.marked, 1):
        yield _region(f"{id}-marked-{number}", part, "marked")
        yield _relation(id, f"{id}-marked-{number}", "marked")
    if cue := quote.cue:
        yield _region(f"{id}-cue", cue.span, "cue") | {"meta": {"lemma": cue.lemma}}
        yield _choice(f"{id}-cue", cue.span, "category", cue.category)
        yield _relation(id, f"{id}-cue", "cue")
    if speaker and speaker.mention:
        yield _region(f"{id}-mention", speaker.mention, "mention")
        yield _relation(id, f"{id}-mention", "mention")


def _region(id: str, span: Span, label: str) -> Result:
    value = {"start": span.start, "end": span.end, "text": span.text, "labels": [label]}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def _choice(id: str, span: Span, name: str, choice: str) -> Result:
    value = {"start": span.start, "end": span.end, "choices": [choice]}
    return {"id": id, "from_name": name, "to_name": "text", "type": "choices", "value": value}


def _textarea(id: str, span: Span, name: str, text: str) -> Result:
    value = {"start": span.start, "end": span.end, "text": [text]}
    return {"id": id, "from_name": name, "to_name": "text", "type": "textarea", "value": value}


def _relation(quote: str, part: str, label: str) -> Result:
    link = {"type": "relation", "from_id": quote, "to_id": part, "direction": "right"}
    return link | {"labels": [label]}


class _Regions:
    """What a result says, region by region."""

    def __init__(self, text: str, result: list[Result]) -> None:
        self._text = text
        self._regions = {item["id"]: item for item in result if item["type"] == "labels"}
        self._facts: dict[tuple[str, str], str] = {}
        self._links: dict[tuple[str, str], list[str]] = {}
        for item in result:
            if item["type"] in ("choices", "textarea"):
                values = item["value"].get("choices") or item["value"]["text"]
                self._facts[item["id"], item["from_name"]] = values[0]
            elif item["type"] == "relation":
                label = self._label(item["to_id"])
                self._links.setdefault((item["from_id"], label), []).append(item["to_id"])

    def quotes(self) -> Iterator[Quote]:
        for id in self._regions:
            if self._label(id) in get_args(Kind):
                yield self._quote(id)

    def _quote(self, id: str) -> Quote:
        region = self._regions[id]
        cue = self._linked(id, "cue")
        mention = self._linked(id, "mention")
        marked = sorted(self._ends(part) for part in self._links.get((id, "marked"), []))
        return Quote(
            kind=self._label(id),  # type: ignore[arg-type]
            content=reading.span(self._text, self._ends(id)),
            marked=tuple(reading.span(self._text, part) for part in marked),
            cue=reading.cue(
                self._text,
                self._ends(cue) if cue else None,
                self._meta(cue).get("lemma") if cue else None,
                self._facts.get((cue or "", "category")),
            ),
            speaker=reading.speaker(
                self._text,
                self._ends(mention) if mention else None,
                self._facts.get((id, "speaker")),
                self._facts.get((id, "speaker_kind")),
                self._facts.get((id, "gender")),
                self._facts.get((id, "role")),
            ),
            rules=tuple(self._meta(id).get("rules", ())),
            confidence=region.get("score") or 0.0 if "score" in region else 1.0,
            modality=self._facts.get((id, "modality"), "asserted"),  # type: ignore[arg-type]
        )

    def _label(self, id: str) -> str:
        return str(self._regions[id]["value"]["labels"][0])

    def _ends(self, id: str) -> Ends:
        value = self._regions[id]["value"]
        return value["start"], value["end"]

    def _meta(self, id: str) -> dict[str, Any]:
        return self._regions[id].get("meta") or {}

    def _linked(self, id: str, label: str) -> str | None:
        return next(iter(self._links.get((id, label), [])), None)
