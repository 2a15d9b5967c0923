"""The one place where sockets are opened: addresses are checked when they are connected to, not when they are named.

A check of the host name alone would be passed by a name that resolves to 127.0.0.1, by a redirect to
169.254.169.254, and by a name that changes its address between the check and the connection.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies

import aiohttp
from aiohappyeyeballs import AddrInfoType
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from config.public import is_public
from crawler.errands import Errand
from crawler.politeness import host_of
from crawler.tools import tools_of


class PrivateAddress(IgnoreRequest):
    """A page from the net may not lead into the house: refused before anything is sent."""


class Resolver(ThreadedResolver):
    """Every name below ``localhost`` is this machine (RFC 6761), whatever a name server would make of it."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if not host.rstrip(".").lower().endswith(".localhost"):
            return await super().resolve(host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
        ]


class GuardedHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler with a guard at every connection.

    Why this handler and no Twisted reactor: a reactor is one for each process and is bound for good to the loop it
    was made in, so a second ``asyncio.run`` (tests, commands) finds a dead one, and its stop ends the caller's loop.
    Without it Scrapy lives in whatever loop runs, measured as fast, and this is its HTTP client.
    """

    experimental = False  # said once, here, and not at every start in the log

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        tools = tools_of(crawler)
        tools.aborts.append(self.abandon)
        self._hosts = tools.hosts
        # A truncated answer is an outcome of its own; the parent's advice about it is not for our log.
        self._fail_on_dataloss_warned = True
        self._allow_private = crawler.settings.getbool("BANGDAN_ALLOW_PRIVATE")
        self._behind_proxy = bool(_proxies())
        # The parent's session has not been used yet; ours differs in its connector only.
        self._session.detach()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._pool_size_total,
                limit_per_host=self._pool_size_per_host,
                socket_factory=self._socket,
                resolver=Resolver(),
                ttl_dns_cache=60,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            max_line_size=16_384,
            max_field_size=16_384,
        )

    async def abandon(self) -> None:
        """End what is under way, and let what waits in line for its delay come and be refused at once."""
        await self.close()
        if self.crawler.engine is None:
            return
        downloader = self.crawler.engine.downloader
        for slot in list(downloader.slots.values()):
            slot.delay = 0
            slot.close()  # the timer of the next request
            downloader._process_queue(slot)  # noqa: SLF001 - Scrapy has no public way to empty a line

    async def download_request(self, request: Request) -> Response:
        """Look once more before it is sent: a request may have waited in its host's line for minutes.

        Behind a proxy the connection is the proxy's: there only the name can be looked at.
        """
        errand = request.meta.get("errand")
        if isinstance(errand, Errand) and errand.visit.done():
            raise IgnoreRequest("nobody waits for this address any more")
        self._hosts.may_be_asked(host_of(request.url))
        if self._behind_proxy and not self._allow_private and _names_this_house(request.url):
            raise PrivateAddress(
                f"{request.url[:80]} names a private or loopback address (allow_private in [crawl])"
            )
        return await super().download_request(request)

    def _socket(self, found: AddrInfoType) -> socket.socket:
        """Make the socket for one resolved address, or refuse."""
        family, kind, protocol, _, address = found
        if not (self._allow_private or self._behind_proxy) and not is_public(str(address[0])):
            raise PrivateAddress(f"{address[0]} is a private or loopback address (allow_private in [crawl])")
        return socket.socket(family=family, type=kind, proto=protocol)


def _names_this_house(url: str) -> bool:
    """Whether an address names a private host outright.

    >>> _names_this_house("http://169.254.169.254/"), _names_this_house("https://www.163.com/")
    (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return not is_public(host)


def _proxies() -> dict[str, str]:
    """Proxies of the environment: behind one, it is the proxy that resolves and connects."""
    return {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https", "all")}
