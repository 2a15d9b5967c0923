"""The page under axe-core: readable by who sees little, hears it read, or uses a keyboard."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .browser import PAGES, Visit, visit

# what breaks no rule is told in short; no page has a frame, and none plays what would have to be loaded first
OPTIONS = {"resultTypes": ["violations"], "preload": False, "iframes": False}
BEGIN = """(options) => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  window.looked = new Promise((go) => { setTimeout(go, 0); }).then(() => axe.run(document, options));
}"""
END = (
    "async () => { const { violations, passes } = await looked; return { violations, kept: passes.length }; }"
)


def test_nobody_is_shut_out(browser: Browser, base: str):
    """No violation of axe-core's rules that is serious or worse. One window is looked at while the other opens."""
    with (
        visit(browser, base, "zh", "desktop", color_scheme="light") as light,
        visit(browser, base, "en", "phone", color_scheme="dark") as dark,
    ):
        for seen in (light, dark):
            seen.context.add_init_script(Axe().axe_script)
        for path in PAGES:
            for seen in (light, dark):
                seen.page.goto(path)
                seen.page.evaluate(BEGIN, OPTIONS)
            assert {"light": _grave(light, path), "dark": _grave(dark, path)} == {"light": [], "dark": []}, (
                path
            )


def _grave(seen: Visit, path: str) -> list[tuple[Any, ...]]:
    found = seen.page.evaluate(END)
    assert found["kept"] > 10, f"axe-core saw hardly anything of {path}"
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
