"""Names that a figure is held against: who is overtaken, left behind, set aside, counted out; the figure is another's."""

from __future__ import annotations

from pipeline.extract.names import CLOSED, OPENED
from pipeline.text.patterns import any_of, lazy_pattern, words_of

# X is outdone by the one of whom is spoken: 力压X登顶
OUTDOES = "超过 超越 力压 击败 打败 压过 盖过 战胜 取代 挤下 甩开"
_RIVAL_WORDS = words_of(
    # 超 ends 反超, 赶超 and 远超 too
    OUTDOES,
    "超 超过了 超车 超车了 逾越 越过 力克 压倒 碾压 击退 挤下了 挤掉 取代了 接替 挑战 抗衡",
    # ahead of it, behind it or close to it: 仅次于X, 不及X, 逼近X
    "领先 领先于 高于 优于 多于 落后 落后于 低于 少于 短于 仅次于 不及 不敌 不输 输给 输给了",
    "追平 紧追 直追 逼近 夹在 紧挨着 排在 前面是 后面是",
    # compared with it; 比 ends 相比, 对比 and 堪比, 较 ends 相较
    "比 比起 较 相较于 对标 媲美 类似 相当于 有别于 如 像 以及像 与 和 同 跟",
    # counted in or out, or meant by no means: 除X, 甚至X, 而非X; 除 ends 排除
    "包括 除 除了 甚至 不是 而非",
    # what the other one comes from, runs on or works with: 脱胎于X, 接入X, 用户从X…
    "基于 脱胎于 转型自 改名自 并入 隶属 隶属于 收购 收购了 模仿 依赖 接入 搭载 适配 支持 集成 用户从",
    # who does it to the other one, and what that one is called: 被X超过, 被称为X
    "被 称为",
)
RIVAL_BEFORE = lazy_pattern(any_of(*_RIVAL_WORDS) + OPENED)
# most names have none of these letters before them
RIVAL_ENDS = frozenset([word[-1] for word in _RIVAL_WORDS])

# 像X这样的应用登顶: an example, of which more is said
SUCH_AS = lazy_pattern(
    f"{CLOSED}(?:App)?(?:这样|那样|这种|一样)的?[^，。；]{{0,6}}{any_of('公司 团队 产品 应用 App 工具 软件 游戏')}"
)
# 光点网与X联动 has both; 光点网与X登顶 is a row
SIDE_BY_SIDE = lazy_pattern(
    f"{CLOSED}[^，。；]{{0,6}}"
    + any_of(
        "并列 相比 对比 不同 持平 相当 竞争 合作 打通 互通 联动 联手 联名 绑定 无关 有关",
    )
)
# 排在X之后
BEFORE_OR_BEHIND = lazy_pattern(f"{CLOSED}[^，。]{{0,6}}(?:之前|之后|前|后)")

# 把X挤到第二, 令X登顶: something is done to it
HANDED = lazy_pattern(f"[把将令使让]{OPENED}")
# 将X挤下榜首: so that another has its place
PUT_DOWN = lazy_pattern(f"{CLOSED}[^，。；到至在成进入]{{0,6}}(?:挤下|拉下|赶下|踢下|甩|踩在|超)")

# A、B之外，…; A与B两家的夹击: those that are put aside
_ASIDE = lazy_pattern(
    rf"{CLOSED}(?:[、和与及][^，。；、]{{1,8}}){{0,3}}?(?:[两三四]家?[^，。；、]{{0,4}})?(?:等[^，。；、]{{0,6}})?"
    rf"(?:(?:之外|以外)[，,]|的?{any_of('夹击 围剿 围攻 包围 阴影下 阴影里 打压 封杀 夹缝')})"
)
# 不足X的十分之一: what something else is held against
_FRACTION = lazy_pattern(rf"{CLOSED}的?(?:[一二三四五六七八九十百\d]{{1,3}}分之|一半|零头|\d+倍)")
BEHIND = (_ASIDE, _FRACTION)


def set_aside(after: str) -> bool:
    """Whether what follows a name puts it aside, or only measures by it."""
    return _ASIDE.match(after) is not None or _FRACTION.match(after) is not None
