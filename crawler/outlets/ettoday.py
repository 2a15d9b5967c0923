"""ETtoday (東森新聞雲): captions begin with a triangle, the reporter stands in the first line."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "story", "2012 to now"
    mark = ".story[itemprop=articleBody], article .story, .subject_article .story, .subject_news .story"
    title = ".subject_article header h1, .subject_news header h1, h1.title, h1.title_article, h1"
    time = "time.date, span.date time, time.news-time, .date, time"
    body = ".story[itemprop=articleBody], article .story, .story"
    drop = ".ad_in_news, .ad_readmore, .et_social_1, .et_social_2, .recirculation, .related-news, .news-tag, .menu_txt_1, h1"
    noise = re.compile(
        r"(?:[►▶►☞].{0,80}|延伸閱讀.{0,60}|更多新聞.{0,60}|※.{0,80}|【.{0,20}(?:下載|加入|訂閱).{0,40}】?|圖文皆為.{0,40})"
    )
    telling = False


OUTLET = Outlet(
    name="ettoday",
    hosts=("ettoday.net",),
    post=re.compile(r"^/(?:news/\d{8}/|news/|amp/amp_news\.php7?\?news_id=)(?P<id>\d{5,10})", re.ASCII),
    address="https://{host}{path}",
    lists=re.compile(r"^/(?:news/(?:news-list|focus|tag)|news_search)"),
    layouts=(Article(),),
)
