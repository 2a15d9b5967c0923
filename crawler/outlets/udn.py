"""UDN (聯合新聞網) and its Economic Daily News (經濟日報)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Current(TaiwanLayout):
    name, valid = "article-content", "2020 to now"
    mark = "section.article-content__editor, .article-body__editor"
    title = "h1.article-content__title, h1.article-head__title, h1#story_art_title, h1"
    time = "time.article-content__time, .article-body__time, time"
    author = ".article-content__author a, .article-body__info span a, .article-content__author, .article-body__info span"
    body = "section.article-content__editor, .article-body__editor"
    drop = ".edn-ads--inlineAds, .inline-ads, .article-content__more, .teads, script, .embed"


class Story(TaiwanLayout):
    name, valid = "story_body_content", "2014 to 2020"
    mark = "#story_body_content, #story_art_title"
    title = "h1#story_art_title, h1, h2#story_art_title"
    time = ".story_bady_info_author span, #story_bady_info, #shareBar h3"
    author = ".story_bady_info_author a, .story_bady_info_author"
    body = "#story_body_content, #article_body"
    drop = (
        "#story_bar, #story_bady_info, h1, #story_art_title, .photo-story, #story_also, .only_web, .story_ad"
    )


OUTLET = Outlet(
    name="udn",
    hosts=("udn.com",),
    post=re.compile(r"^/(?:\w{1,16}/)?story/\d{2,8}/(?P<id>\d{4,10})", re.ASCII),
    address="https://{host}{path}",
    layouts=(Current(), Story()),
)
