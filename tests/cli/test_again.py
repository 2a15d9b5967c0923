"""What became of a post after it was first read: edits, its end, another grammar."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.store import incidents
from pipeline.store.checks import finish
from pipeline.store.engine import open_store
from pipeline.store.write import gone, record
from tests.cli.conftest import Run
from tests.cli.test_query import NOW, claim, post

BEFORE = "剪影相册上线首周，下载量突破300万次。\n团队很高兴。\n今天天气很好。"
AFTER = "剪影相册上线首周，下载量突破320万次。\n团队很高兴。\n今天天气很好。"


@pytest.fixture
def edited(folder: Path) -> Path:
    """A folder whose database holds a post that was edited, then taken down."""
    store = open_store(f"sqlite:///{folder}/bangdan.db")
    first = post("AAAAAAAA00000001", "首周", BEFORE)
    slots = {"relation": "gt", "period": "P7D", "average": False}
    said = claim(BEFORE, "下载量突破300万次", "剪影相册", value=3_000_000, **slots)
    now = claim(AFTER, "下载量突破320万次", "剪影相册", value=3_200_000, **slots)
    later = replace(first, text=AFTER, fetched_at=NOW + timedelta(hours=1))
    for version, claims in ((first, [said]), (later, [now])):
        with store.write() as tx:
            record(tx, version, claims, silent=True, rules=lambda _alert: ())
    with store.write() as tx:
        gone(
            tx,
            "netease",
            "AAAAAAAA00000001",
            NOW + timedelta(hours=2),
            "desk",
            "https://a.example: status 404",
        )
        finish(tx, "desk", "blocked", NOW, evidence="asks for a captcha")
        incidents.saw(tx, "desk", NOW, {"captcha": "asks for a captcha"}, frozenset())
    store.close()
    return folder


def test_show_tells_what_an_edit_changed_and_that_the_post_is_gone(bangdan: Run, edited: Path) -> None:
    done = bangdan("show", "2", "--config", str(edited))
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert "- 剪影相册上线首周，下载量突破300万次。" in text
    assert "+ 剪影相册上线首周，下载量突破320万次。" in text
    assert "天气" not in text.partition("Edited")[2]
    assert re.search(r"^Edited    \d{4}-\d\d-\d\d \d\d:\d\d$", text, re.MULTILINE)
    assert "status 404" in text
    found = json.loads(bangdan("show", "2", "--format", "json", "--config", str(edited)).stdout)
    assert [len(found["versions"]), len(found["changes"])] == [2, 3]
    assert b"status 404" in bangdan("posts", "--config", str(edited)).stdout


def test_a_huge_edit_is_shown_in_bounds(bangdan: Run, edited: Path) -> None:
    store = open_store(f"sqlite:///{edited}/bangdan.db")
    huge = "\n".join(f"第{number}行" + "长" * 900 for number in range(3000))
    with store.write() as tx:
        record(
            tx,
            replace(post("AAAAAAAA00000001", "首周", huge), fetched_at=NOW + timedelta(hours=3)),
            [], silent=True, rules=lambda _alert: (),
        )  # fmt: skip
    store.close()
    done = bangdan("show", "2", "--config", str(edited))
    assert done.returncode == 0
    assert len(done.stdout.decode()) < 40_000
    assert "more lines differ" in done.stdout.decode()


def test_sources_show_names_the_incident_with_its_evidence(bangdan: Run, edited: Path) -> None:
    listed = json.loads(bangdan("sources", "list", "--format", "json", "--config", str(edited)).stdout)
    assert [one["condition"] for one in listed[0]["incidents"]] == ["captcha"]
    shown = bangdan("sources", "show", "desk", "--config", str(edited))
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "captcha" in shown.stdout.decode()
    found = json.loads(bangdan("sources", "show", "desk", "--format", "json", "--config", str(edited)).stdout)
    assert (found["incidents"][0]["count"], found["checks"][0]["outcome"]) == (1, "blocked")
    assert bangdan("sources", "show", "dsk", "--config", str(edited)).returncode == 2


def test_reextract_reads_what_is_stored_with_todays_grammar_and_rings_nothing(
    bangdan: Run, edited: Path
) -> None:
    done = bangdan("reextract", "--config", str(edited))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"1 posts read again: ")
    claims = json.loads(bangdan("claims", "--format", "json", "--config", str(edited)).stdout)
    assert [(one["value"], one["rule"] == "a test") for one in claims] == [(3_200_000, False)]
    again = bangdan("reextract", "--config", str(edited))
    assert again.stdout == b"1 posts read again: 1 claims kept, 0 added, 0 removed\n"
    assert json.loads(bangdan("alerts", "list", "--format", "json", "--config", str(edited)).stdout) == []
