"""NetEase's pages in all generations, written anew after the real layouts."""

from __future__ import annotations

from typing import Any

from tests.crawler.layouts_base import AT, AUTHOR, BODY, DOC, TITLE, Sample, page


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
    netease(
        "endText under another head",
        f'<div class="main"><h1>{TITLE}</h1><div class="pub_time">{AT}</div><script>var renjian_author = "{AUTHOR}";</script><div id="endText">{BODY}</div></div>',
        url=f"https://renjian.163.com/24/1105/09/{DOC}.html",
    ),
]
