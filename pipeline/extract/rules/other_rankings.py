"""Places in what ranks no apps: 热搜第一, 出货量第二, 跑分第三, 以103万户坐稳第四."""

from __future__ import annotations

from pipeline.extract.rules.placing import Placing
from pipeline.text.patterns import lazy_pattern

_PRAISE = lazy_pattern(r"[、，](?:也是|同时是)?[^，。；、第\d]{0,6}最[^，。；、第\d]{1,8}的")
# around a place: what else is ranked
_FOREIGN = lazy_pattern(
    # searches, universities, models
    "热搜|话题榜|大学|奖牌|竞技场|Arena|SuperCLUE|测评|评测|基准|跑分"
    # goods, money, cars, brands
    "|销量榜|销量排行|出货|票房|融资榜|市占|胡润|独角兽|车圈|品牌榜"
    "|收视|播放榜|文本榜|分榜|跑分榜|投放"
    # prizes and sports
    "|卫冕冠军|年度最佳|车市|体育赛事|比赛|联赛|决赛|奥运|世界冠军|全国冠军"
    "|手机市场|电商平台|富豪|排位赛|战队|天梯|金牌榜"
    "|年度(?:最受|最佳|最具|喜爱|人气|期待|游戏大奖)"
)
_BEFORE, _AFTER = 24, 6  # letters around a place in which it stands
_OF_DOWNLOADS = lazy_pattern("下载|安装|装机|榜")
_OF_A_RATE = lazy_pattern("幅|增速|占比|份额|(?<!效)率")
_BENCH = lazy_pattern("Arena|竞技场|SuperCLUE|测评|评测|跑分|基准测试|综合榜单")
_NOT_APPS = lazy_pattern("专辑|单曲|电子书|有声书|电池|票房|演唱会|论文|唱片|新歌|影片|手机销|出货")
# leads to a place: by what it is one
_OTHER_MEASURE = lazy_pattern(
    "(?:"
    # shares and sales
    "贡献|市占|市场份额|份额|占有率|使用率|渗透|出货|销量|流量|票房|市值|收视|评分|得分|总分|规模"
    "|营收(?!榜|排)|收入(?!榜|排)|流水(?!榜)"
    # contests and opinions
    "|员工|竞赛|奥运|得票|满意度|产量|投资|融资|实力|增速|用户数|性能|能力|素材|板块|行业|研发|薪|速度|体验"
    "|搜索指数|曝光|人均|时长"
    # use, unless a chart is made of it
    "|日活(?!榜)|月活(?!榜|排)|用户(?!支出)"
    # others than apps
    "|国家队|代表团|学校|汽车|车企|手机市场|手机厂商|智能手表|市场占"
    "|注册|付费用户|下单|预约人数|订单"
    ")[^，。；]{0,16}$"
)
_ASIDE = lazy_pattern("(?:方面|上|中|里)，$")  # 市场份额上，豆包第一
_MONEY = lazy_pattern("收入|流水|营收")
# a share, a count of people, the mean of several places
_BY_CONTRIBUTION = lazy_pattern(
    "(?:贡献|衍生模型)[^，。；]{0,12}$"
    "|(?:在线|试玩|观看|预约)人数(?!榜|排行|热)[^，。；榜]{0,8}$"
    "|(?:均值|平均(?:排名|名次|位次)?)(?:为|是|在)?$"
)
# 103万户, 1700万名用户, 2亿美元, where no download stands beside it
_OTHER_UNIT = lazy_pattern(
    r"(?<![第\d.])[\d.,一二两三四五六七八九十百千]+\s?"
    "(?:[万亿]?多?(?P<users>户|名?(?:注册)?(?:用户|会员|玩家|客户|学员|粉丝|人)(?!次|下载|安装|装))"
    "|[万亿]多?(?P<money>(?:美元|日元|港元|欧元|元|人民币)(?!下载|安装)))"
    "(?![^，。；]{0,12}(?:下载|安装|装机))"
)
_IN_USE = lazy_pattern("[周日月]活|活跃|使用者|使用人数|MAU|DAU")  # an analyst's chart of activity
_SOFTWARE = lazy_pattern("应用|程[式序]|App|APP|软件|游戏|手游|产品")
# 共有1700万人，排名第三
_PLACED_BY_IT = lazy_pattern(
    r"(?:人数|用户|数|它|其)?(?:则|也|还|仍|均|都|更)?"
    r"(?:排名|排在|排|位居|位列|居|名列|分列|前[二三四五六七八九十\d]+[名位]?[分依是为]|稳居|坐稳|高居)"
)
_UNIT_OF = {"active": "users", "grossing": "money"}


