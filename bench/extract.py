"""Characters a second of the grammar on posts like the developers', beside word cutters and number readers, in one run.

python -m bench.extract

Each set is read whole: repair, simplify, analyse. ``../shared/corpus`` is read where it is, else the project's own
items. Readers that are not installed are left out, with a word (``pip install jieba cn2an jionlp
recognizers-text-suite 'emoji<2'`` brings them); they do less than the grammar (cut words, read times or numbers), so
the comparison shows what a pass costs that knows nothing of downloads. All take turns post by post, and each post
counts with its quickest round, so that what else the machine does falls on none of them alone.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from datetime import datetime
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


Reader = Callable[[Item], object]


def seconds(readers: list[Reader], posts: list[Item], rounds: int = 5) -> list[float]:
    """What each reader takes for the posts."""
    best = [[float("inf")] * len(posts) for _ in readers]
    for turn in range(rounds):
        for number, post in enumerate(posts):
            for place, read in enumerate(readers):
                if place and turn > 1:
                    continue  # two rounds tell enough of the slower ones
                began = time.process_time()
                read(post)
                best[place][number] = min(best[place][number], time.process_time() - began)
    return list(map(sum, best))


def of_text(read: Callable[[str], object]) -> Reader:
    return lambda post: read(post[1])


def others() -> list[tuple[str, Reader]]:
    """Other readers of Chinese text that are installed here, each with one task of its own."""
    wanted: tuple[tuple[str, str, Callable[[Any], Callable[[str], object]]], ...] = (
        ("jieba, words", "jieba", lambda m: m.lcut),
        ("cn2an, numbers", "cn2an", lambda m: lambda text: m.transform(text, "cn2an")),
        ("JioNLP, times", "jionlp", lambda m: lambda text: m.ner.extract_time(text, time_base=0)),
        ("JioNLP, money", "jionlp", lambda m: m.ner.extract_money),
        (
            "recognizers, numbers",
            "recognizers_number",
            lambda m: lambda text: m.recognize_number(text, m.Culture.Chinese),
        ),
    )
    found = []
    for name, module, reader in wanted:
        try:
            read = reader(import_module(module))
        except ImportError:
            print(f"{name}: {module} is not installed; left out")
            continue
        read(LOUD)  # reads its tables
        found.append((name, of_text(read)))
    return found


def main() -> None:
    logging.disable()
    warnings.simplefilter("ignore")  # cn2an warns of every 万 that stands alone
    lexicon = Lexicon.from_toml(load_lexicon())

    def ours(post: Item) -> None:
        extract(*post, lexicon)

    ours((None, LOUD, None))  # reads the tables
    readers = others()
    load = f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
    print(f"characters a second{load}")
    print(f"{'':14}{'characters':>12}{'ours':>14}" + "".join(f"{name:>22}" for name, _ in readers))
    for name, posts in sets().items():
        size = sum(len(text) for _, text, _ in posts)
        taken = seconds([ours, *(read for _, read in readers)], posts)
        row = f"{name:14}{size:12,}{size / taken[0]:14,.0f}"
        print(row + "".join(f"{size / cost:22,.0f}" for cost in taken[1:]))
    print("\nlonger posts of one kind: a linear reader keeps its pace")
    for power in (3, 4, 5, 6):
        text = LOUD * (10**power // len(LOUD))
        cost = seconds([ours], [(None, text, None)], 5 if power < 5 else 1)[0]
        read = min(len(text), 400_000)  # of one field no more is read
        print(f"{len(text):12,}{read / cost:14,.0f} c/s")
    begun, bare = starts("extract"), starts("--version")
    print(
        f"\nstart of `bangdan extract` with one short post: {begun:.2f} s, {begun / bare:.1f} of `--version`"
    )


def starts(*command: str) -> float:
    """Seconds of the quickest of nine starts of ``bangdan`` with one short post before it."""
    post = json.dumps({"id": "one", "title": None, "published_at": None, "text": LOUD}).encode()
    program = [sys.executable, "-c", "import sys; from scheduler.cli import main; sys.exit(main())", *command]
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        subprocess.run(program, input=post, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - begun)
    return min(taken)


if __name__ == "__main__":
    main()
