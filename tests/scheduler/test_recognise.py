"""``bangdan sources add URL``: an address is recognised, shown and written."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import CrawlSettings
from pipeline.errors import BangdanError
from scheduler.cli.sources import free_name
from scheduler.recognise import Recognised, feed_links, look
from tests.cli.conftest import ROOT, Run
from tests.crawler.site import IDS, Site, article, serving
from tests.scheduler.test_daemon import Room

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>河岸周报</title>
<item><title>旧的一篇</title><link>/a/1.html</link><pubDate>Mon, 02 Mar 2026 08:00:00 +0800</pubDate></item>
<item><title>新的一篇</title><link>/a/2.html</link><pubDate>Tue, 03 Mar 2026 08:00:00 +0800</pubDate></item>
</channel></rss>"""
HOME = '<html><head><title>河岸</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>{}</body></html>'


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "conf"
    made.mkdir()
    (made / "bangdan.toml").write_text("[crawl]\ndelay = 0\nallow_private = true\ntimeout = 5\n")
    (made / "sources.toml").write_text("# mine\n")
    return made


def rows(folder: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads((folder / "sources.toml").read_text())


def test_an_accounts_page_is_shown_and_written_with_its_name(
    tmp_path: Path, room: Room, folder: Path
) -> None:
    done = Run(tmp_path)(
        "sources", "add", room.newsroom.account_url, "--interval", "30m", "--config", str(folder)
    )
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert text.startswith(f"an account's page: {room.newsroom.account_url}\n")
    assert "千问开放测试" in text
    [(name, row)] = rows(folder).items()
    assert name == "潮汐财经社"  # as the posts name it; the site's name behind it is none of the account's
    assert row == {"url": room.newsroom.account_url, "interval": "30m"}
    assert f"[{name}]" in text
    assert (folder / "sources.toml").read_text().startswith("# mine\n")


def test_a_single_post_leads_to_its_account(tmp_path: Path, room: Room, folder: Path) -> None:
    url = room.newsroom.article_url("qianwen-two-million")
    done = Run(tmp_path)("sources", "add", url, "--dry-run", "--config", str(folder))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(f"the account of this post: {room.newsroom.account_url}\n")
    assert rows(folder) == {}


def test_a_channels_list_is_a_list(tmp_path: Path, room: Room, folder: Path) -> None:
    url = room.newsroom.channel_url
    done = Run(tmp_path)("sources", "add", url, "--name", "channel", "--config", str(folder))
    assert done.stdout.decode().startswith(f"a list: {url}\n")
    assert rows(folder)["channel"]["url"] == url


def test_what_cannot_be_watched_is_said_and_nothing_is_written(
    tmp_path: Path, room: Room, folder: Path
) -> None:
    gone = f"{room.newsroom.url}/nothing/here.html"
    done = Run(tmp_path)("sources", "add", gone, "--config", str(folder))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"cannot be watched: gone: status 404" in done.stderr
    assert rows(folder) == {}
    blind = Run(tmp_path)("sources", "add", gone, "--blind", "--name", "later", "--config", str(folder))
    assert blind.returncode == 0
    assert rows(folder)["later"]["url"] == gone


def seen(site_of: dict[str, str], path: str) -> Recognised:
    async def scene() -> Recognised:
        async with serving() as site:
            for at, body in site_of.items():
                site.page(at, body.replace("BASE", site.url))
            found = await look(CrawlSettings(delay=0, allow_private=True, timeout=5), site.url + path)
            assert found.url.startswith(site.url)
            return found

    return asyncio.run(scene())


def test_a_feed_is_a_feed_with_the_newest_post_first() -> None:
    found = seen({"/feed.xml": FEED}, "/feed.xml")
    assert (found.kind, found.name) == ("a feed", "河岸周报")
    assert [link.title for link in found.links] == ["新的一篇", "旧的一篇"]


def test_a_site_that_names_its_feed_is_watched_by_it() -> None:
    found = seen({"/": HOME.format("<p>欢迎</p>"), "/feed.xml": FEED}, "/")
    assert (found.kind, found.url.rpartition("/")[2]) == ("the feed of this site", "feed.xml")


@pytest.mark.parametrize("said", ["", '<a href="http://[broken/dy/media/T1234567890123.html">作者</a>'])
def test_a_post_without_account_and_feed_is_refused(said: str) -> None:
    page = article("灯塔的冬天", "灯塔在十一月丢掉了两个编辑，却多了四万名读者。" * 5) + said
    with pytest.raises(BangdanError, match="single post"):
        seen({f"/dy/article/{IDS[0]}.html": page}, f"/dy/article/{IDS[0]}.html")


def test_feeds_of_a_hostile_head_are_bounded_and_of_the_web() -> None:
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">'
        for href in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "http://[broken",
            *(f"/{n}.xml" for n in range(99)),
        ]
    )
    found = feed_links("https://a.example/", head.encode())
    assert found == [f"https://a.example/{n}.xml" for n in range(3)]


def test_a_name_is_free_and_fits_a_table() -> None:
    assert free_name("样报/科技\x1b\n", {}) == "样报 科技"
    assert free_name("", {"source": 1}) == "source 2"
    assert len(free_name("长" * 900, {})) == 80


def test_a_recorded_page_lies_outside_the_repository(tmp_path: Path) -> None:
    async def scene() -> subprocess.CompletedProcess[str]:
        async with serving() as site:
            page = article("灯塔的冬天", "灯塔在十一月丢掉了两个编辑，却多了四万名读者。" * 5)
            site.page(f"/dy/article/{IDS[0]}.html", page)
            return await asyncio.to_thread(record, site, tmp_path / "pages")

    done = asyncio.run(scene())
    assert done.returncode == 0, done.stderr
    [saved] = (tmp_path / "pages").iterdir()
    assert "灯塔在十一月" in saved.read_text()
    assert done.stdout.startswith("Sample(\n    outlet='netease',")
    assert "四万名读者" not in done.stdout  # a hint of the words, no more
    refused = record(None, ROOT / "tests" / "pages")
    assert (refused.returncode, (ROOT / "tests" / "pages").exists()) == (2, False)


def record(site: Site | None, into: Path) -> subprocess.CompletedProcess[str]:
    url = f"{site.url if site else 'http://127.0.0.1:1'}/dy/article/{IDS[0]}.html"
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "record.py", url, "--into", into, "--allow-private"],
        capture_output=True,
        text=True,
        env=Run.surroundings(),
        timeout=60,
    )
