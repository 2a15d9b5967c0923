"""What belongs to a figure besides its value: one sentence or two for each rule of attachment."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from config.lexicon import load_lexicon
from pipeline.extract import extract
from pipeline.extract.agreement import agree
from pipeline.extract.draft import Draft
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.mentioned import mentioned_in
from pipeline.extract.subjects import Subject
from pipeline.model import Claim

NOON = datetime(2025, 11, 20, 4, tzinfo=UTC)


@cache
def lexicon() -> Lexicon:
    return Lexicon.from_toml(load_lexicon(None))


def last_claim(text: str) -> Claim:
    claims = extract(None, text, NOON, lexicon())
    assert claims, f"nothing found in {text}"
    return claims[-1]


SOURCES = {
    "某咨询机构发布十月应用报告，豆包下载量为300万次；夸克则为120万次。": "某咨询机构",
    "“夸克的下载量已经破亿了。”产品经理韩小北说。": "韩小北",
    "创始人周一鸣透露，《长夜行》首日下载40万次。他还说，第二天又有35万次下载。": "周一鸣",
    "公司更新了招股书。剪映去年的下载量为2亿次。": "招股书",
    "据酷传统计，豆包安卓端累计下载6亿次。夸克为3亿次。": "酷传",
    "开发商表示，《长夜行》目前有80万次下载。目标是年底前下载量突破300万。": "开发商",
    "研究机构“观数”指出，豆包10月下载量为900万次。": "观数",
    "npm统计显示，langchain的周下载量为120万次。": "npm",
    "立委何宗岳昨（19）日质询时指出，豆包累计下载量为42万次。": "何宗岳",
    "据《北岸晚报》，豆包下载量达到900万次。": "北岸晚报",
    "（本报东湾18日电）环境署说明，豆包目前有30万人次下载。": "环境署",
    "资安业者Nortrax给出的数字是，豆包已有600万次下载。": "Nortrax",
    "Brightloom的最新统计里，豆包10月下载量为700万次。": "Brightloom",
    "91助手公布了全年成绩，豆包下载量为5,000万次。": "91助手",
    "业内人士预计，豆包首月下载量不会低于1,800万次。": "业内人士",
    "网研社电商研究中心放出《2022年6月小程序TOP50榜》，豆包排名第一。": "网研社电商研究中心",
    "去年谁的下载量最高？《东海经济新闻》的答案：豆包，下载量达3亿次。": "东海经济新闻",
    "《北岸网》表示，豆包在台湾的下载量超过900万次。": "北岸网",
    "根据App Lens（日本的终端统计媒体）的统计，2014年8月豆包下载量为90万次。": "App Lens",
    "知名网红小陈亦于社群平台发文指出，豆包在免费榜中升至首位。": "小陈",
    "云海堂昨日在官网宣布，豆包3天内下载量突破3000万次。": "云海堂",
    "云海公司官方网站日前宣布，旗下商店的下载量已突破90亿次。": "云海公司",
    "据云海公司今天所发布的最新数据显示，商店总下载量已经超过9亿次。": "云海公司",
    "中国电商巨头云海宣布，豆包过去一周下载量突破900万次。": "云海",
    "云海星期一在微信公众号披露，豆包下载量突破900万次。": "云海",
    "局长林以安今日在出席记者会时表示，豆包有80万次下载。": "林以安",
    "Apple宣布，豆包的下载量超过90亿次。": "Apple",
    "综合外媒报道，豆包在美国的下载量达到90万次。": "外媒",
    "云海科技昨晚公布，豆包下载量达到90万次。": "云海科技",
    "官方推特宣布，豆包的下载量突破900万次。": "官方",
    "发行方青柚互娱表示，《长夜行》首日下载40万次。": "青柚互娱",
    "字节跳动的展台前排起了长队。据公司介绍，豆包累计下载量接近2亿次。": "字节跳动",
    # a name ends where a time or a place begins, though more stands before the verb
    "青柚出行CEO在接受采访时说，豆包安装量目前约为3000万次。": "青柚出行CEO",
    "负责人何宗岳6月离职前曾表示，豆包下载量达到900万次。": "何宗岳",
    "Brightloom执行长上周在台北说，豆包下载量超过2000万次。": "Brightloom执行长",
    "云海今日财报会上透露，豆包下载量达到900万次。": "云海",
    "说明会上公司仍强调，豆包下载量达到900万次。": "公司",
    "社交应用Nortrax对记者表示，它在美国的下载量达到62万次。": "Nortrax",
    "创办人林以安昨天在警政署受访表示，豆包有80万次下载。": "林以安",
    # what stands before a name and what stands behind it is no part of it
    "手机助手的母公司云海说，豆包下载量达到900万次。": "云海",
    "云海游戏的制作人在采访里说，《长夜行》首周新增下载超过450万次。": "制作人",
    "被告称豆包全球下载至今不过310万次。": "被告",
    "省大数据局局长在发布会上介绍，豆包装机量已达836万次。": "省大数据局局长",
    "360方面称，豆包下载量达到900万次。": "360",
    "华为在大会上表示，豆包下载量达到900万次。": "华为",
    "对手「云海通」宣布豆包突破1亿次下载。": "云海通",
    "DataEye研究院的数据显示，豆包10月下载量为900万次。": "DataEye研究院",
    "云海方面并不认可，称豆包下载量为900万次。": "云海",
    # who gives figures without a verb of saying
    "有券商给了更大胆的预期：豆包首月下载2500万次。": "券商",
    "豆包10月下载量为900万次（Sensor Tower 10月数据）。": "Sensor Tower",
    "Nortrax研究人员在Google Play商店发现15款假冒应用，下载量合计超过5000万次。": "Nortrax",
    # who is meant by what stands for a name
    "据Sensor Tower估算，豆包10月下载量为900万次。该机构还指出，夸克另有300万次下载。": "Sensor Tower",
    "这款应用的老板叫韩小北，今年三十岁。他对我们说，千问一周下载量为30万次。": "韩小北",
    "“青柚”完成了融资。据其介绍，过去一年App新增下载达到740万次。": "青柚",
}

NO_SOURCE = (
    # words that hold 说, 据 or 称 and tell of nobody
    "番茄小说涨得更快，豆包下载量达到900万次。",
    "业务数据平稳，豆包下载量达到900万次。",
    "据介绍，豆包下载量达到900万次。",
    "按照原定计划，豆包首月下载量达到900万次。",
    "据七麦统计，豆包10月下载量为300万次。它的安装量在华为应用市场显示为4,900万次。",
    "创始人郑远表示，服务器扩容了三次。昨天，《长夜行》在App Store免费榜排名第五。",
    "豆包下载量达到900万次。",
    "《长夜行》继续以预估周下载76.3万居于榜首。",
    "每月发布的下载量TOP10报告（如上个月《长夜行》以2800万次下载登顶）是行业的窗口。",
    "今天的数据显示，豆包下载量首次达到全球第一。",
)

DATES = {
    # a launch dates what began with it, and no place that came later
    "《长夜行》9月2日上线，最高到过App Store免费榜第三。": (None, None),
    "《长夜行》9月2日上线，累计下载量突破300万次。": ("2025-09-02", None),
    "《长夜行》9月2日上线，当天登上App Store免费榜第三。": (None, "2025-09-02"),
    "《长夜行》今年9月上线，截至11月10日已有500万次下载。": ("2025-09", "2025-11-10"),
    # a stretch that begins with a launch is told by it; one within a launch's month, by the month
    "《长夜行》8月31日开放下载，四天之内下载量就突破300万次。": ("2025-08-31", None),
    "《长夜行》5月上线，首周下载破200万次。": (None, "2025-05"),
    "《长夜行》今天零点开服，上线6小时冲到App Store免费榜第三。": (None, "2025-11-20"),
    # the best place of all was held on no day that is told
    "受停课影响，豆包9月2日闯入App Store总榜前二十，最高时排名第十七。": (None, None),
    # a goal is of the time to come that its sentence names
    "明年第一季度团队还有大动作，目标是豆包累计下载量突破3亿次。": (None, "2026-03"),
    # an average is over the stretch that was counted; 同期 and 彼时 are the time of the figure before
    "夸克三季度下载900万次，日均10万次。": ("2025-07", "2025-09"),
    "10月8日，豆包登上App Store免费榜第一。夸克同期下载量为87万次。": (None, "2025-10-08"),
    "9月7日，《长夜行》被下架。彼时其累计下载量为500万次。": (None, "2025-09-07"),
    "《长夜行》又出现在App Store免费榜前十。": (None, None),
    # a weekly count is of the week that the passage speaks of
    "来看上周的App Store畅销榜。豆包预估周下载76万次。": ("2025-11-10", "2025-11-16"),
    # a date that says which app it is, or when one is to be launched, is not when a figure holds
    "各地产品也跟着沾光，2016年就上线的豆包下载量达3450万次。": (None, None),
    "豆包的日本版预计12月上线，首月下载有望到30万次。": (None, None),
    # what stands in brackets is said of the figure before them
    "豆包下载量为744万次（2020年至今），夸克为934万次（2019年至今）。": ("2019", "2025-11-20"),
    # what another figure is held against, and a day still to come of something else
    "今年第三季度，两家商店的营收比去年的220亿美元多出三成，豆包下载量增长23%。": ("2025-07", "2025-09"),
    "豆包将于12月1日关闭网页版，该应用已连续两日登上免费榜榜首。": (None, None),
    # a time before something happened is not the time of what happened
    "10月8日《长夜行》被下架，下架前累计下载量约为500万次。": (None, None),
    "9月2日之前，《长夜行》一天只有三万次下载。": (None, None),
    "10月8日《长夜行》冲上热搜，平时一天只有3万次下载。": (None, None),
    # what began on a day goes on for its own subject only
    "10月3日起，豆包一直占据App Store免费榜第一。夸克排在第四。": (None, None),
    "上周的App Store免费榜上，豆包位居第一；夸克最高冲到第六。": ("2025-11-10", "2025-11-16"),
    "10月最后一个星期，商店里冒出了几十款新应用。七麦预估，剪映那一周下载量为40万次。": (None, "2025-10"),
    "今日上线的《长夜行》登顶App Store免费榜。": (None, "2025-11-20"),
    "豆包一度登顶App Store效率榜，现排名第二。": (None, "2025-11-20"),
    "豆包有望在2026年第二季度突破20亿次累计下载。": (None, "2026-06"),
    "除夕到初六，豆包日均新增下载217万次。": ("2025-01-28", "2025-02-03"),
    "2024年1月1日至12月31日，豆包下载量为3亿次。": (None, "2024"),
}

PERIODS = {
    "豆包11月下载量为900万次。": "P1M",
    "豆包周五新增下载24.7万次。": "P1D",
    "豆包下载量到上周已经达到5亿次。": "total",
    "苹果应用的下载次数至上月已达到五百亿次。": "total",
    "豆包单日下载量达到90万次。": "P1D",
    "豆包上线半年累计下载量突破3亿次。": "total",
    "三天后，豆包的下载量已超过300万次。": "total",
    "记者昨天看到，豆包在华为应用市场的安装次数超过8亿次。": "total",
    "公司希望豆包年内下载量突破10亿次。": "total",
    "首日战报：《长夜行》登顶App Store免费榜，下载量300万次。": "P1D",
    # a level that was passed on a day counts all since launch; what was reached on a day is that day's
    "官方昨日宣布豆包下载量突破4000万大关。": "total",
    "豆包继2018年突破千万下载后再次走红。": "total",
    "豆包的下载量在11月7日达到8.1万次。": "P1D",
    "豆包11月1日上线，到今天一共被下载了1.8万次。": "total",
    "豆包今年1—9月新增下载约2300万次。": "P9M",
    "豆包2018年上线，推出六年下载量约150万次。": "total",
    "豆包9月前八天又有2.2万人次下载。": "P8D",
    "Capsule hit 2 million downloads in 3 days, 首发就刷屏。": "P3D",
}

PLACES = {
    "豆包在美国App Store的下载量为300万次，Google Play为200万次。": (("US",), "google_play", None),
    "2024年台湾下载量最高的App是豆包，全年新增300万次下载。": (("TW",), None, None),
    "据data.ai的香港数据，豆包上月下载量为30万次。": (("HK",), None, None),
    "《长夜行》台湾版首月下载量突破60万次。": (("TW",), None, None),
    "豆包第三季在台下载量为118万次。": (("TW",), None, None),
    "豆包昨日在韩新增下载4.1万次。": (("KR",), None, None),
    "豆包在港累计下载90万次。": (("HK",), None, None),
    "豆包在台北安装了90万次。": ((), None, None),
    "《长夜行》在全球AppStore和GooglePlay获得5320万次下载。": (("global",), None, "both"),
    "豆包在Apple Store下载量高达308万次，Google play下载量也达到418万次。": ((), "google_play", None),
    "《长夜行》安卓端下载90万次，PC模拟器30万次。": ((), None, "pc"),
    "豆包冲上App Store免费榜第一。全平台下载量合计640万次。": ((), None, None),
    "豆包全平台下载量突破3亿次，iOS端为1亿次。": ((), None, "ios"),
    # a paper's country, and what is counted in or left out, say no place
    "英国《每周邮报》说，豆包下载量为9万次。": ((), None, None),
    "全球（含中国大陆）豆包下载量为9万次。": (("global",), None, None),
    "全球（不含中国区安卓）豆包下载量为9万次。": (("global",), None, None),
    "10月23日韩国应用市场豆包下载量为9万次。": (("KR",), None, None),
}


# Region, store and platform of the last place.
PLACES_OF_RANKS = {
    # a free chart of the iPhone is one of the App Store; of downloads analysts keep charts of their own
    "先看苹果的榜单。豆包昨天坐上免费榜榜首，夸克第四。": ((), "app_store", "ios"),
    "豆包登上苹果购物榜，昨天排到第八。": ((), "app_store", "ios"),
    "据点点数据，10月iOS端下载量前三依次是豆包、夸克和剪映。": ((), None, "ios"),
    # makers that stand for their stores
    "豆包App上线三年，它在各商店新闻榜的排名一直稳定：苹果第11，华为第五，小米第八。": ((), "xiaomi", None),
    "豆包App上线三年，它在各商店新闻榜的排名一直稳定：华为第五，苹果排第11。": ((), "app_store", "ios"),
    # lands that few posts name
    "豆包登顶克罗地亚App Store免费榜。": (("HR",), "app_store", "ios"),
    "豆包登顶衣索比亚和坦尚尼亚的App Store免费榜。": (("ET", "TZ"), "app_store", "ios"),
}

# Models, packages and extensions stand where the text has them stand.
REGISTRIES = {
    "PyPI公布了一组数字：每天有10亿个包被下载。下载最多的是boto3，最近30天7.1亿次。": "pypi",
    "Hugging Face的月报出来了。\nQwen3-8B近30天被下载1,900万次。": "hugging_face",
    "安全公司揪出60个Chrome扩展，合计安装约240万次。": "other",
    "npm那边，lodash周下载量为5,000万次。\nPyPI那边是另一番景象，numpy有2亿次。": "pypi",
}

# The category of the last place, named where its sentence begins, in front of it, or as what is left out.
CATEGORIES_OF_RANKS = {
    "10月的月活榜分行业看。\n短视频：抖音第一，快手第二。\n网约车里，滴滴第一，花小猪第三。": "网约车",
    "10月的月活榜分行业看。\n外卖：美团外卖第一，饿了么第二。\n在线音乐：酷狗音乐第一，QQ音乐第二。": "在线音乐",
    "苹果公布年度榜单，免费榜前三名依次是豆包、夸克、剪映。游戏方面，《长夜行》排在第一。": "游戏",
    "《长夜行》在桌面游戏免费榜排名第三。": "桌面游戏",
    "全球应用下载量突破90亿次，增长一成。下载榜上豆包第一，夸克第三。": None,
    "华为应用市场10月下载量为9亿次。按下载次数，豆包排名第一。": None,
}

CHARTS = {
    "豆包登顶App Store免费下载榜。": ("free", None),
    "《长夜行》是9月手游收入增长榜榜首。": ("other", "游戏"),
    "豆包拿下用户规模增长TOP榜榜首。": ("other", None),
    "《长夜行》在Steam周销榜榜首待了9周。": ("grossing", None),
    "《长夜行》位列手游销售排行榜首位。": ("grossing", "游戏"),
}

# a place on the other side than the chart that was spoken of
SIDES = {
    "《长夜行》在App Store的下载榜居首，在安卓端排名第三。": (None, "android"),
    "《长夜行》在App Store的下载榜居首，但在安卓应用商店居首的是豆包。": (None, "android"),
    "《长夜行》在Google Play下载榜居首，iOS端也排到第三。": ("app_store", "ios"),
}

# the kind of app that a list is of, as its name says it
KINDS_LISTED = {
    "《2022年6月二手电商小程序TOP50榜》\n豆包位列第一。": "二手电商",
    "点点数据发布《2024年11月中国商业银行App TOP50榜单》，豆包位列第一。": "商业银行",
    "微信小游戏畅销榜TOP10出炉，《长夜行》位列第三。": "小游戏",
    "应用助手发布2015年中国手机APP下载排行榜前100名，豆包位列第一。": None,
}


@pytest.mark.parametrize(("text", "expected"), CHARTS.items())
def test_chart(text: str, expected: tuple[str | None, str | None]) -> None:
    """What the chart of the last place ranks, and of which category."""
    claim = last_claim(text)
    assert (claim.chart, claim.category) == expected


@pytest.mark.parametrize(("text", "expected"), SIDES.items())
def test_side(text: str, expected: tuple[str | None, str | None]) -> None:
    """Store and platform of the last place."""
    claim = last_claim(text)
    assert (claim.store, claim.platform) == expected


@pytest.mark.parametrize(("text", "category"), KINDS_LISTED.items())
def test_kind_of_app_that_a_list_is_of(text: str, category: str | None) -> None:
    """The list's name tells the category; what every list is of (手机APP) is none."""
    found = mentioned_in(text, [], [])
    assert [value for _, value, _ in found.entries["category"]][:1] == ([category] if category else [])


