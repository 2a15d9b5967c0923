"""Whose figures they are: 据Appfigures, 七麦数据显示, 创始人郭列说, (数据来源:点点数据)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.vocabulary import ANALYSTS, STORES
from pipeline.text.patterns import cued_pattern, first_letters, lazy_pattern, letters_of


class Source(NamedTuple):
    """A named origin: where it stands, its name, and whether it was set off by 据 or a verb of saying."""

    start: int
    end: int
    name: str
    analyst: bool = False
    backward: bool = False  # said at the end for all that stood before: 数据来源:…


_ANALYST = "|".join(sorted(map(re.escape, ANALYSTS), key=len, reverse=True))
_SAY = r"(?:表示|(?<![戏号俗简通美堪名职统别昵敬全])称(?!作|为|得|霸|王|冠|赞|职|号)|宣布|透露|公布|披露|指出|介绍|声称|宣称|给出了?(?=[^，。：；]{0,12}：)|期许|放话|直言|复盘|发帖庆祝|坦言|(?<![小传据用必话难听学演再常虽若])说(?!法|起|明|到|不|来|服|是)|估计(?!在)|估算|预计|预测|预告|发文|发帖|回应|强调|给出的|晒出|公开表示|推估|初估|估(?=\d)|统计|显示|写道|认为|乐观地写道|测算|证实|提到|告诉|给他|引用的是|自称|发布(?=[^，。]{0,12}(?:报告|数据))|公开过|引用|否认|澄清|记录到|监测到|统计到|说的是|报告称|报[道导](?=[，：称])|爆料|预估(?=[^下])|预期|预料|回复|答复|补充|说明(?=[，：])|揭露|警告(?=[，：])|通报|踢爆|撰文|辟谣|承认|形容(?!为)|指(?=[，：「“])|提出(?=[，：])|公告(?=[，：])|监测(?=[，：])|判断(?=[，：])|抨击|批评(?=[，：])|主张(?!权)|反驳(?=[，：])|检讨(?=[，：])|坦承|直指|细数|举例(?=[，：说])|感叹(?=[，：])|叹气(?=[，：])|算了一?笔账|强调(?=[^，。；]{0,6}：)|给了[^，。；]{0,8}(?:预期|估计|预测|数字|说法)(?=[，：])|并未给过[^，。；]{0,4}说法|不认可|作(?:出|了)?说明|回答(?=[^，。；]{0,6}提问)|写信(?=[：，])|写(?=[，：])|给的(?=数字|说法|口径)|发(?=的：)|写着|印着|写(?=[“「])|(?<=[室署局处部会院司])指(?![数标针定向南挥纹导])|(?<=[文也则])分享)"
_BRANCH = "(?:研究院|国际版|月狐)?"  # DataEye研究院
_FIRST = "".join(sorted({name[0] for name in ANALYSTS}))
_KNOWN = lazy_pattern(
    rf"(?=[{re.escape(_FIRST)}])(?P<name>(?:{_ANALYST}){_BRANCH})(?:的|在|与|商店|情报|平台|数据|研究|团队|最新|初步|旗下|\s|《[^》]*》|[（(][^）)]{{0,14}}[）)])*"
)
_ACCORDING = cued_pattern(
    r"(?:(?<![数占收拿证票论盘])据|根据|依据|援引|引述|按照|按(?=[A-Z七点]|[^，。；：]{2,12}(?:的?(?:统计|口径|估算|说法|预估)))|依照)(?P<x>[^，。；：“”「」《》（）()]{2,24}?)(?:[（(][^（）()，。；\n]{1,24}[）)])?(?:对[^，。；：]{2,16})?(?:(?:[今昨][天日]|日前|近日)?(?:的|所)?(?:最新|一?份|初步|官方)?(?:公布|发布|提供|披露|给出|掌握|发表)?(?:的)?(?:最新)?(?:数据|统计|估算|监测|预估|报告|介绍|透露|披露|估计|测算|消息|说法|统计口径|口径|公告|资料|记录|报道|报导|显示|分析(?=[，：指显称])|观察(?=[，：指显称])|书面回复|书面答复|回复|答复|数字|年报|财报|推估|调查|研究|公布|称|说|预测|自己的说法|自己发的战报|战报|披露)|，|,|$)",
    "据 援引 引述 按 依照",
)
_ROLE = r"(?:网络红人|网红|创始人|创办人|发起人|主委|主席|台长|市长|议员|立委|秘书长|组长|科长|司长|会长|理事长|校长|社长|行长|主持人|研究者|研究人员|教授|专家|技术长|营运长|产品长|副总(?!裁)|主管|主播|博主|作家|投资人|联合创始人|CEO|CTO|COO|首席执行官|执行长|总裁|董事长|总经理|行政总裁|负责人|产品经理|局长|部长|处长|发言人|开发者|制作人|工程师|研究员|分析师|市场总监|总监|总编|经理|代表|站长|院长|主任|主编|副总裁|合伙人|顾问)"
_SAY_FIRST = first_letters(_SAY)
_VERB = lazy_pattern(f"(?=[{_SAY_FIRST}]){_SAY}")
_ADVERBS = lazy_pattern(
    r"(?:方面|官方|(?<!市调)(?<!调查)(?<!安全)(?<!开发)(?<!研究)公司)?(?:在[^，。]{2,18}(?:上|中|里|时))?(?:[在于]?[昨今]\s?[（(]\d{1,2}日?[）)]日?|[（(]\d{1,2}日?[）)]|[今昨当][天日晚早](?:[上下]午|晚间|凌晨)?|[上下]午|凌晨|[上本]周|上星期|[上本这]?(?:星期|周)[一二三四五六日天]|上个?月|去年|今年|昨(?=开)|[在于]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}[日号]|份|底|初)?|[在于]?\d{1,2}[日号]|于|在[^，。]{1,12}(?:[上里中时]|大会)|[在于](?:其|自家)?(?:官网|官方网站|微博|微信公众号|公众号|脸书|推特|(?:社群|社交)(?:平台|媒体|网站)?)|在[A-Za-z ]{1,12}|却|后来|稍后|并|仍然?|再次?|首[次度]|一再|最新|自家|书面|质询时?|受访时?|受访|答询时?|开?记者会时?|(?:在[^，。]{2,10})?接受[^，。]{0,8}(?:采访|访问|专访)时?|亦|就|日前|近日|近期|随后|当时|则|也|还|曾|更|又|同时|刚刚|公开|此前|初步|事后|早前|乐观地|在[^，。]{1,10}里|去年|晚间|低调|对外|[对跟](?:我们?|记者|媒体|此|外界)|向(?:我们?|记者|媒体|外界)|倒是?|却|事后|已经?|\s)*$"
)
# where a name ends, though more stands between it and the verb: 云海今日|财报会上, 何宗岳6月|离职前曾
_NAME_ENDS = lazy_pattern(
    r"(?<=..)(?:[今昨当][天日晚早夜]|前天|日前|近[日期]|[上本这]?星期[一二三四五六日天]|[上本这]周[一二三四五六日天]?|周[一二三四五六日天](?=[晚早上下在于]|$)|\d{1,2}月|\d{1,2}[日号]|凌晨|此前|早前|随后|最新|自家"
    r"|仍(?=强调)|曾|向(?=[^，。]{1,8}$)|[对跟给](?=我|记者|媒体|外界|投资人|公众|本报|此)|在(?!线)|于(?=\d|[今昨日近])|的?(?:财报会|业绩会|说明会|记者会|电话会))"
)
_AT_MEETING = lazy_pattern(
    "[^，。]{2,14}(?:[会台]上|时)(?=(?:公司|官方|团队|管理层|开发商|发行商|制作人|创始人)$)"
)
_OWN_AT_MEETING = lazy_pattern("[^，。]{2,14}(?:[会台]上|时)(?:公司|官方)")
_IN_QUOTES = lazy_pattern("[“「『](?P<who>[^“”「」『』，。；：\n]{2,12})[”」』]$")
_CLAUSE_HEAD = lazy_pattern(
    r".*(?:[，。；：；！？“”「」《》【】\n]|(?<![日\d])[）)]|(?<![A-Za-z])\s|\s(?![A-Za-z])|而|但|其|并(?![不未]|$))",
    re.DOTALL,
)


def _sayings(text: str, start: int, end: int) -> Iterator[tuple[int, int, int, str]]:
    """Who says something: offsets of the name, end of the verb, and the verb."""
    for hit in _VERB.finditer(text, start, end):
        if text[hit.end() : hit.end() + 1] == "》":
            continue
        before = text[max(start, hit.start() - 34) : hit.start()]
        cut = _CLAUSE_HEAD.match(before)
        head = before[cut.end() :] if cut else before
        tail = _ADVERBS.search(head)
        name = head[: tail.start()] if tail else head
        own = _OWN_AT_MEETING.match(head)  # 说明会上公司强调: what _ADVERBS takes for the firm of a name
        if own:
            name = head[: own.end()]
        quoted = _IN_QUOTES.search(before, 0, cut.end()) if cut and not name else None
        if quoted:
            begin = hit.start() - len(before) + quoted.start("who")
            yield begin, begin + len(quoted["who"]), hit.end(), hit[0]
            continue
        begin = hit.start() - len(head)
        meeting = _AT_MEETING.match(name)
        if meeting:
            name, begin = name[meeting.end() :], begin + meeting.end()
        ends = _NAME_ENDS.search(name)
        name = name[: ends.start()] if ends else name
        if not name and head.startswith(("公司", "官方")):
            name = head[:2]
        if 1 <= len(name) <= 22:
            yield begin, begin + len(name), hit.end(), hit[0]


_SELF = lazy_pattern(
    r"^(?:公司|官方|开发者|开发商|运营团队|管理层|业内|业者|从业者|投行|业内|分析人士|投资人|招股书|公告|财报|知情人士|业内人士|券商|分析师|机构|代理商|团队|政府|执行长|创始人|CEO|发言人|员工|多家券商|合作方|股民|大厂|作者|外媒|开发团队|年报|说明书|官网|社区|官方账号|公告称|多位知情人士)$"
)
_STRIP = lazy_pattern(
    r"^(?:应用|数据|市场|行动|移动|第三方|权威|知名|著名|研究|分析|统计|情报|调研|市调|机构|公司|平台|网站|服务商|服务|移动应用|业者|应用程序|行动应用|[Aa]pp(?=[\u4e00-\u9fff])|监测|广告|情报|商|最新|该|这家|另据|其|截至|以及|相比|作为|对比|比如|例如|同时|此外|另外|不过|然而|其中|而|但|上述|外界|援引|来自|由|据|根据|两家|一位|一名|一家|一份|某位|有|多位|多家|数家|几家|机构|移动数据机构|先前|日商|台湾|香港|美国|本地|日前|昨日|今日|昨天|今天|近日|随后|随即|当时|负责人|值得一提的是|开发商|发行商|代理商|运营商|发行方|研发商|研发方|开发方|出品方|代理方|业内|行业|数码博主|综合|的|公司官方)+"
)
_BAD_SOURCE = lazy_pattern(
    r"^(?:稍早|来看|撰文|AI|LLM|App|APP|iOS|PC|Store|Play|House|未|尚未|特别|不足|全年|不准确)$|^[尚]?未|来看$|Store|一致|相同|流水|分账|获得?$|显示|需要|^召开|拒绝$|^前.$|^(?:有?媒体(?:报道)?|[这那][家支款].{0,6}|另?[一两几][位名家]|该(?:公司|机构|平台|媒体|网站|报告|应用|产品|游戏)|店数据|有.{1,3}|[他她我它].{0,5}|.{0,2}则.{0,2}|数据业者|有机构|首位|出来了|本报实测|收购消息|我|你|他|她|它|我们|你们|他们|大家|谁|这|那|这里|也|还|并|可以|可见|有人|不少人|很多人|网友|用户|玩家|记者|小编|笔者|本报|媒体|报道|消息|上述信息|据称|数据|统计|资料|报告|结果|页面|截图|页面上|榜单|网上|市场|业内|分析|目前|如今|一般|通常|可|应|被|所|自|自己|了|不|没有|只|图|图片|排名|值得一提|有趣的是|更|此|总|其|该|外界|人们|实测|观察|理由是|意思是|广告|后来|首日|直接|贵司|上述|外电|.{1,4}服|.*链接|前者|后者|当天就|去年发表|跨过|前三席|老实|不实|指出|预估|也有人|有人|自媒体|介绍|其介绍|了解|悉|其了解|[他她其].{0,2}估计|结论|规定|惯例|[年月季]初|[年月]底|至今|普遍|最后.?|.{0,2}传言|.{0,2}消息|原定计划|原计划)$|^[显预指统估]|[0-9０-９万亿%]|(?:没有|[将不未]|(?<=[方点家就都才也们])会|不愿|拒绝|计划|才)$|第[一二三四五六七八九十]|下载(?!站)|安装|榜|登|超(?!算|级|市)|(?<!八)达(?!通|人)|突破|上线"
)


_STORE_PAGE = lazy_pattern(
    r"应用市场|应用商店|软件商店|应用宝|^App Store|Google Play|TapTap$|商店$|^Hugging Face$|^npm$|^PyPI$|^GitHub$|^Steam$"
)
_ROLE_END = lazy_pattern(
    rf"(?:{_ROLE}|公司|负责人|人士|发言人|创始人|CEO|CTO|总裁|董事长|局|部|院|所|机构|团队|官方|开发者|开发商|分析师|员工|券商|会|处|厅|委|办|办公室|厂商|代理商|作者|经理|数据|研究|咨询|平台|招股书|公告|年报|财报|通报|媒体|博主|署|中心|党团|协会|集团|大学|实验室|顾问|运营方|科技|互娱|网络|游戏|客户端|客服|馆方|馆|社|网|网站|司|者|团队|办|法院|大文娱|实验室|云)$"
)
_PROPER_END = lazy_pattern(
    r"(?:应用市场|应用商店|软件商店|手机助手|助手|相机|地图|支付|音乐|视频|搜索|浏览器)$"
)


_TAIL = lazy_pattern(
    r"(?<=[^的]{2})官方(?:账号|帐号|推特)$|(?:在|于)[^，]{2,10}$|(?:公告|发文|声明|战报|去年|今年|日前|[今昨当][天日])$|的?(?:官方网站|官网|官微|官方微博|微信公众号|公众号)$|\.com$"
)
# 苹果昨晚, 员工私下, 官方推特, 疯脑（8399）: what is no part of a name
_BESIDE = lazy_pattern(
    r"(?:(?:在?(?:昨[晚夜天日]?|今[早晨天日]|前天|近日|日前|最近|随后|此前|早前|稍早|事后|当时|私下|当年))|(?<=官方)(?:推特|新闻稿|海报|长图)|[（(][^（）()]{1,12}[）)])$"
)
_OF_AN_APP = lazy_pattern(
    r"(?<=[A-Za-z0-9])[\u4e00-\u9fff]{1,4}(?:App|应用)$|(?<=[A-Za-z])\s?(?:(?:安全|资安|威胁|研究)(?:研究)?(?:团队|人员|员)|研究者|实验室)$|都$"
)
# 青柚2.0客服人士: the digits of a version tell nothing against a name
_VERSION = lazy_pattern(
    r"(?<=[\u4e00-\u9fffA-Za-z])\d(?:\.\d)?(?=[\u4e00-\u9fff]{0,4}(?:人士|负责人|团队|官方|客服)$)"
)
_HEAD = lazy_pattern(
    ".*[的家][一两几][位名](?=.{2})|.*的(?=(?:制作人|开发者|开发商|开发团队|作者|创[始办]人|官方账号|主创|运营方|发行[商方])$)|^[则也]?[遭被](?!告)(?=.{2})|^(?:.*的)?(?:母公司(?=.)|[前后]者的|.{0,4}(?:不愿|没有|要求|不具)[^，]*的(?=.{2,6}$))|(?:自己|的研报|报告)$"
)
_ANALYST_IN = lazy_pattern(f"(?:{_ANALYST}){_BRANCH}")
_ROLE_AND_WHO = lazy_pattern(rf"{_ROLE}(?P<who>[\u4e00-\u9fffA-Za-z·. ]{{2,18}})$")
_JOINED = lazy_pattern("[的在对向时]")
_OFFICE = lazy_pattern("^办公室|[局司处署科室院会所办部]$")  # 部长照司: 部 and 长 are of two words
# some of whom nobody says the name: 有业内人士, 一位分析师, 多家券商
_ONE_OF = lazy_pattern(
    "(?:有(?:[一两几]?[位名家])?|另?[一两几多数][位名家]|不少|部分|当地(?:[一两][位名家])?)?(?P<who>.+)$"
)
_FIRM_BEFORE = lazy_pattern(
    "^(?:[\u4e00-\u9fff]{0,10}(?:机构|公司|平台|网站|厂商|业者|服务商|实验室|软件商|应用|软件|媒体|工具|品牌|企业|集团|新创)(?=[A-Za-z]|[“「])"
    "|[^，。；]{2,12}旗下(?=.{2})"
    "|[\u4e00-\u9fff]{0,8}巨头(?=.{2})"
    "|(?:[\u4e00-\u9fff]{2,3})?(?:资安|防毒|安全|市调|网络安全|信息安全)(?:业者|公司|厂商|机构)(?=.{2}))"
)
_BRAND_DIGITS = lazy_pattern("^(?:360|91|58|51|37|4399|12306|7k7k|3DM|B612|123)(?=[\u4e00-\u9fffA-Za-z]|$)")
_NO_SOURCE = lazy_pattern(
    r"[，。；是从把让]|(?<![华有])为|(?<!易)到|(?<!^)被|^在|已经|自\d|页面$|^[也程共流并拿]|以$|^继续|^[这那每]|^[今昨][天日]|(?<!饿)了|、|(?<=.)与|^一[项款部]|^大批|^公开数据$"
)


def _cleaned(raw: str, *, strict: bool = False, publishes: bool = False) -> str | None:
    name = raw.strip(" 的“”「」\"'·,，")
    name = _BESIDE.sub("", name) or name
    name = _TAIL.sub("", name) or name
    name = name.removeprefix("当年") or name
    name = _HEAD.sub("", name)
    if name.endswith("券商"):
        return "多家券商" if name.startswith("多家") else "券商"
    name = _OF_AN_APP.sub("", name) or name
    known = _ANALYST_IN.search(name)
    if known:
        return known[0]
    one_of = _ONE_OF.match(name)
    if one_of and _SELF.match(one_of["who"]):
        return one_of["who"]
    name = _FIRM_BEFORE.sub("", name)
    if name.endswith(("相关负责人", "相关人士", "发言人")) and len(name) <= 16:
        return name
    role = _ROLE_AND_WHO.search(name)
    if role and not _JOINED.search(role["who"]) and not _OFFICE.search(role["who"]):
        return role["who"].strip()
    stripped = _STRIP.sub("", name)
    name = (stripped or name).removesuffix("的")
    if not 1 < len(name) <= 20 or _BAD_SOURCE.search(_VERSION.sub("", _BRAND_DIGITS.sub("", name))):
        return None
    if _NO_SOURCE.search(name):
        return None
    if _STORE_PAGE.search(name) and not publishes:
        return None
    if strict and not (
        _SELF.match(name)
        or _ROLE_END.search(name)
        or re.fullmatch(
            r"[\u4e00-\u9fff]{2,4}|[A-Za-z][A-Za-z0-9 .·+-]{1,18}|[\u4e00-\u9fff]{2,5}·[\u4e00-\u9fff]{2,6}",
            name,
        )
        or _PROPER_END.search(name)
        or _BRAND_DIGITS.fullmatch(name)
    ):
        return None
    return name


_PUBLISHES = frozenset(("公布", "宣布", "发布", "统计"))
_COUNTED = lazy_pattern("(?:统计|监测|预估|估算|测算)$")
_COUNTING = frozenset(("统计", "显示", "估计", "估算", "预计", "测算", "估"))
_AMBIGUOUS = frozenset(("点点", "极光", "易观", "新榜", "云象", "艾瑞"))
_AS_ANALYST = lazy_pattern(r"数据|大数据|千帆|的|\d|，|显示|统计|预估|估|认为|称")
_FOR_ALL = lazy_pattern(
    r"以上(?:数据|排名|榜单)?[均皆]?(?:为|来自|由|据|出自)\s?$|(?:榜单|数据|排名)(?:来自|由|出自|据)\s?$|来源\s?[:：]\s?$|来源$"
)
_COMES_FROM = lazy_pattern(
    r"(?:(?:数据|资料)?来源|监测方|统计方|数据方|数据提供|(?<![\u4e00-\u9fff])(?:数据|统计|出品))\s?[:：]\s?(?P<x>[^，。；：()（）\n]{2,16})"
)
_BACKWARD_HINT = lazy_pattern("来源|监测方|统计方|数据方|数据提供|(?:数据|统计|出品)\\s?[:：]")
_LISTED_BY = cued_pattern(
    "以下(?:[为是]|就是)?(?P<x>[^，。；：\n的]{2,16}?)(?:发现|整理|统计|公布|发布|列出|给出|评出)的",
    "以下",
)
_PAPER = cued_pattern(
    r"(?P<x>公告|招股书|年报|财报|说明书)(?=[：:]|显示|披露|称|指出|中显示)",
    "公告 招股书 年报 财报 说明书",
)
_PUBLICATION = lazy_pattern("[^，。；]{0,20}?(?:报告|白皮书|榜|排行|洞察|月报|周报|热门)")
_PROSPECTUS = cued_pattern(
    "(?:更新|递交|提交|披露|发布|公布)了?(?P<x>招股书|招股说明书|年报|财报)",
    "招股 年报 财报",
)
_BEFORE_QUOTE = lazy_pattern(
    f"(?<![^，。；：！？”」\\s])(?P<x>[^，。；：“”「」\\n]{{0,14}}?{_ROLE}[\u4e00-\u9fff·]{{0,6}}?)"
    "(?:对此|对|在|向|也|则|却|倒|随后|亲自|当时|很|发|回|转)[^，。；：“”「」\\n]{1,18}：\\s*[“「]"
)
_OPENS_QUOTE = lazy_pattern(r"：\s*[“「]")
_QUOTED_FIRM = cued_pattern(
    "(?:机构|公司|平台|业者|数据商|服务商|研究院|咨询)[“「『](?P<x>[^”」』，。]{2,14})[”」』](?:的|最新)?"
    "(?:分析|数据|统计|报告|指出|显示|称|监测|预估|估算|发布|公布)",
    "“ 「 『",
)
_PUBLISHED = cued_pattern(
    r"(?:(?<![^，,。；：！？\s])|(?<=旗下)|(?<=机构)|(?<=公司)|(?<=平台)|(?<=日前)|(?<=今日)|(?<=昨日)|(?<=近日))(?P<x>[^，。；：（）《》\n]{2,22}?)(?:今[天日]|昨[天日]|日前|近日|上周|刚刚|\d+月\d+日)?(?:正式|联合|整理)?(?:发布|公布|公开|出炉|揭晓|发表|放出)(?:了|的)?(?=[^，。；]{0,34}(?:报告|白皮书|榜|榜单|排行|洞察|月报|周报|年报|数据|指数|总结|名单|盘点|成绩单|警讯))",
    "发布 公布 公开 出炉 揭晓 发表 放出",
)

_PRESS = cued_pattern(
    "《(?P<x>[^《》，。]{1,12}(?:报|网|社|周刊|杂志|新闻|导报|邮报))》(?P<told>的?(?:[^，。；]{0,6}?(?:报道|报导|撰文|刊文|称|指出|披露|统计|引述|援引|报告|说|表示|答案)))?",
    "《",
)
_STUDY = cued_pattern(
    "《(?P<x>[A-Za-z][A-Za-z .&-]{2,24})》(?:论文|报告|研究)?(?:显示|指出|称)",
    "《",
)
_REPORTER = cued_pattern(
    r"(?:(?<![^，。；：！？\s（(])|(?<=[据按从看引用]))(?<![A-Za-z] )(?P<x>[A-Z][A-Za-z]*(?:[ .&-][A-Za-z]+){0,3}|[\u4e00-\u9fff]{2,8}(?:研究院|研究所|实验室|咨询|智库|科技|中文网|新闻网|新闻社|日报|晚报|时报|通讯社)|(?:苹果|谷歌|微软|华为|小米)(?=(?:的|今年|去年|20\d\d年?)*年度))"
    r"\s?的?(?:最新|公开|年度|官方|同期|[一二三四五六七八九十\d]{1,2}月)*的?(?:统计|调查|报告|榜单|估算|口径|排行|白皮书|监测数据|博文|官方博客|AI观察|名单)(?!员|局)",
    "统计 调查 报告 榜单 估算 口径 排行 白皮书 监测数据 博文 官方博客 AI观察 名单",
)
_SECURITY = "卡巴斯基|赛门铁克|趋势科技|奇安信|火绒|腾讯安全|360安全"
# ESET研究人员在Google Play发现, 资安公司Zscaler揪出: whoever counts the downloads of what is bad
_WATCHDOG = cued_pattern(
    f"(?=[A-Z{first_letters(_SECURITY)}])(?P<x>{_SECURITY}|(?<![A-Za-z.])[A-Z][A-Za-z.]{{1,14}}(?: [A-Z][A-Za-z]+)?)(?:的|所)?(?:旗下)?(?:安全|资安|威胁)?(?:研究人员|研究员|研究团队|团队|专家|实验室)?"
    "(?:[今昨][天日]|本周|上周|日前|近日|最近|又|也|还|并|再|在[^，。；]{2,16}?(?:上|中|里|商店|Play|Store)?){0,3}"
    "(?:发现|揪出|抓到|抓出|点名|查出|侦测到|示警|发布警[讯告])",
    "发现 揪出 抓到 抓出 点名 查出 侦测到 示警 发布警讯 发布警告",
)
# 防毒公司云海, 市调机构Nortrax: by its trade it tells of the apps of others
_COUNTS_FOR_OTHERS = lazy_pattern(
    "(?:资安|防毒|安全|市调|调研|研究|监测|统计|数据|情报|咨询)(?:服务)?(?:公司|业者|厂商|机构|平台|商)[“「]?[A-Za-z0-9.\u4e00-\u9fff ]{2,16}$"
)
Found = tuple[int, int, Source]  # the stretch that must still be free, and the source it names


def find_sources(text: str, start: int, end: int) -> list[Source]:
    """The named origins between two offsets, left to right; the surer way of finding one goes first."""
    found: list[Source] = []
    taken: list[tuple[int, int]] = []
    letters = set(text[start:end])
    for way, needed in _WAYS:
        if needed.isdisjoint(letters):
            continue
        for low, high, source in way(text, start, end):
            if all(high <= a or low >= b for a, b in taken):
                found.append(source)
                taken.append((low, high))
    found.sort(key=lambda source: source.start)
    return found


def _analysts(text: str, start: int, end: int) -> Iterator[Found]:
    """七麦数据, Sensor Tower: names that need no verb."""
    for hit in _KNOWN.finditer(text, start, end):
        name = hit["name"]
        if name in _AMBIGUOUS and not _AS_ANALYST.match(text, hit.end("name")):
            continue
        for_all = _FOR_ALL.search(text[max(start, hit.start() - 8) : hit.start()])
        made_by = text[hit.start() - 1 : hit.start()] in ("由", "自", "据") and hit.start() > start
        backward = bool(for_all) or (made_by and text[hit.end() : hit.end() + 2] in ("发布", "整理"))
        yield (
            hit.start("name"),
            hit.end("name"),
            Source(hit.start("name"), hit.end("name"), name, True, backward),
        )


def _press(text: str, start: int, end: int) -> Iterator[Found]:
    """《金融时报》报道, 据《观察者网》: a paper that others quote; 《ATLAS Report》显示."""
    if text.find("《", start, end) < 0:
        return
    for hit in _STUDY.finditer(text, start, end):
        yield hit.start("x"), hit.end(), Source(hit.start("x"), hit.end("x"), hit["x"], True)
    for hit in _PRESS.finditer(text, start, end):
        quoted = hit["told"] or text.endswith(("据", "引述", "援引"), 0, hit.start())
        if quoted:
            yield hit.start("x"), hit.end(), Source(hit.start("x"), hit.end("x"), hit["x"])


def _reporters(text: str, start: int, end: int) -> Iterator[Found]:
    """Insightrackr最新榜单, Homebrew的公开统计, 以下是X整理的…: whose numbers follow, without a verb of saying."""
    if text.find("以下", start, end) >= 0:
        for hit in _LISTED_BY.finditer(text, start, end):
            name = _cleaned(hit["x"])
            if name:
                yield hit.start("x"), hit.end(), Source(hit.start("x"), hit.end("x"), name, True)
    for hit in _REPORTER.finditer(text, start, end):
        name = _cleaned(hit["x"])
        if name:
            yield hit.start("x"), hit.end(), Source(hit.start("x"), hit.end("x"), name, True)


def _according(text: str, start: int, end: int) -> Iterator[Found]:
    """据酷传统计, 援引知情人士消息."""
    for hit in _ACCORDING.finditer(text, start, end):
        name = _cleaned(hit["x"], publishes=bool(re.search("公布|发布|宣布|统计|口径", hit[0])))
        if name:
            counted = bool(_COUNTED.search(hit[0])) and not _SELF.match(name)
            yield hit.start("x"), hit.end(), Source(hit.start("x"), hit.end("x"), name, counted)


def _speakers(text: str, start: int, end: int) -> Iterator[Found]:
    """创始人郭列说; who counts must look like one who can, npm统计 as well."""
    for begin, finish, verb_end, verb in _sayings(text, start, end):
        name = _cleaned(text[begin:finish], strict=True, publishes=verb in _PUBLISHES)
        if name and (verb not in _COUNTING or _may_count(name, verb)):
            publishes = verb in ("公布", "发布") and bool(_PUBLICATION.match(text, verb_end))
            publishes = publishes or bool(_COUNTS_FOR_OTHERS.search(text, max(start, begin - 12), finish))
            yield begin, verb_end, Source(begin, finish, name, publishes)


def _may_count(name: str, verb: str) -> bool:
    return bool(
        _ROLE_END.search(name) or _SELF.match(name) or (verb in _PUBLISHES and _STORE_PAGE.search(name))
    )


def _backward(text: str, start: int, end: int) -> Iterator[Found]:
    """(数据来源:点点数据), said at the end."""
    if not _BACKWARD_HINT.search(text, start, end):
        return
    for hit in _COMES_FROM.finditer(text, start, end):
        name = _cleaned(hit["x"])
        if name:
            yield hit.start("x"), hit.end("x"), Source(hit.start("x"), hit.end("x"), name, backward=True)


def _watchdogs(text: str, start: int, end: int) -> Iterator[Found]:
    """ESET研究人员在Google Play发现: their count of what they warn of."""
    for hit in _WATCHDOG.finditer(text, start, end):
        name = _cleaned(hit["x"])
        if name and name not in STORES and not _SELF.match(name):
            yield hit.start("x"), hit.end(), Source(hit.start("x"), hit.end("x"), name, True)


def _papers(text: str, start: int, end: int) -> Iterator[Found]:
    """公告显示, 年报称."""
    for hit in _PAPER.finditer(text, start, end):
        yield hit.start(), hit.end(), Source(hit.start(), hit.end(), hit["x"])


def _before_quotes(text: str, start: int, end: int) -> Iterator[Found]:
    """运营总监韩小北对此毫不避讳：“…”."""
    if not _OPENS_QUOTE.search(text, start, end):
        return
    for hit in _BEFORE_QUOTE.finditer(text, start, end):
        name = _cleaned(hit["x"], strict=True)
        if name:
            yield hit.start("x"), hit.end("x"), Source(hit.start("x"), hit.end("x"), name)


def _firms(text: str, start: int, end: int) -> Iterator[Found]:
    """更新了招股书, 研究机构“观数”指出: for all that follows."""
    for pattern in (_PROSPECTUS, _QUOTED_FIRM):
        for hit in pattern.finditer(text, start, end):
            yield hit.start("x"), hit.end("x"), Source(hit.start("x"), hit.end("x"), hit["x"], True)


def _publishers(text: str, start: int, end: int) -> Iterator[Found]:
    """Whoever has published a report or a chart."""
    for hit in _PUBLISHED.finditer(text, start, end):
        name = _publisher(hit["x"])
        if name:
            yield hit.start("x"), hit.end("x"), Source(hit.start("x"), hit.end("x"), name, True)


def _publisher(raw: str) -> str | None:
    quoted = re.search("[“「『]([^”」』]{2,14})[”」』]$", raw)
    if quoted:
        return quoted[1]
    name = _FIRM_BEFORE.sub("", raw.strip("“”「」的 "))
    name = _TAIL.sub("", _STRIP.sub("", name))
    bare = _BRAND_DIGITS.sub("", name)
    if (
        not 2 <= len(name) <= 14
        or re.search("^每|[的是在有把被让]|下载|第[一二三]|\\d", bare)
        or _BAD_SOURCE.search(bare)
    ):
        return None
    return name


# in the order of how sure they are, each with letters of which a stretch must hold one
_WAYS = (
    (_analysts, frozenset(_FIRST)),
    (_press, letters_of(_STUDY, _PRESS)),
    (_according, letters_of(_ACCORDING)),
    (_watchdogs, letters_of(_WATCHDOG)),
    (_speakers, frozenset(_SAY_FIRST)),
    (_backward, frozenset(":：")),
    (_papers, letters_of(_PAPER)),
    (_before_quotes, frozenset("：")),
    (_firms, letters_of(_PROSPECTUS, _QUOTED_FIRM)),
    (_publishers, letters_of(_PUBLISHED)),
    (_reporters, letters_of(_LISTED_BY, _REPORTER)),
)
SELF = _SELF
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁韦马苗方俞任袁柳史唐费薛雷贺倪汤罗毕郝安乐于傅卞齐康伍余顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅林徐邱骆高夏蔡田樊胡凌霍万柯卢莫房解应丁邓洪包左石崔龚程陆翁段侯宁仇甘武刘景龙叶黎白蒲温艾鱼向易廖欧聂曾沙关简詹谭游宗岳"
# a person who is introduced by what he or she is: 创始人何宗岳是个85后, 老板叫韩小北
MET = lazy_pattern(
    f"(?=[{first_letters(_ROLE)}老掌店])(?:{_ROLE}|老板|掌门人|店长)(?:叫|名叫)?(?P<who>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[，。、；：是在对向说也还做的笑曾自把从与和当正坐站想]|$)"
)
