"""The second outlet: a feed and pages of its own, under a name of its own, apart from the platform and its mirror."""

from __future__ import annotations

from crawler.read import read_page
from scheduler.newsroom import Newsroom
from tests.newsroom.conftest import Reader


def test_its_feed_names_its_posts_alone_newest_first(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        newsroom.faults.clear()
        response, body = await reader.get(newsroom.url_of_account("evening"))
        read = read_page(newsroom.url_of_account("evening"), body, response.headers["Content-Type"])
        assert (read.kind, read.outlet) == ("list", "wanchao.localhost")
        wanted = newsroom.desk.newest(newsroom.accounts["evening"])
        assert [article.story.key for article in wanted] == ["qianwen-two-counts", "red-packet-rules"]
        assert [(link.url, link.title, link.published) for link in read.links] == [
            (
                newsroom.article_url(article.story.key),
                article.version.title,
                article.published.replace(microsecond=0).isoformat(),
            )
            for article in wanted
        ]

    served(visit)


def test_no_list_of_the_platform_names_its_posts(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        newsroom.faults.clear()
        for url in (newsroom.channel_url, newsroom.pc_channel_url, newsroom.account_url):
            response, body = await reader.get(url)
            assert response.status == 200
            links = read_page(url, body, response.headers["Content-Type"]).links
            assert links
            assert not any("两本账" in (link.title or "") for link in links)
        own = newsroom.desk.article("qianwen-two-counts")
        response, _ = await reader.get(f"{newsroom.url}/dy/article/{own.doc_id}.html")
        assert response.status == 404

    served(visit)


def test_what_has_not_changed_is_answered_304(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        for url in (newsroom.article_url("red-packet-rules"), newsroom.url_of_account("evening")):
            first, _ = await reader.get(url)
            again, body = await reader.get(url, If_None_Match=first.headers["ETag"])
            assert (again.status, body) == (304, b"")

    served(visit)


def test_a_post_that_was_taken_down_or_never_was_is_a_404(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("red-packet-rules")
        await newsroom.remove("red-packet-rules")
        for gone in (url, f"{newsroom.paper_url}/digital/00000000.html", newsroom.paper_url + "/"):
            response, _ = await reader.get(gone)
            assert response.status == 404, gone

    served(visit)


def test_a_fault_can_be_set_there_and_nowhere_else(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.unavailable(where="evening")
        response, _ = await reader.get(newsroom.account_url)
        assert response.status == 200
        response, _ = await reader.get(newsroom.url_of_account("evening"))
        assert response.status == 503

    served(visit)
