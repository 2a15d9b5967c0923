"""The database behind one address: SQLite by default, PostgreSQL by URL, with the same two doors."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.errors import StoreUnavailable, WrongUse
from pipeline.store.copies import before_migration
from pipeline.store.direct import begin_to_write
from pipeline.store.schema import HEAD
from pipeline.store.trouble import named

_REST = 1.0  # seconds in which no server is restarted unnoticed
BUSY_SECONDS = 15.0  # how long a writer waits for another process
_ECHO = 30.0  # seconds: who was refused waits up to so long before it tries again
# A cable that was cut says nothing: both ends ask. A machine that lost its power would hold its locks for hours.
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}  # seconds, seconds, times


class Store:
    """One database. ``write()`` is one transaction, all or nothing; ``read()`` one consistent view."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(bangdan_writes=True)
        # PostgreSQL: one state for the whole of a reading, as SQLite's WAL gives it
        view = {} if self.is_sqlite else {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        self._reader = engine.execution_options(**view)
        self._refused: tuple[float, str] | None = None  # when something failed last, and why
        self._written = 0.0  # when a write last succeeded

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def url(self) -> str:
        """The address without its password, for people."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the right to write from its first statement, so that what it reads stays true."""
        with self._noted(), self._writer.begin() as link:
            yield link
        self._written = time.monotonic()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._noted(), self._reader.begin() as link:
            yield link

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            with named(self.url):
                yield
        except StoreUnavailable as error:
            self._refused = time.monotonic(), str(error)
            raise

    @property
    def refusal(self) -> str | None:
        """Why the database cannot be used; None where all went well for a while: one table may be locked alone."""
        if self._refused is None:
            return None
        at, why = self._refused
        return why if at > self._written or time.monotonic() - at < _ECHO else None

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str, *, create: bool = True, backups: int = 3) -> Store:
    """Open the database at ``url``; ``create`` also makes it and brings its tables up to date.

    Before tables change an SQLite file is copied; the newest ``backups`` of these copies are kept.

    Without ``create`` nothing is written: a database that is missing, empty or of another release is refused in
    one line. Alembic is imported only where there is something to migrate.
    """
    store = connect(url, create=create)
    try:
        _bring_up_to_date(store, url, create=create, backups=backups)
    except BaseException:
        store.close()
        raise
    return store


def open_reader(url: str, *, within: float = 10.0, connections: int = 4) -> Store:
    """The database for those who only ask: the database itself refuses every change.

    Its connections are its own and few, with little memory each; a question that takes longer than ``within`` seconds
    is ended (``StoreUnavailable``), so that no reader keeps a processor or an old state of the tables for long.
    A database that is missing or of another release is refused as by ``open_store(create=False)``.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _check_file(address, create=False)
    store = Store(_engine(address, reads_within=within, connections=connections))
    try:
        _bring_up_to_date(store, url, create=False)
    except BaseException:
        store.close()
        raise
    return store


def connect(url: str, *, create: bool = True) -> Store:
    """The database at ``url`` as it is, whatever tables it has."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _check_file(address, create=create)
    return Store(_engine(address))


def _bring_up_to_date(store: Store, url: str, *, create: bool, backups: int = 3) -> None:
    with named(store.url), store.engine.connect() as link:
        found = revision(link)
    if found == HEAD:
        if create:
            from pipeline.store import views

            views.renew(store)
        return
    if not create:
        what = "has no tables of bangdan" if found is None else "was made by another release of bangdan"
        raise StoreUnavailable(f"{store.url}: the database {what}; `bangdan run` brings it up to date")
    file = sqlite_file(url)
    if file is not None:
        if found is None and _is_made(store):
            return
        if found is not None:
            before_migration(file, found, backups)
    from pipeline.store.migrate import upgrade

    upgrade(url)


def _is_made(store: Store) -> bool:
    from pipeline.store.fresh import make

    return make(store)


def revision(link: Connection) -> str | None:
    """The migration that the database stands at; None for one that is empty."""
    if not inspect(link).has_table("alembic_version"):
        return None
    found: str | None = link.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for another kind."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return None
    return Path(address.database)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise WrongUse(
            "the database's URL cannot be read; sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    if address.get_backend_name() == "postgresql" and address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise WrongUse(
            f"databases of the kind {address.get_backend_name()!r} are not known; sqlite or postgresql"
        )
    return address


