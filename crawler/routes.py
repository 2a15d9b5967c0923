"""Where a post that a list names is fetched from."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from crawler.identity import canonical
from crawler.outlets import outlet_at
from crawler.page import Link


def fetch_address(link: Link) -> str:
    """The address to ask for: one for all forms of a document on its own outlet, the listed one elsewhere.

    >>> fetch_address(Link(url="https://3g.163.com/news/article/G1HFUAJT05509RJR.html"))
    'https://www.163.com/dy/article/G1HFUAJT05509RJR.html'
    >>> fetch_address(Link(url="http://127.0.0.1:8000/dy/article/G1HFUAJT05509RJR.html"))
    'http://127.0.0.1:8000/dy/article/G1HFUAJT05509RJR.html'
    """
    named = canonical(link.url)
    return named.url if named is not None and outlet_at(link.url) is not None else link.url


def copy_address(url: str, host: str) -> str | None:
    """The address of the same document on a mirror; None where the document has no address that mirrors keep.

    >>> copy_address("https://www.163.com/dy/article/G1HFUAJT05509RJR.html", "m.example")
    'https://m.example/dy/article/G1HFUAJT05509RJR.html'
    """
    named = canonical(url)
    if named is None or named.outlet != "netease":
        return None
    parts = urlsplit(host if "://" in host else f"{urlsplit(url).scheme}://{host}")
    return urlunsplit((parts.scheme, parts.netloc, f"/dy/article/{named.doc_id}.html", "", ""))
