"""Time and author beside the headline, found without knowing the layout. What readers see counts; the head may lie."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.document import Document, line, squeeze
from crawler.metadata import data_author, data_time
from crawler.outlets.base import byline
from crawler.times import read_time, sharpen

_NAMED = (
    "time, [class*=time], [class*=Time], [class*=date], [class*=Date], [id*=time], [id*=date], [class*=pub], [id*=pub],"
    " [class*=info], [class*=source], [class*=meta], [class*=author], [class*=byline], [itemprop=datePublished]"
)
_NEAR = 700  # characters behind the headline
_CLOSE = 60  # characters in which *yesterday* is this post's own
_BESIDE = 14  # characters behind *yesterday* in which its date may stand
_BEFORE = 300  # characters before it
_ALL = 40_000
_META_AUTHORS = (
    "article:author",
    "author",
    "dc.creator",
    "twitter:data1",
    "mediaid",
    "byl",
    "dable:author",
    "my:author",
)
_SOURCE = re.compile(
    r"(?:(?<![图片圖資资料数数據据])(?:来源|來源)|文章来源|稿源|信息来源|出处)(?:\s{0,3}[:：]|于\s)\s{0,3}(?P<who>[^\s|｜:：()（）]{2,24})"
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|文|记者|記者|編譯|编译)\s{0,2}[:：／/|丨]\s{0,2}(?P<who>[^\s|｜:：()（）／/]{2,20})"
)
_REPORTER = re.compile(
    r"(?:記者|记者)\s?(?P<who>[\u4e00-\u9fff]{2,4})(?:、[\u4e00-\u9fff]{2,4}){0,12}\s?[／/]|[（(](?P<last>[\u4e00-\u9fff]{2,4})／[\u4e00-\u9fff]{2,4}報導[）)]|中央社記者(?P<cna>[\u4e00-\u9fff]{2,4})(?:[\u4e00-\u9fff]{2})\d"
)
_WORD_BEHIND = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\s{1,4}(?P<who>[\u4e00-\u9fffA-Za-z]{2,14})(?=\s|$)")
_WORD_BEFORE = re.compile(r"(?:^|\s)(?P<who>[\u4e00-\u9fffA-Za-z]{2,14})\s{1,4}(?:20\d\d[-/.年])")
_TOOLS = re.compile(
    r"字号|来源|来自|發自|發表|发表|发布|發布|发佈|出版|昨天|前天|今天|刚刚|分享|阅读|閱讀|评论|評論|参与|举报|浏览|收藏|更新|微博|打印|关注|复制|人气|点击|正文|Facebook|Line|AM|PM"
)
_AGO = re.compile(
    r"(?<!\d)\d{1,2}\s?(?:秒|分钟|分鐘|小时|小時|天)[钟鐘]?之?前|(?:^|[\s·|])(?:昨天|前天|今天|刚刚|剛剛)(?=$|[\s·|]|\d)"
)
_WRITTEN_BY = re.compile(r"written by|作者|撰|author", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"https?:|^(?:admin|name|null|undefined|网易|作者|编辑|未知|佚名|editor|root|\d+)$|@|,", re.IGNORECASE
)


def published(page: Document, title: str | None, *, now: datetime | None = None) -> str | None:
    """The visible time nearest behind the headline, else before it, else what the page's data say."""
    text = _flow(page)
    places = _places(text, title)
    seen = next(filter(None, (read_time(text[at : at + _NEAR]) for at in places)), None)
    if seen is None or len(seen) == 10:
        seen = _in_named_place(page, seen) or seen
    if seen is None:
        seen = next(filter(None, (_last_time(text[max(0, at - _BEFORE) : at]) for at in places)), None)
    said = data_time(page)
    near = text[places[0] : places[0] + _CLOSE] if places else ""
    if seen is not None and (word := _ago(near)) is not None:
        return said or (read_time(word, now=now) if now is not None else None)
    if seen is None and said is None and now is not None and places:
        return read_time(text[places[0] : places[0] + _NEAR], now=now)
    return sharpen(seen, said)


