"""Pages of the outlets of the mainland, written anew after the real layouts."""

from __future__ import annotations

import json
from urllib.parse import quote

from tests.crawler.layouts_base import AT, AUTHOR, BODY, MINUTE, TITLE, Sample, page, state

MAINLAND = [
    Sample(
        outlet="sohu",
        layout="mp-editor",
        url="https://www.sohu.com/a/822334455_120099",
        doc_id="822334455",
        published=MINUTE,
        html=page(
            f'<div class="text-title"><h1>{TITLE}<span class="article-tag"><span class="original-tag">原创</span></span></h1><div class="article-info"><span class="time" id="news-time">2024-11-05 08:09</span>'
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
            f'<h1>{TITLE}</h1><div class="content-article">{BODY}</div><script>window.DATA = {{"article_id": "20241105A01ABC00", "pubtime": "{AT}", "media": "{AUTHOR}"}}</script>'
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
]
