"""evaluate.py [CORPUS.jsonl ...]: how well the grammar reads labelled posts, by metric and by slot, and its worst errors.

Without a file the project's own corpus in tests/corpus. A prediction fits a labelled claim where metric, figure,
relation and modality are equal and a name of its subject is one of the label's; a claim that an item states several
times counts once. The other fields are slots, counted among the claims that fit.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

SLOTS = (
    "subject_kind", "period", "average", "rank_from", "chart", "category", "store", "platform", "region", "region_count", "since", "as_of", "source",
)  # fmt: skip
ONLY_FOR = {
    "period": "downloads",
    "average": "downloads",
    "rank_from": "rank",
    "chart": "rank",
    "category": "rank",
}
_TAIL = re.compile(r"(?:app|应用|客户端|软件)$")

Record = Mapping[str, Any]


def plain(name: str) -> str:
    """A name as the comparison sees it: no case, no spaces, no trailing App.

    >>> plain("夸克 App"), plain("App")
    ('夸克', 'app')
    """
    short = "".join(name.split()).casefold()
    while (cut := _TAIL.sub("", short)) and cut != short:
        short = cut
    return short


def names(claim: Record) -> frozenset[str]:
    subject = claim["subject"]
    return frozenset(plain(name) for name in ([subject] if isinstance(subject, str) else subject) if name)


def figure(claim: Record) -> tuple[Any, ...]:
    """What must be equal: the figure with its relation and modality."""
    keys = {
        "downloads": ("value", "value_max", "relation"),
        "downloads_change": ("value", "unit", "relation"),
        "rank": ("rank", "rank_relation"),
    }
    return (claim["metric"], *(claim.get(key) for key in keys[claim["metric"]]), claim["modality"])


@dataclass(slots=True)
class Stated:
    """One claim of an item with all its mentions."""

    figure: tuple[Any, ...]
    names: frozenset[str]
    mentions: list[Record]


def stated(claims: Iterable[Record]) -> list[Stated]:
    """Mentions of one claim put together; those that share a name are one."""
    groups: list[Stated] = []
    for claim in claims:
        one = Stated(figure(claim), names(claim), [claim])
        for other in [group for group in groups if group.figure == one.figure and group.names & one.names]:
            groups.remove(other)
            one = Stated(one.figure, one.names | other.names, other.mentions + one.mentions)
        groups.append(one)
    return groups


def paired(gold: list[Stated], found: list[Stated]) -> dict[int, int]:
    """The largest matching of labelled claims with found ones: index of gold -> index of found."""
    options = [[n for n, f in enumerate(found) if f.figure == g.figure and f.names & g.names] for g in gold]
    taken: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for option in options[number]:
            if option not in tried:
                tried.add(option)
                if option not in taken or place(taken[option], tried):
                    taken[option] = number
                    return True
        return False

    for number in range(len(gold)):
        place(number, set())
    return {number: option for option, number in taken.items()}


def same(slot: str, gold: Any, found: Any) -> bool:
    if slot == "region":
        return {str(code).casefold() for code in gold or ()} == {str(code).casefold() for code in found or ()}
    if slot == "average":
        return bool(gold) == bool(found)
    if slot in ("source", "category"):
        return "".join(str(gold or "").split()).casefold() == "".join(str(found or "").split()).casefold()
    return (gold or None) == (found or None)


@dataclass(slots=True)
class Score:
    """Counts of one corpus. ``metrics``: right, missed, false; ``slots``: right, of, right where labelled, labelled."""

    metrics: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    slots: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    errors: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def rates(self, metric: str | None = None) -> tuple[float, float, float]:
        """Precision, recall and F1 of a metric or of all."""
        rows = [self.metrics[metric]] if metric else list(self.metrics.values())
        right, missed, false = (sum(row[n] for row in rows) for n in range(3))
        precision = right / (right + false) if right + false else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        return precision, recall, 2 * right / (2 * right + missed + false) if right + missed + false else 1.0

    def slot(self, name: str) -> float:
        right, of, *_ = self.slots[name]
        return right / of if of else 1.0


def shown(claim: Record) -> str:
    value = (
        f"第{claim['rank']} {claim['rank_relation']}"
        if claim["metric"] == "rank"
        else f"{claim['relation']} {claim['value']}{claim.get('unit') or ''}"
    )
    return (
        f"{claim['metric']} {value} {claim['modality']} {'|'.join(claim['subject'])[:40]} «{claim['quote']}»"
    )


def score(items: Iterable[Record], predictions: Mapping[str, list[Record]]) -> Score:
    """The score of predictions by item id; an item without any counts as read to hold nothing."""
    result = Score()
    for item in items:
        gold, found = stated(item["claims"]), stated(predictions.get(item["id"], []))
        pairs = paired(gold, found)
        extra = [
            f
            for n, f in enumerate(found)
            if n not in pairs.values()
            and not any(f.figure == gold[g].figure and f.names & gold[g].names for g in pairs)
        ]
        for number, claim in enumerate(gold):
            result.metrics[claim.figure[0]][0 if number in pairs else 1] += 1
            if number not in pairs:
                result.errors[item["id"]] += 1
                result.lines.append(f"{item['id']} missed {shown(claim.mentions[0])}")
        for claim in extra:
            result.metrics[claim.figure[0]][2] += 1
            result.errors[item["id"]] += 1
            result.lines.append(f"{item['id']} false  {shown(claim.mentions[0])}")
        for number, option in pairs.items():
            _count_slots(result, item["id"], gold[number], found[option])
    return result


def _count_slots(result: Score, where: str, gold: Stated, found: Stated) -> None:
    slots = [slot for slot in SLOTS if ONLY_FOR.get(slot, gold.figure[0]) == gold.figure[0]]
    label, guess = max(
        ((g, f) for g in gold.mentions for f in found.mentions),
        key=lambda pair: sum(same(s, pair[0].get(s), pair[1].get(s)) for s in slots),
    )
    for slot in slots:
        right = same(slot, label.get(slot), guess.get(slot))
        tally = result.slots[slot]
        tally[0] += right
        tally[1] += 1
        if label.get(slot):
            tally[2] += right
            tally[3] += 1
        if not right:
            result.lines.append(
                f"{where} {slot}: {label.get(slot)!r} read as {guess.get(slot)!r} in «{label['quote']}»"
            )


def read_items(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def predict(items: Iterable[Record]) -> dict[str, list[Record]]:
    """The grammar's own claims for each item, with the packaged lexicon."""
    from config.lexicon import load_lexicon
    from pipeline.extract import extract
    from pipeline.extract.lexicon import Lexicon

    lexicon = Lexicon.from_toml(load_lexicon(None))
    found: dict[str, list[Record]] = {}
    for item in items:
        published = datetime.fromisoformat(item["published_at"]) if item.get("published_at") else None
        found[item["id"]] = [
            asdict(claim) for claim in extract(item.get("title"), item["text"], published, lexicon)
        ]
    return found


