"""``sources.toml`` is changed by program without losing a comment, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.edit import add_row, switch_row
from config.place import read_toml
from pipeline.errors import BangdanError, WrongUse

FILE = """# what is watched
[desk] # the desk
url = "https://a.example/[x]"   # its page
interval = "15m"

["财经 无忌"]
url = "https://b.example/"
paused = true # since May
interval = "1h"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_source_is_paused_and_every_other_line_stays(file: Path) -> None:
    assert switch_row(file, "desk", "paused", value=True)
    assert file.read_text("utf-8") == FILE.replace(
        "[desk] # the desk\n", "[desk] # the desk\npaused = true\n"
    )
    assert not switch_row(file, "desk", "paused", value=True)


def test_a_source_with_a_chinese_name_is_resumed_and_keeps_its_comment(file: Path) -> None:
    assert switch_row(file, "财经 无忌", "paused", value=False)
    assert "paused = false # since May\n" in file.read_text("utf-8")
    assert read_toml(file)["财经 无忌"]["paused"] is False


def test_a_row_is_added_below_the_others(file: Path) -> None:
    add_row(file, "新 来源", {"url": "https://c.example/", "interval": "5m"})
    assert file.read_text("utf-8").startswith(FILE)
    assert read_toml(file)["新 来源"] == {"url": "https://c.example/", "interval": "5m"}


def test_a_name_that_is_taken_is_refused(file: Path) -> None:
    with pytest.raises(WrongUse, match=r"already has a table \[desk\]"):
        add_row(file, "desk", {"url": "https://c.example/"})


def test_an_unknown_source_is_refused_with_the_nearest_name(file: Path) -> None:
    with pytest.raises(WrongUse, match=r'no source "dsk" \(did you mean "desk"\?\)'):
        switch_row(file, "dsk", "paused", value=True)


def test_a_file_that_cannot_be_edited_safely_is_left_alone(file: Path) -> None:
    odd = 'desk = { url = "https://a.example/" }\n'
    file.write_text(odd)
    with pytest.raises(BangdanError, match="change it by hand"):
        switch_row(file, "desk", "paused", value=True)
    hidden = '[desk]\nurl = """\npaused = 1\n"""\n'
    file.write_text(hidden)
    with pytest.raises(BangdanError, match="change it by hand"):
        switch_row(file, "desk", "paused", value=True)
    assert file.read_text() == hidden
