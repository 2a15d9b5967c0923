"""Who may read and who may operate: two tokens, compared in constant time."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from pathlib import Path

from config.serving import token
from config.settings import Settings


@dataclass(frozen=True, repr=False)
class Tokens:
    """None: not set. Without a reader's token everybody who can reach the address may read."""

    reader: str | None = None
    operator: str | None = None

    def may_read(self, authorization: str | None) -> bool:
        """Whether a request with this Authorization header may read."""
        if self.reader is None:
            return True
        said = presented(authorization)
        return said is not None and (_same(said, self.reader) or self.is_operator(said))

    def is_operator(self, text: str | None) -> bool:
        return text is not None and self.operator is not None and _same(text, self.operator)


def read_tokens(settings: Settings) -> Tokens:
    """The tokens that ``[web]`` names; a secret that is missing or can be guessed is refused in one line."""
    folder = Path(settings.folder)
    return Tokens(token(settings.web, "token", folder), token(settings.web, "operator_token", folder))


def presented(authorization: str | None) -> str | None:
    """The token of an Authorization header: ``Bearer TOKEN``, or the password of ``Basic`` (browsers ask for that).

    >>> presented("Bearer abc"), presented("Basic YW55OmFiYw=="), presented("Digest x"), presented(None)
    ('abc', 'abc', None, None)
    """
    scheme, _, rest = (authorization or "").partition(" ")
    rest = rest.strip()
    if scheme.lower() == "bearer" and rest:
        return rest
    if scheme.lower() != "basic":
        return None
    try:
        said = base64.b64decode(rest, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return said.partition(":")[2] or None


def _same(said: str, known: str) -> bool:
    return hmac.compare_digest(said.encode(errors="replace"), known.encode())
