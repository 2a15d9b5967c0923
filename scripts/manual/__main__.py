"""Writes what is said of commands and keys: ``python scripts/manual``; with ``--check`` it only looks whether it is so.

deploy/bangdan.1        the manual page
docs/commands.md        every command with its options
docs/configuration.md   the tables of keys, between their marks
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import api  # noqa: E402 - the checkout's packages come first
import commands  # noqa: E402
import keys  # noqa: E402
import roff  # noqa: E402

from config.alerting import _KEYS_OF_ALL, _KEYS_OF_KIND  # noqa: E402
from config.load import _SECTIONS  # noqa: E402 - the tables of bangdan.toml, said once
from config.settings import (  # noqa: E402
    AlertSettings,
    ChannelSettings,
    GroupSettings,
    RuleSettings,
    Section,
    SourceSettings,
)

_TABLES: dict[str, type[Section]] = {
    **_SECTIONS,
    "source": SourceSettings,
    "alerts": AlertSettings,
    "channel": ChannelSettings,
    "group": GroupSettings,
    "rule": RuleSettings,
}
_MARK = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def commands_page() -> str:
    """docs/commands.md."""
    return "\n".join(_commands_lines()).rstrip() + "\n"


def _commands_lines() -> Iterator[str]:
    yield "<!-- made by `make manual` from the commands themselves; edits here are lost -->"
    yield "# Commands\n"
    yield "Every command exits 0 when it did its work, 1 when it could not, 2 when it was asked wrongly, and says in one"
    yield "line why. Results go to standard output, all else to standard error. `-h` or `--help` explains each.\n"
    for title, pages in commands.groups():
        yield f"## {title}\n"
        for page in pages:
            yield f"### {page.words.removeprefix('bangdan ')}\n"
            yield f"```\n{page.usage}\n```\n"
            for paragraph in page.about:
                kept = paragraph.startswith("\n")
                yield f"```\n{paragraph.strip()}\n```\n" if kept else f"{_markdown(paragraph)}\n"
            rows = [entry for entry in page.options if "--help" not in entry.written]
            if rows:
                yield "| option | does |\n|---|---|"
                yield from (
                    f"| `{_cell(row.written.replace('|', '/'))}` | {_cell(_markdown(row.help))} |"
                    for row in rows
                )
                yield ""


def configuration_page(text: str) -> str:
    """docs/configuration.md with its tables as the settings are now."""
    marked = [found[2] for found in _MARK.finditer(text)]
    missing = set(_TABLES) - set(marked)
    if missing:
        raise SystemExit(
            f"docs/configuration.md lacks <!-- keys: {', '.join(sorted(missing))} --> ... <!-- end -->"
        )
    return _MARK.sub(lambda found: found[1] + _table(found[2]) + found[3], text)


def api_page(text: str) -> str:
    """docs/api.md with its table as the API is now."""
    return re.sub(
        r"(<!-- api -->\n).*?(<!-- end -->)",
        lambda found: found[1] + api.table() + found[2],
        text,
        flags=re.DOTALL,
    )


def _table(name: str) -> str:
    model, channel = _TABLES[name], name == "channel"
    head = ["key", "takes", "default", "for", "is"] if channel else ["key", "takes", "default", "is"]
    rows = [head, ["---"] * len(head)]
    for key in keys.keys(model):
        kinds = [] if key.name in _KEYS_OF_ALL else [k for k, own in _KEYS_OF_KIND.items() if key.name in own]
        middle = [", ".join(kinds) or "all"] if channel else []
        rows.append([f"`{key.name}`", key.takes, key.default, *middle, _cell(_markdown(key.about))])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _markdown(text: str) -> str:
    return re.sub(r"([*_\[\]])", r"\\\1", text).replace("<", "&lt;")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> int:
    """Write, or with ``--check`` compare; 1 where something is out of date."""
    configuration, http = ROOT / "docs" / "configuration.md", ROOT / "docs" / "api.md"
    made = {
        ROOT / "deploy" / "bangdan.1": roff.page(),
        ROOT / "docs" / "commands.md": commands_page(),
        configuration: configuration_page(configuration.read_text(encoding="utf-8")),
        http: api_page(http.read_text(encoding="utf-8")),
    }
    late = [path for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in late:
        name = path.relative_to(ROOT)
        if "--check" in sys.argv[1:]:
            print(f"{name} is out of date: make manual")
        else:
            path.write_text(made[path], encoding="utf-8")
            print(f"{name} written")
    return 1 if late and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
