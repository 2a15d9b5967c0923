"""Several processes on one database, as after a daemon started twice by mistake: nothing doubled, nothing stuck."""

from __future__ import annotations

import threading
from itertools import product

from pipeline.store import corrections, read
from pipeline.store.engine import Store, open_store

from .crashing import count
from .story import Desk, rank, total

APPS = ("山雀", "林鸮", "雨燕")


def together(url: str, *tasks) -> list[BaseException]:
    problems: list[BaseException] = []

    def run(task) -> None:
        own = open_store(url)
        try:
            task(own)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            problems.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def week(turn: int):
    """The same posts, each process in another order, with the apps of each named in another order."""

    def task(store: Store) -> None:
        desk = Desk(store)
        for number, value in sorted(product(range(5), (8, 9)), key=lambda pair: hash((turn, pair))):
            apps = APPS[number % 3 :] + APPS[: number % 3]
            said = [total(app, value) for app in apps] + [rank(apps[turn % 3], 2)]
            desk.say(f"{turn}-{number}-{value}", *said, outlet=f"outlet{turn}")
            desk.say(f"same-{number}-{value}", *said[:3])

    return task


def test_many_writers_of_the_same_news(store, store_url):
    assert together(store_url, *(week(turn) for turn in range(4))) == []
    found = count(open_store(store_url, create=False))  # and every figure counts its claims rightly
    assert found["posts"] == 4 * 10 + 10
    assert found["figures"] == 3 * 2 + 3
    with store.read() as tx:
        alerts = read.alerts(tx, limit=1000)
    assert len(alerts) == len({(one.figure_id, one.novelty) for one in alerts})


def test_corrections_while_posts_come_in(store, store_url):
    Desk(store).say("first", total("山雀", 8), rank("山雀", 1))

    def correct(own: Store) -> None:
        for _ in range(10):
            with own.write() as tx:
                for row in read.claims(tx, read.Filters(limit=1)):
                    corrections.reject(tx, row.id)

    assert together(store_url, week(0), correct) == []
    count(open_store(store_url, create=False))
