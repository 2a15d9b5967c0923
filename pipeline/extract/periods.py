"""The stretch that a count covers: 单日 P1D, 首周 P7D, 累计 total, 48小时 PT48H."""

from __future__ import annotations

import re

from pipeline.extract.places import small_number
from pipeline.text.patterns import at_first_letters, lazy_pattern

_N = r"(\d{1,4}|[一二三四五六七八九十百两]{1,4})"
_PERIODS: tuple[tuple[str, str], ...] = (
    (
        rf"(?:过去|近|最近|前|头|上线|上架|发布|推出|公测|开服|改版|开源|仅|短短|用了?|在)?\s?{_N}(?:个)?小时",
        "PT{}H",
    ),
    (r"半(?:天|日)(?!本)", "PT12H"),
    (r"(?:每|平均每|平均一个?)小时", "PT1H"),
    (r"日均|天均|日平均|平均每[天日]|每[天日]平均|平均一[天日]", "P1D~"),
    (r"周均|平均每周", "P7D~"),
    (r"月均|平均每月|平均每?一?个月|每月平均", "P1M~"),
    (r"年均", "P1Y~"),
    (r"季均", "P3M~"),
    (rf"(?:上线|上架|发布|公测|推出|开服)?第{_N}[天日]", "P{}D"),
    (
        r"单日|首日|首天|次日|当[日天晚]|每[天日]|一[天日]之内|一[天日]内|一天(?!比)|(?<![\d一二三四五六七八九十])日下载|日新增|日装机|日安装|(?<![\d一二三四五六七八九十])日(?!本|前|益)(?=.{0,2}下载|.{0,2}安装)|昨[天日]|今[天日](?!宣布|表示)|前[天日]|那一?[天夜晚日]|一夜|这一天|同[日天]|(?:周|星期|礼拜)[一二三四五六日天](?=.{0,4}(?:下载|安装|新增|装机))(?!起|以来|至|到|前|后)|当夜|峰值日|日分发",
        "P1D",
    ),
    (rf"{_N}\s?(?:个)?(?:天|日)(?:之)?(?:内|里|间|合计|共|后|以来|的)?", "P{}D"),
    (
        r"首周|单周|每周|(?<![\d一二三四五六七八九十两])周(?![年一二三四五六日天末])(?=.{0,2}(?:下载|安装|新增|装机))|(?<!至)(?<!到)上周(?![一二三四五六日天末])|(?<!至)(?<!到)本周(?![一二三四五六日天末])|这周|当周|一周(?!年)|一星期|一个星期|一个礼拜|首个?星期|首个?周|那一?周|这一周|前一周|上一周|(?<!至)(?<!到)上星期|过去一周|近一周|该周",
        "P7D",
    ),
    (rf"{_N}(?:个)?(?:周|星期|礼拜)(?!年|榜|末)", "P{}W"),
    (
        r"首月|单月|每月|当月|(?<![\d一二三四五六七八九十两])月(?=.{0,2}(?:下载|安装|新增|装机))|(?<!至)(?<!到)上个?月|(?<!至)(?<!到)本月|这个月|一个月|同月|该月|全月|月度|次月|首个?月|那个月",
        "P1M",
    ),
    (rf"(?:前|头|首|这|近|过去|最近)?{_N}个(?:多)?月", "P{}M"),
    (r"上半年|下半年|半年(?!报)|前六个?月", "P6M"),
    (
        r"[一二三四1234]季度|第[一二三四1-4]季(?:度)?|单季|当季|该季|上季度|本季度|首季|第[1-4]季(?!度)|(?<![A-Za-z0-9])[Qq][1-4](?![A-Za-z0-9])|季度(?=.{0,2}下载)",
        "P3M",
    ),
    (r"前三季度?", "P9M"),
    (
        r"全年|首年|年度(?=.{0,3}下载|.{0,3}安装)|(?<![\d一二三四五六七八九十几半])年(?=下载量|装机|新增)|一年(?:之内|内|间|里|就|做到|破|装|下载|来)|每年|去年一年|(?:过去|最近|近)一年(?!前|后)",
        "P1Y",
    ),
    (rf"{_N}年(?:半)?(?:间|内|里|来|时间|累计)", "P{}Y"),
)
_COMPILED = tuple((lazy_pattern(pattern), shape) for pattern, shape in _PERIODS)
_ALL = lazy_pattern(
    # a number begins one only where a unit of time stands behind it
    "(?=[过近最前头上线架发公开改推仅短用在半每平日天周月年季单首次当昨今那这同第峰本去全下单该Qq]|[0-9一二两三四五六七八九十百][\\d一二两三四五六七八九十百]{0,3}\\s?[个小天日周星礼月年季夜])(?:"
    + at_first_letters(
        {f"p{number}": re.sub(r"[(](?![?])", "(?:", pattern) for number, (pattern, _) in enumerate(_PERIODS)}
    )
    + ")"
)


def find_periods(text: str, start: int, end: int) -> list[tuple[int, int, str, bool]]:
    """Stretches named between two offsets: (start, end, ISO duration, whether an average over such stretches)."""
    found = []
    for hit in _ALL.finditer(text, start, end):
        number = int((hit.lastgroup or "p0")[1:])
        shape = _PERIODS[number][1]
        average = shape.endswith("~")
        shape = shape.rstrip("~")
        if "{}" in shape:
            inner = _COMPILED[number][0].search(hit[0])
            count = small_number(inner[1]) if inner else None
            if not count or count > 4000:
                continue
            if shape == "P{}W":
                shape, count = "P{}D", count * 7
            shape = shape.format(count)
        found.append((hit.start(), hit.end(), shape, average))
    return found
