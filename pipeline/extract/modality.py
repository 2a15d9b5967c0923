"""Whether a figure is stated, hoped for, said to be, or denied; and what is only supposed and so no figure at all."""

from __future__ import annotations

from pipeline.text.patterns import cued_pattern, first_letters, lazy_pattern

_FORECAST = lazy_pattern(
    r"预计|有望|或将|预期|预测|料将|估计可|可望|看好|指引|将(?=达|突破|超|介于|落在|会|有|冲|进|破|升|登|在)|预料|可能会|上看|有可能|不排除|估(?:全年)?可|推测|大概率|很可能|指日可待|板上钉钉"
)
_GOAL = lazy_pattern(
    r"目标|力争|力拚|力拼|希望|期许|冲击(?=[^，。]{0,6}[万亿])|争取|誓要|KPI|指标(?=是|为)|要做到|会做到|做到一个亿|小目标|只敢喊|期望|剑指|计[划画](?=[^，。]{0,14}(?:下载|安装|进入|达到|推升|提高|做到|增至))|定下|务求|预算是|期望(?=是|为|值)|奔着"
)
_RUMOUR = lazy_pattern(
    r"传闻|据传|网传|传言|盛传|坊间|据称(?<!数据称)|流传|爆料|风传|谣传|疯传|讹传|小道消息|有消息称|传出(?!的数[字据]|[版佳捷好喜]|突?破)|传(?<![^，。；！？“「\s]传)(?![统媒奇播说中承真到来给上送输导言])(?=[《“「\u4e00-\u9fff])|群里传(?!得)|到处在?传|有人传|外传|据说(?<!数据说)|股民在|转发的纪要|群转发|截图(?=[^，。]{0,4}[，,]?[^，。]{0,8}流传)"
)
_DENIED = lazy_pattern(
    r"否认|辟谣|不实|谣言|并非事实|没有的事|子虚乌有|哪有的事|从未公布|造谣|纯属|澄清|假消息|驳斥|别信|P的|从未开发|都没到|并未给过|没有给过|没有这样的说法|系误读|与事实不符|不属实|虚假|没有这回事|不是真的|没有任何依据|毫无根据|旧图|拼接|无中生有|断章取义|不(?:予|被)?认可|错得离谱|不支持(?:这|该|上述)|失实|并非(?=[^，。；]{0,8}(?:发布|要求|真|官方))|站不住脚"
)
_CONDITIONS = r"如果(?!把时间|你好奇|是真的)|假如|假设|倘若|要是(?!靠)|一旦|即便|哪怕|即使|若(?![干看论按以把将]|从)|只要|只需(?!要?花|要?用)|但凡|除非|能否|能不能|是否能|每当|当(?=[^，。；]{1,16}(?:时|之?后)(?:，|往往|就|便))|万一|(?:突破|满|达到?|破)\s?[\d一二三四五六七八九十百千]+万?\s?(?:次|人)?(?:下载)?就|倘"
_IF = lazy_pattern(f"(?=[{first_letters(_CONDITIONS)}])(?:{_CONDITIONS})")
_NOT = lazy_pattern(
    r"(?:排不|进不|未能?|没能?|没有|从未|从没|尚未|无缘|不曾|再没|难以|很难|无法|差一?点儿?就?|险些|不及|未曾|没|均未|并未|未)(?:再|有|能|够|重)?(?:进|入|登|达到?|跻身|冲|上|拿|挤|闯|突破|排|杀|守|回)[^，。；]{0,14}$|(?:不是|并非|而非|不算)[^，。；]{0,4}$|(?:无缘|跌出|掉出|跌出了|掉出了|滑出|退出|跌落(?![到至])|挤出|摔出)[^，。；前]{0,10}$|(?:排不[进上到]|[进上]不[了去]|[挤冲]不进|守不住|(?:还|都|并|尚|仍)不在|(?<![无])不在)[^，。；]{0,10}$"
)
_HELD = lazy_pattern(
    r"(?:没有|未|没|从未|从没|不曾|未曾|都没|也没|一直没|没有再)(?:再)?(?:掉|跌|滑|退)出(?:过)?[^，。；]{0,6}$"
)


