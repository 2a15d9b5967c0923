"""Names that are known beforehand: the file, and the finding."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.lexicon import _plain_tables, load_lexicon
from config.place import read_toml
from pipeline.errors import ConfigError
from pipeline.extract.lexicon import KINDS, Lexicon, all_folded, folded
from pipeline.text.convert import simplify

PACKAGED = load_lexicon()
LEXICON = Lexicon.from_toml(PACKAGED)
FILE = Path(__file__).parents[2] / "config" / "apps.toml"


def found(text: str, lexicon: Lexicon = LEXICON) -> list[str]:
    return [name.canonical for name in lexicon.find(text)]


def lexicon(**tables: dict[str, Any]) -> Lexicon:
    return Lexicon.from_toml({name: {"kind": "app"} | table for name, table in tables.items()})


# -- the file ---------------------------------------------------------------------------------------------------------


def test_the_packaged_file_knows_enough_of_each_kind() -> None:
    kinds = [entry["kind"] for entry in PACKAGED.values()]
    assert len(kinds) >= 600
    assert set(kinds) == KINDS
    assert kinds.count("app") >= 300
    assert kinds.count("game") >= 200


def test_the_packaged_file_is_sorted() -> None:
    names = list(read_toml(FILE))
    assert names == sorted(names, key=lambda name: (name.casefold(), name))


def test_the_quick_reading_agrees_with_the_parser() -> None:
    assert dict(PACKAGED) == read_toml(FILE)
    assert _plain_tables(FILE.read_text(encoding="utf-8")) == read_toml(FILE)


@pytest.mark.parametrize(
    "text",
    [
        "['甲']\nkind = 'app'\n",
        '["甲"]\nkind="app"\n',
        '["甲"]\nkind = "app" # note\n',
        '["甲"]\naliases = [\n  "乙",\n]\nkind = "app"\n',
    ],
)
def test_other_ways_to_write_toml_are_read_too(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        _plain_tables(text)
    own = laid_over(tmp_path, text)
    entry = own.entry("甲")
    assert entry is not None
    assert entry.kind == "app"


def test_every_name_is_simplified_as_posts_are_before_they_are_searched() -> None:
    """A Traditional alias would never be found."""
    wrong = [
        name
        for canonical, entry in PACKAGED.items()
        for name in (canonical, *entry.get("aliases", ()), *entry.get("not", ()))
        if simplify(name) != name
    ]
    assert wrong == []


def test_every_name_is_found_where_it_stands() -> None:
    lost = [
        name
        for entry in LEXICON.entries.values()
        for name in entry.names
        if entry.canonical not in found(f"下载《{name}》应用")
    ]
    assert lost == []


def test_every_longer_word_hides_the_name_within_it() -> None:
    """What stands under ``not`` must do its work, else it only looks safe."""
    seen = {
        (canonical, word)
        for canonical, entry in PACKAGED.items()
        for word in entry.get("not", ())
        if canonical in found(f"下载，{word}，")
    }
    assert seen == set()


def test_no_app_stands_there_twice_in_another_spelling() -> None:
    """Plague Inc and Plague Inc. as two rows would part one app's history; names that mean two things need a kind each."""
    spelled: dict[tuple[str, str], set[str]] = {}
    for row, entry in PACKAGED.items():
        for name in (row, *entry.get("aliases", ())):
            bare = re.sub(r"[^\w+'’]|(?:app|应用|客户端)$", "", folded(name)) or name
            spelled.setdefault((entry["kind"], bare), set()).add(row)
    assert {bare: rows for (_, bare), rows in spelled.items() if len(rows) > 1} == {}


def test_chinese_names_of_one_letter_are_not_listed() -> None:
    assert [
        n for entry in LEXICON.entries.values() for n in entry.names if len(n) < 2 and not n.isascii()
    ] == []


