"""The words that point back at what was named, and whom the plural ones mean: the last so many that were named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.subjects import Subject
from pipeline.text.patterns import any_of, first_letters, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.names import Mention
    from pipeline.extract.reader import Reader

PLURAL = {
    "前者": 1,
    "后者": 1,
    "两者": 2,
    "两款": 2,
    "两家": 2,
    "二者": 2,
    "双方": 2,
    "三款": 3,
    "三家": 3,
    "三者": 3,
    "四款": 4,
    "四家": 4,
    "五款": 5,
    "它们": 2,
}
# 三家应用商店, 两家研究机构 are no apps
_NO_APPS = "(?![^，。；、]{0,8}(?:商店|渠道|平台|市场|公司|机构|店))"
_MANY = "|".join([word + _NO_APPS * word.endswith("家") for word in PLURAL])
# what a program that was named is called again; 程式 is Taiwan's word for it
_THING = any_of("程序 程式 游戏 应用 App APP 软件 产品")
_BACK = "|".join(
    (
        _MANY,
        "它",
        # 其下载量; not 其中, 其他, 其实 …, and not what is its maker's or its rival's: 其母公司, 其竞品
        "其(?![中他它余实次后间所]|母公司|官方|背后|竞品|姊妹|创始)",
        f"该{any_of('款 应用 App APP 游戏 产品 软件 程序 手游 平台 工具 模型 项目 小程序 插件 商店 框架 品牌')}",
        "此(?:款|应用|App|游戏)",
        # 这款; but 这个月, 这个数字, 这个位置
        "这[款个支部](?!月|星期|数|成绩|量级|问题|周|过程|位置|赛道)",
        # 令应用单日下载…, 带动App登顶: what something made rise
        "(?<=[让令使])(?:应用|App|游戏|产品|程序)(?=[昨今单日月累下首新登冲升一])",
        "(?:带动|推动|助推)App(?=[在登冲的])",
        # 软件上架三天便…: a bare noun that opens a clause
        rf"(?<![\u4e00-\u9fffA-Za-z0-9》”」]){_THING}(?=[在共上的首登于已还就冲获也日单]|下载|累计|目前|发布|推出|改版)",
        # 我们的下载量, as its makers say; but 我们都, 被我们
        "(?<![被让把给与和跟])我们(?!都|还|的问题)",
    )
)
PRONOUN = lazy_pattern(f"(?=[{first_letters(_BACK)}])(?:{_BACK})")
ONE_OF_TWO = ("前者", "后者")
_REACH = 320  # characters before the sentence in which the names are looked for
_PAIR_REACH = 260


def referred_to(reader: Reader, pronoun: str) -> list[Subject]:
    """The subjects that one of ``PLURAL`` stands for."""
    word = pronoun.strip("，。；, ")
    if word in ONE_OF_TWO:
        pair = _last_pair(reader)
        return [pair[ONE_OF_TWO.index(word)]] if pair else []
    many = PLURAL[word]
    named = _last_named(reader, many)
    return named if len(named) == many else list(reader.context.recent[-many:])


def _things(reader: Reader, start: int, end: int) -> list[Mention]:
    return [
        m
        for m in reader.names.between(max(0, start), end)
        if m.kind != "work" and not m.company and m.form != "weak"
    ]


def _last_named(reader: Reader, count: int) -> list[Subject]:
    """The last so many different apps that the text named, in their order."""
    start, resolver = reader.sentence.start, reader.resolver
    found: list[Subject] = []
    mentions = _things(reader, start - _REACH, start)
    for number in range(len(mentions) - 1, -1, -1):
        if resolver.role(mentions[number], mentions[:number]) not in ("subject", "handed", "beaten"):
            continue
        subject = resolver.subject(mentions[number])
        if not any(subject.same(known) for known in found):
            found.insert(0, subject)
        if len(found) == count:
            break
    return found


# 豆包与夸克, 豆包（第七）和夸克, 《雪原》《守城》: what ties two names into a pair
_TIED = re.compile(
    r"[》”」]?\s?(?:[（(][^（）()]{0,12}[）)])?\s?(?:和|与|及|跟|、|(?<=[》”」])(?=[《“「]))\s?[《“「]?"
)


def _joined_pair(reader: Reader, position: int) -> list[Subject]:
    """The two that 与 or 和 ties together, where nothing but one of them is named since: 甲与乙都在榜。甲升了；后者…"""
    s, text, resolver = reader.sentence, reader.text, reader.resolver
    things = [m for m in _things(reader, s.start - _PAIR_REACH, s.end) if m.end <= position]
    for at in range(len(things) - 1, 0, -1):
        first, second = things[at - 1], things[at]
        if first.end > second.start or not _TIED.fullmatch(text, first.end, second.start):
            continue
        pair = [resolver.subject(first), resolver.subject(second)]
        since = [resolver.subject(m) for m in things[at + 1 :]]
        return pair if all(any(one.same(known) for known in pair) for one in since) else []
    return []


def _last_pair(reader: Reader) -> list[Subject]:
    """The two that the passage named last, in their order."""
    s = reader.sentence
    pronoun = re.compile("前者|后者").search(reader.text, s.start, s.end)
    position = pronoun.start() if pronoun else s.end
    joined = _joined_pair(reader, position)
    if joined:
        return joined
    pair: list[Subject] = []
    for mention in reversed([m for m in _things(reader, s.start - _PAIR_REACH, s.end) if m.end <= position]):
        subject = reader.resolver.subject(mention)
        if not any(subject.same(known) for known in pair):
            pair.insert(0, subject)
        if len(pair) == 2:
            break
    if len(pair) < 2:  # Google Play的下载量是App Store的两倍：前者…
        shops = [t for t in s.stores if t.store and t.end <= position][-2:]
        pair = [Subject((reader.text[t.start : t.end],), "group", t.start) for t in shops]
    if len(pair) < 2:  # 木鱼（第7）与米粒（第9）最显眼。前者…: names that only their figures show
        told = [d.subject for d in reader.drafts[-4:] if position - _PAIR_REACH <= d.anchor < position]
        pair = [one for at, one in enumerate(told) if not any(one.same(known) for known in told[:at])][-2:]
    return pair if len(pair) == 2 else []
