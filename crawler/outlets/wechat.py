"""WeChat (微信公众号): the visible time is *yesterday*, the script has the second."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from urllib.parse import SplitResult, parse_qs

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet, Where, byline
from crawler.times import read_epoch, read_time

_CT = re.compile(
    r"""(?:\bct|createTime|create_time|oriCreateTime)\s{0,3}[=:]\s{0,3}["'](\d{10})["']""", re.ASCII
)

_WRITTEN = re.compile(r"""\bcreateTime\s{0,3}=\s{0,3}["'](20\d\d-\d\d-\d\d \d\d:\d\d)["']""", re.ASCII)
_ACCOUNT = re.compile(r"""\bnick_?name\s{0,3}=\s{0,3}(?:htmlDecode\()?["']([^"'\n]{1,60})["']""")


class Article(Layout):
    name, valid = "rich_media", "2014 to now"
    mark = "#js_content, #activity-name"
    title = "#activity-name, .rich_media_title, h1"
    time = "#publish_time, #post-date"
    author = "#js_name, .profile_nickname, #js_author_name"
    body = "#js_content"
    drop = "mp-common-profile, mp-common-product, .js_ad_link, .reward_area, #js_pc_qr_code, mpvoice, .weapp_display_element"
    noise = re.compile(
        r"(?:预览时标签不可点.{0,10}|微信扫一扫.{0,20}|继续滑动看下一个|轻触阅读原文|在小说阅读器.{0,20}|(?:点击|长按).{0,12}(?:蓝字|关注|二维码|识别).{0,20}|信息来源于网络|经过.{0,6}重新编排|阅读原文)"
    )

    def visible_time(self, page: Document) -> str | None:
        found = _CT.search(page.html)
        if found:
            return read_epoch(found[1])
        said = _WRITTEN.search(page.html)
        return read_time(said[1]) if said else read_time(page.text(self.time), now=page.now)

    def read_author(self, page: Document) -> str | None:
        """The account; where the page's script fills it in later, the script has it."""
        if shown := super().read_author(page):
            return shown
        found = _ACCOUNT.search(page.html)
        return byline(unescape(found[1])) if found else None

    def read_title(self, page: Document) -> str | None:
        return super().read_title(page) or page.meta("og:title")


class WechatOutlet(Outlet):
    def where(self, url: SplitResult) -> Where | None:
        """Short addresses name the article; long ones name it by account, number and index."""
        if found := super().where(url):
            return found
        query = parse_qs(url.query[:2000])
        if url.path.rstrip("/") != "/s" or not query:
            return None
        parts = [query.get(key, [""])[0] for key in ("__biz", "mid", "idx")]
        if all(parts):
            tail = "&".join(
                f"{key}={value}" for key, value in zip(("__biz", "mid", "idx"), parts, strict=True)
            )
            return "/".join(parts), f"https://mp.weixin.qq.com/s?{tail}"
        digest = hashlib.sha256(url.query.encode()).hexdigest()[:24]
        return digest, f"https://mp.weixin.qq.com/s?{url.query}"


OUTLET = WechatOutlet(
    name="wechat",
    hosts=("mp.weixin.qq.com",),
    post=re.compile(r"^/s/(?P<id>[\w-]{10,40})", re.ASCII),
    address="https://mp.weixin.qq.com/s/{id}",
    lists=re.compile(r"^/mp/(?:appmsgalbum|homepage|profile_ext)"),
    layouts=(Article(),),
)
