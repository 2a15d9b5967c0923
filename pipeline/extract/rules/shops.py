"""Stores as owners of counts: what App Store, Google Play or both together were downloaded from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.places import Store
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

TOGETHER = "both stores together"
_NOT_ONE_APP = 10**10  # downloads: more than any one app has
_LED = lazy_pattern(
    r"(?:商店)?(?:平台)?(?:的|合计|两家)?(?:全年|去年|今年|当年|上半年|全球|累计|总|日均|年|单日|每周|平均|约|近|逾)*(?:下载|安装|分发|应用|约|近|逾|超过?|突破|有|为|\d|则|也|达|程序|宣布|透露|公布|发布)"
)
_BEFORE = lazy_pattern(r"(?:在|于|通过|从|上|由)\s?(?:[^，。]{0,4})$")
# what a store says of itself in a later clause
_PLATFORM = lazy_pattern(
    r"其|它|(?:\d{4}年|全年|去年|今年|上半年)?(?:平台|全平台|商店)(?=[^，。]{0,8}(?:分发|下载|安装))"
)
# 虽然Google Play没有那么多，不过差得不远，已达480亿次
_ONLY_ONE = lazy_pattern(
    r"(?:虽然|尽管|而|但|其中)?(?:Google Play|App Store|苹果商店|谷歌商店)(?:应用商店|商店)?(?:的?(?:下载|安装)\w{0,4})?(?:不如|没有|不及|稍|略|远|比|也|则|更)"
)
_THIRD = cued_pattern(
    r"(?:国内)?(?:第三方|安卓)(?:应用商店|应用市场)(?=的|累计|分发|下载)|(?:旗下)?[两三四五六七八九十\d]+款[\u4e00-\u9fff]{0,4}?(?:应用|产品|游戏|软件|程序|App)(?=[^，。；“”《》A-Z]{0,4}(?:[A-Z][A-Za-z ]*)?(?:合计|合共|加起来|总共|共))",
    "第三方 安卓 款",
)
_BOTH = lazy_pattern(
    r"(?:全球)?(?P<both>(?:iOS|App Store|苹果商店)(?:与|和|及|以及|加|\+)(?:Google Play|谷歌商店|安卓|Android))"
    r"(?:双端|两大?平台|两大商店|双平台)?(?P<what>的?(?:移动应用|应用|App|APP|手游|游戏))?的?(?![^，。；]*(?:分别|依次|各|均|都))[^，。；]{0,8}(?:下载|安装)"
)
_HANDED_OUT = lazy_pattern("(?:应用|日均?|全年|商店|平台|市场|累计|总)分发|分发(?:总量|量|次数)")
_SHOP = lazy_pattern(
    r"(?P<np>(?:[\u4e00-\u9fff]{2}|OPPO|vivo|Windows Phone|Galaxy|三星|谷歌)?(?P<what>应用商店|软件商店|应用市场|应用宝|豌豆荚|九游))"
)
_SEVERAL = lazy_pattern(
    "第三方|[两三四五六七八九十几多\\d][个家大](?:应用|安卓|手机)?(?:市场|商店|渠道|平台)"
)
_SAID_BEFORE = 240  # characters before a sentence in which the store is looked for
_POINTS_BACK = lazy_pattern("[它其该]|这款")
# 从Google Play下载25亿次应用: what was loaded is all that the store has
_FROM = cued_pattern(
    r"从(?:官方)?(?P<store>[A-Za-z\u4e00-\u9fff ]{2,14}?)(?:商店)?(?:里|上|中)?(?:累计|共|总共)?(?:下载|安装)了?(?:约|近|逾|超过|将近)?$",
    "从",
)
_THEY_LOADED = lazy_pattern(
    "(?:用户|使用者|他们|人们)[^，。；]{0,14}(?:下载|安装)了?(?:约|近|逾|超过|将近)?$"
)
_ALL_APPS = lazy_pattern(
    r"(?:次|个|款)+(?:的)?(?:安卓|Android|iOS|手机|移动)?(?:应用|App|APP|程[序式]|软件|游戏)"
)
# App Store有85万款应用，这些应用的下载总数…
_HAS = lazy_pattern(
    r"(?:上|中|里)?(?:现|已|共|总共)?(?:拥有|上架了?|提供|收录|有)[^，。；]{0,6}?\d[\d,.]*[万千百]?多?[款个](?:的)?(?:应用|App|APP|程[序式]|软件|游戏)，"
)
_THESE = lazy_pattern(
    r"(?:这些|这批|它们|所有)?(?:应用|App|APP|程[序式]|软件|游戏|其|它们)?的?(?:累计|总)*(?:下载|安装|被下载)"
)
_TOPIC = lazy_pattern(
    r"(?:而|但|至于|另一边，)?(?P<name>(?:中国|美国|日本|全球|国区|美区)?\s?[^，。；]{2,20}?)方面，"
)
_IS = lazy_pattern(r"(?:是|为|达|达到|约|近|超过?)(?:苹果|谷歌)?$")
_MANY = 10**6
_FULL = {"Play商店": "Google Play", "谷歌Play": "Google Play"}


def owner(reader: Reader, number: Number, previous_end: int) -> tuple[Subject, str] | None:
    """The store, or both, whose count a number is, where nothing else can be meant; with the reason."""
    for found in (_together(reader, number), _loaded_from(reader, number), dispensing(reader, number)):
        if found is not None:
            return found
    plain = _of_itself(reader, number, previous_end) or _of_what_it_has(reader, number)
    plain = plain or topic(reader, number.start)
    return (plain, "a store in front of the measure") if plain is not None else None


def compared(reader: Reader, start: int) -> Subject | None:
    """超过iOS的2亿次: the store or system that touches its count."""
    s, text = reader.sentence, reader.text
    touching = [t for t in s.stores if t.end == start - 1 and text[t.end] == "的"]
    return _subject(text, touching[-1]) if touching else None


def loads_all(reader: Reader, number: Number) -> bool:
    """Whether a number of programs is how many were loaded from a store: 从Google Play下载了820亿个程序."""
    return number.value >= _MANY and _loaded_from(reader, number) is not None


def within(reader: Reader, start: int, at: int) -> bool:
    """Whether a multiple is one of another store's count: Google Play的下载量是App Store的两倍."""
    text = reader.text
    beside = [t for t in reader.sentence.stores if start <= t.start and t.end <= at and t.store]
    return any(
        _IS.search(text[max(start, t.start - 6) : t.start]) and text[t.end : at].startswith("的")
        for t in beside[1:]
    )


