"""The history as the daemon serves it: its own connections, which can only read, in the daemon's loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.engine import Store
from pipeline.store.read import open_reader

if TYPE_CHECKING:
    from fastapi import FastAPI

    from scheduler.daemon import Daemon


def history_of(daemon: Daemon) -> tuple[FastAPI, Store]:
    """The application, and the reader that is to be closed after it."""
    from history.app import HistorySettings, make_app

    reader = open_reader(daemon.settings.database.url)
    try:
        return make_app(reader, HistorySettings()), reader
    except BaseException:
        reader.close()
        raise
