"""Liberty Times Net (自由時報)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "itemprop articleBody", "2016 to now"
    mark = "[itemprop=articleBody], .whitecon .text, .text.boxTitle, .com > .boxTitle"
    title = ".whitecon h1, .boxTitle h1, [itemprop=articleBody] h1, .com > h2, h1"
    title_drop = ".function"
    time = ".articlebody .viewtime, span.viewtime, .whitecon .time, span.time, .h2_else .time, .time"
    author = ".author, .writer_box .name"
    body = ".articlebody .text, .text.boxTitle, .whitecon .text, [itemprop=articleBody] .text, [itemprop=articleBody], .com > .boxTitle"
    drop = ".appE1121, .author, span.time, span.viewtime, .pic750, ul.pic300, .function, .h2_else, .related, .before_ir, .suggest, .softwareimg, .article_header, .adHeight250"
    noise = re.compile(r"(?:不用抽.{0,80}|請繼續往下閱讀.{0,4}|☆?.{0,20}點我下載APP.{0,40})")
    telling = False


OUTLET = Outlet(
    name="ltn",
    hosts=("ltn.com.tw",),
    post=re.compile(
        r"^/(?:(?:m/)?(?:article|news)/)(?:\w{2,24}/){0,2}(?:breakingnews/|paper/)?(?P<id>\d{4,10})", re.ASCII
    ),
    address="https://{host}{path}",
    layouts=(Article(),),
)
