"""Pages of Hong Kong's outlets, and of those of Taiwan that came later, written anew after the real layouts."""

from __future__ import annotations

import json

from tests.crawler.layouts_base import TITLE, Sample, page
from tests.crawler.layouts_taiwan import TRADITIONAL, TRADITIONAL_TITLE, taiwan

_TOKENS = [
    [
        {"type": "text", "content": "燈塔十一月少了兩名編輯，"},
        {"type": "bold", "content": "卻多了四萬名讀者。"},
    ]
]

HONGKONG = [
    taiwan(
        "hk01",
        "article-content-section",
        "https://www.hk01.com/%E6%95%B8%E7%A2%BC/60290123/lighthouse",
        "60290123",
        f'<h1 id="articleTitle">{TITLE}</h1><a href="/author/9">林小河</a><div data-testid="article-publish-info">出版：2024-11-05 08:09 更新：2024-11-05 10:00</div>'
        f'<article id="article-content-section">{TRADITIONAL}<p>相關文章：另一個故事</p></article>',
    ),
    Sample(
        outlet="hk01",
        layout="__NEXT_DATA__",
        url="https://www.hk01.com/tech/60290124/lighthouse",
        doc_id="60290124",
        title=TRADITIONAL_TITLE,
        author="林小河",
        first="燈塔十一月少了兩名編輯，卻多了",
        last="卻多了四萬名讀者。",
        html=page(
            '<script id="__NEXT_DATA__" type="application/json">'
            + json.dumps(
                {
                    "props": {
                        "initialProps": {
                            "pageProps": {
                                "article": {
                                    "title": TRADITIONAL_TITLE,
                                    "publishTime": 1730765350,
                                    "authors": [{"publishName": "林小河"}],
                                    "blocks": [
                                        {"blockType": "image"},
                                        {"blockType": "text", "htmlTokens": _TOKENS},
                                    ],
                                }
                            }
                        }
                    }
                }
            )
            + "</script>"
        ),
    ),
    taiwan(
        "mingpao",
        "article_content",
        "https://news.mingpao.com/ins/%E7%A7%91%E6%8A%80/article/20241105/s00001/1730765350123/lighthouse",
        "1730765350123",
        f'<div id="blockcontent"><hgroup><h1>{TITLE}</h1></hgroup><div class="date" itemprop="datePublished">2024年11月5日 星期二 08:09</div><article><div class="article_content line_1_5em">{TRADITIONAL}<div class="related">相關</div></div></article></div>',
    ),
    taiwan(
        "ettoday",
        "story",
        "https://www.ettoday.net/news/20241105/2850001.htm",
        "2850001",
        f'<article><h1 class="title">{TITLE}</h1><time class="date" itemprop="datePublished">2024年11月05日 08:09</time><div class="story" itemprop="articleBody">{TRADITIONAL}<p>►不用抽！下載看更多</p><div class="et_social_2">分享</div></div></article>',
    ),
    taiwan(
        "storm",
        "CMS_wrapper",
        "https://www.storm.mg/article/5270001",
        "5270001",
        f'<h1 id="article_title">{TITLE}</h1><span class="info_author">林小河</span><span id="info_time">2024-11-05 08:09</span><div id="CMS_wrapper">{TRADITIONAL}<p>責任編輯／某某</p></div>',
    ),
    taiwan(
        "newtalk",
        "articleBody",
        "https://newtalk.tw/news/view/2024-11-05/943210",
        "943210",
        f'<h1 class="content_title">{TITLE}</h1><div class="content_reporter"><a>林小河</a></div><div class="content_date">發布 2024.11.05 | 08:09</div><div id="txt"><div itemprop="articleBody">{TRADITIONAL}</div></div>',
    ),
    taiwan(
        "ltn",
        "itemprop articleBody",
        "http://news.ltn.com.tw/news/life/breakingnews/2504999",
        "2504999",
        f'<div class="whitecon articlebody"><h1>{TITLE}<div class="function boxTitle"><a>字體</a></div></h1><div class="text" itemprop= "articleBody"><div class="pic750"><p>燈塔的辦公室。（讀者提供）</p></div>'
        f'<span class="viewtime">2024-11-05 08:09</span>{TRADITIONAL}<ul class="pic300"></ul></div></div>',
        '<meta name="pubdate" content="2024-11-05T08:09:35Z">',
    ),
    taiwan(
        "technews",
        "indent",
        "https://technews.tw/2024/11/05/lighthouse-comic-winter-2/",
        "2024/11/05/lighthouse-comic-winter-2",
        f'<header class="entry-header"><h1 class="entry-title"><a>{TITLE}</a></h1><table><tr><td><span class="head">作者</span> <span class="body"><a rel="author">林小河</a></span> <span class="head">發布日期</span> <span class="body">2024 年 11 月 05 日 8:09</span> <span class="head">分類</span> <span class="body">漫畫</span></td></tr></table></header>'
        f'<div class="indent">{TRADITIONAL}</div>',
    ),
    taiwan(
        "ettoday",
        "story",
        "https://www.ettoday.net/news/20241105/2850002.htm",
        "2850002",
        f'<div class="subject_article"><header><h1 class="title">{TITLE}</h1></header><span class="date"><time class="date">2024年11月05日 08:09</time></span><div class="story">{TRADITIONAL}'
        "<p><strong>●《河岸雲》提醒您，請給自己機會：<br>自殺防治諮詢安心專線：0800-000000；<br>生命線協談專線：1995</strong></p></div></div>",
    ),
    taiwan(
        "ltn",
        "itemprop articleBody",
        "https://ec.ltn.com.tw/article/breakingnews/4850001",
        "4850001",
        f'<div class="whitecon boxTitle boxText"><h1>{TITLE}</h1><div class="text"><span class="time">2024/11/05 08:09</span><div class="photo boxTitle"><p>燈塔的辦公室。（資料照）</p></div>{TRADITIONAL}<p class="appE1121">點我訂閱</p></div></div>',
    ),
    taiwan(
        "cna",
        "paragraph",
        "https://www.cna.com.tw/news/ait/202411050013.aspx",
        "202411050013",
        f'<div class="centralContent"><h1><span>{TITLE}</span></h1><div class="timeBox"><div class="updatetime"><span>2024/11/5 08:09</span></div></div><div class="paragraph"><div class="fullPic"><figure><figcaption>燈塔的辦公室。</figcaption></figure></div>{TRADITIONAL}</div></div>',
    ),
    taiwan(
        "inside",
        "js-article-content-body",
        "https://www.inside.com.tw/article/36790-lighthouse",
        "36790",
        f'<h1 class="post_header_title">{TITLE}</h1><ul><li class="post_date"><span>2024/11/05</span></li></ul><a class="author url fn">林小河</a><section class="js-article-content-body">{TRADITIONAL}<p>責任編輯：某某</p><p>加入 INSIDE 會員，獨享每日趨勢電子報！</p></section>',
        published="2024-11-05",
    ),
]
