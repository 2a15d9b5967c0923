"""What the daemon says while it works: readable on a terminal, JSON otherwise, always on standard error."""

from __future__ import annotations

import logging
import sys
import unicodedata
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from config.settings import LogSettings

Log = structlog.stdlib.BoundLogger
_LONGEST = 400  # characters of one value: a title or an answer may be a megabyte


def configure(settings: LogSettings, stream: TextIO | None = None) -> Log:
    """Set the process's logging up and return the daemon's own logger.

    Other people's libraries stay at warnings even where ours is at debug: theirs print addresses and tokens.
    """
    stream = stream or sys.stderr
    readable = settings.format == "text" or (settings.format == "auto" and stream.isatty())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if readable else "iso", utc=not readable),
        structlog.processors.format_exc_info if settings.level == "debug" else _error_in_a_line,
        _harmless,
    ]
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=12, sort_keys=False)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # its events are said in our own words
    for own in ("bangdan", "outbox"):
        logging.getLogger(own).setLevel(settings.level.upper())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    log: Log = structlog.stdlib.get_logger("bangdan")
    return log


def _error_in_a_line(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Nobody sees a traceback who did not ask for one: ``level = "debug"`` asks."""
    raised = event.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = f"{type(error).__name__}: {error}"
    return event


def _harmless(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Titles and answers come from strangers: no control characters on the terminal, no endless lines."""
    for key, value in event.items():
        if (
            isinstance(value, str)
            and key != "exception"
            and not (value.isprintable() and len(value) <= _LONGEST)
        ):
            event[key] = "".join(map(_visible, value[:_LONGEST])) + ("..." if len(value) > _LONGEST else "")
    return event


def _visible(sign: str) -> str:
    if sign.isspace():
        return " "
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign
