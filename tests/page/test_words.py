"""The page's words: the same in both languages, each used, none missing."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import history.page
from crawler.outlets import BY_NAME
from history.page.language import counted, preferred, say, words

FOLDER = Path(history.page.__file__).parent
DYNAMIC = {  # groups whose keys come from data
    "nav", "kind", "shape", "metric", "modality", "period", "chart", "column", "slot", "field", "flag", "outcome", "check", "condition",
    "state", "reason", "error", "outlet", "operator", "ledger", "wrong", "thing",
}  # fmt: skip


OURS = {key for key in words("zh") if not key.startswith("why.")}  # the grammar's reasons are English already


def used() -> set[str]:
    """Keys that templates and code name as a whole."""
    texts = [file.read_text("utf-8") for file in FOLDER.rglob("*") if file.suffix in (".j2", ".py")]
    found = {key for text in texts for key in re.findall(r"""["']([a-z]+\.[a-z_0-9]+)["']""", text)}
    groups = {key.partition(".")[0] for key in words("zh")}
    return {key for key in found if key.partition(".")[0] in groups and not key.endswith(("_", ".j2"))}


def test_both_languages_have_the_same_words():
    bare = {key for key in words("en") if not (key.endswith("_one") and key[:-4] in words("en"))}
    assert bare == OURS


def test_gaps_are_the_same():
    for key in OURS:
        word = words("zh")[key]
        gaps = {name for _, name, _, _ in Formatter().parse(word) if name}
        assert gaps == {name for _, name, _, _ in Formatter().parse(words("en")[key]) if name}, key


def test_every_word_that_is_named_exists():
    missing = {key for key in used() if key not in words("zh")}
    assert not missing - {"plot.svg"}


def test_no_word_lies_idle():
    named = used() | {key for key in words("zh") if key.partition(".")[0] in DYNAMIC}
    assert named >= OURS


def test_every_outlet_has_a_name():
    assert {name for name in BY_NAME if f"outlet.{name}" not in words("zh")} == set()


def test_one_and_many():
    assert counted("en", "card.witnesses", 1) == "1 place says so"
    assert counted("en", "card.witnesses", 1200) == "1,200 places say so"
    assert counted("zh", "card.witnesses", 1) == "1 处说法一致"
    assert say("en", "outlet.unheard-of") == "unheard-of"


def test_language_header_that_makes_no_sense_is_no_choice():
    assert preferred("zh;q=x, ;;;, en;q=0") is None
    assert preferred("*," * 5000) is None
