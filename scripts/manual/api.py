"""The JSON API as its own OpenAPI document describes it: one table of addresses."""

from __future__ import annotations

import tempfile
from pathlib import Path

from history.app import make_app
from pipeline.store import read
from pipeline.store.engine import open_store


def table() -> str:
    """Method and address, what it answers, and by what it can be filtered."""
    rows = ["| address | answers | takes |\n|---|---|---|\n"]
    for path, methods in _document()["paths"].items():
        for method, operation in methods.items():
            asked = [f"`{one['name']}`" for one in operation.get("parameters", ()) if one["in"] == "query"]
            said = " ".join(operation["description"].split()).replace("|", "\\|")
            rows.append(f"| `{method.upper()} {path}` | {said} | {', '.join(asked)} |\n")
    return "".join(rows)


def _document() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'empty.db')}"
        open_store(url).close()
        reader = read.open_reader(url)
        try:
            return make_app(reader).openapi()
        finally:
            reader.close()
