"""Lines that stand in an article's part of the page and are no part of the article.

Whole lines only, and short ones, at the article's edges or of an unmistakable shape: a sentence that merely
mentions an app or an editor stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORT = 120
# Anywhere in an article.
_ANYWHERE = re.compile(
    r"""(?:
      打开网易新闻\s?[,，]?\s?(?:查看精彩图片|体验效果更佳|查看更多\S{0,6})?
    | 您的浏览器(?:暂时)?(?:无法|不支持)播放此?视频.{0,20} | 您当前的浏览器不支持.{0,20}
    | (?:点击|點擊)(?:进入|播放|图片|查看)(?:下一页|视频|大图|更多)?\s?[>＞]{0,2}
    | 打开(?:APP|App|客户端)(?:阅读|查看|看)?(?:全文|更多|最新报道)?[>＞\s]{0,3}
    | (?:下载|打开)\S{0,10}(?:APP|App|客户端)[,，]?(?:查看|阅读|看)(?:更多|全文|原文)\S{0,6}
    | 请?繼續往下閱讀[.．。…]{0,6} | 廣告 | 广告 | advertisement | 上一页\s?下一页.{0,4}
    | 正在加载\S{0,4} | 加载中[.…]{0,6} | 载入中[.…]{0,6} | 展开全文 | 阅读全文 | 举报 | 收藏 | 分享到?[:：]?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# At the beginning.
_FIRST = re.compile(
    r"""(?:
      [（(【\[]?\s?原(?:标题|標題|题|文标题)\s?[:：].{0,100}
    | (?:来源|來源|作者|责任编辑|责编)\s?[:：]\s?\S{1,24}
    | (?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s\u3000]*(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?\s{0,4}(?:来源[:：]?\s?\S{0,20})?
    | 摘要[:：]? | 字号\S{0,12}
    )""",
    re.VERBOSE,
)
# At the end.
_LAST = re.compile(
    r"""(?:
      [（(【\[]?\s?(?:本文|文章|稿件|信息|新闻)(?:来源|來源)\s?[:：]\s?\S.{0,40}?\s{0,4}[）)】\]]?(?:\s{1,4}(?:作者|责任编辑)[:：].{0,30})?
    | [（(【\[]?\s?(?:本文)?(?:责任编辑|責任編輯|责编|值班编辑|编辑|本文编辑|實習編輯|实习编辑|审核|校对|初审|终审|流程编辑|新媒体编辑)\s?[:：|｜].{0,60}
    | [（(【\[]?\s?原(?:标题|標題)\s?[:：].{0,100}
    | (?:特别声明|特別聲明|免责声明|免責聲明|版权声明|郑重声明|广告声明|声明)\s?[:：].{0,400}
    | Notice\s?:\s?The\scontent\sabove.{0,300}
    | [（(]?(?:本文)?(?:仅代表|只代表|系)作者(?:个人)?(?:观点|立场).{0,60}
    | (?:更多|获取更多)(?:精彩|资讯|新闻|内容)\S{0,6}(?:请|，|,|尽在|关注).{0,60}
    | (?:相关|延伸|推荐|热门|猜你喜欢|精彩)(?:阅读|閱讀|推荐|新闻|文章|报道|·推荐)[:：]?
    | (?:延伸閱讀|延伸阅读|更多新聞|更多報導|相關新聞|看更多|推薦閱讀|往期回顾)[:：]?.{0,60}
    | (?:返回搜狐|返回腾讯网首页|返回首页|打开APP|下载APP).{0,30}
    | [▌■◆●>＞\-—=_*\s·]{1,40}
    | (?:END|End|end|THE\sEND|-END-|—END—)
    )""",
    re.VERBOSE,
)


def trim(lines: Sequence[str], own: re.Pattern[str] | None = None) -> list[str]:
    """The lines without furniture; ``own`` names what one outlet adds to it.

    >>> trim(["（原标题：甲乙）", "正文。", "打开网易新闻 查看精彩图片", "末段。", "责任编辑：某人_NF1"])
    ['正文。', '末段。']
    """
    kept = [one for one in lines if not _is(one, _ANYWHERE) and not (own and own.fullmatch(one[:1000]))]
    first, last = 0, len(kept)
    while first < last and _is(kept[first], _FIRST):
        first += 1
    while last > first and _is(kept[last - 1], _LAST, 500):
        last -= 1
    return kept[first:last]


def _is(one: str, pattern: re.Pattern[str], limit: int = _SHORT) -> bool:
    return len(one) <= limit and pattern.fullmatch(one) is not None
