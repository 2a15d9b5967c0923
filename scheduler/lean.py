"""What the daemon's libraries import and the daemon never uses is not loaded: 20 MB, and a third of its start.

Scrapy imports pyOpenSSL, and with it the whole of cryptography, for Twisted's reactor; here it runs without one, and
its connections are the standard library's (``crawler.guard``). It imports detectors of charsets (``crawler.decode``
has its own) and a query language; BeautifulSoup a language of selectors; structlog rich, for tracebacks that are
never printed; APScheduler asks three times whatever is installed for plug-ins. While they are imported, stand-ins are
in these places (``later``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from types import ModuleType

from scheduler.later import Later, LaterWhole, Named, in_place, load

_ABSENT = ("rich", "twisted.protocols.tls")  # those who import them do without
_LATER = ("jmespath", "soupsieve", "OpenSSL", "OpenSSL._util", "OpenSSL.SSL", "OpenSSL.version")


def load_parts() -> None:
    """Import the daemon."""
    load(("scheduler.daemon",), spared)


@contextmanager
def spared() -> Iterator[None]:
    """While Scrapy, BeautifulSoup, structlog or APScheduler is imported."""
    places: dict[str, ModuleType | None] = dict.fromkeys(_ABSENT)
    for name in _LATER:
        places[name] = LaterWhole(name)
    places["OpenSSL"] = LaterWhole("OpenSSL", __path__=[], __version__=metadata.version("pyOpenSSL"))
    places["twisted.internet.ssl"] = Later("twisted.internet.ssl")
    places["charset_normalizer"] = LaterWhole(
        "charset_normalizer", from_bytes=Named("charset_normalizer", "from_bytes")
    )
    plugins, metadata.entry_points = metadata.entry_points, _no_plugins  # type: ignore[assignment]
    try:
        with in_place(places):
            yield
    finally:
        metadata.entry_points = plugins


def _no_plugins(**_asked: str) -> tuple[()]:
    return ()
