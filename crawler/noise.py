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
    | (?:点击|點擊)(?:进入|進入).{0,30}[>＞]{1,3} | 更多猛料.{0,40} | 安装\S{0,10}客户端.{0,40}
    | (?:不用抽|下載|下载|加入|追蹤|訂閱).{0,24}(?:APP|App|LINE好友|粉絲團|頻道|公众号|電子報).{0,50}
    | 转播到腾讯微博 | 精彩视频推荐 | (?:點我|点我|按我)\S{0,12}
    | 正在加载\S{0,4} | 加载中[.…]{0,6} | 载入中[.…]{0,6} | 展开全文 | 阅读全文 | 举报 | 收藏 | 分享到?[:：]?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# At the beginning.
_FIRST = re.compile(
    r"""(?:
      [（(【\[]?\s?原(?:标题|標題|题|文标题)\s?(?:为|是)?\s?[:：].{0,100}
    | (?:来源|來源|作者|责任编辑|责编)\s?[:：]\s?\S{1,24}
    | (?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s\u3000]*(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?\s{0,4}(?:来源[:：]?\s?\S{0,20})?
    | 摘要[:：]? | 字号\S{0,12} | [\u4e00-\u9fff]{1,2}
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
    | (?:【\d{1,3}】|\[\d{1,3}\]|[\d\s]|上一页|下一页|首页|尾页|余下全文|末页){1,60}
    | 【.{0,80}(?:权益归|权益|版权|版權|未经授权|不得转载).{0,60}】 | (?:聚焦|焦點|熱門|即時|最新|影音)(?:新聞|新闻) | 此前报道[:：].{0,60}
    | [（(](?!完)[\u4e00-\u9fff]{2,5}[)）] | 信息来源于网络 | 经过.{0,6}重新编排 | 点击进入专题.{0,60} | facebook | [▲▼▶◀]{1,3}.{2,100}[）)] | (?:.{0,6}(?:自殺|生命線|張老師|安心|珍惜生命|反毒|戒菸|諮商).{0,20}(?:專線|协谈)?\s?[:：]).{0,60}
    | [★※◎●◆☆◇].{0,20}(?:關心您|提醒您|提醒你|關心你).{0,60} | \+\d
    | [（(]\s?(?:本文|首圖|圖片|資料|文章)\S{0,4}(?:來源|訊息|由|經|授權|提供|转载|轉載).{0,200}[）)]
    | (?:關鍵字|关键词|关键字|標籤|标签|[Tt]ags?)\s?[:：].{0,100} | 责编[:：].{0,20} | [（(]综合整理自.{0,60}
    | [>＞]{1,3}.{0,30} | [（(【\[]?\s?(?:本文|本訊息|新聞稿)?\S{0,6}(?:授權轉載|授权转载|未经授权.{0,10}不得转载|不得转载.{0,10})\s?[）)】\]]?
    | (?:\#[^\s#]{1,16}\s?){1,12}
    | (?:(?:【|\[)?(?:纠错|責任編輯|责任编辑|编辑|编审|签发|监制)(?:[:：]\s?\S{0,20})?(?:】|\])?\s?){1,6}[【\[]?
    | -{0,3}\s?(?:THE\s)?END\s?-{0,3} | （?(?:完|全文完|本文完|正文已结束)）?
    | (?:(?:编辑|編輯|校对|校對|责编|主编|排版|审读|审校|图编|设计|监制|统筹|值班编委|值班主编|值班编辑)[\s:：/／|丨]\s?[\u4e00-\u9fff]{2,4}(?:[、\s][\u4e00-\u9fff]{2,4}(?![:：/／|丨\u4e00-\u9fff]))?[\s|，,；;]{0,4}){1,6}
    | (?:如需)?(?:转载|轉載)请?(?:注明|标明|联系|留言|授权|请).{0,50} | (?:本文|本稿)(?:为|系)\S{0,20}(?:原创|独家).{0,20}(?:转载|使用|刊载|版权).{0,80}
    | (?:相关|更多)(?:资讯|内容|新闻|攻略|精彩)\S{0,6}(?:请)?(?:关注|点击|进入)\s?[:：]?.{0,40}
    | (?:图源|图片来源|圖片來源|题图来源|封面来源|头图来源|题图|头图|首圖)\s?[:：|｜]\s?\S.{0,30} | 举报/反馈 | 返回\S{2,6}[，,]查看更多\S{0,6}
    | 展开剩余\s?\d{1,3}\s?%? | (?:未经|未經)(?:正式)?(?:授权|许可|允许|授權|許可).{0,40}(?:转载|轉載|复制|使用|摘编).{0,40}
    | (?:该文|本文|以上内容|文章)(?:观点|内容)?(?:仅|只)?(?:代表|为|系)作者(?:本人|个人)?(?:独立)?(?:观点|立场|意见).{0,80}
    | (?:如对本稿件有异议|如有侵权|如有问题|如涉及版权|违法和不良信息|侵权投诉).{0,80}
    | [▌■◆●>＞\-—=_*\s·]{1,40}
    | (?:END|End|end|THE\sEND|-END-|—END—)
    )""",
    re.VERBOSE,
)


