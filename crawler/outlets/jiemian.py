"""Jiemian (界面新闻)."""

from __future__ import annotations

import re

from crawler.outlets.base import Layout, Outlet


class Article(Layout):
    name, valid = "article-content", "2014 to now"
    mark = ".article-view .article-content, .article-main .article-content, .article-header + .article-content, .article-header"
    title = ".article-header h1, h1"
    time = ".article-info .date, .article-info span[data-article-publish-time], .article-info"
    author = ".article-info .author a, .article-info .author, .article-info span a"
    body = ".article-main .article-content, .article-content"
    drop = ".article-source, .article-img-source, .ad-content, .collect, .share-view, .article-copyright"
    noise = re.compile(
        r"(?:未经正式授权严禁转载本文.{0,60}|界面新闻记者\s?[|｜].{0,20}|界面新闻编辑\s?[|｜].{0,20}|(?:记者|编辑)\s?[|｜]\s?.{0,20}|[0-9]{1,4})"
    )
    telling = False


OUTLET = Outlet(
    name="jiemian",
    hosts=("jiemian.com",),
    post=re.compile(r"^/article/(?P<id>\d{4,12})", re.ASCII),
    address="https://www.jiemian.com/article/{id}.html",
    lists=re.compile(r"^/(?:lists|account|news)/"),
    layouts=(Article(),),
)
