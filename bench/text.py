"""What the look for mirror damage costs: clean text against a plain search in the same run, and damaged text.

python -m bench.text
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from pipeline.text.convert import simplify
from pipeline.text.damage import damage, traditional
from pipeline.text.repair import repair
from pipeline.text.sentences import clauses, sentences

POST = (
    "夸克应用在十一月的下载量创下纪录，单日突破一百万次。据数据机构统计，这款App发布以来(2025年)，"
    "在苹果应用商店的总榜上从第九位升至第二位，横向对比ChatGPT与豆包，增长最快(beta)。\n"
    "“我们将继续开放技术，让开发者参与进来。”团队在后台里写道，并称两周之内还会更新3.5版。\n"
) * 400
_SEARCH = re.compile("下载量|安装量|总榜第[一二三]位之外")


def seconds(job: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        began = time.perf_counter()
        job()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    clean, damaged = traditional(POST), damage(POST, rate=0.3)
    rows: list[tuple[str, str, Callable[[], object]]] = [
        ("plain search: re.findall", clean, lambda: _SEARCH.findall(clean)),
        ("repair, clean text", clean, lambda: repair(clean)),
        ("repair, damaged text", damaged, lambda: repair(damaged)),
        ("simplify", clean, lambda: simplify(clean)),
        ("sentences", clean, lambda: [*sentences(clean)]),
        ("clauses", clean, lambda: [*clauses(clean)]),
    ]
    repair(damaged)  # reads the tables
    plain = seconds(rows[0][2]) / len(clean)
    print(f"{'':28}{'ns a character':>16}{'of a plain search':>20}")
    for name, text, job in rows:
        cost = seconds(job) / len(text)
        print(f"{name:28}{cost * 1e9:16.1f}{cost / plain:20.2f}")


if __name__ == "__main__":
    main()
