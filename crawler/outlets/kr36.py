"""36Kr (36氪): since 2022 the page's state is often encrypted, with a key that every visitor's script holds."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import cast

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet
from crawler.outlets.embedded import StateLayout, dig, state_after
from crawler.times import read_epoch

_MARKER = "window.initialState"
_KEY = b"efabccee-b754-4c"  # AES-128-ECB; it hides nothing: the page's own script names it
_LARGEST = 3_000_000  # characters of an encrypted state
_ARTICLE = "articleDetail.articleDetailData.data"
_FLASH = "newsflashDetail.newsflashDetailData.data, newsflashDetail.data, newsflashDetail"


def state_of(page: Document) -> object | None:
    """The page's state, decrypted where it comes encrypted; None where there is none or it cannot be read."""
    if _MARKER not in page.memo:
        found = state_after(page.html, _MARKER)
        if isinstance(found, dict) and found.get("isEncrypt"):
            found = _decrypted(found.get("state"))
        page.memo[_MARKER] = found
    return page.memo[_MARKER]


def _decrypted(secret: object) -> object | None:
    if not isinstance(secret, str) or len(secret) > _LARGEST:
        return None
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    try:
        cipher = Cipher(algorithms.AES(_KEY), modes.ECB()).decryptor()  # noqa: S305 - theirs, not ours
        padded = cipher.update(base64.b64decode(secret, validate=True)) + cipher.finalize()
        unpadder = PKCS7(128).unpadder()
        plain = unpadder.update(padded) + unpadder.finalize()
        return cast("object", json.loads(plain, strict=False))
    except (ValueError, binascii.Error, RecursionError):
        return None


class Article(Layout):
    name, valid = "articleDetailContent", "2019 to now"
    mark = ".articleDetailContent, .common-width.content"
    title = "h1.article-title, h1"
    time = ".title-icon-item.item-time, .item-time, .title-icon-item"
    author = "a.title-icon-item.item-a, .item-a, .author-name"
    body = ".articleDetailContent, .common-width.content"
    drop = ".article-footer-txt, .copyright, .summary"
    noise = re.compile(r"该文观点仅代表作者本人.{0,60}")

    def data_time(self, page: Document) -> str | None:
        """What readers see is *2小时前*; the state has the second."""
        return read_epoch(dig(state_of(page), f"{_ARTICLE}.publishTime")) or super().data_time(page)


class State(StateLayout):
    name, valid = "initialState", "2019 to now"
    marker = _MARKER
    article = _ARTICLE
    title = "widgetTitle"
    time = "publishTime"
    author = "author"
    body = "widgetContent"
    noise = Article.noise

    def whole(self, page: Document) -> object | None:
        return state_of(page)


class Flash(Layout):
    name, valid = "newsflash", "2019 to now"
    mark = ".newsflash-detail, .item-main .pre-item-des"
    title = "h1, .item-title"
    time = ".time, .item-time"
    author = ".item-related a"
    body = ".pre-item-des, .item-desc"
    telling = False

    def data_time(self, page: Document) -> str | None:
        paths = (f"{path}.{name}" for path in _FLASH.split(", ") for name in ("publishTime", "published_at"))
        found = (read_epoch(dig(state_of(page), path)) for path in paths)
        return next(filter(None, found), None) or super().data_time(page)


class FlashState(StateLayout):
    name, valid = "newsflash in initialState", "2019 to now"
    marker = _MARKER
    article = _FLASH
    title = "widgetTitle, title"
    time = "publishTime, published_at"
    author = "author, source"
    body = "widgetContent, description"

    def whole(self, page: Document) -> object | None:
        return state_of(page)


OUTLET = Outlet(
    name="36kr",
    hosts=("36kr.com",),
    post=re.compile(r"^/(?P<kind>p|newsflashes)/(?P<id>\d{5,18})", re.ASCII),
    address="https://36kr.com/{kind}/{id}",
    lists=re.compile(r"^/(?:information|newsflashes|user|motif|search|hot-list|topics)(?:/|$)"),
    rows=(("itemId", "https://36kr.com/p/{id}"),),
    layouts=(Article(), Flash(), State(), FlashState()),
)
