"""Which channels hear of which alert."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from config import regions
from config.regions import unknown
from config.settings import AlertSettings, GroupSettings, RuleSettings, Store
from pipeline.alerts.rules import channels_for, with_aliases
from pipeline.errors import ConfigError
from pipeline.extract.vocabulary import REGIONS, STORES
from pipeline.model import Novelty
from pipeline.words import en, zh

from .samples import FOUND, alert, change, downloads, earlier, rank


def settings(**rules: dict[str, Any]) -> AlertSettings:
    return AlertSettings(
        rules={name: RuleSettings(**({"channels": ("mail",)} | rule)) for name, rule in rules.items()}
    )


def rings(one: Any, **rule: Any) -> bool:
    return channels_for(one, settings(only=rule)) == ("mail",)


def test_each_channel_once_however_many_rules_match():
    two = settings(a={"channels": ("mail", "hook")}, b={"channels": ("hook", "screen")})
    assert channels_for(alert(), two) == ("mail", "hook", "screen")


def test_no_rule_no_channel():
    assert channels_for(alert(), AlertSettings()) == ()


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"apps": ("青梨相机",)}, True),
        ({"apps": ("青梨相机 app",)}, True),
        ({"apps": ("别的应用",)}, False),
        ({"metrics": ("downloads",)}, True),
        ({"metrics": ("rank", "downloads_change")}, False),
        ({"novelty": ("first",)}, True),
        ({"novelty": ("higher",)}, False),
        ({"modality": ("forecast",)}, False),
        ({"sources": ("tech-channel",)}, True),
        ({"sources": ("finance",)}, False),
        ({"outlets": ("netease",)}, True),
        ({"outlets": ("sohu",)}, False),
        ({"stores": ("huawei",)}, False),
        ({"min_value": 10_000_000}, True),
        ({"min_value": 10_000_001}, False),
        ({"max_rank": 1}, True),  # speaks of ranks only
    ],
)
def test_each_key_restricts(rule, fits):
    assert rings(alert(), **rule) is fits


def test_any_name_that_the_post_uses_counts():
    assert rings(alert(downloads(subject=("通义千问", "Qwen"))), apps=("qwen",))


def test_an_app_that_ends_in_app_is_not_its_stem():
    assert not rings(alert(downloads(subject=("WhatsApp",))), apps=("Whats",))


def test_lexicon_names_join_the_rule():
    known = {"青梨": ["青梨相机", "GreenPear"]}
    wide = with_aliases(settings(only={"apps": ("青梨",)}), lambda name: known.get(name, []))
    assert channels_for(alert(), wide) == ("mail",)
    assert channels_for(alert(), settings(only={"apps": ("青梨",)})) == ()


def grouped(group: dict[str, Any], **rule: Any) -> AlertSettings:
    return settings(only={"groups": ("pears",)} | rule).model_copy(
        update={"groups": {"pears": GroupSettings(**group)}}
    )


MADE = {"青梨科技": ("青梨相机", "青梨笔记")}


@pytest.mark.parametrize(
    ("group", "rule", "fits"),
    [
        ({"apps": ("青梨相机", "山雀")}, {}, True),
        ({"apps": ("山雀",)}, {}, False),
        ({"apps": ("山雀",)}, {"apps": ("青梨相机",)}, True),  # a group joins the apps that are named
        ({"makers": ("青梨科技",)}, {}, True),
        ({"apps": ("别的",), "makers": ("青梨科技",)}, {"metrics": ("rank",)}, False),
    ],
)
def test_group_stands_for_its_apps(group, rule, fits):
    told = with_aliases(grouped(group, **rule), lambda _name: (), lambda maker: MADE.get(maker, ()))
    assert (channels_for(alert(), told) == ("mail",)) is fits


def test_maker_of_nothing_is_an_error_and_no_rule_for_everything():
    with pytest.raises(ConfigError, match=r"\[groups.pears\].*无名公司"):
        with_aliases(grouped({"makers": ("无名公司",)}), lambda _name: ())


@pytest.mark.parametrize(("language", "fits"), [("zh-Hant", True), ("zh-Hans", False), (None, False)])
def test_language_is_that_of_the_post(language, fits):
    assert rings(alert(post_language=language), languages=("zh-Hant", "en")) is fits


def test_store_is_that_of_the_claim():
    assert rings(alert(rank()), stores=("app_store",))


def test_forecast_rings_only_where_a_rule_asks():
    hoped = alert(downloads(modality="forecast"))
    assert not rings(hoped)
    assert rings(hoped, modality=("forecast",))


@pytest.mark.parametrize("quiet", [Novelty.HELD, Novelty.PAST, Novelty.REPEAT])
def test_quiet_novelties_ring_only_where_a_rule_asks(quiet):
    assert not rings(alert(novelty=quiet))
    assert rings(alert(novelty=quiet), novelty=(quiet.value,))


def test_range_is_as_large_as_its_upper_end():
    assert rings(
        alert(downloads(value=5_000_000, value_max=6_000_000, relation="range")), min_value=6_000_000
    )


def test_change_is_not_measured_as_a_count():
    assert rings(alert(change()), min_value=1_000_000)


def test_rank_bound():
    assert rings(alert(rank(rank=10)), max_rank=10)
    assert not rings(alert(rank(rank=11)), max_rank=10)


def test_fall_out_of_the_bound_is_heard():
    fallen = alert(rank(rank=14), novelty=Novelty.LOWER, earlier=earlier(rank(rank=4)))
    assert rings(fallen, max_rank=10)
    shrunk = alert(
        downloads(value=900_000), novelty=Novelty.REVISED, earlier=earlier(downloads(value=9_000_000))
    )
    assert rings(shrunk, min_value=1_000_000)


def test_region_is_any_of_those_of_the_claim():
    there = alert(downloads(region=("US", "海外")))
    assert rings(there, regions=("海外",))
    assert not rings(there, regions=("CN",))
    assert not rings(alert(), regions=("CN",))


@pytest.mark.parametrize(
    ("news", "rise", "fits"),
    [
        (alert(downloads(value=9_600_000), novelty=Novelty.HIGHER, earlier=earlier()), 20, True),
        (alert(downloads(value=9_599_999), novelty=Novelty.HIGHER, earlier=earlier()), 20, False),
        (alert(novelty=Novelty.LOWER, earlier=earlier()), 20, True),  # a fall is no small rise
        (alert(), 20, True),  # nothing to compare with
        (alert(change(value=320)), 300, True),
        (alert(change(value=12)), 20, False),
        (alert(change(value=-12)), 20, True),
        (alert(change(value=3, unit="x")), 20, True),
        (alert(rank()), 20, True),
    ],
)
def test_rise_is_against_the_earlier_figure_or_as_stated(news, rise, fits):
    assert rings(news, min_rise=rise) is fits


def test_old_and_undated_posts_ring_nothing():
    assert not rings(alert(post_published_at=FOUND - timedelta(days=3, seconds=1)))
    assert rings(alert(post_published_at=FOUND - timedelta(days=3)))
    assert not rings(alert(post_published_at=None))


def test_marked_sample_rings_whatever_its_age():
    assert rings(alert(post_published_at=datetime(2019, 1, 1, tzinfo=UTC), test=True))


def test_a_rule_may_name_the_stores_that_the_grammar_reads_and_no_other():
    assert set(get_args(Store)) == set(STORES.values()) | {"other"}
    assert en.STORE.keys() == zh.STORE.keys() == set(get_args(Store))
    assert en.REGION.keys() == zh.REGION.keys()


def test_a_rule_may_name_the_regions_that_the_grammar_writes_and_no_other():
    assert unknown(code for codes in REGIONS.values() for code in codes) == []
    assert en.REGION.keys() <= regions.CODES
    assert regions._NAMES.keys() <= regions.CODES


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("China", "CN"), ("cn", "CN"), ("中国", "CN"), ("國內", "CN"), ("USA", "US"), ("united states", "US"),
        ("Hong_Kong", "HK"), ("UK", "GB"), ("Austia", "AT"), ("Global", "global"), ("worldwide", "global"),
        ("overseas", "海外"), ("Southeast Asia", "东南亚"), ("EU", "欧盟"), ("美区", "US"), ("港台", 'HK", "TW'),
    ],
)  # fmt: skip
def test_who_names_a_region_otherwise_is_told_its_code(word: str, meant: str):
    assert unknown([word]) == [f'unknown region "{word}" (did you mean "{meant}"?)']


def test_region_that_is_like_none_is_answered_with_those_that_there_are():
    (said,) = unknown(["Atlantis"])
    assert said.startswith('unknown region "Atlantis" (there is A')
