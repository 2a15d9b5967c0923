"""The names in a post: those of the lexicon, and those that only their form gives away.

A name that one place proves (《…》, “…”App, X App, 名为X) counts wherever it stands in the post, and so does its
short form: 糖果相机, later 糖果.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, Protocol

from pipeline.extract.vocabulary import ANALYSTS, CATEGORIES, REGIONS
from pipeline.text.patterns import cued_pattern, lazy_pattern


class LexiconName(Protocol):
    """What the lexicon finds."""

    start: int
    end: int
    canonical: str
    kind: str
    names: tuple[str, ...]


class Mention(NamedTuple):
    """A name at one place. ``form`` says what made it a name; ``company`` names count only where nothing better does."""

    start: int
    end: int
    names: tuple[str, ...]
    kind: str
    form: str

    @property
    def company(self) -> bool:
        return self.kind in ("company", "store", "studio")


_BOOK = lazy_pattern(r"《([^《》\n]{1,40})》")
_NOT_A_GAME_BEFORE = lazy_pattern(
    r"(?:电影|影片|电视剧|剧集|专辑|歌曲|单曲|论文|报告|白皮书|杂志|小说|新书|图书|书籍|综艺|节目|纪录片|文章|条例|办法|规定|著作|原著|漫画|动画|剧|片|真人秀|歌|主题曲|收录|接受|刊物|媒体|报道|采访|一书|动漫|短片|一整?部|读完|看完|新书|年报|剧目|曲目|买断|买下|引进|独播|上映|播出)[^，。、》]{0,2}$"
)
_NOT_A_GAME = lazy_pattern(
    r"(?:报告|白皮书|洞察|指数|年报|办法|规定|条例|通知|日报|周刊|指南|意见|法|晚报|时报|公告|榜单?|观察|盘点|年鉴|新闻|周报|月报|倡议|合同|协议|声明|公约|标准|计划|纪要|手册|论)$|^\d{4}|报告|(?i:report|survey|outlook|index)$"
)
# 《雪国》全网免费首播: a film or a series
_SHOWN = lazy_pattern(
    r"的?(?:全网|免费|独家|联合|网络|大年|春节|正式){0,3}(?:首播|独播|上映|票房|热播|定档|收视|播映)"
)
_QUOTE = lazy_pattern("[“「『]([^“”「」『』\n，。！？；：,%]{1,20}[！？]?)[”」』]")
_QUOTE_BEFORE = lazy_pattern(
    r"(?:名为|名叫|叫做?|款|客户端|应用|App|APP|app|软件|游戏|手游|小程序|产品|插件|框架|项目|模型|工具|平台|程序|旗下的?|推出的?|社区|助手|浏览器|输入法|新创|改名|更名为?|相机|上的|的是|则是|推出|开发的?|打造的?|配套App|官方App|超|称作|做的|主打[^，。]{2,12}的|社交产品|电商|为|(?<![全就也都还])是|(?<!所谓)的|名|位|冠军|亚军|榜首|其中|竞品|对手|同行|小游戏|产品叫)\s?$"
)
_QUOTE_AFTER = lazy_pattern(
    r"\s?(?:App|APP|app|应用|手游|小程序|客户端|软件|游戏|主攻|主打|的[^，。；]{0,4}(?:插件|客户端|小程序)|以\d|位[列居]|排[在名第]|登[上顶]|下载|安装|装机|首[日周月]|累计|的下载|的月?活|[升跌]至|第[一二三四五六七八九十\d]|则?由第|从第|周下载|月下载|系列|安卓端|iOS端|上线|上架|（排名|（第|霸占|霸榜|位于|全球|昨日|今日|掉出|版本|悄然|自\d|则|也|仅|只有|这款|等[\d一二三四五六七八九十两]+款|的?官方|仍|依次|分列|分别位)"
)
_QUOTE_LED_NO = lazy_pattern(
    r"(?:版本|活动|功能|主题|玩法|模式|计划|口号|标语|字样|写着|词条|话题|称号|标签|奖|专区|专题|栏目|系列赛|榜单|关键词|叫做|所谓的?|病毒|木马|漏洞|间谍软件|恶意软件|勒索软件|后门|[，。；]靠|凭|凭借|依靠|打着|喊出|主打|高喊|打出)$"
)
_QUOTE_FOLLOWED_NO = lazy_pattern(
    r"(?:式|化|论|的说法|一词|二字|三个字|两个字|四个字|字样|战略|活动|版本|模式|功能|当晚|当天|期间|之后|话题|分类|类(?!App)|榜|排行|一栏|栏目|频道|概念|现象|效应|的贴纸|滤镜|玩法|标签)"
)
_QUOTE_COUNTED = lazy_pattern(
    r"，?[^，。；「“]{0,8}?(?:下载|安装|只有|仅有|花|斥资|耗资|排|位|居|达|则|以|\d)"
)
_LONGEST_WEAK = 14  # characters of quoted words that may be a name: 农作物天然灾害即时回报
_QUOTE_OF_CHART = lazy_pattern(
    r"(?:的)?(?:分类|类别?(?!App|应用|的)|一栏|栏目|频道|排行榜?|榜(?!首|一)|标签|专区|字样|话题)"
)
_QUOTE_NO = lazy_pattern(
    r"[在的了是我你他她们这那就也不没有吗呢吧啊着过把被]|下载|安装|榜|第[一二三四五六七八九十]|排名|登顶|增长|上线|万|亿|战|经济|论|模式|速度|泡沫|革命|现象|时代|风评|恐慌|效应|难民|叙事|力量|逻辑|生态|入口|卷王|数字|焦虑|刷|冲榜|[\d]{2,}[次人年月日%]|崩|计划|方案|标签|公司|概念|理论|转型|赛道|红利|自由|一代|黑马|火焰|海水|闪电|秘籍"
)
_LATIN = lazy_pattern(
    r"(?<![A-Za-z0-9.%_])(?:[0-9]{2,3} (?=[A-Z][a-z]{3})|[0-9]{1,3}-(?=[A-Z][a-z]))?[A-Za-z][A-Za-z0-9]*(?:[.\-+&'’!·_][A-Za-z0-9]+)*[+!]*(?: (?:[A-Z][A-Za-z0-9]*(?:[.\-+&'’!:][A-Za-z0-9]+)*[+!]*|\d{1,2}D?(?![\d,.:]|\s?[月日号年万亿次个款天名位%时分秒元点季周折岁人家])|of|for|the|and|to|in|on|&)(?![a-z]))*"
)
_LATIN_STOP = frozenset(
    [
        "app",
        "apps",
        "ai",
        "ios",
        "android",
        "store",
        "top",
        "no",
        "ceo",
        "cto",
        "coo",
        "cfo",
        "cmo",
        "vr",
        "ar",
        "pc",
        "gpt",
        "llm",
        "api",
        "ip",
        "ppt",
        "kpi",
        "mau",
        "dau",
        "wau",
        "iphone",
        "ipad",
        "windows",
        "mac",
        "macos",
        "ipo",
        "slg",
        "rpg",
        "moba",
        "mmo",
        "mmorpg",
        "dlc",
        "up",
        "adx",
        "cp",
        "vip",
        "h1",
        "h2",
        "q1",
        "q2",
        "q4",
        "q3",
        "pr",
        "hr",
        "star",
        "trending",
        "sdk",
        "ci",
        "wifi",
        "arpu",
        "gmv",
        "roi",
        "gdp",
        "lbs",
        "k",
        "w",
        "m",
        "gb",
        "mb",
        "kb",
        "pro",
        "lite",
        "b",
        "c",
        "g",
        "vs",
        "tv",
        "dvd",
        "diy",
        "pk",
        "aso",
        "cpa",
        "cpi",
        "cpc",
        "aarrr",
        "free",
        "paid",
        "vpn",
        "grossing",
        "download",
        "downloads",
        "million",
        "billion",
        "in",
        "days",
        "day",
        "first",
        "on",
        "of",
        "the",
        "and",
        "for",
        "to",
        "it",
        "ugc",
        "pgc",
        "mcn",
        "kol",
        "koc",
        "ptt",
        "line@",
        "qr",
        "agi",
        "aigc",
        "saas",
        "tob",
        "toc",
        "rd",
        "qa",
        "ui",
        "ux",
        "id",
        "ok",
        "rmb",
        "usd",
        "nba",
        "cba",
        "f1",
        "os",
        "harmonyos",
        "web",
        "html",
        "sql",
        "cpu",
        "gpu",
        "npu",
        "tpu",
        "beta",
        "alpha",
        "v",
        "x",
        "y",
        "z",
        "a",
        "d",
        "e",
        "f",
        "h",
        "i",
        "j",
        "l",
        "n",
        "o",
        "p",
        "q",
        "r",
        "s",
        "t",
        "u",
        "u2",
        "5g",
        "4g",
        "3g",
        "led",
        "lcd",
        "oled",
        "ssr",
        "sr",
        "url",
        "npm",
        "pypi",
        "pip",
        "github",
        "hugging",
        "face",
        "steam",
        "taptap",
        "appstore",
        "googleplay",
        "huggingface",
        "hf",
        "oppo",
        "vivo",
        "mvp",
        "poc",
        "a轮",
        "b轮",
        "c轮",
        "d轮",
        "ip化",
        "app端",
        "html5",
        "rank",
        "ranking",
        "chart",
        "charts",
        "logo",
        "bug",
        "bgm",
        "mv",
        "ep",
        "cd",
        "cg",
        "dj",
        "mc",
        "vc",
        "pe",
        "lp",
        "gp",
        "fa",
        "wwdc",
        "gtc",
        "ces",
        "mwc",
        "i/o",
        "io",
        "tedx",
        "rundown",
        "readme",
        "today",
        "instagram推特",
        "notice",
        "note",
        "ps",
        "sns",
        "crm",
        "erp",
        "oa",
        "bi",
        "hd",
        "rom",
        "ram",
        "usb",
        "nfc",
        "ota",
        "dou",
        "mou",
        "covid",
        "word",
        "gps",
        "cookie",
        "cookies",
        "ocr",
        "excel",
        "excel表",
        "email",
        "mail",
        "ota平台",
        "monthly",
        "weekly",
        "daily",
        "active",
        "user",
        "users",
        "new",
        "hot",
        "best",
        "app's",
        "mega",
        "ev",
        "suv",
        "vlog",
        "up主",
        "acg",
        "galgame",
        "3d",
        "2d",
        "4k",
        "8k",
        "lmarena",
        "arena",
        "superclue",
        "aime",
        "mmlu",
        "chatbot",
        "agent",
        "token",
        "tokens",
        "moe",
        "code",
        "studio",
        "prompt",
        "copilot+",
        "cookbook",
        "pdf",
        "ppt",
        "excel",
        "demo",
        "live",
        "social",
        "utilities",
        "productivity",
        "games",
        "entertainment",
        "nature",
        "science",
        "ai+",
        "cbc",
        "tos",
        "ugc",
        "youtuber",
        "youtubers",
        "tiktoker",
        "blogger",
        "streamer",
        "influencer",
        "coser",
        "freestyle",
        "gmail",
        "whatsapp群",
        "javascript",
        "python",
        "java",
        "golang",
        "release",
        "releases",
        "formula",
        "podcaster",
        "podcast",
        "ipl",
        "iap",
        "technews",
        "asmr",
        "cosplay",
        "days!",
        "docker",
        "homebrew",
    ]
)
_APP_TAIL = lazy_pattern(
    r"\s?(?:(?:App|APP|app)(?!\s?Store|\s?Annie|store|Annie|Growing)|应用程序|客户端|小程序|手游|行动版|手机版)(?![A-Za-z]|[《“「]|下载榜|榜|排行|市场|行业|畅销|免费榜|总数|们)"
)
_VERSIONED = lazy_pattern(
    r"(?:^|[，。；：、\n“《「（(])([\u4e00-\u9fff]{2,8})(?=国际服|国服|台服|台港澳|港澳台服|繁中版|国际版|海外版|鸿蒙版)"
)
_VERSIONED_HINT = lazy_pattern("国际服|国服|台服|台港澳|港澳台服|繁中版|国际版|海外版|鸿蒙版")
_EXTENDED = lazy_pattern(
    r"(?:手机助手|管家|修图|相机|输入法|浏览器|网盘|地图|听书|极速版|极速大字版|大字版|企业版|阅读|音乐|小说|短剧|直播|拼车|买菜|打车|外卖|特价版|优选|商城|搜索|翻译|影音|买药|商家版|司机版|学生版|家长版|儿童版|国际版|体育|云盘|邮箱|日历|学习机|眼镜)(?!榜|类|的?月活)"
)
_BEFORE_APP = lazy_pattern(r"([\u4e00-\u9fffA-Za-z0-9·]{2,10})$")
_CUT = lazy_pattern(
    r".*(?:[的款在把被与和及是让将个家为其该这那某各两多类内后前从向对用给等由于上下中新老同了着过说称做叫以到至万亿次有没无装除]|伪装成|变成|旗下|国产|独立|原生|官方|手机|移动|蝉联|登顶|推出|开发|表示|打开|下载|安装|使用|一些|许多|不少|部分|相关|其他|包括|通过|名为|首款|自家|自研|显示|宣布|免费|付费|带动|推动|助推|活动|热门|年度|度热|[开做装写玩刷卖]|公司|集团|团队|科技|母公司|配套|专属|正版|今年|去年|昨日|今日|目前|据悉|因此|此外|[一二三四]季度?|上半年|下半年|年|月|日)"
)
_HOSTS = ("支付宝", "出海", "微信", "抖音", "百度", "快手")
_GENERIC = frozenset(
    [
        "网银",
        "手机银行",
        "累计",
        "总",
        "日均",
        "月均",
        "社交",
        "电商",
        "购物",
        "国产",
        "券商",
        "健康",
        "竞品",
        "移动",
        "中国",
        "海外",
        "短剧",
        "短视频",
        "教育",
        "新闻",
        "金融",
        "银行",
        "支付",
        "打车",
        "外卖",
        "旅游",
        "出行",
        "工具",
        "视频",
        "直播",
        "音乐",
        "阅读",
        "小说",
        "游戏",
        "交友",
        "约会",
        "理财",
        "炒股",
        "股票",
        "天气",
        "导航",
        "地图",
        "浏览器",
        "输入法",
        "相机",
        "拍照",
        "修图",
        "美图",
        "摄影",
        "办公",
        "效率",
        "学习",
        "早教",
        "儿童",
        "母婴",
        "育儿",
        "健身",
        "运动",
        "医疗",
        "问诊",
        "买菜",
        "生鲜",
        "团购",
        "汽车",
        "汇率",
        "记账",
        "翻译",
        "词典",
        "背单词",
        "题库",
        "招聘",
        "房产",
        "租房",
        "家居",
        "装修",
        "头像",
        "表情",
        "壁纸",
        "主题",
        "安卓",
        "苹果",
        "热门",
        "免费",
        "付费",
        "所有",
        "全部",
        "同类",
        "类似",
        "同名",
        "山寨",
        "假冒",
        "单个",
        "单款",
        "头部",
        "腰部",
        "主流",
        "传统",
        "常用",
        "原创",
        "微信",
        "上述",
        "智能",
        "原型",
        "跨境",
        "垂直",
        "超级",
        "国民",
        "现象级",
        "爆款",
        "明星",
        "流量",
        "休闲",
        "手机",
        "网络",
        "互联网",
        "在线",
        "流动",
        "台湾",
        "香港",
        "日本",
        "美国",
        "韩国",
        "全球",
        "本地",
        "本土",
        "外国",
        "海量",
        "更多",
        "任何",
        "每个",
        "自己",
        "人工智能",
        "生成式",
        "大模型",
        "聊天",
        "陪伴",
        "问答",
        "搜索",
        "创业",
        "消费",
        "生活",
        "服务",
        "政务",
        "政府",
        "车机",
        "语音",
        "相册",
        "独立的",
        "女性",
        "二手",
        "彩票",
        "竞猜",
        "体育",
        "足球",
        "世界杯",
        "疫情",
        "防疫",
        "网课",
        "英语",
        "口语",
        "拼音",
        "数学",
        "阅读器",
        "倒数日",
        "冥想",
        "心理",
        "睡眠",
        "减肥",
        "美食",
        "菜谱",
        "餐饮",
        "充电",
        "停车",
        "物流",
        "快递",
        "单一",
        "正常",
        "普通",
        "恶意",
        "合法",
        "大型",
        "小型",
        "中小",
        "新兴",
        "老牌",
        "知名",
        "海外版",
        "国内版",
        "微信小",
        "公众号",
        "签到",
        "原生的",
        "联网",
        "上架",
        "在架",
        "存量",
        "第三方",
        "排名",
        "榜单",
        "应用",
        "软件",
        "程序",
        "产品",
        "平台",
        "系统",
        "企业",
        "品牌",
        "公司",
        "团队",
        "用户",
        "年度",
        "热点",
        "卡牌",
        "角色扮演",
        "策略",
        "放置",
        "解谜",
        "二次元",
        "武侠",
        "仙侠",
        "卡牌类",
        "女性向",
        "模拟经营",
        "行程",
        "网页",
        "短信",
        "支付宝",
        "流动应用",
        "广场舞",
        "新势力",
        "高校",
        "学校",
        "校园",
        "智慧",
        "城市",
        "市民",
        "手电筒",
        "闹钟",
        "日历",
        "日程",
        "笔记",
        "云盘",
        "网盘",
        "下载器",
        "播放器",
        "壁纸类",
        "清理",
        "杀毒",
        "安全",
        "加速器",
        "刷题",
        "背词",
        "拍题",
        "AI",
        "AI伴侣",
        "AI写真",
        "AI换脸",
        "AI视频",
        "AI对话",
        "AI聊天",
        "AI搜索",
    ]
)
_NAMED = cued_pattern(
    r"(?:名为|名叫|叫做|取名为?|命名为|(?:一款|那款|这款|有款|有个|App|应用|软件|产品|游戏|程序)(?:软件|应用|App|游戏|工具)?叫做?)[“「《]?([\u4e00-\u9fffA-Za-z0-9+·]{2,10}?)(?=[”」》，。、！？；：（(,\s]|的)",
    "名为 叫 取名 命名",
)
# what introduces a name that nobody knows, and what must stand behind it for its end to be seen
_HAN = r"[\u4e00-\u9fff]{2,6}?"
_GOES_ON = r"(?:，|、|（|上[周月线架]|本[周月]|今年|去年|昨日|近日|因为?|在|于|由|凭|靠|被|的(?:下载|安装|累计|日)|累计|下载|登上|登顶|冲上|升至|排名|首[日周月]|\d|为\s?\d|是\s?\d)"
# the one letter that is an app's name, where the post also says which
_X = lazy_pattern(
    r"(?<![A-Za-z0-9.·])X(?=同期|的(?:下载|日|月|排|安装)|则|日下载|仅|只有|以\d|[排位跌升]|登)"
)
_X_BESIDE = lazy_pattern("Threads|推特|Twitter|马斯克|Bluesky")
_INTRODUCED = (
    lazy_pattern(
        rf"(?:^|[，。；：、！？\n的款])(?:社交|修图|拍照|记账|笔记|日历|教育|学习|健身|购物|电商|外卖|出行|天气|阅读|音乐|视频|短剧|聊天|交友|办公|效率|工具|AI|输入|语音|健康|旅行|翻译|独立)(?:类)?(?:应用|App|软件|手游|小程序)(?P<name>{_HAN})(?={_GOES_ON})"
    ),
    lazy_pattern(
        rf"(?:由|来自)[^，。；“”《》\n]{{2,20}}?(?:开发|打造|推出|创办|研发|运营|制作|孵化)的(?P<name>{_HAN})(?={_GOES_ON})"
    ),
    lazy_pattern(
        rf"(?:[\u4e00-\u9fffA-Za-z](?:旗下|推出|出品|开发|打造|研发|孵化|自研))的(?P<name>{_HAN}(?:AI|Pro)?)(?={_GOES_ON})"
    ),
    lazy_pattern(rf"(?:另一款|另有一款|还有一款)(?:应用|App|产品|软件|游戏)(?P<name>{_HAN})(?={_GOES_ON})"),
    lazy_pattern(
        rf"(?:^|[，。；：！？\n])(?P<name>{_HAN})(?=被[^，。；\n]{{1,8}}收购|的走红|的爆火|突然走红|突然爆红|意外走红|对标|主打|押注|主攻)"
    ),
    lazy_pattern(rf"(?:^|[，。；：！？\n])(?P<name>{_HAN})(?=（[A-Z][A-Za-z0-9 .]{{1,18}}）)"),
    lazy_pattern(
        rf"(?:^|[，。；：！？\n])(?P<name>{_HAN})的(?:开发者|开发团队|开发商|运营团队|创始人|运营方)"
    ),
)
# what each of them cannot do without: most texts hold none, and are not searched at every mark
_INTRODUCED_HINTS = (
    lazy_pattern("应用|App|软件|手游|小程序"),
    lazy_pattern("(?:开发|打造|推出|创办|研发|运营|制作|孵化)的"),
    lazy_pattern("(?:旗下|推出|出品|开发|打造|研发|孵化|自研)的"),
    lazy_pattern("[另还]有?一款"),
    lazy_pattern("收购|走红|爆火|爆红|对标|主打|押注|主攻"),
    lazy_pattern("（[A-Z][A-Za-z0-9 .]{1,18}）"),
    lazy_pattern("的(?:开发|运营|创始人)"),
)
_NO_NAME = lazy_pattern(
    r"[的了是在和与及也都就还把被将这那该其它我你他她们有没不吗呢着过到从对向以]|^[一二两三四五六七八九十几多某每各]|公司|团队|用户|玩家|网友|产品|应用|平台|市场|数据|程序|软件|游戏|集团|科技|工作室|大学|排名|榜|下载|安装|[年月日周类款]$|下架|上架|上线|品牌|商店|厂商|版本|端|功能|来说|而言|结果|行业|领域|预估|预计|冷|[夕节前后时间中里上下]$"
)
_MOST = 200  # names of one post that are looked for once more; a post has a few dozen
# a name that quotes introduce once, 「麻吉钱包」创办人, and that then stands by itself as the one that does things
_PLAIN_USE = lazy_pattern(
    r"(?:创[办始]人|团队|官方|CEO|App|APP|客户端|小程序|的(?:下载|安装|日活|月活|用户|累计|处境|排名|名次)|(?:今年|去年|当年|目前|首[日周月年]|昨日|自|在|于)?(?:[^，。；“”]{0,10})(?:上线|上架|下载|安装|登顶|登上|排名|榜|名列|跻身|问世|公测))"
)
_PLAIN_BEFORE = lazy_pattern(r"(?:^|[，。；：、！？\n“”（）》]|[而但则与和及]|其中|如今|目前|\d[月日年])$")
_RENAMED = cued_pattern(
    r"(?:改名|更名|改称|易名|改叫)(?:为|成|叫)?(?!首|后|之|以|前|当|那|这|升级|换|上|时|的)(?P<name>[\u4e00-\u9fffA-Za-z0-9]{2,6}?)(?=[，。；、！？（\s]|(?:后|之后|以来|上线|并|的|登|冲)[^后])",
    "改名 更名 改称 易名 改叫",
)
# Latin letters and the one or two characters that always stand behind them: Sawa房, Q房, K米
_MIXED_NO = lazy_pattern(
    r"[的在是和与及了也则已还曾为以从到将并又却更仅只等于由被把让给对向比跟同或但而就都超达突登位排冲升跌下上中里内外前后这那该其它他她我你们有没不一二三四五六七八九十两几个款家月年日周天次名版端国榜类全首单累总新推发公官团创用最约近近今去昨当称说表随自正能可会要使据获拿夺成入进]"
)

_SHORT = lazy_pattern(
    r"(.{2,})(?:浏览器|相机|地图|输入法|打字|打车|出行|音乐|视频|短剧|AI|助手|搜索|账本|网|手游|阅读|小说|日记|记账|外卖|买菜|直播|锁屏|大模型|模型|插件|科技|地图导航|系列)$"
)
_VERSION = lazy_pattern(
    r"[\s·（(]?(?:国际服|国际版|海外版|国服|日服|台服|繁中版|繁体版|港澳台服|台港澳版|港澳台版|日文版|英文版|日本版|中文版|极速版|鸿蒙原生版|鸿蒙版|行动版|手机版|手游|系列模型|开源模型|系列|Lite|lite|插件|台湾版)"
)
_TAKES_PLACE = lazy_pattern(
    r"(?:则|也|仍|还|又)?(?:从\s?\d|由\s?\d|同期|有\s?\d|的下载|只有|仅有|退居|位[居列]|排[在名第]|登上|登顶|升[至到]|跌[至到]|冲[上到])"
)
_MODEL = lazy_pattern(r"-?(?:V|v|R|K|Max|Turbo)?\d+(?:\.\d+)?B?(?:-[A-Za-z0-9.]+)*$|\d+B")


_QUOTE_THING = lazy_pattern(
    r"^[\d一二两三四五六七八九十]+(?:小时|天|分钟|元|年|公里|条|块|个|次|倍|折|秒)|(?:队|组|班|市民|活动|节|大会|大赛|之争|计划|专场|专区|补贴|政策|标语)$"
)
_QUOTE_WORDS = lazy_pattern(r"下载|安装|榜|第[一二三四五六七八九十]|排名|登顶|[万亿]|[，。]")
_ANALYST = frozenset(name.casefold() for name in ANALYSTS)
# 「健康」第一位, “App下载王”: a part of a store and a title are no names, whatever stands beside them
_SHELVES = frozenset(CATEGORIES)
_CROWN = lazy_pattern("下载(?:王|之王|冠军)$")
_IS_APP = lazy_pattern("[”」』]?\\s?(?:App|APP|应用|软件|小程序|手游)(?![A-Za-z类])")


_QUOTE_WORDS_LATIN = lazy_pattern(
    r"(?i)\b(?:downloads?|million|billion|top|no\.|app store|google play)(?![A-Za-z])"
)


def _again(text: str, content: str) -> bool:
    """Whether the post puts the same words into quotes more than once."""
    return sum(text.count(left + content + right) for left, right in ("“”", "「」")) > 1


def _quoted(text: str, refused: list[tuple[int, int]] | None = None) -> Iterable[tuple[int, int, str, str]]:
    previous_end = -9
    for hit in _QUOTE.finditer(text):
        content = hit[1].strip()
        if (content in _SHELVES and not _IS_APP.match(text, hit.end())) or _CROWN.search(content):
            continue
        sure = len(content) <= _LONGEST_WEAK and (
            re.search(
                "(?:名为|名叫|一款叫|改名|更名为|第[一二三四五六七八九十\\d]+[名位])$",
                text[max(0, hit.start() - 5) : hit.start()],
            )
            or re.search("(?:其中|冒出|冒出来的|山寨品)$", text[max(0, hit.start() - 4) : hit.start()])
            or re.match("(?:App|APP|小程序|手游)(?![A-Za-z])", text[hit.end() : hit.end() + 4])
            or (len(content) > 1 and not _QUOTE_NO.search(content.strip("的吧了")) and _again(text, content))
            or (
                not _QUOTE_WORDS.search(content)
                and re.match(r"，?(?:达|以)?\d|，?下载次数|则?[排位]|居", text[hit.end() : hit.end() + 6])
            )
        )
        if sure and (content in CATEGORIES or _QUOTE_OF_CHART.match(text, hit.end())):
            sure = None  # 「健康」分类, “热门试玩”一栏: no name, however often
        if refused is not None and content and not sure and _QUOTE_NO.search(content):
            refused.append((hit.start(), hit.end()))
        if sure:
            yield hit.start(), hit.end(), content, "quoted"
            previous_end = hit.end()
            continue
        if not content or (content in CATEGORIES and not _APP_TAIL.match(text, hit.end())):
            continue
        if _QUOTE_NO.search(content) and not _BOOK.search(content):
            if 2 <= len(content) <= 12 and not re.search("[万亿%，。]|下载|榜|第[一二三]", content):
                yield hit.start(), hit.end(), content, "weak"
            continue
        before = text[max(0, hit.start() - 14) : hit.start()]
        adjacent = previous_end >= 0 and text[previous_end : hit.start()] in (
            "",
            "、",
            "和",
            "与",
            "及",
            "跟",
        )
        if _QUOTE_THING.search(content):
            continue
        if _QUOTE_LED_NO.search(before) or _QUOTE_FOLLOWED_NO.match(text, hit.end()):
            continue
        opens = not before.strip() or bool(re.search(r"[，。；：,;\n]\s*$|(?:而|但|其中|与|和)$", before))
        opens = (
            opens
            and len(content) <= 8
            and bool(re.match(r"[\u4e00-\u9fffA-Za-z]", text[hit.end() : hit.end() + 1]))
        )
        strong = opens or bool(_QUOTE_BEFORE.search(before)) or bool(_QUOTE_AFTER.match(text, hit.end()))
        next_quote = hit.end() < len(text) and text[hit.end()] in "“「、"
        form = "quoted" if strong else "listed" if adjacent or next_quote else "weak"
        short = len(content) <= 8 or (
            len(content) <= _LONGEST_WEAK and _QUOTE_COUNTED.match(text, hit.end()) is not None
        )
        if form != "weak" or short:
            yield hit.start(), hit.end(), content, form
        previous_end = hit.end()


# words that are no name by themselves, but may open one or stand in it: Word Connect, Horoscope Daily
_WITHIN = frozenset(
    [
        "pip",
        "word",
        "star",
        "today",
        "note",
        "notes",
        "notice",
        "daily",
        "weekly",
        "monthly",
        "new",
        "hot",
        "best",
        "first",
        "day",
        "days",
        "live",
        "social",
        "games",
        "nature",
        "science",
        "web",
        "email",
        "mail",
        "demo",
        "code",
        "studio",
        "agent",
        "chatbot",
        "arena",
        "bug",
        "logo",
        "token",
        "prompt",
        "mega",
        "cookie",
        "cookies",
        "entertainment",
        "influencer",
        "streamer",
        "blogger",
        "freestyle",
        "alpha",
        "beta",
        "excel",
        "user",
        "active",
        "rank",
        "pro",
        "lite",
        "free",
    ]
)
_INSIDE = _WITHIN | frozenset(
    [
        "go",
        "of",
        "the",
        "and",
        "to",
        "play",
        "tv",
        "pay",
        "ai",
        "pc",
        "up",
        "sdk",
        "vr",
        "ar",
        "3d",
        "2d",
        "music",
        "video",
        "for",
        "in",
        "on",
        "u",
        "id",
        "hd",
    ]
)
_NOWHERE = _LATIN_STOP - _INSIDE  # ends a name wherever it stands


def _opens_name(parts: list[str], text: str, start: int) -> bool:
    """Whether the first of some Latin words may begin a name: not the App in 修图App Photo Lab."""
    word = parts[0].casefold()
    if word not in _LATIN_STOP:
        return True
    if len(parts) < 2 or not parts[0][0].isupper():
        return False
    follows = parts[1].casefold()
    if word == "app":
        return (
            len(parts) > 2
            and follows not in ("store", "annie", "top", "ios")
            and not "\u4e00" <= text[start - 1 : start] <= "\u9fff"
        )
    return word in _WITHIN and follows not in _NOWHERE and parts[1][0].isupper()


def _ends_name(part: str) -> bool:
    """Whether a word among Latin ones belongs to no name: the App Store behind one."""
    return part.casefold() in _NOWHERE


_DIGITS = "0123456789"
# 木马“X”, 病毒X: what apps are infected with
_MALWARE = lazy_pattern(
    "(?:木马|病毒|间谍软[件体]|恶意软[件体]|恶意程[序式]|勒索软[件体]|变种|小丑|漏洞|后门)(?:家族|程[序式]|名为)?[“「（\"'\\s]?$"
)
# at the moment: a word of the sentence, no package of that name
_ENGLISH_BEFORE = lazy_pattern(
    r"(?:^|[ ,.])(?:the|an?|of|at|in|to|for|this|that|its?|our|your|their|is|are|and|or) $"
)
_NUMBER_END = lazy_pattern(r"\d+$")


def _within_prose(text: str, start: int, end: int) -> bool:
    """Whether a small word stands among other Latin ones, as in an English sentence, where names are capitalised."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) == 2 and before[1] == " " and before[0].isascii() and before[0].isalpha()) or (
        len(behind) == 2 and behind[0] == " " and behind[1].isascii() and behind[1].isalpha()
    )


