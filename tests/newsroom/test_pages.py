"""The pages have the outlet's present shape, and the crawler's own reader reads them as they were meant."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from crawler.read import read_page
from scheduler.newsroom import Newsroom
from scheduler.newsroom.clock import printed
from tests.newsroom.conftest import Reader


def test_an_article_has_the_landmarks_of_the_current_template(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        article = newsroom.desk.article("doubao-lower")
        page = LexborHTMLParser(await reader.text(newsroom.article_url("doubao-lower")))
        when = printed(article.published)
        assert page.css_first("html#ne_wrap").attributes["data-publishtime"] == when
        assert page.css_first("#contain").attributes["data-docid"] == article.doc_id
        assert page.css_first("h1.post_title").text() == article.version.title
        info = page.css_first("div.post_info")
        assert info.text().strip().startswith(f"{when}\u3000来源: 潮汐财经社")
        assert info.css_first("a").attributes["href"].endswith(article.account.path)
        body = page.css_first("div.post_body")
        assert [p.text() for p in body.css("p[id]")] == list(article.version.paragraphs)
        statement = page.css_first("div.post_statement")
        assert statement.parent == body.parent  # beside the body, not in it
        for part in (
            "div.post_share, ul.post_share",
            "div.post_comment",
            "ul#post_wemedia_a_list",
            ".at_item",
        ):
            assert page.css_first(part) is not None, part

    served(visit)


def test_other_posts_on_the_page_carry_their_own_dates(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        article = newsroom.desk.article("doubao-lower")
        page = LexborHTMLParser(await reader.text(newsroom.article_url("doubao-lower")))
        when = printed(article.published)
        items = page.css("li.post_wemedia_a_item")
        assert len(items) >= 3
        dates = [item.attributes["data-ptime"] for item in items]
        dates.append(page.css_first("div.post_next").attributes["data-ptime"])
        dates += [node.text()[-19:] for node in page.css("p.post_recommend_time")]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", date) and date != when for date in dates)

    served(visit)


def test_the_crawlers_reader_reads_every_story_exactly(served) -> None:
    """Figures in recommendations, comments and headlines stay out; the text is the story's, to the letter."""

    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        for story in newsroom.day.stories:
            if f"publish {story}" in {
                event.name for moment in newsroom.day.moments for event in moment.events
            }:
                await newsroom.publish(story)
            article = newsroom.desk.article(story)
            url = newsroom.article_url(story)
            response, body = await reader.get(url)
            read = read_page(url, body, response.headers["Content-Type"])
            if article.account.host is None:
                assert (read.outlet, read.doc_id) == ("netease", article.doc_id)
            else:
                assert (read.outlet, read.doc_id) == ("wanchao.localhost", article.path)
            assert read.kind == "article"
            assert (read.title, read.author) == (article.version.title, article.account.name)
            assert read.text == article.version.text
            if article.story.dated:
                assert read.published_at == article.published

    served(visit)


def test_a_page_without_a_date_leaves_it_to_the_document_id(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        article = await newsroom.publish("beyond-charts")
        page = await reader.text(newsroom.article_url("beyond-charts"))
        head = page.partition('<div class="post_comment"')[0]
        assert printed(article.published)[:10] not in head
        read = read_page(newsroom.article_url("beyond-charts"), page.encode())
        assert read.published_at == article.published

    served(visit)


def test_the_reader_counter_changes_with_each_request_and_the_text_does_not(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("price-war")
        first, second = await reader.text(url), await reader.text(url)
        assert first != second
        assert read_page(url, first.encode()).text == read_page(url, second.encode()).text

    served(visit)


def test_html_in_a_story_is_shown_and_not_obeyed(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        article = await newsroom.write("<b>粗</b>的标题", "一段<script>alert(1)</script>话")
        page = await reader.text(newsroom.article_url(article.doc_id))
        assert "<script>alert" not in page
        read = read_page(newsroom.article_url(article.doc_id), page.encode())
        assert read.title == "<b>粗</b>的标题"

    served(visit)


def test_an_account_page_lists_the_accounts_posts_newest_first(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        newsroom.faults.clear()
        url = newsroom.url_of_account("tide")
        page = LexborHTMLParser(await reader.text(url))
        assert page.css_first("h2").text() == "潮汐财经社"
        rows = page.css(".tab_content ul li")
        wanted = newsroom.desk.newest(newsroom.accounts["tide"])
        assert [row.css_first("h4 a").text() for row in rows] == [article.version.title for article in wanted]
        assert [row.css_first(".time").text() for row in rows] == [printed(a.published) for a in wanted]
        assert rows[0].css_first("a").attributes["href"] == newsroom.url + wanted[0].path
        read = read_page(url, page.html.encode())
        assert [link.doc_id for link in read.links] == [article.doc_id for article in wanted]

    served(visit)


def test_an_unknown_address_is_a_404(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        for path in ("/", "/dy/article/ABCDEFGH05199O51.html", "/dy/media/T0000000000000.html", "/img/x.jpg"):
            response, _ = await reader.get(newsroom.url + path)
            assert response.status == 404, path

    served(visit)


def test_robots_txt_allows_what_a_reader_needs(served) -> None:
    from urllib.robotparser import RobotFileParser

    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        rules = RobotFileParser()
        rules.parse((await reader.text(newsroom.url + "/robots.txt")).splitlines())
        for source in newsroom.sources().values():
            assert rules.can_fetch("bangdan/0.1", source["url"])
        assert rules.can_fetch("bangdan/0.1", newsroom.article_url("price-war"))
        assert not rules.can_fetch("bangdan/0.1", newsroom.url + "/special/special.html")

    served(visit)
