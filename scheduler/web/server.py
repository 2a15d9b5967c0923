"""uvicorn inside the daemon's loop: the daemon owns the signals, the address is taken before anything else starts."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from config.settings import WebSettings
from pipeline.errors import BangdanError

_HEAD_SECONDS = 10.0  # for the head of a request to arrive, from the connection or the answer before
_HEAD_BYTES = 32_768
_CONNECTIONS = 4  # times as many as requests at once; browsers hold several open


class AddressTaken(BangdanError):  # noqa: N818 - errors are named by what happens next
    """Nobody can listen there. Said before anything is fetched, exit 1."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f'the page cannot be served at {host}:{port}: {why} ("port" in [web] of bangdan.toml)'
        )


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn would take SIGTERM and SIGINT for itself: they end the daemon, which ends this."""
        yield


class _Protocol(H11Protocol):
    """uvicorn's, which waits for ever for a request that never arrives in whole: this does not."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()
        elif self._waiting is None and not self.transport.is_closing():
            self._waiting = self.loop.call_later(_HEAD_SECONDS, self.transport.close)

    def _forget(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


class Server:
    """One address, taken at once; :meth:`run` serves until :meth:`stop` and may be called again."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app, self._settings = app, settings
        self._socket: socket.socket | None = _listen(settings.host, settings.port)
        self._host, self._port = self._socket.getsockname()[:2]
        self._server: uvicorn.Server | None = None
        self._ended = asyncio.Event()

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}/"

    async def run(self) -> None:
        """Serve until :meth:`end`; after any other end the address is taken anew."""
        taken, self._socket = self._socket, None
        self._server = server = _Server(self._config())
        self._ended.clear()
        try:
            await server.serve([taken or _listen(self._host, self._port)])
        except asyncio.CancelledError:
            for connection in list(server.server_state.connections):
                connection.shutdown()
            for one in getattr(server, "servers", ()):
                one.close()
            raise
        finally:
            self._ended.set()

    async def end(self) -> None:
        """End within a second or so; what is under way then is cut off."""
        if self._server is not None:
            self._server.should_exit = True
            await self._ended.wait()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _config(self) -> uvicorn.Config:
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the guard says what broke, in our words
        app: ASGIApp = self._app
        if self._settings.trusted_proxies:
            trusted = list(self._settings.trusted_proxies)
            app = ProxyHeadersMiddleware(app, trusted_hosts=trusted)  # type: ignore[arg-type,assignment]
        return uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            loop="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=_HEAD_BYTES,
            limit_concurrency=self._settings.concurrency * _CONNECTIONS + 8,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=1,
        )


def _listen(host: str, port: int) -> socket.socket:
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise AddressTaken(host, port, f"this name is not known here ({error.strerror})") from None
    made = socket.socket(kind, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
        made.setblocking(False)
    except OSError as error:
        made.close()
        why = "the port is in use" if error.errno == errno.EADDRINUSE else str(error.strerror)
        raise AddressTaken(host, port, why) from None
    return made


def probe(settings: WebSettings) -> None:
    """Raise ``AddressTaken`` where nobody could listen now."""
    _listen(settings.host, settings.port).close()
