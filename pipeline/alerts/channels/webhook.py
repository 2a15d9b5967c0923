"""A webhook, signed as Standard Webhooks asks. The body is described in docs/webhook.md."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
from standardwebhooks import Webhook

from config.crashpoints import reached
from config.public import is_public
from pipeline.alerts.channels.addresses import addresses
from pipeline.alerts.channels.answers import retry_after, said
from pipeline.alerts.render.message import encoded
from pipeline.errors import DeliveryFailed, DeliveryRefused
from pipeline.model import Message

if TYPE_CHECKING:
    from config.settings import ChannelSettings
    from pipeline.alerts.channels.secrets import Secrets

USER_AGENT = "bangdan (alerts; Standard Webhooks)"
logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # it logs whole addresses, and their tokens, as information
_MOST_READ = 4096  # bytes of an answer that says no


class WebhookChannel:
    """Posts each alert once it is due; success is 2xx and nothing else. Redirects and proxies are not followed."""

    def __init__(self, name: str, settings: ChannelSettings, secrets: Secrets) -> None:
        self.name, self.deadline = name, float(settings.timeout)
        self._allow_private = settings.allow_private
        self._signers = tuple(Webhook(secret) for secret in secrets.signing())
        self._url = _checked_url(settings, secrets)
        self._tls = httpx.create_ssl_context(verify=True)
        own_authority = secrets.certificates()
        if own_authority:
            self._tls = ssl.create_default_context(cafile=own_authority)
        self._client: httpx.AsyncClient | None = None

    async def send(self, message: Message, attempt: int) -> None:  # noqa: ARG002 - each attempt is the same, signed anew
        try:
            async with asyncio.timeout(self.deadline):
                await self._send(message)
        except TimeoutError:
            raise DeliveryFailed(f"no answer within {self.deadline:g} s") from None

    async def close(self) -> None:
        if self._client:
            await self._client.aclose()
            self._client = None

    async def _send(self, message: Message) -> None:
        port = self._url.port or (443 if self._url.scheme == "https" else 80)
        found = await addresses(self._url.host, port, allow_private=self._allow_private)
        for number, address in enumerate(found, 1):
            try:
                return await self._post(message, address)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if number == len(found):
                    raise DeliveryFailed(f"cannot connect to {self._url.host}: {_why(error)}") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise DeliveryFailed(f"{self._url.host}: {_why(error)}") from error
        return None

    async def _post(self, message: Message, address: str) -> None:
        """To this address and no other: name and certificate stay those of the configured host."""
        body = encoded(message)
        request = self._ready_client().build_request(
            "POST",
            self._url.copy_with(host=address),
            content=body,
            headers={
                "Host": self._url.netloc.decode("ascii"),
                "Content-Type": "application/json",
                "User-Agent": USER_AGENT,
                **self._signature(message.id, body),
            },
            extensions={"sni_hostname": self._url.host},
        )
        response = await self._ready_client().send(request, stream=True)
        reached("request sent")
        try:
            await _judge(response)
        finally:
            await response.aclose()

    def _signature(self, name: str, body: bytes) -> dict[str, str]:
        """Signed at every attempt: receivers refuse a signature that is five minutes old."""
        now = datetime.now(UTC)
        signed = (signer.sign(msg_id=name, timestamp=now, data=body.decode()) for signer in self._signers)
        return {
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signed),
        }

    def _ready_client(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                verify=self._tls,
                timeout=self.deadline,
                follow_redirects=False,
                trust_env=False,  # a proxy would resolve the name again, unchecked
                # alerts are rare: a connection kept open would be found dead more often than alive
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        return self._client


async def _judge(response: httpx.Response) -> None:
    if response.is_success:
        return
    if response.is_redirect:
        raise DeliveryFailed(f"HTTP {response.status_code}: redirects are not followed")
    words = await _beginning(response)
    reason = f"HTTP {response.status_code}" + (f": {words}" if words else "")
    if response.status_code == httpx.codes.GONE:
        raise DeliveryRefused(reason)
    raise DeliveryFailed(reason, retry_after(response.headers.get("retry-after"), datetime.now(UTC)))


async def _beginning(response: httpx.Response) -> str:
    """The first words of an answer, of which no more is read. Encoded bodies are not unpacked."""
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= _MOST_READ:
            break
    return said(read[:_MOST_READ])


def _checked_url(settings: ChannelSettings, secrets: Secrets) -> httpx.URL:
    try:
        url = httpx.URL(settings.url or "")
    except httpx.InvalidURL as error:
        raise secrets.wrong(f'key "url": {error}') from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise secrets.wrong('key "url": an address that begins with https:// or http:// is needed')
    try:
        private = not is_public(str(ipaddress.ip_address(url.host)))
    except ValueError:
        private = url.host == "localhost" or url.host.endswith(".localhost")
    if private and not settings.allow_private:
        raise secrets.wrong(f'key "url": {url.host} is not public (allow_private = true permits it)')
    return url


def _why(error: Exception) -> str:
    """Some errors come without a message; their kind then says most."""
    return said(str(error)) or type(error).__name__
