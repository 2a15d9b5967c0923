"""Names that one place of the text proves, and that count wherever they stand: X App, 名为X, …推出的X."""

from __future__ import annotations

import re

from pipeline.extract.everyday import GENERIC
from pipeline.extract.vocabulary import REGIONS
from pipeline.text.patterns import cued_pattern, lazy_pattern

QUOTE_NO = lazy_pattern(
    r"[在的了是我你他她们这那就也不没有吗呢吧啊着过把被]|下载|安装|榜|第[一二三四五六七八九十]|排名|登顶|增长|上线|万|亿|战|经济|论|模式|速度|泡沫|革命|现象|时代|风评|恐慌|效应|难民|叙事|力量|逻辑|生态|入口|卷王|数字|焦虑|刷|冲榜|[\d]{2,}[次人年月日%]|崩|计划|方案|标签|公司|概念|理论|转型|赛道|红利|自由|一代|黑马|火焰|海水|闪电|秘籍"
)
APP_TAIL = lazy_pattern(
    r"\s?(?:(?:App|APP|app)(?!\s?Store|\s?Annie|store|Annie|Growing)|应用程序|客户端|小程序|手游|行动版|手机版)(?![A-Za-z]|[《“「]|下载榜|榜|排行|市场|行业|畅销|免费榜|总数|们)"
)
_VERSIONED = lazy_pattern(
    r"(?:^|[，。；：、\n“《「（(])([\u4e00-\u9fff]{2,8})(?=国际服|国服|台服|台港澳|港澳台服|繁中版|国际版|海外版|鸿蒙版)"
)
_VERSIONED_HINT = lazy_pattern("国际服|国服|台服|台港澳|港澳台服|繁中版|国际版|海外版|鸿蒙版")
_THIS_KIND = lazy_pattern("[这该那此][款个支种][\u4e00-\u9fff]{2,12}$")
_BEFORE_APP = lazy_pattern(r"([\u4e00-\u9fffA-Za-z0-9·]{2,10})$")
_CUT = lazy_pattern(
    r".*(?:[的嘅喺系款在把被与和及是让将个家为其该这那某各两多类内后前从向对用给等由于上下中新老同了着过说称做叫以到至万亿次有没无装除]|伪装成|变成|旗下|国产|独立|原生|官方|手机|移动|蝉联|登顶|推出|开发|表示|打开|下载|安装|使用|一些|许多|不少|部分|相关|其他|包括|通过|名为|首款|自家|自研|显示|宣布|免费|付费|带动|推动|助推|活动|热门|年度|度热|[开做装写玩刷卖]|公司|集团|团队|科技|母公司|配套|专属|正版|今年|去年|昨日|今日|目前|据悉|因此|此外|[一二三四]季度?|上半年|下半年|年|月|日)"
)
_HOSTS = ("支付宝", "出海", "微信", "抖音", "百度", "快手")
_NAMED = cued_pattern(
    r"(?:名为|名叫|叫做|取名为?|命名为|(?:一款|那款|这款|有款|有个|App|应用|软件|产品|游戏|程序)(?:软件|应用|App|游戏|工具)?叫做?)[“「《]?([\u4e00-\u9fffA-Za-z0-9+·]{2,10}?)(?=[”」》，。、！？；：（(,\s]|的)",
    "名为 叫 取名 命名",
)
# what introduces a name that nobody knows, and what must stand behind it for its end to be seen
_HAN = r"[\u4e00-\u9fff]{2,6}?"
_GOES_ON = r"(?:，|、|（|上[周月线架]|本[周月]|今年|去年|昨日|近日|因为?|在|于|由|凭|靠|被|的(?:下载|安装|累计|日)|累计|下载|登上|登顶|冲上|升至|排名|首[日周月]|\d|为\s?\d|是\s?\d)"
_KIND = lazy_pattern(
    r"^[\u4e00-\u9fffA-Za-z]{0,4}?(?:应用|App|软件|工具|社区|浏览器|助手|产品|手游|游戏|小程序|平台)(?=[\u4e00-\u9fff]{2})"
)
_INTRODUCED = (
    lazy_pattern(
        rf"(?:^|[，。；：、！？\n的款])(?:社交|修图|拍照|记账|笔记|日历|教育|学习|健身|购物|电商|外卖|出行|天气|阅读|音乐|视频|短剧|聊天|交友|办公|效率|工具|AI|输入|语音|健康|旅行|翻译|独立)(?:类)?(?:应用|App|软件|手游|小程序)(?P<name>{_HAN})(?={_GOES_ON})"
    ),
    lazy_pattern(
        rf"(?:由|来自)[^，。；“”《》\n]{{2,20}}?(?:开发|打造|推出|创办|研发|运营|制作|孵化)的(?P<name>{_HAN})(?={_GOES_ON})"
    ),
    lazy_pattern(
        rf"(?:[\u4e00-\u9fffA-Za-z](?:旗下|推出|出品|开发|打造|研发|孵化|自研))的(?P<name>{_HAN}(?:AI|Pro)?)(?={_GOES_ON})"
    ),
    lazy_pattern(rf"(?:另一款|另有一款|还有一款)(?:应用|App|产品|软件|游戏)(?P<name>{_HAN})(?={_GOES_ON})"),
    lazy_pattern(
        rf"(?:^|[，。；：！？\n])(?P<name>{_HAN})(?=被[^，。；\n]{{1,8}}收购|走红(?:[，。；\n]|$)|爆红(?:[，。；\n]|$)|的走红|的爆火|突然走红|突然爆红|意外走红|对标|主打|押注|主攻)"
    ),
    lazy_pattern(rf"(?:^|[，。；：！？\n])(?P<name>{_HAN})(?=（[A-Z][A-Za-z0-9 .]{{1,18}}）)"),
    lazy_pattern(
        rf"(?:^|[，。；：！？\n])(?P<name>{_HAN})的(?:开发者|开发团队|开发商|运营团队|创始人|运营方)"
    ),
)
# what each of them cannot do without: most texts hold none, and are not searched at every mark
_INTRODUCED_HINTS = (
    lazy_pattern("应用|App|软件|手游|小程序"),
    lazy_pattern("(?:开发|打造|推出|创办|研发|运营|制作|孵化)的"),
    lazy_pattern("(?:旗下|推出|出品|开发|打造|研发|孵化|自研)的"),
    lazy_pattern("[另还]有?一款"),
    lazy_pattern("收购|走红|爆火|爆红|对标|主打|押注|主攻"),
    lazy_pattern("（[A-Z][A-Za-z0-9 .]{1,18}）"),
    lazy_pattern("的(?:开发|运营|创始人)"),
)
_NO_NAME = lazy_pattern(
    r"[的了是在和与及也都就还把被将这那该其它我你他她们有没不吗呢着过到从对向以]|^[一二两三四五六七八九十几多某每各]|公司|团队|用户|玩家|网友|产品|应用|平台|市场|数据|程序|软件|游戏|集团|科技|工作室|大学|排名|榜|下载|安装|[年月日周类款]$|下架|上架|上线|品牌|商店|厂商|版本|端|功能|来说|而言|结果|行业|领域|预估|预计|冷|[夕节前后时间中里上下]$"
)
MOST_SOUGHT = 200  # names of one post that are looked for once more; a post has a few dozen
_RENAMED = cued_pattern(
    r"(?:改名|更名|改称|易名|改叫)(?:为|成|叫)?(?!首|后|之|以|前|当|那|这|升级|换|上|时|的)(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,6}?)(?=[，。；、！？（\s]|(?:后|之后|以来|上线|并|的|登|冲)[^后])",
    "改名 更名 改称 易名 改叫",
)


