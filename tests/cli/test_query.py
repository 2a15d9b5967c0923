"""Questions to a stored history, as a person and as a script ask them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import BEIJING, Claim, Post
from pipeline.store.engine import open_store
from pipeline.store.write import record
from scheduler.cli.output import width
from tests.cli.conftest import MAIN, Run

NOW = datetime.now(UTC).replace(microsecond=0)


def post(doc_id: str, title: str, text: str, days_ago: int = 0) -> Post:
    url = f"https://www.163.com/dy/article/{doc_id}.html"
    return Post(
        outlet="netease", doc_id=doc_id, url=url, fetched_url=url, host="www.163.com", title=title, author="样报",
        published_at=NOW - timedelta(days=days_ago), text=text, fetched_at=NOW, raw=text.encode(),
    )  # fmt: skip


def claim(text: str, quote: str, app: str, **slots: Any) -> Claim:
    start = text.index(quote)
    return Claim(
        metric=slots.pop("metric", "downloads"), quote=quote, field="text", start=start, end=start + len(quote),
        rule="a test", subject=(app,), subject_kind="app", **slots,
    )  # fmt: skip


FIRST = "剪影相册上线首周，下载量突破300万次。团队很高兴。"
LATER = "剪影相册累计下载量突破500万次，又从免费榜第九位升至第二位。"
OTHER = "=恶意名称 的下载量为40万次。"


@pytest.fixture
def stored(folder: Path) -> Iterator[Path]:
    """A folder whose database holds three posts: four claims about two apps."""
    store = open_store(f"sqlite:///{folder}/bangdan.db")
    said = [
        (
            post("AAAAAAAA00000001", "首周三百万", FIRST, days_ago=2),
            [claim(FIRST, "下载量突破300万次", "剪影相册", value=3_000_000, relation="gt", period="P7D", average=False)],
        ),
        (
            post("AAAAAAAA00000002", "破五百万", LATER, days_ago=1),
            [
                claim(LATER, "累计下载量突破500万次", "剪影相册", value=5_000_000, relation="gt", period="total", average=False),
                claim(
                    LATER, "免费榜第九位升至第二位", "剪影相册", metric="rank", rank=2, rank_from=9, rank_relation="eq",
                    chart="free", store="app_store", platform="ios",
                ),
            ],
        ),
        (
            post("AAAAAAAA00000003", '=HYPERLINK("x")', OTHER),
            [claim(OTHER, "下载量为40万次", "=恶意名称", value=400_000, relation="eq", period="total", average=False)],
        ),
    ]  # fmt: skip
    for one, claims in said:
        with store.write() as tx:
            record(tx, one, claims, silent=True, rules=lambda _alert: ())
    store.close()
    return folder


def rows(bangdan: Run, *asked: str) -> list[dict[str, Any]]:
    done = bangdan(*asked, "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_history_of_an_app_is_its_figures_newest_first(bangdan: Run, stored: Path) -> None:
    found = rows(bangdan, "history", "剪影相册", "--config", str(stored))
    assert {(row["metric"], row["value"], row["rank"]) for row in found} == {
        ("downloads", 5_000_000, None),
        ("rank", None, 2),
        ("downloads", 3_000_000, None),
    }
    assert found[-1]["value"] == 3_000_000
    assert all(row["app"] == "剪影相册" for row in found)


def test_filters_narrow_what_is_listed(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    assert len(rows(bangdan, "claims", *config)) == 4
    assert [row["rank"] for row in rows(bangdan, "claims", "--metric", "rank", *config)] == [2]
    assert [row["rank"] for row in rows(bangdan, "figures", "--store", "app_store", *config)] == [2]
    today = NOW.astimezone(BEIJING).date().isoformat()
    assert rows(bangdan, "claims", "--since", "2999", *config) == []
    assert len(rows(bangdan, "claims", "--until", today, *config)) == 4
    assert len(rows(bangdan, "claims", "--limit", "2", *config)) == 2
    assert rows(bangdan, "claims", "--outlet", "sohu", *config) == []
    assert rows(bangdan, "claims", "--modality", "rumour", *config) == []
    assert len(rows(bangdan, "claims", "--app", "剪影相册", *config)) == 3
    assert len(rows(bangdan, "posts", *config)) == 3
    assert len(rows(bangdan, "posts", "--app", "剪影相册", *config)) == 2
    assert len(rows(bangdan, "figures", "--app", "剪影相册", *config)) == 3


def test_json_lines_and_csv_hold_what_json_holds(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    whole = rows(bangdan, "claims", *config)
    lines = bangdan("claims", *config, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == whole
    sheet = list(csv.DictReader(io.StringIO(bangdan("claims", *config, "--format", "csv").stdout.decode())))
    assert [int(row["id"]) for row in sheet] == [row["id"] for row in whole]
    assert list(sheet[0]) == list(whole[0])


@pytest.mark.parametrize("listed", [["claims"], ["figures"], ["posts"], ["history", "剪影相册"]])
def test_an_empty_sheet_has_the_head_of_a_full_one(bangdan: Run, stored: Path, listed: list[str]) -> None:
    """A script that looks for a column by its name must not fail on a day without news."""
    asked = (*listed, "--format", "csv", "--config", str(stored))
    full = bangdan(*asked).stdout.decode().splitlines()
    assert bangdan(*asked, "--outlet", "sohu").stdout.decode().splitlines() == full[:1]


def test_a_sheet_runs_nothing_that_a_post_says(bangdan: Run, stored: Path) -> None:
    text = bangdan("posts", "--format", "csv", "--config", str(stored)).stdout.decode()
    titles = [row["title"] for row in csv.DictReader(io.StringIO(text))]
    assert '\'=HYPERLINK("x")' in titles
    apps = bangdan("figures", "--format", "csv", "--config", str(stored)).stdout.decode()
    assert {row["app"] for row in csv.DictReader(io.StringIO(apps))} == {"'=恶意名称", "剪影相册"}


def test_the_table_is_for_people(bangdan: Run, stored: Path) -> None:
    text = bangdan.anew("history", "剪影相册", "--config", str(stored)).stdout.decode()
    assert "> 5,000,000" in text
    assert "9th -> 2nd" in text
    assert "rank: app_store free" in text


def test_a_figure_names_the_claim_that_show_takes(bangdan: Run, stored: Path) -> None:
    """No bare ``id`` stands in a history: it would be taken for the claim's."""
    config = ("--config", str(stored))
    for row in rows(bangdan, "history", "剪影相册", *config):
        assert "id" not in row
        proof = json.loads(bangdan("show", str(row["claim_id"]), "--format", "json", *config).stdout)
        assert (proof["row"]["quote"], proof["row"]["metric"]) == (row["quote"], row["metric"])


