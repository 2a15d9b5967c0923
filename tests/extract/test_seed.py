"""The post that the project was created from: its eight claims, every field of each, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from config.lexicon import load_lexicon
from pipeline.extract import extract
from pipeline.extract.lexicon import Lexicon
from pipeline.model import Claim

NOT_COMPARED = {"subject", "quote"}  # a set of names, and any run of the text that holds the figure
FIGURES = re.compile(r"\d+(?:\.\d+)?萬|\d+億|第[一二三四五]位")


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Any]:
    line = (shared / "corpus" / "seed.jsonl").read_text(encoding="utf-8")
    item: dict[str, Any] = json.loads(line)
    return item


@pytest.fixture(scope="module")
def claims(seed: dict[str, Any]) -> list[Claim]:
    lexicon = Lexicon.from_toml(load_lexicon(None))
    return extract(seed["title"], seed["text"], datetime.fromisoformat(seed["published_at"]), lexicon)


def fields(claim: dict[str, Any]) -> dict[str, Any]:
    """What is compared to the letter."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in claim.items()}


def same(wanted: dict[str, Any], found: Claim) -> bool:
    told = fields(asdict(found))
    return bool(set(wanted["subject"]) & set(found.subject)) and all(
        told[key] == value for key, value in wanted.items() if key not in NOT_COMPARED
    )


@pytest.mark.shared
def test_all_eight_are_found_with_every_field(seed: dict[str, Any], claims: list[Claim]):
    left = list(claims)
    for wanted in seed["claims"]:
        fitting = [claim for claim in left if same(wanted, claim)]
        assert fitting, wanted
        left.remove(fitting[0])
    assert left == []
    assert len(claims) == 8


@pytest.mark.shared
def test_each_quote_stands_in_the_post_and_holds_its_figure(seed: dict[str, Any], claims: list[Claim]):
    for claim in claims:
        assert seed["text"][claim.start : claim.end] == claim.quote
        assert FIGURES.search(claim.quote), claim.quote
