"""Real receivers on loopback: an SMTP server with TLS and login, a webhook receiver that checks signatures."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import ipaddress
import ssl
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXY="


def looped(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run an async test in a loop of its own."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that signs itself, and the context of a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    public = folder / "ca.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return public, context


@dataclass
class MailServer:
    """A mailbox behind a real SMTP server. ``answers`` are what it says to the next mails instead of yes."""

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    login: tuple[str, str] | None = None
    answers: list[str] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)  # recipient -> answer
    box: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    hang: float = 0
    port: int = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        implicit = self.tls if self.implicit else None
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port, ssl=implicit)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await asyncio.sleep(0.01)

    def _session(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it cannot know that TLS is round it already
            return self._server_side()

    def _server_side(self) -> SMTP:
        return SMTP(
            self,
            hostname="mail.test",
            tls_context=None if self.implicit else self.tls,
            require_starttls=self.tls is not None and not self.implicit,
            authenticator=self._check if self.login else None,
            auth_required=self.login is not None,
            auth_require_tls=not self.implicit,
        )

    def _check(
        self, _server: object, session: Any, _envelope: object, _how: str, data: LoginPassword
    ) -> AuthResult:
        good = (data.login.decode(), data.password.decode()) == self.login
        self.logins.append(good)
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:
        await asyncio.sleep(self.hang)
        if self.answers:
            return self.answers.pop(0)
        self.over_tls.append(session.ssl is not None)
        self.envelopes.append(envelope)
        made = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.box.append(made)
        return "250 taken"


@dataclass
class Receiver:
    """A webhook receiver. ``answers`` are what it says to the next requests instead of 204."""

    secret: str = SECRET
    tls: ssl.SSLContext | None = None
    answers: list[web.Response] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)  # those that it took
    ids: list[str] = field(default_factory=list)  # of every request, taken or not
    headers: list[Any] = field(default_factory=list)
    bad: int = 0  # signatures that do not hold
    hang: float = 0
    port: int = 0
    calls: int = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/hook", self._hook)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=self.tls)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}/hook"

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        content = await request.read()
        try:
            told = Webhook(self.secret).verify(content, dict(request.headers))
        except WebhookVerificationError:
            self.bad += 1
            return web.Response(status=401, text="bad signature")
        self.ids.append(request.headers["webhook-id"])
        self.headers.append(request.headers)
        if self.hang:
            await asyncio.sleep(self.hang)
        if self.answers:
            return self.answers.pop(0)
        self.got.append(told)
        return web.Response(status=204)
