"""Every page in both languages; links that hold; nothing of a post is ever markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest

from .conftest import FORMULA, IMAGE, SCRIPT, TEMPLATE

PAGES = (
    "/", "/?novelty=conflict", "/apps", "/apps?q=山", "/apps/1", "/apps/1?metric=rank", "/apps/2", "/search",
    "/search?q=山雀", "/search?novelty=conflict&metric=downloads", "/claims/1", "/posts/1", "/sources", "/sources/tits",
    "/alerts", "/alerts?state=given_up", "/conflicts", "/feeds", "/compare", "/compare?app=山雀&app=林鸮", "/nothing",
)  # fmt: skip


class Markup(HTMLParser):
    """What of a page is markup: every tag and its attributes; the text beside them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_page_that_is_not_there_says_so_once_and_in_one_language(reader: httpx.Client):
    said = reader.get("/nothing", headers={"Accept-Language": "zh"}).text
    assert ("没有这一页" in said, "Not Found" in said) == (True, False)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_speaks_its_language(reader: httpx.Client, path: str, language: str):
    answer = reader.get(path, headers={"Accept-Language": {"zh": "zh-TW,en;q=0.5", "en": "en-GB"}[language]})
    assert answer.status_code == (404 if path == "/nothing" else 200), answer.text[-500:]
    page = Markup(answer.text)
    assert page.tags[0] == ("html", {"lang": {"zh": "zh-CN", "en": "en"}[language]})
    assert {"zh": "今日", "en": "Today"}[language] in page.text
    assert {"zh": "Today", "en": "今日"}[language] not in page.text


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_style_or_script_of_its_own_and_links_that_stay_here(reader: httpx.Client, path: str):
    for tag, given in Markup(reader.get(path).text).tags:
        assert tag != "style"
        assert not [name for name in given if name == "style" or name.startswith("on")], (tag, given)
        for name in sorted({"src", "href", "action"} & given.keys()):
            target = given[name] or ""
            if tag == "a" and "out" in (given.get("class") or ""):
                assert target.startswith(("http://", "https://"))
                assert "noopener" in (given["rel"] or "")
            else:
                assert re.match(r"[/#](?!/)", target), (tag, given)
        if tag == "script":
            assert (given["src"] or "").startswith("/static/")


def test_every_link_leads_somewhere(reader: httpx.Client):
    """From today on, page by page, until nothing new is found; the language goes on with ``lang``."""
    known, waiting = {"/?lang=en"}, ["/?lang=en"]
    while waiting:
        answer = reader.get(waiting.pop(), follow_redirects=True)
        assert answer.status_code == 200, answer.url
        if "text/html" not in answer.headers["content-type"]:
            continue
        for tag, given in Markup(answer.text).tags:
            target = (given.get("href") or "").partition("#")[0]
            bare = target.partition("?")[0]
            fresh = not any(bare == one.partition("?")[0] for one in known)
            if tag in ("a", "link") and target.startswith("/") and fresh:
                known.add(target)
                waiting.append(target)
    seen = {one.partition("?")[0] for one in known}
    assert {
        "/apps/1",
        "/conflicts",
        "/feed.atom",
        "/plots/rank.svg",
        "/plots/downloads-total.png",
        "/docs",
    } <= seen
    assert any(re.fullmatch(r"/posts/\d+/versions/\d+/raw", one) for one in seen)


@pytest.mark.parametrize("hostile", [SCRIPT, IMAGE, TEMPLATE, FORMULA])
def test_what_a_post_says_is_shown_as_it_stands_and_never_runs(reader: httpx.Client, hostile: str):
    found = 0
    for path in (
        "/",
        "/apps",
        "/search",
        f"/search?q={quote(hostile)}",
        "/sources",
        "/alerts?state=given_up",
        "/feeds",
    ):
        answer = reader.get(path)
        page = Markup(answer.text)
        found += hostile in page.text
        assert not [given for tag, given in page.tags if "onerror" in given or given.get("src") == "x"]
        assert 'href="javascript:' not in answer.text
    assert found


def test_signs_that_mean_something_to_a_database_mean_themselves(reader: httpx.Client):
    def titles(**asked: str) -> list[str]:
        return re.findall(r'<h2><a href="/posts/[^>]+>([^<]+)</a>', reader.get("/search", params=asked).text)

    assert titles(q="题目 T0") == ["题目 T0"]
    assert titles(q="题目 T%") == []
    assert titles(q="题目 T_") == []
    assert titles(q="百分%之") == ["含有%和_的题目"]
    assert titles(q="'; DROP TABLE claims; --") == []
    assert titles(q='"题目" OR "T0"') == []
    assert reader.get("/apps", params={"q": "%"}).text.count('class="name"') == 0


