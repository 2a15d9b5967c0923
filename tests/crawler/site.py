"""A real web server on loopback that says whatever a test wants, and a crawler to visit it with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from config.settings import CrawlSettings, SourceSettings
from crawler.service import CheckReport, Crawler, Validators
from pipeline.model import Post

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
IDS = tuple(f"LCF{number:05d}05199O51" for number in range(60))


def article(
    title: str, text: str = "某应用的下载量说清楚了，这一段是正文。", at: str = "2026-11-20 10:00:00"
) -> str:
    """A post in NetEase's current layout, of the tests' own making."""
    return (
        f'<html id="ne_wrap" data-publishtime="{at}"><head><title>{title}_网易订阅</title></head><body>'
        f'<h1 class="post_title">{title}</h1><div class="post_info">{at}　来源: <a href="#">测试号</a></div>'
        f'<div class="post_body"><p>{text}</p></div></body></html>'
    )


def listing(ids: tuple[str, ...], base: str = "") -> str:
    rows = "".join(
        f'<li><h4><a href="{base}/dy/article/{one}.html">第{one[3:8]}篇</a></h4></li>' for one in ids
    )
    return f"<html><body><ul>{rows}</ul></body></html>"


@dataclass
class Site:
    """What the server answers, path by path, and what it was asked."""

    url: str = ""
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def page(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Answer with a page; an ETag among the headers is honoured."""

        async def answer(request: web.Request) -> web.StreamResponse:
            etag = headers.get("ETag")
            if etag and request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers={"ETag": etag})
            data = body.encode() if isinstance(body, str) else body
            return web.Response(
                body=data, status=status, headers={"Content-Type": "text/html; charset=utf-8"} | headers
            )

        self.answers[path] = answer

    def account(self, *ids: str, path: str = "/dy/media/T1234567890123.html") -> SourceSettings:
        """A list of posts, each with its page."""
        self.page(path, listing(ids))
        for one in ids:
            self.page(f"/dy/article/{one}.html", article(f"第{one[3:8]}篇"), ETag=f'"{one}"')
        return SourceSettings(url=self.url + path, interval="1m")

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@dataclass
class Visitor:
    """A crawler with a memory, as the daemon has one."""

    crawler: Crawler
    posts: dict[str, Post] = field(default_factory=dict)
    delivered: list[Post] = field(default_factory=list)

    async def check(self, source: SourceSettings, name: str = "source") -> CheckReport:
        return await self.crawler.check(name, source)


@asynccontextmanager
async def serving() -> AsyncIterator[Site]:
    site = Site()

    async def answer(request: web.Request) -> web.StreamResponse:
        site.asked.append((request.path_qs, dict(request.headers)))
        handler = site.answers.get(request.path)
        if handler is None:
            return web.Response(
                status=404, text="<html><body>nothing</body></html>", content_type="text/html"
            )
        return await handler(request)

    app = web.Application()
    app.router.add_route("GET", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        server = web.TCPSite(runner, "127.0.0.1", 0)
        await server.start()
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def visiting(**settings: object) -> AsyncIterator[Visitor]:
    defaults: dict[str, object] = {"delay": 0, "concurrency": 8, "allow_private": True, "timeout": 5}
    chosen = CrawlSettings.model_validate(defaults | settings)

    async def deliver(post: Post) -> None:
        visitor.delivered.append(post)
        visitor.posts[post.fetched_url] = post

    async def known(urls: Sequence[str]) -> dict[str, Validators]:
        posts = {url: visitor.posts[url] for url in urls if url in visitor.posts}
        return {url: Validators(post.etag, post.last_modified) for url, post in posts.items()}

    visitor = Visitor(Crawler(chosen, deliver, known))
    await visitor.crawler.start()
    try:
        yield visitor
    finally:
        await visitor.crawler.stop()


@asynccontextmanager
async def raw_server(answer: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[str]:
    """A server below HTTP: what it writes is what the crawler gets, wrong as it may be."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            request += await reader.read(4096)
        if request.startswith(b"GET /robots.txt"):
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            await answer(writer)
        try:
            await writer.drain()
        except ConnectionError:
            return
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
