"""The demonstration: what a stranger sees first."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path

import pytest

from tests.cli.conftest import MAIN, Run
from tests.forked import Forked


def test_once_plays_the_day_and_every_figure_rings_once(bangdan: Run) -> None:
    done = bangdan.anew("demo", "--once", "--language", "en", timeout=150, TMPDIR=str(bangdan.folder))
    assert done.returncode == 0
    out, err = done.stdout.decode(), done.stderr.decode()
    rung = re.findall(r"^\[(\w+)\] (.+)$", out, re.MULTILINE)
    assert len(rung) == len(set(rung))
    assert {"first", "higher", "lower", "revised", "withdrawn"} <= {novelty for novelty, _ in rung}
    told = [said for novelty, said in rung if novelty == "conflict"]
    assert len(told) == 1
    assert re.match(
        r"千问: downloads in a day 1\.18 million \(.*\); contradicts what was said elsewhere: 1\.56 million",
        told[0],
    )
    assert len(re.findall(r"^\[\w+\] 千问: total downloads > 10 million", out, re.MULTILINE)) == 1
    assert "a mirror site copies" in err
    assert "fiction: www.163.com has none of them" in err  # the addresses of alerts look as if they led there
    assert "Traceback" not in err
    config = re.search(r"--config (\S+)", err)
    assert config is not None
    check_history(bangdan, config.group(1), len(rung))


def check_history(bangdan: Run, folder: str, rung: int) -> None:
    """The line that the demonstration prints lets other commands look at its database."""
    done = bangdan("history", "千问", "--config", folder, "--format", "json")
    figures = json.loads(done.stdout)
    ten = [row for row in figures if row["value"] == 10_000_000 and row["metric"] == "downloads"]
    assert len(ten) == 1
    assert ten[0]["witnesses"] > 1
    alerts = json.loads(
        bangdan("alerts", "list", "--config", folder, "--format", "json", "--limit", "999").stdout
    )
    assert len(alerts) == rung
    assert {row["state"] for row in alerts} == {"delivered"}
    asked = ("claims", "--novelty", "conflict", "--config", folder, "--format", "json")
    against = json.loads(bangdan(*asked).stdout)
    assert [(row["value"], row["outlet"]) for row in against] == [(1_180_000, "wanchao.localhost")]
    by_url = bangdan(
        "history", "千问", "--format", "json", BANGDAN_DATABASE_URL=f"sqlite:///{folder}/bangdan.db"
    )
    assert json.loads(by_url.stdout) == figures


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_live_demonstration_rings_and_ends_when_told(tmp_path: Path, number: int) -> None:
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        asked = ("demo", "--speed", "2000", "--language", "zh")
        process = Forked(MAIN, *asked, stdout=out, stderr=err, env=Run.surroundings(TMPDIR=str(tmp_path)))
        try:
            deadline = time.monotonic() + 40
            while "千问" not in (tmp_path / "out").read_text("utf-8") and time.monotonic() < deadline:
                time.sleep(0.1)
            process.send_signal(number)
            assert process.wait(30) == 0
        finally:
            process.kill()
    assert "千问" in (tmp_path / "out").read_text("utf-8")
    said = (tmp_path / "err").read_text("utf-8")
    assert "bangdan history 千问 --config" in said
    assert re.search(r"^网页：http://127\.0\.0\.1:\d+/$", said, re.MULTILINE)
