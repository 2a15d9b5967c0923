"""The words for which a stretch of a post is read: most of a post speaks of neither charts nor downloads."""

from __future__ import annotations

from pipeline.text.patterns import first_letters, lazy_pattern

_NUMERAL = r"一二三四五六七八九十百\d"

# Speaks of charts or downloads, whatever was said before: 下载量已经破亿, 登顶总榜, Google Play. Each alternative
# begins with a letter and not with a set of them: ``re`` then leaps from one such letter to the next.
TRADE = lazy_pattern(
    "下载|安装|装机|装了|装过|装得最"
    "|榜|登顶|夺冠|冠军|亚军|季军|头名|首位"
    "|Download|download|App Store|Google Play|应用商店|应用市场"
    r"|T[Oo][Pp]\s?\d|t[Oo][Pp]\s?\d|N[oO]\.|#\d{1,3} in "
    "|拉取|分发|装进|装到|装入|类第|AppGallery"
    "|次数|排行|名次|排名|总榜|封王|问鼎|下載"
)

# May be a figure of the charts or downloads that the passage just spoke of: 次月翻番, 其后是夸克, 为760万.
_FIGURE = (
    "下载|安装|装机|装了|装过|装进|装到|装入|分发|榜|登顶"
    rf"|[依次序]{{2}}[是为]|第[{_NUMERAL}]|[Tt][Oo][Pp]|No\.|NO\."
    "|首位|头名|夺冠|冠军|亚军|季军|居首|居次|次席"
    # who follows the one said last
    "|次之|其后|再往|再来|接着|在后面|身后|接棒"
    r"|\d[kKwWmM]"
    # places without 第: 前三, 位列37名, 二名则是
    rf"|前[{_NUMERAL}]|排名|名次|头三|[是在有为，]\d{{1,4}}[名位]"
    r"|[一二三四五六七八九十\d][名位](?:依次|分别|则|是|为|：)"
    # counts and changes: 八百次, 三倍, 一成五, 2万, 1,200, 千万
    r"|[\d一二三四五六七八九十百千万亿]\s?次|倍|%|成[五一二三四六七八九，。；多]|翻番"
    r"|\d万|\d,\d{3}|[十百千]万|[万亿]"
)
FIGURE = lazy_pattern(f"(?=[{first_letters(_FIGURE)}])(?:{_FIGURE})")

# A place that needs no word beside it. Where a post is about apps, a sentence with one is read wherever it stands:
# what the place is one in is weighed later.
PLACE = lazy_pattern(
    rf"第[{_NUMERAL}]{{1,3}}[名位]|(?:居第|列第|名第|排第)[一二三四五六七八九十\d]"
    "|榜首|登顶|首位|夺冠|冠军|亚军"
    r"|前[三五十两二四六七八九\d]"
)

# Makes a post one about apps.
ABOUT_APPS = lazy_pattern("App|APP|应用|下载|软件|手游|小程序|安装|客户端|游戏")

# Says where figures come from: without one of these no source that stands behind the last figure is for all.
ORIGIN = lazy_pattern("来源|(?:榜单|数据|排名)(?:来自|由|出自|据)|发布|公布|整理")