def _latin(text: str) -> Iterable[tuple[int, int, str]]:
    for hit in _LATIN.finditer(text):
        words, start = hit[0], hit.start()
        folded = words.casefold()
        if folded in _ANALYST or folded.startswith(("app annie", "sensor tower", "sensor+tower", "data.ai")):
            continue
        parts = words.split(" ")
        while parts and not _opens_name(parts, text, start):
            start += len(parts[0]) + 1
            parts.pop(0)
        cut = next(
            (i for i, part in enumerate(parts) if i and _ends_name(part)),
            len(parts),
        )
        rest = parts[cut:]
        parts = parts[:cut]
        del rest
        name = " ".join(parts).rstrip("-'’._ ")
        if _MALWARE.search(text[max(0, start - 9) : start]):
            continue
        if len(name) < 2 or name.isdigit():
            continue
        if name.islower() and (len(name) < 4 or " " in name or _within_prose(text, start, start + len(name))):
            continue
        trimmed = name if name[-1] not in _DIGITS else _NUMBER_END.sub("", name)
        if trimmed != name and re.match(
            "[月日年万亿次个天小]", text[start + len(name) : start + len(name) + 1]
        ):
            name = trimmed
        if (
            len(name) == 2
            and text.count(name) < 3
            and not _TAKES_PLACE.match(text, start + 2)
            and not _APP_TAIL.match(text, start + 2)
        ):
            continue
        if re.fullmatch(r"[Tt][Oo][Pp]\d+", name):
            continue
        if re.fullmatch(r"[A-Za-z]\d{1,2}", name) and name not in ("A9", "X6"):
            continue
        if name.casefold() in _LATIN_STOP or name in ("Google", "Play", "Google Play"):
            continue
        if name.endswith(("App", "APP")) and len(name) > 5:
            short = name[:-3].rstrip()
            yield start, start + len(short), short
            continue
        yield start, start + len(name), name


