"""What rows look like as JSON, as JSON Schema: made from the rows themselves, so that it cannot say anything else."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from history.values import FIELDS
from pipeline.model import Claim

Schema = dict[str, Any]
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
}


def ref(kind: type) -> Schema:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def columns(kind: type) -> list[str]:
    """The names that a row of this kind has as JSON, in their order."""
    return list(schema_of(kind)["properties"])


def schema_of(kind: type) -> Schema:
    """The schema of a dataclass as :func:`history.values.row_json` writes it."""
    hints = get_type_hints(kind)
    properties: dict[str, Schema] = {}
    maybe: set[str] = set()
    for field in fields(kind):
        said = hints[field.name]
        if Claim in (said, *get_args(said)):  # its fields stand beside the row's own
            claim = get_type_hints(Claim)
            properties |= {name: _schema(claim[name]) for name in FIELDS if name not in properties}
            if said is not Claim:
                properties[field.name] = {"type": "null"}
                maybe |= {field.name, *FIELDS}
        else:
            name = "figure_id" if field.name == "id" and kind.__name__ == "FigureRow" else field.name
            properties[name] = _schema(said)
    return {
        "type": "object",
        "title": kind.__name__,
        "description": " ".join((kind.__doc__ or "").replace("``", "`").split()),
        "properties": properties,
        "required": [name for name in properties if name not in maybe],
    }


def _schema(said: Any) -> Schema:  # noqa: ANN401, PLR0911 - a type, as annotations have it, one kind a line
    if said in _PLAIN:
        return dict(_PLAIN[said])
    origin, parts = get_origin(said), get_args(said)
    if origin is Literal:
        return {"type": "string", "enum": list(parts)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(part) for part in parts]}
    if origin is tuple:
        return {"type": "array", "items": _schema(parts[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(parts[1])}
    if isinstance(said, type) and issubclass(said, Enum):
        return {"type": "string", "enum": [one.value for one in said]}
    if is_dataclass(said) and isinstance(said, type):
        return ref(said)
    raise TypeError(f"{said!r} has no JSON Schema here")


def with_parts(kinds: set[type]) -> dict[str, Schema]:
    """The schemas of these rows and of every row inside them, by name."""
    found: dict[str, Schema] = {}
    waiting = sorted(kinds, key=lambda kind: kind.__name__)
    while waiting:
        kind = waiting.pop()
        if kind.__name__ not in found:
            found[kind.__name__] = schema_of(kind)
            waiting += _inside(kind)
    return dict(sorted(found.items()))


def _inside(kind: type) -> Iterator[type]:
    for said in get_type_hints(kind).values():
        for part in (said, *get_args(said)):
            if is_dataclass(part) and isinstance(part, type) and part is not Claim:
                yield part
