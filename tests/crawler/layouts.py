"""A page for every layout of every outlet, written anew after the real one, with what a person reads in it.

Each holds what the real layout is known to trap readers with: dates of related posts, editor lines, advertisements,
a logo in the h1, metas that lie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

TITLE = "漫画应用「灯塔」的冬天"
BODY = (
    "<p>灯塔在十一月丢掉了两个编辑，却多了四万名读者。</p><p>创始人说，读者不关心谁画的，只关心几点更新。</p>"
)
FIRST, LAST = "灯塔在十一月丢掉了两个编辑", "只关心几点更新。"
AUTHOR = "河岸周报"
AT = "2024-11-05 08:09:10"
ISO = "2024-11-05T08:09:10+08:00"
MINUTE = "2024-11-05T08:09+08:00"
RELATED = '<div class="recommend"><ul><li data-ptime="2020-01-01 00:00:00"><a href="/x">另一篇毫不相干的文章</a></li></ul></div>'
DOC = "JG7V2K8R05199XYZ"


@dataclass(frozen=True, kw_only=True)
class Sample:
    outlet: str
    layout: str
    url: str
    html: str
    doc_id: str
    title: str = TITLE
    author: str | None = AUTHOR
    published: str = ISO
    first: str = FIRST
    last: str = LAST


def page(inner: str, head: str = "", root: str = "<html>") -> str:
    return f"<!DOCTYPE html>{root}<head><title>{TITLE}_某站</title>{head}</head><body><h6>2019-01-02 03:04:05</h6>{inner}{RELATED}</body></html>"


def state(marker: str, value: Any, head: str = "") -> str:
    return page(
        f"<div id='app'></div><script>{marker} = {json.dumps(value, ensure_ascii=False)};</script>", head
    )


def netease(
    layout: str,
    inner: str,
    root: str = "<html>",
    url: str = f"https://www.163.com/dy/article/{DOC}.html",
    **more: Any,
) -> Sample:
    return Sample(outlet="netease", layout=layout, url=url, html=page(inner, root=root), doc_id=DOC, **more)


NETEASE = [
    netease(
        "E post2020",
        f'<div id="contain" data-docid="{DOC}" data-ptime="{AT}"><h1 class="post_title">{TITLE}</h1><div class="post_info">{AT}　来源: '
        f'<a href="/dy/media/T1500000000001.html">{AUTHOR}</a><a class="post_jubao">举报</a></div><div class="post_body">'
        f'<p class="otitle">（原标题：别的标题）</p>{BODY}<p>特别声明：以上内容为用户上传。</p></div>'
        '<div class="post_statement"><p>特别声明：本平台仅提供存储。</p></div><div class="post_next" data-ptime="2011-01-01 00:00:00">下一篇</div></div>',
        root='<html id="ne_wrap">',
    ),
    netease(
        "M3 mobile",
        f'<main><h1 class="article-title">{TITLE}</h1><address><a class="author-homePage">{AUTHOR}</a><time datetime="2024-11-05 08:09">昨天</time><span>·浙江</span></address>'
        f'<section class="article-body js-article-body"><figure class="m-photo"><span class="s-tip">打开网易新闻 查看精彩图片</span></figure>{BODY}<p>责任编辑：张三_NB1</p></section></main>',
        root=f'<html data-publishtime="{AT}" data-id="{DOC}">',
        url=f"https://m.163.com/dy/article/{DOC}.html",
    ),
    netease(
        "M2 mobile, rendered by the server",
        f'<article id="article-{DOC}"><h1 class="title">{TITLE}</h1><span class="time js-time">{AT}</span><span class="source js-source">{AUTHOR}</span>'
        '<div class="content"><div class="page js-page on"><p>灯塔在十一月丢掉了两个编辑，却多了四万名读者。</p></div><div class="page js-page">'
        "<p>创始人说，读者不关心谁画的，只关心几点更新。</p><p class='editor'>(责任编辑：李四_B2)</p></div></div></article>",
        url=f"https://3g.163.com/news/article/{DOC}.html",
    ),
    netease(
        "M1 WAP",
        f'<h1 class="atitle">{TITLE}</h1><div class="about">{AT} <br> 来源:{AUTHOR}</div><div class="content">{BODY}<!--@@VIDEO="a.mp4"--></div>',
        url=f"http://3g.163.com/news/24/1105/08/{DOC}.html",
    ),
    netease(
        "M4 app share page",
        f'<h1>{TITLE}</h1><div class="header-subtitle-middle"><p class="s-source">{AUTHOR}</p><span>{AT}</span></div><article>{BODY}</article>',
        url=f"https://c.m.163.com/news/a/{DOC}.html",
    ),
    netease(
        "D dy v2",
        f'<div id="contain" data-docid="{DOC}" data-ptime="{AT}"><div class="article_title"><h2>{TITLE}</h2><p class="time"><span>2024-11-05</span>'
        f'<span class="point"> · </span><span>{AUTHOR}</span></p></div><div class="article_box"><div class="content" id="content">{BODY}</div></div>'
        '<div class="statement">特别声明：以上文章内容仅代表作者本人观点。</div></div>',
        url=f"http://dy.163.com/v2/article/detail/{DOC}.html",
    ),
    netease(
        "C post_content_main",
        f'<div class="post_content_main" id="epContentLeft"><h1>{TITLE}</h1><div class="post_time_source">{AT}　来源: <a id="ne_article_source">{AUTHOR}</a></div>'
        f'<div class="post_body"><div class="post_text" id="endText"><p class="otitle">（原标题：别的）</p>{BODY}<div class="gg200x300">广告</div>'
        '<div class="ep-source cDGray">本文来源：河岸周报<span class="ep-editor">责任编辑：王五_NC3</span></div></div></div></div>',
        url=f"https://tech.163.com/24/1105/08/{DOC}.html",
    ),
    netease(
        "A ep/end1301",
        f'<div id="epContentLeft"><h1 id="h1title" class="ep-h1">{TITLE}</h1><div class="ep-time-soure cDGray">{AT}　来源: <a id="ne_article_source">{AUTHOR}</a></div>'
        f'<p class="ep-summary">导语</p><div id="endText" class="end-text">{BODY}<!--biaoqian开始--><div class="biaoqian"><h1>重点推荐</h1></div><p>推广的一段长长的话，不是正文。</p>'
        '<div class="ep-source">本文来源：河岸周报</div></div></div>',
        url=f"http://money.163.com/24/1105/08/{DOC}.html",
    ),
    netease(
        "B column",
        f'<h1>网易商业</h1><h2 class="con1_ltle">{TITLE}</h2><span class="con1_author">笔名</span><span class="con1_date">{AT}</span>'
        f'<div class="entext">{BODY}<p>本文为{AUTHOR}授权网易财经发布。</p></div>',
        url=f"http://biz.163.com/24/1105/08/{DOC}.html",
        last="授权网易财经发布。",
    ),
    netease(
        "endText under another head",
        f'<article><h1>{TITLE}</h1><div class="pub_time">{AT}</div><span class="author">{AUTHOR}</span><div id="endText">{BODY}</div></article>',
        url=f"http://renjian.163.com/24/1105/08/{DOC}.html",
    ),
]

MAINLAND = [
    Sample(
        outlet="sohu",
        layout="mp-editor",
        url="https://www.sohu.com/a/822334455_120099",
        doc_id="822334455",
        published=MINUTE,
        html=page(
            f'<div class="text-title"><h1>{TITLE}</h1><div class="article-info"><span class="time" id="news-time">2024-11-05 08:09</span>'
            f'<span data-role="original-link">来源: <a href="#">{AUTHOR}</a></span></div></div><article class="article" id="mp-editor"><p data-role="original-title">原标题：别的</p>'
            f'{BODY}<p>返回搜狐，查看更多<a id="backsohucom">返回搜狐，查看更多</a></p><p data-role="editor-name">责任编辑：</p></article>'
        ),
    ),
    Sample(
        outlet="sohu",
        layout="mobile",
        url="https://m.sohu.com/a/822334455_120099",
        doc_id="822334455",
        html=page(
            f'<section class="article-main"><h1>{TITLE}</h1><span class="name">{AUTHOR}</span><span class="time">{AT}</span><div id="articleContent">{BODY}</div></section>'
        ),
    ),
    Sample(
        outlet="sina",
        layout="article / artibody",
        url="https://finance.sina.com.cn/tech/2024-11-05/doc-incuwxyz1234567.shtml",
        doc_id="incuwxyz1234567",
        published=MINUTE,
        html=page(
            f'<h1>新闻中心</h1><h1 class="main-title">{TITLE}</h1><div class="date-source"><span class="date">2024年11月05日 08:09</span><a class="source">{AUTHOR}</a></div>'
            f'<div class="article" id="artibody"><p>安装新浪财经客户端第一时间接收最全面的市场资讯</p>{BODY}<p class="article-editor">责任编辑：赵六</p></div>',
            '<meta property="article:published_time" content="2024-11-05T10:33:02+08:00">',
        ),
    ),
    Sample(
        outlet="sina",
        layout="k.sina.com.cn and t.cj.sina.com.cn",
        url="https://k.sina.com.cn/article_1234567890_ab12cd34ef5601.html",
        doc_id="1234567890_ab12cd34ef5601",
        html=page(
            f'<div class="art_box"><h1 class="art_tit_h1">{TITLE}</h1><span class="art_author">{AUTHOR}</span><span class="art_time">{AT}</span><div class="art_content">{BODY}</div></div>'
        ),
    ),
    Sample(
        outlet="sina",
        layout="mobile",
        url="https://finance.sina.cn/2024-11-05/detail-incuwxyz1234567.d.html?docID=incuwxyz1234567",
        doc_id="incuwxyz1234567",
        html=page(
            f'<section class="art_main"><h1 class="art_tit_h1">{TITLE}</h1><h2 class="weibo_user">{AUTHOR}</h2><time class="weibo_time">{AT}</time>{BODY}</section>'
        ),
    ),
    Sample(
        outlet="ifeng",
        layout="hashed class names",
        url="https://tech.ifeng.com/c/8eAbCdEfGh1",
        doc_id="8eAbCdEfGh1",
        html=page(
            f'<div class="artical-x1"><h1 class="topic-x2">{TITLE}</h1><p class="time-x3"><span>2024年11月05日 08:09:10</span><span class="source-x4">来源：<a>{AUTHOR}</a></span></p>'
            f'<div class="main_content-x5"><div class="text-x6">{BODY}</div></div></div>'
        ),
    ),
    Sample(
        outlet="ifeng",
        layout="main_content",
        url="http://nb.ifeng.com/a/20241105/6543210_0.shtml",
        doc_id="6543210",
        html=page(
            f'<h1 id="artical_topic">{TITLE}</h1><p class="p_time"><span class="ss01">2024年11月05日 08:09:10</span><span class="ss03"><a>{AUTHOR}</a></span></p><div id="main_content">{BODY}</div>'
        ),
    ),
    Sample(
        outlet="ifeng",
        layout="allData",
        url="https://news.ifeng.com/c/8eAbCdEfGh1",
        doc_id="8eAbCdEfGh1",
        html=state(
            "var allData",
            {
                "docData": {
                    "title": TITLE,
                    "newsTime": AT,
                    "source": AUTHOR,
                    "contentData": {
                        "contentList": [{"type": "video", "data": {}}, {"type": "text", "data": BODY}]
                    },
                }
            },
        ),
    ),
    Sample(
        outlet="tencent",
        layout="Cnt-Main-Article-QQ",
        url="https://tech.qq.com/a/20241105/012345.htm",
        doc_id="012345",
        published=MINUTE,
        html=page(
            f'<div class="hd"><h1>{TITLE}</h1><span class="a_source">{AUTHOR}</span><span class="a_time">2024-11-05 08:09</span></div>'
            f'<div id="Cnt-Main-Article-QQ"><p>转播到腾讯微博</p>{BODY.removesuffix("</p>")}返回腾讯网首页&gt;&gt;</p></div>'
        ),
    ),
    Sample(
        outlet="tencent",
        layout="rain",
        url="https://news.qq.com/rain/a/20241105A01ABC00",
        doc_id="20241105A01ABC00",
        html=page(
            f'<h1>{TITLE}</h1><div class="content-article">{BODY}</div><script>window.DATA = {{"pubtime": "{AT}", "media": "{AUTHOR}"}}</script>'
        ),
    ),
    Sample(
        outlet="toutiao",
        layout="article-content",
        url="https://www.toutiao.com/article/7433000000000000001/",
        doc_id="7433000000000000001",
        html=page(
            f'<div class="article-box"><h1 class="article-title">{TITLE}</h1><div class="article-sub"><span>原创</span><span>{AUTHOR}</span><span>{AT}</span></div>'
            f'<div class="article-content"><div>{BODY}</div></div></div>'
        ),
    ),
    Sample(
        outlet="toutiao",
        layout="gallery",
        url="https://www.toutiao.com/i7433000000000000001/",
        doc_id="7433000000000000001",
        html=page(
            f'<div class="gallery-inner"><div class="info-box-inner"><h2 class="title"><span>原创</span>{TITLE}</h2><a class="media-user"><span>{AUTHOR}</span></a>'
            f'<div class="abstract"><span class="abstract-index"><em>1</em>/9</span>{BODY}</div></div><div class="snsBox"><span class="time">{AT}</span></div></div>'
        ),
    ),
    Sample(
        outlet="toutiao",
        layout="RENDER_DATA",
        url="https://www.toutiao.com/article/7433000000000000001/",
        doc_id="7433000000000000001",
        html=page(
            '<script id="RENDER_DATA" type="application/json">'
            + quote(
                json.dumps(
                    {"data": {"data": {"title": TITLE, "content": BODY, "publishTime": AT, "source": AUTHOR}}}
                )
            )
            + "</script>"
        ),
    ),
    Sample(
        outlet="baijiahao",
        layout="article-content",
        url="https://baijiahao.baidu.com/s?id=1814800000000000001&wfr=spider",
        doc_id="1814800000000000001",
        html=page(
            f'<div class="article-title"><h2>{TITLE}</h2></div><div class="article-desc"><p class="author-name">{AUTHOR}</p><div class="article-source"><span>发布时间：11-05</span><span class="time">08:09</span></div></div>'
            f'<div class="article-content">{BODY}</div>',
            f'<meta itemprop="dateUpdate" content="{AT}">',
        ),
    ),
    Sample(
        outlet="baijiahao",
        layout="data-testid",
        url="https://baijiahao.baidu.com/s?id=1814800000000000001",
        doc_id="1814800000000000001",
        html=page(
            f'<div id="header"><h1>{TITLE}</h1></div><div data-testid="author-name">{AUTHOR}</div><span data-testid="updatetime">2024-11-05 08:09</span><div data-testid="article">{BODY}</div>'
        ),
        published=MINUTE,
    ),
    Sample(
        outlet="wechat",
        layout="rich_media",
        url="https://mp.weixin.qq.com/s/AbCdEf_1234-567890xyz",
        doc_id="AbCdEf_1234-567890xyz",
        html=page(
            f'<h2 id="activity-name">{TITLE}</h2><a id="js_name">{AUTHOR}</a><em id="publish_time">昨天</em><div id="js_content" style="visibility:hidden">{BODY}<p>预览时标签不可点</p></div>'
            '<script>var ct = "1730765350";</script>'
        ),
    ),
    Sample(
        outlet="36kr",
        layout="articleDetailContent",
        url="https://36kr.com/p/3020000000000001",
        doc_id="3020000000000001",
        published=MINUTE,
        html=page(
            f'<h1 class="article-title">{TITLE}</h1><a class="title-icon-item item-a">{AUTHOR}</a><span class="title-icon-item item-time">2024-11-05 08:09</span><div class="articleDetailContent">{BODY}</div>'
        ),
    ),
    Sample(
        outlet="36kr",
        layout="newsflash",
        url="https://36kr.com/newsflashes/3020000000000002",
        doc_id="3020000000000002",
        html=page(
            f'<div class="newsflash-detail"><h1 class="item-title">{TITLE}</h1><span class="item-time">{AT}</span><div class="item-related"><a>{AUTHOR}</a></div><div class="pre-item-des">{BODY}</div></div>'
        ),
    ),
    Sample(
        outlet="36kr",
        layout="initialState",
        url="https://36kr.com/p/3020000000000001",
        doc_id="3020000000000001",
        html=state(
            "window.initialState",
            {
                "articleDetail": {
                    "articleDetailData": {
                        "data": {
                            "widgetTitle": TITLE,
                            "publishTime": 1730765350000,
                            "author": AUTHOR,
                            "widgetContent": BODY,
                        }
                    }
                }
            },
        ),
    ),
    Sample(
        outlet="huxiu",
        layout="article__content",
        url="https://www.huxiu.com/article/3500001.html",
        doc_id="3500001",
        published=MINUTE,
        html=page(
            f'<h1 class="article__title">{TITLE}</h1><div class="author-info__username">{AUTHOR}</div><span class="article__time">2024-11-05 08:09</span><div class="article__content" id="article-content">{BODY}<p>本内容为作者独立观点，不代表虎嗅立场。</p></div>'
        ),
    ),
    Sample(
        outlet="huxiu",
        layout="__INITIAL_STATE__",
        url="https://www.huxiu.com/article/3500001.html",
        doc_id="3500001",
        html=state(
            "window.__INITIAL_STATE__",
            {
                "articleDetail": {
                    "articleDetail": {
                        "title": TITLE,
                        "dateline": "1730765350",
                        "author": AUTHOR,
                        "content": BODY,
                    }
                }
            },
        ),
    ),
    Sample(
        outlet="ithome",
        layout="paragraph",
        url="https://www.ithome.com/0/808/123.htm",
        doc_id="808123",
        published="2024-11-05T08:09:10+08:00",
        html=page(
            f'<h1>{TITLE}</h1><span id="pubtime_baidu">2024/11/5 8:09:10</span><span id="source_baidu">来源：<a>{AUTHOR}</a></span><span id="author_baidu">作者：<strong>某人</strong></span><div class="post_content" id="paragraph">{BODY}<p>广告声明：文内含有的对外跳转链接，用于传递更多信息。</p></div>'
        ),
    ),
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

TRADITIONAL_TITLE = "漫畫應用程式「燈塔」的冬天"
TRADITIONAL = "<p>記者林小河／台北報導　燈塔十一月少了兩名編輯，卻多了四萬名讀者。</p><p>創辦人說，讀者只在意幾點更新。</p>"


def taiwan(
    outlet: str,
    layout: str,
    url: str,
    doc_id: str,
    inner: str,
    head: str = "",
    published: str = MINUTE,
    author: str | None = "林小河",
) -> Sample:
    html = page(inner, head).replace(TITLE, TRADITIONAL_TITLE)
    return Sample(
        outlet=outlet, layout=layout, url=url, doc_id=doc_id, html=html, title=TRADITIONAL_TITLE, author=author, published=published,
        first="記者林小河／台北報導", last="讀者只在意幾點更新。",
    )  # fmt: skip


TAIWAN = [
    taiwan(
        "technews",
        "indent",
        "https://technews.tw/2024/11/05/lighthouse-comic-winter/",
        "2024/11/05/lighthouse-comic-winter",
        f'<header class="entry-header"><h1 class="entry-title">{TITLE}</h1><span class="body">作者 <a rel="author">林小河</a> | 發布日期 2024 年 11 月 05 日 8:09</span></header><div class="indent">{TRADITIONAL}<p>（首圖來源：燈塔）</p></div>',
    ),
    taiwan(
        "inside",
        "js-article-content-body",
        "https://www.inside.com.tw/article/36789-lighthouse",
        "36789",
        f'<h1 class="post_header_title">{TITLE}</h1><ul><li class="post_date"><span>2024/11/05</span></li></ul><a class="author url fn">林小河</a><section class="article_content js-article-content-body">{TRADITIONAL}<p>責任編輯：某某</p></section>',
        published="2024-11-05",
    ),
    taiwan(
        "ithome-tw",
        "field-items",
        "https://www.ithome.com.tw/news/165999",
        "165999",
        f'<div class="content-header"><h1 class="page-header">{TITLE}</h1></div><span class="author"><a>林小河</a></span><span class="created">2024-11-05</span><article><div class="field-items">{TRADITIONAL}</div></article>',
        published="2024-11-05",
    ),
    taiwan(
        "bnext",
        "htmlview",
        "https://www.bnext.com.tw/article/81000/lighthouse",
        "81000",
        f'<section id="hero"><div class="pc"><span>2024.11.05</span><h1>{TITLE}</h1></div><a href="/author/9"><span>林小河</span></a></section><div class="htmlview article-content">{TRADITIONAL}<p>責任編輯：某某</p></div>'
        '<h1>廣告客戶的故事</h1><div class="htmlview"><p>這一段是廣告客戶寫的，比文章還長，講的是螢幕與客戶的痛點。</p></div>',
        '<meta property="article:published_time" content="2024-11-05T08:09:10+08:00">',
        published=ISO,
    ),
    taiwan(
        "cna",
        "paragraph",
        "https://www.cna.com.tw/news/ait/202411050012.aspx",
        "202411050012",
        f'<div class="centralContent"><h1><span>{TITLE}</span></h1><div class="updatetime"><span>2024/11/5 08:09</span><span>（11/5 10:20 更新）</span></div><div class="paragraph">{TRADITIONAL}<div class="moreArticle">延伸閱讀</div></div></div>',
    ),
    taiwan(
        "ltn",
        "itemprop articleBody",
        "https://3c.ltn.com.tw/news/59999",
        "59999",
        f'<div class="whitecon boxTitle"><h1>{TITLE}</h1><div class="text" itemprop="articleBody"><span class="time">2024/11/05 08:09</span>{TRADITIONAL}<p class="appE1121">不用抽 不用搶 現在用APP看新聞</p></div></div>',
    ),
    taiwan(
        "udn",
        "article-content",
        "https://money.udn.com/money/story/5612/8340001",
        "8340001",
        f'<h1 class="article-head__title">{TITLE}</h1><time class="article-body__time">2024/11/05 08:09</time><div class="article-body__info"><span><a>林小河</a></span></div><section class="article-body__editor">{TRADITIONAL}</section>',
    ),
    taiwan(
        "udn",
        "story_body_content",
        "https://udn.com/news/story/11315/3705999",
        "3705999",
        f'<div id="story_body_content"><h1 id="story_art_title">{TITLE}</h1><div id="story_bady_info"><div class="story_bady_info_author"><span>2024-11-05 08:09</span>聯合報 記者<a>林小河</a>／台北報導</div></div>{TRADITIONAL}</div>',
    ),
    taiwan(
        "chinatimes",
        "article-body",
        "https://www.chinatimes.com/realtimenews/20241105000123-260412",
        "20241105000123-260412",
        f'<article class="article-box"><h1 class="article-title">{TITLE}</h1><div class="meta-info"><time datetime="2024-11-05 08:09"><span class="hour">08:09</span> <span class="date">2024/11/05</span></time><div class="author"><a>林小河</a></div></div>'
        f'<div class="article-body">{TRADITIONAL}<div class="article-hash-tag">#燈塔</div></div></article>',
    ),
    taiwan(
        "chinatimes",
        "ctee",
        "https://www.ctee.com.tw/news/20241105700123-431207",
        "20241105700123-431207",
        f'<h1 class="main-title">{TITLE}</h1><ul class="news-credit"><li class="publish-date"><time>2024.11.05 08:09</time></li><li class="publish-author"><span class="name">林小河</span></li></ul><div class="article-wrap"><article>{TRADITIONAL}<figure><figcaption>圖/燈塔提供</figcaption></figure></article></div>',
    ),
    taiwan(
        "setn",
        "Content1 and ckuse",
        "https://www.setn.com/News.aspx?NewsID=1560001",
        "1560001",
        f'<form><h1 class="news-title-3">{TITLE}</h1><time class="page_date">2024/11/05 08:09:00</time><div id="ckuse"><article><div id="Content1">{TRADITIONAL}</div></article></div></form>',
        published="2024-11-05T08:09:00+08:00",
    ),
    taiwan(
        "digitimes",
        "newsText",
        "https://www.digitimes.com.tw/tech/dt/n/shwnws.asp?id=0000707001_ABC12DEF34GHI56",
        "0000707001_ABC12DEF34GHI56",
        f'<div class="dt-news-content"><h1 class="news-title">{TITLE}</h1><ul><li><font>林小河</font>／綜合報導</li><li><time>2024/11/05 08:09</time></li></ul><div id="newsText">{TRADITIONAL}</div></div>',
    ),
    taiwan(
        "nextapple",
        "infScroll",
        "https://tw.nextapple.com/finance/20241105/ABCDEF0123456789ABCDEF01",
        "ABCDEF0123456789ABCDEF01",
        '<div class="infScroll"><header><h1>'
        + TITLE
        + '</h1><div><time>2024/11/05 08:09</time><a href="/search/author/1">林小河</a></div><blockquote><div>記者林小河／台北報導　燈塔十一月少了兩名編輯。</div></blockquote></header>'
        '<div class="post-content"><p>創辦人說，讀者只在意幾點更新。</p></div></div>',
    ),
]

SAMPLES = (*NETEASE, *MAINLAND, *TAIWAN)
