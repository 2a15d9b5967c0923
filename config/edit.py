"""Small changes to ``sources.toml`` and ``apps.toml`` by program: one row added, one switched; every comment stays."""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from config.place import nearest, read_toml
from pipeline.errors import BangdanError, WrongUse

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def add_row(file: Path, name: str, row: Mapping[str, object]) -> None:
    """Append ``[name]`` with the keys of ``row``; a name that is taken is refused."""
    if name in read_toml(file):
        raise WrongUse(f"{file.name} already has a table [{name}]")
    before = file.read_text("utf-8-sig") if file.exists() else ""
    lines = [
        f"[{_key(name)}]",
        *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()),
    ]
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    _replace(file, before + gap + "\n".join(lines) + "\n", {**read_toml(file), name: row})


def switch_row(file: Path, name: str, key: str, *, value: bool) -> bool:
    """Set ``key = value`` in ``[name]``; False where it stood so already. All other lines stay as they are."""
    tables = read_toml(file)
    if not isinstance(tables.get(name), dict):
        said = f'{file.name} has no source "{name}"{nearest(name, tables)}'
        raise WrongUse(said, key="no_row", file=file.name, name=name[:80])
    if tables[name].get(key, False) is value:
        return False
    lines = file.read_text("utf-8-sig").splitlines()
    start = _header(lines, name)
    if start is None:
        said = f'{file.name}: the row "{name}" is not written as [{name}]: change it by hand'
        raise BangdanError(said, key="odd_row", file=file.name, name=name[:80])
    end = next((at for at in range(start + 1, len(lines)) if lines[at].lstrip().startswith("[")), len(lines))
    setting = re.compile(rf"\s*{key}\s*=")
    found = [at for at in range(start + 1, end) if setting.match(lines[at])]
    said = f"{key} = {json.dumps(value)}"
    if found:
        comment = re.search(r"\s#.*$", lines[found[0]])
        lines[found[0]] = said + (comment.group() if comment else "")
    else:
        lines.insert(start + 1, said)
    tables[name][key] = value
    _replace(file, "\n".join(lines) + "\n", tables)
    return True


def _header(lines: list[str], name: str) -> int | None:
    for at, line in enumerate(lines):
        if not line.lstrip().startswith("[") or line.lstrip().startswith("[["):
            continue
        try:
            table = tomllib.loads(line)
        except tomllib.TOMLDecodeError:
            continue
        if table == {name: {}}:
            return at
    return None


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _replace(file: Path, content: str, expected: dict[str, object]) -> None:
    """Write the file whole or not at all, and only where it then says what it should."""
    try:
        right = tomllib.loads(content) == expected
    except tomllib.TOMLDecodeError:
        right = False
    if not right:
        raise BangdanError(
            f"{file.name} is written in a way that cannot be edited by program: change it by hand"
        )
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as fresh:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
        os.chmod(name, file.stat().st_mode & 0o777 if file.exists() else 0o644)  # noqa: PTH101 - a name, not a path
        os.replace(name, file)  # noqa: PTH105 - see above
    except OSError as error:
        raise BangdanError(f"{file} cannot be written: {error.strerror or error}") from None