_QUOTED_LATIN = lazy_pattern(r"[“「『]([A-Za-z0-9][A-Za-z0-9 .:+&'’!#/·\-]{1,40})[”」』]")


_TWO_NAMES = lazy_pattern(r"(?P<name>[^（）]{2,30}?)\s?（(?P<other>[^（）]{2,30})）$")


def _both_names(title: str) -> tuple[str, ...]:
    """A title that gives its other name in brackets: Subway Surfers（地铁跑酷）."""
    hit = _TWO_NAMES.match(title)
    return (title, hit["name"], hit["other"]) if hit else (title,)


def _to_their_quotes(text: str, latin: Iterable[tuple[int, int, str]]) -> Iterable[tuple[int, int, str]]:
    """Latin names, those that quotes hold as far as the quotes reach: t wallet+, not wallet+."""
    held = {
        (hit.start(1), hit.end(1))
        for hit in _QUOTED_LATIN.finditer(text)
        if hit[1].count(" ") < 6 and not _QUOTE_WORDS_LATIN.search(hit[1])
    }
    done: set[tuple[int, int]] = set()
    for start, end, name in latin:
        span = next((span for span in held if span[0] <= start and end <= span[1]), None)
        if span is None:
            yield start, end, name
        elif span not in done:
            done.add(span)
            yield *span, text[slice(*span)]


