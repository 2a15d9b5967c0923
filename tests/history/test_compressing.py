"""Ten megabytes are compressed while the loop turns: it crawls, rings and answers everybody else."""

from __future__ import annotations

import asyncio
import gzip
import random
import time
import zlib
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from history.app import make_app
from pipeline.store import read
from scheduler import lag

LINES = 200_000


@pytest.fixture(scope="module")
def sheet() -> str:
    draw = random.Random(7)
    lines = (
        f"{at},{draw.randrange(10**9)},{draw.random()},下载量突破{draw.randrange(10**8)}次"
        for at in range(LINES)
    )
    return "id,value,share,quote\n" + "\n".join(lines)


def routes(sheet: str) -> APIRouter:
    router = APIRouter()

    @router.get("/whole.csv")
    def whole() -> Response:
        return Response(sheet.encode(), media_type="text/csv")

    @router.get("/pieces.csv")
    def pieces() -> Response:
        half = len(sheet) // 2
        return StreamingResponse(
            (piece.encode() for piece in (sheet[:half], sheet[half:])), media_type="text/csv"
        )

    return router


@pytest.mark.parametrize("path", ["/whole.csv", "/pieces.csv"])
def test_the_loop_turns_while_ten_megabytes_are_compressed(
    tmp_path: Path, sheet: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lag, "_EVERY", 0.002)
    store = read.open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    app = make_app(store, routers=[routes(sheet)])
    measured = lag.Lag()

    async def ask() -> bytes:
        watch = asyncio.create_task(measured.run())
        transport = httpx.ASGITransport(app)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://here") as client,
            client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer,
        ):
            sent = b"".join([part async for part in answer.aiter_raw()])
        watch.cancel()
        return sent

    begin = time.perf_counter()
    zlib.compress(sheet.encode(), 6)
    at_once = time.perf_counter() - begin
    sent = asyncio.run(ask())
    store.close()
    assert len(sheet.encode()) > 10_000_000
    assert gzip.decompress(sent).decode() == sheet
    assert sum(measured.counts) > 20
    assert measured.worst < at_once / 3, at_once
