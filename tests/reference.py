"""Writes ``docs/api.md`` from the signatures and the docstrings: ``python tests/reference.py``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel

import quotescope
from quotescope import evaluation, formats, models
from quotescope.many import OnError

PATH = Path(__file__).parent.parent / "docs" / "api.md"
MODULES = (quotescope, formats, evaluation)

_HEAD = """# Reference

Every public name, from its docstring. Offsets count Unicode code points of the caller's own text, \
start included and end excluded.
"""


# Names of types that a reader need not know, and what they stand for.
_ALIASES = {
    alias: " | ".join(f'"{value}"' for value in get_args(literal))
    for alias, literal in {
        "Kind": models.Kind,
        "CueCategory": models.CueCategory,
        "SpeakerKind": models.SpeakerKind,
        "Gender": models.Gender,
        "Modality": models.Modality,
        "OnError": OnError,
    }.items()
} | {"Text": "str", "Readable": "str | Doc | stanza.Document", "Given": "str | Parse | Exception"}


class _Annotation(str):
    """A type as the source words it; ``inspect`` prints the representation of annotations."""

    def __repr__(self) -> str:
        return re.sub(r"\w+", lambda word: _ALIASES.get(word[0], word[0]), self)


def reference() -> str:
    """The whole document."""
    parts = [_HEAD, *(part for module in MODULES for part in _module(module))]
    return "\n".join(parts)


def _module(module: ModuleType) -> Iterator[str]:
    yield f"## {module.__name__}\n"
    yield f"{_prose(_docstring(module).partition('>>>')[0].strip())}\n"
    for name in module.__all__:
        yield from _member(name, getattr(module, name))


def _member(name: str, member: Any) -> Iterator[str]:
    yield f"### {name}\n"
    if not callable(member):
        yield f"{_shown(member)}\n"
        return
    yield _code(_class(name, member) if isinstance(member, type) else _call(name, member))
    yield f"{_prose(_docstring(member))}\n"
    for method, function in _methods(member) if isinstance(member, type) else ():
        yield f"#### {name}.{method}\n"
        yield _code(_call(method, function))
        yield f"{_prose(_docstring(function))}\n"


def _shown(constant: Any) -> str:
    """A constant: a tuple by its items, a long string by what it is."""
    if isinstance(constant, tuple):
        return ", ".join(f"`{item}`" for item in constant)
    return f"A text of {constant.count(chr(10))} lines." if "\n" in constant else f"`{constant!r}`"


def _code(code: str) -> str:
    # Not "python": signatures are no examples to run.
    return f"```py\n{code}\n```\n"


def _class(name: str, cls: type) -> str:
    """A class with its fields, or with the arguments that it takes."""
    bases = [base.__name__ for base in cls.__bases__ if base is not object]
    fields = inspect.get_annotations(cls)
    public = [f"    {f}: {_Annotation(type)!r}" for f, type in fields.items() if f[0] != "_"]
    if public and (issubclass(cls, BaseModel) or hasattr(cls, "__dataclass_fields__")):
        return "\n".join([f"class {name}", *public])
    if issubclass(cls, Exception):
        return f"class {name}({', '.join(bases)})"
    return f"class {_call(name, cls)}"


def _methods(cls: type) -> Iterator[tuple[str, Any]]:
    """The methods and properties that a class defines for its users."""
    for name, member in vars(cls).items():
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function) and inspect.getdoc(function):
            if name == "__call__" or not (name[0] == "_" or "validator" in repr(member)):
                yield name, member


def _call(name: str, function: Any) -> str:
    """How something is called, and what it returns."""
    if isinstance(function, property) and function.fget is not None:
        returned = inspect.signature(function.fget).return_annotation
        return f"{name}: {_Annotation(returned)!r}"
    signature = inspect.signature(function)
    kept = [
        p.replace(annotation=_Annotation(p.annotation))
        for p in signature.parameters.values()
        if p.name != "self"
    ]
    returned = inspect.Signature.empty
    if not isinstance(function, type):
        returned = _Annotation(signature.return_annotation)
    return name + str(signature.replace(parameters=kept, return_annotation=returned))


def _docstring(documented: Any) -> str:
    docstring = inspect.getdoc(documented)
    if not docstring:
        raise ValueError(f"{documented!r} has no docstring")
    return docstring


def _prose(docstring: str) -> str:
    """A docstring in Markdown: literals in backquotes, one bullet an argument or an error."""
    text = docstring.replace("``", "`")
    sections = re.split(r"(?m)^(Args|Raises|Returns):\n", text)
    prose = [_joined(sections[0])]
    for title, body in zip(sections[1::2], sections[2::2], strict=True):
        items = re.findall(r"(?m)^ {4}(\w+): (.*(?:\n {5,}.*)*)", body)
        bullets = [f"- `{name}`: {_joined(said)}" for name, said in items]
        prose.append("\n".join([f"**{title}**\n", *bullets]))
    return "\n\n".join(prose)


def _joined(text: str) -> str:
    """Paragraphs and list items on one line each."""
    pieces = re.split(r"(\n\s*\n|\n(?=- ))", text.strip())
    return "".join(piece if piece.isspace() else " ".join(piece.split()) for piece in pieces)


def main() -> None:
    """Bring the document up to date."""
    PATH.write_text(reference(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
