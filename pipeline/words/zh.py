"""A claim and its novelty in Chinese."""

from __future__ import annotations

import re

from pipeline.model import Alert, Claim, Novelty
from pipeline.words.measured import Measured
from pipeline.words.numbers import count, plain

NOVELTY = {
    Novelty.WITHDRAWN: "撤回",
    Novelty.REVISED: "更正",
    Novelty.CONFLICT: "矛盾",
    Novelty.HIGHER: "上升",
    Novelty.LOWER: "下降",
    Novelty.FIRST: "首见",
    Novelty.HELD: "持平",
    Novelty.PAST: "旧数",
    Novelty.REPEAT: "重复",
}
MODALITY = {
    "stated": "",
    "forecast": "【预测】",
    "goal": "【目标】",
    "rumour": "【传闻】",
    "denied": "【已否认】",
}
RELATION = {"eq": "", "gt": "> ", "lt": "< ", "approx": "约 "}
CHART = {  # the words before 榜
    "free": "免费",
    "paid": "付费",
    "grossing": "畅销",
    "downloads": "下载",
    "active": "活跃",
    "new": "新品",
    "hot": "热门",
    "other": "",
}
STORE = {
    "app_store": "App Store",
    "google_play": "Google Play",
    "huawei": "华为应用市场",
    "xiaomi": "小米应用商店",
    "oppo": "OPPO 软件商店",
    "vivo": "vivo 应用商店",
    "tencent": "应用宝",
    "samsung": "三星应用商店",
    "taptap": "TapTap",
    "steam": "Steam",
    "microsoft": "微软商店",
    "hugging_face": "Hugging Face",
    "npm": "npm",
    "pypi": "PyPI",
    "github": "GitHub",
    "other": "其他商店",
}
PLATFORM = {"ios": "iOS", "android": "安卓", "pc": "PC", "both": "双端"}
REGION = {
    "global": "全球", "CN": "中国区", "HK": "香港", "MO": "澳门", "TW": "台湾", "US": "美国", "JP": "日本",
    "KR": "韩国", "GB": "英国", "DE": "德国", "FR": "法国", "IN": "印度", "ID": "印尼", "SG": "新加坡",
    "MY": "马来西亚", "TH": "泰国", "VN": "越南", "PH": "菲律宾", "BR": "巴西", "MX": "墨西哥", "CA": "加拿大",
    "AU": "澳大利亚", "RU": "俄罗斯", "IT": "意大利", "ES": "西班牙", "TR": "土耳其", "SA": "沙特", "AE": "阿联酋",
}  # fmt: skip
FLAG = {
    "total falls": "累计值下降",
    "daily above total": "单日高于累计",
    "start contradicts": "起点与此前名次不符",
}
_ENDING = {
    Novelty.WITHDRAWN: "原文已删去这一数字",
    Novelty.REVISED: "原文有改动",
    Novelty.CONFLICT: "与别处所说矛盾",
    Novelty.HIGHER: "高于此前",
    Novelty.LOWER: "低于此前",
    Novelty.FIRST: "此前无记录",
    Novelty.HELD: "与此前持平",
    Novelty.PAST: "早于最新的数字",
    Novelty.REPEAT: "与已知数字相同",
}
_ALONE = {Novelty.WITHDRAWN, Novelty.FIRST, Novelty.REPEAT}  # compared with nothing else
_PERIOD = {
    "total": ("累计", "累计平均"),
    "P1D": ("单日", "日均"),
    "P7D": ("7天", "周均"),
    "P1W": ("一周", "周均"),
    "P1M": ("单月", "月均"),
    "P3M": ("季度", "季均"),
    "P6M": ("半年", "半年平均"),
    "P1Y": ("全年", "年均"),
}
_UNIT = {"D": "天", "W": "周", "M": "个月", "Y": "年", "TH": "小时", "TM": "分钟"}
_STRETCH = re.compile(r"P(T?)(\d{1,6})([DWMYH])")


def statement(app: str, claim: Claim) -> str:
    """App, what is counted, the figure: 千问 累计下载量 > 1000万次."""
    return f"{MODALITY[claim.modality]}{app} {what(claim)}"


