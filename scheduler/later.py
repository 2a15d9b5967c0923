"""Stand-ins for modules that a library imports at its start and that are seldom or never asked for.

While they are in their places, whoever imports them gets a module that loads the real one when something of it is
asked for. Afterwards the places are free again: whoever imports one of these gets the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """In a module's place. What is asked of it while it stands there is only named, and loaded when it is used.

    ``known``: what it holds without the real one.
    """

    def __init__(self, name: str, **known: object) -> None:
        super().__init__(name)
        vars(self).update(known)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            return self._unloaded(name)
        return getattr(import_module(self.__name__), name)

    def _unloaded(self, name: str) -> object:
        return Named(self.__name__, name)


class LaterWhole(Later):
    """The same for a module from which no names are imported: whoever wants one at once does without."""

    def _unloaded(self, name: str) -> object:
        raise AttributeError(name)


class Named:
    """In the place of something that a module holds."""

    def __init__(self, module: str, name: str) -> None:
        self._real: Callable[[], Any] = lambda: getattr(import_module(module), name)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real(), name)

    def __call__(self, *args: object, **named: object) -> object:
        return self._real()(*args, **named)


@contextmanager
def in_place(places: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Put these where nothing is loaded yet. None: whoever imports it is told that there is none."""
    free = {name: module for name, module in places.items() if name not in sys.modules}
    sys.modules.update(free)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in free:
            sys.modules.pop(name, None)


def load(names: tuple[str, ...], spared: Callable[[], Any]) -> None:
    """Import these while ``spared``. A release of a library that cannot do without is given all it wants."""
    before = set(sys.modules)
    try:
        with spared():
            for name in names:
                import_module(name)
    except (ImportError, AttributeError):
        for name in set(sys.modules) - before:
            del sys.modules[name]
        for name in names:
            import_module(name)
