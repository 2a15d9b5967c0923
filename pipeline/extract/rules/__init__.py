"""The rules that make claims, by name. Their sentences lie beside them in TOML and are read by all rules together.

Where to look for what:

- A place: ``rank_forms`` has the forms in which it is written and ``rank`` what each means, ``moves`` joins 从第四升至第三.
  ``standing`` takes it or leaves it out: ``which_chart`` finds its chart, ``brands`` the store of a maker, ``objections`` names what speaks against it,
  ``earlier_places`` tells what it was before, and ``placed`` says who has it. ``most`` and ``following`` read 下载量最高
  and 紧随其后.
- A count: ``counts`` takes it or leaves it out. ``measured`` tells whether it counts downloads, ``count_objections`` what
  speaks against it, ``count_subjects`` whose it is (``market``, ``classes``, ``shops``: what is no single app),
  ``count_relation`` how exact it is, ``count_slots`` the rest. ``chains`` gives out 分别为A和B.
- A change: ``changes``, with ``growth`` (which way), ``multiples`` (three times what) and ``change_measured``.
- A list: ``listing``, ``items``, ``lines``.
"""

from __future__ import annotations

RULES = (
    "rank: ordinal",  # 第三名, 第一、二、三位
    "rank: span",  # 三到五位
    "rank: within",  # 前十
    "rank: top",  # TOP 7
    "rank: no",  # No.2
    "rank: bare",  # 跌至58名
    "rank: word",  # 登顶, 冠亚军
    "rank: most",  # 下载量最高的应用是X
    "rank: follow",  # 紧随其后
    "rank: row",  # a line of a printed chart
    "downloads: the word behind it",  # 120万次下载
    "downloads: the nearest measure in its clause",  # 下载量为900万次
    "downloads: the measure of an earlier clause",  # 下载量在增长，达到900万次
    "downloads: the measure of the sentence before",  # … 千问为760万次
    "downloads: a chart of downloads",  # 下载榜上，豆包（210万次）
    "downloads: each in its turn",  # 分别为A和B
    "downloads: row",
    "change",  # 环比增长35%
    "change: row",
)