# Behind one of these stands nothing of the article; they are believed in its last part only.
_CUT = re.compile(
    r"""[\W_]{0,6}(?:
      (?:延伸|相关|相關|推荐|推薦|热门|熱門|更多|精选|精選)\S{0,4}(?:閱讀|阅读|新闻|新聞|文章|报道|報導|點閱)[:：]?\s?\S{0,30}
    | 點擊閱讀下一則新聞.{0,30} | 《\S{2,4}》關心(?:你|您) | 看更多\S{0,20} | 猜你喜欢 | 往期(?:回顾|精彩|推荐).{0,20} | 您可能(?:也)?(?:感興趣|喜歡).{0,12} | 编辑部推荐|編輯部推薦
    )[\W_]{0,4}""",
    re.VERBOSE,
)
_RELATED_FIRST = re.compile(
    r"(?:相关|相關|推荐|更多|此前|延伸)(?:新闻|新聞|阅读|閱讀|报道|報導|专题|文章)\s?[:：]?"
)
_TAIL = re.compile(
    r"""[（(]\s{0,3}[）)]$ | \s{0,4}(?:返回腾讯网首页[>＞]{0,3} | 返回搜狐[，,]查看更多\S{0,6} | [（(]本文来自澎湃新闻.{0,60}[)）] | 打开APP阅读更多\S{0,10}
    | [（(]?责任编辑[:：]\s?\S{1,14}[)）]?)$""",
    re.VERBOSE,
)


def trim(lines: Sequence[str], own: re.Pattern[str] | None = None) -> list[str]:
    """The lines without furniture; ``own`` names what one outlet adds to it.

    >>> trim(["（原标题：甲乙）", "正文。", "打开网易新闻 查看精彩图片", "末段。", "责任编辑：某人_NF1"])
    ['正文。', '末段。']
    """
    kept = [one for one in lines if not _is(one, _ANYWHERE) and not (own and own.fullmatch(one[:1000]))]
    kept = _cut(kept)
    first, last = _behind_links(kept), len(kept)
    while first < last - 1 and _is(kept[first], _FIRST):
        first += 1
    while last > first and _is(kept[last - 1], _LAST, 500):
        last -= 1
    kept = kept[first:last]
    if kept:
        kept[-1] = _TAIL.sub("", kept[-1])
    return [one for one in kept if one]


def _behind_links(lines: list[str]) -> int:
    """Where the text begins behind a list of other articles that stands before it."""
    if not lines or not _RELATED_FIRST.fullmatch(lines[0][:20]):
        return 0
    end = next((n for n, one in enumerate(lines[1:10], 1) if len(one) > 45 or "。" in one), 0)
    return end if end > 1 else 0


def _cut(lines: list[str]) -> list[str]:
    """Without the list of other articles that some layouts keep inside the article's element."""
    if len(lines) < 4:
        return lines
    whole, before = sum(map(len, lines)), 0
    for number, one in enumerate(lines):
        if number and before > whole * 0.55 and len(one) <= 40 and _CUT.fullmatch(one):
            return lines[:number]
        before += len(one)
    return lines


def _is(one: str, pattern: re.Pattern[str], limit: int = _SHORT) -> bool:
    return len(one) <= limit and pattern.fullmatch(one) is not None
