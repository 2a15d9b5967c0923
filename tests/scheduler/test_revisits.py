"""Posts are read again on a cooling schedule: seldom enough for the site, soon enough for an edited figure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.durations import seconds
from config.load import load
from config.settings import DatabaseSettings, LogSettings, SourceSettings
from pipeline.errors import ConfigError
from pipeline.store import incidents, read, revisits
from pipeline.store.checks import remembered
from pipeline.store.engine import open_store
from scheduler.daemon import Daemon
from scheduler.demo import write_settings
from scheduler.logs import configure
from scheduler.newsroom import Newsroom
from tests.crawler.site import IDS, serving

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
AGES = [timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)]


@asynccontextmanager
async def watching(
    folder: Path, url: str, revisit: tuple[str, ...], most: int = 50
) -> AsyncIterator[tuple[Newsroom, Daemon]]:
    """A newsroom, and a daemon that follows ``most`` posts of its first account, one check behind it."""
    async with Newsroom() as room:
        settings = write_settings(folder, {}, "en")
        source = SourceSettings(url=room.account_url, interval="1h", max_posts=most)
        crawl = settings.crawl.model_copy(update={"revisit": revisit})
        update = {"sources": {"desk": source}, "crawl": crawl, "database": DatabaseSettings(url=url)}
        log = configure(LogSettings(level="error"))
        daemon = Daemon(settings.model_copy(update=update), log, channels={})
        await daemon.open()
        try:
            await daemon.start(scheduled=False)
            await daemon.check_all()
            yield room, daemon
        finally:
            await daemon.stop()


def story(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(scene())  # type: ignore[arg-type]


def asked(room: Newsroom, doc_id: str) -> int:
    return sum(doc_id in one.path for one in room.requests)


def test_a_listed_post_is_not_asked_for_at_every_check(tmp_path: Path, sqlite_url: str) -> None:
    async def scene() -> None:
        async with watching(tmp_path, sqlite_url, ("1h",)) as (room, daemon):
            article = await room.write("星河相册的数字", "星河相册累计下载量突破300万次。")
            for _ in range(3):
                await daemon.check_all()
            assert asked(room, article.doc_id) == 1
            assert daemon.checks["unchanged"] == 2
            assert await daemon.revisits.round(daemon.crawler) == 0

    story(scene)


def test_an_edit_is_seen_after_the_post_has_left_its_list(tmp_path: Path, database_url: str) -> None:
    async def scene() -> None:
        async with watching(tmp_path, database_url, ("1s", "1h"), most=1) as (room, daemon):
            article = await room.write("星河相册的数字", "星河相册累计下载量突破300万次。")
            await daemon.check_all()
            await asyncio.sleep(0.1)
            await room.write("别的消息", "今天没有数字。")
            await room.edit(article.doc_id, replace={"300万": "320万"})
            await asyncio.sleep(1)
            await daemon.check_all()
            await daemon.revisits.round(daemon.crawler)
            with daemon.store.read() as tx:
                found = {(row.claim.value, row.novelty) for row in read.claims(tx) if row.app == "星河相册"}
            assert found == {(3_200_000, "revised")}
            assert asked(room, article.doc_id) == 2
            assert await daemon.revisits.round(daemon.crawler) == 0  # the next is an hour away

    story(scene)


def test_an_unchanged_post_answers_304(tmp_path: Path, sqlite_url: str) -> None:
    async def scene() -> None:
        async with watching(tmp_path, sqlite_url, ("1s", "1h")) as (room, daemon):
            article = await room.write("星河相册的数字", "星河相册累计下载量突破300万次。")
            await daemon.check_all()
            await asyncio.sleep(1.1)
            await daemon.revisits.round(daemon.crawler)
            assert [one.status for one in room.requests if article.doc_id in one.path] == [200, 304]
            assert daemon.posts["unchanged"] >= 1

    story(scene)


def test_a_removed_post_is_gone_with_its_evidence(tmp_path: Path, database_url: str) -> None:
    async def scene() -> None:
        async with watching(tmp_path, database_url, ("1s", "1h")) as (room, daemon):
            article = await room.write("星河相册的数字", "星河相册累计下载量突破300万次。")
            await daemon.check_all()
            await room.remove(article.doc_id)
            await asyncio.sleep(1.1)
            await daemon.revisits.round(daemon.crawler)
            with daemon.store.read() as tx:
                [post] = [row for row in read.posts(tx) if row.doc_id == article.doc_id]
            assert post.gone_at is not None
            assert post.gone_why is not None
            assert article.doc_id in post.gone_why

    story(scene)


def test_a_page_that_nobody_can_read_is_asked_once_and_its_skipping_is_no_recovery(
    tmp_path: Path, database_url: str
) -> None:
    async def scene() -> None:
        async with serving() as site:
            source = site.account(*IDS[:2])
            for one in IDS[:2]:
                site.page(f"/dy/article/{one}.html", "<html><body><div></div></body></html>")
            settings = write_settings(tmp_path, {}, "en")
            crawl = settings.crawl.model_copy(update={"revisit": ("1h",)})
            update = {
                "sources": {"desk": source},
                "crawl": crawl,
                "database": DatabaseSettings(url=database_url),
            }
            log = configure(LogSettings(level="error"))
            daemon = Daemon(settings.model_copy(update=update), log, channels={})
            await daemon.open()
            try:
                await daemon.start(scheduled=False)
                await daemon.check_all()
                await daemon.check_all()
                assert sorted(path for path in site.paths() if "article" in path) == [
                    f"/dy/article/{one}.html" for one in IDS[:2]
                ]
                assert daemon.posts["quarantined"] == 2
                with daemon.store.read() as tx:
                    [lasting] = incidents.open_of(tx, "desk")
                assert lasting.condition in {"titles_only", "bodies_missing"}
            finally:
                await daemon.stop()

    story(scene)


def test_the_schedule_cools_and_ends(database_url: str) -> None:
    store = open_store(database_url)
    url, hour = "https://a.example/1.html", timedelta(hours=1)
    with store.write() as tx:
        assert revisits.is_due(tx, url, NOON)
        for at, due in [
            (timedelta(0), timedelta(minutes=5)),
            (timedelta(minutes=6), hour),
            (3 * hour, timedelta(days=1)),  # two ages passed: one reading makes up for both
        ]:
            revisits.plan(tx, url, NOON + at, AGES, "read")
            assert not revisits.is_due(tx, url, NOON + due - timedelta(seconds=1))
            assert revisits.is_due(tx, url, NOON + due)
        revisits.plan(tx, url, NOON + timedelta(days=2), AGES, "read")
        assert not revisits.is_due(tx, url, NOON + timedelta(days=400))
    store.close()


def test_what_nobody_can_read_is_asked_for_ever_more_rarely(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    url, day = "https://a.example/1.html", timedelta(days=1)
    with store.write() as tx:
        revisits.plan(tx, url, NOON, AGES, "unreadable")
        assert not revisits.is_due(tx, url, NOON + timedelta(minutes=4))
        revisits.plan(tx, url, NOON + 3 * day, AGES, "unreadable")
        assert not revisits.is_due(tx, url, NOON + 3.9 * day)
        assert revisits.is_due(tx, url, NOON + 4 * day)
    store.close()


def test_a_failure_is_tried_again_soon_and_an_unknown_address_stays_unknown(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    url = "https://a.example/1.html"
    with store.write() as tx:
        revisits.plan(tx, url, NOON, AGES, "failed")
        assert remembered(tx, url) is None
        revisits.plan(tx, url, NOON, AGES, "read")
        later = NOON + timedelta(hours=2)
        revisits.plan(tx, url, later, AGES, "failed")
        assert revisits.is_due(tx, url, later + AGES[0])
    store.close()


def test_what_was_read_and_not_planned_is_planned_at_the_next_start(
    tmp_path: Path, database_url: str
) -> None:
    async def scene() -> None:
        async with watching(tmp_path, database_url, ()) as (room, daemon):
            await room.write("星河相册的数字", "星河相册累计下载量突破300万次。")
            await daemon.check_all()
            now = datetime.now(UTC)
            with daemon.store.write() as tx:
                assert revisits.due(tx, now + timedelta(days=9), ["desk"], 9) == []
                assert revisits.adopt(tx, now, AGES) == 2
                assert len(revisits.due(tx, now + timedelta(minutes=6), ["desk"], 9)) == 2
                assert revisits.due(tx, now + timedelta(minutes=6), ["other"], 9) == []

    story(scene)


@pytest.mark.parametrize("ages", ['["2h", "1h"]', '["soon"]', '["0s"]', '["1h", "1h"]'])
def test_a_schedule_that_does_not_cool_is_refused(tmp_path: Path, ages: str) -> None:
    write_settings(tmp_path, {}, "en")
    (tmp_path / "bangdan.toml").write_text(f"[crawl]\nrevisit = {ages}\n")
    with pytest.raises(ConfigError, match="revisit"):
        load(tmp_path)


def test_the_shipped_schedule_is_in_order() -> None:
    ages = [seconds(age) for age in load_default()]
    assert ages == sorted(ages)


def load_default() -> tuple[str, ...]:
    from config.settings import CrawlSettings

    return CrawlSettings().revisit
