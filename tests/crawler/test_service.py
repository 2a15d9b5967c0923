"""Checks against a real server: what is fetched, what is handed on, and what is said of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import pytest
from aiohttp import web

from config.settings import SourceSettings
from crawler.service import Validators
from tests.crawler.site import IDS, Site, Visitor, article, listing, serving, visiting


def test_a_check_delivers_every_post_of_the_list_once() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:3])
            first, second = await visitor.check(source), await visitor.check(source)
            assert (first.outcome, first.delivered) == ("posts", 3)
            assert (second.outcome, second.unchanged, second.delivered) == ("nothing_new", 3, 0)
            post = visitor.delivered[0]
            assert (post.outlet, post.doc_id, post.author) == ("netease", IDS[0], "测试号")
            assert post.url == f"https://www.163.com/dy/article/{IDS[0]}.html"
            assert (post.source, post.mirror, post.etag) == ("source", False, f'"{IDS[0]}"')
            assert post.published_at is not None
            assert post.published_at.isoformat() == "2026-11-20T10:00:00+08:00"

    asyncio.run(scenario())


def test_known_posts_are_asked_for_with_their_etag() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:50])
            await visitor.check(source)
            site.asked.clear()
            report = await visitor.check(source)
            asked = [headers.get("If-None-Match") for path, headers in site.asked if "article" in path]
            assert sorted(map(str, asked)) == sorted(f'"{one}"' for one in IDS[:50])
            assert report.unchanged == 50

    asyncio.run(scenario())


def test_a_changed_post_is_delivered_again() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            await visitor.check(source)
            site.page(f"/dy/article/{IDS[0]}.html", article("改过的标题"), ETag='"new"')
            report = await visitor.check(source)
            assert report.delivered == 1
            assert [post.title for post in visitor.delivered] == ["第00000篇", "改过的标题"]

    asyncio.run(scenario())


def test_an_unchanged_list_still_has_its_posts_looked_at() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            site.page("/dy/media/T1234567890123.html", listing(IDS[:1]), ETag='"list"')
            await visitor.check(source)
            assert (await visitor.check(source)).outcome == "unchanged"
            site.page(f"/dy/article/{IDS[0]}.html", article("改过的标题"), ETag='"new"')
            assert (await visitor.check(source)).outcome == "posts"

    asyncio.run(scenario())


def test_a_server_that_says_unchanged_of_what_nobody_has_read_has_failed() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0], IDS[1])
            site.page(f"/dy/article/{IDS[1]}.html", "", 304)
            report = await visitor.check(source)
            assert (report.outcome, report.count("delivered"), report.count("failed")) == ("posts", 1, 1)
            site.page("/dy/media/T1234567890123.html", "", 304)
            other = source.model_copy(update={"url": source.url + "?page=1"})
            report = await visitor.check(other, "other")
            assert (report.outcome, report.condition) == ("failed", "http_304")

    asyncio.run(scenario())


def test_posts_that_the_caller_wants_left_alone_are_not_asked_for() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:2])

            async def known(urls: Sequence[str]) -> dict[str, Validators]:
                return {url: Validators(skip=True) for url in urls if IDS[0] in url}

            visitor.crawler.known = known
            report = await visitor.check(source)
            assert (report.count("known"), report.delivered) == (1, 1)
            assert not any(IDS[0] in path for path in site.paths())

    asyncio.run(scenario())


def test_the_first_posts_of_a_list_are_followed_and_no_more_than_allowed() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:10]).model_copy(update={"max_posts": 3})
            report = await visitor.check(source)
            assert sorted(post.doc_id for post in visitor.delivered) == sorted(IDS[:3])
            assert len(report.links) == 3

    asyncio.run(scenario())


def test_a_mirror_is_asked_for_the_same_document_and_its_copy_is_marked() -> None:
    async def scenario() -> None:
        async with serving() as site, serving() as mirror, visiting() as visitor:
            host = mirror.url.removeprefix("http://")
            source = site.account(*IDS[:2]).model_copy(update={"mirrors": (host,)})
            mirror.page(f"/dy/article/{IDS[0]}.html", article("第00000篇"))
            report = await visitor.check(source)
            copies = [post for post in visitor.delivered if post.mirror]
            assert [(post.doc_id, post.host) for post in copies] == [(IDS[0], host)]
            assert copies[0].url == f"https://www.163.com/dy/article/{IDS[0]}.html"
            assert report.outcome == "posts"
            assert [post.outcome for post in report.posts if post.mirror and post.doc_id == IDS[1]] == [
                "skipped"
            ]

    asyncio.run(scenario())


def test_two_sources_that_list_one_post_at_the_same_time_fetch_it_once() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            one = site.account(IDS[0])
            other = site.account(IDS[0], path="/dy/media/T9999999999999.html")
            await asyncio.gather(visitor.check(one, "one"), visitor.check(other, "other"))
            assert len(visitor.delivered) == 1
            assert sum("article" in path for path in site.paths()) == 1

    asyncio.run(scenario())


def test_a_source_may_be_a_single_post() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            site.account(IDS[0])
            source = SourceSettings(url=f"{site.url}/dy/article/{IDS[0]}.html", interval="1h")
            report = await visitor.check(source)
            assert (report.outcome, report.delivered, len(visitor.delivered)) == ("posts", 1, 1)

    asyncio.run(scenario())


async def outcome_of_list(
    site: Site, visitor: Visitor, body: str, status: int = 200, **headers: str
) -> tuple[str, str | None]:
    path = f"/dy/media/T{len(site.answers):013d}.html"
    site.page(path, body, status, **headers)
    report = await visitor.check(SourceSettings(url=site.url + path, interval="1m"))
    return report.outcome, report.condition


def test_each_way_a_list_can_go_wrong_has_its_name() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            said = [
                await outcome_of_list(site, visitor, listing(())),
                await outcome_of_list(site, visitor, "gone", 404),
                await outcome_of_list(site, visitor, "no", 403),
                await outcome_of_list(site, visitor, "oops", 500),
                await outcome_of_list(
                    site, visitor, "<html><title>安全验证</title><body>请完成验证</body></html>"
                ),
                await outcome_of_list(site, visitor, ""),
            ]
            assert said == [
                ("empty", "empty"),
                ("gone", "http_404"),
                ("blocked", "http_403"),
                ("failed", "http_500"),
                ("blocked", "page_blocked"),
                ("failed", "empty_body"),
            ]

    asyncio.run(scenario())


def test_titles_without_bodies_are_told_apart_from_nothing_new() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:3])
            for one in IDS[:3]:
                site.page(f"/dy/article/{one}.html", "<html><body><div id='app'></div></body></html>")
            report = await visitor.check(source)
            assert (report.outcome, report.condition) == ("titles_only", "layout")
            assert all(post.raw for post in report.posts)
            assert "none of 3 posts could be read" in str(report.evidence)

    asyncio.run(scenario())


def test_removed_posts_are_gone_with_the_evidence() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:4])
            script = "<script>location.href='http://news.163.com/special/special.html'</script>"
            site.page(f"/dy/article/{IDS[1]}.html", script)
            site.page(f"/dy/article/{IDS[2]}.html", "", 302, Location="/")
            site.page("/", "<html><body>home</body></html>")
            site.page(f"/dy/article/{IDS[3]}.html", "gone", 410)
            report = await visitor.check(source)
            gone = {post.doc_id: post.condition for post in report.posts if post.outcome == "gone"}
            assert {post.outlet for post in report.posts} == {"netease"}
            assert gone == {IDS[1]: "page_gone", IDS[2]: "redirected", IDS[3]: "http_410"}

    asyncio.run(scenario())


def test_503_is_not_asked_again_before_the_host_allows_it() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            site.page("/dy/media/T1234567890123.html", "busy", 503, **{"Retry-After": "3600"})
            first = await visitor.check(source)
            asked = len(site.asked)
            second = await visitor.check(source)
            assert (first.outcome, first.condition, first.retry_after) == ("throttled", "http_503", 3600.0)
            assert (second.outcome, second.condition) == ("throttled", "waiting")
            assert len(site.asked) == asked

    asyncio.run(scenario())


def test_a_refusal_holds_back_the_posts_that_wait_in_line() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting(delay=0.05, concurrency=1) as visitor:
            source = site.account(*IDS[:10])
            for one in IDS[:10]:
                site.page(f"/dy/article/{one}.html", "busy", 503, **{"Retry-After": "60"})
            report = await visitor.check(source)
            assert (report.outcome, report.count("throttled")) == ("throttled", 10)
            assert len([path for path in site.paths() if "article" in path]) == 1

    asyncio.run(scenario())


def test_a_host_is_asked_no_faster_than_the_delay() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting(delay=0.2, concurrency=1) as visitor:
            source = site.account(*IDS[:3])
            began = time.monotonic()
            await visitor.check(source)
            # robots.txt, the list and three posts: four waits, each at least 70 % of the delay
            assert time.monotonic() - began >= 4 * 0.2 * 0.7

    asyncio.run(scenario())


def test_a_host_has_a_budget_of_requests() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting(daily_requests=3) as visitor:
            report = await visitor.check(site.account(*IDS[:5]))
            assert report.delivered == 1
            assert {post.condition for post in report.posts if post.outcome == "throttled"} == {"budget"}

    asyncio.run(scenario())


def test_robots_txt_is_obeyed_and_asked_once() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:2])
            site.page("/robots.txt", f"User-agent: *\nDisallow: /dy/article/{IDS[0]}")
            report = await visitor.check(source)
            assert [post.condition for post in report.posts if post.outcome == "blocked"] == ["robots"]
            assert report.delivered == 1
            assert sum(path == "/robots.txt" for path, _ in site.asked) == 1

    asyncio.run(scenario())


def test_a_robots_txt_that_fails_is_no_permission_and_is_asked_again() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            site.page("/robots.txt", "oops", 500)
            first = await visitor.check(source)
            assert (first.outcome, first.condition) == ("failed", "robots_unknown")
            assert site.paths() == []
            site.page("/robots.txt", "User-agent: *\nAllow: /")
            assert (await visitor.check(source)).outcome == "posts"

    asyncio.run(scenario())


def test_robots_txt_expires() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            await visitor.check(source)
            site.page("/robots.txt", "User-agent: *\nDisallow: /")
            visitor.crawler.tools.robots.clock = lambda: time.monotonic() + 7 * 3600
            assert (await visitor.check(source)).condition == "robots"

    asyncio.run(scenario())


def test_the_user_agent_names_the_project_and_can_be_set() -> None:
    async def scenario(agent: str | None) -> str:
        settings = {"user_agent": agent} if agent else {}
        async with serving() as site, visiting(**settings) as visitor:
            await visitor.check(site.account(IDS[0]))
            assert {headers["User-Agent"] for _, headers in site.asked} == {site.asked[0][1]["User-Agent"]}
            assert not any("Cookie" in headers or "Referer" in headers for _, headers in site.asked)
            return site.asked[0][1]["User-Agent"]

    assert asyncio.run(scenario(None)).startswith("bangdan/")
    assert asyncio.run(scenario("somebody/1 (+mail)")) == "somebody/1 (+mail)"


def test_cookies_are_not_kept() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            site.page("/dy/media/T1234567890123.html", listing(IDS[:1]), **{"Set-Cookie": "visitor=1"})
            await visitor.check(source)
            assert not any("Cookie" in headers for _, headers in site.asked)

    asyncio.run(scenario())


def test_a_check_ends_at_its_deadline() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting(check_deadline=0.3, timeout=30) as visitor:
            source = site.account(*IDS[:2])

            async def slow(_: web.Request) -> web.StreamResponse:
                await asyncio.sleep(20)
                return web.Response()

            site.answers[f"/dy/article/{IDS[1]}.html"] = slow
            began = time.monotonic()
            report = await visitor.check(source)
            assert (report.outcome, report.delivered) == ("deadline", 1)
            assert time.monotonic() - began < 10

    asyncio.run(scenario())


def test_what_a_check_left_at_its_deadline_is_not_fetched_later() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting(check_deadline=0.5, delay=0.15, concurrency=1) as visitor:
            report = await visitor.check(site.account(*IDS[:20]))
            assert report.outcome == "deadline"
            asked = len(site.asked)
            await asyncio.sleep(0.6)
            assert len(site.asked) <= asked + 1  # the one that was on its way

    asyncio.run(scenario())


def test_the_lists_time_sharpens_a_page_that_gives_the_day_only() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            rows = f'<li><a href="/dy/article/{IDS[0]}.html">题目</a><span>2026-11-20 09:30:00</span></li>'
            site.page("/dy/media/T1234567890123.html", f"<ul>{rows}</ul>")
            page = article("题目", at="2026-11-20").replace(' data-publishtime="2026-11-20"', "")
            site.page(f"/dy/article/{IDS[0]}.html", page)
            await visitor.check(source)
            assert str(visitor.delivered[0].published_at) == "2026-11-20 09:30:00+08:00"

    asyncio.run(scenario())


@pytest.mark.filterwarnings("ignore:.*deprecated.*")
def test_a_spider_that_ends_is_started_again_and_loses_nothing() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(*IDS[:5])
            asked, release = asyncio.Event(), asyncio.Event()
            healthy = site.answers["/dy/media/T1234567890123.html"]

            async def held(request: web.Request) -> web.StreamResponse:
                asked.set()
                await asyncio.wait_for(release.wait(), 5)
                return await healthy(request)

            site.answers["/dy/media/T1234567890123.html"] = held
            check = asyncio.create_task(visitor.check(source))
            await asyncio.wait_for(asked.wait(), 5)
            runner = visitor.crawler._runner
            assert runner is not None
            stopping = asyncio.gather(*(one.stop_async() for one in runner.crawlers))
            release.set()
            await stopping
            report = await asyncio.wait_for(check, 10)
            assert (report.outcome, report.delivered) == ("posts", 5)
            assert visitor.crawler.restarts == 1

    asyncio.run(scenario())


def test_stopping_is_quick_and_answers_everybody() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting(timeout=30) as visitor:
            source = site.account(*IDS[:3])

            asked = asyncio.Event()

            async def slow(_: web.Request) -> web.StreamResponse:
                asked.set()
                await asyncio.sleep(20)
                return web.Response()

            site.answers["/dy/media/T1234567890123.html"] = slow
            check = asyncio.create_task(visitor.check(source))
            await asyncio.wait_for(asked.wait(), 5)
            began = time.monotonic()
            await visitor.crawler.stop(within=0.5)
            assert time.monotonic() - began < 10
            assert (await check).outcome == "stopped"
            assert (await visitor.check(source)).condition == "not_running"

    asyncio.run(scenario())


def test_a_delivery_that_fails_is_reported_and_the_next_check_tries_again() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            deliver = visitor.crawler.tools.deliver
            broken = True

            async def fragile(post: object) -> None:
                if broken:
                    raise RuntimeError("the database is away")
                await deliver(post)  # type: ignore[arg-type]

            visitor.crawler.tools.deliver = fragile
            report = await visitor.check(source)
            assert [(post.outcome, post.condition) for post in report.posts] == [("failed", "delivery")]
            broken = False
            assert (await visitor.check(source)).delivered == 1

    asyncio.run(scenario())


def test_fetch_reads_one_address_and_hands_nothing_on_unless_told() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            site.account(IDS[0])
            address = f"{site.url}/dy/article/{IDS[0]}.html"
            seen = await visitor.crawler.fetch(address)
            assert (seen.outcome, seen.delivered, len(visitor.delivered)) == ("article", False, 0)
            assert seen.page is not None
            assert seen.page.title == "第00000篇"
            told = await visitor.crawler.fetch(address, deliver=True)
            assert (told.delivered, len(visitor.delivered)) == (True, 1)

    asyncio.run(scenario())


def test_the_pages_of_one_article_are_joined() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            one = IDS[0]
            site.account(one)
            pager = f'<a href="/dy/article/{one}.html">1</a><a href="{one}_2.html">2</a><a href="{one}_3.html">下一页</a>'
            site.page(f"/dy/article/{one}.html", article("标题", "第一页的正文，说了一些。") + pager)
            site.page(f"/dy/article/{one}_2.html", article("标题", "第二页的正文，接着说。") + pager)
            site.page(f"/dy/article/{one}_3.html", article("标题", "第三页的正文，说完了。") + pager)
            source = SourceSettings(url=site.url + "/dy/media/T1234567890123.html", interval="1m")
            report = await visitor.check(source)
            assert report.delivered == 1
            assert (
                visitor.delivered[0].text
                == "第一页的正文，说了一些。\n第二页的正文，接着说。\n第三页的正文，说完了。"
            )

    asyncio.run(scenario())


def test_an_article_whose_second_page_fails_is_not_half_delivered() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            source = site.account(IDS[0])
            site.page(f"/dy/article/{IDS[0]}.html", article("标题") + f'<a href="{IDS[0]}_2.html">下一页</a>')
            report = await visitor.check(source)
            assert [(post.outcome, post.condition) for post in report.posts] == [("failed", "next_page")]
            assert visitor.delivered == []

    asyncio.run(scenario())


def test_two_loops_one_after_the_other_each_have_a_working_crawler() -> None:
    """What a Twisted reactor could not do: commands and tests run many loops in one process."""

    async def scenario() -> str:
        async with serving() as site, visiting() as visitor:
            return (await visitor.check(site.account(IDS[0]))).outcome

    assert [asyncio.run(scenario()) for _ in range(2)] == ["posts", "posts"]


def test_an_address_in_chinese_letters_is_remembered_as_it_is_asked_for() -> None:
    async def scenario() -> None:
        async with serving() as site, visiting() as visitor:
            row = '{{"url": "{0}/2026/猫头鹰的一年.html?篇=一", "title": "猫头鹰的一年"}}'
            feed = '{{"version": "https://jsonfeed.org/version/1.1", "items": [{0}]}}'
            site.page("/feed.json", feed.format(row.format(site.url)))
            text = "某应用的下载量说清楚了，这一段是正文，没有布局的人也读得懂。" * 3
            page = f"<html><head><title>猫头鹰的一年</title></head><body><h1>猫头鹰的一年</h1><p>{text}</p></body></html>"
            site.page("/2026/猫头鹰的一年.html", page, ETag='"1"')
            source = SourceSettings(url=site.url + "/feed.json", interval="1h")
            first, second = await visitor.check(source), await visitor.check(source)
            assert (first.delivered, second.delivered, second.unchanged) == (1, 0, 1)
            assert [post.doc_id for post in visitor.delivered] == ["/2026/猫头鹰的一年.html?篇=一"]

    asyncio.run(scenario())