def topic(reader: Reader, start: int) -> Subject | None:
    """中国iOS App Store方面，下载量上升两成: the store of which a sentence says that it is about."""
    s, text = reader.sentence, reader.text
    hit = _TOPIC.match(text, s.start, start)
    if hit is None or not any(t.start < hit.end("name") and t.store for t in s.stores):
        return None
    if any(hit.end() <= m.start < start and m.form != "weak" for m in s.names):
        return None
    stores = [text[t.start : t.end] for t in s.stores if t.end <= hit.end("name") and t.store]
    return Subject(tuple(dict.fromkeys((hit["name"].strip(), *stores))), "group", hit.start("name"))


def _together(reader: Reader, number: Number) -> tuple[Subject, str] | None:
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, _ = s.clause_of(number.start)
    hit = _BOTH.search(text, clause_start, number.start)
    if hit is None or _POINTS_BACK.search(text, clause_start, hit.start()):
        return None
    if _BEFORE.search(text[max(clause_start, hit.start() - 6) : hit.start()]):
        return None
    apps = [m.start for m in s.names if m.start < number.start and not m.company and m.form != "weak"]
    if any(at >= clause_start for at in apps):
        return None
    about_app = bool(apps) or (context.subject is not None and context.subject.kind != "group")
    if about_app and not hit["what"] and number.value < _NOT_ONE_APP:
        return None
    pair = hit["both"]
    names = [pair, pair + "的App", pair + "的应用", hit[0][: hit.end("both") - hit.start()]]
    what = (hit["what"] or "").removeprefix("的")
    if what:  # 日本App Store和Google Play手游: the games of a country
        lands = [text[r.start : r.end] for r in s.regions if r.end == hit.start()]
        names = [*(land + what for land in lands), *names, what]
    return Subject(tuple(dict.fromkeys(names)), "group", hit.start("both")), TOGETHER


