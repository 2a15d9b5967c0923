"""What is no page: a post that was removed, a captcha, a door that opens to browsers only."""

from __future__ import annotations

import re

from crawler.document import Document, squeeze

_SHORT_PAGE = 6_000  # characters of HTML: a removed post's page is tiny
_GONE_SCRIPT = re.compile(
    r"163\.com/special/special\.html|location(?:\.href)?\s{0,3}=\s{0,3}[\"'][^\"']{0,80}/404"
)
_GONE_WORDS = re.compile(
    r"(?:文章|页面|頁面|内容|內容|网页|網頁|新闻|新聞|帖子|链接|連結)\S{0,12}?(?:不存在|已(?:被|经|經)?(?:\S{0,5})?(?:删除|刪除|移除)|已下[线架線]|走丢了|已失效"
    r"|已过期|无法(?:找到|查看)|無法(?:找到|顯示)|找不到)"
    r"|(?:该内容|此内容|该文章|此文章)\S{0,6}(?:删除|下线|违规)|404 Not Found|404错误|页面没有找到|(?:找|查)不到(?:该|您|此|這|符合)?\S{0,8}(?:页面|網頁|頁面|网页|文章|新聞)"
    r"|参数错误|(?:账号|帐号|公众号)\S{0,6}(?:已被?(?:屏蔽|封禁|冻结)|已注销)|page (?:was )?not found|This page could not be found",
    re.IGNORECASE,
)
_BLOCK_WORDS = re.compile(
    r"百度安全验证|安全验证|安全驗證|人机验证|人機驗證|请(?:完成|输入|先)\S{0,6}验证|請\S{0,8}驗證|访问(?:过于)?频繁|访问受限|访问被(?:拒绝|拦截|阻断)|环境异常|拖动\S{0,6}滑块"
    r"|captcha|Access Denied|Attention Required|Just a moment|403 Forbidden|请求(?:过于|太)频繁|操作频繁|您的请求\S{0,10}(?:拦截|威胁)|verify (?:that )?you are (?:a )?human"
    r"|enable javascript and cookies|您的IP\S{0,12}(?:限制|异常)",
    re.IGNORECASE,
)
# A page without words whose script sets a cookie and asks again is a door, not a page.
_CHALLENGE = re.compile(
    r"acw_sc__v2|_waf(?:challenge|token)id|__ac_(?:nonce|signature)|byted_acrawler|_\$jsvmprt|cf_chl_|challenge-platform|__jsl_clearance|probe\.js|aliyun_waf"
    r"|TencentCaptcha|wappass\.baidu\.com|geetest|yidun"
)
_LOOKED_AT = 20_000  # characters, blanks included
_FEW_WORDS = 60  # characters


def gone(page: Document) -> str | None:
    """Why this page says that its post was removed; None where it does not."""
    if len(page.html) < _SHORT_PAGE and (found := _GONE_SCRIPT.search(page.html)):
        return f"script leads to {found[0][:60]}"
    if page.tree.css_first("div.er-cnt") is not None:
        return "page holds div.er-cnt"
    words = _few_words(page)
    found = _GONE_WORDS.search(words) if words is not None else None
    return f"page says {found[0]}" if found else None


def blocked(page: Document) -> str | None:
    """Why this page is a refusal or a captcha; None where it is not."""
    words = _few_words(page)
    if words is None:
        return None
    if found := _BLOCK_WORDS.search(words):
        return f"page says {found[0]}"
    door = _CHALLENGE.search(page.html) if len(words) < _FEW_WORDS else None
    return f"a page without words whose script holds {door[0]}" if door else None


def _few_words(page: Document) -> str | None:
    """Title and text of a page that says little; None of a page that says much."""
    for node in page.tree.css("script, style"):
        node.decompose()
    text = squeeze(page.tree.body.text(deep=True)[:_LOOKED_AT]) if page.tree.body is not None else ""
    return f"{page.head_title or ''} {text}" if len(text) < 400 else None
