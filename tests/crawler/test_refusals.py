"""Pages that are none: removed posts and closed doors, told apart, in the words of each outlet."""

from __future__ import annotations

import pytest

from crawler.read import read_page

GONE = {
    "a script of NetEase": "<script>location.href='http://www.163.com/special/special.html'</script>",
    "another of NetEase": "<body><div class='er-cnt'>oops</div></body>",
    "a site's 404": "<title>404 Not Found</title><body><h1>404 Not Found</h1></body>",
    "words": "<body>抱歉，您访问的文章已被删除。</body>",
    "WeChat, by its author": "<body><div class='weui-msg__title'>该内容已被发布者删除</div></body>",
    "WeChat, by the house": "<body><div>此内容因违规无法查看</div><p>此内容被投诉且经审核涉嫌侵权，无法查看。</p></body>",
    "WeChat, the account": "<body><div>此帐号已被屏蔽, 内容无法查看</div></body>",
    "WeChat, a link that ended": "<body><div class='weui-msg'>链接已过期</div></body>",
    "The Paper": "<body><p>此文章已下线</p><a href='/'>返回首页</a></body>",
    "Sina and Tencent": "<title>页面没有找到</title><body>您访问的页面没有找到</body>",
    "Taiwan": "<body>很抱歉，您要找的網頁不存在。</body>",
    "Taiwan, removed": "<body>這則新聞已被移除</body>",
    "Taiwan, not found": "<body>找不到符合條件的頁面</body>",
    "a framework's": "<title>404</title><body><h2>This page could not be found.</h2></body>",
}
BLOCKED = {
    "Baidu": "<title>百度安全验证</title><body>请完成下方验证后继续操作</body>",
    "Cloudflare": "<title>Just a moment...</title><body>Enable JavaScript and cookies to continue</body>",
    "WeChat": "<body><h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a></body>",
    "Toutiao": "<html><head><script src='//x/acrawler.js'></script><script>var __ac_nonce='0';window.byted_acrawler.init({})</script></head><body></body></html>",
    "36Kr": "<html><body><script>document.cookie='_wafchallengeid='+btoa('x');location.reload()</script></body></html>",
    "a firewall": "<html><script>var arg1='3F';function setCookie(n,v){};setCookie('acw_sc__v2',arg1);</script></html>",
    "too often": "<body>您的访问过于频繁，请稍后再试</body>",
    "Taiwan": "<body>請輸入驗證碼以繼續</body>",
    "a person": "<title>Human</title><body>Please verify you are human</body>",
}


@pytest.mark.parametrize("kind", GONE)
def test_a_removed_post_is_gone_with_its_evidence(kind: str) -> None:
    page = read_page("https://river.example/p/1", GONE[kind].encode())
    assert (page.kind, page.text, bool(page.evidence)) == ("gone", None, True)


@pytest.mark.parametrize("kind", BLOCKED)
def test_a_closed_door_is_blocked_with_its_evidence(kind: str) -> None:
    page = read_page("https://river.example/p/1", BLOCKED[kind].encode())
    assert (page.kind, page.text, bool(page.evidence)) == ("blocked", None, True)


@pytest.mark.parametrize(
    ("url", "outlet", "doc_id"),
    [
        ("https://mp.weixin.qq.com/s/AbCdEf_1234-567890xyz", "wechat", "AbCdEf_1234-567890xyz"),
        ("https://www.toutiao.com/article/7433000000000000001/", "toutiao", "7433000000000000001"),
        ("https://www.163.com/dy/article/JG7V2K8R05199XYZ.html", "netease", "JG7V2K8R05199XYZ"),
    ],
)
def test_what_was_refused_still_has_its_name(url: str, outlet: str, doc_id: str) -> None:
    page = read_page(url, BLOCKED["WeChat"].encode())
    assert (page.kind, page.outlet, page.doc_id) == ("blocked", outlet, doc_id)