def _loaded_from(reader: Reader, number: Number) -> tuple[Subject, str] | None:
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(number.start)
    if not _ALL_APPS.match(text, number.end):
        return None
    hit = _FROM.search(text, max(clause_start, number.start - 30), number.start)
    if hit is None and _THEY_LOADED.search(text, max(clause_start, number.start - 30), number.start):
        before = [t for t in s.stores if t.end <= clause_start and t.store]
        if len(before) == 1 and not any(m.start < number.start and not m.company for m in s.names):
            return _subject(text, before[0]), "loaded from a store"
    if hit is None:
        return None
    stores = [t for t in s.stores if hit.start("store") <= t.start and t.end <= number.start and t.store]
    return (_subject(text, stores[-1]), "loaded from a store") if stores else None


def dispensing(reader: Reader, number: Number) -> tuple[Subject, str] | None:
    """What is 分发 is handed out by a store, the one that was named last: 商店全年分发量同比增长41%."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(number.start)
    if not _HANDED_OUT.search(text, clause_start, number.start):
        return None
    if _SEVERAL.search(text, s.start, number.start):
        return None
    if any(clause_start <= g.start < number.start for g in reader.groups.between(clause_start, number.start)):
        return None
    # the sentence itself, else what was said just before
    for low, high in ((s.start, number.start), (max(0, s.start - _SAID_BEFORE), s.start)):
        shops = [hit for hit in _SHOP.finditer(text, low, high) if len(hit["np"]) > 2]
        firms = [m for m in reader.names.between(low, high) if m.kind == "store"]
        if firms and not (shops and shops[-1].start() > firms[-1].start):
            return reader.resolver.subject(firms[-1]), "a store hands out"
        if shops:
            name = shops[-1]["np"]
            short = shops[-1]["what"]
            return Subject((name, short), "group", shops[-1].start("np")), "a store hands out"
    return None


def _of_itself(reader: Reader, number: Number, previous_end: int) -> Subject | None:
    """App Store累计下载次数达到四百亿次."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, _ = s.clause_of(number.start)
    back = _PLATFORM.match(text, clause_start, number.start) or _ONLY_ONE.match(text, s.start, clause_start)
    low = s.start if back else clause_start
    whole = _THIRD.search(text, clause_start, number.start)
    if whole and not any(m.end == whole.start() for m in s.names):
        return Subject((whole[0], whole[0].removeprefix("国内").removeprefix("旗下")), "group", whole.start())
    if any(m.end <= number.start and m.form != "weak" and not m.company for m in s.names) or (
        context.subject is not None and context.subject.kind != "group"
    ):
        return None
    for store in reversed(
        [t for t in s.stores if max(low, previous_end) <= t.start and t.end <= number.start]
    ):
        if store.store is None and not (
            store.platform == "both" and "Store" in text[store.start : store.end]
        ):
            continue
        led = store.start < clause_start and back is not None
        if not _BEFORE.search(text[max(s.start, store.start - 5) : store.start]) and (
            led or _LED.match(text, store.end)
        ):
            return _subject(text, store)
    return None


def _of_what_it_has(reader: Reader, number: Number) -> Subject | None:
    """App Store有85万款应用，下载总数超过500亿次."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(number.start)
    if not _THESE.match(text, clause_start, number.start):
        return None
    for store in reversed([t for t in s.stores if t.store and t.end < clause_start]):
        if (hit := _HAS.match(text, store.end, number.start)) is not None and hit.end() == clause_start:
            return _subject(text, store)
    return None


def _subject(text: str, store: Store) -> Subject:
    name = text[store.start : store.end]
    return Subject(tuple(dict.fromkeys((_FULL.get(name, name), name))), "group", store.start)
