"""The documentation says what is so: its commands, options and keys exist, its links lead somewhere, its site builds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click
import pytest

from config.alerting import _KEYS_OF_ALL, _KEYS_OF_KIND
from config.load import _SECTIONS, load
from config.settings import AlertSettings, ChannelSettings, RuleSettings, SourceSettings
from pipeline.extract.lexicon import Lexicon
from scheduler.cli import cli
from tests.conftest import missing_part

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")])
BESIDE = [*ROOT.glob("deploy/*.service"), *ROOT.glob("config/starter/*.toml"), *ROOT.glob("compose*.yaml")]
STARTER = ROOT / "config" / "starter"
_CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"(?:^|[`|(]\s*|sudo |&& |bin/|bangdan )bangdan ([a-z][^\n`|]*)", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def code(path: Path) -> str:
    """What stands in code blocks and code spans of a page; of other files in indented comments and code spans."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        return "\n".join(
            block or span for block, span in re.findall(r"^#   (\S.*)|`([^`\n]+)`", text, re.MULTILINE)
        )
    return "\n".join(block or span for block, span in _CODE.findall(text))


def commands(path: Path) -> Iterator[list[str]]:
    for found in _COMMAND.finditer(code(path)):
        words = re.split(r"\s+#|\s+&&|;|<<", found[1])[0].split()
        yield [word.strip("'\"`,.:)") for word in words]


def resolved(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the first words name, and the rest of them."""
    command: click.Command = cli
    context = click.Context(cli)
    while isinstance(command, click.Group) and words:
        following = command.get_command(context, words[0])
        if following is None:
            break
        command, words = following, words[1:]
    return command, words


# what docs/commands.md says is made from the commands themselves
SPOKEN = [
    (path, words) for path in [*PAGES, *BESIDE] if path.name != "commands.md" for words in commands(path)
]


def test_commands_are_found_in_the_documentation():
    assert len(SPOKEN) > 60
    assert {path.name for path, _ in SPOKEN} >= {"README.md", "README.zh-CN.md", "index.md", "operations.md"}


@pytest.mark.parametrize(("path", "words"), SPOKEN, ids=[f"{p.name}: {' '.join(w)[:60]}" for p, w in SPOKEN])
def test_every_command_of_the_documentation_exists_with_its_options(path: Path, words: list[str]):
    command, rest = resolved(words)
    assert command is not cli, f"{path.name}: no command {words[0]}"
    if isinstance(command, click.Group) and not command.invoke_without_command and rest:
        assert rest[0].startswith("-"), f"{path.name}: {command.name} has no {rest[0]}"
    known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    for word in rest:
        if word.startswith("--"):
            assert word.split("=")[0] in known, f"{path.name}: bangdan {' '.join(words)}"


def tables(path: Path) -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


WRITTEN = [(path, text) for path in PAGES for text in tables(path)]


@pytest.mark.parametrize(("path", "text"), WRITTEN, ids=[path.name for path, _ in WRITTEN])
def test_configuration_in_the_documentation_is_right(path: Path, text: str, tmp_path: Path):
    """Whatever file a snippet is of, the program takes it."""
    told = tomllib.loads(text)
    first: Any = next(iter(told.values()))
    if {"finds", "finds_nothing", "not_yet"} & told.keys():
        return  # examples of the grammar; tests/extract reads those
    if isinstance(first, dict) and first.get("kind") in {"app", "game", "software"}:
        Lexicon.from_toml(told)
        return
    file = "sources.toml"
    if {"channels", "rules"} & told.keys():
        file = "alerts.toml"
    elif told.keys() <= _SECTIONS.keys():
        file = "bangdan.toml"
    (tmp_path / file).write_text(text, encoding="utf-8")
    load(tmp_path)


def test_every_key_of_a_table_that_is_named_in_passing_exists():
    """``[crawl] revisit``"""
    for path in PAGES:
        for table, key in re.findall(r"`\[(\w+)\] (\w+)", path.read_text(encoding="utf-8")):
            if table in _SECTIONS:
                assert key in _SECTIONS[table].model_fields, f"{path.name}: [{table}] {key}"


def starter(name: str) -> str:
    """A starter file with what it only suggests switched on: prose stays a comment."""
    text = (STARTER / name).read_text(encoding="utf-8")
    return re.sub(r"^#\s*(?=\[|\w+ = )", "", text, flags=re.MULTILINE)


def test_starter_shows_every_key_with_its_default():
    """A key that nobody shows is a key that nobody finds."""
    told = tomllib.loads(starter("bangdan.toml"))
    for table, model in _SECTIONS.items():
        for key, field in model.model_fields.items():
            if key in told[table] and field.default:
                default = list(field.default) if isinstance(field.default, tuple) else field.default
                assert told[table][key] == default, f"bangdan.toml, [{table}] {key}"
    for name, models in (
        ("bangdan.toml", [*_SECTIONS.values()]),
        ("sources.toml", [SourceSettings]),
        ("alerts.toml", [AlertSettings, ChannelSettings, RuleSettings]),
    ):
        text = (STARTER / name).read_text(encoding="utf-8")
        for model in models:
            for key in model.model_fields:
                assert re.search(rf"\b{key}\b", text), f"{name}: {key}"


def test_every_channel_key_belongs_to_a_kind():
    assert set().union(_KEYS_OF_ALL, *_KEYS_OF_KIND.values()) == set(ChannelSettings.model_fields)


def test_manual_and_tables_are_those_of_today():
    """``make manual`` writes them."""
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "manual", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_manual_page_is_well_formed():
    if shutil.which("mandoc") is None:
        missing_part("no mandoc (Debian: apt-get install mandoc)")
    page = ROOT / "deploy" / "bangdan.1"
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_links_of_pages_beside_the_site_lead_somewhere(path: Path):
    for link in _LINK.findall(path.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (ROOT / link.partition("#")[0]).exists(), f"{path.name}: {link}"


class Loads(HTMLParser):
    """Addresses from which a page loads something by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "video", "audio", "embed"} and told.get("src"):
            self.addresses.append(str(told["src"]))
        if tag == "link" and told.get("rel") not in {"canonical", "next", "prev", "edit"}:
            self.addresses.append(str(told.get("href")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make docs`` builds it: a warning, a dead link or anchor is an error."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def test_site_loads_nothing_from_the_network(site: Path):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        loads = Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        assert loads.addresses
        assert [one for one in loads.addresses if one.startswith(("http:", "https:", "//"))] == []
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import\s*)[\"']?(?:https?:)?//", style.read_text(encoding="utf-8"))


def test_site_holds_every_page_and_the_schemas(site: Path):
    for path in ROOT.glob("docs/**/*"):
        if path.is_file():
            name = path.relative_to(ROOT / "docs")
            assert (site / (name.with_suffix(".html") if path.suffix == ".md" else name)).is_file(), name


def test_addresses_in_shell_commands_are_encoded():
    """A shell sends Chinese as it is typed, which is no valid request."""
    for path in PAGES:
        for line in code(path).splitlines():
            words = line.split("  #")[0]
            if re.match(r"\s*(?:curl|ask) ", words):
                assert not re.search(r"[?&/][^\s\"']*[^\x00-\x7f]", words), f"{path.name}: {line}"
