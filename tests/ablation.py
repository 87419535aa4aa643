"""What each part contributes: ``python tests/ablation.py`` takes out one at a time, measures, and
writes the table into ``docs/figures.md``.

Without the annotated news (see ``shared.py``) there is nothing to write.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch

from examples import ROOT
from gate import documents_of, parses_of, sets_at_hand
from quotescope.evaluation import score
from quotescope.extractor import from_parse

_PLACE = re.compile(r"(?<=<!-- ablation -->\n).*?(?=<!-- /ablation -->)", re.DOTALL)
_MEASURES = ("marked", "attrib", "fullname", "indirect")


def _nothing(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _nobody(*_: Any, **__: Any) -> None:
    return None


@dataclass(frozen=True)
class Part:
    """One part: what it is called, and what takes its place when it is taken out."""

    name: str
    place: str
    instead: Callable[..., Any]


_CONTENTS = "quotescope.stages.contents"
_COREFERENCE = "quotescope.stages.coreference"
PARTS = (
    Part("marks that are nobody's speech", "quotescope.extractor.spoken", lambda _, found: found),
    Part("reporting clauses", f"{_CONTENTS}.quotations_with_incises", _nothing),
    Part("prepositions", f"{_CONTENTS}.quotations_under_prepositions", _nothing),
    Part("colons", f"{_CONTENTS}.quotations_after_colons", _nothing),
    Part("que, si, infinitives", f"{_CONTENTS}.reported_clauses", _nothing),
    Part("objects, attributes, islands", f"{_CONTENTS}.governed_islands", _nothing),
    Part("comme", f"{_CONTENTS}.quotations_with_comme", _nothing),
    Part("asides", f"{_CONTENTS}.quotations_beside_speakers", _nothing),
    Part("nouns", f"{_CONTENTS}.quotations_of_nouns", _nothing),
    Part("quoted predicates", f"{_CONTENTS}.quoted_predicates", _nothing),
    Part("continuations", "quotescope.stages.attribution.continued_quotations", _nothing),
    Part(
        "levels of reporting",
        "quotescope.stages.attribution.innermost_first",
        lambda _, drafts: sorted(drafts, key=lambda d: (d.rank, d.content)),
    ),
    Part(
        "antecedents of pronouns and descriptions",
        "quotescope.stages.discourse.Discourse.antecedent",
        lambda *_, **__: None,
    ),
    Part(
        "salience but for distance",
        "quotescope.stages.discourse.salience",
        lambda e: -e["distance"],
    ),
    Part("narration between quotations", "quotescope.stages.discourse.Discourse.narrate", _nobody),
    Part("descriptions of people already named", f"{_COREFERENCE}.taken_up_by", _nobody),
    Part(
        "descriptions of people named later",
        "quotescope.stages.referents._named_later",
        lambda _: set(),
    ),
)
# Without the verbs there is next to nothing to measure.
_FILES = (
    "nouns prepositions titles roles origins organisations groups media places first_names"
    " nonspeech offices"
)
LEXICONS = tuple(
    Part(f"`{name}.tsv`", f"quotescope.lexicon.{name}", dict) for name in _FILES.split()
)


@contextmanager
def without(part: Part) -> Iterator[None]:
    """The library without a part; what it remembers of the lexicons is forgotten."""
    with ExitStack() as stack:
        stack.callback(_forget)
        stack.enter_context(patch(part.place, part.instead))
        _forget()
        yield


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("quotescope"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def measured(name: str) -> dict[str, float]:
    """F1 of a set as the library now stands."""
    found = {id: from_parse(parse) for id, parse in parses_of(name).items()}
    report = score(documents_of(name), found)
    return {measure: report.scores[measure].f1 for measure in _MEASURES}


def rows() -> Iterator[tuple[str, dict[str, float], dict[str, float]]]:
    """The whole library, then each part that is taken out, on the articles and on the cases."""
    yield "everything", measured("gold"), measured("cases")
    for part in (*PARTS, *LEXICONS):
        with without(part):
            yield part.name, measured("gold"), measured("cases")


def table() -> str:
    """The first row holds F1, the others how much is lost without a part."""
    head = ["without", *("marked", "attributed", "full name", "indirect"), "attributed, cases"]
    lines = [head, ["---"] * len(head)]
    whole: tuple[float, ...] = ()
    for name, gold, cases in rows():
        figures = (*gold.values(), cases["attrib"])
        if not whole:
            whole = figures
            lines.append([name, *(f"{figure:.3f}" for figure in figures)])
            continue
        losses = (
            round(figure - full, 3) + 0.0 for figure, full in zip(figures, whole, strict=True)
        )
        lines.append([name, *(f"{loss:+.3f}" if loss else "·" for loss in losses)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Measure every part and write the table."""
    if "gold" not in sets_at_hand():
        raise SystemExit("the annotated news is not here: set QUOTESCOPE_SHARED to its folder")
    written = f"Measured on {date.today().isoformat()}.\n\n{table()}\n"
    path = ROOT / "docs" / "figures.md"
    document = path.read_text(encoding="utf-8")
    path.write_text(_PLACE.sub(written, document), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
