"""Chat rooms through Apprise: Feishu, DingTalk, WeCom robots, Telegram, Slack, ntfy and many more.

Apprise is an extra. Its addresses hold tokens, so the address is a secret of its own and is never logged:
Apprise's own log is switched off here, since it prints addresses and bodies when it is asked for details.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Any

from pipeline.alerts.render import digest, notice
from pipeline.alerts.render.clean import around, one_line
from pipeline.alerts.render.sentence import byline, headline, link, sentence, warnings
from pipeline.errors import DeliveryFailed
from pipeline.model import Alert, Digest, Message, Notice
from pipeline.words.numbers import Language

if TYPE_CHECKING:
    from config.settings import ChannelSettings
    from pipeline.alerts.channels.secrets import Secrets

_LONGEST = 3000  # characters of a digest in a room
_LONGEST_WAIT = 60.0  # seconds that one request inside Apprise may take at most
# What rooms read as more than words: a call of somebody's name, and the signs that Markdown is made of.
_MEANT = re.compile(r"[@*_`~\[\]<>|\\]")
_HARMLESS = str.maketrans("@*_`~[]<>|\\", "＠＊＿｀～［］＜＞｜＼")  # wide signs mean nothing


class ChatChannel:
    """One room. Redirects count as failures; a token that is refused is tried again, since somebody will mend it."""

    def __init__(self, name: str, settings: ChannelSettings, secrets: Secrets) -> None:
        self.name, self.deadline = name, float(settings.timeout)
        self._language = settings.language
        self._room = _room(secrets, self.deadline)
        self._own = secrets.words("text", _fit)

    async def send(self, message: Message, attempt: int) -> None:  # noqa: ARG002 - each attempt is the same
        try:
            async with asyncio.timeout(self.deadline):
                taken = await self._room.async_notify(
                    title=harmless(title(message, self._language)),
                    body=self._words(message),
                    body_format="text",
                    interpret_escapes=False,
                )
        except TimeoutError:
            raise DeliveryFailed(f"no answer within {self.deadline:g} s") from None
        if not taken:
            raise DeliveryFailed("the room did not take it")

    async def close(self) -> None:
        """Nothing is kept open."""

    def _words(self, message: Message) -> str:
        said, fault = self._own.render(message, self._language, words(message, self._language))
        return f"{said}\n{fault}" if fault else said


def title(message: Message, language: Language) -> str:
    if isinstance(message, Notice):
        return notice.headline(message, language)
    return digest.headline(message, language) if isinstance(message, Digest) else headline(message, language)


def words(message: Message, language: Language) -> str:
    """Plain lines: the news, the sentence with the figure marked, doubts, who published it, the address."""
    if isinstance(message, Notice):
        return "\n".join(harmless(line) for line in notice.lines(message, language))
    return (
        _digest_words(message, language) if isinstance(message, Digest) else _alert_words(message, language)
    )


def _digest_words(message: Digest, language: Language) -> str:
    """Rooms take some thousand characters: what does not fit is counted."""
    lines: list[str] = []
    left = _LONGEST
    shown = list(digest.items(message, language))
    for number, item in enumerate(shown):
        said = [harmless(item["news"]), *(harmless(f"⚠ {doubt}") for doubt in item["warnings"])]
        said += _shown(item["link"])
        left -= sum(len(line) + 1 for line in said)
        if left < 0:
            more = len(shown) - number
            return "\n".join([*lines, f"…… 另有 {more} 条" if language == "zh" else f"... and {more} more"])
        lines += said
    return "\n".join(lines)


def _shown(address: str | None) -> list[str]:
    """An address in which nothing is Markdown."""
    return [_MEANT.sub(lambda sign: f"%{ord(sign[0]):02X}", address)] if address else []


def _alert_words(alert: Alert, language: Language) -> str:
    before, quote, after = around(alert.sentence, alert.claim.quote, 300)
    lines = [sentence(alert, language), f"{before}【{quote}】{after}"]
    lines += [f"⚠ {said}" for said in warnings(alert, language)]
    lines.append(byline(alert))
    return "\n".join([*(harmless(line) for line in lines), *_shown(link(alert.post_url))])


def harmless(text: str) -> str:
    """The same words, in which no room finds a name to call or a mark to obey.

    >>> harmless("@all [x](http://y) > 1000万次")
    '＠all ［x］(http://y) ＞ 1000万次'
    """
    return one_line(text, 800).translate(_HARMLESS)


def _fit(text: str) -> str:
    """What a template shows, be it words or an address."""
    return "".join(_shown(link(text))) or harmless(text)


def _room(secrets: Secrets, deadline: float) -> Any:  # noqa: ANN401 - Apprise has no types
    try:
        import apprise
    except ModuleNotFoundError:
        raise secrets.wrong('kind "chat" needs Apprise: pip install "bangdan[chat]"') from None
    logging.getLogger("apprise").disabled = True
    asset = apprise.AppriseAsset(
        app_id="bangdan", app_desc="bangdan", app_url="", image_url_mask="", http_redirects=False
    )
    room = apprise.Apprise(asset=asset)
    address = secrets.address()
    bound = min(deadline, _LONGEST_WAIT)
    if not room.add(f"{address}{'&' if '?' in address else '?'}cto={bound:g}&rto={bound:g}&redirect=no"):
        raise secrets.wrong("the address is none that Apprise knows (https://appriseit.com lists them)")
    return room
