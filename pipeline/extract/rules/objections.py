"""What speaks against taking a place for one in a chart of apps; hardly any of it is enough by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.extract.rules import headings, no_verb, other_rankings, unreached
from pipeline.extract.rules.placing import Placing


class Objection(NamedTuple):
    """A name, which tables of weights know, and when it holds."""

    name: str
    holds: Callable[[Placing], bool]
    decisive: bool = False  # enough by itself
    answered_by_a_list: bool = False  # no objection where a list says who stands there


OBJECTIONS = (
    Objection("negated", unreached.negated_there, decisive=True),  # 未进前五
    Objection(
        "one praise among others", other_rankings.one_praise, decisive=True
    ),  # 全国第一，也是最好用的输入法
    Objection("only supposed", unreached.supposed_there),  # 如果能冲进前十
    Objection("what it takes", unreached.whoever_can, decisive=True),  # 只要有三十万次下载，就能登顶
    Objection("names a group by its place", headings.names_a_group, answered_by_a_list=True),  # 前十名的应用
    Objection("says which one, not where it stands", headings.says_which_one),  # 登顶的夸克
    Objection(
        "says which places, not who stands there", headings.says_which_places, decisive=True
    ),  # 排名第一的国家
    Objection("of firms that nobody names", headings.of_firms_unnamed, decisive=True),  # 中国公司包揽前三甲
    Objection("names a time by a place", headings.names_a_time),  # 登顶那天
    Objection("a ranking of something else", other_rankings.foreign),  # 热搜第一
    Objection("first in something else", other_rankings.first_in_something_else),  # 增速居各类之首
    Objection("a place, whoever has it", headings.whoever_has_it),  # 第一名是谁
    Objection("a place given up", unreached.given_up, decisive=True),  # 让出榜首
    Objection("a former place", unreached.former),  # 卫冕冠军
    Objection("heads a list", headings.heads_a_list_of_places, decisive=True),  # 前十名如下：1.
    Objection("heads a list", headings.heads_a_list, decisive=True),  # 下载榜TOP10：
    Objection(
        "says how long a chart is", headings.names_a_length, decisive=True, answered_by_a_list=True
    ),  # 下载榜TOP15公布
    Objection("not reached", unreached.short_of, decisive=True),  # 差一名就能进前十
    Objection("a place that money buys", unreached.bought, decisive=True),  # 五万块就能上前二十五
    Objection("hot words of a store", other_rankings.hot_words, decisive=True),  # App Store热搜第一
    Objection("a chart of something else", other_rankings.of_no_apps),  # 榜单第一, in a post about no apps
    Objection("a benchmark", other_rankings.benchmark, decisive=True),  # Arena排行榜第三
    Objection("a ranking of what is no app", other_rankings.not_of_apps, decisive=True),  # 专辑榜冠军
    Objection("a place by another measure", other_rankings.by_another_measure),  # 市场份额第一
    Objection(
        "a place by another count", other_rankings.by_another_count, decisive=True
    ),  # 以103万户坐稳第四
    Objection("a place by another count", other_rankings.of_a_market, decisive=True),  # 印度市场下载量第一
    Objection("a number of people", other_rankings.number_of_people, decisive=True),  # 有37名
    Objection("no chart", no_verb.no_chart),
    Objection("a word that needs a chart", no_verb.needs_a_chart),  # 冠军
    Objection("no verb of standing", no_verb.of_standing, answered_by_a_list=True),  # 第三
    Objection("no verb of entering", no_verb.of_entering, answered_by_a_list=True),  # 前三
)
DECISIVE = frozenset(one.name for one in OBJECTIONS if one.decisive)
ANSWERED_BY_A_LIST = frozenset(one.name for one in OBJECTIONS if one.answered_by_a_list)


def objections_to(placing: Placing) -> list[str]:
    """The names of what speaks against a place."""
    return [name for name, holds, *_ in OBJECTIONS if holds(placing)]
