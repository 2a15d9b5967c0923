"""Names of where something happens: apps in which people talk, watch and share, stores, charts of an app's own."""

from __future__ import annotations

from pipeline.extract.names import CLOSED, OPENED, Mention
from pipeline.text.patterns import any_of, lazy_pattern, words_of

# Where people talk, watch and share: hardly ever whose a place or a count behind 在, 从, 靠 … is.
_STAGES = frozenset(
    words_of(
        "微信 WeChat QQ 微博 新浪微博 抖音 快手 小红书 哔哩哔哩 豆瓣 知乎 虎扑 百度 百度贴吧 今日头条 支付宝 淘宝",
        "YouTube TikTok Instagram Facebook WhatsApp Threads X Twitter Reddit LINE LinkedIn Discord Twitch Telegram",
        "PTT Dcard",
    )
)
# Those that rank what they hold themselves: 抖音热搜榜, 微信小游戏人气榜.
OWN_CHARTS = frozenset(
    words_of("微信 QQ 微博 抖音 快手 小红书 哔哩哔哩 百度 今日头条 支付宝 淘宝 美团 华为 小米")
)

# 在微信…, 转发到微博, 登上抖音…; 靠 ends 背靠, 借 ends 凭借, 于 ends 内置于
_STAGE_BEFORE = lazy_pattern(
    any_of(
        "在 于 从 来自 靠 依托 凭 借 借助 通过 经由? 透过",
        "登上 登陆 打开 刷 转发到 分享到 传到 跳转到? 投放 接入 导入 绑定 打通 嵌入",
    )
    + OPENED
)
# 抖音博主, 微信群, 微博话题, 与QQ打通
_STAGE_AFTER = lazy_pattern(
    rf"{CLOSED}\s?"
    + any_of(
        "上(?![线架升榜周月个]) 里 内(?!地) 中(?!国) 平台 群 话题 热搜 朋友圈 公众号 视频号",
        r"[uU][pP]\s?主 主播 博主 大V 达人 网红 账号",
        "打通 互通 联动 登录 登入 跳转 导流 引流 授权 分享 发帖 发文",
    )
)
# 从微信的榜首…, 靠抖音下载…: a figure follows that may yet be its own
_FIGURE_SOON = lazy_pattern(
    rf"{CLOSED}[^，。；]{{0,8}}(?:下载|安装|登顶|排名|第[一二三四五六七八九十\d]|榜|之后|后)"
)


def is_stage(mention: Mention, before: str, after: str) -> bool:
    """Whether a name is where something is talked of, watched or shared: 在抖音走红."""
    if mention.names[0] not in _STAGES:
        return False
    if _STAGE_BEFORE.search(before) and not _FIGURE_SOON.match(after):
        return True
    return _STAGE_AFTER.match(after) is not None or before.endswith("背靠")


# 抖音的“热点”榜, 华为应用榜: a chart of its own, unless it climbs one
_CHART_OF = lazy_pattern(
    "的?(?:“[^”]{1,8}”)?[^在登位冲升由从于是为列占跌拿霸稳，。；、以首也则一仍]{0,4}(?<![登冲霸占居位])榜(?![首一])"
)
# 华为、小米两家商店
_STORES_IN_ROW = lazy_pattern(r"(?:[、和与][A-Za-z\u4e00-\u9fff]{2,6}?)*[两三四五]家(?:商店|渠道|市场|应用)")
# X上有网友…, X里流传…
_TALKED_IN = lazy_pattern(f"{CLOSED}[里上中](?:有(?!望)|没有|传|流传|突然|到处|的(?:人|网友|帖))")
# X群, X小程序里, X朋友圈
_PART_OF = lazy_pattern("群(?!雄)|小程序(?:之外|外|里|上)|朋友圈|公众号|视频号|小游戏(?!《)")
# 伪装成X: not X itself, but what only looks like it
POSES_AS = lazy_pattern("(?:伪装成|仿冒|冒充|假冒|山寨)[“「]?$")


def is_ground(mention: Mention, before: str, after: str) -> bool:
    """Whether a name only says where: 官方微博, a chart of its own, its groups and mini programs."""
    return bool(
        before.endswith("官方")
        or (mention.names[0] in OWN_CHARTS and _CHART_OF.match(after))
        or _STORES_IN_ROW.match(after)
        or _TALKED_IN.match(after)
        or _PART_OF.match(after)
        or POSES_AS.search(before)
    )


# 在X内, 于X首页; not 内地, 里约
_INSIDE = lazy_pattern(rf"{CLOSED}\s?(?:App|APP|应用|客户端|主站)?(?:内|里|首页)(?![地亚约存容测斯程])")


def is_inside(before: str, after: str) -> bool:
    """在X内: what is within it."""
    return _INSIDE.match(after) is not None and before.endswith(("在", "于"))


# RuStore总榜: a shop that nobody knows, told by its chart
ITS_CHART = lazy_pattern(f"{any_of('应用 游戏 手游 免费 付费 畅销 下载 总 热门')}+[总分]?榜")
_RISES_ON = lazy_pattern("(?:登[上顶]|冲[上进到]|杀[进入]|闯[进入]|位居|拿下|跻身|登陆|空降|在)$")


def is_unknown_shop(before: str, after: str) -> bool:
    """登上RuStore总榜: what one rises on is a shop where a chart follows."""
    return ITS_CHART.match(after) is not None and _RISES_ON.search(before) is not None


_PLACE_BEFORE = lazy_pattern(
    any_of("在 于 于是 从 到 来自 靠 凭 凭借 借助 通过 经 用 打开 登陆 上架 并入 抖音 微信", "被 向 对 给 为")
    + OPENED
)
_PLACE_AFTER = lazy_pattern(
    CLOSED
    + any_of(
        "上 里 那边 那里 中(?!国) 平台 社区 页面 站内 群 端口",
        "的?热玩榜 的?人气榜 的?小游戏榜 的?热搜 的?话题 的?朋友圈 的?公众号 的?评论区 的?小程序(?![排登以])",
        "发文 发帖 写道 搜索 收获 走红 爆火 刷屏 的带动 直播 最近在玩",
    )
)
# 微信最近在玩, 抖音小游戏
_HOT_IN = lazy_pattern(f"{CLOSED}(?:最近在玩|热玩榜|小游戏|人气榜)")


def is_place(mention: Mention, before: str, after: str) -> bool:
    """Whether a well-known name is the place of what is told: 在淘宝页面, 微信热玩榜."""
    if not mention.company and mention.form not in ("lexicon", "latin"):
        return False
    if _HOT_IN.match(after):
        return True
    return _PLACE_AFTER.match(after) is not None and _PLACE_BEFORE.search(before) is not None


BEHIND = (*(_CHART_OF, _STORES_IN_ROW, _TALKED_IN, _PART_OF, _INSIDE, ITS_CHART, _PLACE_AFTER, _HOT_IN),)
