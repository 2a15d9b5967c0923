"""The history as the daemon serves it: its own connections, which can only read, in the daemon's loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.engine import Store
from pipeline.store.read import open_reader
from scheduler.web.session import Sessions
from scheduler.web.tokens import read_tokens

if TYPE_CHECKING:
    from fastapi import FastAPI

    from scheduler.daemon import Daemon


def history_of(daemon: Daemon) -> tuple[FastAPI, Store]:
    """The application, and the reader that is to be closed after it."""
    from history.app import HistorySettings, make_app
    from scheduler.web.actions import actions
    from scheduler.web.surround import surroundings_of

    tokens, sessions = read_tokens(daemon.settings), Sessions()
    reader = open_reader(daemon.settings.database.url)
    try:
        app = make_app(
            reader,
            HistorySettings(),
            routers=[actions(daemon, tokens, sessions)],
            surroundings=surroundings_of(daemon, tokens, sessions),
        )
    except BaseException:
        reader.close()
        raise
    return app, reader
