"""Names that a figure points forward to: 第一是12306, 榜首换成X, 排第二的是Y, 亚军《Z》."""

from __future__ import annotations

from pipeline.extract.names import Mention
from pipeline.extract.rows import GLUE
from pipeline.extract.unlisted import behind_place
from pipeline.text.patterns import any_of, lazy_pattern

# 第一名有点意外，是X: a remark between
_REMARK = r"(?:[名位]?(?:有点|有些|让人|令人|出人|颇|更|最)[^，。；]{1,8}，(?=[则正]?[是为]))?"
# 第二名的宝座，则是X
_SEAT = "(?:[名位]?的?(?:宝座|位置|席位|交椅|名次)?的?，(?=则[是为]|是))?"
# 榜首，年初属于X
_TURN = (
    r"(?:，(?:[年月]初|年末|年中|月底|起初|起先|先|\d{1,2}月|[一二三四五六七八九十]{1,2}月|[上下]半年|[今去]年|[昨今][天日])?"
    "(?=属于|归))?"
)
# 第三名依旧是X, 榜首并非Y，而是X: what may stand before the verb, as much as may be
_STILL = "则 仍然? 依然 依旧 还 分别 依次 依序 其实 就 也"
_BEFORE_VERB = any_of(
    _STILL,
    r"[并既]?(?:不是|非)[^，。；]{1,24}，而 \s 名 位 的位置 的?宝座 交椅",
    "才 自然 正 毫无悬念 暂时 当前 目前 均 都 已经? 变 又 便 却 倒 竟然? 居然 恰好? 刚好 总算 终于",
)
_BEHIND_OF = any_of(_STILL, "毫无意外地")  # 排第二的毫无意外地是X
_IS = any_of("是 为 由 换成了? 变成了? 属于了? [让留颁送]?给了? 归 叫 落入 花落 易主 被 让位于? ： :")
_NO_NAME = "(?!什么|否|止|何|谁|多少)"  # 第一是什么
AFTER_IS = lazy_pattern(f"{_REMARK}{_SEAT}{_TURN}{_BEFORE_VERB}*的?{_BEHIND_OF}*{_IS}{_NO_NAME}")

_PHRASE_ENDS = lazy_pattern(r"[，。；;]|,(?!\d{3})|——")
_ROW_GOES_ON = lazy_pattern("[、和与及]")
# 一款名为X的…, 来自某公司的X: a name that nobody knows
_PLAIN = lazy_pattern(
    r"(?:一款|一个|名为|叫|了|来自[^，。]{1,8}的)?[《“「]?(?P<np>[\u4e00-\u9fffA-Za-z0-9·]{2,12}?)[》”」]?(?=[，。；、（(]|$)"
)
_NOT_PLAIN = lazy_pattern(r"[的是了最它他因这]|第[一二三四五六七八九十]|\d{2,}|公司|一个|什么|由于|如此")
# 亚军应用《X》, 第三名X: nothing but what it is may stand between a rank and a name that it touches
_TOUCHES = lazy_pattern(r"[名位]?的?(?:应用|App|游戏|软件|产品|手游|仍是|仍然是)?\s?")


def behind(text: str, end: int, stop: int, mentions: list[Mention], *, touch: bool) -> list[Mention]:
    """The names that the figure before ``end`` points forward to; with ``touch`` also one right behind it."""
    hit = AFTER_IS.match(text, end, stop)
    after = [m for m in mentions if m.start >= end and m.end <= stop and m.kind != "work"]
    if hit:
        return _behind_is(text, hit.end(), stop, after)
    if not touch:
        return []
    unlisted = behind_place(text, end, stop, after)
    if unlisted is not None:
        return [unlisted]
    if after and after[0].form != "weak" and _TOUCHES.fullmatch(text, end, after[0].start):
        return after[:1]
    return []


def _behind_is(text: str, start: int, stop: int, after: list[Mention]) -> list[Mention]:
    """The names behind 是 and its like, at ``start``."""
    cut = _PHRASE_ENDS.search(text, start, stop)
    limit = cut.start() if cut else stop
    inside = [m for m in after if start - 1 <= m.start < limit]
    if inside:
        row = [_meant(text, inside)]
        for mention in inside:
            if mention.start >= row[-1].end and GLUE.fullmatch(text, row[-1].end, mention.start):
                row.append(mention)
        return row
    plain = _PLAIN.match(text, start, stop)
    if plain and not _NOT_PLAIN.search(plain["np"]) and text[start - 1] not in "被：:由":
        return [Mention(*plain.span("np"), (plain["np"],), "app", "behind")]
    return []


def _meant(text: str, inside: list[Mention]) -> Mention:
    """The first name of a row; else the last of the phrase, since those before it say whose it is: 第一是甲公司的X."""
    apps = [m for m in inside if not m.company] or inside
    first = inside[0]
    if len(inside) > 1 and GLUE.fullmatch(text[first.end : inside[1].start]):
        return apps[0]
    return apps[0] if _ROW_GOES_ON.search(text, first.end, inside[-1].start) else apps[-1]