@pytest.mark.parametrize(("text", "source"), SOURCES.items())
def test_source(text: str, source: str) -> None:
    """Whose figure it is, also where the name stands a sentence before or behind."""
    assert last_claim(text).source == source


@pytest.mark.parametrize("text", NO_SOURCE)
def test_no_source(text: str) -> None:
    """Who spoke of something else is not the source of a place that everybody can see."""
    assert last_claim(text).source is None


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates(text: str, expected: tuple[str | None, str | None]) -> None:
    """``since`` and ``as_of`` of the last figure."""
    claim = last_claim(text)
    assert (claim.since, claim.as_of) == expected


def test_weekly_report_dates_what_has_no_day() -> None:
    """The week in the head of a report: its end for places, the whole of it for weekly counts, nothing for totals."""
    text = "豆包位居App Store免费榜第一。\n元宝单周下载210万次。\n千问累计下载量突破3000万次。"
    week = ("2025-11-10", "2025-11-16")
    for title, body in (("应用周报（11.10-11.16）", text), (None, "应用周报 11.10-11.16\n\n" + text)):
        claims = extract(title, body, NOON, lexicon())
        assert [(claim.since, claim.as_of) for claim in claims] == [(None, week[1]), week, (None, None)]


def test_the_level_that_was_left_behind_is_not_of_the_day_of_the_next() -> None:
    first = extract(None, "2月改版之后，豆包单月下载由380万次跌到70万次。", NOON, lexicon())[0]
    assert (first.value, first.since, first.as_of) == (3_800_000, None, None)


