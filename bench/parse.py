"""Cells right and pages a second beside other readers, on the developers' saved pages, in one run.

python -m bench.parse

Each reader gets the same bytes and, where a page has one, the same address. A cell is right as the table says
(title, time, author, first and last thirty characters of the text); ``four`` leaves out the author, whom the others
hardly look for. Readers that are not installed are left out, with a word.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler import generic
from crawler.decode import decode
from crawler.document import Document
from crawler.page import Page
from crawler.read import read_page
from crawler.times import read_time
from tests.crawler.test_shared_pages import PAGES, Cell, cells, is_list, rows

Reader = Callable[[str | None, bytes], Page]
EMPTY = Page(url=None, kind="unknown")


def ours(url: str | None, body: bytes) -> Page:
    return read_page(url, body)


def ours_without_layouts(url: str | None, body: bytes) -> Page:
    decoded = decode(body)
    article = generic.read_article(Document(decoded.text))[0] if decoded else None
    return article or replace(EMPTY, url=url)


def text_of(body: bytes) -> str:
    decoded = decode(body)
    return decoded.text if decoded else ""


def trafilatura_reader() -> Reader:
    import trafilatura

    def read(url: str | None, body: bytes) -> Page:
        found = trafilatura.bare_extraction(
            text_of(body), url=url, with_metadata=True, include_comments=False
        )
        if found is None:
            return EMPTY
        return replace(
            EMPTY, title=found.title, author=found.author, published=read_time(found.date), text=found.text
        )

    return read


def newspaper_reader() -> Reader:
    import newspaper

    def read(url: str | None, body: bytes) -> Page:
        article = newspaper.Article(url or "https://news.example/1", language="zh", fetch_images=False)
        article.download(input_html=text_of(body))
        article.parse()
        at = article.publish_date
        when = at.isoformat() if isinstance(at, datetime) else None
        return replace(
            EMPTY,
            title=article.title,
            author=next(iter(article.authors), None),
            published=read_time(when),
            text=article.text,
        )

    return read


def readability_reader() -> Reader:
    import readability
    from bs4 import BeautifulSoup

    def read(_: str | None, body: bytes) -> Page:
        found = readability.Document(text_of(body))
        return replace(
            EMPTY, title=found.short_title(), text=BeautifulSoup(found.summary(), "lxml").get_text()
        )

    return read


def gne_reader() -> Reader:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def read(_: str | None, body: bytes) -> Page:
        found = extractor.extract(text_of(body))
        return replace(
            EMPTY,
            title=found["title"],
            author=found["author"],
            published=read_time(found["publish_time"]),
            text=found["content"],
        )

    return read


MAKERS: dict[str, Callable[[], Reader]] = {
    "bangdan": lambda: ours,
    "bangdan, no layouts": lambda: ours_without_layouts,
    "trafilatura": trafilatura_reader,
    "readability": readability_reader,
    "gne": gne_reader,
    "newspaper4k": newspaper_reader,
}


def main() -> None:
    if not PAGES.is_dir():
        sys.exit("../shared/pages is missing: only the project's developers have it")
    table = [row for row in rows() if not is_list(row) and "/api-" not in row["page_kind"]]
    bodies = [(row, (PAGES / row["file"]).read_bytes()) for row in table]
    known = [(row, body) for row, body in bodies if read_page(row["url"] or None, body).layout]
    print(f"{len(bodies)} pages, {len(known)} of outlets with a layout")
    print(f"{'reader':<22}{'cells':>12}{'four':>12}{'pages/s':>10}{'known/s':>10}")
    for name, make in MAKERS.items():
        try:
            read = make()
            read(bodies[0][0]["url"] or None, bodies[0][1])  # some ask for more only now
        except ImportError as missing:
            print(f"{name:<22}not installed ({str(missing).splitlines()[0]})")
            continue
        found = [cell for row, body in bodies for cell in score(row, read, body)]
        four = [cell for cell in found if cell.field != "author_or_source"]
        print(
            f"{name:<22}{share(found):>12}{share(four):>12}{rate(read, bodies):>10.1f}{rate(read, known):>10.1f}",
            flush=True,
        )


def score(row: dict[str, str], read: Reader, body: bytes) -> list[Cell]:
    try:
        return cells(row, read(row["url"] or None, body))
    except Exception:  # noqa: BLE001 - a reader that raises has read nothing
        return cells(row, EMPTY)


def share(found: list[Cell]) -> str:
    return f"{sum(cell.right for cell in found)}/{len(found)}"


def rate(read: Reader, bodies: list[tuple[dict[str, str], bytes]]) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.perf_counter()
        for row, body in bodies:
            try:
                read(row["url"] or None, body)
            except Exception:  # noqa: BLE001 - counted as wrong above; its time counts too
                continue
        best = min(best, time.perf_counter() - began)
    return len(bodies) / best


if __name__ == "__main__":
    main()
