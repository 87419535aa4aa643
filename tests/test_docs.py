"""What the documents show is what happens: examples, links, the reference of the interface."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from examples import DOCUMENTS, ROOT, rewritten

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


@pytest.mark.model
@each_document
def test_examples_print_what_is_shown(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    assert rewritten(document) == document, "run python tests/examples.py"


@pytest.mark.model
def test_an_output_that_is_not_true_is_noticed() -> None:
    document = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert rewritten(document) == document.replace("3", "2")


def test_the_reference_is_that_of_the_docstrings() -> None:
    pytest.importorskip("griffe", reason="griffe is not installed")
    from reference import PATH, reference

    assert PATH.read_text(encoding="utf-8") == reference(), "run python tests/reference.py"


@each_document
def test_links_lead_to_files_and_headings(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, heading = target.partition("#")
        linked = (path.parent / file) if file else path
        assert linked.exists(), target
        if heading:
            assert heading in _anchors(linked), target


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.+)$", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_documents_are_found() -> None:
    assert ROOT / "README.md" in DOCUMENTS
    assert len(DOCUMENTS) > 5