def _check_file(address: URL, *, create: bool) -> None:
    if not address.database or address.database == ":memory:":
        raise WrongUse("SQLite needs a file: sqlite:///FILE")
    file = Path(address.database)
    if not create and not file.is_file():
        raise StoreUnavailable(f"{file}: there is no database here (bangdan run makes it)")
    if not file.parent.is_dir():
        raise StoreUnavailable(f"{file}: its folder does not exist")


def _engine(address: URL, *, reads_within: float | None = None, connections: int = 5) -> Engine:
    """``reads_within``: only reads, each question for at most so many seconds."""
    sqlite = address.get_backend_name() == "sqlite"
    wait: dict[str, Any] = {"timeout": BUSY_SECONDS} if sqlite else _patience(address)
    if reads_within is not None and not sqlite:
        patience = int(reads_within * 1000)
        wait["options"] = f"-c default_transaction_read_only=on -c statement_timeout={patience}"
    more = connections if reads_within is None else 0
    try:
        engine = create_engine(address, connect_args=wait, pool_size=connections, max_overflow=more)
    except NoSuchModuleError:
        raise WrongUse(f"the driver {address.drivername!r} is not known") from None
    except ModuleNotFoundError:
        raise WrongUse('PostgreSQL needs its driver: pip install "bangdan[postgres]"') from None
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        if reads_within is not None:
            _bound_sqlite(engine, reads_within)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        _ask_after_rest(engine)
    return engine


def _patience(address: URL) -> dict[str, Any]:
    """How long a PostgreSQL server may say nothing; what the address says itself holds."""
    wanted = {"connect_timeout": 10, **_ALIVE, "tcp_user_timeout": 60_000}
    return {name: value for name, value in wanted.items() if name not in address.query}


def _prepare_postgresql(link: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    """Nobody waits for a lock for ever: whoever holds it may never end.

    Settings of the session: a pooler in between would refuse them in what a connection begins with.
    """
    alive = "; ".join(f"SET tcp_{name} = {value}" for name, value in _ALIVE.items())
    link.autocommit = True  # what a transaction sets goes with it
    link.execute(f"{alive}; SET lock_timeout = {int(BUSY_SECONDS * 1000)}").close()
    link.autocommit = False


def _ask_after_rest(engine: Engine) -> None:
    """Is the server still there? Asked of a connection that rested; each time would be one more way there and back."""

    def rests(link: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's
        record.info["rests"] = time.monotonic()
        # After a reading SQLAlchemy leaves it at READ WRITE, which a database that was made read-only would obey.
        if link is not None and not link.closed:
            link.read_only = None

    def wakes(link: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - the driver's
        if time.monotonic() - record.info.get("rests", float("inf")) < _REST:
            return
        try:
            engine.dialect.do_ping(link)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool makes a new one

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", wakes)


def _bound_sqlite(engine: Engine, seconds: float) -> None:
    """Refuse changes and end a question that takes too long; PostgreSQL has settings for both."""

    def prepare(link: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        for pragma in ("query_only = ON", "cache_size = -4000"):
            link.execute(f"PRAGMA {pragma}").close()
        end = record.info["end"] = [float("inf")]
        link.set_progress_handler(lambda: time.monotonic() > end[0], 20_000)

    def begin(link: Connection) -> None:
        link.info["end"][0] = time.monotonic() + seconds

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)


def _prepare_sqlite(link: sqlite3.Connection, _record: object) -> None:
    link.isolation_level = None  # the driver's own BEGIN comes too late: see _begin_sqlite
    _keep_a_log(link)
    for pragma in (
        "foreign_keys = ON",
        "synchronous = NORMAL",  # safe with WAL: a power cut may lose the last commits, never the file
        "temp_store = MEMORY",
        "cache_size = -500",  # KB a connection, of which there are several; the system caches the file besides
        "journal_size_limit = 67108864",
    ):
        link.execute(f"PRAGMA {pragma}").close()


def _keep_a_log(link: sqlite3.Connection) -> None:
    """Write-ahead logging: readers never wait for the writer.

    The change of a new file's mode answers *locked* at once where another connection makes it, whatever time-out the
    connection has (SQLite's own exception to its busy handler), so it is asked again.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            link.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(link: Connection) -> None:
    """A transaction that reads first and writes later fails at once under load; so writers ask at the start."""
    if link.get_execution_options().get("bangdan_writes"):
        begin_to_write(link)
    else:  # takes no lock yet and cannot fail
        link.connection.driver_connection.execute("BEGIN").close()  # type: ignore[union-attr]
