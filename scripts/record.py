"""Save a page outside the repository, and print the skeleton of a fixture that is then written anew by hand.

``make record URL=https://...``: real pages belong to their publishers and never enter the repository. What is printed
goes into ``tests/crawler/layouts.py``, with words of one's own in the page's structure.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from config.settings import CrawlSettings
from crawler.page import Page
from crawler.service import Crawler, Validators
from pipeline.model import Post

HERE = Path(__file__).resolve().parent.parent
_SHOWN = 12  # characters of real words that help to find the place, no more


async def fetch(url: str, *, private: bool) -> tuple[bytes, Page | None, str]:
    """The page's bytes, what is read of it today, and what came of the visit."""

    async def deliver(_post: Post) -> None:
        """Nothing is kept."""

    async def known(_urls: Sequence[str]) -> dict[str, Validators]:
        return {}

    crawler = Crawler(CrawlSettings(allow_private=private), deliver, known)
    await crawler.start()
    try:
        visit = await crawler.fetch(url, whole=True)
    finally:
        await crawler.stop(within=2)
    said = f"{visit.outcome} {visit.evidence or ''}".strip()
    return visit.raw, visit.page, said


def skeleton(url: str, page: Page | None) -> str:
    """A ``Sample`` to fill in. Of the real page only its address and what is read today are named."""
    read = page or Page(url=url, kind="unknown")
    name = read.outlet or "outlet"
    return "\n".join(
        [
            "Sample(",
            f"    outlet={name!r},",
            f"    layout={read.layout or 'name it'!r},",
            f"    url={url!r},",
            (
                '    html=page(f\'<h1 class="...">{TITLE}</h1><div class="...">{AT} {AUTHOR}</div>'
                '<div class="...">{BODY}</div>\'),'
            ),
            f"    doc_id={read.doc_id or 'from the address'!r},",
            "    title=TITLE, author=AUTHOR, published=ISO, first=FIRST, last=LAST,",
            "),",
            (
                f"# read today: kind {read.kind}, {len(read.links)} links, title {_hint(read.title)}, "
                f"author {_hint(read.author)}, published {read.published}, text {_hint(read.text)} ..."
            ),
        ]
    )


def _hint(text: str | None) -> str:
    return repr(text[:_SHOWN]) if text else "none"


def main() -> int:
    """Fetch one address as politely as the daemon would."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("url")
    options.add_argument("--into", type=Path, default=Path(tempfile.gettempdir()) / "bangdan-pages")
    options.add_argument(
        "--allow-private", action="store_true", help="pages on loopback, for trying this out"
    )
    asked = options.parse_args()
    folder = asked.into.resolve()
    if folder.is_relative_to(HERE):
        sys.stderr.write("record: real pages do not enter the repository: give another folder with --into\n")
        return 2
    raw, page, said = asyncio.run(fetch(asked.url, private=asked.allow_private))
    if not raw:
        sys.stderr.write(f"record: nothing to save: {said}\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", asked.url.partition("://")[2])[:80].strip("-")
    file = folder / f"{stem}-{hashlib.sha256(raw).hexdigest()[:8]}.html"
    file.write_bytes(raw)
    sys.stderr.write(f"record: {said}; {len(raw)} bytes saved as {file}\n")
    sys.stdout.write(skeleton(asked.url, page) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
