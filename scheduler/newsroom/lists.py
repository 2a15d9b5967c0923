"""Channel lists as the outlet's own pages load them: JSONP, in the mobile and in the PC fashion."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scheduler.newsroom.clock import printed, printed_american
from scheduler.newsroom.desk import Article
from scheduler.newsroom.traditional import Script


def mobile_list(topic: str, articles: Sequence[Article], base: str, script: Script = str) -> bytes:
    """``artiList({"<TOPIC>":[…]})``, in UTF-8. One row is a video, which is no post."""
    rows: list[dict[str, Any]] = [_mobile_row(article, base, script) for article in articles]
    if rows:
        rows.insert(1, _mobile_video(rows[0]["ptime"]))
    return f"artiList({json.dumps({topic: rows}, ensure_ascii=False)})".encode()


def pc_list(articles: Sequence[Article], base: str, script: Script = str) -> bytes:
    """``data_callback([…])`` in GBK, with the month first in its times. One row leads to a video."""
    rows = [_pc_row(article, base, script) for article in articles]
    if rows:
        rows.insert(1, _pc_video(base, rows[0]["time"]))
    # gb18030 is gbk, and has a place for the few characters that gbk lacks
    return f"data_callback({json.dumps(rows, ensure_ascii=False, indent=1)})".encode("gb18030")


def _mobile_row(article: Article, base: str, script: Script) -> dict[str, Any]:
    return {
        "docid": article.doc_id,
        "source": script(article.account.name),
        "title": script(article.version.title),
        "priority": 60,
        "hasImg": 1,
        "url": f"{base}{article.path}",
        "skipURL": "",
        "skipType": "",
        "commentCount": len(article.version.text) % 97,
        "imgsrc3gtype": "1",
        "stitle": "",
        "digest": script(article.version.paragraphs[0][:30]) if article.version.paragraphs else "",
        "imgsrc": f"{base}/img/{article.doc_id}.jpg",
        "ptime": printed(article.published),
        "liveInfo": None,
    }


def _mobile_video(ptime: str) -> dict[str, Any]:
    return {
        "docid": "VKQ31T7UA",
        "source": "午后数码",
        "title": "三分钟看懂应用商店的推荐位",
        "priority": 0,
        "url": "",
        "skipURL": "http://3g.163.com/touch/video.html?vid=VKQ31T7UA",
        "skipType": "video",
        "commentCount": 4,
        "stitle": "VKQ31T7UA",
        "digest": "",
        "ptime": ptime,
        "modelmode": "u",
    }


def _pc_row(article: Article, base: str, script: Script) -> dict[str, Any]:
    return {
        "title": script(article.version.title),
        "docurl": f"{base}{article.path}",
        "commenturl": f"https://comment.tie.163.com/{article.doc_id}.html",
        "tienum": len(article.version.text) % 97,
        "tlastid": "",
        "tlink": f"{base}{article.path}",
        "label": "其它",
        "keywords": [{"akey_link": "", "keyname": word} for word in article.story.keywords],
        "time": printed_american(article.published),
        "newstype": "article",
        "imgurl": f"{base}/img/{article.doc_id}.jpg",
        "add1": "",
        "add2": "",
        "add3": "",
        "channelname": "tech",
    }


def _pc_video(base: str, time: str) -> dict[str, Any]:
    return {
        "title": "三分钟看懂应用商店的推荐位",
        "docurl": f"{base}/v/video/VKQ31T7UA.html",
        "tienum": 4,
        "label": "其它",
        "keywords": [],
        "time": time,
        "newstype": "video",
        "channelname": "tech",
    }
