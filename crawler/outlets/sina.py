"""Sina (新浪): news, finance, technology, and self-media pages. Its metas are up to three hours later than the page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.document import Document, drop_trailing
from crawler.outlets.base import Layout, Outlet
from crawler.times import read_time

NOISE = re.compile(
    r"(?:安装新浪财经客户端.{0,60}|炒股就看.{0,80}|.{0,20}新浪财经APP.{0,30}|海量资讯、精准解读.{0,30}|视频[-－].{0,60}|此前报道[:：].{0,60}"
    r"|点击进入专题.{0,60}|新浪声明[:：].{0,300}|责任编辑[:：].{0,30}|.{0,6}自媒体综合提供的内容.{0,400})"
)


class Article(Layout):
    name, valid = "article / artibody", "2016 to now"
    mark = ".main-title, #artibodyTitle, #artibody, h1#main_title"
    title = "h1.main-title, h1#artibodyTitle, h1#main_title, h1"
    time = ".date-source .date, .date-source, span.date, #pub_date, .time-source, .article-date"
    author = ".date-source .source, .date-source .author, .source, .media_name, #media_name"
    body = "#artibody, div#article, .article"
    drop = (
        ".new_style_article, .show_author, .article-editor, .wap_special, .video-2017, .img_wrapper.ad, .ad, .appendQr_wrap,"
        " .tech-quotation, .tech-con, .a-p-hd, .a-p-bd, .a-p-info, .a-p-s-list, [id^=J_Video], [id^=J_Play], label, .vi-wrap,"
        " .ct_hqimg, .hqimg_related, .otherContent_01, .app-kaihu-qr, .finance_app_zqtg, .blk-related, #left_hzh_ad, .quotation"
    )
    noise = NOISE

    def parts(self, page: Document) -> list[LexborNode]:
        """Pictures below the last paragraph illustrate the page."""
        found = super().parts(page)
        for part in found:
            drop_trailing(part, "div.img_wrapper")
        return found


class SelfMedia(Layout):
    name, valid = "k.sina.com.cn and t.cj.sina.com.cn", "2017 to now"
    mark = ".article-wrapper, .weibo-article, .art_box"
    title = "h1.main-title, h1.art_tit_h1, h1"
    time = ".date-source .date, .date, .art_time, .weibo_time, time"
    author = ".date-source .source, .date-source .author, .weibo_user, .source, .author, .art_author"
    body = "#artibody, .article-content, .art_content, div#article, section.art_pic_card"
    drop = Article.drop
    noise = NOISE
    telling = False


class Mobile(Layout):
    name, valid = "mobile", "2017 to now"
    mark = "section.art_main, .art_main, .s_card"
    title = "h1.art_tit_h1, h1"
    time = "time.weibo_time, time, .art_time"
    author = ".weibo_user, h2.weibo_user, .art_author"
    body = "section.art_main, .art_main, .s_card .art_content"
    drop = ".unfoldcon, .j_float_wx, .art_tit_h1, time, .weibo_info, .weibo_user, .s_banner"
    noise = NOISE
    telling = False

    def data_time(self, page: Document) -> str | None:
        return read_time(page.meta("article:published_time"))


OUTLET = Outlet(
    name="sina",
    hosts=("sina.com.cn", "sina.cn"),
    post=re.compile(
        r"(?:(?:doc|detail)-(?P<id>i[a-z]{2,8}\d{6,9})\.(?:shtml|d\.html)|^/article_(?P<id2>\d{5,12}_[0-9a-f]{8,24})\.html"
        r"|^/articles/view/(?P<id3>\d{5,12}/[0-9a-f]{8,24})|docID?=(?P<id4>i[a-z]{2,8}\d{6,9}))",
        re.ASCII,
    ),
    address="https://{host}{path}",
    layouts=(Article(), SelfMedia(), Mobile()),
)
