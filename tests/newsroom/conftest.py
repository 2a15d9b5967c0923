"""A newsroom on free ports, and a reader for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import wraps

import aiohttp
import pytest

from crawler.guard import Resolver
from pipeline.model import BEIJING
from scheduler.newsroom import Newsroom

START = datetime(2026, 3, 1, 9, 0, tzinfo=BEIJING)  # the day before is in February, the month before too


class Reader:
    """Fetches from a newsroom as a polite client does."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def get(self, url: str, **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(url, headers=names) as response:
            return response, await response.read()

    async def text(self, url: str) -> str:
        response, body = await self.get(url)
        assert response.status == 200
        return body.decode()


@asynccontextmanager
async def open_newsroom() -> AsyncIterator[tuple[Newsroom, Reader]]:
    connector = aiohttp.TCPConnector(resolver=Resolver())  # the second outlet has a name
    async with Newsroom(start=START) as newsroom, aiohttp.ClientSession(connector=connector) as session:
        yield newsroom, Reader(session)


@pytest.fixture
def served() -> Callable[[Callable[[Newsroom, Reader], Awaitable[None]]], None]:
    """Runs a coroutine function against a newsroom of its own."""

    def run(visit: Callable[[Newsroom, Reader], Awaitable[None]]) -> None:
        @wraps(visit)
        async def visited() -> None:
            async with open_newsroom() as (newsroom, reader):
                await visit(newsroom, reader)

        asyncio.run(visited())

    return run
