"""What systemd hears of the daemon: a real one as a process, and a real socket in systemd's place."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.notify import ServiceManager
from tests.cli.conftest import MAIN, Run

PATIENCE = 30


class Manager:
    """The service manager's end of the socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind("\0" + address[1:] if address.startswith("@") else address)
        self.line.settimeout(PATIENCE)

    def hear(self) -> dict[str, str]:
        return dict(one.split("=", 1) for one in self.line.recv(4096).decode().splitlines())

    def hear_until(self, key: str) -> list[dict[str, str]]:
        heard = [self.hear()]
        while key not in heard[-1]:
            heard.append(self.hear())
        return heard


@pytest.fixture
def manager() -> Iterator[Manager]:
    with tempfile.TemporaryDirectory() as short:  # a socket's path holds 107 bytes
        made = Manager(f"{short}/notify")
        yield made
        made.line.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration that watches nothing, so that nothing is asked of the network."""
    made = tmp_path / "conf"
    made.mkdir()
    (made / "bangdan.toml").write_text('[database]\nurl = "sqlite:///bangdan.db"\n')
    return made


def test_start_reload_and_end_are_told_and_the_watchdog_is_fed(manager: Manager, folder: Path) -> None:
    surroundings = Run.surroundings(NOTIFY_SOCKET=manager.address, WATCHDOG_USEC="600000")
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, "run", "--config", str(folder)],
        env=surroundings,
        cwd=folder,
        stderr=subprocess.DEVNULL,
    )
    try:
        started = manager.hear_until("READY")
        assert any("EXTEND_TIMEOUT_USEC" in one for one in started)
        assert started[-1]["MAINPID"] == str(process.pid)
        manager.hear_until("WATCHDOG")
        manager.hear_until("WATCHDOG")
        process.send_signal(signal.SIGHUP)
        assert manager.hear_until("RELOADING")[-1]["MONOTONIC_USEC"].isdecimal()
        manager.hear_until("READY")
        process.terminate()
        manager.hear_until("STOPPING")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


def test_no_child_inherits_the_socket() -> None:
    environment = {
        "NOTIFY_SOCKET": "@x",
        "WATCHDOG_USEC": "3000000",
        "WATCHDOG_PID": str(os.getpid()),
        "A": "b",
    }
    assert ServiceManager(environment).watchdog == 3
    assert environment == {"A": "b"}


@pytest.mark.parametrize(
    "environment",
    [{}, {"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}],
    ids=["none", "another process", "no number"],
)
def test_a_watchdog_that_is_not_meant_is_not_fed(environment: dict[str, str]) -> None:
    assert ServiceManager(environment).watchdog == 0


def test_an_abstract_address_is_understood() -> None:
    heard = Manager(f"@bangdan-test-{os.getpid()}")
    try:
        assert ServiceManager({"NOTIFY_SOCKET": heard.address}).tell("STATUS=well")
        assert heard.hear() == {"STATUS": "well"}
    finally:
        heard.line.close()


def test_without_a_manager_or_with_one_that_went_away_nothing_happens() -> None:
    assert not ServiceManager({}).tell("READY=1")
    assert not ServiceManager({"NOTIFY_SOCKET": "/nonexistent/notify"}).tell("READY=1")
    asyncio.run(asyncio.wait_for(ServiceManager({}).watch(), PATIENCE))
