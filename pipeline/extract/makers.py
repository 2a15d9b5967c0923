"""Names of who made, owns or sells the thing that the figure is of: 快手推出的X, 腾讯旗下的X, 创始人X."""

from __future__ import annotations

from pipeline.extract.names import CLOSED, Mention
from pipeline.text.patterns import any_of, lazy_pattern

_WORDS_IN_QUOTES = ("quoted", "listed", "weak")

# X的对手Y: Y is spoken of
_RIVAL_OF = lazy_pattern(
    f"{CLOSED}的{any_of('对手 竞争者 挑战者 劲敌 替代品 平替 竞品 翻版 山寨版 模仿者 门徒')}"
)
# X带火的歌单: who made it known
_MADE_KNOWN = lazy_pattern(f"{CLOSED}上?{any_of('带火 带红 捧红 引爆 走红 爆火')}的(?!是)")


def has_rival(before: str, after: str) -> bool:
    """X的竞品, 背靠X, 跳转至X: another thing is spoken of, which is told by this one."""
    return _RIVAL_OF.match(after) is not None or before.endswith(("背靠", "跳转至"))


def made_known(after: str) -> bool:
    """X带火的: who made another thing known."""
    return _MADE_KNOWN.match(after) is not None


# X昨日正式上线了独立应用“
_BRINGS = lazy_pattern(
    f"{CLOSED}(?:方面|公司|集团)?"
    rf"(?:[今昨][天日]|日前|近日|刚刚?|随后|悄悄|悄然|首次|也|还|则|又|已|正式|\d{{1,2}}月(?:\d{{1,2}}日)?)*"
    f"{any_of('上线 推出 上架 内测 开源 公测 带来 收购 投资 入股 孵化 代理')}了?"
    f"{any_of('一款 新品 新作 新应用 独立 社交 聊天 AI 应用 产品 App')}*[“「《]"
)
# “X”旗下“, “X”的客户端《
_THING_OF = lazy_pattern("[”」]?的?(?:客户端|旗下的?|产品|工具|团队推出的)[“「《]")
_LETTER = lazy_pattern("[A-Za-z]")


def brings(mention: Mention, before: str, after: str) -> bool:
    """Whether the title or quoted name that follows is what it brings: X推出《Y》, 国际版“X”Y."""
    if mention.form not in ("book", "quoted") and _BRINGS.match(after):
        return True
    if mention.form not in _WORDS_IN_QUOTES:
        return False
    if _LETTER.match(after) and before.rstrip("“「").endswith("版"):
        return True
    return _THING_OF.match(after) is not None


# 集团X, 创始人X, 博主X, 开发者阿X: a firm, or a person
TITLE_BEFORE = lazy_pattern(
    any_of(
        "母公司 集团 厂商 开发商 机构 工作室 日商 港商 美商 陆商 韩商",
        "创始人 创办人 总裁 总经理 执行长 CEO CTO COO 负责人 老板 制作人 开发者阿 开发它的阿 发言人",
        "研究者 研究员 分析员 分析师 教授 作者 记者 议员 部长 局长 艺人 博主 网红 主播 推特用户",
    )
    + "$"
)
# X题材新游, X的作者
_THEME_OF = lazy_pattern(
    f"{CLOSED}{any_of('题材 IP 改编 系列新作 同款 玩法 风格 背后的 作者 的作者 之父 原班')}"
)
# X旗下《Y》, X手游“Y”
_OPENS_NAME = lazy_pattern(f"{any_of('客户端 旗下 手机应用 应用 产品 软件 小程序 游戏 手游')}?[“「《]")
# X团队, X应用商店, X市场
_TEAM_OR_SHOP = lazy_pattern("团队|市场(?!份额)|商店|加载项|扩展商店|应用商店")
_TEAM = lazy_pattern("团队|公司")
_BY = lazy_pattern("[由自被]$")
# X旗下的Y, X在国内推出的社交应用Y, X的海外版Y
_MADE_BY_IT = lazy_pattern(
    "(?:旗下的?|在[^，。]{1,5}的|的(?:海外版|国际版|姊妹产品|母公司)"
    f"|(?:在[^，。；]{{1,8}})?{any_of('推出 开发 发布 打造 研发 运营 孵化 出品')}的[^，。；]{{0,10}}?)[《“「A-Za-z]"
)


def is_maker(mention: Mention, before: str, after: str, *, marked: bool) -> bool:
    """Whether a name is who made a thing, or who is behind it; ``marked``: the name's own marks close it."""
    titled = mention.form == "book"
    return bool(
        TITLE_BEFORE.search(before)
        or _THEME_OF.match(after)
        or (not titled and not marked and _OPENS_NAME.match(after))
        or (not titled and _TEAM_OR_SHOP.match(after))
        or (_TEAM.match(after) and _BY.search(before))
        or _MADE_BY_IT.match(after)
    )


# X推出的剪辑工具Y; the caller looks whether a name follows
MAKES = lazy_pattern(
    f"{CLOSED}{any_of('推出 开发 打造 研发 孵化 出品 自研 代理 发行')}的(?!新?(?:功能|版本))"
)
# a firm behind whose name one of these stands: 甲公司旗下, 甲的, 甲CEO
_OWNER_AFTER = lazy_pattern(
    "(?:公司|集团|科技|互娱|网络)?"
    + any_of(
        "旗下 系 家的 自家 做的 的 在 母公司 方面 官方 团队 创始人 董事长 总裁 首席 CEO CTO 股价",
        "推出 新推出 开发 研发 打造 创办 投资 出品 发布 发行 代理 合作 新作",
    )
)


def owns(mention: Mention, after: str) -> bool:
    """甲公司旗下, 甲的: a firm of whose thing is spoken."""
    return mention.company and _OWNER_AFTER.match(after) is not None


BEHIND = (
    *(_RIVAL_OF, _MADE_KNOWN, _BRINGS, _THING_OF, _LETTER, _THEME_OF, _OPENS_NAME, _TEAM_OR_SHOP, _TEAM),
    *(_MADE_BY_IT, MAKES, _OWNER_AFTER),
)
