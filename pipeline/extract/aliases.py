"""Names that a post gives one thing besides its first: 番茄土豆钟（以下简称TTC）, 米粒手账（Grainly）."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.text.patterns import lazy_pattern

# 甲（以下简称“乙”）, 甲（原名乙）, 甲（又称乙、丙)
_SAID = lazy_pattern(
    r"[”」》]?\s?(?:App|APP|应用|客户端|手游)?[（]\s?"
    r"(?:(?:以下|下文|下|文中|后)?(?:简称|统称|称)|又名|又称|亦称|俗称|昵称|别名|原名|曾用名|旧称|旧名|本名|全称|英文名|中文名|外文名|海外名|港译|台译|译名|译作|也叫|又叫|即|原)"
    r"(?:为|是|叫|：)?\s?[“「《]?(?P<other>[\u4e00-\u9fffA-Za-z0-9·.+! ]{2,24}?)[”」》]?(?:）|，|、)"
)
_NO_NAME = lazy_pattern(r"[的是在了]|公司|集团|版本|^\d+$")


def other_name(text: str, end: int) -> tuple[str, int] | None:
    """The other name that brackets behind a name give it, and where they end.

    >>> other_name("番茄土豆钟（以下简称TTC）", 5)
    ('TTC', 14)
    """
    hit = _SAID.match(text, end)
    if hit is None or _NO_NAME.search(hit["other"]):
        return None
    return hit["other"].strip(), hit.end()


class Same:
    """Which names a post gives one thing."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def join(self, names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
        """Enter that both are names of one thing; all its names, the first ones first."""
        known = (*names, *others)
        united = tuple(dict.fromkeys(name for one in known for name in (one, *self._names.get(one, ()))))
        for name in united:
            self._names[name] = united
        return united

    def of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names with all others of the same thing."""
        return tuple(dict.fromkeys((*names, *(o for name in names for o in self._names.get(name, ())))))

    def names(self) -> Iterator[str]:
        """Every name that is one of several."""
        return iter(self._names)
