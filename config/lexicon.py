"""Reads ``apps.toml``: the packaged one, with the operator's own entries laid over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError


def load_lexicon(folder: Path | None = None) -> Mapping[str, Any]:
    """The packaged entries by canonical name; those of ``folder/apps.toml`` replace the ones of their name."""
    entries: dict[str, Any] = tomllib.loads((resources.files("config") / "apps.toml").read_text(encoding="utf-8"))
    own = folder / "apps.toml" if folder else None
    if own is not None and own.is_file():
        try:
            entries |= tomllib.loads(own.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise ConfigError(str(own), None, str(problem)) from None
    return entries
