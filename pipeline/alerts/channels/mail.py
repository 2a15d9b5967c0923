"""E-mail by SMTP, with text and HTML, threaded by app, and the same Message-ID at every attempt."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import ssl
from collections import OrderedDict
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from html import escape
from typing import TYPE_CHECKING

import aiosmtplib
import structlog

from config.crashpoints import reached
from pipeline.alerts.channels.answers import said
from pipeline.alerts.render import mail
from pipeline.errors import DeliveryFailed, DeliveryRefused
from pipeline.model import BEIJING, Alert, Digest, Message, Notice

if TYPE_CHECKING:
    from config.settings import ChannelSettings
    from pipeline.alerts.channels.secrets import Secrets
    from pipeline.alerts.pictures import Pictures

PICTURE = "series"  # what the HTML calls the picture by
log = structlog.get_logger("mail")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PATIENCE = 3  # attempts after which a permanent refusal (5xx) is believed
_REMEMBERED = 1000  # alerts of which some recipients have theirs already
_WORD = 75  # characters of an encoded word: RFC 2047, section 2
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class _Policy(EmailPolicy):
    """Encodes a subject as one run of words: the library's own folding loses a space where it breaks a line there."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject" or value.isascii():
            return super().fold_binary(name, value)
        words = Header(str(value), "utf-8", maxlinelen=_WORD, header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}".encode("ascii")


_POLICY = _Policy(linesep="\r\n", cte_type="7bit")  # no server on the way has to know 8BITMIME


