"""Every rule id that the code can emit is documented and has a case that it reads.

The ids in the code are those of the records that carry rules (``Draft``, ``Identity``), read from
the source, since a rule that no case reaches would not show otherwise.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import quotescope
from freeze import case_documents, frozen_parse
from quotescope.extractor import from_parse

ROOT = Path(__file__).parent.parent
STAGES = Path(quotescope.__file__).parent / "stages"

# Where the rules stand among the arguments of what carries them, counted from 0.
_PLACES = {"Draft": 5, "Identity": 4, "_draft": 3, "identity_of": 1, "with_rule": 0}
_ANY = "…"


@cache
def documented() -> frozenset[str]:
    """The ids that the document explains, in the lines that begin with *Rule* or *Rules*;
    ``governed-…`` stands for all that begin so."""
    document = (ROOT / "docs" / "constructions.md").read_text(encoding="utf-8")
    leads = re.findall(r"(?m)^Rules?: ((?:`[a-z…-]+`(?:, )?)+)\.", document)
    return frozenset(rule for lead in leads for rule in re.findall(r"`([a-z…-]+)`", lead))


@cache
def exercised() -> frozenset[str]:
    """The ids that the quotations of the cases carry."""
    extractions = (from_parse(frozen_parse(document)) for document in case_documents().values())
    return frozenset(r for found in extractions for quote in found.quotes for r in quote.rules)


@cache
def written() -> frozenset[str]:
    """The ids in the source; what is put together there ends with ``…``, as in the document."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(STAGES.rglob("*.py"))]
    return frozenset(rule for tree in trees for node in ast.walk(tree) for rule in _rules(node))


def _rules(node: ast.AST) -> Iterator[str]:
    """The ids that a node of the syntax tree gives to a record, to a name ``rule``, or back."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        place = _PLACES.get(name)
        if place is not None and len(node.args) > place:
            yield from _literals(node.args[place])
        yield from (i for k in node.keywords if k.arg == "rules" for i in _literals(k.value))
    elif isinstance(node, ast.Assign):
        if any(isinstance(t, ast.Name) and t.id in ("rule", "rules") for t in node.targets):
            yield from _literals(node.value)
    elif isinstance(node, ast.FunctionDef) and _returns_mention_and_rule(node):
        for returned in (n for n in ast.walk(node) if isinstance(n, ast.Return)):
            if isinstance(returned.value, ast.Tuple):
                yield from _literals(returned.value.elts[-1])


def _returns_mention_and_rule(function: ast.FunctionDef) -> bool:
    returns = ast.unparse(function.returns) if function.returns else ""
    return returns == "tuple[Mention | None, str]"


def _literals(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield "".join(str(p.value) if isinstance(p, ast.Constant) else _ANY for p in value.values)
    elif isinstance(value, ast.Tuple):
        yield from (rule for item in value.elts for rule in _literals(item))
    elif isinstance(value, ast.IfExp):
        yield from (*_literals(value.body), *_literals(value.orelse))


def _meet(one: str, other: str) -> bool:
    """Whether two ids are the same, or one of them stands for the other."""
    if one.endswith(_ANY):
        return other.startswith(one.removesuffix(_ANY))
    return one == other or (other.endswith(_ANY) and one.startswith(other.removesuffix(_ANY)))


def _without(rules: frozenset[str], others: frozenset[str]) -> list[str]:
    """The ids that none of the others meets."""
    return sorted(rule for rule in rules if not any(_meet(rule, other) for other in others))


def test_the_rules_are_read_from_the_source() -> None:
    assert {"incise-inside", "colon-subject", "complement-…", "pronoun"} <= written()


def test_every_rule_in_the_code_is_documented() -> None:
    assert _without(written(), documented()) == []


def test_every_documented_rule_is_in_the_code() -> None:
    assert _without(documented(), written()) == []


def test_every_rule_of_a_case_is_documented() -> None:
    assert _without(exercised(), documented()) == []


def test_every_documented_rule_is_exercised_by_a_case() -> None:
    assert _without(documented(), exercised()) == []
