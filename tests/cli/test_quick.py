"""A question from the shell loads of the database's library what it uses; whatever else is asked for is the real thing."""

from __future__ import annotations

from tests.cli.conftest import Run

FAILS = """
import importlib, sys
from scheduler.cli.quick import load_database
load_database()
assert sys.modules.keys().isdisjoint({"asyncio", "ssl", "email.message", "importlib.metadata"})
import sqlalchemy
assert importlib.metadata.version("sqlalchemy") == sqlalchemy.__version__
link = sqlalchemy.create_engine("sqlite://").connect()
try:
    link.exec_driver_sql("SELECT a FROM nowhere")  # is the error a cancelled task's? it asks
except sqlalchemy.exc.OperationalError as error:
    print(error.orig)
import asyncio
from sqlalchemy.util import concurrency
print(concurrency.asyncio.CancelledError is asyncio.CancelledError, asyncio.run(asyncio.sleep(0, "slept")))
"""


def test_what_was_left_out_is_there_when_it_is_asked_for(bangdan: Run) -> None:
    done = bangdan.python(FAILS)
    assert (done.stdout.decode().splitlines(), done.stderr) == (
        ["no such table: nowhere", "True slept"],
        b"",
    )
