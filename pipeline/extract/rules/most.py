"""Places said without a chart's name: 下载量最高的应用是X, X成为下载次数最多的游戏, 下载量第四高的App; and 紧随其后, 其后是."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.charts import Chart
from pipeline.extract.places import small_number
from pipeline.extract.rules.rank import Rank
from pipeline.text.patterns import cued_pattern, lazy_pattern

_COUNT = r"(?:下载|安装|装机|被?拉取)(?:量|次数|人数|数|总量)?"
# 第二最多人下载, 被装得最多
_MANY = r"(?:第(?P<m>[二三四五六七八九十]))?(?:最多(?P<what>人下载|人安装|用户下载|人购买|人付费|次下载)|(?:下载|安装|装)得最多)"
_THING = r"(?P<np>[\u4e00-\u9fffA-Za-z（）]{0,14}?) ?(?P<noun>应用程序|应用程式|应用|App|APP|软件|手机游戏|移动游戏|手游|游戏|作品|模型|浏览器|平台|小程序|产品)?"
_MONEY = r"(?:收入|营收|收益|获利|流水|吸金)(?:排名?|位居|居)?"
_HOW_FAR = r"(?:最为?高|最为?多|最为?大|最为庞大|(?<=[量数载])[居称][冠首](?=的)|第(?P<n>[一二三四五六七八九十\d]{1,3})(?:高|多|大)?)"
_MOST = cued_pattern(
    rf"(?:{_COUNT}(?:排名?|位居|居)?{_HOW_FAR}|{_MANY})的?(?!一(?:款|天|次|个))(?:(?P<many>[两二三四五六七八九十]|\d{{1,3}})(?:[款大个]|个?席位?))?{_THING}(?=[，。；、：:是为“《「！仍依还则（(中当里被]|$|并?不是|并非|毫无|当然|无疑|竟|自然|莫过|果然)",
    "最 第 冠 首",
)
# 全球营收最高的手机游戏; markets and firms earn most too, so that it must say that it is software
_EARNS = cued_pattern(
    rf"{_MONEY}(?:最高|最多|第(?P<n>[二三四五六七八九十\d]{{1,3}})[高多大])的?(?P<np>[\u4e00-\u9fffA-Za-z（）]{{0,10}}?)(?P<noun>应用程序|应用程式|应用(?!商店|市场|发行)|App(?! ?Store)|APP|app|软件|手机游戏|移动游戏|手游|游戏(?!公司|厂|发行|市场))(?=[，。；、：:是为“《「！仍依还则（(]|$)",
    "最 第",
)
_IS_BEFORE = lazy_pattern(r"(?:是|占据|包揽|包办|囊括|成为|成了|为|成|当选|荣膺|跻身)[^，。；]{0,16}$")
# 拿下全球下载量最高App的头衔
_WINS = lazy_pattern(r"(?:拿下|夺得?下?|摘得?下?|获得?|斩获|坐上|登上|赢得)[^，。；]{0,16}$")
_TITLE = lazy_pattern("(?:的?(?:头衔|称号|宝座|桂冠|之位|殊荣))$")
# 其中以甲的下载量最大，乙紧随其后: the word that measures closes its clause
_CLOSES = cued_pattern(
    rf"{_COUNT}(?:则|也|还|仍|依然|均|都|又|更)?(?:是|为)?(?:最为?高|最为?多|最为?大|最为庞大)(?=[，；]|。|（|占|\s?$)",
    "最",
)
# 下载次数最多的游戏《甲》一炮而红
_THE_ONE = cued_pattern(
    rf"(?:{_COUNT}(?:最为?高|最为?多|最为?大|居[冠首])|{_MANY})的?[\u4e00-\u9fffA-Za-z]{{0,8}}?(?P<noun>应用程序|应用程式|应用|App|APP|软件|手机游戏|移动游戏|手游|游戏|程式)(?=[《“「])",
    "最 居",
)
_IS_BEHIND = lazy_pattern(
    r"(?:(?:既|并)?(?:不是|非)[^，。；]{1,24}[，,]?而)?(?:仍然?|依旧|依然|还|则|均|毫无悬念地?|毫无疑问|当然|无疑|自然|竟然?|果然|就|正|莫过于)?(?:是|为|：|:|莫过于)"
)
# 下载量最高的5款应用当中，A和B占了两席
_AMONG_THEM = lazy_pattern("(?:当中|之中|中|里)，|被[^，。；《“]{1,8}?(?:包圆|包揽|包办|囊括|占满)：")
_FOLLOW = cued_pattern(
    r"(?P<front>紧[随跟追咬]其后(?!的)|分列其后|紧[跟追]在后(?!的)|(?:列|位居|位列|排在?)其后(?!的)|随其后(?!的))|(?P<back>(?:紧[随跟])?其后(?:的)?(?:依次|分别|依序)?(?:是|为|有)|再(?:往[后下](?:数|看|排|走)?|下来|来|后面)，?(?:就|则|才)?(?:依次|分别|依序)?(?:是|为)|(?:紧[追随跟咬]|排|列|追赶?|跟)(?:在|其)后(?:面|头)?的?(?:还|则)?(?:依次|分别|依序)?(?:则)?(?:是|为|有)|接着(?:依次|分别|依序)(?:是|为)|(?:排|跟|列)?在(?:它|其|他|她)?(?:后面|之后|身后|后头)的?(?:还|则)?(?:依次|分别|依序)?(?:是|为|有)|接下来(?:依次|分别)?是|(?:之后|随后)(?:依次|分别)?(?:是|为)(?=[^，。]{1,16}（)|后面(?:依次|分别)是|(?<=[，。；\n])(?:这|上述)(?:[\d一二三四五六七八九两]{1,2}|几)[款个](?:应用|游戏|手游|产品|App)?(?:则)?(?:依次|依序)(?:是|为)|(?<!的)(?:另外|其余|其他|余下)的?[\d一二三四五六七八九两]{1,2}[款个家名位](?:应用|游戏|手游|产品|App)?(?:则)?(?:依次|依序)(?:则)?(?:是|为))",
    "后 再 接 依",
)
# 前面依次是A、B: those that stand before the place that was said last
AHEAD = cued_pattern(
    r"(?:排在)?(?:它|其|他)?前面的?(?:依次|依序|分别)(?:则)?(?:是|为)|(?:赢过|胜过|超过|领先|高过|压过|压在)(?:它|其)(?:上头|前头|上面)?的(?:依次|依序|分别)?(?:是|为)",
    "前面 它 过其 先其 在其",
)
NEXT_TO = cued_pattern(
    "[仅只]次于|[仅只](?:排|列|落)在(?=[^，。；]{1,16}(?:后面|之后|身后))|[仅只](?:输给|落后于?)(?!对手|自己)",
    "次于 排在 列在 落在 输给 落后",
)
_NO_SOFTWARE = lazy_pattern("(?:(?<!应用)市场|厂商|发行商|公司|开发商|时段|歌曲|专辑|单曲|月份)$")
_CATEGORY = {"手机游戏": "游戏", "移动游戏": "游戏", "手游": "游戏", "游戏": "游戏"}


@dataclass(frozen=True, slots=True)
class Most:
    """A place by a count of downloads, with the category it is said of, and on which side its subject stands."""

    rank: Rank
    chart: Chart
    behind: int | None  # where the names behind it begin; None when the subject stands in front
    closes: bool = False  # the subject must stand right in front: 甲下载量最大


def find_most(text: str, start: int, end: int) -> list[Most]:
    """Superlatives of downloads between two offsets.

    >>> [(m.rank.ranks, m.chart.category, m.behind is None) for m in find_most("去年下载量最高的购物应用是甲", 0, 14)]
    [((1,), '购物', False)]
    """
    found = []
    hits = [(hit, False) for hit in _MOST.finditer(text, start, end)]
    hits += [(hit, True) for hit in _EARNS.finditer(text, start, end)]
    for hit, earns in sorted(hits, key=lambda pair: pair[0].start()):
        many = None if earns or not hit["many"] else small_number(hit["many"].replace("两", "二"))
        said = hit["n"] or (None if earns else hit["m"])
        place = small_number(said) if said else 1
        if not place:
            continue
        phrase = re.sub(r"^(?:全球|iOS|安卓|国产|开源|手机|移动|国内)+", "", hit["np"] or "").removesuffix(
            "类"
        )
        phrase = _TITLE.sub("", phrase).removesuffix("App")
        phrase = re.sub("^(?:免费|付费|热门|最热|新)$", "", phrase)
        noun = hit["noun"] or ""
        if _NO_SOFTWARE.search(phrase):
            continue  # 下载量最大的市场
        if phrase.endswith("之一"):
            continue  # 下载量最高的应用之一: one of several, at no place
        if phrase == "工具" and many and not noun:
            phrase = ""  # 装得最多的四款工具: any apps
        if noun == "模型" and phrase:
            phrase += "模型"
        category = phrase if 2 <= len(phrase) <= 6 else _CATEGORY.get(noun)
        if noun in _CATEGORY and category != "非游戏" and not (phrase and len(phrase) >= 2):
            category = "游戏"
        behind = (_AMONG_THEM if many else _IS_BEHIND).match(text, hit.end())
        if behind is None and many:
            behind = _IS_BEHIND.match(text, hit.end())
        before = text[max(start, hit.start() - 30) : hit.start()]
        if (
            behind is None
            and not _IS_BEFORE.search(before)
            and not (_WINS.search(before) and _TITLE.search(hit["np"]))
        ):
            continue
        rank = Rank(hit.start(), hit.end(), (many or place,), "within" if many else "eq", "most")
        platform = "ios" if re.search("iOS|苹果|iPhone", hit[0]) else None
        found.append(
            Most(
                rank,
                Chart(
                    hit.start(),
                    hit.end(),
                    "grossing" if earns else "downloads",
                    category,
                    None,
                    platform,
                    (),
                    named=True,
                ),
                behind.end() if behind else None,
            )
        )
    return _shorter(text, start, end, found)


def _shorter(text: str, start: int, end: int, found: list[Most]) -> list[Most]:
    """Superlatives that close their clause or touch a title, where no longer form of them was found."""
    taken = [(most.rank.start, most.rank.end) for most in found]
    closing = [(hit, False) for hit in _CLOSES.finditer(text, start, end)]
    for hit, titled in [*closing, *((hit, True) for hit in _THE_ONE.finditer(text, start, end))]:
        if any(a < hit.end() and hit.start() < b for a, b in taken):
            continue
        category = _CATEGORY.get(hit["noun"]) if titled else None
        chart = Chart(hit.start(), hit.end(), "downloads", category, named=True)
        rank = Rank(hit.start(), hit.end(), (1,), "eq", "most")
        found.append(Most(rank, chart, hit.end() if titled else None, closes=not titled))
    return sorted(found, key=lambda most: most.rank.start)


def find_followers(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """紧随其后, 仅次于 (subjects in front), 其后是 and 前面依次是 (subjects behind): start, end, whether they stand behind."""
    found = [(hit.start(), hit.end(), hit["back"] is not None) for hit in _FOLLOW.finditer(text, start, end)]
    found += [(hit.start(), hit.end(), True) for hit in AHEAD.finditer(text, start, end)]
    found += [(hit.start(), hit.end(), False) for hit in NEXT_TO.finditer(text, start, end)]
    return sorted(found)
