"""What the daemon's libraries import and the daemon never uses is not loaded: 20 MB, and a third of its start.

Scrapy imports pyOpenSSL, and with it the whole of cryptography, for Twisted's reactor; here it runs without one, and
its connections are the standard library's (``crawler.guard``). It imports detectors of charsets (``crawler.decode``
has its own) and a query language; BeautifulSoup a language of selectors; structlog rich, for tracebacks that are
never printed; APScheduler asks three times whatever is installed for plug-ins. While they are imported, stand-ins are
in these places, which load the real thing should somebody ask for it after all. Afterwards the places are free again:
whoever imports one of these gets the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module, metadata
from types import ModuleType
from typing import Any

_ABSENT = ("rich", "twisted.protocols.tls")  # those who import them do without
_LATER = ("jmespath", "soupsieve", "OpenSSL", "OpenSSL._util", "OpenSSL.SSL", "OpenSSL.version")


def load_parts() -> None:
    """Import the daemon. A release of a library that cannot do without is given all it wants."""
    before = set(sys.modules)
    try:
        with spared():
            import_module("scheduler.daemon")
    except (ImportError, AttributeError):
        for name in set(sys.modules) - before:
            del sys.modules[name]
        import_module("scheduler.daemon")


@contextmanager
def spared() -> Iterator[None]:
    """While Scrapy, BeautifulSoup, structlog or APScheduler is imported."""
    places: dict[str, ModuleType | None] = dict.fromkeys(_ABSENT)
    for name in _LATER:
        places[name] = _Later(name)
    places["OpenSSL"] = _Later("OpenSSL", __path__=[], __version__=metadata.version("pyOpenSSL"))
    places["twisted.internet.ssl"] = _LaterNames("twisted.internet.ssl")
    places["charset_normalizer"] = _Later(
        "charset_normalizer", from_bytes=_Named("charset_normalizer", "from_bytes")
    )
    free = {name: module for name, module in places.items() if name not in sys.modules}
    sys.modules.update(free)  # type: ignore[arg-type]
    plugins, metadata.entry_points = metadata.entry_points, _no_plugins  # type: ignore[assignment]
    try:
        yield
    finally:
        metadata.entry_points = plugins
        for name in free:
            sys.modules.pop(name, None)


def _no_plugins(**_asked: str) -> tuple[()]:
    return ()


class _Later(ModuleType):
    """In a module's place: the module itself is loaded when something of it is asked for."""

    def __init__(self, name: str, **known: object) -> None:
        super().__init__(name)
        vars(self).update(known)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") or sys.modules.get(self.__name__) is self:
            raise AttributeError(name)  # still importing: whoever wants this by its name does without
        return getattr(import_module(self.__name__), name)


class _LaterNames(_Later):
    """The same for a module from which names are imported: they too are loaded when something of them is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Named(self.__name__, name)


class _Named:
    """In the place of something that a module holds."""

    def __init__(self, module: str, name: str) -> None:
        self._real: Callable[[], Any] = lambda: getattr(import_module(module), name)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real(), name)

    def __call__(self, *args: object, **named: object) -> object:
        return self._real()(*args, **named)
