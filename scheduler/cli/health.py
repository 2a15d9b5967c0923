"""``bangdan health``: what a container's health check, or a watcher's script, asks every half minute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.errors import BangdanError, ConfigError
from scheduler.cli.commands import config_option
from scheduler.cli.output import write

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is listened on, and where that is asked


@click.command()
@click.option(
    "--timeout", type=click.FloatRange(0.1, 60), default=5.0, show_default=True, help="Seconds to wait."
)
@config_option
def health(config: str | None, *, timeout: float) -> int:
    """Ask the running daemon of this configuration whether it lives: exit code 0, or 1 with the reason.

    It asks /healthz of the address in [web]; no token is needed. /readyz and `bangdan sources list` say more.
    """
    from config.place import find_folder

    host, port = _address(find_folder(config))
    status = _status(host, port, timeout)
    if status != 200:
        raise BangdanError(f"{host}:{port}/healthz answered {status}")
    write(f"{host}:{port} lives\n")
    return 0


def _address(folder: Path) -> tuple[str, int]:
    from config.place import read_toml

    table: dict[str, Any] = read_toml(folder / "bangdan.toml").get("web", {})
    if not isinstance(table, dict):
        raise ConfigError("bangdan.toml", None, '"web" must be a table: [web]')
    if not table.get("enabled", True):
        raise ConfigError("bangdan.toml", "web", "enabled = false: there is nobody to ask")
    host, port = table.get("host", "127.0.0.1"), table.get("port", 8080)
    if not isinstance(host, str) or not isinstance(port, int):
        raise ConfigError("bangdan.toml", "web", 'keys "host" and "port": a text and a number are needed')
    if port == 0:
        raise ConfigError(
            "bangdan.toml", "web", 'key "port": 0 is any that is free, so nobody knows whom to ask'
        )
    return _EVERYWHERE.get(host, host), port


def _status(host: str, port: int, timeout: float) -> int:
    import http.client

    link = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise BangdanError(f"{host}:{port} does not answer: {error or type(error).__name__}") from None
    finally:
        link.close()
