"""Make the pictures of the page that README and documentation show, from the newsroom's day: our own fiction.

    python -m scripts.screenshots [FOLDER]

Plays the day as ``bangdan demo --once`` does, serves its database on loopback and drives Chromium (Debian: chromium,
fonts-noto-cjk). Writes docs/pictures/*.png, each below 200 KB.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from history.app import make_app
from pipeline.store import read
from tests.page.browser import FLAGS, LOCALES, program

ROOT = Path(__file__).parent.parent
LARGEST = 200_000
QIANWEN, JIANYING = "千问", "剪映"


class Shot(NamedTuple):
    name: str
    path: str
    language: str
    width: int
    height: int
    scheme: str


def shots(store: read.Store) -> list[Shot]:
    with store.read() as tx:
        app = read.app(tx, QIANWEN).id
        claim = read.history(tx, QIANWEN)[0].claim_id
        edited = read.claims(tx, read.Filters(app=JIANYING))[0].post_id
    several = f"/compare?app={QIANWEN}&app=豆包&app=夸克"
    return [
        Shot("today", "/", "en", 1280, 860, "light"),
        Shot("today-zh", "/", "zh", 1280, 860, "light"),
        Shot("app", f"/apps/{app}", "en", 1280, 1180, "light"),
        Shot("app-zh", f"/apps/{app}", "zh", 1280, 1180, "light"),
        Shot("claim", f"/claims/{claim}", "en", 1280, 820, "light"),
        Shot("post", f"/posts/{edited}", "en", 1280, 640, "light"),
        Shot("conflicts", "/conflicts", "en", 1280, 470, "light"),
        Shot("conflicts-zh", "/conflicts", "zh", 1280, 470, "light"),
        Shot("compare", several, "en", 1280, 1000, "dark"),
        Shot("phone", "/", "zh", 390, 844, "dark"),
    ]


@contextmanager
def served(store: read.Store) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(make_app(store), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def day() -> str:
    """The address of a database in which the newsroom's day has been played."""
    told = subprocess.run(
        [sys.executable, "-m", "scheduler.cli", "demo", "--once", "--language", "en"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    found = re.search(r"BANGDAN_DATABASE_URL=(sqlite:\S+)", told.stderr)
    if found is None:
        raise SystemExit("the demonstration does not say where its database is")
    return found[1]


def take(browser: Browser, base: str, shot: Shot, folder: Path) -> None:
    context = browser.new_context(
        base_url=base,
        locale=LOCALES[shot.language],
        color_scheme=shot.scheme,  # type: ignore[arg-type]
        viewport={"width": shot.width, "height": shot.height},
    )
    page = context.new_page()
    page.goto(shot.path)
    picture = small(page.screenshot())
    context.close()
    if len(picture) > LARGEST:
        raise SystemExit(f"{shot.name}: {len(picture)} bytes are more than {LARGEST}")
    (folder / f"{shot.name}.png").write_bytes(picture)
    print(f"{shot.name}.png {shot.width}x{shot.height} {len(picture):,} bytes")


def small(picture: bytes) -> bytes:
    """The same without the channel that says nothing, packed as tightly as PNG lets one."""
    kept = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(kept, "PNG", optimize=True)
    return kept.getvalue()


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    folder: Path = asked.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    store = read.open_reader(day())
    with served(store) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        for shot in shots(store):
            take(browser, base, shot, folder)
        browser.close()
    store.close()


if __name__ == "__main__":
    main()
