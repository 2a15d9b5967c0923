"""A wrong configuration is refused in one line that names file, table, key and the nearest right name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.load import ConfigErrors, check_secrets, load
from config.place import find_database, find_folder
from pipeline.errors import ConfigError, WrongUse

WRONG = [
    # file, content, the whole message
    (
        "sources.toml",
        '[ithome]\nurl = "https://x.example/"\nintervall = "15m"\ninterval = "1h"\n',
        'sources.toml, [ithome]: unknown key "intervall" (did you mean "interval"?)',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ncron = "61 * * * *"\n',
        'sources.toml, [a]: key "cron": bad cron "61 * * * *" in the field "minute": the last value (61) is higher than the maximum value (59)',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ncron = "0 9 * *"\n',
        'sources.toml, [a]: key "cron": bad cron "0 9 * *": it has 4 fields, five are needed',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ncron = "0 0 31 2 *"\n',
        'sources.toml, [a]: key "cron": bad cron "0 0 31 2 *": that day never comes',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ninterval = "15 min"\n',
        'sources.toml, [a]: key "interval": "15 min" is no length of time (write "30s", "15m", "1h", "3d")',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\n',
        'sources.toml, [a]: says neither "interval" nor "cron": one of them is needed',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ninterval = "1h"\ncron = "0 9 * * *"\n',
        'sources.toml, [a]: says both "interval" and "cron": one of them is enough',
    ),
    ("sources.toml", '[a]\ninterval = "1h"\n', 'sources.toml, [a]: missing key "url"'),
    (
        "sources.toml",
        '[a]\nurl = "file:///etc/passwd"\ninterval = "1h"\n',
        'sources.toml, [a]: key "url": "file:///etc/passwd" is no address (it begins with https:// or http:// and a host)',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ninterval = "1h"\ntimezone = "Asia/Shangai"\n',
        'sources.toml, [a]: key "timezone": no time zone "Asia/Shangai" (write "Asia/Shanghai", "UTC")',
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ninterval = "1h"\n[b]\nurl = "https://x.example/"\ninterval = "2h"\n',
        "sources.toml, [b]: watches the same url as [a]",
    ),
    (
        "sources.toml",
        '[a]\nurl = "https://x.example/"\ninterval = "1h"\nmirrors = ["http://m.example/x"]\n',
        'sources.toml, [a]: key "mirrors": "http://m.example/x" is no host (write "mirror.example" or "mirror.example:8080")',
    ),
    ("sources.toml", "a = 1\n", 'sources.toml: "a" must be a table: [a]'),
    (
        "sources.toml",
        "[a]\nurl =\n",
        "sources.toml: no valid TOML: Invalid value (at line 2, column 6)",
    ),
    ("bangdan.toml", "[databse]\n", 'bangdan.toml: unknown table [databse] (did you mean "database"?)'),
    (
        "bangdan.toml",
        '[database]\nurl = "mysql://root@db/x"\n',
        'bangdan.toml, [database]: key "url": neither sqlite:///FILE nor postgresql://USER@HOST/NAME',
    ),
    (
        "bangdan.toml",
        "[crawl]\nconcurrency = 99\n",
        'bangdan.toml, [crawl]: key "concurrency": must be less than or equal to 16, not 99',
    ),
    (
        "bangdan.toml",
        "[log]\nlevel = 'loud'\n",
        'bangdan.toml, [log]: key "level": "loud" is unknown (there is debug, error, info, warning)',
    ),
    (
        "alerts.toml",
        '[channels.hook]\nkind = "webhook"\nurl = "https://x.example/"\nsecret_env = "S"\n[rules.all]\nchannels = ["hok"]\n',
        'alerts.toml, [rules.all]: key "channels": unknown channel "hok" (did you mean "hook"?)',
    ),
    (
        "alerts.toml",
        '[channels.hook]\nkind = "webhook"\nurl = "https://x.example/"\n',
        'alerts.toml, [channels.hook]: says neither "secret_env" nor "secret_file": alerts are signed',
    ),
    (
        "alerts.toml",
        '[channels.mail]\nkind = "email"\nhost = "smtp.example"\nsender = "a@b.example"\n',
        'alerts.toml, [channels.mail]: missing key "to"',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\nurl = "https://x.example/"\n',
        'alerts.toml, [channels.here]: key "url" means nothing for kind "terminal"',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\nsources = ["dsk"]\n',
        'alerts.toml, [rules.all]: key "sources": unknown source "dsk" (did you mean "desk"?)',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\nstores = ["appstore"]\n',
        'alerts.toml, [rules.all]: key "stores": "appstore" is unknown (did you mean "app_store"?)',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[groups.ai]\napps = ["千问"]\n[rules.all]\nchannels = ["here"]\ngroups = ["ia"]\n',
        'alerts.toml, [rules.all]: key "groups": unknown group "ia" (there is ai)',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[groups.ai]\n[rules.all]\nchannels = ["here"]\n',
        'alerts.toml, [groups.ai]: says neither "apps" nor "makers": it is empty',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\nlanguages = ["zh-hant"]\n',
        'alerts.toml, [rules.all]: key "languages": "zh-hant" is unknown (did you mean "zh-Hant"?)',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\nnovelty = ["frist"]\n',
        'alerts.toml, [rules.all]: key "novelty": "frist" is unknown (did you mean "first"?)',
    ),
    (
        "alerts.toml",
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\nregions = ["US", "China"]\n',
        'alerts.toml, [rules.all]: key "regions": unknown region "China" (did you mean "CN"?)',
    ),
    (
        "alerts.toml",
        'max_age = "soon"\n',
        'alerts.toml: key "max_age": "soon" is no length of time (write "30s", "15m", "1h", "3d")',
    ),
]


@pytest.mark.parametrize(("file", "content", "message"), WRONG, ids=[row[2][:70] for row in WRONG])
def test_a_wrong_file_is_named_with_its_table_and_key(
    folder: Path, file: str, content: str, message: str
) -> None:
    (folder / file).write_text(content)
    with pytest.raises(WrongUse) as refused:
        load(folder)
    assert str(refused.value) == message
    assert refused.value.exit_code == 2


def test_several_faults_are_said_at_once_one_line_each(folder: Path) -> None:
    (folder / "sources.toml").write_text('[a]\ninterval = "1h"\n[b]\nurl = "https://x.example/"\n')
    (folder / "bangdan.toml").write_text("[crawl]\ndelay = -1\n")
    with pytest.raises(ConfigErrors) as refused:
        load(folder)
    assert [problem.file for problem in refused.value.problems] == [
        "bangdan.toml",
        "sources.toml",
        "sources.toml",
    ]
    assert len(str(refused.value).splitlines()) == 3


def test_a_file_that_is_not_utf8_is_named_with_the_line(folder: Path) -> None:
    (folder / "sources.toml").write_bytes("# 一\n# 二\n".encode() + "# 三".encode("gb18030"))
    with pytest.raises(ConfigError, match=r"^sources\.toml: line 3 is not UTF-8$"):
        load(folder)


def test_a_mark_of_order_before_the_first_table_does_no_harm(folder: Path) -> None:
    path = folder / "sources.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert set(load(folder).sources) == {"desk"}


def test_a_missing_secret_is_named_before_anything_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "alerts.toml").write_text(
        '[channels.hook]\nkind = "webhook"\nurl = "https://x.example/"\nsecret_env = "HOOK_SECRET_OF_A_TEST"\n'
    )
    settings = load(folder)
    expected = r'^alerts\.toml, \[channels\.hook\]: key "secret_env": the environment variable HOOK_SECRET_OF_A_TEST is not set$'
    with pytest.raises(ConfigError, match=expected):
        check_secrets(settings)
    monkeypatch.setenv("HOOK_SECRET_OF_A_TEST", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    check_secrets(settings)


def test_a_secret_file_counts_from_the_folder_and_must_hold_something(folder: Path) -> None:
    (folder / "alerts.toml").write_text(
        '[channels.hook]\nkind = "webhook"\nurl = "https://x.example/"\nsecret_file = "hook.key"\n'
    )
    settings = load(folder)
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        check_secrets(settings)
    (folder / "hook.key").write_text("\n")
    with pytest.raises(ConfigError, match="is empty"):
        check_secrets(settings)
    (folder / "hook.key").write_text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
    check_secrets(settings)


def test_the_starter_is_right_and_watches_the_technology_channel() -> None:
    from importlib.resources import files

    settings = load(str(files("config") / "starter"))
    assert any("BA8D4A3R" in source.url for source in settings.sources.values())
    assert settings.alerts.rules


def test_every_app_that_the_starter_names_is_in_the_lexicon() -> None:
    """A rule that names an app nobody knows would never ring."""
    from importlib.resources import files

    from config.lexicon import load_lexicon
    from pipeline.extract.lexicon import Lexicon

    lexicon = Lexicon.from_toml(load_lexicon(None))
    alerts = load(str(files("config") / "starter")).alerts
    named = {app for one in (*alerts.rules.values(), *alerts.groups.values()) for app in one.apps}
    assert named
    assert {app for app in named if lexicon.entry(app) is None} == set()


def test_the_starter_names_every_key_that_a_file_may_hold() -> None:
    from importlib.resources import files

    from config import settings

    told = {
        "bangdan.toml": (
            settings.DatabaseSettings,
            settings.CrawlSettings,
            settings.WebSettings,
            settings.HealthSettings,
            settings.KeepSettings,
            settings.LogSettings,
        ),
        "sources.toml": (settings.SourceSettings,),
        "alerts.toml": (
            settings.AlertSettings,
            settings.ChannelSettings,
            settings.GroupSettings,
            settings.RuleSettings,
        ),
    }
    for file, models in told.items():
        text = (files("config") / "starter" / file).read_text("utf-8")
        missing = {
            key for model in models for key in model.model_fields if not re.search(rf"\b{key}\b", text)
        }
        assert missing == set(), file


def test_settings_and_database_are_looked_for_in_order(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("BANGDAN_DATABASE_URL", "BANGDAN_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(WrongUse, match="no configuration"):
        find_folder()
    with pytest.raises(WrongUse, match="no database"):
        find_database()
    here = tmp_path / "config"
    here.mkdir()
    (here / "bangdan.toml").write_text('[database]\nurl = "sqlite:///here.db"\n')
    assert find_database() == f"sqlite:///{here}/here.db"
    monkeypatch.setenv("BANGDAN_CONFIG", str(folder))
    assert find_folder() == folder
    assert find_database() == f"sqlite:///{folder}/bangdan.db"
    monkeypatch.setenv("BANGDAN_DATABASE_URL", "sqlite:///elsewhere.db")
    assert find_database() == f"sqlite:///{tmp_path}/elsewhere.db"
    assert find_database(here) == f"sqlite:///{here}/here.db"
    assert load(folder, environment_database=True).database.url == f"sqlite:///{tmp_path}/elsewhere.db"
    assert load(folder).database.url == f"sqlite:///{folder}/bangdan.db"


def test_a_folder_without_settings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such folder"):
        find_folder(tmp_path / "nowhere")
    with pytest.raises(WrongUse, match="holds none of"):
        find_folder(tmp_path)


def test_what_the_starter_shows_as_defaults_are_the_defaults() -> None:
    """A line that is off (``# key = value``) promises what holds without it; examples name what is the user's own."""
    import tomllib
    from importlib.resources import files

    from config import settings

    text = (files("config") / "starter" / "bangdan.toml").read_text("utf-8")
    shown = tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE))
    own = {"token_env", "operator_token_env", "hosts", "trusted_proxies", "heartbeat_env"}
    for table, keys in shown.items():
        model = settings.Settings.model_fields[table].annotation
        assert model is not None
        without = model()
        for key, value in keys.items():
            default = getattr(without, key)
            found = list(default) if isinstance(default, tuple) else default
            assert key in own or found == value, f"[{table}] {key}"
    assert {"crawl", "web", "health", "keep", "log", "database"} == set(shown)
