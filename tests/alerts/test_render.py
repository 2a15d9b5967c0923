"""What readers see: the sentence, the JSON, the mail, the terminal."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import model
from pipeline.alerts.channels import chat
from pipeline.alerts.render import mail
from pipeline.alerts.render.body import body, encoded
from pipeline.alerts.render.clean import columns, wrapped
from pipeline.alerts.render.sentence import headline, sentence, warnings
from pipeline.alerts.render.terminal import block
from pipeline.model import Alert, Claim, Novelty, Witness
from pipeline.novelty import DAILY_ABOVE_TOTAL, START_CONTRADICTS, TOTAL_FALLS
from pipeline.words import zh
from pipeline.words.numbers import count

from .samples import FOUND, QUOTE, alert, change, downloads, earlier, rank, with_novelty

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "webhook.schema.json").read_text(encoding="utf-8"))
FITS_SCHEMA = jsonschema.Draft202012Validator(SCHEMA)
HOSTILE = 'x"><script>alert(1)</script>\r\nBcc: thief@example.org\x1b[2J\u202e\u2028{{ 7*7 }} \ud800'


SENTENCES = [
    (
        alert(),
        "青梨相机 累计下载量 > 1000万次（截至 2025-11-24，青梨科技）；此前无记录",
        "青梨相机: total downloads > 10 million (as of 2025-11-24, 青梨科技); none known before",
    ),
    (
        with_novelty(Novelty.HIGHER),
        "青梨相机 累计下载量 > 1000万次（截至 2025-11-24，青梨科技）；高于此前：> 800万次（截至 2025-11-20，北岸数据）",
        ("青梨相机: total downloads > 10 million (as of 2025-11-24, 青梨科技); "
        "higher than before: > 8 million (as of 2025-11-20, 北岸数据)"),
    ),
    (
        with_novelty(Novelty.REVISED),
        "青梨相机 累计下载量 > 1000万次（截至 2025-11-24，青梨科技）；原文有改动，原为 > 800万次（截至 2025-11-20，北岸数据）",
        ("青梨相机: total downloads > 10 million (as of 2025-11-24, 青梨科技); "
        "the post was changed, it said > 8 million (as of 2025-11-20, 北岸数据)"),
    ),
    (
        with_novelty(Novelty.WITHDRAWN),
        "青梨相机 累计下载量 > 1000万次（截至 2025-11-24，青梨科技）；原文已删去这一数字",
        "青梨相机: total downloads > 10 million (as of 2025-11-24, 青梨科技); the post no longer says so",
    ),
    (
        alert(rank(rank_from=4)),
        "青梨相机 App Store 免费总榜 第4名 → 第3名（2025-11-19）；此前无记录",
        "青梨相机: no. 4 → no. 3 on the App Store's overall free chart (2025-11-19); none known before",
    ),
    (
        alert(rank(rank=10, rank_relation="within", category="工具", region=("CN", "US"), region_count=52)),
        "青梨相机 App Store 中国区、美国等52个国家和地区 工具类免费榜 前10名（2025-11-19）；此前无记录",
        ("青梨相机: top 10 on the App Store's free chart (工具) in 52 countries and regions, China and the US "
        "among them (2025-11-19); none known before"),
    ),
    (
        alert(rank(region=("JP", "KR", "海外"), store="google_play", platform=None)),
        "青梨相机 Google Play 日本、韩国、海外 免费总榜 第3名（2025-11-19）；此前无记录",
        ("青梨相机: no. 3 on Google Play's overall free chart in Japan, South Korea and 海外 (2025-11-19); "
        "none known before"),
    ),
    (
        alert(rank(chart=None, category=None, store=None, platform=None)),
        "青梨相机 榜单 第3名（2025-11-19）；此前无记录",
        "青梨相机: no. 3 on the chart (2025-11-19); none known before",
    ),
    (
        alert(change(value=-40, relation="lt")),
        "青梨相机 下载量 下降 < 40%（2025-11-24，青梨科技）；此前无记录",
        "青梨相机: downloads down < 40% (2025-11-24, 青梨科技); none known before",
    ),
    (
        alert(change(value=3, unit="x", source=None)),
        "青梨相机 下载量 增长 3倍（2025-11-24）；此前无记录",
        "青梨相机: downloads up 3× (2025-11-24); none known before",
    ),
    (
        alert(downloads(period="P1D", average=True, store="google_play", region=("global",), relation="approx")),
        "青梨相机 Google Play 全球 日均下载量 约 1000万次（2025-11-24，青梨科技）；此前无记录",
        ("青梨相机: daily downloads on average on Google Play worldwide about 10 million (2025-11-24, 青梨科技); "
        "none known before"),
    ),
    (
        alert(downloads(period="PT48H", value=5_000_000, value_max=6_000_000, relation="range", source=None)),
        "青梨相机 48小时下载量 500万至600万次（2025-11-24）；此前无记录",
        "青梨相机: downloads in 48 hours 5 million to 6 million (2025-11-24); none known before",
    ),
    (
        alert(downloads(period=None, modality="forecast", as_of=None, since="2025-11-17", relation="eq"), test=True),
        "【测试】【预测】青梨相机 下载量 1000万次（自 2025-11-17 起，青梨科技）；此前无记录",
        "[test] [forecast] 青梨相机: downloads 10 million (since 2025-11-17, 青梨科技); none known before",
    ),
    (
        alert(downloads(as_of=None, source=None), covered="2025-11-18/2025-11-24"),
        "青梨相机 累计下载量 > 1000万次（2025-11-18 至 2025-11-24）；此前无记录",
        "青梨相机: total downloads > 10 million (2025-11-18 to 2025-11-24); none known before",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("news", "zh", "en"), SENTENCES)
def test_sentence(news, zh, en):
    assert sentence(news, "zh") == zh
    assert sentence(news, "en") == en


def every_kind() -> list[Claim]:
    """One claim for each metric, relation, period, chart, store, platform and modality that the model knows."""
    counts = [
        downloads(
            relation=relation,
            value_max=12_000_000 if relation == "range" else None,
            period=period,
            average=mean,
        )
        for relation, period, mean in product(
            (*get_args(model.Relation), None),
            (
                None,
                "total",
                "P1D",
                "P7D",
                "P1W",
                "P1M",
                "P30D",
                "P3M",
                "P6M",
                "P1Y",
                "P2Y",
                "PT24H",
                "PT90M",
                "odd",
            ),
            (True, False),
        )
    ]
    changes = [
        change(relation=relation, unit=unit, value=value)
        for relation, unit, value in product((*get_args(model.Relation), None), ("%", "x", None), (12.5, -40))
    ]
    ranks = [
        rank(chart=chart, category=category, rank_relation=relation, rank_from=before)
        for chart, category, relation, before in product(
            (*get_args(model.Chart), None),
            ("overall", "游戏", None),
            (*get_args(model.RankRelation), None),
            (9, None),
        )
    ]
    stores = [
        "app_store", "google_play", "huawei", "xiaomi", "oppo", "vivo", "tencent", "samsung", "taptap",
        "steam", "microsoft", "hugging_face", "npm", "pypi", "github", "other",
    ]  # fmt: skip
    places = [
        downloads(store=store, platform=platform)
        for store, platform in product(stores, ("ios", "android", "pc", "both", None))
    ]
    modes = [downloads(modality=modality) for modality in get_args(model.Modality)]
    return [*counts, *changes, *ranks, *places, *modes]


def test_every_kind_of_claim_has_words_and_fits_the_schema():
    """Every slot that the model allows reads as a sentence with its figure, in both languages."""
    for claim in every_kind():
        news = alert(claim)
        for language in ("zh", "en"):
            words = sentence(news, language)
            assert "None" not in words
            shown = str(claim.rank) if claim.metric == "rank" else count(abs(claim.value), language)
            assert shown in words, words
        FITS_SCHEMA.validate(body(news))


def test_store_that_nobody_has_named_yet_is_shown_as_it_is():
    assert "honor" in sentence(alert(downloads(store="honor")), "zh")
    assert "honor" in sentence(alert(rank(store="honor", platform="symbian")), "en")


@pytest.mark.parametrize("novelty", Novelty)
def test_every_novelty_has_words_and_fits_the_schema(novelty):
    with_earlier, alone = with_novelty(novelty), replace(with_novelty(novelty), earlier=None)
    for news, language in product((with_earlier, alone), ("zh", "en")):
        assert "None" not in sentence(news, language)
        assert headline(news, language) != headline(replace(news, novelty=other(novelty)), language)
    FITS_SCHEMA.validate(body(with_earlier))


def other(novelty: Novelty) -> Novelty:
    return next(one for one in Novelty if one is not novelty)


@given(st.integers(0, 10**17))
@settings(max_examples=300, deadline=None)
def test_numbers_are_exact(number):
    """What is shown, read back, is the number itself: nothing is rounded."""
    sizes = {
        "万亿": 10**12,
        "亿": 10**8,
        "万": 10**4,
        " trillion": 10**12,
        " billion": 10**9,
        " million": 10**6,
    }
    for language in ("zh", "en"):
        shown = count(number, language).replace(",", "")
        size = next((factor for name, factor in sizes.items() if shown.endswith(name)), 1)
        digits = shown.rstrip("万亿 abcdefghijklmnopqrstuvwxyz")
        whole, _, part = digits.partition(".")
        assert int(whole + part) * size == number * 10 ** len(part)


def test_absurd_number_does_not_fill_the_screen():
    assert len(count(10**300, "zh")) < 12


def test_body_is_the_same_bytes_every_time():
    assert encoded(with_novelty(Novelty.HIGHER)) == encoded(with_novelty(Novelty.HIGHER))


def test_body_says_what_is_known():
    told = json.loads(encoded(with_novelty(Novelty.HIGHER)))
    assert (told["version"], told["id"], told["novelty"]) == (1, "al_01JD7Q8Z3V", "higher")
    assert (told["figure"]["value"], told["figure"]["relation"], told["earlier"]["value"]) == (
        10_000_000,
        "gt",
        8_000_000,
    )
    assert told["quote"]["text"] == QUOTE
    assert told["quote"]["text"] in told["quote"]["sentence"]
    assert told["post"]["published_at"] == "2025-11-24T10:52:53Z"
    assert told["witnesses"][0]["host"] == told["post"]["host"] == "news.example.com"
    assert told["links"] == {
        "post": "https://news.example.com/dy/article/KTEST00005199AAA.html",
        "earlier": "https://news.example.com/dy/article/EARLIER0000001.html",
    }


def hostile() -> Alert:
    """Everything that a page decides, as an enemy would write it."""
    claim = downloads(
        quote=HOSTILE, subject=(HOSTILE, HOSTILE), source=HOSTILE, category=HOSTILE, region=(HOSTILE,)
    )
    witness = Witness(outlet="sohu", host=HOSTILE, url="javascript:alert(1)", title=HOSTILE, read_at=FOUND)
    return alert(
        claim,
        novelty=Novelty.CONFLICT,
        app=HOSTILE,
        post_title=HOSTILE,
        post_author=HOSTILE,
        post_url="javascript:alert(1)//" + HOSTILE,
        sentence=f"{HOSTILE} {HOSTILE} {HOSTILE}",
        flags=(HOSTILE,),
        note=HOSTILE,
        witnesses=(witness,),
        earlier=earlier(claim, post_title=HOSTILE, post_url="data:text/html,x"),
    )


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.marked, self._marking = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]
        self._marking = self._marking or tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._marking = self._marking and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.marked += data if self._marking else ""


def read_html(page: str) -> Tags:
    reader = Tags()
    reader.feed(page)
    return reader


def test_mail_marks_the_figure_and_links_the_post():
    page = read_html(mail.html(with_novelty(Novelty.HIGHER), "zh"))
    assert page.marked == QUOTE
    assert page.links[0] == "https://news.example.com/dy/article/KTEST00005199AAA.html"


def test_hostile_page_puts_nothing_into_the_html():
    page = read_html(mail.html(hostile(), "zh"))
    assert page.tags <= read_html(mail.html(with_novelty(Novelty.CONFLICT), "zh")).tags | {
        "ul",
        "li",
        "br",
        "p",
    }
    assert page.links == []  # neither javascript: nor data: may be followed
    assert "{{ 7*7 }}" in mail.html(hostile(), "zh")  # shown, not computed


def test_hostile_page_cannot_move_the_cursor_or_add_a_line():
    for language in ("zh", "en"):
        shown = mail.subject(hostile(), language) + sentence(hostile(), language)
        assert not [sign for sign in shown if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    screen = block(hostile(), "zh").replace("\n", "")
    assert not [sign for sign in screen if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def test_hostile_page_fits_the_schema_and_utf8():
    FITS_SCHEMA.validate(json.loads(encoded(hostile())))


def test_oversized_post_gives_a_small_body_and_mail():
    long = "长" * 500_000
    claim = downloads(quote=long, subject=(long,), source=long)
    witness = Witness(outlet="o", host=long, url=long, title=long, read_at=FOUND)
    huge = alert(claim, app=long, post_title=long, sentence=long * 2, note=long, witnesses=(witness,) * 500)
    assert len(encoded(huge)) < 200_000
    assert len(mail.html(huge, "zh").encode()) < 60_000
    assert json.loads(encoded(huge))["witness_count"] == 500


def test_long_sentence_keeps_the_part_round_the_figure():
    news = replace(alert(), sentence="前" * 3000 + QUOTE + "后" * 3000)
    assert f"前**{QUOTE}**后" in mail.text(news, "zh")


def test_sentence_without_the_quote_shows_the_quote_alone():
    assert f"【{QUOTE}】" in block(replace(alert(), sentence="另一句话。"), "zh")


def test_flags_and_uncertain_quotes_are_said():
    doubtful = alert(downloads(uncertain=True), flags=("total falls",), note="两家说法不一")
    assert warnings(doubtful, "zh") == ["累计值下降", "引文有修复存疑之处", "两家说法不一"]
    assert "⚠ 累计值下降" in mail.text(doubtful, "zh")
    assert "⚠ 累计值下降" in block(doubtful, "zh")


@pytest.mark.parametrize("flag", [TOTAL_FALLS, DAILY_ABOVE_TOTAL, START_CONTRADICTS])
def test_every_flag_stands_in_every_form_and_marks_the_subject(flag: str):
    doubted = alert(flags=(flag,), note="see the note")
    assert flag in body(doubted)["flags"]
    for language, words in (("zh", zh.FLAG[flag]), ("en", flag)):
        forms = [mail.text(doubted, language), mail.html(doubted, language), block(doubted, language)]
        for form in (*forms, chat.words(doubted, language)):
            assert f"⚠ {words}" in form
            assert "⚠ see the note" in form
        assert "⚠" in mail.subject(doubted, language)
        assert "⚠" not in mail.subject(alert(), language)


@pytest.mark.parametrize(
    ("note", "zh"),
    [
        (
            "same number, another value: now > 10,000,000, before 10,000,000",
            "同一数字的另一种说法：现为 > 1000万，此前为 1000万",
        ),
        (
            "same number, another value: > 10,000,000 of 2026-03-10 is known",
            "或为旧数的另一种说法：已知 > 1000万（2026-03-10）",
        ),
        ("leaves room for about 62.4: a rounder word for it", "与 约 62.4 并不矛盾，只是更粗略的说法"),
        ("the same post goes on to rank 2", "同一篇文章随后说到 第2名"),
        (
            "ithome, netease said 6,000,000 to 7,000,000 of the same date",
            "ithome, netease 称同日为 600万至700万",
        ),
        ("36kr said 200 of the same date", "36kr 称同日为 200"),
        ("covers no known date", "不知是哪一天的数字"),
        ("unsaid slots fit 3 known series: kept apart", "未说明之处可对应 3 个已知序列，故未合并"),
        ("written by a later release", "written by a later release"),
    ],
)
def test_notes_are_read_in_the_language_of_the_channel(note: str, zh: str):
    assert warnings(alert(note=note), "zh") == [zh]
    assert warnings(alert(note=note), "en") == [note]


def test_every_note_that_novelty_writes_has_chinese_words():
    """A note is a literal of pipeline.novelty or of the store's version; each kind is tried above."""
    import inspect

    from pipeline import novelty
    from pipeline.store import version

    source = inspect.getsource(novelty) + inspect.getsource(version)
    for words in (
        "same number, another value: now",
        "is known",
        "leaves room for",
        "the same post goes on to",
        "of the same date",
        "covers no known date",
        "unsaid slots fit",
    ):
        assert words in source, words


def test_other_witnesses_are_listed_once_and_not_the_post_itself():
    other_post = Witness(
        outlet="sohu", host="m.example.org", url="https://m.example.org/a/1", title="转述", read_at=FOUND
    )
    told = mail.text(alert(witnesses=(*alert().witnesses, other_post, other_post)), "zh")
    assert told.count("https://m.example.org/a/1") == 1
    assert "https://m.example.org" not in mail.text(alert(), "zh")


@given(st.text(alphabet="千问下载量 ，。Abc-123é\u0301", max_size=200), st.integers(4, 40))
@settings(deadline=None)
def test_wrapping_keeps_every_sign_and_no_line_is_too_wide(text, width):
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= width for line in lines)


def test_terminal_block_keeps_its_width_and_the_link_whole():
    lines = block(with_novelty(Novelty.CONFLICT), "zh", width=50).splitlines()
    assert all(columns(line) <= 50 for line in lines if "http" not in line)
    assert lines[-1].strip() == "https://news.example.com/dy/article/KTEST00005199AAA.html"


def test_colour_only_where_asked():
    assert "\x1b[" not in block(alert(), "zh")
    assert block(alert(), "zh", colour=True).startswith("\x1b[1m[首见]")
