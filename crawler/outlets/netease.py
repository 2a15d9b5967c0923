"""NetEase (网易): every generation of its article page, and the addresses that one document has had."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote

from selectolax.lexbor import LexborNode

from crawler.document import Document, line
from crawler.outlets.base import Layout, Outlet, Where, byline
from crawler.times import read_time

# A text post: eight base-32 digits of time, eight of account or column.
DOC_ID = re.compile(r"(?=.{0,15}\d)[0-9A-V]{8}[0-9A-Z]{8}", re.ASCII)
_WIDGET_ID = re.compile(
    r"""doc[iI]d["']?\s{0,3}[:=]\s{0,3}["'](?P<id>[0-9A-V]{8}[0-9A-Z]{8})["']""", re.ASCII
)
_BY_SCRIPT = re.compile(r"""renjian_author\s{0,3}=\s{0,3}["']([^"'<>]{1,40})["']""")
_LICENCE = re.compile(r"本文为\s{0,3}(\S{1,20}?)\s{0,3}授权网易")
_SEEN = 400_000  # characters of a page in which scripts may name its id


class Netease(Layout):
    """What all generations share."""

    def read_id(self, page: Document) -> str | None:
        return doc_id_of(page)

    def data_time(self, page: Document) -> str | None:
        return read_time(page.attribute("html[data-publishtime]", "data-publishtime")) or super().data_time(
            page
        )


class Post2020(Netease):
    name, valid = "E post2020", "2020-11 to now"
    mark = "h1.post_title, .post_statement"
    title = "h1.post_title"
    time = "div.post_info"
    author = "div.post_info a:not(.post_jubao), .post_wemedia_name a"
    body = "div.post_body"
    drop = (
        ".post_statement, .post_author, p.otitle, .gg200x300, .gg300, .at_item, .ad_module, .video-wrapper, .special_tag_wrap,"
        " pre[datatype], .post_recommends, .post_share, .post_next, .post_comment, .bot_word, .js-open-app"
    )

    def data_time(self, page: Document) -> str | None:
        return read_time(page.attribute("#contain[data-ptime]", "data-ptime")) or super().data_time(page)

    def read_author(self, page: Document) -> str | None:
        """Editorial pages name the source behind the time without a link."""
        return super().read_author(page) or source_in(page.text(self.time))


class MobileNow(Netease):
    name, valid = "M3 mobile", "2022 to now"
    mark = ".js-article-body, section.article-body"
    title = "h1.article-title, h1"
    time = "address time, time, .js-time"
    author = "address a.author-homePage, .author-homePage, .js-source"
    body = ".js-article-body, section.article-body, .article-body"
    drop = ".s-tip, .bot_word, .js-open-app, .s-img, .m-linkCard, .editor, p.otitle, .otitle_editor"

    def visible_time(self, page: Document) -> str | None:
        return read_time(page.attribute("time[datetime]", "datetime")) or super().visible_time(page)

    def read_author(self, page: Document) -> str | None:
        return super().read_author(page) or page.meta("article:author")


class Mobile2018(Netease):
    """The text comes in several ``div.page`` of which the reader sees the first: all are the article."""

    name, valid = "M2 mobile, rendered by the server", "2018 to 2021"
    mark = "article[id^=article-] .js-time, article[id^=article-] .js-page"
    title = "h1.title, h1"
    time = "span.js-time, .time"
    author = "span.js-source, .source"
    body = "div.content"
    drop = "p.otitle, p.editor, .otitle_editor, .video, .js-open-app"

    def parts(self, page: Document) -> list[LexborNode]:
        return page.tree.css("article[id^=article-] div.content div.page") or super().parts(page)

    def read_id(self, page: Document) -> str | None:
        node = page.attribute("article[id^=article-]", "id")
        return node.removeprefix("article-") if node else super().read_id(page)


class MobileOld(Netease):
    name, valid = "M1 WAP", "to about 2017"
    mark = "h1.atitle"
    title = "h1.atitle"
    time = "div.about"
    body = "div.content"
    drop = "p.otitle, p.editor"

    def read_author(self, page: Document) -> str | None:
        found = re.search(r"来源[:：]\s{0,4}(\S{1,40})", page.text(self.time) or "")
        return found[1] if found else None


class AppShare(Netease):
    name, valid = "M4 app share page", "2020 to 2022"
    mark = "p.s-source, .header-subtitle-middle"
    telling = False
    title = "h1, .header-title, .s-title"
    time = ".header-subtitle-middle, .s-time, .header-subtitle"
    author = "p.s-source, .s-source"
    body = "article, .content"
    drop = ".s-tip, .bot_word, .js-open-app, .s-img, .m-linkCard"

    def read_title(self, page: Document) -> str | None:
        return super().read_title(page) or page.meta("og:title")


class DyV2(Netease):
    """Account pages of dy.163.com; the byline shows a day only, the container the second."""

    name, valid = "D dy v2", "2016 to 2020"
    mark = "#contain .article_title"
    title = ".article_title h2, .article_title h1"
    time = "p.time"
    body = ".article_box #content, #content"
    drop = ".statement"

    def data_time(self, page: Document) -> str | None:
        return read_time(page.attribute("#contain[data-ptime]", "data-ptime"))

    def read_author(self, page: Document) -> str | None:
        spans = [line(span) for span in page.tree.css("p.time span")]
        named = [span for span in spans if len(span) > 1 and not read_time(span)]
        return byline(named[0]) if named else page.text(".colum_info h4")


class PostContent(Netease):
    name, valid = "C post_content_main", "2016 to 2020"
    mark = "#epContentLeft .post_time_source, #epContentLeft .post_text"
    title = "#epContentLeft h1"
    time = "div.post_time_source"
    author = "a#ne_article_source"
    body = "#endText"
    drop = (
        "p.otitle, .ep-source, .gg200x300, .at_item, .special_tag_wrap, pre, .video-wrapper, .post_topshare_wrap,"
        " .post_btmshare, #post_recommend, .ad_hover_href, .ep-editor"
    )

    def read_author(self, page: Document) -> str | None:
        return super().read_author(page) or source_in(page.text(self.time))


class Column(Netease):
    """Columns such as 亦观察: the page's h1 is the site's logo."""

    name, valid = "B column", "2015"
    mark = "h2.con1_ltle"
    title = "h2.con1_ltle"
    time = "span.con1_date, .con1_date"
    author = "span.con1_author, .con1_author"
    body = "div.entext, div#endText"
    drop = ".gg200x300, .ep-source"

    def read_author(self, page: Document) -> str | None:
        """The licence line names whom the text is from; the byline may be a pen name."""
        found = _LICENCE.search(page.text("div.entext") or "")
        return found[1] if found else super().read_author(page)

    def parts(self, page: Document) -> list[LexborNode]:
        """A gallery splits the text over two containers."""
        outer = page.tree.css("div.entext, div#endText")
        ids = {node.mem_id for node in outer}
        return [node for node in outer if node.parent is None or node.parent.mem_id not in ids]


class EndPage(Netease):
    name, valid = "A ep/end1301", "2013 to 2016"
    mark = "h1#h1title, .ep-time-soure"
    title = "h1#h1title, h1.ep-h1"
    time = "div.ep-time-soure"
    author = "a#ne_article_source"
    body = "div#endText"
    drop = ".ep-source, .gg200x300, p.otitle, .ep-summary, .ep-editor, .ep-keywords, .video-wrapper"
    cut = "<!--biaoqian开始-->"  # a second headline and a list of links


class EndTextOnly(Netease):
    """Specials and 人间: an article in ``#endText`` or ``#content`` under a head of its own."""

    name, valid = "endText under another head", "2013 to now"
    mark = "#endText, div.post_text"
    title = "h1, h2"
    time = ".pub_time, .post_info, .ep-time-soure, .post_time_source, .time, .date"
    author = "#ne_article_source, .author, .post_info a"
    body = "#endText, div.post_text, #content"
    telling = False
    drop = "p.otitle, .ep-source, .gg200x300, .ep-editor"

    def read_author(self, page: Document) -> str | None:
        """人间 writes its author with a script."""
        found = _BY_SCRIPT.search(page.html) if "renjian_author" in page.html else None
        return byline(found[1]) if found else super().read_author(page)


