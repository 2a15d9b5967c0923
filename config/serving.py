"""What ``[web]`` and ``[health]`` may say: who may ask from where, and with what token."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.settings import HealthSettings, Section, WebSettings
from pipeline.errors import ConfigError

_FILE = "bangdan.toml"
_LARGEST = 10_000  # bytes of a file that holds a token
SHORTEST_TOKEN = 16  # characters: a guess must be hopeless


def web_problems(web: Section | None, health: Section | None) -> list[ConfigError]:
    """What is wrong with ``[web]`` and ``[health]`` though their keys are right."""
    problems = []
    if isinstance(web, WebSettings) and web.enabled:
        problems += [ConfigError(_FILE, "web", said) for said in _web_said(web)]
    if isinstance(health, HealthSettings):
        problems += [ConfigError(_FILE, "health", said) for said in _health_said(health)]
    return problems


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("")
    (True, True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _web_said(web: WebSettings) -> Iterator[str]:
    for key in ("token", "operator_token"):
        if getattr(web, f"{key}_env") and getattr(web, f"{key}_file"):
            yield f'says both "{key}_env" and "{key}_file": one of them is enough'
    if not web.host or any(sign.isspace() or sign == "/" for sign in web.host):
        yield f'key "host": "{web.host}" is no address to listen on (write "127.0.0.1" or "0.0.0.0")'
    elif not is_loopback(web.host) and not (web.token_env or web.token_file):
        yield f'key "host": "{web.host}" can be reached from other machines: name a token ("token_env" or "token_file")'
    for name in web.hosts:
        if not name or not name.isascii() or any(sign.isspace() or sign in "/@" for sign in name):
            yield f'key "hosts": "{name}" is no host (write "bangdan.example" or "bangdan.example:8443")'
    for proxy in web.trusted_proxies:
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            yield f'key "trusted_proxies": "{proxy}" is no address (write "127.0.0.1" or "10.0.0.0/8")'


def _health_said(health: HealthSettings) -> Iterator[str]:
    if health.heartbeat_url and health.heartbeat_env:
        yield 'says both "heartbeat_url" and "heartbeat_env": one of them is enough'
    if health.heartbeat_url and not health.heartbeat_url.startswith(("https://", "http://")):
        yield f'key "heartbeat_url": "{health.heartbeat_url[:80]}" is no address (it begins with https:// or http://)'


def secret(settings: Section, table: str, key: str, folder: Path, environ: Mapping[str, str]) -> str | None:
    """The secret that ``key_env`` or ``key_file`` names; None where neither is set. What cannot be read is said."""
    variable: str | None = getattr(settings, f"{key}_env")
    path: str | None = getattr(settings, f"{key}_file", None)
    if variable is not None:
        found = environ.get(variable, "").strip()
        if not found:
            raise ConfigError(
                _FILE, table, f'key "{key}_env": the environment variable {variable} is not set'
            )
        return found
    if path is None:
        return None
    file = folder / path
    try:
        with file.open(encoding="utf-8") as opened:
            found = opened.read(_LARGEST).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ConfigError(_FILE, table, f'key "{key}_file": {file} cannot be read: {why}') from None
    if not found:
        raise ConfigError(_FILE, table, f'key "{key}_file": {file} is empty')
    return found


def token(web: WebSettings, key: str, folder: Path, environ: Mapping[str, str] = os.environ) -> str | None:
    """The reader's (``token``) or the operator's (``operator_token``) token; one that can be guessed is refused."""
    found = secret(web, "web", key, folder, environ)
    if found is None:
        return None
    named = "env" if getattr(web, f"{key}_env") else "file"
    if len(found) < SHORTEST_TOKEN or not found.isascii() or not found.isprintable() or " " in found:
        said = f'key "{key}_{named}": a token is at least {SHORTEST_TOKEN} visible ASCII characters without a space'
        raise ConfigError(_FILE, "web", said)
    return found
