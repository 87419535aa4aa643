"""What each format says, and how."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from formats_samples import ARTICLE, PARSER, article, extractions
from quotescope import formats
from quotescope.models import Extraction, Span


def _spans(extraction: Extraction) -> Iterator[Span]:
    for quote in extraction.quotes:
        yield quote.content
        yield from quote.marked
        if quote.cue:
            yield quote.cue.span
        if quote.speaker and quote.speaker.mention:
            yield quote.speaker.mention


EMPTY = Extraction(text="", quotes=(), parser=PARSER, version="0.1.0")


def test_plain_text_adds_the_outer_marks() -> None:
    assert formats.to_plain(article()).split("\n")[:3] == [
        "que les travaux de la ligne B seraient « suspendus jusqu'à nouvel ordre » "
        "— Camille Roy (mixed, annoncé)",
        "« Nous ne pouvons pas continuer ainsi, a-t-elle expliqué, sans l'accord des riverains. » "
        "— Camille Roy (direct, expliqué)",
        "le coût du projet dépasse déjà 300 millions d'euros — Armand Tissier (indirect, Selon)",
    ]


def test_plain_text_tells_a_mention_without_a_name_and_nobody() -> None:
    lines = formats.to_plain(article()).split("\n")
    assert lines[4] == "« Attendez le printemps » — Elle ? (direct, dit, hearsay)"
    assert lines[6] == "« On nous promet tout » — ? (direct)"
    assert formats.to_plain(EMPTY) == ""


def test_a_line_of_json_names_its_schema_and_keeps_accents() -> None:
    line = formats.to_jsonl(article(), "tram")
    assert line.startswith('{"schema": "quotescope/1", "id": "tram", "text": "Valbourg')
    assert "dépasse" in line


def test_rows_are_flat_and_offsets_point_into_the_text() -> None:
    rows = formats.to_rows(article(), "tram")
    assert [row["quote"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    for row in rows:
        assert tuple(row) == formats.COLUMNS
        assert all(value is None or isinstance(value, str | int | float) for value in row.values())
        start, end = row["content_start"], row["content_end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert ARTICLE[start:end] == row["content"]
    assert rows[1]["marked"] == "171:206 227:255"
    assert rows[6]["speaker"] is rows[6]["cue"] is rows[6]["mention"] is None


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_rows_make_a_table(library: str) -> None:
    tables = pytest.importorskip(library, reason=f"{library} is not installed")
    table = tables.DataFrame(article().to_rows())
    assert table.shape == (7, len(formats.COLUMNS))
    records = table.to_dict("records") if library == "pandas" else table.to_dicts()
    assert formats.from_rows(records, ARTICLE, parser=PARSER) == article()


def test_rows_with_nan_for_what_is_missing_are_read() -> None:
    rows = [
        {key: float("nan") if value is None else value for key, value in row.items()}
        for row in formats.to_rows(article())
    ]
    assert formats.from_rows(rows, ARTICLE, parser=PARSER) == article()


def test_csv_is_read_by_any_reader() -> None:
    rows = list(csv.reader(io.StringIO(formats.to_csv(article(), "tram"))))
    assert tuple(rows[0]) == formats.COLUMNS
    assert {len(row) for row in rows} == {len(formats.COLUMNS)}
    assert rows[6][rows[0].index("speaker")] == "Fermat & Fils <travaux publics>"
    assert formats.to_csv(article(), header=False) == formats.to_csv(article()).partition("\n")[2]


BRAT_LINE = re.compile(
    r"T\d+\t[A-Z][a-z]+ \d+ \d+(;\d+ \d+)*\t[^\t]+"
    r"|E\d+\t[A-Z][a-z]+:T\d+( [A-Z][a-z]+\d*:T\d+)*"
    r"|A\d+\t[A-Z][A-Za-z]+ [TE]\d+ [a-z]+"
    r"|#\d+\t[A-Z][a-z]+ [TE]\d+\t[^\t]*"
)


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_brat_lines_are_of_its_grammar_and_ids_are_defined(extraction: Extraction) -> None:
    lines = formats.to_brat(extraction).split("\n")
    assert lines.pop() == ""
    for line in lines:
        assert BRAT_LINE.fullmatch(line), line
    ids = [line.partition("\t")[0] for line in lines]
    assert len(ids) == len(set(ids))
    for line in lines:
        for pointer in re.findall(
            r"[ :]([TE]\d+)(?=[ \t]|$)", line.partition("\t")[2].split("\t")[0]
        ):
            assert pointer in ids


@settings(max_examples=60, deadline=None)
@given(extraction=extractions())
def test_brat_words_are_those_at_the_offsets(extraction: Extraction) -> None:
    for line in formats.to_brat(extraction).split("\n"):
        if line.startswith("T"):
            _, head, words = line.split("\t")
            places = [place.split() for place in head.partition(" ")[2].split(";")]
            found = " ".join(extraction.text[int(start) : int(end)] for start, end in places)
            assert re.sub(r"[\r\n\t]", " ", found) == words


def test_brat_files_are_read_by_another_reader(tmp_path: Path) -> None:
    pybrat = pytest.importorskip("pybrat.parser", reason="pybrat is not installed")
    (tmp_path / "a.ann").write_text(formats.to_brat(article()), encoding="utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (document,) = pybrat.BratParser(error="raise").parse(str(tmp_path))
    kinds = sorted(event.type.lower() for event in document.events)
    assert kinds == sorted(quote.kind for quote in article().quotes)
    cues = {entity.mention for entity in document.entities if entity.type == "Cue"}
    assert cues == {quote.cue.span.text for quote in article().quotes if quote.cue}


def test_an_interrupted_quotation_is_one_discontinuous_span_in_brat() -> None:
    lines = formats.to_brat(article()).split("\n")
    (line,) = [line for line in lines if "continuer ainsi" in line]
    assert line.split("\t")[1].count(";") == 1
    assert line.endswith("Nous ne pouvons pas continuer ainsi sans l'accord des riverains.")


def test_the_brat_configuration_declares_what_is_written() -> None:
    declared = set(re.findall(r"^([A-Z]\w+)", formats.BRAT_CONFIGURATION, re.MULTILINE))
    written = set(re.findall(r"^[TA]\d+\t(\w+)", formats.to_brat(article()), re.MULTILINE))
    assert written <= declared


def test_label_studio_declares_what_is_written() -> None:
    root = ElementTree.fromstring(formats.LABEL_STUDIO_CONFIGURATION)
    labels = {element.get("value") for element in root.iter("Label")}
    choices = {element.get("value") for element in root.iter("Choice")}
    names = {element.get("name") for element in root.iter() if element.get("name")}
    task = formats.to_label_studio(article(), "tram")
    assert json.loads(json.dumps(task)) == task
    result = task["predictions"][0]["result"]
    regions = {item["id"]: item for item in result if item["type"] == "labels"}
    for item in result:
        if item["type"] == "relation":
            assert {item["from_id"], item["to_id"]} <= set(regions)
            continue
        assert item["from_name"] in names
        assert set(item["value"].get("labels", [])) <= labels
        assert set(item["value"].get("choices", [])) <= choices
        region = regions[item["id"]]["value"]
        assert ARTICLE[region["start"] : region["end"]] == region["text"]
        assert (item["value"]["start"], item["value"]["end"]) == (region["start"], region["end"])
    assert len(regions) == sum(1 for _ in _spans(article()))


def test_label_studio_accepts_the_prediction() -> None:
    interface = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="label-studio-sdk is not installed"
    )
    config = interface.LabelInterface(formats.LABEL_STUDIO_CONFIGURATION)
    config.validate()
    for prediction in formats.to_label_studio(article())["predictions"]:
        assert config.validate_prediction(prediction)


def test_prodigy_spans_point_into_the_text() -> None:
    task = formats.to_prodigy(article(), "tram")
    assert json.loads(json.dumps(task)) == task
    assert task["text"] == ARTICLE
    assert all(ARTICLE[one["start"] : one["end"]] == one["text"] for one in task["spans"])
    assert len(task["spans"]) == sum(1 for _ in _spans(article()))
    labels = [one["label"] for one in task["spans"] if one["quote"] == 2]
    assert labels == ["DIRECT", "MARKED", "MARKED", "CUE", "MENTION"]


def test_what_the_text_does_not_assert_is_told() -> None:
    (hearsay,) = [quote for quote in article().quotes if quote.modality != "asserted"]
    assert hearsay.content.text == "Attendez le printemps"
    assert [row["modality"] for row in formats.to_rows(article())][4:6] == ["hearsay", "asserted"]
    (span,) = [one for one in formats.to_prodigy(article())["spans"] if one.get("speaker") is None
               and one["label"] == "DIRECT" and one["quote"] == 5]  # fmt: skip
    assert span["modality"] == "hearsay"
    assert "Direct quotation, hearsay, speaker not identified" in formats.to_html(article())
    assert formats.to_html(article()).count("hearsay") == 1
    assert re.findall(r"#\w+ #(?:asserted|hearsay)", formats.to_tei(article()))[5] == (
        "#direct #hearsay"
    )
    assert formats.to_brat(article()).count("Modality") == 1


def test_rows_of_before_the_modality_are_asserted() -> None:
    rows = [
        {key: value for key, value in row.items() if key != "modality"}
        for row in formats.to_rows(article())
    ]
    quotes = formats.from_rows(rows, ARTICLE).quotes
    assert {quote.modality for quote in quotes} == {"asserted"}


def test_an_extraction_has_rows_and_pages_of_its_own() -> None:
    assert article().to_rows("tram") == formats.to_rows(article(), "tram")
    assert article().to_html("Tram") == formats.to_html(article(), "Tram")
    assert article()._repr_html_() == formats.to_frame(article())


def test_a_text_without_quotations_has_every_format() -> None:
    assert formats.to_rows(EMPTY) == []
    assert formats.to_csv(EMPTY).count("\n") == 1
    assert formats.to_brat(EMPTY) == ""
    assert formats.to_web_annotation(EMPTY)["items"] == []
    assert formats.from_tei(formats.to_tei(EMPTY)) == EMPTY
    assert formats.to_prodigy(EMPTY)["spans"] == []
    assert formats.to_label_studio(EMPTY)["predictions"][0]["result"] == []
    assert "0 quotations" in formats.to_html(EMPTY)
