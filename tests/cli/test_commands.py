"""The command line as a stranger meets it: help, wrong words, one line for every error."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from scheduler.cli import cli
from scheduler.cli.commands import DOORS
from tests.cli.conftest import Run

COMMANDS = [(name, *door) for group in DOORS.values() for name, door in group.items()]


@pytest.mark.parametrize(("name", "module", "attribute", "line"), COMMANDS, ids=[row[0] for row in COMMANDS])
def test_every_command_that_help_names_exists_and_explains_itself(
    name: str, module: str, attribute: str, line: str
) -> None:
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.help
    assert len(line) <= 70
    subcommands = getattr(command, "commands", {})
    assert all(sub.help for sub in subcommands.values())


def test_help_lists_every_command(bangdan: Run) -> None:
    done = bangdan.anew("--help")
    assert done.returncode == 0
    assert done.stderr == b""
    listed = set(re.findall(r"^  (\w+)  ", done.stdout.decode(), re.MULTILINE))
    assert listed >= {row[0] for row in COMMANDS}


def test_help_imports_nothing_heavy(bangdan: Run) -> None:
    for asked in (["--help"], ["extract", "--help"], ["history", "--help"], ["run", "--help"]):
        code = (
            "import sys; from scheduler.cli import main; main(sys.argv[1:]);"
            "heavy = {'scrapy', 'sqlalchemy', 'pydantic', 'rich', 'structlog', 'alembic', 'aiohttp', 'opencc'};"
            "sys.exit(','.join(sorted(heavy & set(sys.modules))) or None)"
        )
        done = bangdan.python(code, *asked)
        assert (done.returncode, done.stderr) == (0, b"")


WRONG: list[tuple[list[str], str]] = [
    (["hstory"], 'bangdan: no command "hstory" (did you mean "history"?) (bangdan --help)'),
    (["history"], "bangdan history: Missing argument 'APP'. (bangdan history --help)"),
    (["history", "千问", "--limit", "0"], "bangdan history: Invalid value for '--limit'"),
    (["claims", "--since", "2025-13"], "bangdan claims: Invalid value for '--since': \"2025-13\" is no date"),
    (["show", "9" * 20], f"bangdan show: Invalid value for 'ID': {'9' * 20} is not in the range"),
    (["claims", "reject", "9" * 20], "bangdan claims reject: Invalid value for 'ID'"),
    (["posts", "erase", "9" * 20], "bangdan posts erase: Invalid value for 'ID'"),
    (["show", "seven"], "bangdan show: Invalid value for 'ID': 'seven' is not a valid integer range."),
    (
        ["history", "千问"],
        "bangdan: no database: give --config DIR, or set BANGDAN_DATABASE_URL or BANGDAN_CONFIG",
    ),
    (["run", "--config", "nowhere"], "bangdan: --config nowhere: no such folder"),
    (["alerts", "test"], "bangdan: give either --channel NAME or --rule NAME"),
]


@pytest.mark.parametrize(("asked", "said"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_who_asks_wrongly_gets_one_line_and_exit_code_2(bangdan: Run, asked: list[str], said: str) -> None:
    done = bangdan(*asked)
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.decode().startswith(said)


def test_a_wrong_configuration_ends_the_daemon_before_anything_is_opened(bangdan: Run, folder: Path) -> None:
    (folder / "sources.toml").write_text(
        '[ithome]\nurl = "https://x.example/"\nintervall = "15m"\ninterval = "1h"\n'
    )
    done = bangdan.anew("run", "--config", str(folder))
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        'bangdan: sources.toml, [ithome]: unknown key "intervall" (did you mean "interval"?)'
    ]
    assert not (folder / "bangdan.db").exists()


def test_a_missing_secret_ends_the_daemon_before_anything_is_opened(bangdan: Run, folder: Path) -> None:
    (folder / "alerts.toml").write_text(
        '[channels.hook]\nkind = "webhook"\nurl = "https://x.example/"\nsecret_env = "HOOK_OF_A_TEST"\n'
    )
    done = bangdan("run", "--config", str(folder))
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        'bangdan: alerts.toml, [channels.hook]: key "secret_env": the environment variable HOOK_OF_A_TEST is not set'
    ]
    assert not (folder / "bangdan.db").exists()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all/bangdan.db",
        "postgresql://nobody@127.0.0.1:1/none",
        "sqlite:////proc/bangdan.db",
    ],
)
def test_a_database_that_cannot_be_reached_ends_the_daemon_in_one_line(
    bangdan: Run, folder: Path, url: str
) -> None:
    (folder / "bangdan.toml").write_text(f'[database]\nurl = "{url}"\n')
    done = bangdan("run", "--config", str(folder))
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("bangdan: ")


def test_a_query_before_the_first_run_says_that_there_is_no_database(bangdan: Run, folder: Path) -> None:
    done = bangdan("history", "千问", "--config", str(folder))
    assert done.returncode == 1
    assert (
        done.stderr.decode()
        == f"bangdan: {folder}/bangdan.db: there is no database here (bangdan run makes it)\n"
    )


def test_the_address_of_a_database_in_an_error_hides_its_password(bangdan: Run, folder: Path) -> None:
    (folder / "bangdan.toml").write_text('[database]\nurl = "postgresql://me:tops3cret@127.0.0.1:1/none"\n')
    for asked in (["run"], ["history", "千问"], ["doctor", "--offline"]):
        done = bangdan(*asked, "--config", str(folder))
        assert done.returncode == 1
        assert b"tops3cret" not in done.stderr + done.stdout


def test_an_unexpected_error_is_one_line_unless_debug_is_asked_for(bangdan: Run, folder: Path) -> None:
    code = (
        "import sys, scheduler.cli.init as made, scheduler.cli;"
        "made.init.callback = lambda **_: 1 / 0;"
        "sys.exit(scheduler.cli.main(sys.argv[1:]))"
    )
    short = bangdan.python(code, "init", "x")
    assert short.returncode == 1
    assert short.stderr.decode().splitlines() == [
        "bangdan: unexpected ZeroDivisionError: division by zero (bangdan --debug ... shows where)"
    ]
    long = bangdan.python(code, "--debug", "init", "x")
    assert long.returncode == 1
    assert b"Traceback" in long.stderr


def test_init_writes_a_configuration_that_loads_and_overwrites_nothing(bangdan: Run, tmp_path: Path) -> None:
    done = bangdan("init", "new/conf")
    assert done.returncode == 0
    assert {line.rpartition("/")[2] for line in done.stdout.decode().splitlines()} == {
        "bangdan.toml",
        "sources.toml",
        "alerts.toml",
    }
    (tmp_path / "new/conf/sources.toml").write_text("# mine\n")
    again = bangdan("init", "new/conf")
    assert again.returncode == 2
    assert (tmp_path / "new/conf/sources.toml").read_text() == "# mine\n"
    (tmp_path / "new/conf/alerts.toml").unlink()
    assert bangdan("init", "new/conf").returncode == 2
    assert not (tmp_path / "new/conf/alerts.toml").exists()


def test_init_into_a_folder_that_cannot_be_made_is_one_line(bangdan: Run) -> None:
    done = bangdan("init", "/proc/bangdan")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_version_is_that_of_the_distribution(bangdan: Run) -> None:
    from importlib.metadata import version

    assert bangdan.anew("--version").stdout.decode() == f"bangdan {version('bangdan')}\n"


PAGE = """<html id="ne_wrap" data-publishtime="2026-03-02 09:30:00"><body><div id="contain" data-docid="{id}">
<h1 class="post_title">剪影相册下载量突破三百万</h1><div class="post_info">2026-03-02 09:30:00　来源: <a>样报</a></div>
<div class="post_body"><p>样报讯：剪影相册上线首周下载量突破300万次。</p><p>团队说还会继续。</p></div></div></body></html>"""


def test_parse_prints_the_fields_of_the_door(bangdan: Run) -> None:
    doc_id = "KMUD7I800519CX7K"
    url = f"https://www.163.com/dy/article/{doc_id}.html"
    done = bangdan.anew("parse", "--url", url, "-", stdin=PAGE.replace("{id}", doc_id).encode())
    assert done.returncode == 0
    page = json.loads(done.stdout)
    assert page["outlet"] == "netease"
    assert (page["doc_id"], page["kind"], page["author"]) == (doc_id, "article", "样报")
    assert page["title"] == "剪影相册下载量突破三百万"
    assert page["published_at"] == "2026-03-02T09:30:00+08:00"
    assert "首周下载量突破300万次" in page["text"]
    assert page["links"] == []


@pytest.mark.parametrize(
    "page",
    [b"", b"\0" * 1000, b"<div>" * 100_000, b"<a" * 500_000, b"\xff\xfe" + b"x" * 99, b'{"a":' * 50_000],
    ids=["nothing", "zeros", "deep", "unclosed", "odd bytes", "deep json"],
)
def test_parse_answers_a_hostile_page_with_a_kind(bangdan: Run, page: bytes) -> None:
    done = bangdan("parse", "-", stdin=page)
    assert done.returncode == 0
    assert json.loads(done.stdout)["kind"] == "unknown"


def test_a_page_that_is_not_there_or_too_large_is_one_line(bangdan: Run, tmp_path: Path) -> None:
    missing = bangdan("parse", "nowhere.html")
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)
    with (tmp_path / "huge.html").open("wb") as file:
        file.truncate(70_000_000)
    huge = bangdan("parse", "huge.html")
    assert (huge.returncode, huge.stdout) == (1, b"")
    assert huge.stderr == b"bangdan: huge.html is larger than 64 MB: no page\n"


def test_init_names_the_database_that_it_is_told(bangdan: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/elsewhere/bangdan.db"
    assert bangdan("init", "watch", "--database", url).returncode == 0
    assert f'url = "{url}"' in (tmp_path / "watch" / "bangdan.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("url", ["mysql://db/x", "bangdan.db", 'sqlite:///a"b.db'])
def test_init_refuses_what_is_no_database(bangdan: Run, tmp_path: Path, url: str) -> None:
    done = bangdan("init", "watch", "--database", url)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "watch").exists()


@pytest.mark.parametrize("asked", [[], ["sources"], ["alerts"], ["apps"]], ids=" ".join)
def test_who_asks_nothing_is_shown_what_there_is(bangdan: Run, asked: list[str]) -> None:
    done, help_page = bangdan(*asked), bangdan(*asked, "--help")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == help_page.stdout
    assert len(done.stderr.splitlines()) > 5


def _options(context: click.Context) -> list[tuple[str, click.Option]]:
    command = context.command
    found = [
        (context.command_path, one) for one in command.get_params(context) if isinstance(one, click.Option)
    ]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            found += _options(click.Context(below, info_name=name, parent=context))
    return found


def test_every_option_says_what_it_does() -> None:
    told = _options(click.Context(cli, info_name="bangdan"))
    assert len(told) > 80
    assert [f"{path} {option.opts[0]}" for path, option in told if not option.help] == []
