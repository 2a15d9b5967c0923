"""``bangdan`` as processes that are forked from one that has imported it: importing takes longer than what most of them do.

They are processes all the same, with a number, a folder, an environment, descriptors, signals and an end of their own.
How one starts from nothing is tested where it is started as its users start it.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib import import_module, reload
from pathlib import Path
from pkgutil import walk_packages
from typing import IO, Any, NoReturn

from tests.postgres import locked

ROOT = Path(__file__).parent.parent
MAIN = "import sys; from scheduler.cli import main; sys.exit(main())"
# what bangdan imports only when it comes to use it
_LATER = (
    "ahocorasick_rs",
    "alembic.command",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
)
_ROOMS = ("config", "crawler", "pipeline", "scheduler", "history")
_LARGE = 1 << 20
_place: list[tuple[Path, int]] = []


def settle(house: Path, tests: int) -> None:
    """Where the parent of all shall live, and the process with which it ends."""
    _place[:] = [(house, tests)]


class Forked:
    """One of these processes, as ``subprocess.Popen`` shows one; 0, 1 and 2 are its three descriptors."""

    def __init__(
        self,
        code: str,
        *args: str,
        stdin: int | IO[Any] = subprocess.DEVNULL,
        stdout: int | IO[Any] = subprocess.DEVNULL,
        stderr: int | IO[Any] = subprocess.DEVNULL,
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
    ) -> None:
        self.returncode: int | None = None
        self._args = ["-c", code, *args]
        self._parent = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._parent.connect(_parent())
        told = {"args": self._args, "cwd": str(cwd or Path.cwd()), "env": env or dict(os.environ)}
        nothing = os.open(os.devnull, os.O_RDWR)
        given = [nothing if one == subprocess.DEVNULL else one for one in (stdin, stdout, stderr)]
        numbers = [one if isinstance(one, int) else one.fileno() for one in given]
        socket.send_fds(self._parent, [json.dumps(told).encode("utf-8", "surrogateescape")], numbers)
        os.close(nothing)
        self.pid = int(self._parent.recv(64))

    def poll(self) -> int | None:
        return self._ended(0.0)

    def wait(self, timeout: float | None = None) -> int:
        ended = self._ended(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(self._args, timeout or 0.0)
        return ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._parent], [], [], timeout)[0]:
            self.returncode = int(self._parent.recv(64))
            self._parent.close()
        return self.returncode


def run(
    code: str, *args: str, stdin: bytes = b"", timeout: float, cwd: Path, env: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """What ``subprocess.run`` does, the output being captured."""
    pipes = [os.pipe() for _ in range(3)]
    (given, to_give), (out, says), (err, complains) = pipes
    process = Forked(code, *args, stdin=given, stdout=says, stderr=complains, cwd=cwd, env=env)
    for number in (given, says, complains):
        os.close(number)
    said: dict[int, bytes] = {}
    readers = [threading.Thread(target=_read, args=(one, said), daemon=True) for one in (out, err)]
    readers.append(threading.Thread(target=_write, args=(to_give, stdin), daemon=True))
    for reader in readers:
        reader.start()
    try:
        process.wait(timeout)
    finally:
        process.kill()
        for reader in readers:
            reader.join(10)
    return subprocess.CompletedProcess(["bangdan", *args], process.wait(10), said[out], said[err])


def _read(number: int, said: dict[int, bytes]) -> None:
    with os.fdopen(number, "rb") as pipe:
        said[number] = pipe.read()


def _write(number: int, text: bytes) -> None:
    try:
        with os.fdopen(number, "wb") as pipe:
            pipe.write(text)
    except BrokenPipeError:  # it ended without reading all
        return


def _parent() -> str:
    """The address of the process from which all are forked; the first who asks starts it."""
    [(house, tests)] = _place
    address = house / "forked"
    with locked(house):
        if not address.exists():
            code = "import sys; from tests.forked import stay; stay(sys.argv[1], int(sys.argv[2]))"
            with (house / "forked.log").open("wb") as log:
                process = subprocess.Popen(
                    [sys.executable, "-c", code, f"{address}.new", str(tests)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=ROOT,
                    env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
                    start_new_session=True,
                )
            while not address.exists():
                assert process.poll() is None, (house / "forked.log").read_text(errors="replace")
                time.sleep(0.02)
    return str(address)


def stay(address: str, tests: int) -> None:
    """Fork one process for each who asks, as long as the process ``tests`` lives."""
    _import_bangdan()
    gc.collect()
    gc.freeze()  # what is there stays: a collector that looked through it would copy it into each process
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(address)
    listener.listen(64)
    ends, wake = os.pipe()
    os.set_blocking(ends, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    Path(address).rename(address.removesuffix(".new"))
    living: dict[int, socket.socket] = {}
    while Path(f"/proc/{tests}").exists():
        ready = select.select([listener, ends], [], [], 0.5)[0]
        if ends in ready:
            os.read(ends, 4096)
        _tell_of_ends(living)
        if listener in ready:
            asker = listener.accept()[0]
            message, numbers, _, _ = socket.recv_fds(asker, _LARGE, 3)
            process = os.fork()
            if process == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for one in (listener, asker, *living.values()):
                    one.close()
                _become(json.loads(message), [ends, wake], numbers)
            for number in numbers:
                os.close(number)
            living[process] = asker
            asker.send(str(process).encode())
    for process in living:
        os.kill(process, signal.SIGKILL)


def _tell_of_ends(living: dict[int, socket.socket]) -> None:
    while living:
        process, status = os.waitpid(-1, os.WNOHANG)
        if process == 0:
            return
        with living.pop(process) as asker:
            try:
                asker.send(str(os.waitstatus_to_exitcode(status)).encode())
            except BrokenPipeError:  # who asked is gone
                continue


def _become(told: dict[str, Any], unused: list[int], numbers: list[int]) -> NoReturn:
    for number in unused:
        os.close(number)
    for place, number in enumerate(numbers):
        os.dup2(number, place)
    for number in numbers:
        os.close(number)
    os.environ.clear()
    os.environ.update(told["env"])
    time.tzset()
    os.chdir(told["cwd"])
    sys.argv = [told["args"][0], *told["args"][2:]]
    _read_environment()
    _live(told["args"][1])


def _read_environment() -> None:
    """What bangdan reads of it while it is imported: where it shall end."""
    from config import crashpoints

    if os.environ.get(crashpoints.VARIABLE):
        before = crashpoints.reached
        reload(crashpoints)
        for module in [*sys.modules.values()]:
            if vars(module).get("reached") is before:
                vars(module)["reached"] = crashpoints.reached


def _live(code: str) -> NoReturn:
    """Run it, and end as Python ends, but for taking apart all that was imported: that takes a tenth of a second."""
    ended: object = None
    try:
        exec(code, {"__name__": "__main__"})
    except SystemExit as end:
        ended = end.code
    except BaseException as error:  # noqa: BLE001 - told as Python tells it
        sys.excepthook(type(error), error, error.__traceback__)
        ended = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    if ended is not None and not isinstance(ended, int):
        sys.stderr.write(f"{ended}\n")
        ended = 1
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        ended = 120
    os._exit(ended or 0)


def _import_bangdan() -> None:
    from scheduler.lean import load_parts

    load_parts()
    for room in _ROOMS:
        for found in walk_packages([str(ROOT / room)], f"{room}."):
            if not found.name.endswith(("__main__", ".env")) and ".migrations" not in found.name:
                import_module(found.name)
    for name in _LATER:
        import_module(name)
