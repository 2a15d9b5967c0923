"""Names that stand in quotes or in 《》."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extract.everyday import GENERIC
from pipeline.extract.proved import APP_TAIL, MOST_SOUGHT, QUOTE_NO
from pipeline.extract.vocabulary import CATEGORIES, REGIONS
from pipeline.text.patterns import lazy_pattern

BOOK = lazy_pattern(r"《([^《》\n]{1,40})》")
NOT_A_GAME_BEFORE = lazy_pattern(
    r"(?:电影|影片|电视剧|剧集|专辑|歌曲|单曲|论文|报告|白皮书|杂志|小说|新书|图书|书籍|综艺|节目|纪录片|文章|条例|办法|规定|著作|原著|漫画|动画|剧|片|真人秀|歌|主题曲|收录|接受|刊物|媒体|报道|采访|一书|动漫|短片|一整?部|读完|看完|新书|年报|剧目|曲目|买断|买下|引进|独播|上映|播出)[^，。、》]{0,2}$"
)
NOT_A_GAME = lazy_pattern(
    r"(?:报告|白皮书|洞察|指数|年报|办法|规定|条例|通知|日报|周刊|指南|意见|法|晚报|时报|公告|榜单?|观察|盘点|年鉴|新闻|周报|月报|倡议|合同|协议|声明|公约|标准|计划|纪要|手册|论)$|^\d{4}|报告|(?i:report|survey|outlook|index)$"
)
# 《雪国》全网免费首播: a film or a series
SHOWN = lazy_pattern(
    r"的?(?:全网|免费|独家|联合|网络|大年|春节|正式){0,3}(?:首播|独播|上映|票房|热播|定档|收视|播映)"
)
_QUOTE = lazy_pattern("[“「『]([^“”「」『』\n，。！？；：,%]{1,20}[！？]?)[”」』]")
_QUOTE_BEFORE = lazy_pattern(
    r"(?:名为|名叫|叫做?|款|客户端|应用|App|APP|app|软件|游戏|手游|小程序|产品|插件|框架|项目|模型|工具|平台|程序|旗下的?|推出的?|社区|助手|浏览器|输入法|新创|改名|更名为?|相机|上的|的是|则是|推出|开发的?|打造的?|配套App|官方App|超|称作|做的|主打[^，。]{2,12}的|社交产品|电商|为|(?<![全就也都还])是|(?<!所谓)的|名|位|冠军|亚军|榜首|其中|竞品|对手|同行|小游戏|产品叫)\s?$"
)
_QUOTE_AFTER = lazy_pattern(
    r"\s?(?:App|APP|app|应用|手游|小程序|客户端|软件|游戏|主攻|主打|的[^，。；]{0,4}(?:插件|客户端|小程序)|以\d|位[列居]|排[在名第]|登[上顶]|下载|安装|装机|首[日周月]|累计|的下载|的月?活|[升跌]至|第[一二三四五六七八九十\d]|则?由第|从第|周下载|月下载|系列|安卓端|iOS端|上线|上架|（排名|（第|霸占|霸榜|位于|全球|昨日|今日|掉出|版本|悄然|自\d|则|也|仅|只有|这款|等[\d一二三四五六七八九十两]+款|的?官方|仍|依次|分列|分别位)"
)
_QUOTE_LED_NO = lazy_pattern(
    r"(?:版本|活动|功能|主题|玩法|模式|计划|口号|标语|字样|写着|词条|话题|称号|标签|奖|专区|专题|栏目|系列赛|榜单|关键词|叫做|所谓的?|病毒|木马|漏洞|间谍软件|恶意软件|勒索软件|后门|[，。；]靠|凭|凭借|依靠|打着|喊出|主打|高喊|打出|加了个?|加入了?|新增了?|增加了?)$"
)
_QUOTE_FOLLOWED_NO = lazy_pattern(
    r"(?:式|化|论|的说法|一词|二字|三个字|两个字|四个字|字样|战略|活动|版本|模式|功能|当晚|当天|期间|之后|话题|分类|类(?!App)|榜|排行|一栏|栏目|频道|概念|现象|效应|的贴纸|滤镜|玩法|标签)"
)
_QUOTE_COUNTED = lazy_pattern(
    r"，?[^，。；「“]{0,8}?(?:下载|安装|只有|仅有|花|斥资|耗资|排|位|居|达|则|以|\d)"
)
_LONGEST_WEAK = 14  # characters of quoted words that may be a name: 农作物天然灾害即时回报
_QUOTE_OF_CHART = lazy_pattern(
    r"(?:的)?(?:分类|类别?(?!App|应用|的)|一栏|栏目|频道|排行榜?|榜(?!首|一)|标签|专区|字样|话题)"
)
# a name that quotes introduce once, 「麻吉钱包」创办人, and that then stands by itself as the one that does things
_PLAIN_USE = lazy_pattern(
    r"(?:创[办始]人|团队|官方|CEO|App|APP|客户端|小程序|的(?:下载|安装|日活|月活|用户|累计|处境|排名|名次)|(?:今年|去年|当年|目前|首[日周月年]|昨日|自|在|于)?(?:[^，。；“”]{0,10})(?:上线|上架|下载|安装|登顶|登上|排名|榜|名列|跻身|问世|公测))"
)
_PLAIN_BEFORE = lazy_pattern(r"(?:^|[，。；：、！？\n“”（）》]|[而但则与和及]|其中|如今|目前|\d[月日年])$")
_QUOTE_THING = lazy_pattern(
    r"^[\d一二两三四五六七八九十]+(?:小时|天|分钟|元|年|公里|条|块|个|次|倍|折|秒)|(?:队|组|班|市民|活动|节|大会|大赛|之争|计划|专场|专区|补贴|政策|标语)$"
)
_QUOTE_WORDS = lazy_pattern(r"下载|安装|榜|第[一二三四五六七八九十]|排名|登顶|[万亿]|[，。]")
# 「健康」第一位, “App下载王”: a part of a store and a title are no names, whatever stands beside them
_SHELVES = frozenset(CATEGORIES)
_CROWN = lazy_pattern("下载(?:王|之王|冠军)$")
_IS_APP = lazy_pattern("[”」』]?\\s?(?:App|APP|应用|软件|小程序|手游)(?![A-Za-z类])")


def _again(text: str, content: str) -> bool:
    """Whether the post puts the same words into quotes more than once."""
    return sum(text.count(left + content + right) for left, right in ("“”", "「」")) > 1


def _is_again(text: str, content: str, known: dict[str, bool]) -> bool:
    """The same, asked once of the same words, and of no more words than a post puts into quotes."""
    if content not in known and len(known) < MOST_SOUGHT:
        known[content] = _again(text, content)
    return known.get(content, False)


def quoted_names(
    text: str, refused: list[tuple[int, int]] | None = None
) -> Iterable[tuple[int, int, str, str]]:
    """Where quoted words are a name, and how surely; ``refused`` takes those that are none."""
    previous_end = -9
    again: dict[str, bool] = {}
    for hit in _QUOTE.finditer(text):
        content = hit[1].strip()
        if (content in _SHELVES and not _IS_APP.match(text, hit.end())) or _CROWN.search(content):
            continue
        sure = len(content) <= _LONGEST_WEAK and (
            re.search(
                "(?:名为|名叫|一款叫|改名|更名为|第[一二三四五六七八九十\\d]+[名位])$",
                text[max(0, hit.start() - 5) : hit.start()],
            )
            or re.search("(?:其中|冒出|冒出来的|山寨品)$", text[max(0, hit.start() - 4) : hit.start()])
            or re.match("(?:App|APP|小程序|手游)(?![A-Za-z])", text[hit.end() : hit.end() + 4])
            or (
                len(content) > 1
                and not QUOTE_NO.search(content.strip("的吧了"))
                and _is_again(text, content, again)
            )
            or (
                not _QUOTE_WORDS.search(content)
                and not _QUOTE_LED_NO.search(text, max(0, hit.start() - 14), hit.start())
                and re.match(r"，?(?:达|以)?\d|，?下载次数|则?[排位]|居", text[hit.end() : hit.end() + 6])
            )
        )
        if sure and (content in CATEGORIES or _QUOTE_OF_CHART.match(text, hit.end())):
            sure = None  # 「健康」分类, “热门试玩”一栏: no name, however often
        if refused is not None and content and not sure and QUOTE_NO.search(content):
            refused.append((hit.start(), hit.end()))
        if sure:
            yield hit.start(), hit.end(), content, "quoted"
            previous_end = hit.end()
            continue
        if not content or (content in CATEGORIES and not APP_TAIL.match(text, hit.end())):
            continue
        if QUOTE_NO.search(content) and not BOOK.search(content):
            if 2 <= len(content) <= 12 and not re.search("[万亿%，。]|下载|榜|第[一二三]", content):
                yield hit.start(), hit.end(), content, "weak"
            continue
        before = text[max(0, hit.start() - 14) : hit.start()]
        adjacent = previous_end >= 0 and text[previous_end : hit.start()] in (
            "",
            "、",
            "和",
            "与",
            "及",
            "跟",
        )
        if _QUOTE_THING.search(content):
            continue
        if _QUOTE_LED_NO.search(before) or _QUOTE_FOLLOWED_NO.match(text, hit.end()):
            continue
        opens = not before.strip() or bool(re.search(r"[，。；：,;\n]\s*$|(?:而|但|其中|与|和)$", before))
        opens = (
            opens
            and len(content) <= 8
            and bool(re.match(r"[\u4e00-\u9fffA-Za-z]", text[hit.end() : hit.end() + 1]))
        )
        strong = opens or bool(_QUOTE_BEFORE.search(before)) or bool(_QUOTE_AFTER.match(text, hit.end()))
        next_quote = hit.end() < len(text) and text[hit.end()] in "“「、"
        form = "quoted" if strong else "listed" if adjacent or next_quote else "weak"
        short = len(content) <= 8 or (
            len(content) <= _LONGEST_WEAK and _QUOTE_COUNTED.match(text, hit.end()) is not None
        )
        if form != "weak" or short:
            yield hit.start(), hit.end(), content, form
        previous_end = hit.end()


_TWO_NAMES = lazy_pattern(r"(?P<name>[^（）]{2,30}?)\s?（(?P<other>[^（）]{2,30})）$")


def both_names(title: str) -> tuple[str, ...]:
    """A title that gives its other name in brackets: Subway Surfers（地铁跑酷）."""
    hit = _TWO_NAMES.match(title)
    return (title, hit["name"], hit["other"]) if hit else (title,)


def used_plainly(text: str, content: str) -> bool:
    """Whether words that were quoted once later stand without quotes, as a name at the head of its clause does."""
    if not 2 <= len(content) <= 8 or content in GENERIC or content in REGIONS or _QUOTE_THING.search(content):
        return False
    at = text.find(content)
    while at >= 0:
        end = at + len(content)
        if (
            text[at - 1 : at] not in ("“", "「", "『", "《")
            and _PLAIN_BEFORE.search(text[max(0, at - 2) : at])
            and _PLAIN_USE.match(text, end)
        ):
            return True
        at = text.find(content, end)
    return False
