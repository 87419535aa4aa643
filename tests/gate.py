"""What the gold gate measures, on what, against which floors.

Four sets of documents: the project's own ``cases``, and apart from them the ``stress`` texts, that
were written without looking at what is read, both on frozen parses; ``gold``, annotated news kept
outside the repository, parsed by the embedded model; and ``seeds``, the articles among the latter
that the project was first asked for.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from freeze import case_documents, frozen_parse
from quotescope.evaluation import GoldDocument, read_gold
from quotescope.extractor import from_parse
from quotescope.models import Extraction
from quotescope.parsing import Parse, embedded
from shared import GOLD

FLOORS = Path(__file__).parent.parent / "fixtures" / "floors.json"

MEASURES = ("marked_F1", "attrib_F1", "fullname_F1", "mention_acc", "cue_acc", "indirect_F1")

_OWN = ("cases", "stress")

Documents = dict[str, GoldDocument]
Floors = dict[str, dict[str, Any]]


def sets_at_hand() -> list[str]:
    """The sets of documents that can be measured here."""
    return [*_OWN, "gold", "seeds"] if GOLD.is_dir() else [*_OWN]


def documents_of(name: str) -> Documents:
    """The documents of a set."""
    if name in _OWN:
        stress = name == "stress"
        own = case_documents().items()
        return {id: document for id, document in own if id.startswith("stress-") == stress}
    documents = read_gold(GOLD)
    if name == "seeds":
        return {id: document for id, document in documents.items() if id.startswith("seed-")}
    return documents


@cache
def parses_of(name: str) -> dict[str, Parse]:
    """The parses of the documents of a set."""
    documents = documents_of(name)
    if name in _OWN:
        return {id: frozen_parse(document) for id, document in documents.items()}
    if name == "seeds":
        parses = parses_of("gold")
        return {id: parses[id] for id in documents}
    parsed = embedded.load().parse([document.text for document in documents.values()])
    return dict(zip(documents, parsed, strict=True))


@cache
def extractions_of(name: str) -> dict[str, Extraction]:
    """What the stages find in the documents of a set."""
    return {id: from_parse(parse) for id, parse in parses_of(name).items()}


def digest(documents: Documents) -> str:
    """What stands for a set of documents beside its floors."""
    records = [asdict(document) for _, document in sorted(documents.items())]
    return hashlib.sha256(json.dumps(records, sort_keys=True).encode()).hexdigest()


def read_floors() -> Floors:
    """The pinned figures of each set, with the digest of the documents they were measured on."""
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return floors
