"""What is said of an app: where it stands on a chart, how it moved, how often it was loaded.

An unknown name is told by what follows it: whatever stands before one of these may be an app (``unlisted``).
"""

from __future__ import annotations

from pipeline.text.patterns import any_of, lazy_pattern

# between a name and its verb, as many as may be: 光点网 | 则 | 首次 | 登顶
_ADVERBS = any_of(
    # beside another: 则位列第三, 也登顶
    "则 也 更 还 又 再 却 才 就 只 仅 均 都 双双 分别 反而 倒是",
    # as before, or for once: 仍居第二, 首次登顶
    "已 曾 仍 依旧 依然 同样 连续 继续 一度 首次 首度 首发",
    # when: 昨日登顶, 5月3日冲上…, 近7天下载…, 三天内升至…
    "昨日 昨天 今天 今日 前天 当日 当月 当天 当晚 本周 本月 本季 今年 去年 上周 上月 最近 近日 目前 如今 同期 此前",
    r"\d{1,2}月(?:\d{1,2}日)? [一二三四五六七八九十]{1,2}月(?:底|初|中旬|[一二三四五六七八九十]{1,3}日)?",
    r"近\s?\d+[天日周] [一两三\d]{1,2}[天周]内",
    # how: 悄然登顶, 一举拿下…, 靠…
    "随后 旋即 很快 悄然 悄悄 竟 突然 意外 直接 一举 一路 力压 凭借 靠",
)

_VERBS = any_of(
    # stands: 位列第三, 居首, 垫底
    "位[列居于] 排[在名第到] 居[首次] 稳居 现居 暂居 高居 名列 分列 依次 次之 垫底 殿后 领跑 称[冠王] 占据 守住 坐[上稳] 霸[占榜] 蝉联",
    r"第[一二三四五六七八九十\d] [是为]第[一二三四五六七八九十\d] 最高",
    # rises: 登顶, 冲进前十, 从第九升至…, 由12名…
    "登[上顶] 荣登 冲[上到至入进] 升[至到] 跃[居升] [蹿窜狂急]升 窜上 蹿[至到] 飙[升到] 爬[升到上] 攀升 闯入 杀[入进到] 挤进 跻身 进入 空降 摸到",
    r"拿下 夺[得下魁冠] 问鼎 摘得 重返 重回 回[到升落] [从由自][^，。；第]{0,8}第 从\s?\d 由\d{1,3}名 当[天日晚][冲登即]",
    # falls: 跌至第八, 被挤出…
    r"跌[至到落] 退[至到居] 滑[落至到] 掉[到至出] 被挤 被[^，。；]{1,5}[踩挤超甩压]",
    # is loaded so often: 累计下载…, 以50万次居次, 首周…, 还不足3万, 被下载…
    r"的?(?:总|累计|单日|日均|月均|全球|国内|首月|首日)?(?:下载|安装|装机) 新增(?:下载|安装) 累计 被下载 被装 被安装",
    r"首[日周月] 单[日周月] 日均 月均 周均 近\s?\d+[天日][^，。；]{0,6}下载 在[\u4e00-\u9fff]{2,8}的(?:总|累计)?(?:下载|安装)",
    r"以\s?[\d近约超逾] 录得 收获 斩获 拥有\s?[\d近约超逾] 只有 尚?(?:不足|不到)\s?[\d一二三四五六七八九十百千万] 上升\d 下滑\d 下降\d",
    # does so there, then, after that: 在免费榜登顶, 于5月…, 上线三天登顶
    r"在[^，。；]{2,20}(?:榜|第[一二三四五六七八九十\d]|登顶|夺冠) 于\d{1,2}月 上架[^，。]{1,8}(?:下载|登) 上线[^，。]{1,10}(?:下载|登|冲)",
    # for so much: 只花了300万…
    r"花了?[近约]?\d 花费[近约]?\d 耗资 斥资",
)
PREDICATE = f"{_ADVERBS}*{_VERBS}"
PREDICATE_OPENS = lazy_pattern(PREDICATE)

# A word said once is taken for a name only where it stands in a rank: 挂牌当天 is none
STANDS = lazy_pattern(
    "则?"
    + any_of(
        r"以\s?[\d近约超逾] 拥有\s?[\d近约超逾] [是为]?第[一二三四五六七八九十\d] 位[列居] 排[在名第] 居 稳居",
        "登[上顶] 冲[上到] [升跌][至到] 夺 重返 反超 蹿[升至到] 窜[升至到] [从由][^，。；]{0,8}第",
        "退[至到居] 掉[到至出] 滑[到至落] 落[到至]",
    )
)
# told beside another: 光点网则第二, 云上行被…挤到第四
BESIDE_ANOTHER = lazy_pattern(
    r"则?(?:[是为]?第[一二三四五六七八九十\d]|被[^，。；]{1,5}[踩挤超甩压][^，。；]{0,4}第)"
)
