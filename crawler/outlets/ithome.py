"""ITHome (IT之家)."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from crawler.outlets.base import Layout, Outlet, Where


class Article(Layout):
    name, valid = "paragraph", "2016 to now"
    mark = "#paragraph, .post_content"
    title = ".post_title h1, #dt h1, h1"
    time = "#pubtime_baidu, .pt_info, .current_nav"
    author = "#source_baidu a, #source_baidu, #author_baidu strong, #author_baidu"
    body = "#paragraph, .post_content"
    drop = ".ad-tips, .dajia, .related_post, .tougao-user, .newserror, p.ad"
    noise = re.compile(r"广告声明[:：].{0,200}")
    telling = False


class IthomeOutlet(Outlet):
    def where(self, url: SplitResult) -> Where | None:
        """The id stands cut in two in the path: /0/812/345.htm is 812345."""
        found = re.search(r"^/(?:0|html/\w{1,12}|html)/(\d{1,4})/(\d{3})\.html?", url.path, re.ASCII)
        if found:
            return found[1] + found[2], f"https://www.ithome.com/0/{found[1]}/{found[2]}.htm"
        return super().where(url)


OUTLET = IthomeOutlet(
    name="ithome",
    hosts=("ithome.com",),
    not_posts=("lapin.ithome.com", "quan.ithome.com"),
    post=re.compile(r"^/html/(?:\w{1,12}/)?(?P<id>\d{4,8})\.html?", re.ASCII),
    address="https://www.ithome.com/html/{id}.htm",
    layouts=(Article(),),
)