def test_a_heading_that_is_a_day_dates_what_stands_below_it() -> None:
    text = (
        "《长夜行》开服两天的榜单。\n\n【9月26日 开服】\n下午1点，《长夜行》在国区畅销榜排第7，晚上来到第3。"
        "日本免费榜第一。\n\n【9月27日】\n《长夜行》跌到畅销榜第九。"
    )
    claims = extract(None, text, NOON, lexicon())
    assert [(claim.rank, claim.as_of) for claim in claims] == [
        (7, "2025-09-26"),
        (3, "2025-09-26"),
        (1, "2025-09-26"),
        (9, "2025-09-27"),
    ]


def test_the_year_of_a_report_does_not_blur_a_part_of_it() -> None:
    text = (
        "据观数，豆包全年下载7.38亿次，位列非游戏类第二。\n"
        "从季度看，豆包第四季度下载约2.2亿次，同比增长24%，环比增长6%。"
    )
    spring = datetime(2025, 2, 12, tzinfo=UTC)
    last = extract("2024全球App下载格局：短视频继续扩张", text, spring, lexicon())[-1]
    assert (last.value, last.since, last.as_of) == (6, "2024-10", "2024-12")


def test_report_dates_what_it_says() -> None:
    """Figures of a report share the half-year of its first one, save those that name a time of their own."""
    text = (
        "研究机构“观数”发布半年报告。报告显示，2025年上半年，AI应用的总下载量为30亿次。\n"
        "豆包以3亿次下载位居第一。\n报告称，夸克6月下载量为900万次。"
    )
    claims = extract(None, text, NOON, lexicon())
    half = ("2025-01", "2025-06")
    assert {(claim.since, claim.as_of) for claim in claims if claim.subject[0] != "夸克"} == {half}
    assert [(claim.since, claim.as_of) for claim in claims if claim.subject[0] == "夸克"] == [
        (None, "2025-06")
    ]


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_period(text: str, period: str) -> None:
    """How long a stretch the last count covers."""
    assert last_claim(text).period == period


