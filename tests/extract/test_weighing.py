"""The quick way to weigh a choice tells the same as the list of its traits."""

from __future__ import annotations

import random

from pipeline.extract import inherit_traits
from pipeline.extract.weighing import total, weights


def test_choices_weigh_what_their_traits_weigh():
    by_own, by_origin = inherit_traits.rows()
    said = sorted({circumstance for row in (*by_own.values(), *by_origin.values()) for circumstance in row})
    slots = sorted({head.partition(" ")[0] for head in by_own})
    assert len(slots) > 5
    marked: dict[str, list[str]] = {slot: [] for slot in slots}
    for trait in weights("inherit"):
        slot, colon, mark = trait.partition(": ")
        if colon and " " not in slot:
            marked[slot].append(mark)
    draw = random.Random(5)
    counted = 0
    for _ in range(600):
        slot = draw.choice(slots)
        value = draw.choice([None, "", (), "free", "app_store", "P1D", (None, "2026-03-01")])
        names = draw.sample(inherit_traits.ORIGINS, draw.randint(1, 4))
        origins = sum(inherit_traits.BIT[name] for name in names)
        shared = draw.sample(said, 8)
        marks = tuple(draw.sample(marked[slot], min(3, len(marked[slot]))))
        traits = inherit_traits.traits(slot, value, inherit_traits.names_of(origins), shared, marks)
        counted += sum(trait in weights("inherit") for trait in traits)
        scale = inherit_traits.Scale(slot, shared)
        assert inherit_traits.weight(scale, value, origins, marks) == total("inherit", traits)
    assert counted > 3000


def test_every_origin_that_the_table_weighs_has_its_bit():
    _, by_origin = inherit_traits.rows()
    named = {head.partition(" ")[2] for head in by_origin} - {"empty", "filled"}
    assert named <= set(inherit_traits.ORIGINS)
