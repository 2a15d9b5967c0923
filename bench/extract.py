"""Characters a second of the grammar on posts like the developers', beside word cutters and number readers, in one run.

python -m bench.extract

Each set is read whole: repair, simplify, analyse. ``../shared/corpus`` is read where it is, else the project's own
items. Readers that are not installed are left out, with a word; they do less than the grammar (cut words, read
numbers), so the comparison shows what a pass costs that knows nothing of downloads.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.lexicon import load_lexicon  # noqa: E402
from pipeline.extract import extract  # noqa: E402
from pipeline.extract.lexicon import Lexicon  # noqa: E402

SHARED = ROOT.parent / "shared" / "corpus"
OWN = ROOT / "tests" / "corpus"
QUIET = "昨天傍晚下了一场雨，路边的梧桐叶子落了一地，卖烤红薯的大爷把炉子挪到了屋檐下面。\n" * 400
LOUD = "夸克上周在苹果应用商店的免费总榜升至第二位，单日下载量约48万次；天气倒是一直不好。\n"
Item = tuple[str | None, str, datetime | None]


def items(path: Path, first: int | None = None) -> list[Item]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines()[:first]:
        item = json.loads(line)
        when = item.get("published_at")
        found.append((item.get("title"), item["text"], datetime.fromisoformat(when) if when else None))
    return found


def sets() -> dict[str, list[Item]]:
    if SHARED.is_dir():
        found = {
            "seed-like": items(SHARED / "seed.jsonl"),
            "articles": items(SHARED / "articles.jsonl", 40),
            "short posts": items(SHARED / "dev.jsonl"),
        }
    else:
        found = {"own items": items(OWN / "held_in.jsonl")}
    found["no figure"] = [(None, QUIET, None)]
    return found


def seconds(job: Callable[[], object], rounds: int = 5) -> float:
    times = []
    for _ in range(rounds):
        began = time.process_time()
        job()
        times.append(time.process_time() - began)
    return min(times)


def others() -> list[tuple[str, Callable[[str], object]]]:
    """Other readers of Chinese text that are installed here."""
    wanted: tuple[tuple[str, str, Callable[[Any], Callable[[str], object]]], ...] = (
        ("jieba", "jieba", lambda m: m.lcut),
        ("cn2an", "cn2an", lambda m: lambda text: m.transform(text, "cn2an")),
        ("JioNLP", "jionlp", lambda m: lambda text: m.ner.extract_time(text, time_base=0)),
        (
            "recognizers-text",
            "recognizers_number",
            lambda m: lambda text: m.recognize_number(text, m.Culture.Chinese),
        ),
    )
    found = []
    for name, module, reader in wanted:
        try:
            found.append((name, reader(import_module(module))))
        except ImportError:
            print(f"{name} is not installed; left out")
    return found


def each(read: Callable[[str], object], posts: list[Item]) -> None:
    for _title, text, _when in posts:
        read(text)


def main() -> None:
    lexicon = Lexicon.from_toml(load_lexicon())

    def ours(posts: list[Item]) -> None:
        for title, text, when in posts:
            extract(title, text, when, lexicon)

    ours([(None, LOUD, None)])  # reads the tables
    readers = others()
    print(f"{'':14}{'characters':>12}{'ours, c/s':>14}" + "".join(f"{name:>18}" for name, _ in readers))
    for name, posts in sets().items():
        size = sum(len(text) for _, text, _ in posts)
        row = f"{name:14}{size:12,}{size / seconds(partial(ours, posts)):14,.0f}"
        for _, read in readers:
            cost = seconds(partial(each, read, posts), 2)
            row += f"{size / cost:18,.0f}"
        print(row)
    print("\nlonger posts of one kind: a linear reader keeps its pace")
    for power in (3, 4, 5, 6):
        text = LOUD * (10**power // len(LOUD))
        print(f"{len(text):12,}{len(text) / seconds(partial(ours, [(None, text, None)]), 1):14,.0f} c/s")


if __name__ == "__main__":
    main()
