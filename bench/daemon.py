"""What the daemon costs: start, memory, growth, a check of unchanged pages, its end, its size on disk.

python bench/daemon.py [--cycles 1000] [--rival PATH/TO/changedetection.io]

Everything on loopback. With ``--rival`` (or where it is on the PATH) changedetection.io is started in the same run, with
as many watches of a page like the newsroom's list: its start and its memory are measured the same way.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SOURCES, PAGES = 50, 50
REACH = {
    "ready_seconds": 2.0,
    "rss_mb": 150.0,
    "growth_mb": 2.0,
    "unchanged_seconds": 0.4,
    "end_seconds": 5.0,
    "installed_mb": 200.0,
}


async def serve() -> None:
    """The newsroom with fifty posts, until killed; prints the addresses of its list and of the posts."""
    from scheduler.newsroom import Newsroom

    async with Newsroom() as newsroom:
        urls = []
        for number in range(PAGES):
            article = await newsroom.write(f"第{number}篇", "一篇没有数字的文章，说的是天气。" * 20)
            urls.append(newsroom.article_url(article.doc_id))
        print(json.dumps([newsroom.account_url, urls]), flush=True)
        await asyncio.Event().wait()


def configure(folder: Path, url: str, *, interval: str, sources: int = SOURCES, posts: int = 1) -> None:
    """A daemon's folder: ``sources`` rows that differ in their query only, politeness off, the page on."""
    folder.mkdir(exist_ok=True)
    (folder / "bangdan.toml").write_text(
        "[crawl]\ndelay = 0\nconcurrency = 8\nallow_private = true\nrevisit = []\n[web]\nport = 0\n"
    )
    rows = [
        f'[s{number}]\nurl = "{url}?n={number}"\ninterval = "{interval}"\njitter = "0s"\nmax_posts = {posts}\n'
        for number in range(sources)
    ]
    (folder / "sources.toml").write_text("\n".join(rows))
    (folder / "alerts.toml").write_text("")


def started(folder: Path) -> tuple[subprocess.Popen[str], float]:
    """``bangdan run`` and the seconds until it says *ready*."""
    began = time.perf_counter()
    code = "import sys; from scheduler.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "run", "--config", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["event"] == "ready":
            return process, time.perf_counter() - began
    raise SystemExit("the daemon did not start")


def ready_and_end(folder: Path) -> tuple[float, float]:
    """Seconds to *ready*, and from SIGTERM in the midst of fifty first checks to the end of the process."""
    for old in folder.glob("bangdan.db*"):
        old.unlink()
    process, ready = started(folder)
    time.sleep(0.3)
    began = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    return ready, time.perf_counter() - began


async def cycle(folder: str, cycles: int) -> None:
    """In a process of its own: a whole daemon whose fifty sources are checked ``cycles`` times, as fast as it goes."""
    from scheduler.heap import settle

    settle()
    from config.load import load
    from config.settings import LogSettings
    from scheduler.lean import load_parts

    load_parts()
    from scheduler.daemon import Daemon
    from scheduler.logs import configure as log

    daemon = Daemon(load(folder), log(LogSettings(level="error")), channels={})
    await daemon.open()
    await daemon.start()
    marks = {100, *range(200, cycles + 1, 100)}
    for number in range(1, cycles + 1):
        rows = daemon.settings.sources.items()
        await asyncio.gather(*(daemon.check(name, source) for name, source in rows))
        if number in marks:
            if number == 100 and daemon.page is not None and daemon.page.url:  # somebody looks at it
                await asyncio.to_thread(lambda: urllib.request.urlopen(f"{daemon.page.url}metrics").read())
            gc.collect()
            print(json.dumps({"cycle": number, **footprint()}), flush=True)
    await daemon.stop()


def footprint() -> dict[str, float]:
    """Of this process: resident memory in MB, open files, tasks of the loop."""
    return {
        "rss_mb": resident(os.getpid()),
        "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
        "tasks": len(asyncio.all_tasks()),
    }


