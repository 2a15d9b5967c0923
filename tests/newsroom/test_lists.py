"""Channel lists in both fashions of JSONP."""

from __future__ import annotations

import json

from crawler.read import read_page
from scheduler.newsroom import Newsroom
from scheduler.newsroom.clock import printed
from tests.newsroom.conftest import Reader


def unwrapped(body: str, callback: str) -> object:
    assert body.startswith(callback + "(")
    assert body.endswith(")")
    return json.loads(body[len(callback) + 1 : -1])


def test_the_mobile_list_names_every_post_and_one_video(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.publish("qianwen-ten-million")
        rows = unwrapped(await reader.text(newsroom.channel_url), "artiList")["BA8D4A3Rwangning"]
        posts = [row for row in rows if not row["skipType"]]
        articles = newsroom.desk.newest()
        assert [row["docid"] for row in posts] == [article.doc_id for article in articles]
        assert [row["ptime"] for row in posts] == [printed(article.published) for article in articles]
        assert posts[0]["url"] == newsroom.article_url("qianwen-ten-million")
        videos = [row for row in rows if row["skipType"] == "video"]
        assert len(videos) == 1
        assert videos[0]["url"] == ""

    served(visit)


def test_the_mobile_list_comes_in_pages_and_ends(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        newsroom.faults.clear()
        seen: list[str] = []
        for start in range(0, 40, 10):
            url = newsroom.channel_url.replace("0-20", f"{start}-10")
            rows = unwrapped(await reader.text(url), "artiList")["BA8D4A3Rwangning"]
            seen += [row["docid"] for row in rows if not row["skipType"]]
        assert seen == [article.doc_id for article in newsroom.desk.newest()]

    served(visit)


def test_another_topic_has_no_rows(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.channel_url.replace("BA8D4A3R", "BA10TA81")
        assert unwrapped(await reader.text(url), "artiList") == {"BA10TA81wangning": []}

    served(visit)


def test_the_pc_list_is_gbk_without_saying_so_and_has_the_month_first(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        article = await newsroom.publish("qianwen-ten-million")
        response, body = await reader.get(newsroom.pc_channel_url)
        assert "charset" not in response.headers["Content-Type"]
        rows = unwrapped(body.decode("gb18030"), "data_callback")
        assert rows[0]["title"] == article.version.title
        assert rows[0]["time"] == "03/01/2026 09:20:00"
        assert rows[0]["docurl"] == newsroom.article_url("qianwen-ten-million")
        assert [row["newstype"] for row in rows].count("video") == 1

    served(visit)


def test_the_crawlers_reader_finds_the_same_posts_in_both(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.publish("qianwen-ten-million")
        wanted = [(a.doc_id, a.version.title, a.published.isoformat()) for a in newsroom.desk.newest()]
        for url in (newsroom.channel_url, newsroom.pc_channel_url):
            response, body = await reader.get(url)
            read = read_page(url, body, response.headers["Content-Type"])
            assert [(link.doc_id, link.title, link.published) for link in read.links] == wanted

    served(visit)


def test_the_mirrors_list_names_only_what_it_copied(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.publish("qianwen-ten-million")
        url = newsroom.sources()["mirror"]["url"]
        before = unwrapped(await reader.text(url), "artiList")["BA8D4A3Rwangning"]
        await newsroom.mirror("qianwen-ten-million")
        after = unwrapped(await reader.text(url), "artiList")["BA8D4A3Rwangning"]
        old, new = newsroom.doc_id("qianwen-two-million"), newsroom.doc_id("qianwen-ten-million")
        assert [row["docid"] for row in before if not row["skipType"]] == [old]
        assert [row["docid"] for row in after if not row["skipType"]] == [new, old]
        assert all(row["url"].startswith(newsroom.mirror_url) for row in after if not row["skipType"])

    served(visit)
