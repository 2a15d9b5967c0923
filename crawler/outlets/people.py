"""People's Daily Online (人民网). Its GBK pages are often saved with characters that were already lost."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet, byline


class Article(Layout):
    name, valid = "rwb_zw and rm_txt_con", "2013 to now"
    mark = "#rwb_zw, .rm_txt_con, #p_content, .show_text"
    title = ".text_title h1, .rm_txt h1, h1"
    time = ".box01 .fl, .channel .col-1-1, .col-1-1, .artOri, .sou"
    author = ".box01 .fl a, .channel a, .artOri a, .col-1-1 a"
    body = "#rwb_zw, .rm_txt_con, #p_content, .show_text"
    drop = ".zdfy, .edit, .paper_num, .otitle, .bdshare, #rwb_zw .pic_content a, .box_pic a"


class Newspaper(Layout):
    name, valid = "the printed paper (paper.people.com.cn)", "2009 to now"
    mark = "#ozoom, #articleContent"
    title = ".article h1, .text_c h1, h1"
    time = ".sec .date, .sec, .lai, #riqi_, .date"
    author = ".sec .author, .author, .text_c h4"
    body = "#ozoom, #articleContent"
    drop = "h1, h2, h3, h4, .sec, .lai"
    telling = False

    def read_author(self, page: Document) -> str | None:
        """The byline stands before the name of the paper."""
        return super().read_author(page) or byline((page.text(".sec") or "").partition("《")[0])


OUTLET = Outlet(
    name="people",
    hosts=("people.com.cn", "people.cn"),
    post=re.compile(
        r"/(?:n\d?|GB)/(?:\d{4}/\d{4}|\d{1,8}(?:/\d{1,8}){0,3})/(?:c\d{1,8}-)?(?P<id>\d{5,12})(?:-\d{1,2})?\.html?"
        r"|/rmrb/(?:html|pc)/\w{0,10}/?\d{4}-?\d{2}/\d{2}/(?:\w{1,10}/)?(?P<id2>[\w.]{6,40}?(?:-\d{1,3})?)\.s?html?$",
        re.ASCII,
    ),
    address="https://{host}{path}",
    layouts=(Article(), Newspaper()),
)
