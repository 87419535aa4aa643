"""The frozen parses of the cases; ``python tests/freeze.py`` brings them up to date.

The script parses every case with the embedded model and writes what differs from the frozen parse,
so that a changed text, model or adapter shows in the diff and nothing else does.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from cases import read_cases
from quotescope.evaluation import GoldDocument, gold_document
from quotescope.parsing import Parse, conllu, embedded

PARSES = Path(__file__).parent.parent / "fixtures" / "parses"
WEIGHTS_DIGEST = PARSES / "weights.sha256"


def case_documents() -> dict[str, GoldDocument]:
    """The project's own cases, as gold documents, by their ids."""
    return {case["doc_id"]: gold_document(case) for case in read_cases()}


def frozen_parse(document: GoldDocument) -> Parse:
    """The frozen parse of a case; raises ``FrozenParseError`` where its text changed since."""
    return conllu.loads(document.text, _path(document.id).read_text(encoding="utf-8"))


def stale_parses(documents: dict[str, GoldDocument]) -> list[str]:
    """What is wrong with the frozen parses, one line each; empty where all are fresh."""
    frozen_with = WEIGHTS_DIGEST.read_text().strip() if WEIGHTS_DIGEST.exists() else None
    found = [] if frozen_with == _weights_digest() else ["all: the model's weights changed"]
    for id, document in documents.items():
        path = _path(id)
        if not path.exists():
            found.append(f"{id}: no frozen parse")
        elif conllu.frozen_digest(path.read_text(encoding="utf-8")) != conllu.digest(document.text):
            found.append(f"{id}: the text changed")
    return found + [f"{path.stem}: no such case" for path in _strays(documents)]


def main() -> None:
    """Parse every case, write what changed, delete what has no case."""
    PARSES.mkdir(exist_ok=True)
    parser = embedded.load()
    documents = case_documents()
    for document in documents.values():
        # One text at a time: a parse must not depend on which cases stand beside it.
        [parse] = parser.parse([document.text])
        _write(_path(document.id), conllu.dumps(parse))
    for path in _strays(documents):
        path.unlink()
        print(f"deleted {path.name}")
    _write(WEIGHTS_DIGEST, _weights_digest() + "\n")


def _path(id: str) -> Path:
    return PARSES / f"{id}.conllu"


def _strays(documents: dict[str, GoldDocument]) -> list[Path]:
    return sorted(set(PARSES.glob("*.conllu")) - {_path(id) for id in documents})


def _weights_digest() -> str:
    digest = hashlib.sha256()
    files = (p for p in embedded.WEIGHTS.rglob("*") if p.suffix in (".pt", ".json"))
    for path in sorted(files):
        digest.update(path.relative_to(embedded.WEIGHTS).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(path: Path, content: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.write_text(content, encoding="utf-8", newline="\n")
        print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