def _proved(text: str) -> dict[str, str]:
    """Names that some place of the text proves -> the form that proved them."""
    names: dict[str, str] = {}
    for tail in _APP_TAIL.finditer(text):
        before = _BEFORE_APP.search(text[max(0, tail.start() - 10) : tail.start()])
        if not before:
            continue
        name = before[1]
        cut = _CUT.match(name)
        if cut:
            name = name[cut.end() :]
        if text[max(0, tail.start() - len(name) - 2) : tail.start() - len(name)] in ("”的", "」的", "》的"):
            continue  # “慢慢走”的计步App: what kind it is
        if len(name) <= 4 and name[1:] in _GENERIC:
            continue
        name = re.sub(r"(?:iOS|Android|安卓|iPhone|iPad)$", "", name)
        if name.endswith(_HOSTS) or re.search("大陆|市场|全球|海外|国内", name):
            continue
        if (
            2 <= len(name) <= 8
            and name not in _GENERIC
            and not name.isascii()
            and not name.endswith(("类", "型", "化", "式", "些", "个"))
        ):
            names.setdefault(name, "app")
    for hit in _VERSIONED.finditer(text) if _VERSIONED_HINT.search(text) else ():
        if hit[1] not in _GENERIC and not _CUT.match(hit[1]):
            names.setdefault(hit[1], "version")
    for hit in _NAMED.finditer(text):
        if hit[1] not in _GENERIC and not _QUOTE_NO.search(hit[1]):
            names.setdefault(hit[1], "named")
    for hit in _RENAMED.finditer(text):
        if hit["name"] not in _GENERIC and not _QUOTE_NO.search(hit["name"]):
            names.setdefault(hit["name"], "named")
    for hint, pattern in zip(_INTRODUCED_HINTS, _INTRODUCED, strict=True):
        for hit in pattern.finditer(text) if hint.search(text) else ():
            name = hit["name"]
            if (
                name not in _GENERIC
                and name not in REGIONS
                and not _NO_NAME.search(name)
                and not _QUOTE_NO.search(name)
                and (pattern is not _INTRODUCED[-1] or text.count(name) > 1)
            ):
                names.setdefault(name, "named")
    return names


