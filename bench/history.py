"""The questions of a reader on ten million claims, on SQLite and PostgreSQL, beside the same as plain SQL by hand.

    python bench/history.py                      both databases, 10,000,000 claims, in a temporary folder
    python bench/history.py --claims 1000000 --on sqlite --keep FOLDER     keep the database and use it again

Needs about 12 GB of disk for each database and ten to twenty minutes. Times are wall-clock milliseconds of a warm
process; the ratio is bangdan's median over that of the plain SQL, measured in turns.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import by_hand  # noqa: E402
from archive import DAYS, END, Archive  # noqa: E402
from loading import load_postgres, load_sqlite  # noqa: E402

from pipeline.model import BEIJING  # noqa: E402
from pipeline.store import read  # noqa: E402
from pipeline.store.engine import open_store  # noqa: E402
from pipeline.store.read import Filters  # noqa: E402
from pipeline.store.read.cursors import Cursor  # noqa: E402

TURNS = 200  # of each question, each with its own app, filter or word


class Questions:
    """What is asked: by bangdan (``ours``) and by hand, the same draw for both."""

    def __init__(self, reader: read.Store, hand: by_hand.Asks, archive: Archive) -> None:
        self.reader, self.hand, self.archive = reader, hand, archive
        self.draw = random.Random(11)

    def app(self) -> str:
        """As readers ask: of an app that is written about, now and then of one that hardly is."""
        if self.draw.random() < 0.8:
            return self.archive.apps[self.draw.choices(range(5_000), cum_weights=self.archive.weights)[0]]
        return self.draw.choice(self.archive.apps[:4_000])

    def filters(self) -> dict[str, str]:
        some: list[dict[str, str]] = [
            {},
            {"app": self.app()},
            {"app": self.app(), "metric": self.draw.choice(["downloads", "rank", "downloads_change"])},
            {"app": self.app(), "novelty": self.draw.choice(["higher", "first", "lower"])},
            {"outlet": self.draw.choice(self.archive.outlets)},
            {"store": self.draw.choice(["app_store", "google_play", "huawei", "xiaomi"])},
            {"novelty": self.draw.choice(["higher", "conflict", "first", "lower"])},
            {"modality": self.draw.choice(["forecast", "goal", "rumour"])},
            {"metric": "rank", "since": self.archive.days[self.draw.randrange(DAYS)]},
        ]
        return self.draw.choice(some)

    def each(
        self,
    ) -> Iterator[tuple[str, Callable[[], tuple[Callable[[], object], Callable[[], object] | None]]]]:
        yield "latest figures of an app", self.latest
        yield "an app's history, first page", self.history
        yield "an app's curves", self.curves
        yield "claims, filtered, first page", lambda: self.claims(deep=False)
        yield "claims, filtered, deep page", lambda: self.claims(deep=True)
        yield "claims of an app as of a day", self.then
        yield "search, two characters", lambda: self.search(self.draw.choice(self.archive.words))
        yield "search, an app's name", lambda: self.search(self.app())
        yield "search, deep page", self.search_deep
        yield "today's page", self.today

    def latest(self) -> tuple[Callable[[], object], Callable[[], object]]:
        app = self.app()
        return self._ours(lambda tx: read.latest(tx, app)), self._theirs(by_hand.latest, app)

    def history(self) -> tuple[Callable[[], object], Callable[[], object]]:
        app = self.app()
        return self._ours(lambda tx: read.history(tx, app)), self._theirs(by_hand.history, app)

    def curves(self) -> tuple[Callable[[], object], None]:
        app = self.app()
        return self._ours(lambda tx: read.curves(tx, app, Filters(limit=12), points=100)), None

    def claims(self, *, deep: bool) -> tuple[Callable[[], object], Callable[[], object]]:
        asked = self.filters()
        asked.pop("since", None) if deep else None
        after = None
        if deep:
            after = (
                self.archive.days[self.draw.randrange(DAYS // 3)],
                self.draw.randrange(1, self.archive.size),
            )
        filters = Filters(**asked, after=after and str(Cursor(*after)))  # type: ignore[arg-type]
        return (
            self._ours(lambda tx: read.claims(tx, filters)),
            self._theirs(by_hand.claims, asked, after),
        )

    def then(self) -> tuple[Callable[[], object], None]:
        at = END - timedelta(days=self.draw.randrange(DAYS - 30))
        filters = Filters(app=self.app(), as_of=at)
        return self._ours(lambda tx: read.claims(tx, filters)), None

    def search(self, words: str) -> tuple[Callable[[], object], Callable[[], object]]:
        return (
            self._ours(lambda tx: read.search(tx, words)),
            self._theirs(by_hand.search, words),
        )

    def search_deep(self) -> tuple[Callable[[], object], None]:
        words, after = self.app(), str(self.draw.randrange(1, self.archive.size // 8))
        return self._ours(lambda tx: read.search(tx, words, Filters(after=after))), None

    def today(self) -> tuple[Callable[[], object], Callable[[], object]]:
        now = END - timedelta(days=self.draw.randrange(60))
        begin = datetime.combine(now.astimezone(BEIJING).date(), datetime.min.time(), BEIJING)
        ends = [
            at.astimezone(END.tzinfo).strftime("%Y-%m-%d %H:%M:%S.%f")
            for at in (begin, begin + timedelta(days=1))
        ]
        if not self.reader.is_sqlite:
            ends = [end + "+00" for end in ends]
        return (
            self._ours(lambda tx: read.today(tx, now)),
            self._theirs(by_hand.today, *ends),
        )

    def _ours(self, ask: Callable[[read.Connection], object]) -> Callable[[], object]:
        def asked() -> object:
            with self.reader.read() as tx:
                return ask(tx)

        return asked

    def _theirs(self, ask: Callable[..., object], *given: object) -> Callable[[], object]:
        def asked() -> object:
            try:
                return ask(self.hand, *given)
            finally:
                self.hand.done()

        return asked


def measure(questions: Questions) -> bool:
    """One line for each question; whether all are within 50 ms and the ratio of 1.5.

    On SQLite the whole of a question is work of this thread, so its processor time is what an idle machine would
    show as time; on PostgreSQL a server works beside, and only the time on the clock says anything.
    """
    here = questions.reader.is_sqlite
    clocks = [("time", time.perf_counter), *([("processor", time.thread_time)] if here else [])]
    judged = clocks[-1][0]
    heads = "".join(f"{f'{name}: median':>18} {'p95':>7} {'max':>7} {'ratio':>6}" for name, _ in clocks)
    print(f"{'milliseconds of':30}{heads}   (judged by {judged})")
    good = True
    for name, make in questions.each():
        ours: dict[str, list[float]] = {clock: [] for clock, _ in clocks}
        hand: dict[str, list[float]] = {clock: [] for clock, _ in clocks}
        for turn in range(TURNS):
            mine, theirs = make()
            both = [(ours, mine), (hand, theirs)]
            for times, ask in both if turn % 2 else reversed(both):  # neither always finds the pages read
                if ask is not None:
                    _note(times, clocks, ask)
        line = f"{name:30}"
        for clock, _ in clocks:
            times = sorted(ours[clock])
            middle, p95 = statistics.median(times), times[int(len(times) * 0.95)]
            ratio = middle / statistics.median(hand[clock]) if hand[clock] else None
            line += f"{middle:18.2f} {p95:7.2f} {times[-1]:7.2f} {f'{ratio:6.2f}' if ratio else '     -'}"
            if clock == judged:
                good = good and p95 <= 50 and (ratio is None or ratio <= 1.5)
        print(line, flush=True)
    return good


def _note(
    times: dict[str, list[float]], clocks: list[tuple[str, Callable[[], float]]], ask: Callable[[], object]
) -> None:
    begins = [clock() for _, clock in clocks]
    ask()
    for (name, clock), begin in zip(clocks, begins, strict=True):
        times[name].append((clock() - begin) * 1000)


def shell(url: str) -> None:
    """``bangdan history`` as a process, start-up and all."""
    code = "import sys; from scheduler.cli import main; sys.exit(main())"
    surroundings = os.environ | {"BANGDAN_DATABASE_URL": url, "PYTHONPATH": str(Path(__file__).parent.parent)}
    times, before = [], resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(7):
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code, "history", "千问"], env=surroundings, check=True, capture_output=True
        )
        times.append(time.perf_counter() - begin)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = (used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime) / len(times)
    print(
        f"bangdan history 千问: median {statistics.median(times):.2f} s, best {min(times):.2f} s, "
        f"{worked:.2f} s of a processor (start-up included)"
    )


def load(url: str, claims: int) -> Archive:
    """The archive, loaded; what it took, as claims a second."""
    archive = Archive(claims)
    open_store(url).close()
    if url.startswith("sqlite"):
        steps = load_sqlite(url.removeprefix("sqlite:///"), archive)
    else:
        steps = load_postgres(url.replace("+psycopg", ""), archive)
    for name, seconds in (("on the clock", steps.seconds), ("of a processor", steps.worked)):
        seconds.pop("inventing")  # the archive, which an import would read
        whole = seconds["rows"] + seconds["indexes"]
        told = ", ".join(f"{step} {one:.1f} s" for step, one in seconds.items())
        print(
            f"loaded {claims:,} claims with posts, figures and witnesses, {name}: {told}\n"
            f"  claims a second: rows {claims / seconds['rows']:,.0f}, with their indexes {claims / whole:,.0f}, "
            f"with search too {claims / (whole + seconds['search']):,.0f}"
        )
    return archive


def drawn_again(claims: int) -> Archive:
    """The archive's names and weights, for a database that was kept."""
    return Archive(claims)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A server of our own on a free port, its data in ``folder``."""
    from tests.postgres import account as account_of_postgres
    from tests.postgres import free_port
    from tests.postgres import tools as tools_of_postgres

    tools, port, account = tools_of_postgres(), free_port(), account_of_postgres()
    assert tools is not None, "no PostgreSQL server program (Debian: apt-get install postgresql)"
    data = folder / "postgres"
    if not data.exists():
        data.mkdir(parents=True)
        if account:
            os.chown(data, account["user"], account["group"])
        words = [
            tools / "initdb",
            "-D",
            data,
            "-U",
            "bangdan",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run(words, check=True, capture_output=True, cwd="/", **account)
    settings = ["fsync=off", "shared_buffers=1GB", "max_wal_size=8GB", "wal_level=minimal", "max_wal_senders=0",
                "random_page_cost=1.1", "checkpoint_timeout=30min", "autovacuum=off"]  # fmt: skip
    options = [part for one in settings for part in ("-c", one)]
    server = subprocess.Popen(
        [tools / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **account,
    )  # fmt: skip
    try:
        while subprocess.run(
            [tools / "pg_isready", "-h", "127.0.0.1", "-p", str(port)],
            check=False,
            capture_output=True,
        ).returncode:
            if server.poll() is not None:
                raise SystemExit("PostgreSQL did not start")
            time.sleep(0.1)
        yield f"postgresql://bangdan@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(120)


def run(kind: str, claims: int, folder: Path) -> bool:
    print(f"\n== {kind}, {claims:,} claims")
    done = folder / f"{kind}.loaded"
    if kind == "sqlite":
        return _ask(f"sqlite:///{folder / 'history.db'}", claims, done)
    with postgres(folder) as url:
        return _ask(url, claims, done)


def _ask(url: str, claims: int, done: Path) -> bool:
    archive = drawn_again(claims) if done.exists() else load(url, claims)
    done.touch()
    reader = read.open_reader(url, within=60)
    hand = by_hand.Sqlite(url.removeprefix("sqlite:///")) if reader.is_sqlite else by_hand.Postgres(url)
    try:
        good = measure(Questions(reader, hand, archive))
    finally:
        reader.close()
    shell(url)
    return good


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--claims", type=int, default=10_000_000)
    asked.add_argument("--on", default="sqlite,postgresql")
    asked.add_argument(
        "--keep", type=Path, help="a folder for the databases, used again where they are there"
    )
    given = asked.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="bangdan-history-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        good = [run(kind, given.claims, folder) for kind in given.on.split(",")]
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    print(
        "\nall within 50 ms (p95) and 1.5 times plain SQL"
        if all(good)
        else "\nNOT all within 50 ms and 1.5 times plain SQL"
    )


if __name__ == "__main__":
    main()
