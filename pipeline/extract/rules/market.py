"""A kind of apps as the owner of a count, taken together: 全球AI应用的下载总量, Google Play上的游戏下载量."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.groups import spelled
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

_WHAT_FOLLOWS = 6  # letters behind a number in which its measure may stand: 1.2亿次购物应用下载
_TOUCHES = 4

# what every kind that is counted has in its name: looked for first, since most figures are of none
_KIND_IS_NAMED = lazy_pattern(
    "类|应用|App|APP|程式|手游|移动游戏|手机游戏|小程序|软件|模型|扩展|短剧|产品|矩阵|浏览器|输入法"
)
# AI应用的下载, 短剧类App在国内合计被下载: the kind, then what is measured
_KIND = lazy_pattern(
    r"(?P<np>[\u4e00-\u9fffA-Za-z0-9“” ]{0,18}?(?:"
    # 购物类应用; a store is none: 应用商店, 应用市场, 应用宝
    "类应用(?!商店|市场)|类App|类APP|类手游|类游戏|类小程序"
    "|应用程序(?!商店)|应用程式|(?<!应用)程式|应用(?!商店|市场|宝|程序|程式)|App(?! ?Store)|APP(?! ?Store)"
    "|手游|移动游戏|手机游戏|小程序|类软件|软件(?!商店)"
    # 开源模型, 浏览器扩展, 短剧
    "|所有模型|开源模型|类?扩展|类插件|短剧|类产品|产品(?!矩阵)|矩阵|浏览器|输入法"
    "|类(?=的|下载|，|则)"  # 教育类下载
    "))(?:们)?(?:的|在|里|合计|本身|行业|市场)?"
    "(?P<mid>[^，。；、“”「」《》]{0,30}?)"
    "(?P<m>下载|安装|装机|被下载|分发)"
)
# 下载社交软件的总次数
_LOADED = lazy_pattern(
    r"(?:下载|安装)(?P<np>[\u4e00-\u9fffA-Za-z]{1,8}(?:程序|应用|软件|App|APP|游戏))的总?(?:次数|数|量)"
)
_LOADED_TAIL = lazy_pattern("(?:程序|应用|软件|App|APP)$")
# Google Play中的游戏下载量, iOS上的手游下载, App Store的游戏下载量
_ON_SHELF = lazy_pattern(
    r"(?:Google Play|App Store|iOS|安卓|Android|商店|市场)(?:商店)?(?:(?:上|中|里|平台)的?|的)"
    r"(?P<np>游戏|手游|移动游戏)的?(?:总|累计)?(?:下载|安装)"
)
# what a phrase is that means single apps, or none
_NO_KIND = lazy_pattern(
    "^Store"
    # 这款应用, 其App, 旗下应用, 我们的产品
    "|那些|这些|该|这|此|其|它|一款|那款|两款|三款|几款|每款|某款|本款"
    "|旗下(?:应用|App|产品)$|的(?:应用|App|产品)$|我们|他们|首款|单款|新款"
    # the noun alone
    "|^(?:应用|App|APP|手游|软件|产品|小程序|程序)$"
    # 官方应用, 配套App, 成为…应用, 热门
    "|官方|同名|独立|配套|专属|成为|类似|这些|热门$"
    "|[，：:]|“|”|款"
)
# what ends in front of the kind: 9月全球购物应用 is 全球购物应用, 数据显示AI应用 is AI应用
_UP_TO_KIND = lazy_pattern(
    ".*(?:"
    "[，,：:、]|预计|预估|料|累计|总计|合计|数据显示|显示|指出|估计|称|透露"
    # 9月, 去年, 截至
    r"|\d(?:月|日|年|季度)|年度?(?!轻)|月(?!历)|日(?!历|常|用|程)|季度|季|Q[1-4]|H[12]"
    "|上半年|下半年|今年|去年|同期|上周|本周|当天|全年|其中|目前|截至|期间"
    # 在, 商店里的, 是, 带动
    "|在(?!架)|商店[中里](?:的)?|上(?=所有|全部|的)|是|比(?!亚迪|心|邻)|由|推动|带动|使|让|令|双十一"
    ")"
)
# 全球AI应用 is named AI应用 as well
_WIDE = lazy_pattern(
    r"^(?:全球|海外|国内|中国大陆|大陆|内地|中国|我国|美国|日本|所有|单日|全部|市场|\d+款)+的?"
)
_UNIT = lazy_pattern(r"^\s?(?:多|余)?(?:人次|次|个|款)?的?")
_NOT_SHORTENED = ("全球手游", "全球应用")
_NOUN = lazy_pattern("(?:类)?(?:应用程[序式]|(?<!小)程[序式]|应用|App|APP|扩展|插件|手游|软件|产品|小程序)$")
_SHORTEST = 3  # letters of a kind: 类应用 alone is none


def kind_counted(reader: Reader, number: Number) -> Subject | None:
    """全球AI应用下载总量, 购物类应用的下载: a kind of apps, taken together."""
    text = reader.text
    clause_start, _ = reader.sentence.clause_of(number.start)
    hit, end = None, number.end + _WHAT_FOLLOWS
    for found in (
        _KIND.finditer(text, clause_start, end) if _KIND_IS_NAMED.search(text, clause_start, end) else ()
    ):
        if found.start("m") <= number.end + _TOUCHES:
            hit = found
    if hit is None:
        return _on_a_shelf(text, clause_start, number) or _loaded(reader, clause_start, number)
    if _holds_a_name(reader, hit) or text[max(clause_start, hit.start("np") - 1) : hit.start("np")] in (
        "」",
        "”",
        "》",
    ):
        return None
    phrase = hit["np"]
    if hit.start("np") <= number.start and number.end <= hit.end("np"):
        phrase = _UNIT.sub("", text[number.end : hit.end("np")])  # 1.2亿次购物应用下载
    phrase = _without_lead(phrase.strip())
    if len(phrase) < _SHORTEST or _NO_KIND.search(phrase):
        return None
    plain = _WIDE.sub("", phrase)
    return Subject(spelled(_names(phrase, plain)), "group", hit.start("np")) if len(plain) > 1 else None


def _on_a_shelf(text: str, clause_start: int, number: Number) -> Subject | None:
    shelf = _ON_SHELF.search(text, clause_start, number.start)
    if shelf is None:
        return None
    return Subject((shelf["np"], "移动游戏", "手机游戏", "手游"), "group", shelf.start("np"))


def _loaded(reader: Reader, clause_start: int, number: Number) -> Subject | None:
    loaded = _LOADED.search(reader.text, clause_start, number.start)
    if loaded is None:
        return None
    if any(loaded.start() < m.end <= number.start for m in reader.sentence.names):
        return None
    name = loaded["np"]
    return Subject((name, _LOADED_TAIL.sub("", name)), "group", loaded.start("np"))


def _holds_a_name(reader: Reader, hit: re.Match[str]) -> bool:
    """Whether an app is named in the phrase or right behind it: 豆包App下载, 手游原神下载."""
    start, end = hit.span("np")
    names = [m for m in reader.sentence.names if m.form != "weak"]
    inside = any(
        m.start < end and start + 1 < m.end and not m.company and (m.end > end - 5 or m.start >= start)
        for m in names
    )
    return inside or any(m.start == end for m in names)


def _without_lead(phrase: str) -> str:
    lead = _UP_TO_KIND.match(phrase)
    return phrase[lead.end() :].strip() if lead and lead.end() < len(phrase) else phrase


def _names(phrase: str, plain: str) -> list[str]:
    """全球AI应用: as written, AI应用, AI, AI类, AI类应用."""
    names = [phrase, plain]
    for name in (phrase, plain):
        if name in _NOT_SHORTENED:
            continue
        short = _NOUN.sub("", name).strip()
        if len(short) > 1:
            names += [short, short + "类", short + "类应用", short + "应用"]
    return [name for name in names if name]