def _ago(near: str) -> str | None:
    """The relative time that stands here before any date, with no date just behind it: those further on are others'."""
    found = _AGO.search(near)
    if (
        found is None
        or read_time(near[: found.start()])
        or read_time(near[found.end() : found.end() + _BESIDE])
    ):
        return None
    return near[found.start() : found.end() + _BESIDE]


def author(page: Document, title: str | None, body: str) -> str | None:
    """Who is named beside the headline, in the article's first or last line, or in the head; else the site."""
    text = _flow(page)
    places = _places(text, title)
    near = text[places[0] : places[0] + _NEAR] if places else ""
    for pattern, place in (
        (_SOURCE, near),
        (_REPORTER, body[:120]),
        (_AUTHOR, near),
        (_REPORTER, near),
        (_REPORTER, body),
    ):
        if found := pattern.search(place):
            return str(next(filter(None, found.groups())))
    return byline(
        _written_by(page)
        or _named_author(page)
        or _said_author(page)
        or _behind_time(near)
        or _source_anywhere(text)
    ) or _site(page)


def _named_author(page: Document) -> str | None:
    node = page.first(
        '[rel=author], [itemprop=author] [itemprop=name], a[href*="/authors/"], [class*=author-name], [class*=author__name], .author a, .author, .nickname, .source'
    )
    text = line(node)
    return text if 1 < len(text) <= 24 and not read_time(text) and not _PLACEHOLDER.search(text) else None


def _written_by(page: Document) -> str | None:
    """Whom WordPress names in the card that it makes for other sites."""
    label, name = page.meta("twitter:label1"), page.meta("twitter:data1")
    return name if label and name and _WRITTEN_BY.search(label) and len(name) <= 40 else None


def _said_author(page: Document) -> str | None:
    said = page.meta(*_META_AUTHORS) or data_author(page)
    return said if said and len(said) <= 40 and not _PLACEHOLDER.search(said) else None


def _source_anywhere(text: str) -> str | None:
    found = _SOURCE.search(text)
    return found["who"] if found else None


def _site(page: Document) -> str | None:
    """The site's own name, for pages that name nobody."""
    parts = re.split(r"\s[-–|]\s|_|｜", page.head_title or "")
    name = page.meta("og:site_name") or (parts[1] if len(parts) > 1 else "")
    return name.strip() if 1 < len(name.strip()) <= 20 else None


def _behind_time(near: str) -> str | None:
    """The word behind the time, or before it, is mostly the source; words of the page's tools are not."""
    for pattern in (_WORD_BEFORE, _WORD_BEHIND):
        if (found := pattern.search(near)) and not _TOOLS.search(found["who"]):
            return found["who"]
    return None


def _flow(page: Document) -> str:
    """The page's text in one line."""
    body = page.tree.body
    return squeeze(body.text(deep=True, separator=" ")[:_ALL]) if body is not None else ""


def _places(text: str, title: str | None) -> list[int]:
    """Where the headline ends, each time that it stands on the page; a date just behind it comes first."""
    if not title:
        return []
    found: list[int] = []
    at = text.find(title)
    while at >= 0 and len(found) < 6:
        found.append(at + len(title))
        at = text.find(title, at + len(title))
    return sorted(found, key=lambda at: read_time(text[at : at + 120]) is None)


def _in_named_place(page: Document, day: str | None) -> str | None:
    """A time in an element that is called one; with a clock time where only a day is known."""
    for node in page.tree.css(_NAMED)[:80]:
        text = line(node)
        if len(text) > 200:
            continue
        found = read_time(node.attributes.get("datetime")) if node.tag == "time" else None
        found = read_time(text) or found
        if found and (day is None or (len(found) > 10 and found[:10] == day)):
            return found
    return None


def _last_time(text: str) -> str | None:
    found = None
    for start in range(0, len(text), 40):
        if one := read_time(text[start : start + 60]):
            found = one
    return found
