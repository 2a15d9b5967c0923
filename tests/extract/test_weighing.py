"""The quick way to weigh a choice tells the same as the list of its traits."""

from __future__ import annotations

import random

from pipeline.extract import inherit
from pipeline.extract.weighing import total, weights


def test_choices_weigh_what_their_traits_weigh():
    by_own, by_origin = inherit._rows()
    said = sorted({circumstance for row in (*by_own.values(), *by_origin.values()) for circumstance in row})
    origins = sorted({head.partition(" ")[2] for head in by_origin} - {"empty", "filled"})
    slots = sorted({head.partition(" ")[0] for head in by_own})
    assert len(slots) > 5
    assert len(origins) > 10
    draw = random.Random(5)
    counted = 0
    for _ in range(600):
        slot = draw.choice(slots)
        value = draw.choice([None, "", (), "free", "app_store", "P1D", (None, "2026-03-01")])
        names = draw.sample(origins, draw.randint(1, 4))
        shared = draw.sample(said, 8)
        traits = inherit._traits(slot, value, names, shared)
        counted += sum(trait in weights("inherit") for trait in traits)
        assert inherit._weight(slot, value, names, shared) == total("inherit", traits)
    assert counted > 3000
