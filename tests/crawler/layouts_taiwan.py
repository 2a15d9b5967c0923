"""Pages of the outlets of Taiwan, written anew after the real layouts."""

from __future__ import annotations

from tests.crawler.layouts_base import ISO, MINUTE, TITLE, Sample, page

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