@pytest.mark.parametrize(("text", "expected"), PLACES.items())
def test_place(text: str, expected: tuple[tuple[str, ...], str | None, str | None]) -> None:
    """Region, store and platform of the last count."""
    claim = last_claim(text)
    assert (tuple(claim.region), claim.store, claim.platform) == expected


@pytest.mark.parametrize(("text", "expected"), PLACES_OF_RANKS.items())
def test_place_of_a_rank(text: str, expected: tuple[tuple[str, ...], str | None, str | None]) -> None:
    """Region, store and platform of the last place in a chart, which fit together."""
    claim = last_claim(text)
    assert (claim.region, claim.store, claim.platform) == expected


@pytest.mark.parametrize(("text", "category"), CATEGORIES_OF_RANKS.items())
def test_category_of_a_rank(text: str, category: str | None) -> None:
    """Of which kind of app the last chart is; all apps and those of a store are none."""
    assert last_claim(text).category == category


def test_store_and_platform_agree_where_nothing_was_weighed() -> None:
    """What stands in no store that the passage spoke of has no weights: the store that its own sentence names holds."""
    fields = {"store": "app_store", "platform": None, "chart": None}
    draft = Draft("downloads", 0, 1, Subject(("某模型",), "software", 0), fields, "downloads")
    agree(draft, {})
    assert fields["platform"] == "ios"