def one_praise(placing: Placing) -> bool:
    """全国第一，也是最好用的…: a place in no chart, one of several praises."""
    return not placing.charts and bool(_PRAISE.match(placing.reader.text, placing.rank.end))


def foreign(placing: Placing) -> bool:
    """热搜第一, unless a chart is named beside the place."""
    rank, s = placing.rank, placing.reader.sentence
    low, high = max(s.start, rank.start - _BEFORE), min(rank.end + _AFTER, placing.clause_end)
    if not _FOREIGN.search(placing.reader.text, low, high):
        return False
    return not (placing.chart_beside and placing.charts[-1].named)


def first_in_something_else(placing: Placing) -> bool:
    """增速居各类之首."""
    if placing.word not in ("之首", "之冠"):
        return False
    return bool(not _OF_DOWNLOADS.search(placing.before) or _OF_A_RATE.search(placing.before))


def hot_words(placing: Placing) -> bool:
    """App Store热搜第一: what people look for in a store."""
    text = placing.reader.text
    return bool(placing.charts) and all(
        c.kind == "hot" and c.store in (None, "app_store") and "热搜" in text[c.start : c.end]
        for c in placing.charts
    )


def of_no_apps(placing: Placing) -> bool:
    """榜单第一 in a post that speaks of no apps."""
    charts = placing.charts
    unknown = bool(charts) and not any(c.store or c.kind or c.category for c in charts)
    return unknown and not placing.reader.about_apps


def benchmark(placing: Placing) -> bool:
    """Arena排行榜第三."""
    charts, s = placing.charts, placing.reader.sentence
    unknown = bool(charts) and not any(c.store or c.kind for c in charts)
    return unknown and bool(_BENCH.search(placing.reader.text, s.start, placing.rank.start))


def not_of_apps(placing: Placing) -> bool:
    """专辑榜冠军."""
    if not placing.charts or any(c.store for c in placing.charts):
        return False
    end = max(placing.rank.end, placing.clause_end)
    return bool(_NOT_APPS.search(placing.reader.text, placing.reader.sentence.start, end))


def by_another_measure(placing: Placing) -> bool:
    """市场份额第一, 市场份额上，豆包第一; a chart beside the place says by which measure, and so does 收入 of one of revenue."""
    charts, before = placing.charts, placing.before
    if placing.chart_beside or (charts and charts[-1].kind == "grossing" and _MONEY.search(before)):
        return False
    if _OTHER_MEASURE.search(before):
        return True
    aside = placing.reader.text[placing.reader.sentence.start : placing.clause_start]
    return bool(_ASIDE.search(aside) and _OTHER_MEASURE.search(aside.rstrip("，")))


def by_contribution(placing: Placing) -> bool:
    """贡献第一, 在线人数第一, 平均排名第三."""
    return _BY_CONTRIBUTION.search(placing.before) is not None


_OF_A_MARKET = lazy_pattern(
    "(?:其中|而|，)*(?P<land>[\u4e00-\u9fff]{2,8})市场的?总?(?:下载|安装)(?:量|次数)?(?:则|也|仍|依然|均)?"
    "(?:排名?|排在|[位名]列|高?居|位居)?"
)


def of_a_market(placing: Placing) -> bool:
    """印度市场下载量排名第一: the order of countries."""
    hit = _OF_A_MARKET.fullmatch(placing.before)
    return hit is not None and any(
        r.start <= placing.clause_start + hit.start("land") < r.end for r in placing.reader.sentence.regions
    )


def number_of_people(placing: Placing) -> bool:
    """有37名."""
    rank = placing.rank
    return (
        rank.kind == "bare"
        and placing.reader.text[rank.start - 1] == "有"
        and placing.how not in ("in its clause", "behind it")
    )


def by_another_count(placing: Placing) -> bool:
    """以103万户坐稳第四, 共有1700万人，排名全球第三: a place that names no chart, by accounts or money."""
    if placing.how not in ("carried", ""):
        return False
    text, s, rank = placing.reader.text, placing.reader.sentence, placing.rank
    start = placing.clause_start
    hits = list(_OTHER_UNIT.finditer(text, start, rank.start))
    if not hits and start > s.start and _PLACED_BY_IT.match(text, start):
        before, _ = s.clause_of(start - 1)
        hits = list(_OTHER_UNIT.finditer(text, before, start))
    kind = placing.charts[-1].kind if placing.charts else None
    if not hits or hits[-1].lastgroup == _UNIT_OF.get(kind or ""):
        return False
    if hits[-1].lastgroup == "users":
        return _IN_USE.search(text, s.start, hits[-1].start()) is None
    return _SOFTWARE.search(text, hits[-1].end(), rank.start) is None
