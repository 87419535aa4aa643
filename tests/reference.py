"""Writes ``docs/api.md`` from the signatures and the docstrings: ``python tests/reference.py``.

Griffe reads the sources without importing them, so that no optional library need be installed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parent.parent
PATH = ROOT / "docs" / "api.md"
MODULES = ("", "formats", "evaluation", "spacy", "stanza", "spark")

_HEAD = """# Reference

Every public name, from its docstring. Offsets count Unicode code points of the caller's own text, \
start included and end excluded.
"""

# Names of types that a reader need not know stand for what they are defined as.
_ALIASES = {
    "models": ("Kind", "CueCategory", "SpeakerKind", "Gender", "Modality"),
    "many": ("OnError",),
    "parsing.received": ("Given", "Readable"),
}


def reference() -> str:
    """The whole document."""
    package = griffe.load("quotescope", search_paths=[ROOT / "src"], docstring_parser="google")
    assert isinstance(package, griffe.Module)
    modules = (package[name] if name else package for name in MODULES)
    document = "\n".join([_HEAD, *(part for module in modules for part in _module(module))])
    plain = _plain_types(package)
    return re.sub(
        r"(?ms)^```py\n.*?^```",
        lambda code: re.sub(r"\w+", lambda word: plain.get(word[0], word[0]), code[0]),
        document,
    )


def _plain_types(package: griffe.Module) -> dict[str, str]:
    found = {"Text": "str"}
    for module, names in _ALIASES.items():
        for name in names:
            value = str(package[module][name].value).strip("'")
            literal = re.fullmatch(r"Literal\[(.*)\]", value)
            found[name] = literal[1].replace(", ", " | ").replace("'", '"') if literal else value
    return found


def _module(module: griffe.Module) -> Iterator[str]:
    yield f"## {module.path}\n"
    yield f"{_prose(module)}\n"
    own = [name for name, member in module.members.items() if _is_public(member)]
    for name in map(str, module.exports or own):
        member = module[name]
        # A function hides the module that it is named after.
        member = member[name] if member.is_module else member
        yield from _member(name, member.final_target if member.is_alias else member)


def _is_public(member: griffe.Object | griffe.Alias) -> bool:
    if member.is_alias or not member.is_public:
        return False
    return member.docstring is not None


def _member(name: str, member: griffe.Object) -> Iterator[str]:
    yield f"### {name}\n"
    if isinstance(member, griffe.Attribute):
        yield f"{_shown(member)}\n"
        return
    if isinstance(member, griffe.Class):
        yield _code(_class(member))
    elif isinstance(member, griffe.Function):
        yield _code(_call(member))
    yield f"{_prose(member)}\n"
    if isinstance(member, griffe.Class):
        for method, function in member.members.items():
            if (_is_public(function) or method == "__call__") and function.docstring:
                yield f"#### {name}.{method}\n"
                yield _code(_call(function))
                yield f"{_prose(function)}\n"


def _shown(constant: griffe.Attribute) -> str:
    """A constant: a tuple by its items, a long string by what it is."""
    said = f"{_prose(constant)}\n\n" if constant.docstring else ""
    try:
        value = ast.literal_eval(str(constant.value))
    except ValueError:  # not a literal
        return said.strip()
    if isinstance(value, tuple):
        return said + ", ".join(f"`{item}`" for item in value)
    return said + (f"A text of {value.count(chr(10))} lines." if "\n" in value else f"`{value!r}`")


def _code(code: str) -> str:
    # Not "python": signatures are no examples to run.
    return f"```py\n{code}\n```\n"


def _class(cls: griffe.Class) -> str:
    """A class with its fields, or with the arguments that it takes."""
    fields = [
        f"    {name}: {member.annotation}"
        for name, member in cls.attributes.items()
        if member.annotation and member.is_public and "property" not in member.labels
    ]
    if fields:
        return "\n".join([f"class {cls.name}", *fields])
    if "__init__" in cls.members and not cls.name.endswith("Error"):
        return f"class {_call(cls.members['__init__'], cls.name)}".removesuffix(" -> None")
    return f"class {cls.name}({', '.join(map(str, cls.bases))})"


def _call(function: griffe.Object | griffe.Alias, name: str | None = None) -> str:
    """How something is called, and what it returns."""
    if isinstance(function, griffe.Attribute):
        return f"{function.name}: {function.annotation}"
    assert isinstance(function, griffe.Function)
    return re.sub(r"\(self(?:, )?", "(", function.signature(name=name or function.name))


def _prose(documented: griffe.Object | griffe.Alias) -> str:
    """A docstring in Markdown: literals in backquotes, one bullet an argument or an error."""
    if not documented.docstring:
        raise ValueError(f"{documented.path} has no docstring")
    prose = []
    for section in documented.docstring.parsed:
        if section.kind is griffe.DocstringSectionKind.text:
            prose.append(_text(section.value.partition(">>>")[0]))
        elif section.kind is griffe.DocstringSectionKind.parameters:
            bullets = [f"- `{item.name}`: {_text(item.description)}" for item in section.value]
            prose.append("\n".join(["**Args**\n", *bullets]))
        elif section.kind is griffe.DocstringSectionKind.raises:
            bullets = [
                f"- `{item.annotation}`: {_text(item.description)}" for item in section.value
            ]
            prose.append("\n".join(["**Raises**\n", *bullets]))
        elif section.kind is not griffe.DocstringSectionKind.examples:
            raise ValueError(f"{documented.path}: a section of {section.kind} is not written")
    return "\n\n".join(prose)


def _text(text: str) -> str:
    """Paragraphs and list items on one line each, indented blocks behind ``::`` as code."""
    parts = re.split(r"(?m)^::\n\n((?:(?: {4}.*)?\n)+)", f"{text.strip()}\n")
    prose = [_joined(part) for part in parts[::2]]
    code = [re.sub(r"(?m)^ {4}", "", part).strip() for part in parts[1::2]]
    shown = [prose[0]]
    for block, after in zip(code, prose[1:], strict=True):
        shown += [_code(block).strip(), after]
    return "\n\n".join(part for part in shown if part)


def _joined(text: str) -> str:
    pieces = re.split(r"(\n\s*\n|\n(?=- ))", text.strip().replace("``", "`"))
    return "".join(piece if piece.isspace() else " ".join(piece.split()) for piece in pieces)


def main() -> None:
    """Bring the document up to date."""
    PATH.write_text(reference(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
