"""What can be asked is there by its name, and the names that tools read are those that programs get."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.store import read

SAID = re.findall(
    r"^    from (pipeline\.store\.[\w.]+) import (\w+) as \2$",
    Path(read.__file__).read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("module", "name"), SAID)
def test_every_name_is_what_its_module_holds(module: str, name: str) -> None:
    assert getattr(read, name) is getattr(import_module(module), name)


def test_no_name_is_missing() -> None:
    assert {name for _, name in SAID} == set(read._HOME)
    assert len(SAID) > 60
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = read.nothing