def _used_plainly(text: str, content: str) -> bool:
    """Whether words that were quoted once later stand without quotes, as a name at the head of its clause does."""
    if (
        not 2 <= len(content) <= 8
        or content in _GENERIC
        or content in REGIONS
        or _QUOTE_THING.search(content)
    ):
        return False
    at = text.find(content)
    while at >= 0:
        end = at + len(content)
        if (
            text[at - 1 : at] not in ("“", "「", "『", "《")
            and _PLAIN_BEFORE.search(text[max(0, at - 2) : at])
            and _PLAIN_USE.match(text, end)
        ):
            return True
        at = text.find(content, end)
    return False


def _behind(text: str, name: str) -> list[str]:
    """The Chinese character behind each place where a Latin name stands by itself."""
    found, size = [], len(name)
    at = text.find(name)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + size : at + size + 1]
        taken = "\u4e00" <= behind <= "\u9fff" and not (before.isascii() and before.isalnum())
        if taken:
            found.append(behind)
        at = text.find(name, at + size + 1 if taken else at + 1)
    return found


def _mixed(text: str, found: Iterable[str]) -> dict[str, str]:
    """Latin names that the whole text writes with the same characters behind them: Sawa -> Sawa房."""
    names: dict[str, str] = {}
    for name in list(dict.fromkeys(found))[:_MOST]:
        if text.count(name) < 3:
            continue
        behind = _behind(text, name)
        if (
            len(behind) > 2
            and len(set(behind)) == 1
            and len(behind) >= 0.8 * text.count(name)
            and not _MIXED_NO.match(behind[0])
        ):
            names[name + behind[0]] = "mixed"
    return names