def negated(before: str) -> bool:
    """Whether what stands right before a place takes it back: 未进前五, 跌出前五十. 没有掉出前十 stays a place.

    >>> negated("从此再没进过"), negated("都没有掉出"), negated("稳居")
    (True, False, False)
    """
    if _HELD.search(before):
        return False
    return bool(_NOT.search(before))


def supposed(before: str) -> bool:
    """Whether the words before a figure, in its sentence, make it a condition."""
    return bool(_IF.search(before))


_AHEAD = r"(?:年底|岁末|明年|后年|来年|年内|年前|[月季周]底前?|[月日季]前|下个?[月周季]|下半年|到20\d\d年|未来|全年|内(?=要|会|将|可)|今年|首[年月周])"
_DO = r"(?:突破|超过?|逾|达|做到|翻|完成|冲|拿|进|登|跌破?|破|升|有|成为|来到|增)"
# 年底前下载量要突破三千万, 到年底会达到三千万: a time to come and a verb that says so
_WANTED = cued_pattern(
    rf"{_AHEAD}[^，。；]{{0,16}}(?<![需主重不只还])要(?!求|素|点|闻)[^，。；]{{0,8}}?{_DO}",
    "要",
)
_TO_COME = cued_pattern(
    rf"{_AHEAD}[^。；]{{0,24}}?(?:(?<![不才就都机社大协聚商理开学都也])会(?!员|议|话|计)|可能|可(?=超|望|达|破|突)|预估会?|必将|势必)[^，。；]{{0,10}}?{_DO}"
    rf"|(?:预估|估计|判断|认为|相信)[^。；]{{0,14}}(?:会|将|可)(?!员|议|话|计)[^，。；]{{0,14}}?{_DO}|(?:可能|恐怕|或许)(?:会|将)?(?:跌破|突破|超过|达到|冲上|登顶|进入)",
    "会 可 预估 将 势必 恐怕 或许",
)
_GOAL_BEHIND = cued_pattern(
    r"[^，。；]{0,8}?(?:为|作为|的)[\u4e00-\u9fff]{0,3}目标|[”」’][^，。；]{0,3}的?目标",
    "目标",
)
_FORECAST_BEHIND = cued_pattern(
    r"[^，。；]{0,8}?(?:只是|不过是|仅是)时间问题|[^，。；]{0,10}?(?:指日可待|板上钉钉|不在话下)",
    "时间问题 指日可待 板上钉钉 不在话下",
)
_GOES_ON = lazy_pattern(
    rf"(?:并|且|同时|从而|再|也)?(?:成为|跻身|进入|冲|达到?|突破|拿下|做到|登|夺|把)|[^，。；]{{0,8}}{_AHEAD}"
)
_NOW = lazy_pattern("目前|已经?|如今|现在|实际|截至|此前|去年|上月|昨")


def still_to_come(clause: str, before: str, after: str) -> tuple[str, str] | None:
    """Whether a figure is wanted or foreseen, by the words of its clause, of the clause before it and behind it.

    >>> still_to_come("年底前下载量要突破", "", "三千万")[0], still_to_come("到年底装机量会达到", "", "")[0]
    ('goal', 'forecast')
    >>> still_to_come("成为", "希望它超过豆包，", "免费榜第一")[0]
    'goal'
    """
    for name, cue in (("goal", _WANTED), ("forecast", _TO_COME)):
        hit = cue.search(clause)
        if hit:
            return name, hit[0]
    for name, cue in (("goal", _GOAL_BEHIND), ("forecast", _FORECAST_BEHIND)):
        hit = cue.match(after)
        if hit:
            return name, hit[0]
    if before and _GOES_ON.match(clause) and not _NOW.search(clause):
        for name, sign in (("goal", _GOAL), ("forecast", _FORECAST)):
            hit = sign.search(before)
            if hit and not _NOW.search(before):
                return name, hit[0]
    return None


FORECAST, GOAL, RUMOUR, DENIED = _FORECAST, _GOAL, _RUMOUR, _DENIED