def proved_names(text: str) -> dict[str, str]:
    """Names that some place of the text proves -> the form that proved them."""
    names: dict[str, str] = {}
    for tail in APP_TAIL.finditer(text):
        before = _BEFORE_APP.search(text[max(0, tail.start() - 10) : tail.start()])
        if not before:
            continue
        if _THIS_KIND.search(text, max(0, tail.start() - 16), tail.start()):
            continue  # 这款对口型视频App: what kind it is
        name = before[1]
        cut = _CUT.match(name)
        if cut:
            name = name[cut.end() :]
        if text[max(0, tail.start() - len(name) - 2) : tail.start() - len(name)] in ("”的", "」的", "》的"):
            continue  # “慢慢走”的计步App: what kind it is
        if len(name) <= 4 and name[1:] in GENERIC:
            continue
        name = re.sub(r"(?:iOS|Android|安卓|iPhone|iPad)$", "", name)
        if name.endswith(_HOSTS) or re.search("大陆|市场|全球|海外|国内", name):
            continue
        if (
            2 <= len(name) <= 8
            and name not in GENERIC
            and not any(name[-size:] in REGIONS for size in (2, 3, 4))
            and not name.isascii()
            and not name.endswith(("类", "型", "化", "式", "些", "个"))
        ):
            names.setdefault(name, "app")
    for hit in _VERSIONED.finditer(text) if _VERSIONED_HINT.search(text) else ():
        if hit[1] not in GENERIC and not _CUT.match(hit[1]):
            names.setdefault(hit[1], "version")
    for hit in _NAMED.finditer(text):
        if hit[1] not in GENERIC and not QUOTE_NO.search(hit[1]):
            names.setdefault(hit[1], "named")
    for hit in _RENAMED.finditer(text):
        if hit["name"] not in GENERIC and not QUOTE_NO.search(hit["name"]):
            names.setdefault(hit["name"], "named")
    for hint, pattern in zip(_INTRODUCED_HINTS, _INTRODUCED, strict=True):
        for hit in pattern.finditer(text) if hint.search(text) else ():
            name = _KIND.sub("", hit["name"])
            if (
                name not in GENERIC
                and name not in REGIONS
                and not _NO_NAME.search(name)
                and not QUOTE_NO.search(name)
                and (pattern is not _INTRODUCED[-1] or text.count(name) > 1)
            ):
                names.setdefault(name, "named")
    return names
