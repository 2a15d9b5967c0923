"""Apps that no lexicon has and no mark shows: told by their place in a clause or behind a rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.names import Mention
from pipeline.extract.no_names import KIND_OR_PART, NO_NAME
from pipeline.extract.predicates import BESIDE_ANOTHER, PREDICATE, PREDICATE_OPENS, STANDS
from pipeline.extract.vocabulary import REGIONS
from pipeline.text.patterns import any_of, cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.names import Names

# -- at the head of a clause ------------------------------------------------------------------------------------------

# what may stand before the name: 而, 今年5月, 国产应用
_CLAUSE_HEADS = any_of(
    "而 但 其中 另外 此外 同时 随后 至于 不过 因此 加上 与此同时 相比之下 作为对比 例如 比如 再看 再如 反观 尤其是",
    "其后的 随后的 排在其后的 跟在后面的",
    "今年 去年 目前 如今 近日 日前 此前 当时 昨日 昨天 今天 今日 上周 本周 上月 本月",
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)? \d{1,2}月(?:\d{1,2}日)? 截至[^，。]{2,12}?",
    "国产 老牌 新上榜的 新晋 应用 游戏",
)
# 3、而光点网（原名…）则首次登顶: the shortest name that something is said of
_CLAUSE_SUBJECT = lazy_pattern(
    rf"(?:\d{{1,2}}[.、])?(?:{_CLAUSE_HEADS}[，,]?)*"
    r"(?P<np>[\u4e00-\u9fffA-Za-z0-9·!+]{2,10}?)"
    rf"(?=\s?(?:（[^（）]{{0,16}}）)?{PREDICATE})"
)
# 另有一款名字很怪的光点网则…
_ONE_OF = cued_pattern(
    r"(?:而|但)?(?:另|有)?(?:外)?(?:一款|有款|某款|某)(?:名字[^，。]{0,8}的)?(?P<np>[\u4e00-\u9fffA-Za-z0-9]{2,10}?)"
    r"(?=[则在位登冲拿排升也竟]|，|的?(?:下载|安装))",
    "款 某",
)
# what says what kind of thing a name is of: 外卖新秀闪达, AI相机产品妙拍
_KIND_BEFORE = lazy_pattern(
    r"(?:[\u4e00-\u9fffA-Za-z]{0,6}?)"
    + any_of(
        "新秀 新贵 黑马 新面孔 龙头 老将 老牌",
        "软件 软体 应用 App APP 产品 手游 小游戏 工具 平台 项目 插件 社区 浏览器 输入法 阅读器",
    )
    + "(?=[\u4e00-\u9fffA-Za-z0-9]{2})"
)
# how apps are called, the more so an unknown one: 飞鸟浏览器, 每日记账, 问诊宝
_APPISH = lazy_pattern(
    any_of(
        "输入法 浏览器 地图 相机 日历 闹钟 记账 笔记 词典 翻译 搜索 助手 手机 修图 云 网盘 钱包 智能",
        "音乐 视频 短剧 小说 阅读 读书 新闻 影视 体育 围棋 麻将 斗地主 大作战 物语 人生",
        "支付 银行 证券 打车 出行 外卖 购 直聘 健康 问问 问诊 云课堂 学院",
        "宝 通 码 圈 会",
    )
    + "$|[A-Za-z0-9]$"
)


def opens_clause(text: str, names: Names, start: int, end: int, *, topic: bool) -> Mention | None:
    """A name in front of a verb of charts or downloads: 微视首周新增下载三千万.

    Where the passage already speaks of something (``topic``), a word that is said once is rather no name.
    """
    plain = _ONE_OF.match(text, start, end)
    if plain and not NO_NAME.search(plain["np"]):
        return Mention(*plain.span("np"), (plain["np"], "一款" + plain["np"]), "app", "clause")
    hit = _CLAUSE_SUBJECT.match(text, start, min(len(text), end + 30))
    if not hit or hit.end("np") > end:
        return None
    phrase, at, stop = hit["np"], *hit.span("np")
    if _ends_region(phrase) or not _may_name(phrase) or phrase.isascii():
        return None
    known = names.longer(phrase)
    if known is not None:
        return Mention(at, stop, (*known.names, phrase), known.kind, "clause")
    if PREDICATE_OPENS.match(phrase):
        return None
    if topic and len(phrase) == 2 and names.count(phrase) < 2 and not STANDS.match(text, stop):
        return None  # 挂牌当天, 端午前十天的: said once, a word of every day
    kind = _KIND_BEFORE.match(phrase)
    if kind:
        phrase, at = phrase[kind.end() :], at + kind.end()
    doubtful = (
        topic
        and names.count(phrase) < 2
        and not _APPISH.search(phrase)
        and not BESIDE_ANOTHER.match(text, stop)
    )
    return Mention(at, stop, (phrase,), "app", "phrase" if doubtful else "clause")


def _ends_region(phrase: str) -> bool:
    """Whether it is a region but for its last two letters at most: 日本市场, 美国区."""
    return any(phrase[:length] in REGIONS for length in range(max(1, len(phrase) - 2), len(phrase) + 1))


def _may_name(phrase: str) -> bool:
    return NO_NAME.search(phrase) is None and KIND_OR_PART.search(phrase) is None


# -- behind the place that opens its clause ---------------------------------------------------------------------------

_PLACE_OPENS = lazy_pattern(r"(?:^|[，。；：、\n（])(?:第[一二三四五六七八九十\d]{1,3}[名位]|[冠亚季]军)$")
_NAME_THEN = lazy_pattern(r"(?:则?[是为])?(?P<np>[\u4e00-\u9fff]{3,7})(?=[，。；、（]|$)")


def behind_place(text: str, end: int, stop: int, after: list[Mention]) -> Mention | None:
    """A name right behind the rank that ends at ``end`` and opens its clause: 第二名悠游网，."""
    hit = _NAME_THEN.match(text, end, stop)
    if hit is None or any(m.start < hit.end("np") for m in after):
        return None
    if not _PLACE_OPENS.search(text[max(0, end - 8) : end]):
        return None
    phrase = hit["np"]
    if not _may_name(phrase) or phrase in REGIONS:
        return None
    return Mention(*hit.span("np"), (phrase,), "app", "behind")