def test_one_short_text_does_not_cost_the_automaton_of_all_names() -> None:
    """It takes as long to make as all else of a start; who reads much has it. Its time stands in ``bench/extract.py``."""
    lexicon = Lexicon.from_toml(PACKAGED)
    lexicon.find("千问登顶")
    assert "_automaton" not in vars(lexicon)
    lexicon.find("登顶" * 5_000)
    assert "_automaton" in vars(lexicon)


# -- an editor's file -------------------------------------------------------------------------------------------------


def laid_over(folder: Path, text: str) -> Lexicon:
    (folder / "apps.toml").write_text(text, encoding="utf-8")
    return Lexicon.from_toml(load_lexicon(folder))


def test_a_folder_without_a_file_has_the_packaged_names(tmp_path: Path) -> None:
    assert load_lexicon(tmp_path) == PACKAGED


def test_a_table_joins_the_packaged_ones(tmp_path: Path) -> None:
    own = laid_over(tmp_path, '["巷尾便签"]\nkind = "app"\naliases = ["巷尾"]\n')
    assert found("巷尾和豆包App", own) == ["巷尾便签", "豆包"]


def test_a_table_replaces_the_packaged_one_of_its_name(tmp_path: Path) -> None:
    own = laid_over(tmp_path, '["千问"]\nkind = "app"\nmaker = "某公司"\n')
    entry = own.entry("千问")
    assert entry is not None
    assert (entry.maker, entry.names) == ("某公司", ("千问",))


def test_a_name_moves_to_the_table_that_claims_it(tmp_path: Path) -> None:
    own = laid_over(tmp_path, '["通义"]\nkind = "model"\n')
    assert [entry.canonical if entry else None for entry in (own.entry("通义"), own.entry("千问"))] == [
        "通义",
        "千问",
    ]
    assert "通义" not in own.names("千问")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('["甲"]\nkind = "app"\nalias = ["乙"]\n', '[甲]: unknown key "alias" (did you mean "aliases"?)'),
        ('["甲"]\naliases = ["乙"]\n', '[甲]: key "kind" is missing'),
        ('["甲"]\nkind = "apps"\n', '[甲]: key "kind": no kind "apps" (did you mean "app"?)'),
        ('["甲"]\nkind = "app"\naliases = "乙"\n', '[甲]: key "aliases": a list of texts is needed'),
        ('["甲"]\nkind = "app"\naliases = ["乙", 3]\n', '[甲]: key "aliases": 3 is no name'),
        ('["甲"]\nkind = "app"\naliases = [""]\n', "[甲]: key \"aliases\": '' is no name"),
        (
            '["甲"]\nkind = "app"\nneeds_context = "yes"\n',
            '[甲]: key "needs_context": true or false is needed',
        ),
        (
            '["甲"]\nkind = "app"\n["乙"]\nkind = "app"\naliases = ["甲"]\n',
            '[乙]: "甲" is a name of [甲] too',
        ),
        ('["甲"]\nkind = "app"\naliases = ["Bee", "bee"]\n', '[甲]: key "aliases": "bee" stands there twice'),
        ('甲乙 = "app"\n', "no valid TOML"),
        ('title = "app"\n', '"title" stands outside of a table'),
    ],
)
def test_a_fault_is_told_with_file_table_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as told:
        laid_over(tmp_path, text)
    assert "apps.toml" in str(told.value)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


# -- finding ----------------------------------------------------------------------------------------------------------


def test_every_name_of_an_app_leads_to_it() -> None:
    assert found("通义千问App上架") == found("千问App上架") == ["千问"]
    assert LEXICON.names("通义千问")[0] == "千问"
    assert LEXICON.names("谁也没听过") == ()
    assert LEXICON.entry("谁也没听过") is None


def test_what_is_counted_apart_is_named_apart() -> None:
    assert found("抖音和TikTok的下载") == ["抖音", "TikTok"]


def test_case_width_and_spaces_do_not_matter() -> None:
    assert found("HUGGINGFACE、hugging face、ＨuggingＦace") == ["Hugging Face"] * 3
    assert folded("Sensor Tower") == folded("SENSORTOWER")
    assert found("据SensorTower数据") == ["Sensor Tower"]


