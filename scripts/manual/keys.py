"""The configuration's keys as the settings know them: type, default, and the comment beside each."""

from __future__ import annotations

import ast
import inspect
import json
import types
import typing
from dataclasses import dataclass

from pydantic.fields import FieldInfo

from config import settings
from config.settings import Section

_WORDS = {str: "text", int: "whole number", float: "number", bool: "true, false"}


@dataclass(frozen=True)
class Key:
    name: str
    takes: str
    default: str
    about: str


def keys(model: type[Section]) -> list[Key]:
    """Every key of a section. A key without a comment in ``config/settings.py`` is an error: it would be undocumented."""
    comments = _comments(model)
    return [
        Key(name, _takes(field.annotation), _default(field), comments[name])
        for name, field in model.model_fields.items()
    ]


def about(model: type[Section]) -> str:
    """What the section's docstring says behind its name."""
    first = inspect.cleandoc(model.__doc__ or "")
    return " ".join(first.split()).partition(": ")[2]


def _comments(model: type[Section]) -> dict[str, str]:
    source = inspect.getsource(settings)
    lines = source.splitlines()
    (body,) = [
        node.body
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == model.__name__
    ]
    found = {}
    for node in body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        assert node.end_lineno is not None
        above, line = [], node.lineno - 2
        while lines[line].strip().startswith("# "):
            above.insert(0, lines[line].strip()[2:])
            line -= 1
        beside = lines[node.end_lineno - 1].partition("  # ")[2]
        found[node.target.id] = " ".join([beside] if beside else above)
        if not found[node.target.id]:
            raise SystemExit(
                f"config/settings.py, {model.__name__}.{node.target.id}: a comment must say what it is for"
            )
    return found


def _takes(annotation: object) -> str:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _takes(arguments[0])
    if origin is typing.Literal:
        return ", ".join(f"`{json.dumps(one)}`" for one in arguments)
    if origin in {typing.Union, types.UnionType}:
        return _takes(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        inner = _takes(arguments[0])
        return f"list of {inner}" if inner.startswith("`") else f"list of {inner}s"
    if origin is dict:
        return "tables"
    assert isinstance(annotation, type), annotation
    return _WORDS[annotation]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if value is None or value == {}:
        return ""
    return f"`{json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)}`"
