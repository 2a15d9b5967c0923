"""What the words around a figure speak of: apps, downloads, charts, users, money …"""

from __future__ import annotations

import re

_WORDS = (
    ("app", "应用|App|APP|软件|客户端|程式|程序"),
    ("game", "手游|游戏"),
    ("load", "下载|安装|装机"),
    ("chart", "榜|排行"),
    ("store", "App Store|Google Play|商店|应用市场|TapTap|Steam|应用宝|iOS|安卓"),
    ("users", "月活|日活|用户|活跃|MAU|DAU"),
    ("money", "收入|营收|流水|吸金|畅销|收益|支出"),
    ("sales", "销量|出货|市场份额|市占|份额|占有率|销售"),
    ("growth", "增速|增幅|增长"),
    ("bench", "评测|测评|跑分|基准|模型|性能|能力|准确率|得分"),
    ("contest", "比赛|大赛|冠军赛|联赛|奖|竞赛|世界杯|奥运|赛季|战队|选手"),
    ("company", "公司|企业|集团|厂商|发行商|品牌|市值|估值|融资"),
    ("place", "城市|国家|省|大学|学校|地区"),
    ("search", "热搜|话题|搜索|关注"),
    ("class", "类别?|分类|品类|类目|赛道"),
    ("time", "第[一二三四五六七八九十\\d]+(?:天|周|年|季|次|款|个|批|代)"),
)
_SEEN = tuple((name, re.compile(pattern)) for name, pattern in _WORDS)


def topics(here: str, sentence: str, around: str, crossed: str) -> list[str]:
    """Which topics a figure's clause names, else its sentence, else the text right before it.

    ``crossed`` is set beside those of the clause, so that a topic can weigh differently with it.
    """
    found = []
    for name, pattern in _SEEN:
        if pattern.search(here):
            found += [f"here {name}", f"here {name} {crossed}"]
        elif pattern.search(sentence):
            found.append(f"sentence {name}")
        elif pattern.search(around):
            found.append(f"around {name}")
    return found
