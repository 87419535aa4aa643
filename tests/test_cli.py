"""The command line, with an extractor that takes what stands between « » as direct speech."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import quotescope
from formats_samples import article
from quotescope import formats
from quotescope.cli import main
from quotescope.models import Extraction
from toy_extractor import ToyExtractor, extract


@pytest.fixture(autouse=True)
def _extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotescope, "Extractor", ToyExtractor)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("« Oui », dit-elle.", encoding="utf-8")
    (folder / "b.txt").write_text("« Non », dit-il. « Si ! »", encoding="utf-8")
    (folder / "c.md").write_text("no text of ours", encoding="utf-8")
    return folder


def _records(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.split("\n") if line]


def _ids(written: str) -> list[str]:
    return [record["id"] for record in _records(written)]


Captured = pytest.CaptureFixture[str]


def test_a_folder_gives_a_line_a_text(texts: Path, capsys: Captured) -> None:
    assert main(["extract", str(texts)]) == 0
    out = capsys.readouterr().out
    assert _ids(out) == [str(texts / "a.txt"), str(texts / "b.txt")]
    assert [len(record["quotes"]) for record in _records(out)] == [1, 2]


def test_readable_text_names_each_text_of_many(texts: Path, capsys: Captured) -> None:
    assert main(["extract", str(texts / "a.txt"), "--format", "text"]) == 0
    assert capsys.readouterr().out == "« Oui » — ? (direct)\n"
    main(["extract", str(texts), "--format", "text"])
    assert f"== {texts / 'b.txt'} ==\n« Non » — ? (direct)\n« Si ! »" in capsys.readouterr().out


def test_one_broken_input_is_named_and_the_rest_goes_on(texts: Path, capsys: Captured) -> None:
    (texts / "d.txt").write_text("un texte cassé", encoding="utf-8")
    (texts / "e.txt").write_bytes(b"\xe9t\xe9")
    (texts / "f.txt").write_text("« Fin »", encoding="utf-8")
    assert main(["extract", str(texts), str(texts / "none.txt")]) == 1
    out, err = capsys.readouterr()
    assert [Path(id).name for id in _ids(out)] == ["a.txt", "b.txt", "f.txt"]
    assert "d.txt: ValueError: a text that breaks" in err
    assert "e.txt: not UTF-8" in err
    assert "none.txt: No such file" in err


def test_lines_keep_their_ids_and_broken_ones_are_named(tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "in.jsonl"
    lines = ['{"id": 7, "text": "« A »"}', "{", '{"id": "x"}', "[1]", '{"text": "« B »"}', ""]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert main(["extract", str(source)]) == 1
    out, err = capsys.readouterr()
    assert _ids(out) == ["7", f"{source}:5"]
    assert f"{source}:2: not a line of JSON" in err
    assert f"{source}:3: no text in the field 'text'" in err
    assert f"{source}:4: not a JSON object" in err


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "text", "label-studio"])
def test_a_lone_surrogate_stops_nothing(tmp_path: Path, format: str) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_text('{"id": "\\ud83d", "text": "a\\ud83d « b\\ud83d »"}', encoding="utf-8")
    assert main(["extract", str(source), "-o", str(out), "--format", format]) == 0
    written = out.read_bytes().decode("utf-8")
    if format == "jsonl":
        assert formats.from_jsonl(written) == extract("a\ud83d « b\ud83d »")


def test_other_fields_can_be_named(tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "in.csv"
    source.write_text('\ufeffurl,corps\nu1,"« A »\n, dit-il"\nu2,« B »\n', encoding="utf-8")
    assert main(["extract", str(source), "--field", "corps", "--id-field", "url"]) == 0
    records = _records(capsys.readouterr().out)
    assert [record["id"] for record in records] == ["u1", "u2"]
    assert records[0]["text"] == "« A »\n, dit-il"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    for given, options, ids in (
        ("« A »", [], ["-"]),
        ('{"text": "« A »"}\n{"text": "« B »"}\n', ["--input", "jsonl"], ["-:1", "-:2"]),
    ):
        stdin = SimpleNamespace(buffer=io.BytesIO(given.encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        assert main(["extract", "-", *options]) == 0
        assert _ids(capsys.readouterr().out) == ids


def test_line_ends_and_offsets_are_those_of_the_file(tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes("Un\r\ndeux\r« Trois »".encode())
    main(["extract", str(source)])
    (record,) = _records(capsys.readouterr().out)
    assert record["text"] == "Un\r\ndeux\r« Trois »"
    assert record["quotes"][0]["content"]["start"] == 11


@pytest.mark.parametrize("format", ["json", "label-studio"])
def test_arrays_are_whole(texts: Path, tmp_path: Path, capsys: Captured, format: str) -> None:
    assert main(["extract", str(texts), "--format", format]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert main(["extract", str(empty), "--format", format]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_csv_has_one_header(texts: Path, capsys: Captured) -> None:
    assert main(["extract", str(texts), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["content"] for row in rows] == ["Oui", "Non", "Si !"]
    assert tuple(rows[0]) == formats.COLUMNS


@pytest.mark.parametrize("format", ["html", "tei", "web-annotation", "brat"])
def test_formats_of_one_text_a_file(
    texts: Path, tmp_path: Path, capsys: Captured, format: str
) -> None:
    with pytest.raises(SystemExit) as usage:
        main(["extract", str(texts), "--format", format])
    assert usage.value.code == 2
    assert "--output FOLDER" in capsys.readouterr().err
    out = tmp_path / "out"
    assert main(["extract", str(texts), "--format", format, "-o", str(out)]) == 0
    expected = {"html": 2, "tei": 2, "web-annotation": 2, "brat": 5}
    assert len(list(out.iterdir())) == expected[format]
    assert main(["extract", str(texts / "a.txt"), "--format", format]) == 0
    assert "Oui" in capsys.readouterr().out


def test_brat_files_read_back(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    main(["extract", str(texts / "b.txt"), "--format", "brat", "-o", str(out)])
    (standoff,) = out.glob("*.ann")
    text = standoff.with_suffix(".txt").read_text(encoding="utf-8")
    read = formats.from_brat(standoff.read_text(encoding="utf-8"), text, parser="marks")
    assert read == extract(text)


def test_texts_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    ids = ["a/b", "a b", "A_B", "..", ""]
    records = (json.dumps({"id": id, "text": f"« {id} »"}) for id in ids)
    source.write_text("\n".join(records), encoding="utf-8")
    out = tmp_path / "out"
    assert main(["extract", str(source), "--format", "tei", "-o", str(out)]) == 0
    read = {formats.from_tei(path.read_text(encoding="utf-8")).text for path in out.iterdir()}
    assert read == {f"« {id} »" for id in ids}


def test_extractions_are_converted_without_extracting_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    source = tmp_path / "done.jsonl"
    source.write_text(formats.to_jsonl(article(), "tram") + "\n", encoding="utf-8")
    monkeypatch.delattr(quotescope, "Extractor")
    assert main(["extract", str(source)]) == 0
    assert formats.from_jsonl(capsys.readouterr().out) == article()


def test_stats_count_speakers_kinds_and_gender(tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "done.jsonl"
    source.write_text(formats.to_jsonl(article(), "tram") + "\n", encoding="utf-8")
    assert main(["stats", str(source)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^Camille Roy +2 +24$", out, re.MULTILINE)
    assert re.search(r"^mixed +2 ", out, re.MULTILINE)
    assert re.search(r"^feminine +2 ", out, re.MULTILINE)
    page = tmp_path / "stats.html"
    assert main(["stats", str(source), "--html", "-o", str(page)]) == 0
    assert "Camille Roy" in page.read_text(encoding="utf-8")


def test_view_writes_a_page(texts: Path, tmp_path: Path, capsys: Captured) -> None:
    page = tmp_path / "page.html"
    assert main(["view", str(texts / "a.txt"), "-o", str(page), "--title", "Oui & non"]) == 0
    assert "<h1>Oui &amp; non</h1>" in page.read_text(encoding="utf-8")
    with pytest.raises(SystemExit) as usage:
        main(["view", str(texts)])
    assert usage.value.code == 2
    assert main(["view", str(texts / "none.txt")]) == 1
    capsys.readouterr()


def test_schema_is_that_of_the_extraction(capsys: Captured) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == Extraction.model_json_schema()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["extract"],
        ["extract", "a", "--format", "doc"],
        ["extract", "a", "--processes", "0"],
        ["x"],
    ],
)
def test_wrong_usage_exits_with_two(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as usage:
        main(arguments)
    assert usage.value.code == 2
    capsys.readouterr()


def test_a_missing_model_ends_the_run(
    texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def missing(*_: object) -> list[Extraction | Exception]:
        raise quotescope.ModelError("no model")

    monkeypatch.setattr(ToyExtractor, "outcomes", missing)
    assert main(["extract", str(texts)]) == 1
    assert capsys.readouterr().err == "quotescope: no model\n"


def test_one_thread_is_used(texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    asked: list[object] = []

    def made(**settings: object) -> ToyExtractor:
        asked.append(settings)
        return ToyExtractor(**settings)

    monkeypatch.setattr(quotescope, "Extractor", made)
    assert main(["extract", str(texts)]) == 0
    assert asked == [{"threads": 1}]
    capsys.readouterr()


@pytest.mark.parametrize("command", ["extract", "stats"])
def test_processes_change_nothing(texts: Path, capsys: Captured, command: str) -> None:
    (texts / "d.txt").write_text("un texte cassé", encoding="utf-8")
    for number in range(9):
        (texts / f"e{number}.txt").write_text(f"« Mot {number} »", encoding="utf-8")
    assert main([command, str(texts)]) == 1
    alone = capsys.readouterr()
    assert main([command, str(texts), "--processes", "2"]) == 1
    assert capsys.readouterr() == alone
    assert "d.txt: ValueError: a text that breaks" in alone.err


def test_an_interruption_is_clean(
    texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def interrupted(*_: object) -> list[Extraction | Exception]:
        raise KeyboardInterrupt

    monkeypatch.setattr(ToyExtractor, "outcomes", interrupted)
    assert main(["extract", str(texts)]) == 130
    assert capsys.readouterr().err == "quotescope: interrupted\n"


@pytest.mark.model
def test_the_real_extractor_finds_who_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.undo()
    source = tmp_path / "a.txt"
    source.write_text("« Il faudra attendre », a prévenu la maire Camille Roy.", encoding="utf-8")
    assert main(["extract", str(source), "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["content"], row["speaker"]) == ("Il faudra attendre", "Camille Roy")
