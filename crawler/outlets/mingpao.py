"""Ming Pao (明報)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "article_content", "2014 to now"
    mark = "#blockcontent .article_content, .article_content, article .txt4"
    title = "#blockcontent hgroup h1, hgroup h1, h1"
    time = "#blockcontent .date, [itemprop=datePublished], .date"
    author = ".author, [itemprop=author]"
    body = ".article_content.line_1_5em, .article_content, article .txt4"
    drop = ".ad, .inread, #topimage, .zoomIn, .ul_section, .related"
    noise = re.compile(r"(?:相關字詞.{0,80}|下一篇.{0,80}|上一篇.{0,80}|\(?明報(?:記者|即時新聞)?\)?)")
    telling = False


OUTLET = Outlet(
    name="mingpao",
    hosts=("mingpao.com",),
    post=re.compile(r"^/.{1,160}?/article/\d{8}/s\d{1,6}/(?P<id>\d{8,14})", re.ASCII),
    address="https://{host}{path}",
    layouts=(Article(),),
)
