"""The grammar, given each story as a reader sees it, finds what the day's data say, and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import pytest

from config.lexicon import load_lexicon
from pipeline.extract import extract
from pipeline.extract.lexicon import Lexicon
from pipeline.model import Claim, Novelty
from scheduler.newsroom.load import load_day
from scheduler.newsroom.traditional import mirrored
from tests.newsroom.conftest import START

DAY = load_day(START)
PUBLISHED = {
    event.story: event.at
    for event in (*DAY.backlog, *(event for moment in DAY.moments for event in moment.events))
    if event.do == "publish"
}
COMPARED = set(Claim.__dataclass_fields__) - {
    "quote",
    "field",
    "start",
    "end",
    "rule",
    "subject",
    "uncertain",
}

# Sentences that the grammar does not read yet, with what is missing. Strict: whoever mends one takes it out here.
NOT_YET = {
    "doubao-outlook": "海桐证券预计: the source of a forecast is lost",
}


@cache
def lexicon() -> Lexicon:
    return Lexicon.from_toml(load_lexicon(None))


def figure(claim: Claim) -> tuple[object, ...]:
    return (claim.metric, claim.value, claim.value_max, claim.rank, claim.modality, claim.field)


def rows() -> list[object]:
    found = []
    for story in DAY.stories.values():
        marks = [pytest.mark.xfail(reason=NOT_YET[story.key], strict=True)] if story.key in NOT_YET else []
        found += [
            pytest.param(story.key, name, id=f"{story.key}-{name}", marks=marks if version.expected else [])
            for name, version in story.versions.items()
        ]
    return found


@pytest.mark.parametrize(("story", "name"), rows())
def test_a_story_yields_what_its_data_say(story: str, name: str) -> None:
    version = DAY.stories[story].versions[name]
    found = {
        figure(claim): claim for claim in extract(version.title, version.text, PUBLISHED[story], lexicon())
    }
    wanted = {figure(e.claim): e.claim for e in version.expected if e.novelty is not Novelty.WITHDRAWN}
    assert set(found) == set(wanted)
    for key, claim in wanted.items():
        assert set(found[key].subject) & set(claim.subject), claim.quote
        got, want = asdict(found[key]), asdict(claim)
        assert {k: got[k] for k in COMPARED} == {k: want[k] for k in COMPARED}


@pytest.mark.parametrize(("story", "name"), [row for row in rows() if not row.marks], ids=lambda value: value)
def test_a_damaged_copy_yields_the_same_figures(story: str, name: str) -> None:
    version = DAY.stories[story].versions[name]
    text = "\n".join(mirrored(paragraph) for paragraph in version.paragraphs)
    original = extract(version.title, version.text, PUBLISHED[story], lexicon())
    copy = extract(mirrored(version.title), text, PUBLISHED[story], lexicon())
    assert [figure(claim) for claim in copy] == [figure(claim) for claim in original]
    for got, want in zip(copy, original, strict=True):
        assert got.subject[0] == want.subject[0]
        assert (got.as_of, got.period, got.store) == (want.as_of, want.period, want.store)