def doc_id_of(page: Document) -> str | None:
    """The id that a page gives itself."""
    for selector, name in (("#contain[data-docid]", "data-docid"), ("html[data-id]", "data-id")):
        value = page.attribute(selector, name)
        if value and DOC_ID.fullmatch(value):
            return value
    found = _WIDGET_ID.search(page.html[:_SEEN])
    return found["id"] if found else None


def source_in(text: str | None) -> str | None:
    """The source named behind the time.

    >>> source_in("2019-09-07 13:43:45　来源: 某某周刊 举报")
    '某某周刊'
    """
    found = re.search(r"来源[:：]\s{0,4}(\S{1,40})", text or "")
    return found[1] if found else None


class NeteaseOutlet(Outlet):
    """Also knows the touch page, which names its document in the query."""

    def where(self, url: SplitResult) -> Where | None:
        if found := super().where(url):
            return found
        named = parse_qs(unquote(url.query)[:500]).get("docid", [""])[0]
        return (named, self.address.format(id=named)) if DOC_ID.fullmatch(named) else None


OUTLET = NeteaseOutlet(
    name="netease",
    hosts=("163.com",),
    post=re.compile(
        r"""^/(?:
            (?:[a-z0-9_]{1,20}/){0,2}article/(?:detail/|preload/)?
          | news/a/ | (?:[a-z0-9_]{1,20}/){0,2}\d\d/\d{4}/\d\d/
        )(?P<id>(?=.{0,15}\d)[0-9A-V]{8}[0-9A-Z]{8})(?:_\w{1,8})?(?:\.s?html?|/full(?:\.html)?)?/?(?:\?|$)""",
        re.VERBOSE | re.ASCII,
    ),
    address="https://www.163.com/dy/article/{id}.html",
    lists=re.compile(r"^/(?:dy/media/T\d{13}|special/\w{1,40}/|latest|rank|search)", re.ASCII),
    layouts=(
        Post2020(), MobileNow(), Mobile2018(), MobileOld(), AppShare(), DyV2(), PostContent(), EndPage(), Column(),
        EndTextOnly(),
    ),
)  # fmt: skip
# On a foreign host only the unmistakable shapes are NetEase's.
MIRROR_PATH = re.compile(
    r"^/(?:(?:[a-z0-9_]{1,20}/)?article/(?:detail/)?|v2/article/detail/|news/a/|(?:[a-z0-9_]{1,20}/)?\d\d/\d{4}/\d\d/)"
    r"(?P<id>(?=.{0,15}\d)[0-9A-V]{8}[0-9A-Z]{8})(?:_\d{1,2})?\.s?html?$",
    re.ASCII,
)
MIRROR_LIST = re.compile(r"/dy/media/T\d{13}", re.ASCII)
