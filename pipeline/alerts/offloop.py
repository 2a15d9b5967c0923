"""Transactions off the event loop: another process may hold the database for seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.store.engine import Store

T = TypeVar("T")


class OffLoop:
    """One thread for one store's transactions, in the order in which they are asked for.

    Its own thread, not one of the loop's: a database that makes one wait must not use up those that look up
    names.
    """

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, name)

    async def write(self, change: Callable[[Connection], T]) -> T:
        """One transaction, all or nothing. A caller that is cancelled does not undo one that has begun."""

        def work() -> T:
            with self._store.write() as tx:
                return change(tx)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def read(self, question: Callable[[Connection], T]) -> T:
        def work() -> T:
            with self._store.read() as tx:
                return question(tx)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
