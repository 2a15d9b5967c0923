"""The second outlet: a small site of its own with an Atom feed and pages that no layout of the crawler describes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from scheduler.newsroom.desk import Desk
from scheduler.newsroom.faults import Faults
from scheduler.newsroom.pages import feed_page, missing_page, paper_page
from scheduler.newsroom.site import Answer, Seen, Site
from scheduler.newsroom.story import Account


class Paper(Site):
    """The outlet of one account that has a host of its own."""

    def __init__(
        self,
        account: Account,
        desk: Desk,
        faults: Faults,
        now: Callable[[], datetime],
        seen: Callable[[Seen], None],
    ) -> None:
        super().__init__("paper", desk, faults, now, seen)
        self.account = account

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get(self.account.path, self._feed)
        app.router.add_get(r"/digital/{name:[0-9a-v]{8}}.html", self._paper_article)
        app.router.add_get("/{rest:.*}", self._missing)
        return app

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        articles = self._listed(self.account.key, self.account)
        body = feed_page(self.account, articles[:20], self.base).encode()
        return await self._send_list(
            request, body, "application/atom+xml; charset=UTF-8", articles, self.account.key
        )

    async def _paper_article(self, request: web.Request) -> web.StreamResponse:
        article = self.desk.articles.get(request.match_info["name"].upper() + self.account.suffix)
        if article is None:
            return await self._missing(request)
        fault = self._fault(article.doc_id, article.story.key, self.account.key)
        if article.gone:  # this outlet knows no other way to take a post down
            return await self._send(request, Answer(missing_page().encode(), status=404), fault)
        answer = Answer(paper_page(article).encode(), etag=article.etag, changed=article.changed)
        return await self._send(request, answer, fault)
