"""Numbers as posts write them: what they are worth, and what they say of themselves."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.numbers import Number, find_numbers

# text: what it is worth, upper end, relation, unit
ONE = {
    "下载187,432次": (187_432, None, "eq", None),
    "暴涨1,136.4%": (1136.4, None, "eq", "%"),
    "装了１２００万次": (12_000_000, None, "eq", None),
    "日增３５.５万": (355_000, None, "eq", None),
    "62.7万次": (627_000, None, "eq", None),
    "1,000万+": (10_000_000, None, "gt", None),
    "1，000万次": (10_000_000, None, "eq", None),
    "11,286亿次": (1_128_600_000_000, None, "eq", None),
    "3.2万亿次": (3_200_000_000_000, None, "eq", None),
    "1亿2000万次": (120_000_000, None, "eq", None),
    "4.3w": (43_000, None, "eq", None),
    "12W+下载": (120_000, None, "gt", None),
    "320K次": (320_000, None, "eq", None),
    "1.4M次": (1_400_000, None, "eq", None),
    "2bn installs": (2_000_000_000, None, "eq", None),
    "10 million downloads": (10_000_000, None, "eq", None),
    "over 600 million": (600_000_000, None, "gt", None),
    "5,000 downloads": (5_000, None, "eq", None),
    "320K downloads": (320_000, None, "eq", None),
    "1.5-2亿次": (150_000_000, 200_000_000, "range", None),
    "nearly 1.5 billion": (1_500_000_000, None, "lt", None),
    "三百二十万次": (3_200_000, None, "eq", None),
    "九千一百次": (9_100, None, "eq", None),
    "一万二的下载": (12_000, None, "eq", None),
    "四百九十亿": (49_000_000_000, None, "eq", None),
    "三点五亿次": (350_000_000, None, "eq", None),
    "一个亿的下载": (100_000_000, None, "eq", None),
    "6万3千多": (63_000, None, "gt", None),
    "百万下载": (1_000_000, None, "eq", None),
    # 多, 余, 几, 来, 数
    "1.2亿余次": (120_000_000, None, "gt", None),
    "两千多万次": (20_000_000, None, "gt", None),
    "3,400余万": (34_000_000, None, "gt", None),
    "十余万人": (100_000, None, "gt", None),
    "八十几万": (800_000, None, "gt", None),
    "一百来个": (100, None, "approx", None),
    "十来万": (100_000, None, "approx", None),
    "数百万次": (1_000_000, None, "approx", None),
    "数千万次": (10_000_000, None, "approx", None),
    "几十万人": (100_000, None, "approx", None),
    # words before
    "超过1000万": (10_000_000, None, "gt", None),
    "突破了“5000万”": (50_000_000, None, "gt", None),
    "已逾40亿": (4_000_000_000, None, "gt", None),
    "上亿次": (100_000_000, None, "gt", None),
    "装机过千万": (10_000_000, None, "gt", None),
    "下载量破百万": (1_000_000, None, "gt", None),
    "刚过30万": (300_000, None, "gt", None),
    "至少200万": (2_000_000, None, "gt", None),
    "不低于10%": (10, None, "gt", "%"),
    "近1000万": (10_000_000, None, "lt", None),
    "接近16亿": (1_600_000_000, None, "lt", None),
    "逼近两亿": (200_000_000, None, "lt", None),
    "不足6000万": (60_000_000, None, "lt", None),
    "不到五百万": (5_000_000, None, "lt", None),
    "跌破60万次": (600_000, None, "lt", None),
    "不超过三万": (30_000, None, "lt", None),
    "快两亿次": (200_000_000, None, "lt", None),
    "约41.5万": (415_000, None, "approx", None),
    "大约六百万": (6_000_000, None, "approx", None),
    "约为120万次": (1_200_000, None, "approx", None),
    "高达3870万": (38_700_000, None, "eq", None),
    "预约100万": (1_000_000, None, "eq", None),
    # words behind
    "50万次以上": (500_000, None, "gt", None),
    "三百万出头": (3_000_000, None, "gt", None),
    "28万次上下": (280_000, None, "approx", None),
    "17万次左右": (170_000, None, "approx", None),
    # shares and times
    "下滑四成": (40, None, "eq", "%"),
    "涨了三成五": (35, None, "eq", "%"),
    "减一成七": (17, None, "eq", "%"),
    "降两成二": (22, None, "eq", "%"),
    "约1成5": (15, None, "approx", "%"),
    "九成多": (90, None, "gt", "%"),
    "近四成": (40, None, "lt", "%"),
    "百分之三十": (30, None, "eq", "%"),
    "百分之三十五点五": (35.5, None, "eq", "%"),
    "四分之三": (75, None, "eq", "%"),
    "半数下载": (50, None, "eq", "%"),
    "涨了一半": (50, None, "eq", "%"),
    "近6倍": (6, None, "lt", "x"),
    "6.4倍": (6.4, None, "eq", "x"),
    "一百多倍": (100, None, "gt", "x"),
    "六倍有余": (6, None, "gt", "x"),
    "翻番": (2, None, "eq", "x"),
    "翻了两番": (4, None, "eq", "x"),
    "翻了一番多": (2, None, "gt", "x"),
    "几乎翻倍": (2, None, "lt", "x"),
    "下载数倍增": (2, None, "eq", "x"),
    "装机减半": (-50, None, "eq", "%"),
    # ranges
    "两三万次": (20_000, 30_000, "range", None),
    "六七千次": (6_000, 7_000, "range", None),
    "三四十人": (30, 40, "range", None),
    "十七八万": (170_000, 180_000, "range", None),
    "一两次": (1, 2, "range", None),
    "500万至600万": (5_000_000, 6_000_000, "range", None),
    "500~600万": (5_000_000, 6_000_000, "range", None),
    "5-6万": (50_000, 60_000, "range", None),
    "5万-6万": (50_000, 60_000, "range", None),
    "500万到600万": (5_000_000, 6_000_000, "range", None),
    "八百万到一千万": (8_000_000, 10_000_000, "range", None),
    "11万次到13万次": (110_000, 130_000, "range", None),
    "1,800万至2,000万": (18_000_000, 20_000_000, "range", None),
    "两到四万": (20_000, 40_000, "range", None),
    "两到三倍": (2, 3, "range", "x"),
    "20%至30%": (20, 30, "range", "%"),
}
# Not a count, or not one number: a date, a time, a name, an idiom.
NONE = (
    "2025年11月24日", "24小时", "近7天", "12:30", "3月15日", "GPT-4发布", "Qwen2.5很强", "一些应用", "统一上架", "万一失败",
    "百度说", "千问上线", "72B参数", "1080P", "成千上万", "一个开发者", "三星手机", "in 10 days", "双十一", "二十日", "一百天", "5G网络", "9" * 30,
)  # fmt: skip


def only(text: str) -> Number:
    found = find_numbers(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("text", ONE)
def test_a_number_is_worth_what_it_says(text: str) -> None:
    number = only(text)
    assert (number.value, number.value_max, number.relation, number.unit) == ONE[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_count_is_left_alone(text: str) -> None:
    assert find_numbers(text) == []


def test_whole_numbers_are_integers() -> None:
    """62.7万 is a count; a float would print as 627000.0."""
    assert isinstance(only("62.7万次").value, int)
    assert isinstance(only("增长2.0倍").value, int)


def test_from_one_to_another_is_no_range() -> None:
    assert [n.value for n in find_numbers("从4万到11万")] == [40_000, 110_000]
    assert [n.value for n in find_numbers("由90万次涨至300万次")] == [900_000, 3_000_000]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("第3", [3]),
        ("第十五名", [15]),
        ("①豆包②千问", [1, 2]),
        ("（1）千问", [1]),
        ("No.1", [1]),
        ("TOP 24", [24]),
    ],
)
def test_places_are_ordinals(text: str, places: list[int]) -> None:
    found = find_numbers(text)
    assert [n.value for n in found] == places
    assert all(n.ordinal for n in found)


def test_a_comma_behind_a_place_is_punctuation() -> None:
    """第2,9月 names a place and a month; 第2,900万次 a place and a count."""
    assert [(n.value, n.ordinal) for n in find_numbers("排名第2,9月下载")] == [(2, True)]
    assert [(n.value, n.ordinal) for n in find_numbers("排名第2,900万次")] == [(2, True), (9_000_000, False)]
    assert [(n.value, n.ordinal) for n in find_numbers("第1,234名")] == [(1234, True)]


def test_points_of_a_percentage_are_flagged() -> None:
    number = only("提高3个百分点")
    assert number.points
    assert number.unit == "%"
    assert not only("提高3%").points


def test_a_sign_before_a_percentage_counts() -> None:
    assert only("环比 -6%").value == -6
    assert only("环比+61%").value == 61


def test_the_words_that_gave_the_relation_are_told() -> None:
    text = "累计超过1200万次以上"
    number = only(text)
    assert text[number.start : number.end] == "1200万"
    assert text[number.outer_start : number.outer_end] == "超过1200万"
    behind = only("累计1200万次以上")
    assert "累计1200万次以上"[behind.outer_start : behind.outer_end] == "1200万次以上"


def test_only_the_part_asked_for_is_read() -> None:
    text = "超过500万次，又有300万次"
    assert [n.value for n in find_numbers(text, 8)] == [3_000_000]
    assert [n.value for n in find_numbers(text, 0, 8)] == [5_000_000]
    assert find_numbers(text, 2, 6)[0].relation == "eq"


@pytest.mark.parametrize(
    "piece", ["1", "一", "1,", "1.", "1-", "1至", "两三", "百分之", "翻", "数", "万", "1万", "第", "5%"]
)
def test_a_hundred_thousand_of_anything_takes_no_time(piece: str) -> None:
    started = time.process_time()
    find_numbers(piece * 100_000)
    assert time.process_time() - started < 5


def test_a_hundred_thousand_digits_are_no_number() -> None:
    assert find_numbers("下载" + "7" * 100_000 + "次") == []


@given(
    st.text(
        alphabet="0１2,，.．万亿千百十一二两三几数多余来约近超破上成倍%番翻点分之第半到至-~ （）①kwM\n前次",
        max_size=60,
    )
)
def test_any_mixture_is_read_within_its_bounds(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert 0 <= number.outer_start <= number.start < number.end <= number.outer_end <= len(text)
        end = number.end


@given(st.integers(min_value=1, max_value=9_999_999))
def test_every_integer_reads_the_same_with_separators_and_without(value: int) -> None:
    assert only(f"下载{value}次").value == value
    assert only(f"下载{value:,}次").value == value
