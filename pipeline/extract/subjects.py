"""Whose figure it is: the name in its clause, behind it, before it, or the one the passage speaks of."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.extract.names import Mention, Names
from pipeline.extract.rows import GLUE
from pipeline.extract.unlisted import opens_clause
from pipeline.text.patterns import lazy_pattern


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
                and GLUE.fullmatch(between)
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

    def clause_subject(self, start: int, end: int) -> Mention | None:
        """A name that nobody knows in front of a verb of charts or downloads: 微视首周新增下载三千万."""
        return opens_clause(self.text, self.names, start, end, topic=self.topic)
