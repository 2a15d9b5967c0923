"""The page under axe-core: readable by who sees little, hears it read, or uses a keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .browser import PAGES, visit


@pytest.mark.parametrize(
    ("language", "size", "scheme"), [("zh", "desktop", "light"), ("en", "phone", "dark")]
)
def test_nobody_is_shut_out(browser: Browser, base: str, language: str, size: str, scheme: str):
    """No violation of axe-core's rules that is serious or worse."""
    axe = Axe()
    with visit(browser, base, language, size, color_scheme=scheme) as seen:
        for path in PAGES:
            seen.page.goto(path)
            seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found = axe.run(seen.page, options={"resultTypes": ["violations"]}).response["violations"]
            grave = [
                (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
            assert grave == [], path
