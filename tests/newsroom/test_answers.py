"""Validators, compression, and what goes wrong on the way."""

from __future__ import annotations

import asyncio
import gzip
import time

import aiohttp
import pytest

from scheduler.newsroom import Newsroom
from tests.newsroom.conftest import Reader

PLACES = ["article", "account", "channel", "channel-pc", "copy"]


def url_of(newsroom: Newsroom, place: str) -> str:
    return {
        "article": newsroom.article_url("price-war"),
        "account": newsroom.account_url,
        "channel": newsroom.channel_url,
        "channel-pc": newsroom.pc_channel_url,
        "copy": newsroom.article_url("qianwen-two-million", mirror=True),
    }[place]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("ask", "validator"), [("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")]
)
def test_what_has_not_changed_is_answered_304_without_a_body(
    served, place: str, ask: str, validator: str
) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        first, _ = await reader.get(url_of(newsroom, place))
        again, body = await reader.get(url_of(newsroom, place), **{ask: first.headers[validator]})
        assert (again.status, body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]

    served(visit)


@pytest.mark.parametrize(
    ("ask", "validator"), [("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")]
)
def test_an_edit_and_a_touch_break_the_validators(served, ask: str, validator: str) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("price-war")
        for change in ("touch", "edit"):
            first, _ = await reader.get(url)
            if change == "touch":
                await newsroom.touch("price-war")
            else:
                await newsroom.edit("price-war", replace={"一本小说": "两本小说"})
            again, _ = await reader.get(url, **{ask: first.headers[validator]})
            assert again.status == 200, change

    served(visit)


