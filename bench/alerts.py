"""What becomes of an alert in five situations: bangdan beside changedetection.io and urlwatch, as they come.

    python bench/alerts.py [--tools bangdan,urlwatch,changedetection.io] [--rivals FOLDER/bin]

A page changes; the receiver answers 503 twice; the watcher is killed while it sends; only a reader counter changes;
two sites carry the same claim. Each tool checks about once a second and posts to the same receiver. A tool that is
not on the path (or in the folder that ``--rivals`` names) is skipped by name. Run it from the repository.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[1]))

from scheduler.newsroom import Newsroom
from tests.conftest import free_port
from tests.test_end_to_end import SECRET, Loop

PATIENCE = 45.0  # seconds for an alert; bangdan's lease on what a dead process held is 20
START = 180.0  # seconds that a tool has to begin; how long that takes is not measured here
AFTERWARDS = 4.0  # seconds in which a second one may come
SAID = "截至发稿，{app}累计下载量突破{number}万次。"


@dataclass
class Ear:
    """The receiver: refuses, or never answers, as often as it is told."""

    refuse: int = 0
    hold: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    took: list[tuple[float, str]] = field(default_factory=list)
    port: int = field(default_factory=free_port)

    async def take(self, request: web.Request) -> web.Response:
        raw = await request.text()
        try:
            said = json.dumps(json.loads(raw), ensure_ascii=False)
        except ValueError:
            said = raw
        if self.hold:
            self.hold = False
            self.held.set()
            await asyncio.sleep(5)
            return web.Response(status=500)
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=503)
        self.took.append((time.monotonic(), said))
        return web.Response(text="ok")

    def heard(self, words: str) -> list[float]:
        return [at for at, said in list(self.took) if words in said]

    @property
    def url(self) -> str:
        return f"127.0.0.1:{self.port}/hook"


async def serve(routes: dict[str, Any], port: int) -> web.AppRunner:
    app = web.Application()
    for path, handler in routes.items():
        app.router.add_route("*", path, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


class Tool(Protocol):
    name: str

    def start(self) -> None: ...
    def kill(self) -> None: ...
    def stop(self) -> None: ...
    def publish(self, app: str, number: int, *, twice: bool = False) -> str:
        """A figure appears, on both sites with ``twice``; the words by which its alert is known."""
        ...

    def count_a_reader(self) -> None: ...


class Bangdan:
    name = "bangdan"

    def __init__(self, folder: Path, ear: Ear, loop: Loop) -> None:
        self.loop, self.folder = loop, folder
        self.room: Newsroom = loop.run(Newsroom().__aenter__())
        self.last = ""
        (folder / "bangdan.toml").write_text(
            "[crawl]\ndelay = 0\nallow_private = true\n\n[web]\nenabled = false\n\n[log]\nformat = 'json'\n"
        )
        account = self.room.account_url
        mirror = self.room.mirror_url + account.removeprefix(self.room.url)
        (folder / "sources.toml").write_text(
            f'[room]\nurl = "{account}"\ninterval = "1s"\njitter = "0s"\n'
            f'[mirror]\nurl = "{mirror}"\ninterval = "1s"\njitter = "0s"\nmirror = true\n'
        )
        (folder / "alerts.toml").write_text(
            f'[channels.hook]\nkind = "webhook"\nurl = "http://{ear.url}"\nsecret_env = "HOOK_SECRET"\n'
            'allow_private = true\n[rules.all]\nchannels = ["hook"]\n'
        )

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scheduler.cli", "run", "--config", str(self.folder)],
                stdout=log,
                stderr=log,
                env={**os.environ, "HOOK_SECRET": SECRET},
                cwd=Path(__file__).parents[1],
            )
            begun = log.tell()
        wait_for(lambda: all(self._checked(begun, source) >= 2 for source in ("room", "mirror")), START)

    def _checked(self, begun: int, source: str) -> int:
        """How many checks of a source it has told since it was started."""
        lines = (self.folder / "log").read_bytes()[begun:].decode(errors="replace").splitlines()
        return sum("check" in line and f'"source": "{source}"' in line for line in lines)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.kill()
        self.loop.run(self.room.__aexit__(None, None, None))

    def publish(self, app: str, number: int, *, twice: bool = False) -> str:
        said = SAID.format(app=app, number=number)
        self.last = self.loop.run(self.room.write(f"{app}的新数字", said)).doc_id
        if twice:
            self.loop.run(self.room.mirror(self.last))
            self.loop.run(self.room.write(f"再说{app}", f"据了解，{said}"))
        return f'"app": "{app}"'

    def count_a_reader(self) -> None:
        self.loop.run(self.room.touch(self.last))


class Pages:
    """Two plain pages of news, the first with a reader counter that moves, for tools that watch pages."""

    def __init__(self, loop: Loop) -> None:
        self.loop, self.port = loop, free_port()
        self.news: dict[str, list[str]] = {"one": ["第一条旧闻。"], "two": ["另一站的旧闻。"]}
        self.readers, self.asked = 100, Counter[str]()
        self.runner = loop.run(serve({"/{site}": self.show}, self.port))

    def wait_for_looks(self) -> None:
        """Until the tool has looked at both pages twice."""
        before = self.asked.copy()
        wait_for(lambda: all(self.asked[site] >= before[site] + 2 for site in self.news), START)

    async def show(self, request: web.Request) -> web.Response:
        self.asked[request.match_info["site"]] += 1
        news = "".join(f"<p>{line}</p>" for line in self.news.get(request.match_info["site"], []))
        readers = self.readers if request.match_info["site"] == "one" else 100
        page = f"<html><body><article>{news}</article><footer>阅读 {readers}</footer></body></html>"
        return web.Response(text=page, content_type="text/html")

    def publish(self, app: str, number: int, *, twice: bool = False) -> str:
        said = SAID.format(app=app, number=number)
        self.news["one"].append(said)
        if twice:
            self.news["two"].append(said)
        return said

    def count_a_reader(self) -> None:
        self.readers += 1

    def close(self) -> None:
        self.loop.run(self.runner.cleanup())


class Urlwatch(Pages):
    """Run once a second, as cron would; it tells by its Slack report."""

    name = "urlwatch"

    def __init__(self, folder: Path, ear: Ear, loop: Loop, program: str) -> None:
        super().__init__(loop)
        self.folder, self.program = folder, program
        (folder / "urls.yaml").write_text(
            "\n---\n".join(f"name: {site}\nurl: http://127.0.0.1:{self.port}/{site}\n" for site in self.news)
        )
        (folder / "urlwatch.yaml").write_text(
            "display: {new: false, error: false, unchanged: false}\n"
            f"report: {{slack: {{enabled: true, webhook_url: 'http://{ear.url}'}}, stdout: {{enabled: false}}}}\n"
        )

    def start(self) -> None:
        self.running = True
        self.thread = threading.Thread(target=self._cron, daemon=True)
        self.thread.start()
        self.wait_for_looks()

    def _cron(self) -> None:
        flags = {"urls": "urls.yaml", "config": "urlwatch.yaml", "hooks": "hooks.py", "cache": "cache.db"}
        told = [f"--{flag}={self.folder / file}" for flag, file in flags.items()]
        while self.running:
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen([self.program, *told], stdout=log, stderr=log)
                self.process.wait()
            time.sleep(1)

    def kill(self) -> None:
        self.running = False
        self.process.kill()
        self.thread.join()

    def stop(self) -> None:
        self.kill()
        self.close()


class Changedetection(Pages):
    name = "changedetection.io"

    def __init__(self, folder: Path, ear: Ear, loop: Loop, program: str) -> None:
        super().__init__(loop)
        self.folder, self.program, self.ear, self.web = folder, program, ear, free_port()
        self.added = False

    def start(self) -> None:
        allowed = {"MINIMUM_SECONDS_RECHECK_TIME": "1", "ALLOW_IANA_RESTRICTED_ADDRESSES": "true"}
        told = [] if self.added else self._watches()
        self.added = True
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.program, "-d", str(self.folder), "-h", "127.0.0.1", "-p", str(self.web), *told],
                stdout=log,
                stderr=log,
                env={**os.environ, **allowed},
                start_new_session=True,
            )
        self.wait_for_looks()

    def _watches(self) -> list[str]:
        """With pages named at the first start it adds none of its own, which lie beyond this machine."""
        told = {
            "time_between_check": {"seconds": 1},
            "time_between_check_use_default": False,
            "notification_urls": [f"json://{self.ear.url}"],
            "notification_body": "{{diff_added}}",
            "notification_title": "changed",
            "notification_format": "text",
        }
        flags = ["-C"]
        for number, site in enumerate(self.news):
            flags += ["-u", f"http://127.0.0.1:{self.port}/{site}", f"-u{number}", json.dumps(told)]
        return flags

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.kill()
        self.close()


def wait_for(true: Callable[[], Any], within: float = PATIENCE) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def judge(ear: Ear, words: str, begun: float) -> dict[str, Any]:
    """What came of one figure that should ring once."""
    wait_for(lambda: ear.heard(words))
    time.sleep(AFTERWARDS)
    heard = ear.heard(words)
    seconds = round(heard[0] - begun, 1) if heard else None
    return {
        "delivered": min(len(heard), 1),
        "lost": int(not heard),
        "doubled": max(len(heard) - 1, 0),
        "seconds": seconds,
    }


def play(tool: Tool, ear: Ear) -> dict[str, dict[str, Any]]:
    """The five situations, one after the other."""
    told: dict[str, dict[str, Any]] = {}
    tool.start()
    begun = time.monotonic()
    told["a page changes"] = judge(ear, tool.publish("豆包", 300), begun)

    ear.refuse, begun = 2, time.monotonic()
    told["503 twice"] = judge(ear, tool.publish("夸克", 400), begun)
    ear.refuse = 0

    ear.hold, begun = True, time.monotonic()
    words = tool.publish("快手", 500)
    ear.held.wait(PATIENCE)
    tool.kill()
    ear.hold = False
    tool.start()
    told["killed while sending"] = judge(ear, words, begun)

    before = len(ear.took)
    for _ in range(3):
        tool.count_a_reader()
        time.sleep(3)
    time.sleep(AFTERWARDS)
    told["only a reader counter changes"] = {"false": len(ear.took) - before}

    begun = time.monotonic()
    told["one claim on two sites"] = judge(ear, tool.publish("知乎", 600, twice=True), begun)
    return told


def program(name: str, rivals: str | None) -> str | None:
    return shutil.which(name, path=rivals) if rivals else shutil.which(name)


def one(name: str, rivals: str | None) -> dict[str, dict[str, Any]] | None:
    loop, ear = Loop(), Ear()
    hook = loop.run(serve({"/hook": ear.take}, ear.port))
    with tempfile.TemporaryDirectory(prefix="bench-alerts-", ignore_cleanup_errors=True) as at:
        try:
            if name == "bangdan":
                tool: Tool = Bangdan(Path(at), ear, loop)
            else:
                found = program(name, rivals)
                if found is None:
                    return None
                kind = Urlwatch if name == "urlwatch" else Changedetection
                tool = kind(Path(at), ear, loop, found)
            try:
                return play(tool, ear)
            finally:
                tool.stop()
        finally:
            loop.run(hook.cleanup())
            loop.close()


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--tools", default="bangdan,changedetection.io,urlwatch")
    options.add_argument("--rivals", help="the folder of the other tools' programs, such as VENV/bin")
    asked = options.parse_args()
    print(f"{'':20}{'':32}{'delivered':>10}{'lost':>6}{'doubled':>9}{'false':>7}{'seconds':>9}")
    for name in asked.tools.split(","):
        told = one(name, asked.rivals)
        if told is None:
            print(f"{name:20}skipped: not installed")
            continue
        for situation, row in told.items():
            cells = [row.get(key) for key in ("delivered", "lost", "doubled", "false", "seconds")]
            shown = ["" if cell is None else str(cell) for cell in cells]
            widths = (10, 6, 9, 7, 9)
            line = "".join(cell.rjust(wide) for cell, wide in zip(shown, widths, strict=True))
            print(f"{name:20}{situation:32}{line}", flush=True)


if __name__ == "__main__":
    main()
