"""Which names a text holds by their form alone, how far they reach, and which words are none."""

from __future__ import annotations

import pytest

from pipeline.extract.groups import groups_between
from pipeline.extract.names import Names
from pipeline.extract.subjects import Resolver


def names_in(text: str) -> list[str]:
    return [name for mention in Names(text, None).mentions for name in mention.names]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("压缩软件8-Zip上周下载23万次", "8-Zip"),
        ("App Lock Guard累计安装五万次", "App Lock Guard"),
        ("Tarot Daily同样破十万次下载", "Tarot Daily"),
        ("Claw for Chrome首周安装突破60万", "Claw for Chrome"),
        ("独立的那一支「q wallet+」安装不满四十万", "q wallet+"),
        ("「到家没？」是不少人每天打开的程式", "到家没？"),
        ("《Metro Runner（地铁快跑）》排名第二", "地铁快跑"),
        ("《Metro Runner（地铁快跑）》排名第二", "Metro Runner"),
        ("Tide Video（潮水视频）及另一款分列第四", "Tide Video"),
        ("QR Lens Pro下载量10万次", "QR Lens Pro"),
        ("Windows Phone市场里有19万款应用", "Windows Phone"),
        ("“四季账本”（以下简称SJ），SJ首周下载两万次", "SJ"),
    ],
)
def test_a_name_is_found_as_far_as_it_reaches(text: str, name: str) -> None:
    assert name in names_in(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("它在「健康」分类排名第一，「健康」分类里第二是别人", "健康"),
        ("到了“时下好卖”榜却位列第8，“时下好卖”榜刚上线", "时下好卖"),
        ("修图App Photo Lab登顶", "App Photo Lab"),
        ("GitHub Trending的JavaScript分榜第6位", "JavaScript"),
        ("春天的更新加了“变老脸”，12天涨到1500万用户", "变老脸"),
        ("旅行App小满排到第4", "旅行"),
        ("贴一张QR Code在门口", "QR Code"),
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str, word: str) -> None:
    assert word not in names_in(text)


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("青鸟记账退至次席", "青鸟记账"),
        ("小满买药从医疗类第七蹿升到第一", "小满买药"),
        ("外卖新秀闪达登顶免费榜", "闪达"),
        ("灯塔听书的安装量为320万次", "灯塔听书"),
        ("挂牌当天升到第19名", None),
        ("端午前十天的下载量超过前五个月之和", None),
        ("强势登顶免费榜", None),
    ],
)
def test_an_unknown_name_opens_a_clause(clause: str, name: str | None) -> None:
    resolver = Resolver(clause, Names(clause, None))
    resolver.topic = True
    found = resolver.clause_subject(0, len(clause))
    assert (found.names[0] if found is not None else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("16款被人买走后植入后门的扩展程序合计影响320万次安装", "扩展程序"),
        ("其余的84款程式规模小得多", "84款程序"),
        ("全球短剧应用下载5.2亿次", "短剧应用"),
        ("新闻阅读类（950亿次）", "新闻阅读"),
        ("五月十一家商店合计分发58.7亿次", "十一家商店"),
        ("印度市场以8.77亿次下载居首", "印度"),
        ("中国开源模型累计11.5亿次下载", "中国模型"),
    ],
)
def test_apps_taken_together_are_found_by_any_of_their_names(text: str, name: str) -> None:
    assert name in {one for group in groups_between(text, 0, len(text)) for one in group.names}


def test_one_app_is_no_group() -> None:
    assert list(groups_between("鹿角是深圳团队开发的一款日记软件，首款产品", 0, 20)) == []


@pytest.mark.parametrize(
    "text", ["资安公司「Fortwall」指出，下载逾百万次", "“云端推广”公司报价两万，刷进前十"]
)
def test_who_is_called_a_firm_is_no_app(text: str) -> None:
    assert [m.company for m in Names(text, None).mentions] == [True]


def test_the_short_name_of_a_thing_means_the_thing() -> None:
    mentions = Names("“四季账本”（以下简称SJ），SJ首周下载两万次", None).mentions
    assert mentions[-1].names == ("SJ", "四季账本")