def test_a_claim_is_shown_with_its_proof(bangdan: Run, stored: Path) -> None:
    [found] = rows(bangdan, "claims", "--metric", "rank", "--config", str(stored))
    done = bangdan("show", str(found["id"]), "--config", str(stored))
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "【免费榜第九位升至第二位】" in text
    assert "https://www.163.com/dy/article/AAAAAAAA00000002.html" in text
    proof = json.loads(bangdan("show", str(found["id"]), "--format", "json", "--config", str(stored)).stdout)
    assert proof["row"]["quote"] == "免费榜第九位升至第二位"
    assert proof["before"].endswith("又从")


def test_what_is_not_there_is_one_line(bangdan: Run, stored: Path) -> None:
    for asked in (
        ["show", "999"],
        ["history", "没人说过的应用"],
        ["claims", "reject", "999"],
        ["posts", "erase", "999"],
    ):
        done = bangdan(*asked, "--config", str(stored))
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, b"", 1), asked


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (["history", "剪影相"], 1, "bangdan: no app '剪影相' in the history (did you mean \"剪影相册\"?)"),
        (["history", "无名"], 1, "bangdan: no app '无名' in the history (bangdan apps list names them)"),
        (["alerts", "silence", "剪影册"], 1, "bangdan: no app '剪影册' in the history (did you mean \"剪影相册\"?)"),
        (["claims", "--outlet", "Netease"], 0, 'no claim fits these filters: no post is of outlet "Netease" (did you mean "netease"?)'),
        (["search", "下载量", "--outlet", "搜狐"], 0, '下载量 stands in no post that fits: no post is of outlet "搜狐" (there is netease)'),
        (["claims", "--outlet", "netease", "--since", "2999"], 0, "no claim fits these filters"),
        (["figures", "--store", "appstor"], 2, 'bangdan figures: Invalid value for \'--store\': no store "appstor" (did you mean "app_store"?) (bangdan figures --help)'),
        (["sources", "show", "dsk"], 2, 'bangdan: no source "dsk" (did you mean "desk"?)'),
        (["sources", "show", "desk"], 2, 'bangdan: source "desk" was never checked: bangdan run checks it, bangdan check desk does now'),
        (["runn"], 2, 'bangdan: no command "runn" (did you mean "run"?) (bangdan --help)'),
    ],
)  # fmt: skip
def test_who_misspells_is_told_what_there_is(
    bangdan: Run, stored: Path, asked: list[str], code: int, told: str
) -> None:
    done = bangdan(*asked, BANGDAN_CONFIG=str(stored))
    assert (done.returncode, done.stdout, done.stderr.decode()) == (code, b"", told + "\n")


