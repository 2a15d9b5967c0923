"""``bangdan check``: one visit now, and what it found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.scheduler.test_daemon import Room


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.close()


@pytest.fixture
def bangdan(tmp_path: Path) -> Run:
    return Run(tmp_path)


@pytest.fixture
def folder(tmp_path: Path, room: Room) -> Path:
    made = tmp_path / "conf"
    made.mkdir()
    (made / "bangdan.toml").write_text("[crawl]\ndelay = 0\nallow_private = true\ntimeout = 5\n")
    (made / "sources.toml").write_text(f'[desk]\nurl = "{room.newsroom.account_url}"\ninterval = "1h"\n')
    return made


def test_a_dry_run_says_what_it_found_and_stores_nothing(bangdan: Run, room: Room, folder: Path) -> None:
    done = bangdan.anew("check", "desk", "--dry-run", "--format", "json", "--config", str(folder))
    assert (done.returncode, done.stderr) == (0, b"")
    report = json.loads(done.stdout)
    assert (report["outcome"], len(report["links"])) == ("posts", 1)
    [post] = report["posts"]
    assert post["title"] == "千问开放测试，先答对了哪几道题"
    assert [(claim["subject"][0], claim["value"]) for claim in post["claims"]] == [("千问", 2_000_000)]
    assert not (folder / "bangdan.db").exists()


def test_a_check_stores_what_it_found_and_the_second_finds_nothing_new(
    bangdan: Run, room: Room, folder: Path
) -> None:
    first = json.loads(bangdan("check", "desk", "--format", "json", "--config", str(folder)).stdout)
    assert [claim["novelty"] for post in first["posts"] for claim in post["claims"]] == ["first"]
    again = bangdan("check", "desk", "--config", str(folder))
    assert again.returncode == 0
    assert again.stdout.decode().startswith("desk: nothing_new; 1 post listed, 0 posts read, 0 claims\n")
    stored = bangdan("claims", "--format", "json", "--config", str(folder))
    assert [row["value"] for row in json.loads(stored.stdout)] == [2_000_000]


def test_one_address_is_read_without_a_source(bangdan: Run, room: Room, folder: Path) -> None:
    url = room.newsroom.article_url("qianwen-two-million")
    done = bangdan("check", url, "--dry-run", "--config", str(folder))
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "article; 0 posts listed, 1 post read, 1 claim" in text
    assert "> 2,000,000" in text


def test_of_a_list_given_by_address_the_first_posts_are_read(bangdan: Run, room: Room, folder: Path) -> None:
    url = room.newsroom.account_url
    done = bangdan("check", url, "--dry-run", "--format", "json", "--config", str(folder))
    assert (done.returncode, done.stderr) == (0, b"")
    report = json.loads(done.stdout)
    assert (report["outcome"], len(report["links"]), report["unread"]) == ("list", 1, [])
    assert [claim["value"] for post in report["posts"] for claim in post["claims"]] == [2_000_000]
    none = bangdan("check", url, "--dry-run", "--posts", "0", "--config", str(folder))
    assert b"list; 1 post listed, 0 posts read, 0 claims" in none.stdout


def test_what_cannot_be_read_is_said_and_exits_1(bangdan: Run, room: Room, folder: Path) -> None:
    gone = bangdan("check", f"{room.newsroom.url}/dy/article/KMUD7I800519CX7K.html", "--config", str(folder))
    assert gone.returncode == 1
    assert b": gone (status 404)" in gone.stdout
    closed = bangdan(
        "check", "http://127.0.0.1:1/dy/article/KMUD7I800519CX7K.html", "--dry-run", "--config", str(folder)
    )
    assert closed.returncode == 1
    assert b": failed (" in closed.stdout


def test_a_private_address_is_refused_unless_allowed(bangdan: Run, room: Room, folder: Path) -> None:
    (folder / "bangdan.toml").write_text("[crawl]\ndelay = 0\n")
    before = len(room.newsroom.requests)
    done = bangdan("check", "desk", "--dry-run", "--config", str(folder))
    assert done.returncode == 1
    assert len(room.newsroom.requests) == before


def test_an_unknown_source_is_refused_with_the_nearest_name(bangdan: Run, folder: Path) -> None:
    done = bangdan("check", "dsk", "--config", str(folder))
    assert done.returncode == 2
    assert done.stderr == b'bangdan: no source "dsk" in sources.toml (did you mean "desk"?)\n'


def test_without_a_configuration_an_address_can_be_looked_at_but_not_stored(bangdan: Run) -> None:
    url = "http://127.0.0.1:1/dy/article/KMUD7I800519CX7K.html"
    looked = bangdan("check", url, "--dry-run")
    assert looked.returncode == 1
    assert b": blocked (" in looked.stdout  # loopback is refused by default
    stored = bangdan("check", url)
    assert (stored.returncode, stored.stdout) == (2, b"")
    assert stored.stderr.startswith(b"bangdan: no database")