class MailChannel:
    """One mail for each alert to all recipients. TLS is verified; a password never travels in the clear."""

    def __init__(
        self, name: str, settings: ChannelSettings, secrets: Secrets, pictures: Pictures | None = None
    ) -> None:
        self.name, self.deadline = name, float(settings.timeout)
        self._settings, self._pictures = settings, pictures
        self._sender = _address(settings.sender or "", secrets, "sender")
        self._to = tuple(_address(one, secrets, "to") for one in settings.to)
        if not settings.host or not self._to:
            raise secrets.wrong('missing key "host"' if not settings.host else 'missing key "to"')
        if settings.user and settings.security == "none" and settings.host not in _LOOPBACK:
            raise secrets.wrong('security = "none" would send the password in the clear')
        self._password = secrets.password() if settings.user else None
        self._tls = ssl.create_default_context(cafile=secrets.certificates())
        self._own_text, self._own_html = secrets.words("text"), secrets.words("html")
        self._took: OrderedDict[str, set[str]] = OrderedDict()  # alert -> recipients that have it

    async def send(self, message: Message, attempt: int) -> None:
        try:
            async with asyncio.timeout(self.deadline):
                await self._send(message, attempt)
        except TimeoutError:
            raise DeliveryFailed(f"no answer within {self.deadline:g} s") from None

    async def close(self) -> None:
        """Nothing is kept open: every alert has a connection of its own."""

    def message(self, alert: Message, picture: bytes | None = None) -> EmailMessage:
        """The mail: at each attempt the same, but for the marks between its parts."""
        language = self._settings.language
        made = EmailMessage(policy=_POLICY)
        made["Subject"] = mail.subject(alert, language)
        made["From"] = self._sender
        made["To"] = self._to
        made["Date"] = format_datetime(alert.found_at.astimezone(BEIJING))
        made["Message-ID"] = self._reference(alert.id)
        thread = self._reference(
            _thread(alert)
        )  # a root that was never sent: programs thread on the name alone
        made["In-Reply-To"] = made["References"] = thread
        made["List-Id"] = f"bangdan alerts <{_label(self.name)}.bangdan.{self._sender.domain}>"
        made["Auto-Submitted"] = "auto-generated"
        made["X-Bangdan-Alert"] = _label(alert.id)
        text, html = self._words(alert, PICTURE if picture else None)
        made.set_content(text, cte="base64")
        made.add_alternative(html, subtype="html", cte="base64")
        if picture and f"cid:{PICTURE}" in html:
            shown = made.get_payload(1)
            assert isinstance(shown, EmailMessage)
            shown.add_related(picture, "image", "png", cid=f"<{PICTURE}>", disposition="inline")
        return made

    def _words(self, message: Message, picture: str | None) -> tuple[str, str]:
        """Both parts, by the user's own templates where there are any; one that fails is told in its part."""
        language = self._settings.language
        text, fault = self._own_text.render(message, language, mail.text(message, language))
        text += f"\n{fault}\n" if fault else ""
        html, fault = self._own_html.render(message, language, mail.html(message, language, picture))
        html = html.replace("</body>", f"<p>{escape(fault)}</p></body>") if fault else html
        return text, html

    async def _send(self, alert: Message, attempt: int) -> None:
        message = self.message(alert, await self._picture(alert))
        have = self._took.get(alert.id, set())
        wanted = [one.addr_spec for one in self._to if one.addr_spec not in have]
        refused = await self._transmit(message, wanted, attempt)
        if not refused:
            self._took.pop(alert.id, None)
            return
        self._remember(alert.id, have | (set(wanted) - set(refused)))
        first = next(iter(refused.values()))
        reason = f"{len(refused)} of {len(self._to)} recipients refused: {first.code} {said(first.message)}"
        raise _verdict(first.code, reason, attempt)

    async def _picture(self, message: Message) -> bytes | None:
        """An alert is worth more than its picture: whatever goes wrong with that, it goes without."""
        if self._pictures is None or not isinstance(message, Alert):
            return None
        try:
            return await self._pictures(message)
        except Exception as error:  # noqa: BLE001 - of a library that draws, or of a database that is busy
            log.warning("no picture", channel=self.name, why=f"{type(error).__name__}: {error}"[:300])
            return None

    async def _transmit(
        self, message: EmailMessage, to: list[str], attempt: int
    ) -> dict[str, aiosmtplib.SMTPResponse]:
        """Hand it over; what comes back are the recipients that the server did not take."""
        settings = self._settings
        server = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port or _PORTS[settings.security],
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",  # required, not merely tried
            tls_context=None if settings.security == "none" else self._tls,
            local_hostname=_own_name(),
            timeout=self.deadline,
        )
        try:
            await server.connect()
            if settings.user and self._password is not None:
                await server.login(settings.user, self._password)
            sent = await server.sendmail(self._sender.addr_spec, to, message.as_bytes())
            reached("request sent")
        except aiosmtplib.SMTPRecipientsRefused as error:
            return {one.recipient: aiosmtplib.SMTPResponse(one.code, one.message) for one in error.recipients}
        except aiosmtplib.SMTPAuthenticationError as error:  # somebody will mend the password: not permanent
            raise DeliveryFailed(f"login refused: {error.code} {said(error.message)}") from error
        except aiosmtplib.SMTPResponseException as error:
            raise _verdict(error.code, f"{error.code} {said(error.message)}", attempt) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise DeliveryFailed(said(str(error)) or type(error).__name__) from error
        else:
            return sent[0]
        finally:
            server.close()  # no QUIT: the server has the mail, and it may be slow to say goodbye

    def _remember(self, alert: str, have: set[str]) -> None:
        """A second attempt is for those alone who have not got it."""
        self._took[alert] = have
        while len(self._took) > _REMEMBERED:
            self._took.popitem(last=False)

    def _reference(self, words: str) -> str:
        """A Message-ID that the same words always give, for this channel."""
        return f"<{_label(words)}.{_label(self.name)}@bangdan.{self._sender.domain}>"


def _thread(message: Message) -> str:
    if isinstance(message, Notice):
        return f"source {message.source}"
    return "digests" if isinstance(message, Digest) else f"app {message.app}"


def _verdict(code: int, reason: str, attempt: int) -> DeliveryFailed | DeliveryRefused:
    """4xx is for now. 5xx is for ever, unless the server was being set up: so it is asked a few times."""
    if code >= 500 and attempt >= _PATIENCE:
        return DeliveryRefused(f"{reason} (attempt {attempt})")
    return DeliveryFailed(reason)


def _label(words: str) -> str:
    """A word that may stand in a Message-ID, the same for the same words."""
    return (
        words
        if _PLAIN_ID.fullmatch(words)
        else hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
    )


def _own_name() -> str:
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9.-]{1,200}", name) else "localhost"


def _address(text: str, secrets: Secrets, key: str) -> Address:
    name, spec = parseaddr(text)
    try:
        address = Address(display_name=name, addr_spec=spec)
        address.addr_spec.encode("ascii")
    except (ValueError, IndexError, MessageError):
        raise secrets.wrong(f'key "{key}": "{text[:80]}" is no mail address') from None
    if not address.username or not address.domain or not text.isprintable():
        raise secrets.wrong(f'key "{key}": "{text[:80]}" is no mail address')
    return address
