"""Layouts that were, and second ones that are: written anew after the real ones."""

from __future__ import annotations

from tests.crawler.layouts_base import AT, AUTHOR, BODY, MINUTE, TITLE, Sample, page

OLDER = [
    Sample(
        outlet="sohu",
        layout="contentText",
        url="http://it.sohu.com/20241105/n407123456.shtml",
        doc_id="n407123456",
        html=page(
            f'<div class="content-box"><h1 itemprop="headline">{TITLE}</h1><div class="time-source"><div class="time" id="pubtime_baidu">{AT}</div>'
            f'<div class="source" id="source_baidu">来源：<span id="media_span" itemprop="publisher"><span itemprop="name">{AUTHOR}</span></span></div></div>'
            f'<div id="contentText"><div itemprop="articleBody">{BODY}</div><div class="editUsr">(责任编辑：某UN1)</div></div></div>'
        ),
    ),
    Sample(
        outlet="tencent",
        layout="rain without its script",
        url="https://new.qq.com/rain/a/20241105A01ABC00",
        doc_id="20241105A01ABC00",
        published=MINUTE,
        html=page(
            f'<h1>{TITLE}</h1><div class="media-info"><span class="media-name">{AUTHOR}</span><p class="media-meta"><span>2024-11-05 08:09发布于浙江</span></p></div>'
            f'<div class="content-article">{BODY}<div id="Status"></div><div class="tip-off">举报</div></div>'
        ),
    ),
    Sample(
        outlet="huanqiu",
        layout="text",
        url="http://tech.huanqiu.com/internet/2024-11/13456789.html",
        doc_id="13456789",
        html=page(
            f'<div class="la_t"><h1 class="tle">{TITLE}</h1><div class="la_tool"><span class="la_t_a">{AT}</span><span class="la_t_b">来源：<a>{AUTHOR}</a></span></div></div>'
            f'<div class="la_con">{BODY}<div class="la_edit"><p>责编：某人</p></div></div>'
        ),
    ),
    Sample(
        outlet="toutiao",
        layout="mobile",
        url="https://m.toutiao.com/i7433000000000000001/",
        doc_id="7433000000000000001",
        published=MINUTE,
        html=page(
            f'<h1 class="article__title">{TITLE}</h1><div class="article__info"><span class="name">{AUTHOR}</span><span class="time">2024-11-05 08:09</span></div>'
            f'<div class="article__content">{BODY}</div>'
        ),
    ),
    Sample(
        outlet="thepaper",
        layout="hashed class names",
        url="https://www.thepaper.cn/newsDetail_forward_29000001",
        doc_id="29000001",
        published=MINUTE,
        html=page(
            f'<div class="index_wrapper__x1"><h1 class="index_title__x2">{TITLE}</h1><div class="index_headerContent__x3"><div class="index_left__x4"><div>{AUTHOR}</div>'
            f'<div class="ant-space"><span>2024-11-05 08:09</span><span>来源：澎湃新闻</span></div></div></div><div class="index_cententWrap__x5">{BODY}</div></div>'
        ),
    ),
    Sample(
        outlet="people",
        layout="the printed paper (paper.people.com.cn)",
        url="http://paper.people.com.cn/rmrb/html/2024-11/05/nw.D110000renmrb_20241105_3-01.htm",
        doc_id="nw.D110000renmrb_20241105_3-01",
        published="2024-11-05",
        author="本报记者 林小河",
        html=page(
            f'<div class="article"><h1>{TITLE}</h1><p class="sec">本报记者　林小河<span class="date">《人民日报》（2024年11月05日　第 01 版）</span></p><div id="ozoom">{BODY}</div></div>'
        ),
    ),
    Sample(
        outlet="jiemian",
        layout="article-content",
        url="https://www.jiemian.com/article/12345678.html",
        doc_id="12345678",
        published=MINUTE,
        html=page(
            f'<div class="article-view"><div class="article-header"><h1>{TITLE}</h1><p>副题</p></div><div class="article-info"><p><span class="author"><a>{AUTHOR}</a></span><span class="date">2024/11/05 08:09</span></p></div>'
            f'<div class="article-main"><div class="article-content"><p>界面新闻记者 | 林小河</p>{BODY}<p>未经正式授权严禁转载本文，侵权必究。</p></div></div></div>'
        ),
    ),
    Sample(
        outlet="mydrivers",
        layout="news_info",
        url="https://news.mydrivers.com/1/1012/1012345.htm",
        doc_id="1012345",
        html=page(
            f'<div class="news_bt" id="thread_subject">{TITLE}</div><div class="news_bt1"><div class="news_bt1_left">{AT}　出处：{AUTHOR} 作者：<a>某人</a> 编辑：某人 人气: 99次</div></div>'
            f'<div class="news_info">{BODY}<p>- THE END -</p><p>转载请注明出处：快科技</p><p>#漫画</p></div>'
        ),
    ),
]
