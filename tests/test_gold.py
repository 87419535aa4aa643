"""The gold gate: what is found never falls below what was found before.

After a change for the better, ``python tests/raise_floors.py`` pins the new figures.
"""

from __future__ import annotations

import pytest

from freeze import case_documents, frozen_parse, stale_parses
from gate import MEASURES, digest, documents_of, extractions_of, read_floors
from quotescope.evaluation import score
from quotescope.parsing import embedded
from shared import GOLD

needs_gold = pytest.mark.skipif(
    not GOLD.is_dir(), reason=f"no annotated news in {GOLD}: set QUOTESCOPE_SHARED to measure it"
)
SETS = [
    "cases",
    "stress",
    pytest.param("gold", marks=[pytest.mark.model, needs_gold]),
    pytest.param("seeds", marks=[pytest.mark.model, needs_gold]),
]


def test_frozen_parses_are_fresh() -> None:
    stale = stale_parses(case_documents())
    assert not stale, "run python tests/freeze.py:\n" + "\n".join(stale)


@pytest.mark.parametrize("name", SETS)
def test_floors_belong_to_these_documents(name: str) -> None:
    pinned = read_floors()[name]["sha256"]
    assert pinned == digest(documents_of(name)), (
        f"the {name} changed since their floors were pinned: run python tests/raise_floors.py"
    )


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("measure", MEASURES)
def test_no_figure_falls_below_its_floor(name: str, measure: str) -> None:
    measured = score(documents_of(name), extractions_of(name)).as_dict()[measure]
    assert measured >= read_floors()[name][measure]


@pytest.mark.model
def test_the_model_still_parses_the_cases_as_they_were_frozen() -> None:
    parser = embedded.load()
    changed = []
    for document in case_documents().values():
        frozen = frozen_parse(document)
        if frozen.parser != parser.name:
            pytest.skip(f"frozen with {frozen.parser}, this is {parser.name}")
        if parser.parse([document.text]) != [frozen]:
            changed.append(document.id)
    assert not changed, f"run python tests/freeze.py: {', '.join(changed)}"