def test_no_command_is_left_out_of_the_list_of_them(bangdan: Run) -> None:
    told = bangdan("xyzzy").stderr.decode()
    assert {"alerts", "run", "search", "show", "sources"} <= set(re.findall(r"\w+", told))


def test_a_store_may_be_named_as_people_write_it(bangdan: Run, stored: Path) -> None:
    for name in ("app_store", "App Store", "appstore"):
        found = rows(bangdan, "figures", "--store", name, "--config", str(stored))
        assert [row["rank"] for row in found] == [2]


def test_a_rejected_claim_leaves_the_history(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    [found] = rows(bangdan, "claims", "--metric", "rank", *config)
    assert bangdan("claims", "reject", str(found["id"]), "--note", "另一款应用", *config).returncode == 0
    assert rows(bangdan, "claims", "--metric", "rank", *config) == []
    assert [
        row["rejected"] for row in rows(bangdan, "claims", "--metric", "rank", "--rejected", *config)
    ] == [True]
    assert all(row["metric"] == "downloads" for row in rows(bangdan, "history", "剪影相册", *config))
    shown = bangdan("show", str(found["id"]), *config).stdout.decode()
    assert re.search(r"^Rejected  \d{4}-\d\d-\d\d \d\d:\d\d by hand: 另一款应用$", shown, re.MULTILINE)


def test_an_erased_post_leaves_its_claims_nowhere(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    [found] = [row for row in rows(bangdan, "posts", *config) if row["doc_id"] == "AAAAAAAA00000001"]
    assert bangdan("posts", "erase", str(found["id"]), *config).returncode == 0
    assert len(rows(bangdan, "claims", *config)) == 3
    assert "下载量突破300万次".encode() not in (stored / "bangdan.db").read_bytes()


def test_two_names_become_one_history(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    assert bangdan("apps", "merge", "=恶意名称", "剪影相册", *config).returncode == 0
    assert len(rows(bangdan, "history", "剪影相册", *config)) == 4
    names = {row["name"]: row["merged_into"] for row in rows(bangdan, "apps", "list", *config)}
    assert names == {"剪影相册": None, "=恶意名称": "剪影相册"}


def test_a_silenced_app_says_until_when(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    assert bangdan("alerts", "silence", "剪影相册", "--for", "2h", *config).returncode == 0
    [row] = [row for row in rows(bangdan, "apps", "list", *config) if row["name"] == "剪影相册"]
    until = datetime.fromisoformat(row["silent_until"])
    assert timedelta(minutes=115) < until - datetime.now(UTC) < timedelta(minutes=121)
    assert bangdan("alerts", "silence", "剪影相册", "--for", "soon", *config).returncode == 2


def test_a_backup_is_a_whole_database_and_can_be_put_back(bangdan: Run, stored: Path, tmp_path: Path) -> None:
    config = ("--config", str(stored))
    assert bangdan("backup", "kept.db", *config).returncode == 0
    assert bangdan("backup", "kept.db", *config).returncode == 2
    bangdan("posts", "erase", "1", *config)
    assert len(rows(bangdan, "claims", *config)) == 3
    done = bangdan("restore", "kept.db", *config)
    assert done.returncode == 0
    assert len(rows(bangdan, "claims", *config)) == 4
    assert len(list(stored.glob("bangdan.db.before-restore-*"))) == 1


def test_what_is_no_backup_is_not_put_anywhere(bangdan: Run, stored: Path, tmp_path: Path) -> None:
    config = ("--config", str(stored))
    before = rows(bangdan, "claims", *config)
    (tmp_path / "text.db").write_text("this is no database, however long it may be. " * 50)
    (tmp_path / "empty.db").touch()
    for name in ("text.db", "empty.db", "missing.db"):
        done = bangdan("restore", name, *config)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert rows(bangdan, "claims", *config) == before


def test_a_database_in_use_is_not_replaced(bangdan: Run, stored: Path) -> None:
    config = ("--config", str(stored))
    bangdan("backup", "kept.db", *config)
    store = open_store(f"sqlite:///{stored}/bangdan.db")
    with store.read() as tx:
        tx.exec_driver_sql("SELECT count(*) FROM posts")
        done = bangdan("restore", "kept.db", *config)
    store.close()
    assert done.returncode == 1
    assert b"is in use: stop the daemon first" in done.stderr


def test_alerts_of_a_history_without_any_are_an_empty_list(bangdan: Run, stored: Path) -> None:
    assert rows(bangdan, "alerts", "list", "--config", str(stored)) == []
    assert (
        bangdan("alerts", "retry", "--config", str(stored)).stdout == b"0 deliveries wait to be sent again\n"
    )
    assert bangdan("alerts", "retry", "7", "--config", str(stored)).returncode == 1


def test_backfill_takes_json_lines_in_once_and_names_bad_ones(
    bangdan: Run, stored: Path, tmp_path: Path
) -> None:
    line = {
        "url": "https://www.163.com/dy/article/KMUD7I800519CX7K.html",
        "title": "新闻",
        "text": "千问上线首周，下载量突破700万次。",
    }
    (tmp_path / "old.jsonl").write_text(
        json.dumps(line, ensure_ascii=False) + "\nnot json\n", encoding="utf-8"
    )
    config = ("--config", str(stored))
    done = bangdan("backfill", "old.jsonl", *config)
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"file": "old.jsonl", "claims": 1, "error": 1}
    assert done.stderr.startswith(b"bangdan backfill: old.jsonl, line 2: not JSON")
    again = bangdan("backfill", "old.jsonl", *config)
    assert json.loads(again.stdout) == {"file": "old.jsonl", "unchanged": 1, "error": 1}
    assert rows(bangdan, "alerts", "list", *config) == []


@pytest.mark.parametrize(
    "asked", [["history", "剪影相册"], ["posts"], ["compare", "剪影相册", "剪影相册"], ["apps", "list"]]
)
def test_a_query_starts_without_what_it_does_not_need(bangdan: Run, stored: Path, asked: list[str]) -> None:
    code = (
        "import sys; from scheduler.cli import main; main(sys.argv[1:]);"
        "heavy = {'scrapy', 'pydantic', 'rich', 'structlog', 'alembic', 'aiohttp', 'opencc', 'httpx', 'apscheduler',"
        " 'asyncio', 'ssl', 'email.message'};"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or None)"
    )
    done = bangdan.python(code, *asked, "--config", str(stored))
    assert (done.returncode, done.stderr) == (0, b"")


def test_trial_of_a_rule_says_when_each_channel_would_have_heard(bangdan: Run, stored: Path) -> None:
    (stored / "alerts.toml").write_text(
        '[channels.here]\nkind = "terminal"\n'
        '[channels.morning]\nkind = "terminal"\ndigest = "daily 9:00"\n'
        '[groups.pictures]\napps = ["剪影相册"]\n'
        '[rules.pictures]\nchannels = ["here", "morning"]\ngroups = ["pictures"]\nmetrics = ["downloads"]\n'
        'languages = ["zh-Hans"]\n[rules.foreign]\nchannels = ["here"]\nlanguages = ["zh-Hant", "en"]\n'
    )
    asked = ("alerts", "test", "--rule", "pictures", "--config", str(stored))
    found = rows(bangdan, *asked)
    assert {row["app"] for row in found} == {"剪影相册"}
    for row in found:
        at_once, later = row["due"]
        assert (at_once["channel"], at_once["due_at"], at_once["digest"]) == ("here", row["found_at"], False)
        assert (later["channel"], later["due_at"][11:16], later["digest"]) == ("morning", "09:00", True)
        assert later["due_at"] > row["found_at"]
    shown = bangdan(*asked).stdout.decode()
    assert "here at once, morning " in shown
    assert "09:00 (digest)" in shown
    assert rows(bangdan, "alerts", "test", "--rule", "foreign", "--config", str(stored)) == []


def on_a_terminal(stored: Path, columns: int, *asked: str) -> tuple[str, str]:
    """What the command shows on a terminal of this width, and what it says beside."""
    end, screen = os.openpty()
    surroundings = Run.surroundings(COLUMNS=str(columns), TERM="xterm", BANGDAN_CONFIG=str(stored))
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *asked], stdout=screen, stderr=subprocess.PIPE, env=surroundings
    ) as command:
        os.close(screen)
        shown = b""
        with contextlib.suppress(OSError):  # EIO: the other end is closed, the command has ended
            while piece := os.read(end, 65536):
                shown += piece
        os.close(end)
        assert command.stderr is not None
        said = command.stderr.read().decode()
    assert command.returncode == 0
    return re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).replace("\r\n", "\n"), said


def test_no_date_and_no_figure_is_broken_on_a_narrow_terminal(stored: Path) -> None:
    shown, said = on_a_terminal(stored, 80, "history", "剪影相册")
    covered = (NOW - timedelta(days=1)).astimezone(BEIJING).date().isoformat()
    assert re.search(rf"{covered}  > 5,000,000  downloads: total ", shown)
    assert "9th -> 2nd" in shown
    assert max(width(line) for line in shown.splitlines()) <= 80
    assert "Said by" not in shown  # no post names anybody
    assert said == "too narrow here for Outlet; a wider terminal, or --format, shows all\n"
    wide, said = on_a_terminal(stored, 140, "history", "剪影相册")
    assert ("Outlet" in wide, said) == (True, "")
    tiny, _ = on_a_terminal(stored, 30, "history", "剪影相册")
    assert max(width(line) for line in tiny.splitlines() if "…" not in line) <= 30