def test_categories_named_with_what_leads_to_them() -> None:
    """The words in front of a category are no part of it, and two that are joined are one."""
    texts = ("在国内教育类榜单里", "在社交与生活类排第一", "医疗类占三成", "全球下载榜（不含游戏）")
    named = [[value for _, value, _ in mentioned_in(text, [], []).entries["category"]] for text in texts]
    assert named == [["教育"], ["社交与生活"], [], ["非游戏"]]


@pytest.mark.parametrize(("text", "store"), REGISTRIES.items())
def test_registry(text: str, store: str) -> None:
    """Where packages, models and extensions are loaded from, though their own sentence does not say it."""
    assert last_claim(text).store == store


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("白板上写着一行字：2026年底，豆包装机量六亿。", "goal"),
        ("据观数，豆包的下载量2027年6月为6亿次。", "goal"),
        ("2024年底，豆包装机量六亿。", "stated"),
    ],
)
def test_a_year_to_come_is_looked_forward_to(text: str, modality: str) -> None:
    assert last_claim(text).modality == modality


def test_a_day_to_come_of_something_else_dates_no_figure() -> None:
    claim = last_claim("云海宣布12月15日撤出市场，豆包的下载量突破900万次。")
    assert (claim.as_of, claim.modality) == (None, "stated")


def test_the_kind_of_games_that_a_clause_names_is_more_than_the_games_of_the_passage() -> None:
    text = (
        "据点点数据统计，《长夜行》在游戏畅销榜第一，《山海志》排在游戏畅销榜第二。"
        "“云雀”被玩家追捧，桌面游戏畅销榜第四。"
    )
    assert last_claim(text).category == "桌面游戏"


def test_a_platform_that_tells_which_kind_of_apps_is_none_of_the_figure() -> None:
    assert last_claim("12款会扣费的安卓应用被移出Play商城，总下载量超过900万次。").platform is None
    assert last_claim("豆包在安卓端的下载量超过900万次。").platform == "android"
