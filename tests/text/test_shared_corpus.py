"""The damaged items of the development corpora, which only developers have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.text.repair import repair

pytestmark = pytest.mark.shared
_READING = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,2}\)")


def items(folder: Path) -> list[dict[str, object]]:
    lines = [
        line
        for name in ("seed", "dev")
        for line in (folder / "corpus" / f"{name}.jsonl").open(encoding="utf-8")
    ]
    return [json.loads(line) for line in lines]


def test_no_reading_is_left_and_every_quote_is_found_again(shared: Path) -> None:
    """Each labelled quote is the smallest span of the damaged text that covers its repaired words."""
    damaged = 0
    for item in items(shared):
        text, title = str(item["text"]), str(item["title"] or "")
        repaired = repair(text, beside=title)
        if not _READING.search(text):
            assert repaired.text is text
            continue
        damaged += 1
        assert not _READING.search(repaired.text + repair(title, beside=text).text)
        assert not re.search(r"[\ufffd\ue000-\uf8ff]", repaired.text)
        spans = {
            repaired.original(start, end)
            for start in range(len(repaired.text))
            for end in range(start + 1, start + 45)
        }
        for claim in item["claims"]:  # type: ignore[attr-defined]
            start = text.find(claim["quote"])
            assert start < 0 or (start, start + len(claim["quote"])) in spans
    assert damaged >= 10
