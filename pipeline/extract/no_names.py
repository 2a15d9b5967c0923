"""What cannot be a name that nobody knows: the words that open a clause, end it or fill it where a name might stand.

An unknown name is told by its place alone (``unlisted``), and many words stand in the same place: 上周登顶…, 国内市场
下载… A word belongs here when a clause was read as of an app of that name. Where one word covers more (以来 holds 以),
only the shorter one is here; a test says so.
"""

from __future__ import annotations

from pipeline.text.patterns import any_of, lazy_pattern

# Letters of which hardly any name is made: pronouns, prepositions, adverbs, and the two of every date.
LETTERS = "的了在是从由被把让与和及为其它这那该我你他们于以到至者所并且就也都很最更比向对将再又曾已年月"

# Whatever holds one of these is no name.
ANYWHERE = (
    # when: 今日登顶, 上线首周下载…
    "今日 昨日 今天 目前 同期 此前 首日 首周 单日 凌晨 早上 晚间 深夜 季度 一天 一周 一夜",
    "期间 时间 小时 分钟 之后 左右 开始 随即 迅速 一举 一度 连续 一路 短短",
    # where: 全球下载量…
    "全球 海外 国内 全国 全网 中国 美国 日本 印度 巴西 台湾 香港 印尼",
    # what is counted or ranked, and how: 累计下载…, 畅销榜第三
    "榜 第[一二三四五六七八九十] 下载 安装 装机 排名 名次 总量 累计 合计 平均 成绩 记录 纪录 峰值 数字 消息",
    "畅销 免费 付费 热搜 打进 冲上 占据 带动 超过 突破 增长 下滑 结果",
    # other things that are counted: 流水突破…
    "流水 收入 营收 销量 日活 票房 评分 股价 融资 估值 市值",
    # who says so, who is meant: 官方数据显示
    "公司 团队 官方 机构 媒体 业内 人士 网友 玩家 用户 大家 微博 数据 报告 白皮书 周报 盘点 显示 坦言",
    # what is made, where it runs, what is done with it: 安卓端累计…, 平台上线首日…
    "产品 平台 市场 版本 安卓端 苹果端 开发 创始 上线 上架 发布 开服 公测 试点 方面",
    # so many of them: 两款应用登顶, 许多同类…
    "一款 一个 两款 三款 多款 两家 三家 另一 同类 不少 许多 部分 多国 多个",
    # what ties clauses: 如果登顶…
    "如果 虽然 尽管 只有 还有 没有 不过 直接 自然 显然",
)

# What begins with one of these is no name.
AT_START = (
    # when, beside what holds 年 and 月: 端午前登顶, 隔天升至…
    "本季 当季 端午 国庆 春节 元旦 中秋 暑假 寒假 周末 次日 同日 翌日 隔[日天] 当[天晚] 傍晚 连日来?",
    "前期 中期 后期 初期 早期 近期 后续 此后 随后 后来 如今 眼下 当下 迄今 现居 底前 一直",
    # how: 陆续登顶, 轻松拿下…, 大约下载…
    "刚 仍 依[旧然] 同样 反而 竟然 果然 意外 毫无 悄无 同步 陆续 相继 纷纷 逐步 逐渐 持续 稳步 快速 高速 率先 正式 悉数",
    "强势 势头 势如 高调 低调 爆发 逆势 逆袭 轻松 顺利 成功 无缘 无疑 必然 可能 或许 大概 大约 基本 粗略 保守 乐观 实际 真实",
    # what happened to it: 挂牌首日…, 改名后登顶
    "挂牌 上市 上新 官宣 开源 改名 换名 改版 转型 封测 内测 爆火 走红 出圈 受惠 受益 得益 蝉联 登上 位列 位居 居",
    # who says or hopes so: 据统计, 预计下载…
    "据 称 说 号称 声称 预计 预估 有望 目标 文章",
    # how many, and of what: 共计下载…, 三天登顶, 半数…
    r"首 总 单 双 只 每 全部 整体 共计 一共 合共 累积 新增 日均 周均 [两几半百千万\d] [一二三四五六七八九十]{2,} [一二三四五六七八九十两几半\d]+[天周日个]",
    # whom or what kind: 某款应用, 余下…, 谷歌商店
    "某[款个] 次席 无人 彼此 余下 剩下 较 力 行业 业界 大盘 苹果 安卓 谷歌 游戏 程[式序]",
    # what ties it to the clause before, what it is done with: 但通过精准的…, 然而随着活动上线
    "但 而 然而 通过 凭借 依靠 借助 随着 围绕 按照 根据 依据 除开 无论 不管 哪怕 即便 即使 经过",
    # what is talked of: 热度登顶
    "热度 流量 口碑 势能 声量 人气 话题 风头 提供 自己",
)

# What ends with one of these is no name: 列表里, 免费榜上, 工具类; or the verb goes on: 一路爬 | 升
AT_END = "上 里 下 前 后 端 起 面 边 日 周 类 应用 占 登 冲 列 举 拼 推出 有望"

# What is said of the one app in another form: 手机版下载…
WHOLE = "移动版 手机版 网页版 PC版 iOS版 国际版"

_NO_NAME = f"[{LETTERS}]|^{any_of(*AT_START)}|{any_of(*ANYWHERE)}|{any_of(AT_END)}$|^{any_of(WHOLE)}$"
NO_NAME = lazy_pattern(_NO_NAME)

# A kind of thing or a part of a row: 一个翻译程式, 后四个, 其中三款
KIND_OR_PART = lazy_pattern(
    r"(?:程[式序]|软体|项目|那一?款|[一二三四五六七八九十两几\d][个款家]|构成|包括|一半|正好)$"
    r"|^[前后][一二三四五六七八九十两几\d]"
)

# What may open a post and is no name: parts of a page, festivals and matches, whom news is of, and what holds one of a
# few letters more; here a name is not held up by a verb behind it.
_OPENS_POST = (
    "^" + any_of("介绍 前言 目录 摘要 导读 简介 导语 引言 来源 原标题 正文 背景"),
    "[会节赛]$",
    any_of("奥运 春晚 红包 大战 周末 什么"),
    "[人市国州信钱商厂学一不有每还别没试]",
)
NO_OPENING = lazy_pattern("|".join((_NO_NAME, *_OPENS_POST)))
