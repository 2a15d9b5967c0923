"""Debian's Chromium, driven by playwright: one for all tests, each with a clean context."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.conftest import missing_part

PAGES = (
    "/", "/apps", "/apps/1", "/compare?app=山雀&app=林鸮&app=鹪鹩", "/search", "/search?q=山雀", "/claims/1", "/posts/18",
    "/sources", "/sources/tits", "/alerts", "/conflicts", "/feeds", "/docs", "/operator/login", "/nothing",
)  # fmt: skip
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
# without the last ones it asks its maker's hosts at every start
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def program() -> str:
    """Where Chromium is; a loud word where it is not."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing_part("no Chromium (Debian: apt-get install chromium)")
    assert found is not None
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    path, playwright = program(), sync_playwright().start()
    try:
        browser = launch(playwright, path)
        try:
            yield browser
        finally:
            end(browser)
    finally:
        playwright.stop()


def launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def end(browser: Browser) -> None:
    """Kill it: nothing of it is to be kept, and playwright waits half a minute for one that is slow to close itself."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.killpg(next(one["id"] for one in told if one["type"] == "browser"), signal.SIGKILL)


class Visit:
    """A reader's window. ``faults`` are what the browser complained of, ``asked`` every address that it asked for."""

    def __init__(self, browser: Browser, base: str, language: str, size: str, **given: Any) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=base, locale=LOCALES[language], viewport=SIZES[size], **given
        )
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def wide(self) -> float:
        """How many pixels all of the page takes, also where no script runs that could measure it from within."""
        told = self.context.new_cdp_session(self.page).send("Page.getLayoutMetrics")
        return float(told["cssContentSize"]["width"])

    def _said(self, message: Any) -> None:
        missing = "the server responded with a status of 404" in message.text
        if message.type in ("error", "warning") and not missing:
            self.faults.append(message.text)

    def close(self) -> None:
        self.context.close()


@contextmanager
def visit(
    browser: Browser, base: str, language: str = "zh", size: str = "desktop", **given: Any
) -> Iterator[Visit]:
    made = Visit(browser, base, language, size, **given)
    try:
        yield made
    finally:
        made.close()
