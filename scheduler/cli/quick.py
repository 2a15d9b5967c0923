"""SQLAlchemy for a command that asks the database one question and ends: without what it would never use of it."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.later import Later, in_place, load


def load_database() -> None:
    """Before anything of ``pipeline.store`` is imported: a quarter of the start is saved so."""
    if "sqlalchemy" in sys.modules:
        return
    gc.disable()  # what is imported stays: to look through it, now or later, frees nothing
    try:
        load(("sqlalchemy", "sqlalchemy.dialects.sqlite"), _spared)
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def _spared() -> Iterator[None]:
    """It imports an event loop, and with it TLS, for asynchronous engines; and the list of what is installed."""
    name = "importlib.metadata"
    places = {"asyncio": Later("asyncio"), name: Later(name)}
    with in_place(places):
        if sys.modules[name] is places[name]:
            importlib.metadata = places[name]  # the real one takes its place by itself
        yield
