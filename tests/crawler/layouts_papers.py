"""Pages of the mainland's papers and agencies, written anew after the real layouts."""

from __future__ import annotations

import json

from tests.crawler.layouts_base import AT, AUTHOR, BODY, ISO, MINUTE, TITLE, Sample, page

PAPERS = [
    Sample(
        outlet="thepaper",
        layout="news_txt",
        url="https://www.thepaper.cn/newsDetail_forward_29000001",
        doc_id="29000001",
        published=MINUTE,
        html=page(
            f'<h1 class="news_title">{TITLE}</h1><div class="news_about"><p>{AUTHOR}</p><p>2024-11-05 08:09</p></div>'
            '<div class="news_txt">灯塔在十一月丢掉了两个编辑，却多了四万名读者。<br>创始人说，读者不关心谁画的，只关心几点更新。(本文来自澎湃新闻，更多原创资讯请下载“澎湃新闻”APP)</div>'
        ),
    ),
    Sample(
        outlet="thepaper",
        layout="__NEXT_DATA__",
        url="https://m.thepaper.cn/detail/29000001",
        doc_id="29000001",
        published=ISO,
        html=page(
            '<script id="__NEXT_DATA__" type="application/json">'
            + json.dumps(
                {
                    "props": {
                        "pageProps": {
                            "detailData": {
                                "contentDetail": {
                                    "name": TITLE,
                                    "author": AUTHOR,
                                    "content": BODY,
                                    "publishTime": 1730765350000,
                                }
                            }
                        }
                    }
                }
            )
            + "</script>"
        ),
    ),
    Sample(
        outlet="guancha",
        layout="all-txt",
        url="https://www.guancha.cn/economy/2024_11_05_754321.shtml",
        doc_id="754321",
        html=page(
            f'<li class="left left-main"><h3>{TITLE}</h3><div class="time fix"><span>{AT}</span><span>来源：{AUTHOR}</span></div><div class="time fix">最后更新: 2024-11-05 09:00:00</div><div class="content all-txt">{BODY}<div id="select_page">12下一页</div></div></li>'
        ),
    ),
    Sample(
        outlet="guancha",
        layout="风闻 (user.guancha.cn)",
        url="https://user.guancha.cn/main/content?id=1234567",
        doc_id="1234567",
        html=page(
            f'<h1>{TITLE}</h1><div class="user-nick"><a>{AUTHOR}</a></div><span class="time1">{AT}</span><div class="article-txt-content">{BODY}</div>'
        ),
    ),
    Sample(
        outlet="xinhua",
        layout="p-detail",
        url="http://www.news.cn/tech/20241105/0123456789abcdef0123456789abcdef/c.html",
        doc_id="0123456789abcdef0123456789abcdef",
        html=page(
            '<div class="header-cont"><div class="header-time"><span class="year"><em>2024</em></span><span class="day"><em>11</em>/<em>05</em></span><span class="time">08:09:10</span></div></div>'
            f'<div class="head-line"><h1><span class="title">{TITLE}</span></h1></div><em id="source">{AUTHOR}</em><div id="detail"><span id="detailContent">{BODY}</span><div id="articleEdit">【纠错】【责任编辑:某】</div></div>'
        ),
    ),
    Sample(
        outlet="people",
        layout="rwb_zw and rm_txt_con",
        url="http://finance.people.com.cn/n1/2024/1105/c1004-40354321.html",
        doc_id="40354321",
        published=MINUTE,
        html=page(
            f'<div class="text_title"><h1>{TITLE}</h1><div class="box01"><div class="fl">2024年11月05日08:09&nbsp;&nbsp;来源：<a>{AUTHOR}</a></div></div></div><div id="rwb_zw">{BODY}<div class="zdfy">【1】【2】</div><div class="edit">(责编：某)</div></div>'
        ),
    ),
    Sample(
        outlet="huanqiu",
        layout="a-con and l-con",
        url="https://tech.huanqiu.com/article/4KABCDEFGHI",
        doc_id="4KABCDEFGHI",
        published=MINUTE,
        html=page(
            f'<div class="t-container-title"><h3>{TITLE}</h3></div><div class="metadata-info"><p class="time">2024-11-05 08:09</p><span class="source">来源：{AUTHOR}</span></div><div class="l-con"><section>{BODY}</section></div>'
        ),
    ),
    Sample(
        outlet="chinanews",
        layout="left_zw",
        url="https://www.chinanews.com.cn/cj/2024/11-05/10313456.shtml",
        doc_id="10313456",
        html=page(
            f'<div id="cont_1_1_2"><h1>{TITLE}</h1><div id="BaiduSpider" style="display:none"><span id="pubtime_baidu">{AT}</span><span id="source_baidu">来源：<a>{AUTHOR}</a></span></div><div class="left-t">2024年11月05日 08:09　来源：{AUTHOR}</div><div class="left_zw">{BODY}</div></div>'
        ),
    ),
]
