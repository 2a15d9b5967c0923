"""Whose figure it is: the name in its clause, behind it, before it, or the one the passage speaks of."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.extract.names import Mention, Names
from pipeline.extract.vocabulary import REGIONS
from pipeline.text.patterns import cued_pattern, lazy_pattern


class Subject(NamedTuple):
    """Acceptable names, fullest first, and what kind of thing they name."""

    names: tuple[str, ...]
    kind: str = "app"
    start: int = -1

    def same(self, other: Subject) -> bool:
        return not set(self.names).isdisjoint(other.names)


# X behind these words is what is beaten, matched or left behind; the figure is the other one's.
_BEATEN_WORDS = r"超越|逾越|超车了?|超过了?|反超|赶超|越过|力压|压过|压倒|仅次于|领先于?|高于|低于|落后于?|输给了?|不敌|击败|打败|战胜|挤下了?|挤掉|取代了?|追平|紧追|直追|逼近|甩开|远超|盖过|比起?|较|相比|对比|对标|媲美|堪比|类似|正式对标|包括|除了|除|相较于?|有别于|不是|而非|夹在|紧挨着|排在|前面是|后面是|同|用户从|接替|模仿|击退|跟|接入|依赖|挑战|僅次於|不输|甚至|力克|碾压|排除|不及|少于|多于|超|与|和|如|像|优于|并入|收购了?|隶属于?|改名自|搭载|适配|支持|集成|基于|脱胎于|转型自|抗衡|短于|相当于|被|称为|要被|以及像"
_BEATEN = lazy_pattern(f"(?:{_BEATEN_WORDS})(?:《|“|「)?$")
# the letters with which they end, an optional last one left out too: most names have none of them before them
_BEATEN_ENDS = frozenset(
    letter
    for word in _BEATEN_WORDS.split("|")
    for letter in ((word[-2], word[-3]) if word[-1] == "?" else word[-1])
)
_LIST_GLUE = lazy_pattern(
    r"\s*(?:、|和|与|及|以及|跟|/|,|，|或|还有|\s|（[^（）]{0,12}）[、和与及]?|\([^()]{0,12}\)[、和与及]?)\s*|[）)]\s*[、和与及跟]\s*[“「《]?|[”」》]?\s*[、和与及跟]?\s*[“「《]?"
)
_OWNER_AFTER = lazy_pattern(
    r"(?:公司|集团|科技|互娱|网络)?(?:旗下|推出|的|开发|出品|发布|发行|系|新作|自家|打造|投资|家的|新推出|创始人|方面|官方|团队|CEO|CTO|首席|总裁|董事长|在|做的|母公司|合作|代理|股价|研发|创办)"
)
_PLACE_BEFORE = lazy_pattern(
    r"(?:在|靠|凭|凭借|依靠|于|于是|借助|通过|登陆|来自|从|到|经|用|抖音|微信|打开|上架|并入|被|向|对|给|为)(?:《|“|「)?$"
)
_PLACE_AFTER = lazy_pattern(
    r"[”」》]?(?:上|里|那边|那里|中(?!国)|平台|社区|页面|发文|发帖|的?(?:热玩榜|人气榜|小游戏榜|热搜|朋友圈|公众号|小程序(?!排|登|以)|评论区|话题)|站内|搜索|写道|收获|走红|爆火|刷屏|最近在玩|群|端口|的带动|直播)"
)
_HANDING = lazy_pattern(r"(?:把|将|令|使|让)(?:《|“|「)?$")
_SPEAKER_AFTER = lazy_pattern(
    r"[”」》]?(?:方面|官方|公司|公告|年报|财报|战报|招股书)?(?:今[天日]|昨[天日]|日前|随后|也|还|则|曾)?(?:表示|称(?!霸)|宣布|透露|公布|披露|指出|坦言|[笑直]?[说言]|写道|强调|忆述|认为|补充|发文|回应|数据显示|统计|估计|测算|预计|的统计|的数据|估算|显示|发布(?:了)?(?:《|报告|数据))"
)
AFTER_IS = lazy_pattern(
    r"(?:(?:名|位)?(?:有点|有些|让人|令人|出人|颇|更|最)[^，。；]{1,8}，(?=[则正]?[是为]))?(?:(?:名|位)?(?:的)?(?:宝座|位置|席位|交椅|名次)?的?，(?=则是|则为|是))?(?:，(?:年初|年末|年中|月初|月底|起初|起先|先|\d{1,2}月|[一二三四五六七八九十]{1,2}月|上半年|下半年|今年|去年|昨[天日]|今[天日])?(?=属于|归|轮到))?(?:(?:并|既)?(?:不是|非)[^，。；]{1,24}，而|\s|名|位|的位置|宝座|的宝座|交椅|则|才|仍然?|依然|依旧|自然|还|正|就|毫无悬念|暂时|当前|目前|均|都|分别|依次|依序|已经?|变|又|其实|便|也|却|倒|竟然?|居然|恰好?|刚好|总算|终于)*(?:的)?(?:则|仍然?|依然|依旧|还|毫无意外地|分别|依次|依序|其实|就|也)*(?:是|为|由|换成了?|变成了?|属于了?|[让留颁送]?给了?|归|叫|落入|花落|易主|被|让位于?|则是|则为|：|:)(?!什么|否|止|何|谁|多少)"
)
_PRED = (
    r"(?:则|也|更|还|仅|只|就|才|却|又|再|已|曾|一度|首次|首度|连续|继续|依旧|仍|依然|同样|最近|近日|目前|如今|同期|此前|当日|当月|当天|本周|本月|本季|今年|去年|上周|上月|昨日|昨天|今天|今日|前天|当晚|随后|旋即|悄然|悄悄|竟|突然|意外|直接|很快|一举|一路|双双|均|都|分别|首发|力压|凭借|靠|\d{1,2}月(?:\d{1,2}日)?|[一二三四五六七八九十]{1,2}月(?:底|初|中旬|[一二三四五六七八九十]{1,3}日)?|近\s?\d+[天日周]|[一两三\d]{1,2}[天周]内|反而|倒是)*"
    r"(?:以\s?[\d近约超逾]|位[列居于]|排[在名第到]|登[上顶]|冲[上到至入进]|升[至到]|跌[至到落]|拿下|占据|稳居|累计|首[日周月]|单[日周月]|的?(?:总|累计|单日|日均|月均|全球|国内|首月|首日)?(?:下载|安装|装机)|新增(?:下载|安装)|日均|月均|周均|[从由自](?:[^，。；第]{0,8}|)第|[从由]\d{1,3}名|重返|重回|夺[得下魁冠]|问鼎|退[至到居]|滑[落至到]|[蹿窜狂急]升|守住|坐[上稳]|称[冠王]|领跑|次之|居[首次]|垫底|殿后|现居|暂居|近\s?\d+[天日][^，。；]{0,6}下载|第[一二三四五六七八九十\d]|被挤|被下载|被装|被安装|当[天日晚]冲|当[天日晚]登|当[天日晚]即|闯入|杀[入进到]|跻身|进入|掉[到至出]|回[到升落]|跃居|跃升|霸[占榜]|蝉联|摘得|荣登|空降|挤进|窜[升上]|蹿[升至到]|飙[升到]|爬[升到上]|攀升|录得|收获|斩获|只有|[还尚]?(?:不足|不到)\s?[\d一二三四五六七八九十百千万]|高居|名列|分列|依次|摸到|最高|从\s?\d|于\d{1,2}月|上升\d|下滑\d|下降\d|在[^，。；]{2,20}(?:榜|第[一二三四五六七八九十\d]|登顶|夺冠)|在[\u4e00-\u9fff]{2,8}的(?:总|累计)?(?:下载|安装)|全球下载|[是为]第[一二三四五六七八九十\d]|被[^，。；]{1,5}[踩挤超甩压]|上架[^，。]{1,8}(?:下载|登)|上线[^，。]{1,10}(?:下载|登|冲)|[仅只]?花(?:了|费)?[近约]?\d|耗资|斥资)"
)
_CLAUSE_SUBJECT = lazy_pattern(
    rf"(?:\d{{1,2}}[.、])?(?:(?:而|但|其中|另外|此外|同时|随后|至于|不过|因此|相比之下|作为对比|与此同时|今年|去年|目前|如今|其后的|随后的|排在其后的|跟在后面的|例如|比如|再看|再如|反观|尤其是|加上|近日|日前|此前|当时|昨日|昨天|今天|今日|上周|本周|上月|本月|\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|\d{{1,2}}月(?:\d{{1,2}}日)?|截至[^，。]{{2,12}}?|国产|老牌|新上榜的|新晋|应用|游戏)[，,]?)*(?P<np>[\u4e00-\u9fffA-Za-z0-9·!+]{{2,10}}?)(?=\s?(?:（[^（）]{{0,16}}）)?{_PRED})"
)
# where people talk, watch and share: by itself hardly ever what a place or a count behind 在, 从, 靠, 与 … belongs to
_STAGES = frozenset(
    [
        "微信",
        "QQ",
        "抖音",
        "快手",
        "微博",
        "新浪微博",
        "豆瓣",
        "知乎",
        "小红书",
        "哔哩哔哩",
        "百度",
        "支付宝",
        "淘宝",
        "YouTube",
        "TikTok",
        "Instagram",
        "Facebook",
        "X",
        "Twitter",
        "Reddit",
        "LINE",
        "Discord",
        "Twitch",
        "Telegram",
        "WhatsApp",
        "今日头条",
        "百度贴吧",
        "虎扑",
        "WeChat",
        "Threads",
        "PTT",
        "Dcard",
        "LinkedIn",
    ]
)
_STAGE_BEFORE = lazy_pattern(
    r"(?:在|于|从|靠|背靠|依托|凭借?|借助?|通过|经由?|透过|来自|登上|打开|刷|转发到|分享到|传到|跳转到?|投放|接入|登陆|导入|绑定|打通|嵌入|内置于)(?:《|“|「)?$"
)
_STAGE_AFTER = lazy_pattern(
    r"[”」》]?\s?(?:打通|互通|联动|账号|[uU][pP]\s?主|主播|大V|达人|网红|上(?!线|架|升|榜|周|月|个)|里|内(?!地)|中(?!国)|平台|群|博主|话题|热搜|朋友圈|公众号|视频号|登录|登入|跳转|导流|引流|授权|分享|发帖|发文)"
)
# A、B之外, A与B两家的夹击: those that are put aside; 抖音带火的歌单: who did it
_ASIDE = lazy_pattern(
    r"[”」》]?(?:[、和与及][^，。；、]{1,8}){0,3}?(?:[两三四]家?[^，。；、]{0,4})?(?:等[^，。；、]{0,6})?(?:(?:之外|以外)[，,]|的?(?:夹击|围剿|围攻|包围|阴影下|阴影里|打压|封杀|夹缝))"
)
# 不足豆包的十分之一: whom something else is held against
_FRACTION = lazy_pattern(r"[”」》]?的?(?:[一二三四五六七八九十百\d]{1,3}分之|一半|零头|\d+倍)")
_MADE_BY = lazy_pattern(r"[”」》]?(?:上)?(?:带火|捧红|带红|引爆|走红|爆火)的(?!是)")
_INSIDE = lazy_pattern(r"[”」》]?\s?(?:App|APP|应用|客户端|主站)?(?:内|里|首页)(?!地|亚|约|存|容|测|斯|程)")
_BRINGS = lazy_pattern(
    r"[”」》]?(?:方面|公司|集团)?(?:今[天日]|昨[天日]|日前|近日|刚刚?|随后|悄悄|悄然|首次|也|还|则|又|已|正式|\d{1,2}月(?:\d{1,2}日)?)*"
    r"(?:上线|推出|上架|内测|开源|公测|带来|收购|投资|入股|孵化|代理)了?(?:一款|新品|新作|新应用|独立|社交|聊天|AI|应用|产品|App)*[“「《]"
)
_SUCH_AS = lazy_pattern(
    r"[”」》]?(?:App)?(?:这样|那样|这种|一样)的?[^，。；]{0,6}(?:公司|团队|产品|应用|App|工具|软件|游戏)"
)
_STAGE_FIGURE = lazy_pattern(
    r"[”」》]?(?:[^，。；]{0,8})?(?:下载|安装|登顶|排名|第[一二三四五六七八九十\d]|榜|之后|后)"
)
_OWN_CHARTS = frozenset(
    [
        "微信",
        "抖音",
        "QQ",
        "支付宝",
        "快手",
        "百度",
        "微博",
        "哔哩哔哩",
        "淘宝",
        "美团",
        "华为",
        "小米",
        "今日头条",
        "小红书",
    ]
)
_BROUGHT = lazy_pattern(
    r"(?:放出|推出|发布|开源|带来|祭出|拿出|推到|开源的?(?:推理|大|语音)?模型)了?(?:《|“|「)?$"
)
_PRED_RE = lazy_pattern(_PRED)
_PARALLEL = lazy_pattern(
    r"则?(?:[是为]?第[一二三四五六七八九十\d]|被[^，。；]{1,5}[踩挤超甩压][^，。；]{0,4}第)"
)
_STANDS = lazy_pattern(
    r"则?(?:以\s?[\d近约超逾]|[是为]?第[一二三四五六七八九十\d]|位[列居]|排[在名第]|登[上顶]|冲[上到]|[升跌][至到]|夺|居|稳居|重返|退[至到居]|掉[到至出]|滑[到至落]|落[到至]|蹿[升至到]|窜[升至到]|[从由][^，。；]{0,8}第|反超)"
)
_APPISH = lazy_pattern(
    "(?:输入法|浏览器|地图|相机|音乐|视频|短剧|小说|阅读|新闻|支付|打车|出行|外卖|助手|搜索|云|网盘|围棋|麻将|斗地主|大作战|物语|智能|购|宝|通|码|圈|笔记|日历|闹钟|记账|易购|直聘|会|读书|词典|翻译|手机|AI|TV|问问|问诊|修图|Pro|人生|云课堂|学院|钱包|银行|证券|健康|体育|影视)$|[A-Za-z0-9]$"
)
_PLACE_OPENS = lazy_pattern(r"(?:^|[，。；：、\n（])(?:第[一二三四五六七八九十\d]{1,3}[名位]|[冠亚季]军)$")
_NAME_THEN = lazy_pattern(r"(?:则?[是为])?(?P<np>[\u4e00-\u9fff]{3,7})(?=[，。；、（]|$)")
_ONE_OF = cued_pattern(
    r"(?:而|但)?(?:另|有)?(?:外)?(?:一款|有款|某款|某)(?:名字[^，。]{0,8}的)?(?P<np>[\u4e00-\u9fffA-Za-z0-9]{2,10}?)(?=[则在位登冲拿排升也竟]|，|的?(?:下载|安装))",
    "款 某",
)
# 该程式, 后四个: a kind of thing or a part of a row, no name
_GENERIC_END = lazy_pattern(
    r"(?:程式|程序|软体|项目|那一?款|[一二三四五六七八九十两几\d]+[个款家]|应用|构成|包括|一半|正好)$|^[前后][一二三四五六七八九十两几\d]"
)
_NP_NO = lazy_pattern(
    r"^仍|^依[旧然]|^[较居]|^次席|^某[款个]|^(?:强势|势头|势如|高调|低调|挂牌|上市|连日来?|本季|当季|首季|该季|端午|国庆|春节|元旦|中秋|暑假|寒假|周末|年初|年末|年底|月初|月底|月末|后续|前期|中期|后期|初期|早期|近期|同日|翌日|隔日|翌年|次年|同年|前年|竟然|居然|果然|终于|甚至|几乎|基本|大约|大概|可能|或许|应该|必然|无疑|轻松|顺利|成功|毫无|同步|陆续|相继|纷纷|逐步|逐渐|持续|稳步|快速|高速|爆发|逆势|逆袭|意外|率先|正式|悉数|悄无|无缘|无人|总计|共计|总共|一共|合共|累积|粗略|保守|乐观|官宣|热度|流量|口碑|势能|声量|人气|话题|风头|单月|单季|当月|全月|整体|大盘|行业|业界|业者|对手|双方|彼此|前者|后者|余下|其余|剩下)|有望$|^(?:如今|而今|眼下|现在|当下|迄今|现已|现居)|^据|^实际|^(?:开源|改名|更名|换名|改版|上新|转型|封测|内测|爆火|走红|出圈)|^程[式序]|推出$|^[两几半百千万\d]|^[一二三四五六七八九十]{2,}|^(?:受惠|受益|得益|每|此后|之后|随后|后来|其后)|^[一二三四五六七八九十两几半\d]+(?:天|周|月|年|日|个)|类$|人士|坦言|^(?:移动|手机|网页|PC|安卓|iOS|国际|海外)版$|季度|月份|试点|全国|全网|全平台|^(?:隔天|深夜|傍晚|当晚|号称|声称|蝉联|称|说|预计|有望|目标|位列|位居|占据|登上|次日|当天|没有|新增|依旧|整体|预估|双端|全部|文章|日均|月均|周均|力|曾|一直|同样|反而|官方|底前|单|双|只|苹果|安卓|谷歌|平均|真实|峰值|名次|成绩)|[上里下前后端起面边占登冲列举拼]$|白皮书|周报|月报|盘点|带动|占据|冲上|打进|公司|产品|团队|官方|榜|应用$|用户|平台|市场|数据|报告|下载|^游戏|开发|创始|方面|显示|网友|玩家|[的了在是从由被把让与和及为其它这那该我你他们于以到至者所并且就也都很最更且比向对将再又曾已]|第[一二三四五六七八九十]|排名|总量|安装|装机|成绩|记录|纪录|名次|今日|昨日|今天|目前|同期|此前|首日|首周|首月|累计|单日|全球|海外|国内|中国|美国|日本|印度|巴西|台湾|香港|印尼|^\d|年|月|日$|周$|凌晨|早上|晚间|深夜|机构|媒体|业内|上线|发布|开服|公测|随即|迅速|一举|一度|连续|环比|同比|数字|消息|截至|安卓端|苹果端|版本|畅销|免费|付费|最高|峰值|^最|^首|^总|之后|以来|期间|时间|小时|分钟|左右|不少|很多|许多|部分|大家|人们|开始|直接|自然|结果|显然|如果|因为|所以|虽然|尽管|只有|还有|没有|不过|另一|一款|一个|两款|三款|多款|这款|两家|三家|双平台|同类|合计|平均|至今|一路|短短|不到|超过|突破|达到|增长|下滑|流水|收入|营收|销量|月活|日活|票房|评分|股价|融资|估值|市值|一天|一周|一夜|一月|半年|全年|热搜|微博"
)
# what a role is told by
_ALSO_SAYS = lazy_pattern(r"[”」》]?(?:则|也)(?:对外)?(?:称|宣布|公布|表示|披露)")
_PUT_DOWN = lazy_pattern(r"[”」》]?[^，。；到至在成进入]{0,6}(?:挤下|拉下|赶下|踢下|甩|踩在|超)")
_SIDE_BY_SIDE = lazy_pattern(
    r"[”」》]?(?:[^，。；]{0,6}(?:并列|相比|竞争|合作|不同|持平|相当|对比|打通|互通|联动|联手|联名|绑定|无关|有关))"
)
_BEFORE_OR_BEHIND = lazy_pattern(r"[”」》]?(?:[^，。]{0,6})(?:之前|之后|前|后)")
_RIVAL_OF = lazy_pattern(r"[”」》]?的(?:对手|竞争者|挑战者|替代品|竞品|翻版|平替|劲敌|山寨版|模仿者|门徒)")
_LETTER = lazy_pattern("[A-Za-z]")
_THING_OF = lazy_pattern(r"[”」]?(?:的)?(?:客户端|旗下的?|产品|工具|团队推出的)[“「《]")
_CHART_OF = lazy_pattern(
    r"(?:的)?(?:“[^”]{1,8}”)?(?:[^在登位冲升由从于是为列占跌拿霸稳，。；、以首也则一仍]{0,4})(?<![登冲霸占居位])榜(?!首|一)|群(?!雄)|小程序(?:之外|外|里|上)|朋友圈|公众号|视频号|小游戏(?!《)"
)
_STORES_IN_ROW = lazy_pattern(r"(?:[、和与][A-Za-z\u4e00-\u9fff]{2,6}?)*[两三四五]家(?:商店|渠道|市场|应用)")
_TALKED_IN = lazy_pattern(r"[”」》]?(?:里|上|中)(?:有(?!望)|没有|传|流传|突然|到处|的(?:人|网友|帖))")
_POSES_AS = lazy_pattern(r"(?:伪装成|仿冒|冒充|假冒|山寨)[“「]?$")
_PART_OF = lazy_pattern(r"群(?!雄)|小程序(?:之外|外|里|上)|朋友圈|公众号|视频号|小游戏(?!《)")
_TITLE_BEFORE = lazy_pattern(
    r"(?:母公司|集团|创始人|创办人|执行长|总裁|总经理|负责人|发言人|制作人|开发者阿|开发它的阿|老板|CTO|COO|议员|部长|局长|研究者|分析员|推特用户|开发商|CEO|厂商|机构|记者|分析师|作者|艺人|博主|教授|网红|主播|日商|港商|美商|陆商|韩商|工作室|研究员)$"
)
_THEME_OF = lazy_pattern(r"[”」》]?(?:题材|IP|改编|系列新作|同款|玩法|风格|背后的|作者|之父|的作者|原班)")
_OPENS_NAME = lazy_pattern(r"(?:客户端|旗下|手机应用|应用|产品|软件|小程序|游戏|手游)?[“「《]")
_TEAM_OR_SHOP = lazy_pattern(r"团队|市场(?!份额)|商店|加载项|扩展商店|应用商店")
_TEAM = lazy_pattern(r"团队|公司")
_BY = lazy_pattern("[由自被]$")
_MADE_BY_IT = lazy_pattern(
    r"(?:旗下的?|在[^，。]{1,5}的|(?:在[^，。；]{1,8})?(?:推出|开发|发布|打造|研发|运营|孵化|出品)的[^，。；]{0,10}?|的(?:海外版|国际版|姊妹产品|母公司))[《“「A-Za-z]"
)
# 登上RuStore总榜: a shop that nobody knows, told by its chart
ITS_CHART = lazy_pattern("(?:应用|游戏|手游|免费|付费|畅销|下载|总|热门)+[总分]?榜")
_RISES_ON = lazy_pattern("(?:登[上顶]|冲[上进到]|杀[进入]|闯[进入]|位居|拿下|跻身|登陆|空降|在)$")
_MAKES = lazy_pattern(r"[”」》]?(?:推出|开发|打造|研发|孵化|出品|自研|代理|发行)的(?!新?(?:功能|版本))")
_HOT_IN = lazy_pattern(r"[”」》]?(?:最近在玩|热玩榜|小游戏|人气榜)")
# a name with none of these before or behind it is a subject; most have none
_TELLING_BEHIND = lazy_pattern(
    "|".join(
        f"(?:{cue.pattern})"
        for cue in (
            *(_RIVAL_OF, _ASIDE, _FRACTION, _MADE_BY, _INSIDE, _BRINGS, _LETTER, _THING_OF, _CHART_OF),
            *(_STORES_IN_ROW, _TALKED_IN, _PART_OF, _THEME_OF, _OPENS_NAME, _TEAM_OR_SHOP, _TEAM),
            *(
                _MADE_BY_IT,
                _MAKES,
                ITS_CHART,
                _PLACE_AFTER,
                _HOT_IN,
                _ALSO_SAYS,
                _SPEAKER_AFTER,
                _OWNER_AFTER,
            ),
        )
    )
)
_TELLING_BEFORE = lazy_pattern(f"(?:背靠|跳转至|官方)$|{_POSES_AS.pattern}|{_TITLE_BEFORE.pattern}")


# what stands before a name and says what kind of thing it is: 外卖新秀闪达, AI相机产品妙拍
_KIND_BEFORE = lazy_pattern(
    r"(?:[\u4e00-\u9fffA-Za-z]{0,6}?)(?:新秀|新贵|黑马|新面孔|龙头|老将|老牌|软件|软体|应用|App|APP|产品|手游|小游戏|工具|平台|项目|插件|社区|浏览器|输入法|阅读器)(?=[\u4e00-\u9fffA-Za-z0-9]{2})"
)


def _bared(phrase: str, at: int) -> tuple[str, int]:
    """A name without the words before it that say what it is, and where it begins."""
    kind = _KIND_BEFORE.match(phrase)
    return (phrase[kind.end() :], at + kind.end()) if kind else (phrase, at)


class Resolver:
    """Finds the subject of one figure within one sentence, given what the passage spoke of before."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.speakers: list[tuple[int, int]] = []  # where the sentence names its sources
        self.topic = False  # whether the passage already speaks of something

    # -- the part a name plays ------------------------------------------------------------------------------------

    def role(self, mention: Mention, earlier: list[Mention]) -> str:
        """``subject``, ``beaten``, ``place``, ``owner``, ``speaker`` or ``work``."""
        if mention.kind == "work":
            return "work"
        if any(a <= mention.start and mention.end <= b for a, b in self.speakers) and not _ALSO_SAYS.match(
            self.text[mention.end : mention.end + 6]
        ):
            return "speaker"
        text = self.text
        before = text[max(0, mention.start - 5) : mention.start]
        if earlier:
            last = earlier[-1]
            between = text[last.end : mention.start]
            if (
                len(between) <= 3
                and last.end <= mention.start
                and _LIST_GLUE.fullmatch(between)
                and (side := self.role(last, earlier[:-1])) in ("beaten", "place")
            ):
                return side
        if _HANDING.search(before):
            return (
                "beaten"
                if _PUT_DOWN.match(
                    text[mention.end : mention.end + 12],
                )
                else "handed"
            )
        if before.endswith("》（") and text[mention.end : mention.end + 1] == "）":
            return "owner"  # 《云海》（某某网络）: who made it
        after = text[mention.end : mention.end + 14]
        if mention.names[0] in _STAGES and (
            (_STAGE_BEFORE.search(before) and not _STAGE_FIGURE.match(after))
            or _STAGE_AFTER.match(after)
            or before.endswith("背靠")
        ):
            return "place"
        last_letter = before.rstrip("《“「\n")[-1:]
        hit = _BEATEN.search(before) if last_letter in _BEATEN_ENDS else None
        if hit and hit[0].startswith(("像", "如")) and _SUCH_AS.match(after):
            hit = None
        if hit:
            word = hit[0].strip("《“「")
            if word in ("与", "和", "同", "跟", "及", "如", "像", "被", "超", "称为", "排在"):
                if word in ("与", "和", "同", "跟"):
                    if earlier and earlier[-1].end >= mention.start - 4:
                        return self.role(earlier[-1], earlier[:-1])
                    at = mention.start - len(hit[0])
                    if (
                        at > 0
                        and text[at - 1] not in "，。；：、,;“「 \n）)"
                        and not _SIDE_BY_SIDE.match(
                            text[mention.end : mention.end + 12],
                        )
                    ):
                        return "subject"
                elif word == "排在":
                    return (
                        "beaten"
                        if _BEFORE_OR_BEHIND.match(
                            text[mention.end : mention.end + 10],
                        )
                        else "subject"
                    )
                elif word == "超":
                    return "beaten"
                elif word == "称为":
                    return "subject"
            return "beaten"
        if _TELLING_BEHIND.match(after) or _TELLING_BEFORE.search(before):
            return self._part_told(mention, before, after)
        return "subject"

    def _part_told(self, mention: Mention, before: str, after: str) -> str:
        """The part that the words right before and behind a name give it."""
        if _RIVAL_OF.match(after):
            return "owner"
        if before.endswith(("背靠", "跳转至")):
            return "owner"
        if _ASIDE.match(after) or _FRACTION.match(after):
            return "beaten"
        if _MADE_BY.match(after):
            return "owner"
        if _INSIDE.match(after) and before.endswith(("在", "于")):
            return "place"
        if mention.form not in ("book", "quoted") and _BRINGS.match(after):
            return "owner"
        if (
            mention.form in ("quoted", "listed", "weak")
            and _LETTER.match(after)
            and before.rstrip("“「").endswith("版")
        ):
            return "owner"
        if mention.form in ("quoted", "listed", "weak") and _THING_OF.match(after):
            return "owner"
        if (
            mention.names[0] in _OWN_CHARTS
            and _CHART_OF.match(
                after,
            )
        ) or before.endswith("官方"):
            return "place"
        if _STORES_IN_ROW.match(after):
            return "place"
        if _TALKED_IN.match(after) or _POSES_AS.search(before):
            return "place"
        if _PART_OF.match(after):
            return "place"
        if _TITLE_BEFORE.search(
            before,
        ):
            return "owner"
        if _THEME_OF.match(after):
            return "owner"
        if _OPENS_NAME.match(after) and mention.form != "book" and self.text[mention.end - 1] not in "”」》":
            return "owner"
        if _TEAM_OR_SHOP.match(after) and mention.form != "book":
            return "owner"
        if _TEAM.match(after) and _BY.search(before):
            return "owner"
        if _MADE_BY_IT.match(
            after,
        ):
            return "owner"
        if ITS_CHART.match(after) and _RISES_ON.search(before):
            return "place"
        if (makes := _MAKES.match(after)) and self._names_soon(mention.end + makes.end()):
            return "owner"
        if mention.company or mention.form in ("lexicon", "latin"):
            if _PLACE_AFTER.match(after) and _PLACE_BEFORE.search(before):
                return "place"
            if _HOT_IN.match(after):
                return "place"
        if _ALSO_SAYS.match(after):
            return "subject"
        if _SPEAKER_AFTER.match(after):
            return "speaker"
        if mention.company and _OWNER_AFTER.match(after):
            return "owner"
        return "subject"

    def _names_soon(self, at: int) -> bool:
        """Whether a name follows in the same clause: 快手推出的剪辑工具轻剪."""
        for mention in self.names.between(at, at + 12):
            return not mention.company and not re.search("[，。；、\n]", self.text[at : mention.start])
        return False

    def eligible(self, mentions: list[Mention], *, weak: bool = False) -> list[Mention]:
        """Names that may be a subject, in their order; with ``weak`` also quoted words, companies and speakers."""
        mentions = [
            m
            for number, m in enumerate(mentions)
            if self.text[m.end - 1] in "”」》"
            or not (
                number + 1 < len(mentions)
                and mentions[number + 1].start == m.end
                and self.text[m.end] not in "“「《『"
                and mentions[number + 1].form not in ("book", "listed", "weak")
                and m.form not in ("book", "quoted", "listed")
            )
        ]
        roles = [self.role(mention, mentions[:number]) for number, mention in enumerate(mentions)]
        chosen = [
            m
            for m, role in zip(mentions, roles, strict=True)
            if role in ("subject", "handed") and not m.company and m.form != "weak"
        ]
        if chosen or not weak:
            return chosen
        chosen = [
            m
            for m, role in zip(mentions, roles, strict=True)
            if role in ("subject", "handed") and m.form == "weak"
        ]
        if chosen and (not self.topic or any(self.names.count(m.names[-1]) > 1 for m in chosen)):
            return chosen
        if self.topic:
            return []
        return [
            m
            for m, role in zip(mentions, roles, strict=True)
            if role in ("subject", "speaker", "handed") and (role != "speaker" or not m.company)
        ]

    def leading(self, mentions: list[Mention]) -> Mention | None:
        """Whom a sentence without figures speaks of: its first name that is surely one of an app."""
        chosen = [m for m in self.eligible(mentions, weak=True) if not m.company]
        chosen = [m for m in chosen if not self.setting(m)] or chosen
        sure = [m for m in chosen if m.form not in ("latin", "weak") or self.names.count(m.names[-1]) > 2]
        new = [m for m in chosen if _BROUGHT.search(self.text[max(0, m.start - 7) : m.start])]
        best = new or sure or chosen
        return best[0] if best else None

    def setting(self, mention: Mention) -> bool:
        """Whether a name only sets the scene: 逼空大战里, …连麦之后."""
        tail = re.match(
            r"[^，。；：！？]{0,30}?(?:里|中|后|时|之后|之际|期间|以来|下)[，,]",
            self.text[mention.end : mention.end + 34],
        )
        return tail is not None and not re.search("下载|榜|第|应用市场", tail[0])

    def group_ending(self, chosen: list[Mention]) -> list[Mention]:
        """The last name and those that stand in one list with it."""
        group = [chosen[-1]]
        for mention in reversed(chosen[:-1]):
            between = self.text[mention.end : group[0].start]
            owned = "" if self.text[group[0].start] in "《“「" else "的"
            between = re.sub(rf"(?<=[、和与及跟])[^，。、；《》“”]{{2,14}}{owned}$", "", between)
            if owned == "" and re.fullmatch(r"[、和与及跟]?[^，。、；《》“”第\d]{1,14}", between):
                between = "、" if between[0] in "、和与及跟" else between
            if len(between) <= 18 and _LIST_GLUE.fullmatch(between):
                group.insert(0, mention)
            else:
                break
        return group

    def subject(self, mention: Mention) -> Subject:
        kind = (
            mention.kind
            if mention.kind in ("app", "software", "group")
            else "software"
            if mention.kind in ("model", "package", "open_source", "plugin")
            else "group"
            if mention.kind == "store"
            else "app"
        )
        return Subject(tuple(dict.fromkeys(mention.names)), kind, mention.start)

    # -- lists with names nobody knows ----------------------------------------------------------------------------

    def listed(self, group: list[Mention], floor: int) -> list[Mention]:
        """A list with the unknown names that stand to the left of a known one: 一起小学学生、作业帮、猿辅导."""
        text = self.text
        full = list(group)
        while full and full[0].start > floor and text[full[0].start - 1] == "、":
            hit = re.search(
                r"(?:^|[、，。；：,:“”「」\s（）()年月日]|其中|分别是|依次是|包括|而|但|使得)([\u4e00-\u9fffA-Za-z0-9·+]{2,9})$",
                text[floor : full[0].start - 1],
            )
            if not hit or re.search(r"[的在是了为第]|\d", hit[1]):
                break
            start = floor + hit.start(1)
            full.insert(0, Mention(start, start + len(hit[1]), (hit[1],), "app", "list"))
        while full:
            hit = re.match(
                r"(?:、|和|与|及|以及)([\u4e00-\u9fffA-Za-z0-9·+]{2,9}?)(?=、|和|与|及|分别|分列|依次|则|均|都|双双|位列|分居|紧随|\d{1,2}月|的?新增|的?累计|的?下载|单日|日均|首[周日月])",
                text[full[-1].end : full[-1].end + 14],
            )
            if not hit or re.search(r"[的在是了为第]|\d", hit[1]):
                break
            start = full[-1].end + hit.start(1)
            full.append(Mention(start, start + len(hit[1]), (hit[1],), "app", "list"))
        return full

    def clause_subject(self, start: int, end: int) -> Mention | None:
        """An unknown name that opens a clause in front of a verb of charts or downloads: 微视首周新增下载三千万."""
        plain = _ONE_OF.match(self.text, start, end)
        if plain and not _NP_NO.search(plain["np"]):
            return Mention(
                plain.start("np"), plain.end("np"), (plain["np"], "一款" + plain["np"]), "app", "clause"
            )
        hit = _CLAUSE_SUBJECT.match(self.text, start, min(len(self.text), end + 30))
        if not hit or hit.end("np") > end:
            return None
        phrase = hit["np"]
        if any(phrase[:length] in REGIONS for length in range(max(1, len(phrase) - 2), len(phrase) + 1)):
            return None
        if _NP_NO.search(phrase) or phrase.isascii() or _GENERIC_END.search(phrase):
            return None
        known = self.names.longer(phrase)
        if known is not None:
            return Mention(hit.start("np"), hit.end("np"), (*known.names, phrase), known.kind, "clause")
        if _PRED_RE.match(phrase):
            return None
        if (
            len(phrase) == 2
            and self.topic
            and self.names.count(phrase) < 2
            and not _STANDS.match(self.text, hit.end("np"))
        ):
            return None  # 挂牌当天, 端午前十天的: said once, a word of every day
        phrase, at = _bared(phrase, hit.start("np"))
        doubtful = (
            self.topic
            and self.names.count(phrase) < 2
            and not _APPISH.search(phrase)
            and not _PARALLEL.match(self.text, hit.end("np"))
        )
        if doubtful:
            return Mention(at, hit.end("np"), (phrase,), "app", "phrase")
        return Mention(at, hit.end("np"), (phrase,), "app", "clause")

    def _plainly_behind(self, end: int, stop: int, after: list[Mention]) -> Mention | None:
        """An unknown name right behind the place that opens its clause: 第二名悠游网，."""
        hit = _NAME_THEN.match(self.text, end, stop)
        if hit is None or any(m.start < hit.end("np") for m in after):
            return None
        if not _PLACE_OPENS.search(self.text[max(0, end - 8) : end]):
            return None
        phrase = hit["np"]
        if _NP_NO.search(phrase) or phrase in REGIONS or _GENERIC_END.search(phrase):
            return None
        return Mention(hit.start("np"), hit.end("np"), (phrase,), "app", "behind")

    def behind(self, end: int, stop: int, mentions: list[Mention], *, touch: bool) -> list[Mention]:
        """Names that a figure points forward to: 第一是12306, 榜首换成X, 排第二的是Y, 亚军《Z》."""
        text = self.text
        hit = AFTER_IS.match(text, end, stop)
        after = [m for m in mentions if m.start >= end and m.end <= stop and m.kind != "work"]
        if hit:
            inside = [m for m in after if m.start >= hit.end() - 1]
            cut = re.search(r"[，。；;]|,(?!\d{3})|——", text[hit.end() : stop])
            limit = hit.end() + cut.start() if cut else stop
            inside = [m for m in inside if m.start < limit]
            if inside:
                first = inside[0]
                # the last name of the phrase is the thing, those before say whose it is
                apps = [m for m in inside if not m.company]
                pick = (
                    (apps or inside)[0]
                    if len(inside) > 1 and _LIST_GLUE.fullmatch(text[inside[0].end : inside[1].start])
                    else (apps or inside)[-1]
                    if not re.search("[、和与及]", text[first.end : inside[-1].start])
                    else (apps or inside)[0]
                )
                group = [pick]
                for mention in inside:
                    if mention.start >= group[-1].end and _LIST_GLUE.fullmatch(
                        text[group[-1].end : mention.start]
                    ):
                        group.append(mention)
                return group
            plain = re.match(
                r"(?:一款|一个|名为|叫|了|来自[^，。]{1,8}的)?[《“「]?([\u4e00-\u9fffA-Za-z0-9·]{2,12}?)[》”」]?(?=[，。；、（(]|$)",
                text[hit.end() : stop],
            )
            if (
                plain
                and not re.search(
                    r"[的是了]|第[一二三四五六七八九十]|\d{2,}|公司|一个|什么|最|它|他|因|由于|如此|这",
                    plain[1],
                )
                and text[hit.end() - 1] not in "被：:由"
            ):
                at = hit.end() + plain.start(1)
                return [Mention(at, at + len(plain[1]), (plain[1],), "app", "behind")]
            return []
        if touch and (unlisted := self._plainly_behind(end, stop, after)) is not None:
            return [unlisted]
        if touch and after:
            first = after[0]
            gap = text[end : first.start]
            if (
                re.fullmatch(r"(?:名|位)?(?:的)?(?:应用|App|游戏|软件|产品|手游|仍是|仍然是)?\s?", gap)
                and first.form != "weak"
            ):
                return [first]
        return []


OPENING_NO = lazy_pattern(
    _NP_NO.pattern
    + "|^(?:介绍|前言|目录|摘要|导读|简介|导语|引言|作者|来源|原标题|编者|正文|背景)|会$|节$|赛$|奥运|春晚|红包|大战|周末|时间|每年|每|一|不|有|什么|人|市|国|州|者$|们|信|钱|商|厂|学"
)
