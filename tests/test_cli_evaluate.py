"""``quotescope evaluate``: against gold annotations, and from one version to another."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from formats_samples import ARTICLE, article
from quotescope import formats
from quotescope.cli import main
from quotescope.models import Extraction
from toy_extractor import extract

Captured = pytest.CaptureFixture[str]


def test_evaluate_compares_by_id(tmp_path: Path, capsys: Captured) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    quotes = [
        {
            "kind": quote.kind,
            "content": [quote.content.start, quote.content.end],
            "text": quote.content.text,
            "marked": [[part.start, part.end] for part in quote.marked],
            "cue": [quote.cue.span.start, quote.cue.span.end] if quote.cue else None,
            "mention": None,
            "names": [[quote.speaker.name]] if quote.speaker and quote.speaker.name else [],
            "optional": False,
        }
        for quote in article().quotes
    ]
    document = {"doc_id": "tram", "text": ARTICLE, "quotes": quotes}
    (gold / "tram.json").write_text(json.dumps(document), encoding="utf-8")
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(formats.to_jsonl(article(), "tram") + "\n", encoding="utf-8")
    assert main(["evaluate", str(gold), str(predicted)]) == 0
    assert re.search(r"^marked +1\.000 +1\.000 +1\.000", capsys.readouterr().out, re.MULTILINE)
    predicted.write_text(formats.to_jsonl(extract("« ailleurs »"), "other") + "\n")
    assert main(["evaluate", str(gold), str(predicted), "--misses"]) == 1
    out, err = capsys.readouterr()
    assert re.search(r"^marked +0\.000 +0\.000", out, re.MULTILINE)
    assert "MISS" in out
    assert "tram: no extraction" in err
    assert "other: no gold" in err


def _lines(path: Path, **extractions: Extraction) -> str:
    lines = (formats.to_jsonl(extraction, id) for id, extraction in extractions.items())
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two versions of the article: a speaker resolved otherwise, one quotation for another."""
    old = article()
    speaker = old.quotes[2].speaker
    assert speaker
    renamed = old.quotes[2].model_copy(
        update={"speaker": speaker.model_copy(update={"name": "le préfet", "role": None})}
    )
    new = old.model_copy(update={"quotes": (*old.quotes[:2], renamed, *old.quotes[3:6])})
    old = old.model_copy(update={"quotes": (*old.quotes[:5], old.quotes[6])})
    same = extract("« Oui », dit-elle.")
    return [
        _lines(tmp_path / "old.jsonl", tram=old, oui=same),
        _lines(tmp_path / "new.jsonl", tram=new, oui=same),
    ]


SHOWN = """\
tram:261: changed speaker, role
  - le coût du projet dépasse déjà 300 millions d'euros — Armand Tissier (indirect, Selon)
  + le coût du projet dépasse déjà 300 millions d'euros — le préfet (indirect, Selon)
    speaker: Armand Tissier → le préfet
    role: préfet → –

tram:453: appeared
  + cette décision « incompréhensible » — Fermat & Fils <travaux publics> (mixed, juge)

tram:492: vanished
  - « On nous promet tout » — ? (direct)

2 documents, 1 appeared, 1 vanished, 1 changed
"""


def test_a_difference_is_shown_with_its_words(files: list[str], capsys: Captured) -> None:
    assert main(["evaluate", "--diff", *files]) == 3
    out, err = capsys.readouterr()
    assert re.sub(r"(?m)^tram:\d+", "tram", out) == re.sub(r"(?m)^tram:\d+", "tram", SHOWN)
    for start in re.findall(r"(?m)^tram:(\d+)", out):
        assert ARTICLE[int(start) :].startswith(("le coût", "cette décision", "On nous"))
    assert err == ""


def test_a_difference_is_told_in_json(files: list[str], capsys: Captured) -> None:
    assert main(["evaluate", "--diff", "--json", *files]) == 3
    told = json.loads(capsys.readouterr().out)
    counts = {name: told[name] for name in ("documents", "appeared", "vanished", "changed")}
    assert counts == {"documents": 2, "appeared": 1, "vanished": 1, "changed": 1}
    changed, appeared, vanished = told["differences"]
    assert (changed["change"], changed["fields"]) == ("changed", ["speaker", "role"])
    assert changed["old"]["speaker"]["name"] == "Armand Tissier"
    assert changed["new"]["speaker"]["name"] == "le préfet"
    assert appeared["old"] is vanished["new"] is None
    assert vanished["old"]["content"]["text"] == "On nous promet tout"


def test_no_difference_is_success(files: list[str], capsys: Captured) -> None:
    assert main(["evaluate", "--diff", files[0], files[0]]) == 0
    assert capsys.readouterr().out == "2 documents, 0 appeared, 0 vanished, 0 changed\n"


def test_what_cannot_be_compared_is_named(tmp_path: Path, capsys: Captured) -> None:
    old = _lines(tmp_path / "old.jsonl", a=extract("« A »"), b=extract("« B »"))
    new = _lines(tmp_path / "new.jsonl", b=extract("« B ! »"), c=extract("« C »"))
    assert main(["evaluate", "--diff", old, new]) == 1
    out, err = capsys.readouterr()
    assert f"a: only in {old}" in err
    assert f"c: only in {new}" in err
    assert "b: the two files hold different texts" in err
    assert out.startswith("0 documents")
    assert main(["evaluate", "--diff", old, str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl: No such file" in capsys.readouterr().err


def test_a_difference_leaves_no_room_for_misses(files: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as usage:
        main(["evaluate", "--diff", "--misses", *files])
    assert usage.value.code == 2
    capsys.readouterr()
