"""Secrets, from the environment or a file; never from the configuration, never into a log."""

from __future__ import annotations

import base64
import binascii
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.alerts.render.clean import one_line
from pipeline.alerts.render.wording import OwnWords
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from config.settings import ChannelSettings
    from pipeline.alerts.render.own import OwnTemplate

FILE = "alerts.toml"
_LARGEST = 10_000  # bytes of a file that holds a secret
_SHORTEST_KEY = 16  # bytes; Standard Webhooks asks for 24, a guess must be hopeless


@dataclass(frozen=True, repr=False)
class Secrets:
    """What one channel may know. The caller asks by the stem of the key: ``secret`` or ``password``."""

    channel: str
    settings: ChannelSettings
    folder: Path
    environ: Mapping[str, str]

    def wrong(self, problem: str) -> ConfigError:
        return ConfigError(FILE, f"channels.{self.channel}", problem)

    def password(self) -> str:
        return self._read("password", self.settings.password_env, self.settings.password_file)

    def signing(self) -> tuple[str, ...]:
        """The secrets that sign, newest first: ``whsec_...``, or two during a rotation, with a space between."""
        said = self._read("secret", self.settings.secret_env, self.settings.secret_file)
        keys = tuple(said.split())
        for key in keys:
            if not _is_signing_key(key):
                raise self.wrong('the secret is not "whsec_" and at least 16 bytes in base64')
        return keys

    def address(self) -> str:
        """The address of a chat room, which holds its token."""
        said = self._read("secret", self.settings.secret_env, self.settings.secret_file)
        if len(said.split()) != 1 or "://" not in said:
            raise self.wrong("the secret is not one address (feishu://..., dingtalk://..., tgram://...)")
        return said

    def certificates(self) -> str | None:
        """The path of ``ca_file``, if there is one and it holds certificates."""
        if self.settings.ca_file is None:
            return None
        path = self.folder / self.settings.ca_file
        try:
            ssl.create_default_context().load_verify_locations(path)
        except (OSError, ssl.SSLError) as error:
            raise self.wrong(f'key "ca_file": {path} cannot be used: {error.strerror or error}') from None
        return str(path)

    def words(self, form: Literal["text", "html"], clean: Callable[[str], str] = one_line) -> OwnWords:
        """The user's own templates for a place, tried out on samples; what is wrong with one is said at start."""
        return OwnWords(
            alert=self._template("alert", f"{form}_template", form, clean),
            digest=self._template("digest", f"digest_{form}_template", form, clean),
        )

    def _template(
        self,
        kind: Literal["alert", "digest"],
        key: str,
        form: Literal["text", "html"],
        clean: Callable[[str], str],
    ) -> OwnTemplate | None:
        file: str | None = getattr(self.settings, key)
        if file is None:
            return None
        from jinja2 import TemplateSyntaxError

        from pipeline.alerts.render.own import OwnTemplate, tried_on

        source = self._read_file(form, self.folder / file, key=key)
        try:
            made = OwnTemplate(source, form, clean)
            made.try_out(tried_on(kind))
        except Exception as error:  # noqa: BLE001 - a template may do whatever Python can
            where = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
            raise self.wrong(f'key "{key}": {file}{where}: {type(error).__name__}: {error}') from None
        return made

    def _read(self, stem: str, variable: str | None, file: str | None) -> str:
        if variable is not None:
            found = self.environ.get(variable, "").strip()
            if not found:
                raise self.wrong(f'key "{stem}_env": the environment variable {variable} is not set')
            return found
        if file is None:
            raise self.wrong(f'says neither "{stem}_env" nor "{stem}_file"')
        return self._read_file(stem, self.folder / file)

    def _read_file(self, stem: str, path: Path, key: str | None = None) -> str:
        key = key or f"{stem}_file"
        try:
            with path.open("rb") as opened:
                found = opened.read(_LARGEST + 1)
            text = found.decode().strip()
        except OSError as error:
            raise self.wrong(f'key "{key}": {path} cannot be read: {error.strerror or error}') from None
        except UnicodeDecodeError:
            raise self.wrong(f'key "{key}": {path} is not text') from None
        if not text or len(found) > _LARGEST:
            raise self.wrong(f'key "{key}": {path} is {"too large" if text else "empty"}')
        return text


def _is_signing_key(secret: str) -> bool:
    head, mark, encoded = secret.partition("whsec_")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return not head and bool(mark) and len(key) >= _SHORTEST_KEY