def resident(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


async def unchanged(urls: list[str]) -> tuple[float, int]:
    """Seconds in which fifty posts that are known answer 304, and how many did: the best of five rounds."""
    from config.settings import CrawlSettings
    from crawler.service import Crawler
    from crawler.visit import Validators
    from pipeline.model import Post

    read: dict[str, Validators] = {}

    async def deliver(post: Post) -> None:
        read[post.fetched_url] = Validators(post.etag, post.last_modified)

    async def known(_urls: Sequence[str]) -> dict[str, Validators]:
        return {}

    crawler = Crawler(CrawlSettings(delay=0, concurrency=16, allow_private=True), deliver, known)
    await crawler.start()
    await asyncio.gather(*(crawler.fetch(url, deliver=True) for url in urls))
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        posts = await asyncio.gather(*(crawler.revisit(url, read[url], source="desk") for url in urls))
        rounds.append((time.perf_counter() - began, sum(post.outcome == "unchanged" for post in posts)))
    await crawler.stop()
    return min(rounds)[0], min(count for _, count in rounds)


def installed() -> float:
    """Megabytes that an install without extras takes, without bytecode, pip and setuptools."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "install", "-q", "--no-compile", str(ROOT)]
        subprocess.run(pip, check=True, capture_output=True)
        total = 0
        for file in Path(folder, "lib").rglob("*"):
            parts = set(file.relative_to(folder).parts)
            own = any(part.split("-")[0] in {"pip", "setuptools", "pkg_resources"} for part in parts)
            if file.is_file() and not file.is_symlink() and not own and "__pycache__" not in parts:
                total += file.stat().st_size
    return total / 1e6


class Counted(ThreadingHTTPServer):
    """One page for every address, and how often it was asked for."""

    daemon_threads = True

    def __init__(self, page: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.page, self.asked = page, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Counted)
        self.server.asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.page)))
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *_args: object) -> None: ...


def rival(program: str, page: bytes, cycles: int = 100) -> dict[str, float]:
    """changedetection.io with as many watches: seconds until its page answers; memory after as many checks.

    It checks as fast as it goes, for five minutes at most; how far it came is told.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = Counted(page)
    each_second = json.dumps({"time_between_check": {"seconds": 1}, "time_between_check_use_default": False})
    watches = [
        word
        for number in range(SOURCES)
        for word in ("-u", f"http://127.0.0.1:{site.server_port}/?n={number}", f"-u{number}", each_second)
    ]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = subprocess.Popen(
            [program, "-C", "-d", folder, "-h", "127.0.0.1", "-p", str(port), *watches],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={
                **os.environ,
                "MINIMUM_SECONDS_RECHECK_TIME": "1",
                "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
            },
        )
        try:
            if not answers(port, process):
                return {}
            ready = time.perf_counter() - began
            while site.asked < cycles * SOURCES and time.perf_counter() - began < 300:
                time.sleep(0.5)
            return {
                "ready_seconds": ready,
                "rss_mb": resident(process.pid),
                "cycles": site.asked / SOURCES,
            }
        finally:
            process.kill()
            process.wait(10)
            site.shutdown()


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether a page is served there, within two minutes."""
    end = time.perf_counter() + 120
    while time.perf_counter() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
        except OSError:
            time.sleep(0.02)
        else:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=1000)
    parser.add_argument("--rival", default=shutil.which("changedetection.io"))
    parser.add_argument("--no-install", action="store_true", help="leave out the size of an installation")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--cycle", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        asyncio.run(serve())
        return
    if asked.cycle:
        asyncio.run(cycle(asked.cycle, asked.cycles))
        return
    measure(asked)


def measure(asked: argparse.Namespace) -> None:
    own = [sys.executable, str(Path(__file__).resolve())]
    newsroom = subprocess.Popen([*own, "--serve"], stdout=subprocess.PIPE, text=True)
    assert newsroom.stdout is not None
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "conf"
        try:
            url, urls = json.loads(newsroom.stdout.readline())
            page = urllib.request.urlopen(url).read()
            configure(folder, url, interval="1h", posts=20)
            runs = [ready_and_end(folder) for _ in range(5)]
            found["ready_seconds"] = statistics.median(ready for ready, _ in runs)
            found["end_seconds"] = max(end for _, end in runs)
            found["unchanged_seconds"], found["unchanged_answers"] = asyncio.run(unchanged(urls))
            configure(folder, url, interval="1h", posts=1)
            lines = subprocess.run(
                [*own, "--cycle", str(folder), "--cycles", str(asked.cycles)],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout.splitlines()
        finally:
            newsroom.kill()
            newsroom.wait(10)
    marks = [json.loads(line) for line in lines]
    first, last = marks[0], marks[-1]
    found["rss_mb"], found["growth_mb"] = first["rss_mb"], round(last["rss_mb"] - first["rss_mb"], 1)
    found["files"], found["tasks"] = [first["files"], last["files"]], [first["tasks"], last["tasks"]]
    found["cycles"] = last["cycle"]
    if not asked.no_install:
        found["installed_mb"] = installed()
    print(f"{'':20}{'bangdan':>12}{'reach':>10}")
    for key, value in found.items():
        shown = f"{value:.2f}" if isinstance(value, float) else str(value)
        print(f"{key:20}{shown:>12}{REACH.get(key, ''):>10}")
    if asked.rival is None:
        print("changedetection.io is not installed: left out")
        return
    for key, value in rival(asked.rival, page).items():
        print(f"changedetection.io {key}: {value:.2f} (bangdan: {found[key]:.2f})")


if __name__ == "__main__":
    main()