def table(result: Score) -> str:
    lines = [f"{'':<20} precision  recall     F1   right missed false"]
    for name in ("downloads", "downloads_change", "rank"):
        right, missed, false = result.metrics[name]
        lines.append(
            f"{name:<20}"
            + "".join(f"{rate:9.3f}" for rate in result.rates(name))
            + f"  {right:5} {missed:6} {false:5}"
        )
    lines.append(f"{'all':<20}" + "".join(f"{rate:9.3f}" for rate in result.rates()))
    lines.append("slots among the claims found: right, and right where the label has one")
    for slot in SLOTS:
        right, of, set_right, set_of = result.slots[slot]
        lines.append(f"  {slot:<14} {right / max(of, 1):.3f}   {set_right} of {set_of}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="*", type=Path, help="labelled items, JSON Lines")
    parser.add_argument("--errors", type=int, default=20, help="how many lines of errors to print")
    options = parser.parse_args(arguments)
    for path in options.corpus or sorted((ROOT / "tests" / "corpus").glob("*.jsonl")):
        items = read_items(path)
        result = score(items, predict(items))
        print(f"{path.name}: {len(items)} items")
        print(table(result))
        worst = [name for name, _ in result.errors.most_common()]
        lines = sorted(
            result.lines,
            key=lambda line: worst.index(line.split()[0]) if line.split()[0] in worst else len(worst),
        )
        print("\n".join(lines[: options.errors]), end="\n\n" if lines else "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
