"""Where a figure holds: regions, how many countries, stores and platforms, found once in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.extract.tokens import Token
from pipeline.extract.vocabulary import REGIONS
from pipeline.text.patterns import lazy_pattern, words_by_letter

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """One or several regions named together: 美国、日本 is one mention with two codes."""

    start: int
    end: int
    codes: tuple[str, ...]
    count: int | None = None


class Store(NamedTuple):
    """A store's name, or a platform's. ``store`` is None for a platform alone."""

    start: int
    end: int
    store: str | None
    platform: str | None


# 中国厂商, 国内团队, 全球第一大 … name who, not where. 泰国 must not be read in 泰国菜.
_NOT_WHERE = "(?!厂商|公司|企业|团队|开发者|机构|互联网|政府|品牌|创业|大厂|游戏公司|媒体|网友|用户|玩家|发行商|产品|模型|开源|菜|队|人|籍|制造|艺人|团|组织|首席|世界杯|奥运|大选|[本当]地媒体|一[家款]|总裁|CEO|总经理|总部|版权|《|广播|巨头|科技(?:公司|巨头|企业|媒体))"
# 不含中国, 全球（含中国大陆）; and in 23日韩国 the day ends before the country
_NOT_MEANT = "(?<!不含)(?<!不计)(?<!不包括)(?<![（(]含)(?<!含中国)(?<!含中)(?<!除)(?<!除了)(?!(?<=[0-9])日)"
_FIRST = "".join(sorted({name[0] for name in REGIONS}))
_NAMES = words_by_letter(REGIONS)
# 在台下载, 在韩首日: one letter, where what happens there follows
_SHORT = {"台": ("TW",), "韩": ("KR",), "港": ("HK",), "日": ("JP",), "美": ("US",)}
_SOMETHING_HAPPENS = "(?=(?:首[日周月年]|单[日周月]|当[日月]|全年|累[计积]|新增|总?下载|安装|上[线架市]|推出|开放|发行|公测|突破|已|约|也))"
_REGION = lazy_pattern(
    f"(?=[{_FIRST}0-9一二三四五六七八九十百两])(?:(?=[{_FIRST}])(?={_NAMES}){_NOT_MEANT}(?P<name>{_NAMES})(?:(?:市场|地区|当地|本土|大陆|区|服|国内)(?!块))?{_NOT_WHERE}"
    rf"|(?<=在)(?P<short>[{''.join(_SHORT)}]){_SOMETHING_HAPPENS}"
    r"|(?P<count>\d{1,3}|[一二三四五六七八九十百两]{1,4})(?:多|余|来)?(?:个|大)?(?:主要|不同)?(?:国家(?:[和及与或、]地区)?|国家|地区|市场|(?<=[一二三四五六七八九十\d])国(?![产内际服家民务外区])))"
)
_JOINED = lazy_pattern(r"[ 、/]|以及|[和与及跟](?:其)?|,|，|等(?:国|地)?|地?区?")
_COUNT_TAIL = lazy_pattern(r"(?:等|在内的|共|总计|合计)*(?:的)?")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def small_number(text: str) -> int | None:
    """A place or a count as an integer, in digits or Chinese numerals below 10,000.

    >>> small_number("二十一"), small_number("一百零八"), small_number("15"), small_number("千")
    (21, 108, 15, 1000)
    """
    if text.isdecimal():
        return int(text) if len(text) <= 6 else None
    total = current = 0
    for letter in text:
        if letter in _DIGITS:
            current = _DIGITS[letter]
        elif letter in "零〇":
            current = 0
        elif letter in "十百千":
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[letter]
            current = 0
        else:
            return None
    return total + current or None


def find_regions(text: str, start: int, end: int) -> list[Region]:
    """Regions between two offsets; names in a list are one mention, with the count that closes it."""
    found: list[Region] = []
    for hit in _REGION.finditer(text, start, end):
        codes: tuple[str, ...] = ()
        count = None
        if hit["name"]:
            codes = REGIONS[hit["name"]]
        elif hit["short"]:
            codes = _SHORT[hit["short"]]
        else:
            count = small_number(hit["count"])
            if count is None or count < 2:
                continue
        if found:
            before = found[-1]
            between = text[before.end : hit.start()]
            if (
                len(between) <= 6
                and before.codes
                and (
                    (count is not None and before.count is None and _COUNT_TAIL.fullmatch(between))
                    or (
                        codes
                        and codes != before.codes
                        and before.count is None
                        and _JOINED.fullmatch(between)
                    )
                )
            ):
                merged = before.codes + tuple(code for code in codes if code not in before.codes)
                found[-1] = Region(before.start, hit.end(), merged, count)
                continue
        found.append(Region(hit.start(), hit.end(), codes, count))
    return found


# 12款会扣费的安卓应用: what kind of software is spoken of, and where nobody counted
_A_KIND = lazy_pattern(r"(?:\d+|[一二三四五六七八九十两]{1,3})款[^，。；：、\n]{0,24}$")
_OF_A_KIND = lazy_pattern("(?:应用(?![商市宝榜类])|App|APP|程式|程序|软件)")
_KIND_LETTERS = 32


def names_a_kind(text: str, store: Store) -> bool:
    """Whether a platform's name only tells which kind of apps a number of them is.

    >>> text = "12款会扣费的安卓应用被下架"
    >>> names_a_kind(text, Store(7, 9, None, "android")), names_a_kind("安卓应用", Store(0, 2, None, "android"))
    (True, False)
    """
    return (
        store.store is None
        and _OF_A_KIND.match(text, store.end) is not None
        and _A_KIND.search(text[max(0, store.start - _KIND_LETTERS) : store.start]) is not None
    )


def stores_among(tokens: list[Token]) -> list[Store]:
    """The stores and platforms among known words."""
    return [
        Store(t.start, t.end, t.value, {"app_store": "ios", "steam": "pc"}.get(t.value))
        if t.kind == "S"
        else Store(t.start, t.end, None, t.value)
        for t in tokens
        if t.kind in "SP"
    ]
