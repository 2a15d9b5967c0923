"""The day as it goes by: what each event changes, and which figures are expected by then."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from crawler.read import read_page
from pipeline.model import Novelty
from scheduler.newsroom import Moment, Newsroom
from scheduler.newsroom.clock import created_at
from tests.newsroom.conftest import Reader


def test_before_the_day_only_the_backlog_is_there_and_it_is_silent(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        assert len(newsroom.desk.articles) == 6
        assert newsroom.told()
        assert all(told.silent and not told.rings for told in newsroom.told())

    served(visit)


def test_the_whole_day_plays_in_order_and_tells_every_figure_once(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        moments: list[Moment] = []

        async def after(moment: Moment) -> None:
            moments.append(moment)
            if len(moments) == 1:
                assert newsroom.expected()[-1].story == "qianwen-ten-million"

        await newsroom.play(after=after)
        assert moments == list(newsroom.day.moments)
        assert len(newsroom.desk.articles) == len(newsroom.day.stories)
        rings = [(told.claim.subject[-1], told.novelty.value) for told in newsroom.expected() if told.rings]
        assert rings == [
            ("千问", "higher"),
            ("千问", "first"),
            ("千问App", "first"),
            ("通义千问", "first"),
            ("原神", "first"),
            ("原神", "first"),
            ("豆包", "first"),
            ("剪映", "first"),
            ("千问App", "conflict"),
            ("蛋仔派对", "first"),
            ("剪映", "revised"),
            ("可灵", "first"),
            ("可灵", "first"),
            ("王者荣耀", "first"),
            ("Kimi", "first"),
            ("蛋仔派对", "withdrawn"),
            ("腾讯元宝", "first"),
            ("豆包", "lower"),
            ("DeepSeek", "first"),
            ("千问", "higher"),
        ]
        assert {told.novelty for told in newsroom.told()} - {
            told.novelty for told in newsroom.expected()
        } == {Novelty.REPEAT}

    served(visit)


def test_a_fast_day_takes_its_share_of_time(served) -> None:
    """Ten hours at 60,000 times the speed of life are 0.6 seconds."""

    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        before = time.monotonic()
        await newsroom.play(60_000)
        assert 0.5 < time.monotonic() - before < 10

    served(visit)


def test_who_is_told_to_come_back_finds_the_door_open_at_the_next_moment(served) -> None:
    """Even where the day goes by without waiting: Retry-After counts real seconds."""

    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        refused: list[float] = []
        waited: list[float] = []

        async def after(moment: Moment) -> None:
            if refused:
                waited.append(time.monotonic() - refused.pop())
            if "publish kimi-huawei" in {event.name for event in moment.events}:
                response, _ = await reader.get(newsroom.article_url("kimi-huawei"))
                assert response.status == 503
                refused.append(time.monotonic())

        before = time.monotonic()
        await newsroom.play(after=after)
        assert len(waited) == 1
        assert 1 < waited[0] <= time.monotonic() - before < waited[0] + 1  # only where somebody was refused

    served(visit)


def test_playing_ends_when_the_newsroom_closes() -> None:
    async def close_meanwhile() -> None:
        async with Newsroom() as newsroom:
            playing = asyncio.create_task(newsroom.play(1))
            await asyncio.sleep(0.05)
        await asyncio.wait_for(playing, 1)

    asyncio.run(close_meanwhile())


def test_by_default_the_day_has_just_ended_when_it_is_over() -> None:
    """So that no post is dated in the future, and none of the day is too old to ring."""
    now = datetime(2026, 7, 1, 3, tzinfo=UTC)
    newsroom = Newsroom(clock=lambda: now)
    assert newsroom.day.end == now
    first = newsroom.day.moments[0].at
    assert now - first < timedelta(days=1)


def test_document_ids_keep_the_clock_and_the_account(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        for article in newsroom.desk.articles.values():
            assert article.doc_id.endswith(article.account.suffix)
            assert created_at(article.doc_id) == article.published - article.story.draft
        assert any(article.story.draft for article in newsroom.desk.articles.values())

    served(visit)


def test_two_posts_of_one_account_at_one_time_have_two_ids(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        at = newsroom.day.start
        first = await newsroom.write("一", "一。", at=at)
        second = await newsroom.write("二", "二。", at=at)
        assert first.doc_id != second.doc_id
        assert "二。" in await reader.text(newsroom.article_url(second.doc_id))

    served(visit)


def test_an_edit_changes_the_figure_on_the_page(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.step("publish jianying-month")
        url = newsroom.article_url("jianying-month")
        assert "1260万次" in await reader.text(url)
        await newsroom.step("edit jianying-month")
        page = await reader.text(url)
        assert "1620万次" in page
        assert "1260万次" not in page
        revised = newsroom.expected()[-1]
        assert (revised.novelty, revised.claim.value, revised.rings) == (Novelty.REVISED, 16_200_000, True)

    served(visit)


def test_an_edit_takes_a_figure_back(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.step("publish eggy-party")
        await newsroom.step("edit eggy-party")
        assert "88万" not in await reader.text(newsroom.article_url("eggy-party"))
        assert newsroom.expected()[-1].novelty is Novelty.WITHDRAWN

    served(visit)


def test_an_edit_by_hand_replaces_words_or_says_that_they_are_not_there(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.edit("price-war", replace={"大模型降价": "大模型又降价", "一本小说": "一本词典"})
        page = await reader.text(newsroom.article_url("price-war"))
        assert "大模型又降价" in page
        assert "一本词典" in page
        with pytest.raises(ValueError, match="does not stand"):
            await newsroom.edit("price-war", replace={"没有的话": "x"})
        with pytest.raises(ValueError, match="an edit names"):
            await newsroom.edit("price-war")

    served(visit)


@pytest.mark.parametrize(("how", "status"), [("script", 200), ("missing", 404)])
def test_a_removed_post_is_gone_for_the_crawler(served, how, status: int) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("price-war")
        first, _ = await reader.get(url)
        await newsroom.remove("price-war", how)
        response, body = await reader.get(url, If_None_Match=first.headers["ETag"])
        assert response.status == status
        read = read_page(url, body, response.headers["Content-Type"])
        assert read.kind == "gone"
        if how == "script":
            assert len(body) < 400
            assert b"163.com/special/special.html" in body

    served(visit)


def test_a_story_is_published_once(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.step("publish qianwen-repost")
        with pytest.raises(ValueError, match="published already"):
            await newsroom.publish("qianwen-repost")
        with pytest.raises(KeyError, match="has not published"):
            newsroom.article_url("eggy-party")

    served(visit)


def test_the_sources_are_rows_that_the_settings_take(served) -> None:
    from config.settings import SourceSettings

    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        rows = newsroom.sources("10s")
        assert set(rows) == {*newsroom.accounts, "channel", "channel-pc", "mirror"}
        for row in rows.values():
            assert SourceSettings(**row).interval == "10s"
            assert (await reader.get(row["url"]))[0].status == 200

    served(visit)
