"""Every page in a real browser: both languages, phone and desktop, with and without a script, dark and light."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from pipeline.store.engine import open_store
from tests.history.conftest import serving
from tests.store.story import Desk, total

from .browser import PAGES, SIZES, visit
from .conftest import AROUND


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_fits_and_asks_nobody_else(browser: Browser, base: str, language: str, script: bool):
    """On a phone and, the window being made larger, on a desktop."""
    with visit(browser, base, language, "phone", java_script_enabled=script) as seen:
        for path in PAGES:
            seen.page.set_viewport_size(SIZES["phone"])
            answer = seen.page.goto(path)
            assert answer is not None
            assert answer.status == (404 if path in ("/nothing", "/operator/login") else 200), path
            assert seen.page.locator("h1").count() == 1, path
            for size, window in SIZES.items():
                seen.page.set_viewport_size(window)
                assert seen.page.locator("h1").is_visible(), f"{path} on a {size}"
                wide = seen.wide() - window["width"]
                assert wide <= 0, f"{path} is {wide} pixels too wide on a {size}"
                main = seen.page.locator("main").bounding_box()
                assert main is not None
                assert main["width"] <= window["width"], f"{path} on a {size}"
            assert "taken" not in seen.page.title()
        assert seen.faults == []
        assert {urlsplit(url).netloc for url in seen.asked} == {urlsplit(base).netloc}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_an_operator_has_more_fits_too(browser: Browser, page_url: str, language: str):
    signed_in = replace(
        AROUND, operator=lambda _request: "0" * 64, can_sign_in=True, watched=lambda: {"tits": False}
    )
    with (
        serving(page_url, surroundings=signed_in) as client,
        visit(browser, str(client.base_url), language, "phone") as seen,
    ):
        for path in PAGES:
            seen.page.goto(path)
            wide = seen.wide() - SIZES["phone"]["width"]
            assert wide <= 0, f"{path} is {wide} pixels too wide"
        seen.page.goto("/sources")
        assert seen.page.locator("td .act button").is_visible()


def test_point_of_a_curve_says_what_it_is_and_opens_its_claim(browser: Browser, base: str):
    with visit(browser, base) as seen:
        seen.page.goto("/apps/1")
        points = seen.page.locator("#plot-downloads-total .plot.wide a.mark")
        assert points.count() == 6
        points.first.hover()
        tip = seen.page.locator("#plot-downloads-total .tip")
        assert "100万次" in tip.inner_text()
        points.first.focus()
        seen.page.keyboard.press("ArrowRight")
        assert "约 250万次" in tip.inner_text()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url(re.compile(r"/claims/\d+"))
        assert "约 250万次" in seen.page.locator("h1").inner_text()
        assert "下载量approx2500000次" in seen.page.locator("main mark").first.inner_text()


def test_first_place_stands_on_top(browser: Browser, base: str):
    with visit(browser, base) as seen:
        seen.page.goto("/apps/1")
        points = seen.page.locator("#plot-rank a.mark:visible").all()
        tops = [box["y"] for point in points if (box := point.bounding_box())]
        assert tops == sorted(tops, reverse=True)  # from the fortieth place to the first
        assert len(tops) == 6


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_switches_of_language_and_theme_are_kept(browser: Browser, base: str, script: bool):
    with visit(browser, base, java_script_enabled=script) as seen:
        seen.page.goto("/apps/1?metric=rank")
        seen.page.get_by_text("English").click()
        seen.page.wait_for_url("**/apps/1?metric=rank")
        assert seen.page.get_by_role("heading", name="Latest figures").is_visible()
        dark = seen.page.locator("a.theme.to-dark")
        if script:
            with seen.page.expect_response(re.compile("/preferences")):
                dark.click()
        else:
            dark.click()
        seen.page.goto("/alerts")
        assert seen.page.locator("html").get_attribute("data-theme") == "dark"
        assert seen.page.locator("a.theme.to-light").is_visible()
        assert seen.page.locator("html").get_attribute("lang") == "en"
        assert seen.faults == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_way_from_a_question_to_its_proof(browser: Browser, base: str, script: bool):
    """Search, a post, its claim, the app, another app beside it: by links and forms alone."""
    with visit(browser, base, size="phone", java_script_enabled=script) as seen:
        seen.page.goto("/")
        seen.page.locator("#find").fill("题目 T3")
        seen.page.keyboard.press("Enter")
        seen.page.get_by_role("link", name="题目 T3").click()
        seen.page.locator("a.claimed").first.click()
        seen.page.get_by_role("link", name="山雀").first.click()
        seen.page.locator(".tools input[name=app]:not([type=hidden])").fill("林鸮")
        seen.page.get_by_role("button", name="比较").click()
        seen.page.wait_for_url("**/compare?app=*")
        assert seen.page.locator("#plot-rank .plot.narrow a.mark").count() == 7
        assert seen.page.get_by_text("林鸮").first.is_visible()
        assert seen.faults == []


def test_the_page_behind_a_claim_is_saved_under_a_name_that_opens_it(browser: Browser, base: str):
    """By its link and by the API's address: saved, never shown."""
    with visit(browser, base) as seen:
        seen.page.goto("/posts/1")
        with seen.page.expect_download() as by_link:
            seen.page.locator("a[download]").first.click()
        with seen.page.expect_download() as by_address:
            seen.page.evaluate("location.href = '/api/v1/versions/1/raw'")
        assert by_link.value.suggested_filename == "post-1-version-1.html"
        assert by_address.value.suggested_filename == "version-1.html"
        assert by_address.value.path().read_bytes().startswith(b"<p>")
        assert seen.page.url.endswith("/posts/1")


def test_slash_goes_to_the_search_and_empty_filters_stay_out_of_the_address(browser: Browser, base: str):
    with visit(browser, base) as seen:
        seen.page.goto("/search")
        seen.page.keyboard.press("/")
        seen.page.keyboard.type("山雀")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/search?q=*")
        assert "metric" not in seen.page.url


def test_what_posts_say_runs_nowhere(browser: Browser, base: str):
    with visit(browser, base) as seen:
        seen.page.on("dialog", lambda dialog: seen.faults.append(f"dialog: {dialog.message}"))
        for path in (
            "/",
            "/apps",
            "/search?q=题目",
            "/sources",
            "/alerts?state=given_up",
            "/search?q=script",
        ):
            seen.page.goto(path)
            assert "taken" not in seen.page.title()
            assert seen.page.locator("img").count() == 0
        assert seen.faults == []


def test_new_figure_is_offered_to_who_has_the_page_open(browser: Browser, page_url: str, tmp_path: Path):
    """A minute later the page has asked again; nothing moves until its reader says so."""
    shutil.copy(page_url.removeprefix("sqlite:///"), tmp_path / "bangdan.db")
    url = f"sqlite:///{tmp_path / 'bangdan.db'}"
    with serving(url) as client, visit(browser, str(client.base_url).rstrip("/")) as seen:
        seen.page.clock.install()
        seen.page.goto("/")
        before = seen.page.locator(".card").first.inner_text()
        store = open_store(url)
        Desk(store).say("NEW", total("刚来的猫头鹰", 44_000_000), day=40)
        store.close()
        seen.page.clock.run_for(61_000)
        seen.page.locator(".fresh button").wait_for()
        assert seen.page.locator(".card").first.inner_text() == before
        seen.page.clock.resume()
        seen.page.locator(".fresh button").click()
        seen.page.locator(".card h3", has_text="刚来的猫头鹰").wait_for()
        assert seen.faults == []
