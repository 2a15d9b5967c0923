"""What a number measures: downloads, or something that is no business of ours."""

from __future__ import annotations

from pipeline.text.patterns import lazy_pattern


def _first_letters(alternatives: str) -> str:
    """The letters with which a pattern of alternatives can begin: tried first, they spare most places the rest."""
    depth, letters, at_start = 0, "", True
    for place, letter in enumerate(alternatives):
        if at_start and depth == 0:
            if letter == "[":
                letters += alternatives[place + 1 : alternatives.index("]", place)]
            elif letter != "(":
                letters += letter
        at_start = letter == "|" and depth == 0
        depth += (letter in "([") - (letter in ")]")
    return "".join(sorted(set(letters)))


_DOWNLOADS = (
    r"下载(?!页|包(?!括|含)|速度|安装包|服务(?!量)|链接|器|站|渠道|地址|专区|按钮|入口|界面|排队|途径|中心|权限|即可|要等|加安装|到|文件|资料)(?:量|次数|人数|人次|数|总量|总数|数字|数据)?|安装(?!包|费|率|师|工|渗透|前(?![一二两三四五六七八九十\d])|程序)(?:量|次数|数)?|装机(?!员|必备|率|渗透)(?:量|数|次数|部数|台数)?"
    r"|分发量|应用分发(?:总量|量|次数)?|分发应用|分发总量|被装了?|装了|装上|装过|装到|装进|装入(?!车)|激活设备|被拉取|拉取(?:量|次数)?|[Dd]ownloads?|(?<=的)次数|级距|新增设备"
)
_OTHERS = (
    r"月活(?!榜)|日活(?!榜)|周活(?!榜)|活跃(?:用户|人数|设备|账户|买家)?(?!榜)|MAU(?!榜)|DAU(?!榜)|用户(?:数|量|规模|总数|人数)?(?!下载|安装|装机)|注册(?:人数|用户|量)?|人注册|销量|售出|卖出|卖了|销售(?!榜)|流水(?!榜)|收入(?!榜|排名)|营收(?!榜)|利润|付费(?!榜|总榜|应用|下载|App|排行|游戏|音乐|类)(?:用户|会员|率)?|订阅|"
    r"预约(?!榜)|预注册|预登记|事前登录|播放(?:量|次数)?|观看|阅读(?:量)?(?!类|器|榜|应用|App)|浏览(?!器)|生意|访问(?:量)?|点赞|赞数|好评|差评|评论|评价|评分|话题|融资|估值|市值|港股|美股|股价|票房|订单|成交|交易(?!日)|GMV|素材(?:数)?|投放|粉丝|关注|收藏|[Ss]tar|星标|"
    r"渗透率|留存|时长|成本|报价|员工|调用|请求|查询|开户|充值|奖金|红包|补贴|在线|排队|投诉|出货|终端(?:数|设备)?(?!装机)|设备数|开发者(?!公开)|参数|衍生|仓库|[Tt]okens?|转发|被转|转了|转载|等待者|候补|发帖|流量|容量|体积|包体|大小|价格|售价|会员|卸载|人均|支出|消费|广告费|广告收入|曝光|"
    r"使用次数|使用量|使用率|兑换|会话|钱包|识别|语音交互|定位次数|旅客|车票|出游|营业|预算|首单|单价|充电桩|问题|网友|照片|视频(?=超)|图片|毛利|研发|学费|人次观看|点击(?:量|率)?|搜索(?:量|指数|次数)|互动|分享|捐款|买量花|烧掉|烧了|花了|花费|花掉|耗资|签约|登记用户|刷量|客流|客人|买家|卖家|商家|门店|骑手|司机|单量|充电|碳|电池|素材数|贡献度|使用者|点数(?!据)|覆盖|认证|实名|开通|绑定|领取|场地|转化|新增用户|用户新增|新增注册|装机渗透率|安装率|ARPU|CPI|ROI|日均订单|月销|触达"
)
_MEASURE = lazy_pattern(
    f"(?=[{_first_letters(_DOWNLOADS + '|' + _OTHERS)}])(?:(?P<d>{_DOWNLOADS})|(?P<o>{_OTHERS}))"
)

# right behind the number
_AFTER_DOWNLOADS = lazy_pattern(
    r"\s*[”」\"']?(?:多|余|来|以上|左右)?(?:台次|人次|次|台|枚|个)?(?:的)?(?:以上|左右|上下)?(?:的)?[”」\"']?(?:新增|首次|新|累计|总|全球|净|独立|移动端|iOS|安卓|苹果端|App|客户端|有效|iOS端|安卓端)?(?:下载(?!速度|包|页|费)|安装(?!包|费)|装机|[Dd]ownloads?|[Ii]nstalls?)"
)
_AFTER_PEOPLE = lazy_pattern(
    r"\s*(?:多|余|来)?(?:名|位|个|台)?(?:安卓|苹果|iOS|手机|海外|全球|中国|付费|免费)?(?:人(?:次)?|网友|用户|玩家|学生|民众|市民|用户设备|设备)"
    r"(?:已经|已|都|曾经?|仍然?|还|同步|一起|付费|免费|抢先|率先|先后|成功|新|主动|自愿|选择|误|在[^，。；]{2,24}?)*(?:下载(?!速度)|安装|装过|装了|装上|装进|装到|装入|装好|装(?=[，。；、）！？\s]|$))"
)
_COUNT = lazy_pattern(
    r"\s*(?:多|余|来)?(?:台次|人次|次(?![元日世代于要方席留数据贷生品第序])|台(?![湾北中南服灣阶式风])|[部件份](?=[手设，。；、）]|$))"
)
_BARE_PEOPLE = lazy_pattern(r"\s*(?:多|余|来)?(?:名|位|个)?人(?![民均工气次])")
_END = lazy_pattern(
    r"\s*(?:以上|左右|上下|\+|＋|多|余|大关|门槛|关口|里程碑|都不止|不止|的成绩|的水平|的数字|这一量级|的量级|之间|出头|有余|这个数|规模)*(?:[（，。,；;、）)”」’\"'！!？?…：:\n|\s]|$|和|与|及|至|到|以|在|的|而|居|排|位[居列于]|列|高|升|飙|涨|攀|增|暴|跃|跌|掉|降|滑|回落|缩|减|一跃|蹿|逐|之|大|稳|夺|占|登|达|破|冲|领|暂|仍|跳|变|上|下|略|稍|骤|猛|陡|急|涌|蹿|窜|反弹|翻|直|狂|锐|了|，|后|级(?!别)|—|-|~|～)"
)


def measures_in(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Nouns and verbs that say what a number counts: (start, end, whether it counts downloads)."""
    return [(hit.start(), hit.end(), hit.lastgroup == "d") for hit in _MEASURE.finditer(text, start, end)]


def unit_of(text: str, end: int) -> str:
    """What stands right behind a number: ``downloads``, ``people``, ``count``, ``none`` (clause goes on or ends), ``other``."""
    if _AFTER_DOWNLOADS.match(text, end):
        return "downloads"
    if _AFTER_PEOPLE.match(text, end):
        return "people"
    if _COUNT.match(text, end):
        return "count"
    if _BARE_PEOPLE.match(text, end):
        return "persons"
    if _END.match(text, end):
        return "none"
    return "other"
