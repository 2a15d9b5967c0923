"""The operator's session: a cookie that only this process can have made, and the token that its forms carry."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

COOKIE = "bangdan_operator"
LASTS = 12 * 3600  # seconds
_LONGEST = 200  # characters of a cookie that is looked at


class Sessions:
    """Signs with a secret of its own: a restart signs everybody out. Nothing of a session is kept here."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._secret, self._clock = secrets.token_bytes(32), clock

    def begin(self) -> str:
        """The value of a new session's cookie."""
        said = f"{int(self._clock()) + LASTS}.{secrets.token_urlsafe(16)}"
        return f"{said}.{self._sign('session', said)}"

    def csrf(self, cookie: str | None) -> str | None:
        """What the forms of this session carry; None for a cookie that is none of ours, or too old."""
        if cookie is None or len(cookie) > _LONGEST or not cookie.isascii():
            return None
        said, _, signature = cookie.rpartition(".")
        end = said.partition(".")[0]
        if not hmac.compare_digest(signature, self._sign("session", said)):
            return None
        return self._sign("form", cookie) if end.isdecimal() and int(end) > self._clock() else None

    def may_act(self, cookie: str | None, said: str) -> bool:
        """Whether a form with this token comes from a page of this session."""
        known = self.csrf(cookie)
        return known is not None and hmac.compare_digest(said.encode(), known.encode())

    def _sign(self, what: str, said: str) -> str:
        return hmac.new(self._secret, f"{what}:{said}".encode(), "sha256").hexdigest()
