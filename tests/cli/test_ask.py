"""Search, comparison, export, a moment of the past, a list that goes on: as a person and as a script ask."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import MAIN, Run
from tests.cli.test_query import LATER, claim, post, rows, stored  # noqa: F401 - a fixture


def test_two_characters_are_found_with_what_stands_around_them(bangdan: Run, stored: Path) -> None:  # noqa: F811
    config = ("--config", str(stored))
    found = rows(bangdan, "search", "相冊", *config)
    assert [hit["post"]["doc_id"] for hit in found] == ["AAAAAAAA00000002", "AAAAAAAA00000001"]
    assert found[1]["match"] == "相册"
    assert [len(hit["claims"]) for hit in found] == [2, 1]
    assert rows(bangdan, "search", "下载量", "首周", *config)[0]["post"]["title"] == "首周三百万"
    assert [hit["version_id"] for hit in rows(bangdan, "search", "下载", "--metric", "rank", *config)] == [2]
    assert "[下载]量" in bangdan("search", "下载", *config).stdout.decode()
    short = bangdan("search", "下", *config)
    assert (short.returncode, b"two letters" in short.stderr) == (2, True)
    nothing = bangdan("search", "没有这样", *config)
    assert (nothing.returncode, nothing.stdout) == (0, b"")


def test_apps_stand_side_by_side(bangdan: Run, stored: Path) -> None:  # noqa: F811
    config = ("--config", str(stored))
    table = bangdan("compare", "剪影相册", "=恶意名称", *config).stdout.decode()
    line = next(line for line in table.splitlines() if line.startswith("downloads: total"))
    assert "> 5,000,000" in line
    assert "400,000" in line
    assert line.endswith("12.5")
    alone = bangdan("compare", "剪影相册", *config)
    assert (alone.returncode, b"two to 8" in alone.stderr) == (2, True)


def test_an_export_is_everything_and_its_sheet_runs_nothing(bangdan: Run, stored: Path) -> None:  # noqa: F811
    config = ("--config", str(stored))
    sheet = list(csv.DictReader(io.StringIO(bangdan("export", *config).stdout.decode())))
    whole = rows(bangdan, "claims", *config)
    assert [int(row["id"]) for row in sheet] == [row["id"] for row in whole]
    assert list(sheet[0]) == list(whole[0])
    assert {row["post_title"] for row in sheet} >= {'\'=HYPERLINK("x")'}
    done = bangdan("export", "figures", "--format", "jsonl", "-o", "figures.jsonl", *config)
    assert (done.returncode, done.stdout) == (0, b"")
    lines = (bangdan.folder / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == rows(bangdan, "figures", *config)
    again = bangdan("export", "-o", "figures.jsonl", *config)
    assert (again.returncode, again.stderr.count(b"\n")) == (2, 1)
    assert b"--force" in again.stderr
    assert (bangdan.folder / "figures.jsonl").read_text(encoding="utf-8").splitlines() == lines
    assert bangdan("export", "-o", "figures.jsonl", "--force", *config).returncode == 0
    with (bangdan.folder / "figures.jsonl").open(encoding="utf-8-sig") as stream:
        assert len(list(csv.DictReader(stream))) == len(sheet)
    nowhere = bangdan("export", "-o", "no/such/file.csv", *config)
    assert nowhere.returncode == 1
    assert b"cannot be written" in nowhere.stderr


def test_what_was_known_at_a_moment(bangdan: Run, stored: Path) -> None:  # noqa: F811
    config = ("--config", str(stored))
    assert rows(bangdan, "claims", "--as-of", "2020-01-01", *config) == []
    assert len(rows(bangdan, "claims", "--as-of", "2099-01-01", *config)) == 4
    wrong = bangdan("history", "剪影相册", "--as-of", "soon", *config)
    assert (wrong.returncode, b"no moment" in wrong.stderr) == (2, True)


def test_curves_stand_below_the_table(bangdan: Run, stored: Path) -> None:  # noqa: F811
    from pipeline.store.engine import open_store
    from pipeline.store.write import record

    text = LATER.replace("500", "900")
    later = claim(text, "累计下载量突破900万次", "剪影相册", value=9_000_000, relation="gt", period="total", average=False)  # fmt: skip
    store = open_store(f"sqlite:///{stored}/bangdan.db")
    with store.write() as tx:
        record(tx, post("AAAAAAAA00000009", "破九百万", text), [later], silent=True, rules=lambda _: ())
    store.close()
    table = bangdan("history", "剪影相册", "--config", str(stored)).stdout.decode()
    assert table.rstrip().splitlines()[-1] == "▁█  > 5,000,000 … > 9,000,000  downloads: total"


def test_a_watched_list_prints_what_is_new(bangdan: Run, stored: Path) -> None:  # noqa: F811
    from pipeline.store.engine import open_store
    from pipeline.store.write import record

    asked = [sys.executable, "-c", MAIN, "claims", "--watch", "--format", "jsonl", "--config", str(stored)]
    watching = subprocess.Popen(
        asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bangdan.surroundings(), cwd=bangdan.folder
    )
    try:
        assert watching.stdout is not None
        first = [json.loads(watching.stdout.readline())["id"] for _ in range(4)]
        text = "剪影相册的下载量达到700万次。"
        new = claim(text, "下载量达到700万次", "剪影相册", value=7_000_000, relation="eq", period="total", average=False)  # fmt: skip
        store = open_store(f"sqlite:///{stored}/bangdan.db")
        with store.write() as tx:
            record(tx, post("AAAAAAAA00000008", "七百万", text), [new], silent=True, rules=lambda _: ())
        store.close()
        line = json.loads(watching.stdout.readline())
        assert (line["value"], line["id"] in first) == (7_000_000, False)
        os.kill(watching.pid, signal.SIGINT)
        assert watching.wait(20) == 0
    finally:
        watching.kill()
        watching.communicate()
    refused = bangdan("claims", "--watch", "--format", "json", "--config", str(stored))
    assert (refused.returncode, b"jsonl" in refused.stderr) == (2, True)
