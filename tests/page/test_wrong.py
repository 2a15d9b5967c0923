"""What is wrong is told in the reader's language, for every error that a page can meet."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import TimeoutError as NoConnection

import history.page
import pipeline.store.read
import scheduler.web
from history.faults import Refusal
from history.page.language import words
from history.page.wrong import told
from pipeline.errors import NotFound, StoreUnavailable, WrongUse
from tests.history.conftest import serving

ROOMS = [Path(one.__file__).parent for one in (history.page, pipeline.store.read, scheduler.web)]
SAID_BY_NAME = {"WrongUse", "Refusal", "NotFound"}


def raised() -> list[tuple[str, ast.Call]]:
    """Every error of ours that is made where pages are answered, and where it stands."""
    trees = {
        file.name: ast.parse(file.read_text("utf-8")) for room in ROOMS for file in sorted(room.rglob("*.py"))
    }
    return [
        (f"{name}:{call.lineno}", call)
        for name, tree in trees.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAID_BY_NAME
    ]


@pytest.mark.parametrize(("where", "call"), raised(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_error_that_a_reader_can_meet_is_said_in_both_languages(where: str, call: ast.Call):
    assert isinstance(call.func, ast.Name)
    if call.func.id == "NotFound":
        kind = call.args[0]
        assert isinstance(kind, ast.Constant)
        needed = f"thing.{kind.value}"
    else:
        given = {one.arg: one.value for one in call.keywords}
        assert "key" in given, f"{where}: an error without a key is English on the Chinese page"
        assert isinstance(given["key"], ast.Constant)
        needed = f"wrong.{given['key'].value}"
        gaps = set(re.findall(r"\{(\w+)\}", words("zh").get(needed, "")))
        assert gaps <= given.keys() - {"key"}, where
    assert needed in words("zh"), where
    assert needed in words("en"), where


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/?as_of=gestern", 422, "“gestern”不是时刻"),
        ("/?after=7-7", 422, "“7-7”不是续页的记号"),
        ("/?novelty=neu", 422, "“novelty”不能是“neu”，可以是："),
        ("/apps/大鸨", 404, "没有名为“大鸨”的应用。"),
        ("/apps/4711", 404, "没有编号为 4711 的应用。"),
        ("/claims/4711", 404, "没有编号为 4711 的说法。"),
        ("/claims/0", 422, "地址里的“0”读不懂"),
        ("/claims/seven", 422, "地址里的“seven”读不懂"),
        ("/posts/4711", 404, "没有编号为 4711 的文章。"),
        ("/posts/1?version=old", 422, "“old”不是版本的编号。"),
        ("/posts/1?version=4711", 404, "没有编号为 4711 的版本。"),
        ("/sources/nobody", 404, "没有名为“nobody”的来源。"),
        ("/rules/nobody/feed.atom", 404, "没有名为“nobody”的规则。"),
        ("/plots/sales.svg?app=山雀", 404, "没有名为“sales”的曲线图。"),
        ("/compare?" + "&".join(f"app=a{number}" for number in range(7)), 422, "一次最多比较 6 个应用。"),
    ],
)
def test_the_chinese_page_says_what_is_wrong_in_chinese(
    reader: httpx.Client, path: str, status: int, said: str
):
    answer = reader.get(path)
    assert answer.status_code == status
    [failure] = re.findall(r'<div class="failure">.*?</div>', answer.text, re.DOTALL)
    assert said in failure
    assert 'lang="en"' not in failure
    english = reader.get(path, headers={"Accept-Language": "en"}).text
    [failure] = re.findall(r'<div class="failure">.*?</div>', english, re.DOTALL)
    assert not re.search("[的不没]", failure)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("q=%25", "搜索至少要有一个由两个字、字母或数字组成的词。"),
        ("since=x", "“x”不是日期"),
        ("until=2026-13", "“2026-13”不是日期"),
        ("q=山雀&after=x", "“x”不是续页的记号"),
    ],
)
def test_a_search_says_beside_its_form_what_it_could_not_take(reader: httpx.Client, asked: str, said: str):
    assert f'role="alert">{said}' in reader.get(f"/search?{asked}").text


def test_what_an_address_holds_is_written_as_text(reader: httpx.Client):
    page = reader.get("/apps/%3Cb%3E%0B%E2%80%8B").text
    assert "没有名为“&lt;b&gt;\N{REPLACEMENT CHARACTER}" in page


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (StoreUnavailable("postgresql://desk:secret@db/x: gone"), 503, "数据库现在读不了，请稍后再试。"),
        (StoreUnavailable("postgresql://desk:secret@db/x: long", key="too_long"), 503, "用时太长"),
        (NoConnection(), 503, "同时提问的人太多"),
        (RuntimeError("secret"), 500, "这里出了差错"),
    ],
)
def test_a_page_that_cannot_be_answered_now_says_so_and_gives_nothing_away(
    monkeypatch: pytest.MonkeyPatch, page_url: str, raised: Exception, status: int, said: str
):
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(pipeline.store.read, "sources", fail)
    headers = {"Accept": "text/html", "Accept-Language": "zh"}
    with serving(page_url) as client:
        answer = client.get("/sources", headers=headers)
    assert answer.status_code == status
    assert said in answer.text
    assert "secret" not in answer.text
    assert 'lang="en"' not in answer.text.partition('class="failure"')[2].partition("</div>")[0]


def test_a_database_that_does_not_answer():
    down, long = StoreUnavailable("sqlite:///x: gone"), StoreUnavailable("x: too long", key="too_long")
    assert told("zh", down) == "数据库现在读不了，请稍后再试。"
    assert "用时太长" in (told("zh", long) or "")
    assert told("en", RuntimeError("secret")) == "Something went wrong here; the log of bangdan says what."


def test_what_no_page_knows_is_left_to_the_error_itself():
    assert told("zh", NotFound("unicorn", 1)) is None
    assert told("zh", WrongUse("of a command")) is None
    assert told("zh", Refusal(403, "x", key="sign_in")) == "只有操作员可以这样做，请先登录。"
