"""Every sentence beside the rules is read by all rules together, and yields exactly what stands there."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

import pipeline.extract.rules as rules
from config.lexicon import load_lexicon
from pipeline.extract import extract
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.rules.rank import MEANINGS
from pipeline.extract.rules.rank_forms import FORMS
from pipeline.model import Claim

FOLDER = Path(rules.__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))
EXAMPLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}


@cache
def lexicon() -> Lexicon:
    return Lexicon.from_toml(load_lexicon(None))


def read(sentence: str) -> list[Claim]:
    return extract(None, sentence, datetime(2025, 11, 20, 2, tzinfo=UTC), lexicon())


def short(claim: Claim) -> str:
    if claim.metric == "rank":
        figure = f"{'前' if claim.rank_relation == 'within' else '第'}{claim.rank}" + (
            f" (从{claim.rank_from})" if claim.rank_from else ""
        )
    elif claim.metric == "downloads":
        figure = f"{claim.relation} {claim.value}" + (f"-{claim.value_max}" if claim.value_max else "")
    else:
        figure = f"{claim.relation} {claim.value:+g}{claim.unit}"
    return f"{claim.metric} | {claim.subject[0]} | {figure}" + (
        "" if claim.modality == "stated" else f" | {claim.modality}"
    )


@pytest.mark.parametrize(
    ("sentence", "expected"), [pair for examples in EXAMPLES.values() for pair in examples["finds"].items()]
)
def test_finds(sentence: str, expected: list[str]) -> None:
    """The whole list of claims, in order, by all rules together."""
    assert expected, "an example finds something; sentences that yield nothing stand in [finds_nothing]"
    assert [short(claim) for claim in read(sentence)] == expected


@pytest.mark.parametrize(
    "sentence", [sentence for examples in EXAMPLES.values() for sentence in examples["finds_nothing"]]
)
def test_finds_nothing(sentence: str) -> None:
    """What looks like a claim and is none."""
    assert [short(claim) for claim in read(sentence)] == []


@pytest.mark.parametrize(
    "sentence", [sentence for examples in EXAMPLES.values() for sentence in examples["not_yet"]]
)
@pytest.mark.xfail(strict=True, reason="a known gap: move the sentence up to [finds] when it closes")
def test_not_yet(sentence: str) -> None:
    """Known gaps; one that starts to work must move."""
    assert read(sentence)


def test_every_rule_has_an_example() -> None:
    """A rule that no sentence fires is no rule; a claim by a rule without a name is a mistake."""
    fired = {
        claim.rule
        for examples in EXAMPLES.values()
        for sentence in examples["finds"]
        for claim in read(sentence)
    }
    assert fired == set(rules.RULES)


def test_every_form_of_a_place_has_a_meaning() -> None:
    """A form without one would make the reader fail on the first post that has it."""
    assert set(FORMS) == set(MEANINGS)


def test_every_file_has_its_sections() -> None:
    """Sentences that find, that find nothing, and known gaps; nothing else."""
    assert {path.stem for path in FILES} == {"rank", "downloads", "change", "subjects"}
    for examples in EXAMPLES.values():
        assert set(examples) == {"finds", "finds_nothing", "not_yet"}
        assert all(examples[section] for section in examples)