@pytest.mark.parametrize("asked", ["q=%25", "since=x", "until=2026-13", "q=山雀&after=x"])
def test_question_that_cannot_be_asked_is_told_beside_its_form(reader: httpx.Client, asked: str):
    answer = reader.get(f"/search?{asked}")
    assert answer.status_code == 422
    assert '<p class="flag" role="alert">' in answer.text
    assert 'name="q"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/apps/0", "/apps/99999999999999999999", "/apps/x", "/claims/99999", "/posts/99999/versions/1/raw", "/sources/x",
     "/static/../app.py", "/static/nothing.js", "/rules/x/feed.atom", "/plots/x.svg?app=山雀", "/plots/rank.gif?app=山雀",
     "/?novelty=x", "/?after=x", "/?as_of=x", "/compare?app=nobody", "/posts/1?version=x",
     "/?after=9999-12-31T23:59:59%2B00:00~99999999999999999999",
     *(f"{path}/99999999999999999999{rest}" for path, rest in (("/claims", ""), ("/posts", ""), ("/apps", "/feed.atom"))),
     "/posts/1/versions/99999999999999999999/raw", "/posts/99999999999999999999/versions/1/raw"],
)  # fmt: skip
def test_wrong_address_is_told_as_a_page(reader: httpx.Client, path: str):
    answer = reader.get(path)
    assert answer.status_code in (404, 422), answer.status_code
    assert 'class="failure"' in answer.text
    assert "Traceback" not in answer.text


def test_unchanged_page_is_not_sent_again(reader: httpx.Client):
    first = reader.get("/apps")
    again = reader.get("/apps", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = reader.get("/apps", headers={"If-None-Match": first.headers["etag"], "Accept-Language": "en"})
    assert other.status_code == 200
    assert "Cookie" in first.headers["vary"]


def test_head_answers_without_the_page(reader: httpx.Client):
    answer = reader.head("/apps")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == reader.get("/apps").headers["etag"]


def test_switch_is_remembered_and_leads_back_here_only(reader: httpx.Client):
    answer = reader.get("/preferences?language=en&theme=dark&back=/apps/1%3Fmetric=rank")
    assert (answer.status_code, answer.headers["location"]) == (303, "/apps/1?metric=rank")
    shown = reader.get("/")
    reader.cookies.clear()
    assert '<html lang="en" data-theme="dark">' in shown.text
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
    ):
        went = reader.get("/preferences", params={"language": "zh", "back": elsewhere}).headers["location"]
        assert went == "/", elsewhere
    reader.cookies.clear()


def test_freezing_leads_to_this_moment_of_the_same_page(reader: httpx.Client):
    went = reader.get("/freeze", params={"back": "/apps/1?metric=rank"}).headers["location"]
    assert re.fullmatch(r"/apps/1\?metric=rank&as_of=\d{4}-\d\d-\d\dT[\d%A-F]+", went)
    assert "按当时所知显示" in reader.get(went).text


def test_frozen_moment_shows_what_was_known_then(reader: httpx.Client):
    then = reader.get("/apps/1", params={"as_of": "2026-03-20"}).text
    assert "250万" in then
    assert "1500万" not in then
    assert "as_of=2026-03-20" in then  # its links go on with it
    assert "1500万" in reader.get("/apps/1").text
    assert "1500万" not in reader.get("/", params={"as_of": "2026-03-20"}).text


def test_post_shows_claims_versions_and_what_an_edit_changed(reader: httpx.Client):
    shown = reader.get("/search", params={"q": "题目 E1"}).text
    number = re.search(r"/posts/(\d+)", shown)
    assert number is not None
    page = reader.get(f"/posts/{number[1]}").text
    assert "2 个版本" in page
    assert "<ins>900000</ins>" in page
    assert "<del>600000" in page
    assert "no verb near it" in page
    assert re.search(r'class="claimed [a-z]+" href="/claims/\d+"', page)


def test_raw_page_is_handed_over_and_never_shown(reader: httpx.Client):
    page = reader.get("/posts/1").text
    path = re.search(r'href="(/posts/1/versions/\d+/raw)"', page)
    assert path is not None
    answer = reader.get(path[1])
    named = (
        path[1].removesuffix("/raw").strip("/").replace("posts/", "post-").replace("/versions/", "-version-")
    )
    assert answer.headers["content-disposition"] == f'attachment; filename="{named}.html"'
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.content.startswith(b"<p>")


def test_alerts_page_by_page_and_what_was_told_of_blind_sources(reader: httpx.Client):
    page = reader.get("/alerts").text
    assert "来源看不见时的通知" in page
    assert "要求验证码" in page
    assert "账目相符" in page
    every = re.findall(r'class="nowrap"><time', page)
    assert len(every) > 20


