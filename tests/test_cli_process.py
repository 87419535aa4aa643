"""The command line as a process: resumed, killed, interrupted, in a pipe."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import quotescope
from quotescope.cli import main
from toy_extractor import ToyExtractor


@pytest.fixture(autouse=True)
def _extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotescope, "Extractor", ToyExtractor)


Captured = pytest.CaptureFixture[str]


def _lines(path: Path, count: int) -> Path:
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            record = {"id": f"n{number}", "text": f"« Mot {number} »\u2028, dit-on."}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _records(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.split("\n") if line]


def _ids(written: str) -> list[str]:
    return [record["id"] for record in _records(written)]


def test_resuming_continues_after_the_last_whole_line(tmp_path: Path, capsys: Captured) -> None:
    source, out = _lines(tmp_path / "in.jsonl", 10), tmp_path / "out.jsonl"
    assert main(["extract", str(source), "-o", str(out)]) == 0
    whole = out.read_bytes()
    for cut in (0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1, len(whole)):
        out.write_bytes(whole[:cut])
        assert main(["extract", str(source), "-o", str(out), "--resume"]) == 0
        assert out.read_bytes() == whole
    capsys.readouterr()


def test_resuming_takes_what_failed_before_and_texts_of_one_id(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": "a", "text": "cassé"}, {"id": "b", "text": "B"}, {"id": "b", "text": "B2"}]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["extract", str(source), "-o", str(out)]) == 1
    assert _ids(out.read_text(encoding="utf-8")) == ["b", "b"]
    out.write_text(out.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    source.write_text("\n".join(map(json.dumps, lines)).replace("cass", "sauv"), encoding="utf-8")
    assert main(["extract", str(source), "-o", str(out), "--resume"]) == 0
    written = _records(out.read_text(encoding="utf-8"))
    assert sorted(record["text"] for record in written) == ["B", "B2", "sauvé"]


def test_resuming_a_file_of_something_else_is_refused(tmp_path: Path, capsys: Captured) -> None:
    source, out = _lines(tmp_path / "in.jsonl", 1), tmp_path / "out.jsonl"
    out.write_text("precious notes\n", encoding="utf-8")
    for options in (["-o", str(out)], [], ["-o", str(out), "--format", "csv"]):
        with pytest.raises(SystemExit) as usage:
            main(["extract", str(source), "--resume", *options])
        assert usage.value.code == 2
    assert out.read_text(encoding="utf-8") == "precious notes\n"
    assert "--resume" in capsys.readouterr().err


_SLOW = """
import signal, sys, time
# Whoever runs the tests in the background has Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, sys.argv.pop(1))
import quotescope
from toy_extractor import ToyExtractor
class Slow(ToyExtractor):
    def outcomes(self, texts):
        time.sleep(0.01 * len(texts))
        return super().outcomes(texts)
quotescope.Extractor = Slow
from quotescope.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _process(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """The command line in a process of its own, whose streams are not UTF-8."""
    here = str(Path(__file__).parent)
    source = str(Path(quotescope.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": source, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-c", _SLOW, here, *arguments]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, **streams | options)


def test_a_killed_run_resumes_and_loses_nothing(tmp_path: Path) -> None:
    source, out = _lines(tmp_path / "in.jsonl", 150), tmp_path / "out.jsonl"
    arguments = ["extract", str(source), "-o", str(out), "--resume"]
    with _process(*arguments) as killed:
        deadline = time.monotonic() + 60
        while not (out.exists() and out.read_bytes().count(b"\n") >= 20):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        killed.kill()
    assert killed.returncode == -signal.SIGKILL
    done = out.read_bytes().count(b"\n")
    assert 20 <= done < 150
    with _process(*arguments) as resumed:
        assert resumed.wait(timeout=60) == 0
    assert _ids(out.read_text(encoding="utf-8")) == [f"n{number}" for number in range(150)]


def test_the_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("« Œuvre », dit-elle.", encoding="utf-8")
    with _process("extract", str(source), "--format", "text") as process:
        out, err = process.communicate(timeout=60)
    assert (out.decode("utf-8"), err) == ("« Œuvre » — ? (direct)\n", b"")


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    source = _lines(tmp_path / "in.jsonl", 60)
    with _process("extract", str(source)) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == b""


def test_control_c_ends_a_run_at_once(tmp_path: Path) -> None:
    source = _lines(tmp_path / "in.jsonl", 500)
    with _process("extract", str(source)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"quotescope: interrupted\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_bar_counts_the_texts_on_a_terminal_alone(tmp_path: Path) -> None:
    import pty
    import termios

    source, out = _lines(tmp_path / "in.jsonl", 20), str(tmp_path / "out.jsonl")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with _process("extract", str(source), "-o", out, stderr=theirs) as shown:
        os.close(theirs)
        assert shown.wait(timeout=60) == 0
    assert b"20 texts" in os.read(ours, 100_000)
    os.close(ours)
    with _process("extract", str(source), "-o", out) as silent:
        assert silent.communicate(timeout=60) == (b"", b"")


def test_importing_the_command_line_loads_no_parser() -> None:
    program = (
        "import sys, quotescope.cli, quotescope.cli.extract, quotescope.cli.stats;"
        "assert not {'torch', 'stanza', 'spacy', 'tqdm', 'numpy'} & set(sys.modules)"
    )
    source = str(Path(quotescope.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": source}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