def what(claim: Claim) -> str:
    """The figure with what it counts, without the app."""
    return f"{measure(claim)} {figure(claim)}"


def measure(of: Measured) -> str:
    """What is counted and where, without a figure: 华为应用市场 累计下载量."""
    kind = _chart(of) if of.metric == "rank" else _counted(of)
    return " ".join(part for part in (_place(of), kind) if part)


def figure(claim: Claim) -> str:
    """The bare figure: > 1000万次, 增长 320%, 第4名 → 第3名."""
    if claim.metric == "rank":
        now = f"前{claim.rank}名" if claim.rank_relation == "within" else f"第{claim.rank}名"
        return f"第{claim.rank_from}名 → {now}" if claim.rank_from else now
    value = claim.value
    if value is None:  # the grammar gives every count its figure; an older row may lack it
        return "？"
    if claim.metric == "downloads_change":
        way = "下降" if value < 0 else "增长"
        unit = "倍" if claim.unit == "x" else "%"
        about = "" if claim.relation == "range" else RELATION[claim.relation or "eq"]
        return f"{way} {about}{plain(abs(value))}{unit}{'（区间下限）' if claim.relation == 'range' else ''}"
    if claim.relation == "range" and claim.value_max is not None:
        return f"{count(value, 'zh')}至{count(claim.value_max, 'zh')}次"
    return f"{RELATION.get(claim.relation or 'eq', '')}{count(value, 'zh')}次"


def proof(claim: Claim, covered: str | None) -> str:
    """In parentheses what the figure covers and who says so: （截至 2025-11-24，阿里）."""
    said = [part for part in (_cover(claim, covered), claim.source) if part]
    return f"（{'，'.join(said)}）" if said else ""


def ending(alert: Alert) -> str:
    """What the figure is against what was known."""
    said = _ENDING[alert.novelty]
    before = alert.earlier
    if before is None or alert.novelty in _ALONE:
        return f"；{said}"
    then = "，原为 " if alert.novelty is Novelty.REVISED else "："
    return f"；{said}{then}{figure(before.claim)}{proof(before.claim, before.covered)}"


def _place(claim: Measured) -> str:
    """Where it holds: store, platform where the store does not say it, regions."""
    store = STORE.get(claim.store, claim.store) if claim.store else ""
    platform = (
        PLATFORM.get(claim.platform, claim.platform) if claim.platform and claim.store != "app_store" else ""
    )
    regions = "、".join(REGION.get(region, region) for region in claim.region)
    number = f"{claim.region_count}个国家和地区" if claim.region_count else ""
    where = f"{regions}等{number}" if regions and number else regions or number
    return " ".join(part for part in (store, platform, where) if part)


def _chart(claim: Measured) -> str:
    """免费总榜, 工具类免费榜; a chart that the text does not name is 榜单."""
    kind = CHART[claim.chart] if claim.chart else ""
    if claim.category is None:
        return f"{kind}榜" if kind else "榜单"
    return f"{kind}总榜" if claim.category == "overall" else f"{claim.category}类{kind}榜"


def _counted(claim: Measured) -> str:
    return "下载量" if claim.metric == "downloads_change" else f"{_period(claim.period, claim.average)}下载量"


def _period(period: str | None, average: bool | None) -> str:
    if period is None:
        return "平均" if average else ""
    if period in _PERIOD:
        return _PERIOD[period][1 if average else 0]
    stretch = _STRETCH.fullmatch(period)
    if stretch is None:
        return f"{period} "
    time, number, unit = stretch.groups()
    return f"{'平均每' if average else ''}{number}{_UNIT[time + unit]}"


def _cover(claim: Claim, covered: str | None) -> str:
    if claim.since and claim.as_of and claim.since != claim.as_of:
        return f"{claim.since} 至 {claim.as_of}"
    if claim.as_of:
        return f"截至 {claim.as_of}" if claim.period == "total" else claim.as_of
    if claim.since:
        return f"自 {claim.since} 起"
    return covered.replace("/", " 至 ") if covered else ""
