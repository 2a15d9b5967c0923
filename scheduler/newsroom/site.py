"""One listening host of the newsroom: which page stands at which address, and how it is answered."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from aiohttp import web

from scheduler.newsroom.clock import http_date
from scheduler.newsroom.desk import Article, Desk
from scheduler.newsroom.faults import Fault, Faults
from scheduler.newsroom.lists import mobile_list, pc_list
from scheduler.newsroom.pages import account_page, article_page, mirror_page, missing_page, removed_page
from scheduler.newsroom.story import Account
from scheduler.newsroom.traditional import mirrored

Host = Literal["outlet", "mirror", "paper"]

CHANNEL = "BA8D4A3Rwangning"  # the technology channel's topic
CHANNEL_PATH = f"/touch/reconstruct/article/list/{CHANNEL}/0-20.html"
PC_CHANNEL_PATH = "/special/00097UHL/tech_datalist.js?callback=data_callback"
ROBOTS = "User-agent: *\nDisallow: /special/special.html\nDisallow: /report.html\n"
_HTML = "text/html; charset=UTF-8"
_PAGE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address now. Without ``etag`` it is never answered 304."""

    body: bytes
    content_type: str = _HTML
    status: int = 200
    etag: str | None = None
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that was answered."""

    host: Host
    method: str
    path: str  # with the query
    status: int
    headers: dict[str, str]  # of the request, names in lower case
    sent: int  # bytes of the answer's body


class Site:
    """The outlet, or its mirror: the same addresses and document ids, other bytes."""

    def __init__(
        self,
        host: Host,
        desk: Desk,
        faults: Faults,
        now: Callable[[], datetime],
        seen: Callable[[Seen], None],
    ) -> None:
        self.host, self.desk, self.faults, self.now, self.seen = host, desk, faults, now, seen
        self.base = ""  # known once the port is
        self.accounts = {
            account.topic: account for account in desk.day.accounts.values() if account.host is None
        }

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get(r"/{channel:dy|tech|news}/article/{doc_id:[0-9A-Z]{16}}.html", self._article)
        app.router.add_get(r"/dy/media/{topic:T\d{13}}.html", self._account)
        app.router.add_get(
            r"/touch/reconstruct/article/list/{topic:\w{1,40}}/{start:\d{1,6}}-{count:\d{1,3}}.html",
            self._channel,
        )
        app.router.add_get(r"/special/00097UHL/tech_datalist{page:(_\d\d)?}.js", self._pc_channel)
        app.router.add_get("/special/special.html", self._removed)
        app.router.add_get("/{rest:.*}", self._missing)
        return app

    @property
    def mirror(self) -> bool:
        return self.host == "mirror"

    async def _robots(self, request: web.Request) -> web.StreamResponse:
        return await self._send(request, Answer(ROBOTS.encode(), "text/plain; charset=UTF-8"), None)

    async def _missing(self, request: web.Request) -> web.StreamResponse:
        return await self._send(request, Answer(missing_page().encode(), status=404), None)

    async def _removed(self, request: web.Request) -> web.StreamResponse:
        return await self._send(request, Answer(removed_page().encode()), None)

    async def _article(self, request: web.Request) -> web.StreamResponse:
        articles = self.desk.copies if self.mirror else self.desk.articles
        article = articles.get(request.match_info["doc_id"])
        if article is None or article.account.host is not None:
            return await self._missing(request)
        fault = self._fault(article.doc_id, article.story.key, article.account.key)
        if article.gone == "missing":
            return await self._send(request, Answer(missing_page().encode(), status=404), fault)
        if article.gone == "script":
            return await self._send(request, Answer(removed_page().encode()), fault)
        if self.mirror:
            page = mirror_page(article, self.base, mirrored)
        else:
            page = article_page(article, self.desk.newest(article.account), self.base, self.now())
        answer = Answer(page.encode(), etag=article.etag, changed=article.changed)
        return await self._send(request, answer, fault)

    async def _account(self, request: web.Request) -> web.StreamResponse:
        account = self.accounts.get(request.match_info["topic"])
        if account is None:
            return await self._missing(request)
        articles = self._listed(account.key, account)
        page = account_page(account, articles, self.base, mirrored if self.mirror else str)
        return await self._send_list(request, page.encode(), _HTML, articles, account.key)

    async def _channel(self, request: web.Request) -> web.StreamResponse:
        found = request.match_info
        articles = self._listed("channel") if found["topic"] == CHANNEL else []
        start, count = int(found["start"]), min(int(found["count"]), 100)
        rows = articles[start : start + count]
        body = mobile_list(found["topic"], rows, self.base, mirrored if self.mirror else str)
        return await self._send_list(
            request, body, "application/javascript; charset=UTF-8", articles, "channel"
        )

    async def _pc_channel(self, request: web.Request) -> web.StreamResponse:
        page = int(request.match_info["page"].removeprefix("_") or 1) - 1
        articles = self._listed("channel")[page * _PAGE_LENGTH : (page + 1) * _PAGE_LENGTH]
        body = pc_list(articles, self.base, mirrored if self.mirror else str)
        # no charset: a reader has to find out that these are GBK bytes
        return await self._send_list(request, body, "application/x-javascript", articles, "channel")

    def _listed(self, place: str, account: Account | None = None) -> list[Article]:
        places = frozenset({"mirror"} if self.mirror else {place})
        if self.faults.take(places, anywhere=not self.mirror, empty_list=True):
            return []
        return self.desk.newest(account, mirror=self.mirror)

    def _fault(self, *places: str) -> Fault | None:
        known = frozenset({"mirror"} if self.mirror else places)
        return self.faults.take(known, anywhere=not self.mirror, empty_list=False)

    async def _send_list(
        self, request: web.Request, body: bytes, content_type: str, articles: Sequence[Article], place: str
    ) -> web.StreamResponse:
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        changed = max((article.changed for article in articles), default=None)
        answer = Answer(body, content_type, etag=etag, changed=changed)
        return await self._send(request, answer, self._fault(place))

    async def _send(self, request: web.Request, answer: Answer, fault: Fault | None) -> web.StreamResponse:
        if fault and fault.trouble == "half":
            return await self._send_half(request, answer)
        if fault and fault.trouble == "unavailable":
            self.faults.shut(fault.seconds)
            headers = {"Retry-After": f"{fault.seconds:g}"}
            return self._finish(request, web.Response(status=503, headers=headers, text="busy\n"))
        if fault:
            await self.faults.pause(fault.seconds)
        return self._finish(request, _response(request, answer))

    async def _send_half(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Promise the whole page, send half of it, and hang up."""
        response = web.StreamResponse(
            status=answer.status,
            headers={"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))},
        )
        self._note(request, answer.status, len(answer.body) // 2)
        await response.prepare(request)
        await response.write(answer.body[: len(answer.body) // 2])
        if request.transport is not None:
            request.transport.close()
        return response

    def _finish(self, request: web.Request, response: web.Response) -> web.Response:
        body = response.body
        self._note(request, response.status, len(body) if isinstance(body, bytes) else 0)
        return response

    def _note(self, request: web.Request, status: int, sent: int) -> None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.seen(Seen(self.host, request.method, request.path_qs, status, headers, sent))


def _response(request: web.Request, answer: Answer) -> web.Response:
    headers = {"Content-Type": answer.content_type, "Vary": "Accept-Encoding"}
    if answer.etag:
        headers["ETag"] = answer.etag
    if answer.changed:
        headers["Last-Modified"] = http_date(answer.changed)
    if _unchanged(request, answer):
        del headers["Content-Type"]
        return web.Response(status=304, headers=headers)
    body = answer.body
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return web.Response(status=answer.status, headers=headers, body=body)


def _unchanged(request: web.Request, answer: Answer) -> bool:
    """Whether the reader's copy is still good: ``If-None-Match`` decides where it is sent, else the date."""
    if answer.status != 200 or answer.etag is None:
        return False
    if asked := request.headers.get("If-None-Match"):
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return "*" in tags or answer.etag.removeprefix("W/") in tags
    since = request.headers.get("If-Modified-Since")
    if since is None or answer.changed is None:
        return False
    try:
        known = parsedate_to_datetime(since)
    except ValueError:
        return False
    if known.tzinfo is None:
        known = known.replace(tzinfo=UTC)
    return answer.changed.replace(microsecond=0) <= known
