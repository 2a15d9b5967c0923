"""Pages whose article a script shows: its text stands in the page's state, sometimes escaped or encrypted."""

from __future__ import annotations

import base64
import json
from html import escape
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.crawler.layouts_base import AT, AUTHOR, BODY, MINUTE, TITLE, Sample, page, state

EPOCH = 1730765350  # AT


def encrypted(value: Any) -> str:
    """A state as 36Kr encrypts it."""
    padder = PKCS7(128).padder()
    plain = padder.update(json.dumps(value).encode()) + padder.finalize()
    cipher = Cipher(algorithms.AES(b"efabccee-b754-4c"), modes.ECB()).encryptor()
    return base64.b64encode(cipher.update(plain) + cipher.finalize()).decode()


ARTICLE_36KR = {
    "articleDetail": {
        "articleDetailData": {
            "data": {
                "widgetTitle": TITLE,
                "publishTime": EPOCH * 1000,
                "author": AUTHOR,
                "widgetContent": BODY,
            }
        }
    }
}

HIDDEN = [
    Sample(
        outlet="36kr",
        layout="initialState",
        url="https://www.36kr.com/p/3020000000000003",
        doc_id="3020000000000003",
        html=state("window.initialState", {"state": encrypted(ARTICLE_36KR), "isEncrypt": True}),
    ),
    Sample(
        outlet="36kr",
        layout="articleDetailContent",
        url="https://36kr.com/p/3020000000000004",
        doc_id="3020000000000004",
        html=state("window.initialState", {"state": encrypted(ARTICLE_36KR), "isEncrypt": True}).replace(
            "<div id='app'></div>",
            f'<h1 class="article-title">{TITLE}</h1><a class="title-icon-item item-a">{AUTHOR}</a><span class="title-icon-item item-time">·2小时前</span>'
            f'<div class="summary">导语不是正文。</div><div class="common-width content articleDetailContent kr-rich-text-wrapper">{BODY}</div>',
        ),
    ),
    Sample(
        outlet="36kr",
        layout="newsflash in initialState",
        url="https://36kr.com/newsflashes/3020000000000005",
        doc_id="3020000000000005",
        html=state(
            "window.initialState",
            {
                "newsflashDetail": {
                    "newsflashDetailData": {
                        "data": {
                            "widgetTitle": TITLE,
                            "widgetContent": BODY,
                            "publishTime": EPOCH * 1000,
                            "author": AUTHOR,
                        }
                    }
                }
            },
        ),
    ),
    Sample(
        outlet="tencent",
        layout="window.DATA",
        url="https://news.qq.com/rain/a/20241105A02ABC00",
        doc_id="20241105A02ABC00",
        html=state(
            "window.DATA",
            {
                "article_id": "20241105A02ABC00",
                "title": TITLE,
                "media": AUTHOR,
                "pubtime": AT,
                "originContent": {"text": BODY},
            },
        ),
    ),
    Sample(
        outlet="toutiao",
        layout="RENDER_DATA",
        url="https://www.toutiao.com/article/7433000000000000002/",
        doc_id="7433000000000000002",
        html=page(
            '<script id="RENDER_DATA" type="application/json">'
            + quote(
                json.dumps(
                    {"data": {"title": TITLE, "content": BODY, "publishTime": AT[:16], "source": AUTHOR}}
                )
            )
            + "</script>",
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-11-05T08:09:10+08:00"}</script>',
        ),
    ),
    Sample(
        outlet="huanqiu",
        layout="hidden fields",
        url="https://tech.huanqiu.com/article/4KABCDEFGHI",
        doc_id="4KABCDEFGHI",
        html=page(
            f'<textarea class="article-title">{TITLE}</textarea><textarea class="article-time">{EPOCH}000</textarea><textarea class="article-source-name">{AUTHOR}</textarea>'
            f'<textarea class="article-content">{escape("<article>" + BODY + "<p>责编：某人</p></article>")}</textarea>'
        ),
    ),
    Sample(
        outlet="wechat",
        layout="rich_media",
        url="https://mp.weixin.qq.com/s/AbCdEf_1234-567890xyw",
        doc_id="AbCdEf_1234-567890xyw",
        published=MINUTE,
        html=page(
            f'<h1 class="rich_media_title" id="activity-name">{TITLE}</h1><em id="publish_time"></em><div id="js_content">{BODY}<p>微信扫一扫关注该公众号</p></div>'
            f"<script>var createTime = '2024-11-05 08:09'; var nickname = htmlDecode(\"{AUTHOR}\");</script>"
        ),
    ),
]
