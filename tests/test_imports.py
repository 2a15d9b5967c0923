"""Imports point one way (the house in CONTRIBUTING.md): what each room may import of ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("config", "crawler", "pipeline", "scheduler", "history")

# The longest prefix that fits a module decides; a module may always import its own room.
MAY_IMPORT: dict[str, set[str]] = {
    "config": {"config", "pipeline.errors"},
    # what a name of the lexicon is, and how names are compared, is said once: where they are found
    "config.lexicon": {"config", "pipeline.errors", "pipeline.extract.lexicon"},
    # a rule may name the regions that the grammar writes, and no other
    "config.regions": {"config", "pipeline.errors", "pipeline.extract.vocabulary"},
    "pipeline.model": set(),
    "pipeline.errors": set(),
    "pipeline.text": {"pipeline.text", "pipeline.model", "pipeline.errors"},
    "pipeline.novelty": {"pipeline.novelty", "pipeline.model", "pipeline.errors"},
    "pipeline.words": {"pipeline.words", "pipeline.model"},
    "pipeline.extract": {"pipeline.extract", "pipeline.text", "pipeline.model", "pipeline.errors"},
    "pipeline.store": {
        "pipeline.store",
        "pipeline.novelty",
        "pipeline.text",
        "pipeline.model",
        "pipeline.errors",
    },
    "pipeline.alerts": {
        "pipeline.alerts",
        "pipeline.store",
        "pipeline.text",
        "pipeline.words",
        "pipeline.model",
        "pipeline.errors",
        "config",
    },
    "crawler": {"crawler", "config", "pipeline.model", "pipeline.errors"},
    "history": {
        "history",
        "pipeline.store.read",
        "pipeline.words",
        "pipeline.model",
        "pipeline.errors",
        "config",
    },
    "scheduler": set(ROOMS),
}
NO_WORLD = (
    "pipeline.model",
    "pipeline.errors",
    "pipeline.text",
    "pipeline.words",
    "pipeline.novelty",
    "pipeline.extract",
)
WORLD = {
    "socket",
    "http",
    "urllib.request",
    "sqlite3",
    "sqlalchemy",
    "httpx",
    "aiohttp",
    "scrapy",
    "asyncio",
    "random",
}


def modules() -> dict[str, Path]:
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(module: str, path: Path) -> set[str]:
    """Every module that ``path`` imports, at its head or inside a function."""
    names: set[str] = set()
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            names |= {f"{base}.{alias.name}" for alias in node.names} | {base}
    return names


def inside(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


MODULES = modules()


def test_every_room_has_modules():
    assert {name.split(".")[0] for name in MODULES} == set(ROOMS)


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_its_room_may(module):
    if module == "pipeline":
        allowed: set[str] = set()
    else:
        allowed = MAY_IMPORT[max((room for room in MAY_IMPORT if inside(module, room)), key=len)]
    ours = {
        name
        for name in imported(module, MODULES[module])
        if name.split(".")[0] in ROOMS and name not in {"pipeline", "pipeline.store"}
    }
    # `from pipeline import model` reads as both "pipeline" and "pipeline.model": the second is judged
    wrong = {name for name in ours if not any(inside(name, room) for room in allowed)}
    assert not wrong, f"{module} imports {sorted(wrong)}"


@pytest.mark.parametrize("module", [m for m in MODULES if any(inside(m, room) for room in NO_WORLD)])
def test_grammar_knows_no_network_clock_or_database(module):
    world = {name for name in imported(module, MODULES[module]) if any(inside(name, w) for w in WORLD)}
    assert not world, f"{module} imports {sorted(world)}"
    source = MODULES[module].read_text(encoding="utf-8")
    for clock in ("datetime.now(", "time.time(", "date.today("):
        assert clock not in source, f"{module} reads the clock: {clock}"
