"""Several apps taken together: 85款带有木马的安卓应用, 教育类应用, 短剧应用, 全球两大商店, 印度市场.

A figure is as often one of a kind of apps as of one app. What names such a kind is found here by its form, with the
shorter ways to name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.names import Mention
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import any_of, cued_pattern, first_letters, hits_at, lazy_pattern

_NOUN = r"应用程[序式]|扩展程序|恶意软[件体]|恶意程[序式]|应用|程[序式]|软[件体]|[Aa]pp|APP|扩展|外挂|插件|手游|游戏|小程序|模型|套件|工具"
_WHERE = r"全球|国内|海外|中国大陆|内地|中国|我国|国产|台湾|香港|日本|韩国|美国|印度|巴西|印尼|欧洲|东南亚|拉美|北美|南美|非洲|中东|欧美|英国|德国|法国|泰国|越南|菲律宾|土耳其|沙特|俄罗斯|墨西哥|港台|亚太|亚洲|两大商店|双端"
_COUNTED = lazy_pattern(
    rf"(?=[其剩另上这\d一二三四五六七八九十两数几百])(?P<n>(?:(?:其余|剩下|另外|上述)的?|这)?(?<![\d第.])[\d一二三四五六七八九十两数几百]{{1,5}}[多余]?\s?[款个支种](?![月半])|一批|这批|这些|上述|其余(?=程|应|软))"
    rf"(?P<mod>[^，。；、：\n（）《》]{{0,24}}?)(?P<noun>{_NOUN})(?!商店|市场|宝|\s?Store|榜|公司|厂|的(?:恶意|应用|App|程[序式]|软[件体]))(?P<q>[”」])?"
)
_KINDS = r"短剧|AI助手|AI陪伴|AI|生成式AI|人工智能|大模型|非游戏|VPN|交友|约会|购物|电商|教育|学习|金融|财经|银行|商务|商业|办公|效率|视讯会议|视频会议|远距医疗|医疗|健康|健身|短视频|直播|社交|阅读|新闻|音乐|视频|工具|摄影|旅游|出行|外卖|天气|地图|浏览器|输入法|手机|移动|行动|休闲|超休闲|棋牌|益智|足球|策略"
_KIND = lazy_pattern(
    rf"(?=[{first_letters(_WHERE + '|' + _KINDS)}])(?P<where>(?:{_WHERE})的?)?(?P<kind>{_KINDS})"
    r"(?P<tail>类?(?:应用程[序式]|应用|程[序式]|App|APP|软[件体]|手游|游戏|产品|插件|扩展|赛道|品类)|品类|赛道)(?!商店|市场|宝|公司|厂|开发|\s?Store|榜|们的公司)"
)
_CLASS = lazy_pattern(
    rf"(?:(?<=[，。；：、！？\n和与而及及在的中季度月年周日期])|^|(?P<where>(?:{_WHERE})的?))(?P<kind>[\u4e00-\u9fff]{{2,6}}?)类(?P<tail>应用程[序式]|应用|App|APP|手游|游戏|软[件体]|产品|程[序式])?"
    r"(?=\d|（|\s|的?(?:下载|安装|装机|分发)(?!榜|排)|分别|依次|以\s?\d|在|全年|全季|单[月季周日]|合计|新增|累计|总|被|为|有望|也|则|同比|环比|跟着|尤为|更|共)"
)
_CLASS_LETTERS = 11  # at most in front of 类: 中国大陆的 and six more
_STORES = r"(?P<where>全球|国内|海外|内地|中国)?(?P<many>两[大个]|双|三大|五大|(?!一家)[一二三四五六七八九十\d]{1,3}家)(?:主流|安卓|手机)?(?P<what>应用商店|应用市场|商店|市场)(?=的?(?:合计|总|下载|安装|首次|共|新增|日|分发|一共|累计)|，?合计)"
_LAND = r"(?P<land>[\u4e00-\u9fff]{2,4})(?P<size>市场|一国|一地)(?=的部分|以|为|贡献|的?下载|的?安装|占|有|共|新增|合计|，)"
_LAND_LETTERS = 4  # at most in front of 市场
_APPS = (
    r"(?P<both>(?:全球)?(?:iOS|App Store|苹果商店)(?:与|和|及|以及|加|\+)(?:Google Play|谷歌商店))(?!分别|各|的第|均|都|双)"
    rf"|(?P<all>{_WHERE})(?:市场)?(?P<apps>手游|App|APP|应用|手机应用|移动应用|移动游戏|手机游戏|游戏|开源大?模型|大?模型)(?=的|总|下载|安装|在|于|合计|共|单|首|累计|一共|新增)"
)
_MARKET_BEGINS = f"两双三五一二四六七八九十\\di苹A{first_letters(_WHERE)}"
_MARKET_LETTER = lazy_pattern(f"[{_MARKET_BEGINS}]")
_MARKET = lazy_pattern(f"{_STORES}|{_LAND}|{_APPS}")
# any letter may begin the name of a land with its market: most texts have none, and are read without
_LAND_SIZE = lazy_pattern("市场|一国|一地")
_NO_LAND = lazy_pattern(f"(?=[{_MARKET_BEGINS}])(?:{_STORES}|(?P<land>(?!))|{_APPS})")
# 一款翻墙用的VPN工具, 某款清理软件: one that has no name
_ONE = lazy_pattern(
    rf"(?P<n>[一某]款|有款)(?P<mod>[^，。；、：\n（）《》“”「」]{{1,18}}?)(?P<noun>{_NOUN})(?![商市宝榜公厂“「《A-Za-z]|\s?Store|名[为叫]|叫|《)"
)
# 带有AI功能的应用, 集成AI的应用: a kind told by what it has
_WITH = cued_pattern(
    rf"(?:集成|带有?|内置|搭载|接入|含有?|支持)了?[^，。；、：\n《》“”「」]{{1,12}}?的(?:{_NOUN})(?=的?(?:总|累计|全球|合计)*(?:下载|安装|装机))",
    "集成 带 内置 搭载 接入 含 支持",
)
# 苹果旗下App的下载次数
_OWNED = cued_pattern(
    rf"(?P<firm>[\u4e00-\u9fff]{{2,6}}|[A-Z][A-Za-z0-9]{{2,14}})旗下(?:所有|全部|各款?|多款)?的?(?P<noun>{_NOUN}|产品)(?=的?(?:合计|全球|累计|总)*(?:下载|安装|装机))",
    "旗下",
)
# A、B等产品累计…, A和B合计…, A和B的总下载: one figure for all
_SUMMED = lazy_pattern(
    f"[^，。；]{{0,12}}等[^，。；、]{{0,6}}?{any_of('产品 应用 App 软件 游戏 手游 工具 作品')}"
    r"|[^。；]*(?:合计|合并(?=下载|安装|后的)|总共|加起来|相加|总计|之和|共计|加总)"
    "|(?:（[^（）]*）)?的总(?:下载|安装|装机)"
)
_EACH = lazy_pattern("分别|各|均|都|依次|单款|每")
COUNTERS = frozenset("0123456789一二三四五六七八九十两数几百")
_NOT = lazy_pattern(r"^(?:一(?!批)|首|单|每|某|第)|[这那该此其各同哪某]类|^一类|是|不|了|有")
_SAME = str.maketrans("式体", "序件")


def groups_between(text: str, start: int, stop: int) -> Iterator[Mention]:
    """Every group that is named in a span, with the ways to name it.

    >>> [m.names[:3] for m in groups_between("85款带木马的安卓应用被移出，合计下载900万次", 0, 12)]
    [('85款带木马的安卓应用', '85款应用', '安卓应用')]
    """
    for hit in _COUNTED.finditer(text, start, stop):
        if not _NOT.match(hit["n"]):
            yield _mention(hit, _counted(hit["n"], hit["mod"], hit["noun"], hit["q"] or ""))
    for hits in (_KIND.finditer(text, start, stop), _classes(text, start, stop)):
        for hit in hits:
            if not _NOT.search(hit["kind"]):
                yield _mention(hit, _kind((hit["where"] or "").rstrip("的"), hit["kind"], hit[0]))
    for hit in _WITH.finditer(text, start, stop):
        yield _mention(hit, spelled([hit[0], hit[0].rsplit("的", 1)[0]]))
    for hit in _OWNED.finditer(text, start, stop):
        firm, noun = hit["firm"], hit["noun"]
        yield _mention(hit, spelled([firm + "旗下" + noun, firm + noun, firm]))
    for hit in _markets(text, start, stop):
        yield _mention(hit, _market(hit))


def _markets(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    sizes = [hit.start() for hit in _LAND_SIZE.finditer(text, start, stop)]
    if not sizes:
        return _NO_LAND.finditer(text, start, stop)
    places = [hit.start() for hit in _MARKET_LETTER.finditer(text, start, stop)]
    for size in sizes:
        places += range(max(start, size - _LAND_LETTERS), size)
    return hits_at(_MARKET, text, places, stop)


def _classes(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    places: list[int] = []
    at = text.find("类", start, stop)
    while at >= 0:
        places += range(max(start, at - _CLASS_LETTERS), at)
        at = text.find("类", at + 1, stop)
    return hits_at(_CLASS, text, places, stop)


def described_in(text: str) -> Iterator[Mention]:
    """Every single app that has no name but what it is: 一款翻墙用的VPN工具.

    >>> [m.names[1] for m in described_in("一款翻墙用的VPN工具也登顶了")]
    ['VPN工具']
    """
    for hit in _ONE.finditer(text):
        yield Mention(*hit.span(), _unnamed(hit["n"], hit["mod"], hit["noun"]), "app", "unnamed")


def _mention(hit: re.Match[str], names: tuple[str, ...]) -> Mention:
    return Mention(hit.start(), hit.end(), names, "group", "group")


def _counted(number: str, modifier: str, noun: str, closing: str) -> tuple[str, ...]:
    bare = number.removeprefix("其余").removeprefix("的")
    plain = re.sub("所谓|[“”「」]", "", modifier)
    last = plain.rsplit("的", 1)[-1]
    names = [
        number + modifier + noun + closing,
        number + plain + noun,
        bare + noun,
        last + noun,
        number,
        bare,
    ]
    if number == "一批":
        names = names[:4]
    if last != plain:
        names += [bare + last + noun, plain + noun]
    if len(noun) > 2 and noun.startswith("恶意"):
        names += ["恶意应用", "恶意软件"]
    return spelled(names)


def _unnamed(number: str, modifier: str, noun: str) -> tuple[str, ...]:
    """一款翻墙用的VPN工具, 翻墙用的VPN工具, VPN工具."""
    last = modifier.rsplit("的", 1)[-1] + noun
    return spelled([modifier + noun, last, number + modifier + noun, number + noun])


def _kind(where: str, kind: str, whole: str) -> tuple[str, ...]:
    own = whole.removeprefix(where).removeprefix("的")
    names = [kind + "类"] if "类" in own else []
    names += [whole, own, kind + "类应用", kind + "类", kind + "应用", kind + "App"]
    names += [kind, kind + "产品", kind + "类产品"]
    if where:
        names += [where + kind, where + kind + "应用", where + kind + "类应用"]
    return spelled(names)


def _market(hit: re.Match[str]) -> tuple[str, ...]:
    if hit["many"]:
        where = hit["where"] or ""
        stores = hit["many"] + hit["what"]
        names = [
            hit[0],
            stores,
            hit["many"] + "商店",
            where,
            "安卓商店" if "家" in stores else "App Store与Google Play",
        ]
    elif hit["both"]:
        names = [
            hit["both"],
            hit["both"].removeprefix("全球"),
            hit["both"] + "的App",
            "App Store与Google Play",
            "两大商店",
            "手机应用",
        ]
    elif hit["land"]:
        names = [hit["land"] + "市场", hit["land"]]
    else:
        names = [hit["all"] + hit["apps"], hit[0], hit["apps"], hit["all"] + "App", hit["all"]]
        if hit["apps"].endswith("模型"):
            names = [hit[0], hit["all"] + "模型", hit["all"] + "开源模型", hit["all"]]
    return spelled([name for name in names if name])


def spelled(names: list[str]) -> tuple[str, ...]:
    """The names, 程式 and 软体 in the other way of writing them too."""
    return tuple(dict.fromkeys((*names, *(name.translate(_SAME) for name in names))))


def together(text: str, group: list[Mention], start: int, owners: list[Mention]) -> Subject | None:
    """Several apps whose one figure is a sum: A、B等产品累计, A和B合计; known by their list and by whose they are."""
    tail = text[group[-1].end : start]
    if len(group) < 2 or not _SUMMED.match(tail) or _EACH.search(tail):
        return None
    glue = "、" if len(group) > 2 else "和"
    short = [m.names[-1] for m in group]
    names = [text[group[0].start : group[-1].end], *(join.join(short) for join in ("、", glue, "与", "及"))]
    for owner in owners[-1:]:
        name = owner.names[-1]
        names += [name + "旗下产品", name + "旗下应用", name]
    return Subject(tuple(dict.fromkeys(names)), "group", group[0].start)
