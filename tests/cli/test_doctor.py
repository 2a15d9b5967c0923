"""What the doctor finds before the first run, after it, and where something is wrong."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import text

from config.load import load
from pipeline.store.engine import open_store
from scheduler.cli import examine
from tests.cli.conftest import Run


def findings(bangdan: Run, folder: Path, *, code: int) -> dict[str, tuple[str, str]]:
    done = bangdan("doctor", "--offline", "--format", "json", "--config", str(folder))
    assert done.returncode == code, done.stderr
    return {row["what"]: (row["state"], row["found"]) for row in json.loads(done.stdout)}


def test_a_configuration_that_never_ran_is_well(bangdan: Run, folder: Path) -> None:
    found = findings(bangdan, folder, code=0)
    assert found["database"] == (
        "ok",
        f"{folder}/bangdan.db: not there yet, the first bangdan run makes it",
    )
    assert {state for state, _ in found.values()} == {"ok"}
    assert not (folder / "bangdan.db").exists()


def test_a_database_that_is_there_is_looked_into(bangdan: Run, folder: Path) -> None:
    open_store(f"sqlite:///{folder}/bangdan.db").close()
    state, said = findings(bangdan, folder, code=0)["database"]
    assert (state, "up to date, can be written, 0 claims found" in said) == ("ok", True)


def test_tables_that_wait_for_a_new_release_are_no_fault_of_anybody(bangdan: Run, folder: Path) -> None:
    store = open_store(f"sqlite:///{folder}/bangdan.db")
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0006'"))
    state, said = findings(bangdan, folder, code=0)["database"]
    assert (state, "migration 0006; the next bangdan run copies it" in said) == ("warn", True)
    with store.write() as tx:  # of a release that is newer than this one
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    assert findings(bangdan, folder, code=1)["database"][0] == "fail"


def test_what_keeps_it_from_its_work_is_named_and_fails(bangdan: Run, folder: Path) -> None:
    (folder / "bangdan.db").write_bytes(b"not a database at all, " * 100)
    (folder / "alerts.toml").write_text(
        '[channels.hook]\nkind = "webhook"\nurl = "https://hooks.example/x"\nsecret_env = "NOT_SET"\n'
    )
    found = findings(bangdan, folder, code=1)
    assert found["database"][0] == "fail"
    assert found["channels"] == (
        "fail",
        'alerts.toml, [channels.hook]: key "secret_env": the environment variable NOT_SET is not set',
    )


def test_a_rule_on_what_nobody_knows_is_a_warning(bangdan: Run, folder: Path) -> None:
    """It would never ring, and nothing else would say so."""
    (folder / "alerts.toml").write_text(
        '[channels.here]\nkind = "terminal"\n[groups.ours]\napps = ["千问", "无人知晓"]\n'
        '[rules.all]\nchannels = ["here"]\ngroups = ["ours"]\noutlets = ["netease", "网易", "www.example.com"]\n'
    )
    assert findings(bangdan, folder, code=0)["rules"] == (
        "warn",
        'alerts.toml, [groups.ours]: no post and no apps.toml names an app "无人知晓"; [rules.all]: no outlet is called "网易"',
    )
    assert findings(bangdan, folder, code=0)["configuration"][1].endswith(": 1 source, 1 rule")


def test_a_group_of_a_maker_that_makes_nothing_fails_as_at_a_start(bangdan: Run, folder: Path) -> None:
    (folder / "alerts.toml").write_text(
        '[channels.here]\nkind = "terminal"\n[groups.ours]\nmakers = ["无人"]\n'
        '[rules.all]\nchannels = ["here"]\ngroups = ["ours"]\n'
    )
    told = 'alerts.toml, [groups.ours]: key "makers": apps.toml names nothing that "无人" makes'
    assert findings(bangdan, folder, code=1)["rules"] == ("fail", told)


def test_a_wrong_configuration_is_named(bangdan: Run, folder: Path) -> None:
    (folder / "sources.toml").write_text('[a]\nurl = "https://x.example/"\n')
    assert findings(bangdan, folder, code=1)["configuration"] == (
        "fail",
        'sources.toml, [a]: says neither "interval" nor "cron": one of them is needed',
    )


def test_a_configuration_need_not_be_writable_where_the_database_is_elsewhere(
    bangdan: Run, folder: Path, postgres_url: str
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    open_store(postgres_url).close()
    text = f'[database]\nurl = "{postgres_url}"\n'
    (folder / "bangdan.toml").write_text(text)
    folder.chmod(0o555)
    found = findings(bangdan, folder, code=0)
    assert (found["disk"][0], found["database"][0]) == ("ok", "ok")


def test_an_address_that_somebody_else_holds_is_named(bangdan: Run, folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        (folder / "bangdan.toml").write_text(f"[web]\nport = {port}\n")
        state, said = findings(bangdan, folder, code=1)["page"]
    assert (state, f"127.0.0.1:{port}: the port is in use" in said) == ("fail", True)


class Late(BaseHTTPRequestHandler):
    """A host whose clock is an hour behind."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(time.time() - 3600)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's screen."""


def test_a_clock_that_is_wrong_is_seen_by_what_a_source_says(folder: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Late)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/list"
    (folder / "sources.toml").write_text(f'[a]\nurl = "{url}"\ninterval = "1h"\n')
    state, what, said = examine.clock(load(folder))
    server.shutdown()
    server.server_close()
    assert (state, what) == ("fail", "clock")
    assert re.fullmatch(r"36\d\d s ahead of a source's host", said)