def test_a_tag_decides_where_tag_and_date_are_both_sent(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("price-war")
        first, _ = await reader.get(url)
        date = first.headers["Last-Modified"]
        other, _ = await reader.get(url, If_None_Match='"another"', If_Modified_Since=date)
        assert other.status == 200
        among, _ = await reader.get(url, If_None_Match=f'"another", {first.headers["ETag"]}')
        assert among.status == 304

    served(visit)


def test_a_date_that_is_none_is_ignored(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        response, _ = await reader.get(newsroom.article_url("price-war"), If_Modified_Since="yesterday")
        assert response.status == 200

    served(visit)


def test_a_new_post_changes_the_lists_and_a_removed_one_leaves_them(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        lists = (newsroom.account_url, newsroom.channel_url, newsroom.pc_channel_url)
        first = [(await reader.get(url))[0].headers["ETag"] for url in lists]
        await newsroom.publish("qianwen-ten-million")
        second = [(await reader.get(url))[0].headers["ETag"] for url in lists]
        assert all(old != new for old, new in zip(first, second, strict=True))
        await newsroom.remove("qianwen-ten-million")
        third = [(await reader.get(url))[0].headers["ETag"] for url in lists]
        assert third == second  # cached lists go on naming it

    served(visit)


def test_gzip_is_used_where_it_is_asked_for_only(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.channel_url
        async with aiohttp.ClientSession(auto_decompress=False) as plain:
            zipped = await plain.get(url, headers={"Accept-Encoding": "gzip"})
            open_ = await plain.get(url, headers={"Accept-Encoding": "identity"})
            assert zipped.headers["Content-Encoding"] == "gzip"
            assert "Content-Encoding" not in open_.headers
            assert gzip.decompress(await zipped.read()) == await open_.read()

    served(visit)


def test_an_unavailable_page_says_when_to_come_back_and_is_there_then(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.unavailable(times=2, retry_after=3, where="price-war")
        url = newsroom.article_url("price-war")
        statuses = []
        for _ in range(3):
            response, _ = await reader.get(url)
            statuses.append(response.status)
            if response.status == 503:
                assert response.headers["Retry-After"] == "3"
        assert statuses == [503, 503, 200]

    served(visit)


def test_half_a_page_breaks_off_before_its_promised_length(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.half(where="price-war")
        url = newsroom.article_url("price-war")
        with pytest.raises(aiohttp.ClientPayloadError):
            await reader.get(url)
        assert "</html>" in await reader.text(url)

    served(visit)


def test_a_slow_answer_waits_and_comes(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.slow(0.2, where="price-war")
        before = time.monotonic()
        await reader.text(newsroom.article_url("price-war"))
        assert time.monotonic() - before >= 0.2

    served(visit)


def test_trouble_at_one_place_is_not_met_at_another(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.unavailable(where="pixel")
        for place in PLACES:
            assert (await reader.get(url_of(newsroom, place)))[0].status == 200, place
        response, _ = await reader.get(newsroom.url_of_account("pixel"))
        assert response.status == 503

    served(visit)


def test_trouble_anywhere_leaves_the_mirror_and_robots_alone(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.unavailable()
        assert (await reader.get(newsroom.url + "/robots.txt"))[0].status == 200
        assert (await reader.get(url_of(newsroom, "copy")))[0].status == 200
        assert (await reader.get(newsroom.channel_url))[0].status == 503
        await newsroom.unavailable(where="mirror")
        assert (await reader.get(newsroom.channel_url))[0].status == 200
        assert (await reader.get(url_of(newsroom, "copy")))[0].status == 503

    served(visit)


def test_lists_come_back_empty_as_often_as_asked(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.empty_list(where="tide")
        empty = []
        for _ in range(2):
            page = await reader.text(newsroom.account_url)
            empty.append("js-item" not in page)
        assert empty == [True, False]
        await newsroom.empty_list(times=1, where="channel")
        assert await reader.text(newsroom.channel_url) == 'artiList({"BA8D4A3Rwangning": []})'
        assert await reader.text(newsroom.channel_url) != 'artiList({"BA8D4A3Rwangning": []})'

    served(visit)


@pytest.mark.parametrize(("times", "seconds"), [(0, 1.0), (1, -1.0), (1, 1e9)])
def test_trouble_has_bounds(served, times: int, seconds: float) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        with pytest.raises(ValueError, match="slow"):
            await newsroom.slow(seconds, times=times)

    served(visit)


def test_closing_does_not_wait_for_a_slow_answer() -> None:
    async def close_meanwhile() -> float:
        async with aiohttp.ClientSession() as session:
            async with Newsroom() as newsroom:
                await newsroom.slow(60, where="price-war")
                waiting = asyncio.create_task(session.get(newsroom.article_url("price-war")))
                await asyncio.sleep(0.2)
                assert not newsroom.faults.waiting  # the answer is being waited for
                before = time.monotonic()
            taken = time.monotonic() - before
            (await waiting).close()
        return taken

    assert asyncio.run(close_meanwhile()) < 2


def test_a_port_in_use_is_an_error_and_leaves_nothing_open() -> None:
    async def open_twice() -> None:
        async with Newsroom() as first:
            taken = int(first.mirror_url.rpartition(":")[2])
            with pytest.raises(OSError, match="address already in use"):
                async with Newsroom(mirror_port=taken):
                    pytest.fail("two newsrooms on one port")

    asyncio.run(open_twice())


def test_requests_are_noted_with_status_and_headers(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("price-war")
        first, body = await reader.get(url, User_Agent="tester/1", Accept_Encoding="identity")
        await reader.get(url, If_None_Match=first.headers["ETag"])
        await reader.get(newsroom.article_url("qianwen-two-million", mirror=True))
        noted = [(seen.host, seen.status) for seen in newsroom.requests]
        assert noted == [("outlet", 200), ("outlet", 304), ("mirror", 200)]
        seen = newsroom.requests[0]
        assert seen.headers["user-agent"] == "tester/1"
        assert seen.sent == len(body)
        assert newsroom.seen(newsroom.doc_id("price-war"), status=304) == [newsroom.requests[1]]

    served(visit)


def test_waiting_for_a_request_ends_with_it_or_with_a_timeout(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        waiting = asyncio.create_task(newsroom.wait_for("/dy/article/", times=2))
        await reader.get(newsroom.channel_url)
        for story in ("price-war", "quark-sixth"):
            assert not waiting.done()
            await reader.get(newsroom.article_url(story))
        assert (await waiting).path.endswith(newsroom.doc_id("quark-sixth") + ".html")
        with pytest.raises(TimeoutError):
            await newsroom.wait_for("/never", within=0.05)

    served(visit)
