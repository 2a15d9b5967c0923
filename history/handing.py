"""Somebody else's page, handed over as it was fetched: under a name that opens it, and never as a page of this site."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.responses import Response

_KINDS = {  # what servers call a page -> what it is called here; nothing that a browser would run as a script or a style
    "text/html": ("text/html", "html"),
    "application/xhtml+xml": ("text/html", "html"),
    "application/json": ("application/json", "json"),
    "text/json": ("application/json", "json"),
    "application/feed+json": ("application/json", "json"),
    "text/xml": ("application/xml", "xml"),
    "application/xml": ("application/xml", "xml"),
    "application/rss+xml": ("application/xml", "xml"),
    "application/atom+xml": ("application/xml", "xml"),
    "text/plain": ("text/plain", "txt"),
    "text/javascript": ("text/plain", "txt"),  # JSONP; some systems run a file named .js when it is opened
    "application/javascript": ("text/plain", "txt"),
    "application/x-javascript": ("text/plain", "txt"),
}
_UNKNOWN = ("application/octet-stream", "bin")
MEDIA = tuple(sorted({kind for kind, _ in _KINDS.values()} | {_UNKNOWN[0]}))
_CHARSET = re.compile(
    r";\s*charset\s*=\s*[\"']?(utf-8|gbk|gb2312|gb18030|big5|big5-hkscs)\b", re.ASCII | re.IGNORECASE
)
_FIRST = 1000  # bytes in which a page begins


def handed_over(
    body: bytes, said: str | None, stem: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer to download ``body`` as ``stem`` and a fitting end. Of what its server ``said`` of its type only words
    that are known here are said again: nothing else of the web comes into a header.
    """
    kind, end = named(body, said)
    charset = _CHARSET.search(said or "") if kind.startswith("text/") else None
    sent = {
        "Content-Type": f"{kind}; charset={charset[1].lower()}" if charset else kind,
        "Content-Disposition": f'attachment; filename="{stem}.{end}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body, headers={**sent, **(headers or {})})


def named(body: bytes, said: str | None) -> tuple[str, str]:
    r"""The type of a page and the end of its name: as its server called it, else by its first sign.

    >>> named(b"{}", "application/json; charset=utf-8"), named(b"<rss>", 'text/xml"\r\nX: y')
    (('application/json', 'json'), ('application/octet-stream', 'bin'))
    >>> named(b"  <p>", None), named(b"GIF89a", None)
    (('text/html', 'html'), ('application/octet-stream', 'bin'))
    """
    called = (said or "").partition(";")[0].strip().lower()
    if called:
        return _KINDS.get(called, _UNKNOWN)
    begin = body[:_FIRST].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith((b"<?xml", b"<rss", b"<feed")):
        return _KINDS["text/xml"]
    if begin.startswith(b"<"):
        return _KINDS["text/html"]
    return _KINDS["application/json"] if begin.startswith((b"{", b"[")) else _UNKNOWN