def test_conflict_stands_side_by_side(reader: httpx.Client):
    shown = Markup(reader.get("/conflicts").text).text
    assert "9万次" in shown
    assert "7万次" in shown


def test_both_sides_of_a_conflict_are_told_alike(reader: httpx.Client):
    """Each with its sentence, its post, its author and its outlet: who is to judge needs as much of the other."""
    sides = re.findall(r'<p class="number">.*?</div>', reader.get("/conflicts").text, re.DOTALL)
    assert len(sides) == 2
    for side, title, outlet in zip(sides, ("题目 S2", "题目 S1"), ("搜狐号", "网易号"), strict=True):
        assert re.search(r'<a href="/claims/\d+">[79]万次</a>', side)
        assert re.search(rf'<a href="/posts/\d+">{title}</a>', side)
        assert f"· {outlet} · <time" in side
        assert "<mark>" in side


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "网易号 称同日为 7万"), ("en", "NetEase Hao said 70,000 of the same date")]
)
def test_the_note_of_a_conflict_names_the_outlet_as_readers_know_it(
    reader: httpx.Client, language: str, said: str
):
    conflict = re.search(r'href="(/claims/\d+)">9万次', reader.get("/conflicts").text)
    assert conflict is not None
    assert said in Markup(reader.get(conflict[1], params={"lang": language}).text).text


def test_plot_files(reader: httpx.Client):
    svg = reader.get("/plots/downloads-total.svg", params={"app": ["山雀", "林鸮"]})
    assert svg.headers["content-type"].startswith("image/svg+xml")
    assert "style" not in svg.text
    assert "山雀" in svg.text
    png = reader.get("/plots/downloads-total.png", params={"app": "山雀"})
    assert png.content.startswith(b"\x89PNG")


def test_reader_without_the_operators_token_sees_no_button(reader: httpx.Client):
    for path in ("/sources", "/claims/1", "/apps/1", "/alerts?state=given_up"):
        assert 'method="post"' not in reader.get(path).text


def test_what_is_no_fact_is_marked_wherever_a_claim_is_named(reader: httpx.Client):
    """A forecast of 90 million must not read like 90 million."""
    forecast = r'<span class="lane">预测</span> <a href="/claims/\d+">林鸮 累计下载量 &lt; 9000万次</a>'
    hits = reader.get("/search", params={"q": "题目 M2"}).text
    assert re.search(forecast, hits)
    number = re.search(r"/posts/(\d+)", hits)
    assert number is not None
    post = reader.get(f"/posts/{number[1]}").text
    assert re.search(forecast, post)
    assert 'title="【预测】林鸮 累计下载量 &lt; 9000万次"' in post
    assert 'title="林鸮 累计下载量 &lt; 500万次"' in post


def test_search_says_that_it_counts_versions(reader: httpx.Client):
    found = reader.get("/search", params={"q": "题目 E1"}).text
    assert "这些词见于 2 个文章版本" in found
    assert len(re.findall(r'<h2><a href="/posts/', found)) == 1


def test_card_says_which_day_a_figure_is_of_and_who_says_so(reader: httpx.Client):
    cards = Markup(reader.get("/", params={"novelty": "conflict"}).text).text
    assert "单日下载量（2026-04-01）" in cards
    named = Markup(reader.get("/", params={"novelty": "first"}).text).text
    assert f"累计下载量（2026-04-16，{IMAGE}）" in named


def test_name_in_an_address_leads_to_its_app(reader: httpx.Client):
    answer = reader.get("/apps/山雀", params={"lang": "en"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/apps/1?lang=en")
    assert reader.get("/apps/无名").status_code == 404
    assert reader.get("/apps/0").status_code == 404
    assert reader.get(f"/apps/{'9' * 18}").status_code == 404


def test_comparison_puts_the_latest_figures_side_by_side(reader: httpx.Client):
    """Also what no plot draws: a forecast, a figure that only one of them has."""
    page = reader.get("/compare", params={"app": ["山雀", "林鸮"]}).text
    table = page[page.index('id="latest"') :].replace("2026年", "")  # of another year it is said
    heads = re.findall(r'<th class="num">([^<]+)</th>', table)
    assert heads == ["山雀", "林鸮"]
    rows = [
        re.sub(r"<[^>]+>|\s+", " ", row).split()
        for row in re.findall(r"<tr><td>(.*?)</tr>", table, re.DOTALL)
    ]
    assert ["累计下载量", "&gt;", "1500万次", "4月14日", "&lt;", "500万次", "4月1日"] in rows
    assert ["预测", "累计下载量", "—", "&lt;", "9000万次", "4月1日"] in rows
    assert 'id="latest"' not in reader.get("/compare", params={"app": "山雀"}).text
    then = reader.get("/compare", params={"app": ["山雀", "林鸮"], "as_of": "2026-03-20"}).text
    assert "1500万次" not in then
