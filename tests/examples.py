"""The examples of the documents, and what they print: ``python tests/examples.py``.

In the README and in ``docs/`` a ``python`` block is run, and the ``text`` block right after it is
what it prints; the blocks of one document share their names.  In a ``console`` block a line
``$ quotescope …`` is run, and the lines after it are what it prints.  In a ``quotes`` block each
text is followed by the quotations that it holds, one a line after ``→``; a blank line parts the
texts.  Other blocks are not run.

The script writes what the examples print now into the documents, so that a change of the output
shows in the diff.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from quotescope import extract
from quotescope.cli import main as run_command
from quotescope.formats import to_plain

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

# What the examples read besides fixtures/articles.
_FILES = {
    "article.txt": "« Le chantier reprendra en mai », a promis la maire Camille Roy.\n",
    "articles/lycee.txt": (
        "Selon le rectorat, trois lycées n'ont plus de chauffage. « On travaille en manteau », "
        "raconte Idris Fontanel, professeur au lycée de Saint-Aubry.\n"
    ),
    "articles/port.txt": (
        "Le port restera fermé jusqu'à vendredi. « Nous ne prendrons aucun risque », a prévenu "
        "la maire de Trévégnec, Solène Kerbrat. Elle a précisé que deux bateaux avaient coulé.\n"
    ),
    "corpus.jsonl": '{"id": "1", "text": "« Nous partons », a dit la maire Camille Roy."}\n',
}
_EXAMPLE = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<printed>.*?)^```\n)?"
    r"|^```console\n(?P<session>.*?)^```\n"
    r"|^```quotes\n(?P<texts>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)


class _Terminal(io.StringIO):
    """What an example prints, as on a terminal."""

    def isatty(self) -> bool:
        return True


def rewritten(document: str) -> str:
    """A document whose examples show what they print now."""
    names: dict[str, Any] = {"__name__": "example"}

    def shown(example: re.Match[str]) -> str:
        if example["session"] is not None:
            return f"```console\n{_session(example['session'])}```\n"
        if example["texts"] is not None:
            return f"```quotes\n{_quotations(example['texts'])}```\n"
        printed = _printed(example["code"], names)
        block = f"```python\n{example['code']}```\n"
        return f"{block}\n```text\n{printed}```\n" if printed else block

    with _among_the_files():
        return _EXAMPLE.sub(shown, document)


def _printed(code: str, names: dict[str, Any]) -> str:
    with redirect_stdout(_Terminal()) as out:
        exec(compile(code, "example", "exec"), names)
    return out.getvalue()


def _session(lines: str) -> str:
    """A session at a terminal, its commands run again."""
    return "".join(
        f"$ {command}\n{_output(command)}" for command in re.findall(r"(?m)^\$ (.*)$", lines)
    )


def _output(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program != "quotescope":
        raise ValueError(f"only quotescope is run in an example, not {program}; use a sh block")
    with redirect_stdout(_Terminal()) as out:
        code = run_command(arguments)
    if code:
        raise ValueError(f"{command}: exit code {code}")
    return out.getvalue()


def _quotations(lines: str) -> str:
    """Texts with the quotations found in each."""
    shown = []
    for block in re.split(r"\n{2,}", lines.strip()):
        text = "\n".join(line for line in block.split("\n") if not line.startswith("→"))
        found = extract(text)
        plain = to_plain(found).split("\n") if found.quotes else []
        results = [
            f"→ {line} [{', '.join(quote.rules)}]"
            for line, quote in zip(plain, found.quotes, strict=True)
        ]
        shown.append("\n".join([text, *(results or ["→ no quotation"])]))
    return "\n\n".join(shown) + "\n"


@contextmanager
def _among_the_files() -> Iterator[None]:
    """Run in a folder that holds what the examples read."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "fixtures" / "articles", Path(folder, "fixtures", "articles"))
        for name, text in _FILES.items():
            Path(folder, name).parent.mkdir(exist_ok=True)
            Path(folder, name).write_text(text, encoding="utf-8")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def main() -> None:
    """Bring every document up to date."""
    for path in DOCUMENTS:
        document = path.read_text(encoding="utf-8")
        if (now := rewritten(document)) != document:
            path.write_text(now, encoding="utf-8", newline="\n")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
