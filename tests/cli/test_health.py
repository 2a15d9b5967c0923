"""``bangdan health`` against real servers on loopback: one that is well, one that is not, and none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import free_port


class Answers(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the test's screen."""


@pytest.fixture(params=[200, 503])
def server(request: pytest.FixtureRequest) -> Iterator[HTTPServer]:
    answers = type("Answers", (Answers,), {"status": request.param})
    made = HTTPServer(("127.0.0.1", 0), answers)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def configured(folder: Path, table: str) -> None:
    (folder / "bangdan.toml").write_text(f"[web]\n{table}\n")


def test_a_daemon_that_answers_is_well(bangdan: Run, folder: Path, server: HTTPServer):
    configured(folder, f'host = "0.0.0.0"\nport = {server.server_port}')
    done = bangdan("health", "--config", str(folder))
    if server.RequestHandlerClass.status == 200:
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == f"127.0.0.1:{server.server_port} lives\n"
    else:
        assert done.returncode == 1
        assert done.stderr.decode() == f"bangdan: 127.0.0.1:{server.server_port}/healthz answered 503\n"


def test_nobody_there_is_said_in_one_line(bangdan: Run, folder: Path):
    port = free_port()
    configured(folder, f"port = {port}")
    done = bangdan("health", "--config", str(folder))
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"bangdan: 127.0.0.1:{port} does not answer: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("enabled = false", "bangdan.toml, [web]: enabled = false: there is nobody to ask"),
        ("port = 0", 'bangdan.toml, [web]: key "port": 0 is any that is free, so nobody knows whom to ask'),
        ('port = "x"', 'bangdan.toml, [web]: keys "host" and "port": a text and a number are needed'),
    ],
)
def test_where_nobody_can_be_asked_it_says_why(bangdan: Run, folder: Path, table: str, said: str):
    configured(folder, table)
    done = bangdan("health", "--config", str(folder))
    assert done.returncode == 2
    assert done.stderr.decode() == f"bangdan: {said}\n"