# names of apps that are words of every day too: only with App behind them
_COMMON = frozenset(
    [
        "口碑",
        "电报",
        "狼人杀",
        "倒数日",
        "毒",
        "一起",
        "得到",
        "全民",
        "商量",
        "悟道",
        "火种",
        "绿洲",
        "自如",
        "征途",
        "斑马",
        "粉笔",
        "红薯",
        "天堂",
        "王者",
        "相机",
        "日历",
        "地图",
        "天气",
        "音乐",
        "视频",
        "信息",
        "最右",
        "阅读",
        "即刻",
        "探索",
        "发现",
        "生活",
        "天天",
        "开心",
        "起点",
        "钱包",
        "便签",
        "闹钟",
        "语音",
        "翻译",
        "健康",
        "健身",
        "运动",
        "时间",
        "番茄",
        "樱桃",
        "火山",
        "山姆",
        "菜鸟",
        "虾米",
        "直播",
        "小程序",
        "小游戏",
    ]
)
_FIRMS = (
    "工作室",
    "公司",
    "科技",
    "互娱",
    "网络",
    "集团",
    "传媒",
    "团队",
    "实验室",
    "基金会",
    "银行",
    "大学",
    "研究院",
    "数据",
    "互动",
    "资本",
)


class Names:
    """Every name of one field of a post, in its order."""

    def __init__(self, text: str, lexicon: object, known: dict[str, tuple[str, ...]] | None = None) -> None:
        self.text = text
        self.surfaces: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self._longer: dict[str, Mention | None] = {}
        self._counts_of: dict[tuple[str, ...], int] = {}
        found: list[tuple[int, int, int, Mention]] = []  # start, -length, priority, mention
        lex = [] if lexicon is None else list(lexicon.find(text))  # type: ignore[attr-defined]
        for name in lex:
            kind = str(name.kind)
            if kind == "analyst":
                continue
            if kind == "company" and _APP_TAIL.match(text, name.end):
                kind = "app"
            surface = text[name.start : name.end]
            if (
                len(surface) == 1
                or (surface.isdigit() and len(surface) < 4)
                or (surface in _COMMON and not _APP_TAIL.match(text, name.end))
                or (surface.islower() and _ENGLISH_BEFORE.search(text[max(0, name.start - 6) : name.start]))
            ):
                continue
            self.surfaces.setdefault(name.canonical, []).append(surface)
            names = (name.canonical, surface)
            found.append(
                (
                    name.start,
                    -(name.end - name.start),
                    1,
                    Mention(name.start, name.end, names, kind, "lexicon"),
                )
            )
        strong: dict[str, str] = {}
        for hit in _BOOK.finditer(text):
            title = hit[1].strip()
            if (
                not title
                or _NOT_A_GAME.search(title)
                or _SHOWN.match(text, hit.end())
                or _NOT_A_GAME_BEFORE.search(text[max(0, hit.start() - 8) : hit.start()])
            ):
                found.append(
                    (
                        hit.start(),
                        -(hit.end() - hit.start()),
                        0,
                        Mention(hit.start(), hit.end(), (title,), "work", "work"),
                    )
                )
                continue
            strong.setdefault(title, "book")
            found.append(
                (
                    hit.start(),
                    -(hit.end() - hit.start()),
                    0,
                    Mention(hit.start(), hit.end(), _both_names(title), "app", "book"),
                )
            )
        weak: list[Mention] = []
        refused: list[tuple[int, int]] = []
        plain: dict[str, bool] = {}
        for start, end, content, form in _quoted(text, refused):
            if form == "weak" and content not in plain and len(plain) < _MOST:
                plain[content] = _used_plainly(text, content)
            if form == "weak" and not plain.get(content):
                weak.append(Mention(start, end, (content,), "app", "weak"))
                continue
            strong.setdefault(content, "quoted")
            found.append(
                (
                    start,
                    -(end - start),
                    0,
                    Mention(start, end, (content,), "app", "quoted" if form == "weak" else form),
                )
            )
        for name, form in _proved(text).items():
            strong.setdefault(name, form)
        for name in known or ():
            strong.setdefault(name, "title")
        found.extend((mention.start, -(mention.end - mention.start), 2, mention) for mention in weak)
        latin = list(_latin(text))
        if _X_BESIDE.search(text):
            latin += [(hit.start(), hit.end(), "X") for hit in _X.finditer(text)]
        for name, form in _mixed(text, (name for _, _, name in latin if " " not in name)).items():
            strong.setdefault(name, form)
        for start, end, name in _to_their_quotes(text, latin):
            if name.casefold() not in _ANALYST and not any(
                a < start and end < b and b - a < 14 for a, b in refused
            ):
                found.append((start, -(end - start), 3, Mention(start, end, (name,), "app", "latin")))
        # short forms: 糖果相机 -> 糖果
        self.short: dict[str, str] = {}
        for name in list(strong):
            short = _SHORT.fullmatch(name)
            if (
                short
                and short[1] not in _GENERIC
                and not short[1].isascii()
                and text.count(short[1]) > text.count(name)
            ):
                self.short[short[1]] = name
                strong.setdefault(short[1], "short")
        for name, form in strong.items():
            if len(name) < 2 or (name.isascii() and len(name) < 3):
                continue
            at = text.find(name)
            while at >= 0:
                found.append((at, -len(name), 2, Mention(at, at + len(name), (name,), "app", form)))
                at = text.find(name, at + len(name))
        self.mentions = self._glossed([self._all_surfaces(mention) for mention in self._settled(found)])
        self._starts = [mention.start for mention in self.mentions]

    def _glossed(self, mentions: list[Mention]) -> list[Mention]:
        """米粒手账（Grainly） is one name written twice."""
        kept: list[Mention] = []
        for mention in mentions:
            last = kept[-1] if kept else None
            if (
                last is not None
                and mention.form in ("latin", "lexicon")
                and not (mention.company or last.company or last.kind == "work")
                and self._ascii(mention) != self._ascii(last)
                and self.text[last.end : mention.start] in ("（", "”（", "」（", "》（")
                and self.text[mention.end : mention.end + 1] == "）"
            ):
                names = tuple(dict.fromkeys((*last.names, *mention.names)))
                kept[-1] = Mention(last.start, mention.end + 1, names, last.kind, last.form)
            else:
                kept.append(mention)
        return kept

    def _ascii(self, mention: Mention) -> bool:
        return self.text[mention.start : mention.end].isascii()

    def _all_surfaces(self, mention: Mention) -> Mention:
        """A known name with every form that the post uses for it."""
        used = self.surfaces.get(mention.names[0]) if mention.form == "lexicon" else None
        if not used:
            return mention
        return Mention(
            mention.start,
            mention.end,
            tuple(dict.fromkeys((*mention.names, *used))),
            mention.kind,
            mention.form,
        )

    def _settled(self, found: list[tuple[int, int, int, Mention]]) -> list[Mention]:
        """Leftmost, then longest; what stands within a quoted or bracketed name gives way to it."""
        found.sort(key=lambda entry: (entry[0], entry[1], entry[2]))
        kept: list[Mention] = []
        for _, _, _, mention in found:
            if kept and mention.start < kept[-1].end:
                previous = kept[-1]
                if (
                    previous.form in ("latin", "app")
                    and mention.end > previous.end
                    and mention.form in ("lexicon", "book", "quoted")
                ):
                    kept[-1] = self._named(mention)
                    continue
                if (
                    previous.form == "lexicon"
                    and mention.form == "latin"
                    and mention.end > previous.end
                    and not previous.names[-1].isascii()
                ):
                    kept[-1] = self._named(mention)  # Claude for Chrome, not Anthropic的Claude
                    continue
                if (
                    mention.form == "lexicon"
                    and previous.form in ("book", "quoted", "listed", "weak", "app", "named")
                    and mention.start <= previous.start + 1
                    and mention.end >= previous.end - 1
                ):
                    kept[-1] = Mention(
                        previous.start,
                        previous.end,
                        tuple(dict.fromkeys((*mention.names, *previous.names))),
                        mention.kind,
                        "lexicon",
                    )
                continue
            kept.append(self._named(mention))
        return kept

    def _named(self, mention: Mention) -> Mention:
        names = list(mention.names)
        surface = mention.names[-1]
        if mention.kind == "company" and self.text[mention.end - 3 : mention.end].casefold() == "app":
            return Mention(mention.start, mention.end, mention.names, "app", mention.form)  # a firm's own app
        if mention.form != "lexicon" and surface.endswith(_FIRMS):
            return Mention(mention.start, mention.end, mention.names, "company", mention.form)
        full = self.short.get(surface)
        if full:
            names.insert(0, full)
        end = mention.end
        kind = mention.kind
        if mention.form in ("lexicon", "latin") and not mention.company:
            extended = _EXTENDED.match(self.text, end)
            if extended:
                return Mention(
                    mention.start,
                    extended.end(),
                    tuple(
                        dict.fromkeys(
                            (
                                *(name + extended[0] for name in names[-1:]),
                                *(name + extended[0] for name in names[:1]),
                                *(names[-1:] if mention.form == "latin" else ()),
                            )
                        )
                    ),
                    kind,
                    "lexicon",
                )
        version = _VERSION.match(self.text, end) if kind != "work" else None
        if version and not self.text.startswith("手游戏", end):
            end = version.end()
            names.insert(0, surface + version[0].strip(" ·（("))
            if "模型" in version[0] or "插件" in version[0]:
                kind = "software"
        if mention.form == "latin" and _MODEL.search(surface) and "-" in surface:
            kind = "software"
        return Mention(mention.start, end, tuple(dict.fromkeys(names)), kind, mention.form)

    def count(self, name: str) -> int:
        """How often the text has a name; each is counted once."""
        known = self._counts.get(name)
        if known is None:
            known = self._counts[name] = self.text.count(name)
        return known

    @cached_property
    def firsts(self) -> list[Mention]:
        """The first mention of each thing in each form."""
        firsts: dict[tuple[tuple[str, ...], str], Mention] = {}
        for mention in self.mentions:
            firsts.setdefault((mention.names, mention.form), mention)
        return list(firsts.values())

    def longer(self, phrase: str) -> Mention | None:
        """The first name that begins or ends with a phrase and is longer."""
        if phrase not in self._longer:
            self._longer[phrase] = next(
                (
                    mention
                    for mention in self.firsts
                    if mention.form not in ("weak", "latin")
                    and any(
                        len(name) > len(phrase) and (name.endswith(phrase) or name.startswith(phrase))
                        for name in mention.names
                    )
                ),
                None,
            )
        return self._longer[phrase]

    def count_of(self, names: tuple[str, ...]) -> int:
        """How often the text has any of the names of one thing."""
        known = self._counts_of.get(names)
        if known is None:
            known = self._counts_of[names] = sum(map(self.count, dict.fromkeys(names)))
        return known

    @cached_property
    def first(self) -> tuple[str, ...]:
        """The name that stands before all others; companies and works are none."""
        for mention in self.mentions:
            if not mention.company and mention.kind != "work" and mention.form != "weak":
                return mention.names
        return ()

    @cached_property
    def salient(self) -> list[tuple[str, ...]]:
        """The names that the text comes back to most often, the most frequent first; companies and works are none."""
        counts: dict[str, int] = {}
        names: dict[str, tuple[str, ...]] = {}
        for mention in self.mentions:
            if mention.company or mention.kind == "work" or mention.form == "weak":
                continue
            counts[mention.names[0]] = counts.get(mention.names[0], 0) + 1
            names.setdefault(mention.names[0], mention.names)
        often = sorted(counts, key=lambda name: -counts[name])
        return [names[name] for name in often[:3]]

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in a span."""
        starts = self._starts
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]
