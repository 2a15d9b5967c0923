"""Dates and stretches, counted from the day of publication in Shanghai."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import Stretch, find_dates
from pipeline.model import BEIJING

MONDAY = datetime(2025, 11, 24, 18, 30, tzinfo=BEIJING)

# text: since, as_of, period, kind
ONE = {
    # days
    "11月24日": (None, "2025-11-24", "P1D", "day"),
    "2024年3月5日": (None, "2024-03-05", "P1D", "day"),
    "2025-11-20": (None, "2025-11-20", "P1D", "day"),
    "2025/11/20": (None, "2025-11-20", "P1D", "day"),
    "２０２５年１月９日": (None, "2025-01-09", "P1D", "day"),
    "24日": (None, "2025-11-24", "P1D", "day"),
    "28日": (None, "2025-10-28", "P1D", "day"),
    "9月1日早上9点": (None, "2025-09-01", "P1D", "day"),
    "本月18日": (None, "2025-11-18", "P1D", "day"),
    "，至20日下载": (None, "2025-11-20", None, "until"),
    "11/20上架": (None, "2025-11-20", "P1D", "day"),
    "（11/5）": (None, "2025-11-05", "P1D", "day"),
    "昨日": (None, "2025-11-23", "P1D", "day"),
    "昨天": (None, "2025-11-23", "P1D", "day"),
    "今天": (None, "2025-11-24", "P1D", "day"),
    "去年今日": (None, "2024-11-24", "P1D", "day"),
    "两年前的今天": (None, "2023-11-24", "P1D", "day"),
    "20日公告": (None, "2025-11-20", "P1D", "day"),
    "20日称": (None, "2025-11-20", "P1D", "day"),
    "噚日": (None, "2025-11-23", "P1D", "day"),
    "今日": (None, "2025-11-24", "P1D", "day"),
    "前天": (None, "2025-11-22", "P1D", "day"),
    "周三": (None, "2025-11-19", "P1D", "day"),
    "上周五": (None, "2025-11-21", "P1D", "day"),
    "星期一": (None, "2025-11-24", "P1D", "day"),
    "11月20日（周四）": (None, "2025-11-20", "P1D", "day"),
    "去年12月 26日": (None, "2024-12-26", "P1D", "day"),
    "前晚": (None, "2025-11-22", "P1D", "day"),
    "除夕夜": (None, "2025-01-28", "P1D", "day"),
    "大年初三": (None, "2025-01-31", "P1D", "day"),
    "2020年元宵节当晚": (None, "2020-02-08", "P1D", "day"),
    "中秋当天": (None, "2025-10-06", "P1D", "day"),
    "清明节那天": (None, "2025-04-04", "P1D", "day"),
    "618当天": (None, "2025-06-18", "P1D", "day"),
    "双十一当天": (None, "2025-11-11", "P1D", "day"),
    "10月最后一天": (None, "2025-10-31", "P1D", "day"),
    "上半年末": (None, "2025-06-30", "P1D", "day"),
    "二〇二四年十二月三日": (None, "2024-12-03", "P1D", "day"),
    "民国112年5月6日": (None, "2023-05-06", "P1D", "day"),
    "2024第三季度": ("2024-07", "2024-09", "P3M", "quarter"),
    "2024 上半年": ("2024-01", "2024-06", "P6M", "half"),
    "2024Q3": ("2024-07", "2024-09", "P3M", "quarter"),
    "112年5月": (None, "2023-05", "P1M", "month"),
    "昨（23）日": (None, "2025-11-23", "P1D", "day"),
    "今(24)日": (None, "2025-11-24", "P1D", "day"),
    # months
    "一四年二月": (None, "2014-02", "P1M", "month"),
    "去年此时": (None, "2024-11", "P1M", "month"),
    "今年3月": (None, "2025-03", "P1M", "month"),
    "去年12月": (None, "2024-12", "P1M", "month"),
    "2月30日": (None, "2025-02", "P1M", "month"),
    "12月份": (None, "2024-12", "P1M", "month"),
    "上月": (None, "2025-10", "P1M", "month"),
    "上个月": (None, "2025-10", "P1M", "month"),
    "本月": (None, "2025-11", "P1M", "month"),
    "本月初": (None, "2025-11", None, "month"),
    "9月中旬": (None, "2025-09", None, "month"),
    "9月初": (None, "2025-09", None, "month"),
    "年底": (None, "2025-12", None, "month"),
    "今年底": (None, "2025-12", None, "month"),
    "2016年底，": (None, "2016-12", None, "month"),
    "年初": (None, "2025-01", None, "month"),
    # stretches
    "11月18日至19日": ("2025-11-18", "2025-11-19", "P2D", "span"),
    "3月15日-21日": ("2025-03-15", "2025-03-21", "P7D", "span"),
    "2025.11.3-11.9": ("2025-11-03", "2025-11-09", "P7D", "span"),
    "2024/12/30—2025/1/5": ("2024-12-30", "2025-01-05", "P7D", "span"),
    "10月28日到11月3日": ("2025-10-28", "2025-11-03", "P7D", "span"),
    "21日和22日两天": ("2025-11-21", "2025-11-22", "P2D", "span"),
    "10/31至11/6": ("2025-10-31", "2025-11-06", "P7D", "span"),
    "1-10月": ("2025-01", "2025-10", "P10M", "span"),
    "今年前十个月": ("2025-01", "2025-10", "P10M", "span"),
    "前三季度": ("2025-01", "2025-09", "P9M", "span"),
    "三季度": ("2025-07", "2025-09", "P3M", "quarter"),
    "第四季度": ("2025-10", "2025-12", "P3M", "quarter"),
    "2024年Q3": ("2024-07", "2024-09", "P3M", "quarter"),
    "今年第3季": ("2025-07", "2025-09", "P3M", "quarter"),
    "第三季全球": ("2025-07", "2025-09", "P3M", "quarter"),
    "有望在第一季度": ("2025-01", "2025-03", "P3M", "quarter"),
    "Q3 2023，": ("2023-07", "2023-09", "P3M", "quarter"),
    "Q3 2000万": ("2025-07", "2025-09", "P3M", "quarter"),
    "25Q1": ("2025-01", "2025-03", "P3M", "quarter"),
    "2024H1": ("2024-01", "2024-06", "P6M", "half"),
    "2024财年": (None, "2024", "P1Y", "year"),
    "，7、8月": ("2025-07", "2025-08", "P2M", "span"),
    "10月前二十天": ("2025-10-01", "2025-10-20", "P20D", "span"),
    "8月最后一周": ("2025-08-25", "2025-08-31", "P7D", "week"),
    "7月最后一周": (None, "2025-07", "P7D", "week"),
    "今年春节": (None, "2025", None, "year"),
    "去年四季度": ("2024-10", "2024-12", "P3M", "quarter"),
    "上半年": ("2025-01", "2025-06", "P6M", "half"),
    "2023年下半年": ("2023-07", "2023-12", "P6M", "half"),
    "本周": ("2025-11-24", "2025-11-24", "P7D", "week"),
    "上周": ("2025-11-17", "2025-11-23", "P7D", "week"),
    "12月首三周": ("2024-12-01", "2024-12-21", "P21D", "span"),
    "2012至2019，": ("2012", "2019", "P8Y", "span"),
    "2010年代": ("2010", "2019", "P10Y", "span"),
    "9月3日起连续四天": ("2025-09-03", "2025-09-06", "P4D", "span"),
    "截至11月20日的30天": ("2025-10-22", "2025-11-20", "P30D", "span"),
    "从9月3日上架到10月8日，": ("2025-09-03", "2025-10-08", None, "until"),
    "9月3日开播后到9月9日为止": ("2025-09-03", "2025-09-09", None, "until"),
    "11月第一周": ("2025-11-03", "2025-11-09", "P7D", "week"),
    "上周末": ("2025-11-22", "2025-11-23", "P2D", "span"),
    "2020年": (None, "2020", "P1Y", "year"),
    "2022香港最多人装的App": (None, "2022", None, "year"),
    "去年": (None, "2024", "P1Y", "year"),
    "全年": (None, "2025", "P1Y", "year"),
    "年末榜单": (None, "2025", None, "year"),
    # ends and beginnings
    "截至目前": (None, "2025-11-24", None, "now"),
    "截至发稿": (None, "2025-11-24", None, "now"),
    "如今": (None, "2025-11-24", None, "now"),
    "截至9月底": (None, "2025-09", None, "until"),
    "截至北京时间11月20日": (None, "2025-11-20", None, "until"),
    "自11月17日起": ("2025-11-17", None, None, "since"),
    "自3月至今": ("2025-03", "2025-11-24", None, "since"),
    "今年迄今": ("2025", "2025-11-24", None, "since"),
    "例如今年3月": (None, "2025-03", "P1M", "month"),
    "今年以来": ("2025", None, None, "since"),
    "10月以来": ("2025-10", None, None, "since"),
    "近30天": (None, "2025-11-24", "P30D", "recent"),
    "过去48小时": (None, "2025-11-24", "PT48H", "recent"),
    # nothing to count from
    "当天": (None, "2025-11-24", "P1D", "same_day"),
    "较9月上涨": (None, None, None, "compared"),
    "是1月的近六倍": (None, None, None, "compared"),
}
NONE = (
    "春节期间", "国庆假期", "除夕前", "初三", "前一个月", "《歌手》第三季", "第三天", "首周下载", "次日", "同月", "月活", "日活", "日均", "7日留存", "7日下载量", "1/3的用户", "评分4/5", "三个月", "一日游", "百日", "出现在榜上",
    "13月", "推出11日", "连续15日", "同日", "发布会次日", "此前一年", "每周三", "周年", "上周年", "12日内", "《明日方舟》", "2019移动应用市场报告", "第2022香港", "今日头条", "此前日均", "停服前日活", "综艺节目前十", "失去年轻用户", "三年中", "20号线", "该周登顶", "三日内", "十年代", "3.5亿", "第5日报",
)  # fmt: skip


def seen(text: str, published: datetime | None = MONDAY) -> list[tuple[str | None, str | None]]:
    return [(s.since, s.as_of) for s in find_dates(text, published)]


def only(text: str) -> Stretch:
    found = find_dates(text, MONDAY)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("text", ONE)
def test_an_expression_means_this(text: str) -> None:
    stretch = only(text)
    assert (stretch.since, stretch.as_of, stretch.period, stretch.kind) == ONE[text]


@pytest.mark.parametrize("text", NONE)
def test_what_names_no_date_is_left_alone(text: str) -> None:
    assert find_dates(text, MONDAY) == []


def test_where_a_figure_rises_to_a_month_the_month_is_whole() -> None:
    assert [(s.as_of, s.period, s.kind) for s in find_dates("飙升至10月的1200万", MONDAY)] == [
        ("2025-10", "P1M", "month")
    ]


def test_a_day_of_the_lunar_year_follows_another() -> None:
    assert seen("除夕当晚登顶，初三让位") == [(None, "2025-01-28"), (None, "2025-01-31")]


def test_what_is_over_in_spring_is_the_end_of_the_last_year() -> None:
    assert seen("到年底", datetime(2025, 2, 20, tzinfo=BEIJING)) == [(None, "2024-12")]
    assert seen("目标是到年底", datetime(2025, 2, 20, tzinfo=BEIJING)) == [(None, "2025-12")]


def test_two_months_that_are_told_apart_are_two() -> None:
    assert seen("7、8月分别为3万和5万") == [(None, "2025-08")]


def test_the_first_months_of_an_app_are_none_of_the_year() -> None:
    assert seen("5月8日上线，头三个月") == [(None, "2025-05-08"), ("2025-05-08", None)]


def test_a_day_takes_its_month_from_the_one_before() -> None:
    assert seen("9月7日上线，26日登顶") == [(None, "2025-09-07"), (None, "2025-09-26")]


def test_neighbouring_days_are_counted_from_the_day_named_last() -> None:
    text = "9月7日上线，次日登顶，三天后跌出前十，一周后回来"
    assert [as_of for _, as_of in seen(text)] == ["2025-09-07", "2025-09-08", "2025-09-11", "2025-09-18"]


def test_days_ago_are_counted_from_today_unless_the_sentence_names_a_day() -> None:
    assert seen("三天前还在第九")[0] == (None, "2025-11-21")
    assert seen("9月7日登顶，三天前还在第九")[1] == (None, "2025-09-04")


def test_the_same_month_is_the_one_named_last() -> None:
    assert seen("2021年1月，甲很红，同月乙也红") == [(None, "2021-01"), (None, "2021-01")]


def test_first_days_and_weeks_are_counted_from_a_dated_launch() -> None:
    text = "这款游戏11月3日公测，首日下载百万，首周三百万，上线第三天登顶，开服18天后"
    assert seen(text) == [
        (None, "2025-11-03"),
        (None, "2025-11-03"),
        ("2025-11-03", None),
        (None, "2025-11-05"),
        (None, "2025-11-21"),
    ]


def test_a_launch_some_time_ago_begins_its_stretch() -> None:
    assert seen("自11月17日公测一周以来") == [("2025-11-17", None), ("2025-11-17", None)]


def test_a_launch_dated_by_its_month_begins_its_stretches_there() -> None:
    assert seen("日文版今年1月上线，首月装了五万次") == [(None, "2025-01"), ("2025-01", None)]
    assert seen("2017年上线，首日就有十万人") == [(None, "2017"), (None, "2017")]


def test_the_day_after_what_happened_on_a_day_is_the_next() -> None:
    assert seen("9月7日公测次日登顶")[1] == (None, "2025-09-08")


def test_so_many_hours_later_are_days_later() -> None:
    assert seen("9月7日公布，24小时后登顶")[1] == (None, "2025-09-08")
    assert seen("9月7日公布，72小时后跌出")[1] == (None, "2025-09-10")


def test_months_after_a_month_are_counted_from_it() -> None:
    assert seen("3月登顶，两个月后跌出") == [(None, "2025-03"), (None, "2025-05")]


def test_who_stays_till_the_next_day_dates_nothing() -> None:
    assert seen("9月7日登顶，次日留存四成，三天后跌出")[-1] == (None, "2025-09-10")


def test_what_is_told_again_is_the_same_day() -> None:
    assert seen("4月30日开服，9月9日，也就是上线的第二天，它登顶") == [
        (None, "2025-04-30"),
        (None, "2025-09-09"),
    ]


def test_a_month_that_is_only_compared_with_is_not_the_one_spoken_of() -> None:
    assert seen("9月下载千万，比8月的90万多，同月乙为百万")[-1] == (None, "2025-09")
    assert seen("11月18日登顶，为9月以来的最好名次，22日跌出")[-1] == (None, "2025-11-22")


def test_a_story_goes_on_over_the_turn_of_a_year() -> None:
    spring = datetime(2024, 3, 5, tzinfo=BEIJING)
    assert seen("2023年12月初上线，1月27日登顶", spring) == [(None, "2023-12"), (None, "2024-01-27")]
    assert seen("2023年12月上线，8月就有风声", spring)[-1] == (None, "2023-08")
    assert seen("2023年12月上线，4月登顶", spring)[-1] == (None, "2023-04")


def test_the_year_after_is_counted_from_the_one_named() -> None:
    assert seen("2021年开张，隔年三月登顶") == [(None, "2021"), (None, "2022-03")]


def test_what_is_wanted_by_the_end_of_the_year_is_of_this_year() -> None:
    assert seen("去年8月上线。力争年底前破亿")[-1] == (None, "2025-12")
    assert seen("去年9月披露数字。希望月底前破亿")[-1] == (None, "2025-11")


def test_single_chinese_digits_name_days_where_an_hour_or_another_day_follows() -> None:
    assert seen("9月停电，八日清晨登顶，七日至九日装了三万次") == [
        (None, "2025-09"),
        (None, "2025-09-08"),
        ("2025-09-07", "2025-09-09"),
    ]


def test_that_day_is_the_day_or_the_month_named_before_it() -> None:
    assert seen("9月7日被推荐，当天装了三万次")[1] == (None, "2025-09-07")
    assert seen("去年十月被推荐，当天装了三万次")[1] == (None, "2024-10")


def test_the_day_of_an_event_that_nobody_dates_stays_open() -> None:
    assert [(s.as_of, s.kind) for s in find_dates("9月7日有消息，但预下载开启当天仍是第一", MONDAY)][1] == (
        None,
        "same_day",
    )


def test_three_days_ago_says_nothing_of_what_follows() -> None:
    assert seen("9月7日登顶，三天前还在第九。同日乙也进了前十")[-1] == (None, "2025-09-07")


def test_next_year_holds_for_the_whole_year_of_its_sentence() -> None:
    assert seen("明年的目标是全年过亿") == [(None, "2026"), (None, "2026")]


def test_a_bare_day_does_not_take_its_month_from_a_plan() -> None:
    assert seen("2027年底要过亿。到11日中午，它排第九")[1] == (None, "2025-11-11")


def test_a_year_holds_for_the_months_of_its_sentence() -> None:
    assert seen("2016年很好，3月登顶。4月平平") == [(None, "2016"), (None, "2016-03"), (None, "2025-04")]


def test_a_year_said_with_a_month_holds_for_its_paragraph() -> None:
    assert seen("2016年3月登顶。5月跌出。\n6月回来") == [
        (None, "2016-03"),
        (None, "2016-05"),
        (None, "2025-06"),
    ]


def test_last_year_does_not_hold_for_what_follows() -> None:
    assert seen("较去年同期增长。4月25日登顶")[-1] == (None, "2025-04-25")


def test_a_day_a_few_weeks_ahead_is_of_this_year() -> None:
    assert seen("12月6日上线") == [(None, "2025-12-06")]
    assert seen("12月的目标") == [(None, "2025-12")]
    assert seen("12月下载") == [(None, "2024-12")]


def test_a_weekly_report_says_which_week_is_this_week() -> None:
    assert seen("周报11.10-11.16：本周榜首") == [("2025-11-10", "2025-11-16"), ("2025-11-10", "2025-11-16")]


def test_the_day_is_that_of_shanghai() -> None:
    """Half past eleven at night in London is the next morning in Shanghai."""
    assert seen("今天", datetime(2025, 11, 23, 23, 30, tzinfo=UTC)) == [(None, "2025-11-24")]


def test_without_a_day_of_publication_only_what_stands_by_itself_is_read() -> None:
    assert seen("昨天和2024年3月5日", None) == [(None, "2024-03-05")]
    assert seen("3月5日", None) == []


def test_only_the_sentence_asked_for_is_returned_with_what_came_before_it_in_mind() -> None:
    text = "9月7日上线。26日登顶。"
    found = find_dates(text, MONDAY, 7, 13)
    assert [(s.as_of, text[s.start : s.end]) for s in found] == [("2025-09-26", "26日")]


@pytest.mark.parametrize(
    "piece", ["1", "一", "1月", "1-", "上周", "2025-", "年", "去年", "当天", "三天后", "11月1日至"]
)
def test_a_hundred_thousand_of_anything_takes_no_time(piece: str) -> None:
    started = time.process_time()
    find_dates(piece * (100_000 // len(piece)), MONDAY)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "published",
    # a naive time is Shanghai's
    [None, datetime(1, 1, 1), datetime(9999, 12, 31, tzinfo=UTC), datetime(2024, 2, 29)],  # noqa: DTZ001
)
@given(
    text=st.text(
        alphabet="0１249一二三十月日年代号周星期天第前后首上下今去昨当同次季末底初至到-/.自截起以来公测开服双元旦过去近小时 \n，。",
        max_size=40,
    )
)
def test_any_mixture_gives_dates_that_exist(published: datetime | None, text: str) -> None:
    end = 0
    for stretch in find_dates(text, published):
        assert end <= stretch.start < stretch.end <= len(text)
        end = stretch.end
        for day in filter(None, (stretch.since, stretch.as_of)):
            datetime.fromisoformat((day + "-01-01")[:10])
