"""Errors, named by what happens next. Each takes the facts and writes its own sentence."""

from __future__ import annotations


class BangdanError(Exception):
    """Anything that bangdan says to its user in one line. The command line prints it and exits 1.

    ``key`` and ``facts`` name the sentence and fill its gaps where the page says it in its reader's language.
    """

    exit_code = 1

    def __init__(self, message: str = "", *, key: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.key, self.facts = key, facts


class WrongUse(BangdanError):  # noqa: N818 - errors are named by what happens next
    """Asked wrongly: configuration, arguments, missing secrets. Said before anything is fetched; exit 2."""

    exit_code = 2


class ConfigError(WrongUse):
    """A configuration file holds something that cannot be used. Names file, table and key."""

    def __init__(self, file: str, table: str | None, problem: str) -> None:
        where = f"{file}, [{table}]" if table else file
        super().__init__(f"{where}: {problem}")
        self.file, self.table, self.problem = file, table, problem


class Quarantine(BangdanError):  # noqa: N818
    """A page that can never be read as it is. Kept raw with the reason, its source is marked, no retry."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url, self.reason = url, reason


class StoreUnavailable(BangdanError):  # noqa: N818
    """The database cannot be reached or written now. The caller keeps its work and tries again, or exits 1."""


class NotFound(BangdanError):  # noqa: N818
    """Nothing in the history bears this name or number. The command line says so, with a hint, and exits 1."""

    def __init__(self, kind: str, name: object, hint: str = "") -> None:
        super().__init__(f"no {kind} {name!r} in the history{hint}")
        self.kind, self.name = kind, name


class DeliveryFailed(BangdanError):  # noqa: N818
    """A channel did not take an alert this time. The outbox tries again, after ``retry_after`` seconds if given."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.retry_after = reason, retry_after


class DeliveryRefused(BangdanError):  # noqa: N818
    """A channel will never take this alert (refused address, 410 Gone). The outbox gives it up, visibly."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