def test_marks_count_in_either_width() -> None:
    assert found("《崩坏：星穹铁道》《崩坏:星穹铁道》") == ["崩坏：星穹铁道"] * 2
    own = lexicon(**{"死亡：终章！": {}})
    assert found("死亡:终章!和死亡：终章！", own) == ["死亡：终章！"] * 2


def test_latin_names_stand_by_themselves() -> None:
    own = lexicon(Sora={}, Kimi={})
    assert found("Soraya与Psora", own) == []
    assert found("Sora的下载", own) == ["Sora"]
    assert found("KimiApp登顶", own) == ["Kimi"]
    assert found("Kimi2", own) == []


def test_the_longest_name_wins() -> None:
    assert found("QQ音乐下载") == ["QQ音乐"]
    assert found("王者荣耀登顶") == ["王者荣耀"]
    own = lexicon(Sora={}, **{"Sora 2": {}})
    assert found("Sora 2和Sora 25", own) == ["Sora 2", "Sora"]


def test_longer_words_hide_a_name() -> None:
    own = lexicon(元宝={"not": ["金元宝", "元宝枫"]})
    assert found("金元宝，元宝枫，元宝", own) == ["元宝"]


def test_a_common_word_needs_something_near_that_makes_it_a_name() -> None:
    own = lexicon(豆包={"needs_context": True})
    assert found("早上吃了两个豆包，还喝了一碗粥", own) == []
    assert found("豆包下载量上升", own) == ["豆包"]
    assert found("有人说「豆包」很红", own) == ["豆包"]
    assert found("豆包" + "很甜" * 30 + "下载", own) == []


def test_offsets_and_kinds_are_told() -> None:
    text = "昨天《原神》与Qwen3"
    names = LEXICON.find(text)
    assert [(text[n.start : n.end], n.kind, n.subject_kind) for n in names] == [
        ("原神", "game", "app"),
        ("Qwen3", "model", "software"),
    ]


def test_the_first_short_texts_are_read_as_all_others() -> None:
    """Before the automaton of all names is made, a text is looked through for each name by itself."""
    LEXICON.find("登顶" * 5_000)  # from here on it has the automaton
    for text in (
        "HUGGINGFACE、hugging face、ＨuggingＦace 的下载",
        "《崩坏：星穹铁道》和《崩坏:星穹铁道》，QQ 音乐、QQ音乐与Sora 2登顶",
        "金元宝，元宝枫，腾讯元宝；早上吃了两个豆包",
        "下载豆包App，Soraya与Psora，DeepSeek R1、千问app",
        "什么名字都没有",
        "",
    ):
        assert Lexicon.from_toml(PACKAGED).find(text) == LEXICON.find(text)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_many_names_are_folded_as_each_of_them(names: list[str]) -> None:
    assert all_folded(names) == list(map(folded, names))


def test_the_packaged_names_are_folded_as_each_of_them() -> None:
    names = [name for entry in LEXICON.entries.values() for name in entry.names]
    assert all_folded(names) == list(map(folded, names))


def test_an_empty_lexicon_finds_nothing() -> None:
    assert found("千问", Lexicon.from_toml({})) == []


def test_a_long_text_is_read_in_proportion_to_its_length() -> None:
    text = "今天的榜单上有豆包、千问和DeepSeek，也有没人听过的名字。" * 20_000
    started = time.process_time()
    assert len(LEXICON.find(text)) == 60_000
    assert time.process_time() - started < 8


@given(st.text(alphabet=st.sampled_from("千问豆包元宝QqSsoOrRaAİßapp Ａ\ud800\0Kimi "), max_size=40))
def test_any_text_keeps_its_offsets(text: str) -> None:
    end = 0
    for name in LEXICON.find(text):
        assert end <= name.start < name.end <= len(text)
        assert LEXICON.entry(text[name.start : name.end]) is not None
        end = name.end
