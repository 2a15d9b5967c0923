"""Where a name leads, and whether an alert may be sent there: a webhook must not reach into the own network."""

from __future__ import annotations

import asyncio
import socket

from config.public import is_public
from pipeline.errors import DeliveryFailed, DeliveryRefused

_MOST = 3  # addresses of one name that are tried


async def addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses to connect to, checked after the name is resolved, so that no later answer can differ.

    One private address among several refuses all: a name of two minds is not to be trusted.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DeliveryFailed(f"{host} cannot be resolved: {error}") from error
    known = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if not known:
        raise DeliveryFailed(f"{host} leads nowhere")
    for address in known:
        if not allow_private and not is_public(address):
            raise DeliveryRefused(
                f"{host} leads to {address}, which is not public (allow_private permits it)"
            )
    return known[:_MOST]
