"""The daemon without what its libraries import and it never uses: in a process of its own, as ``bangdan run`` is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = (
    "soupsieve",
    "cryptography",
    "OpenSSL",
    "requests",
    "tldextract",
    "rich",
    "pygments",
    "charset_normalizer",
    "jmespath",
)
MORE = (
    "alembic",
    "fastapi",
    "trafilatura",
    "feedparser",
    "apprise",
    "sqlalchemy.dialects.postgresql",
    "aiohttp.web",
)


def said_by(code: str) -> Any:
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout.splitlines()[-1])


START = """
import asyncio, json, sys
from scheduler.lean import load_parts
load_parts()
from config.load import load
from config.settings import LogSettings
from scheduler.daemon import Daemon
from scheduler.logs import configure

async def live():
    daemon = Daemon(load({folder!r}), configure(LogSettings(level="error")))
    await daemon.open()
    await daemon.start()
    await daemon.stop()

asyncio.run(live())
print(json.dumps(sorted(sys.modules)))
"""


def test_a_daemon_that_starts_loads_nothing_that_it_does_not_use(tmp_path):
    (tmp_path / "bangdan.toml").write_text("[web]\nport = 0\n")
    (tmp_path / "sources.toml").write_text("")
    (tmp_path / "alerts.toml").write_text("")
    loaded = set(said_by(START.format(folder=str(tmp_path))))
    assert "scrapy.core.engine" in loaded
    assert loaded.isdisjoint({*HEAVY, *MORE})


ASKED = [
    ("__import__('rich.console').console.Console.__name__", "Console"),
    ("__import__('OpenSSL').__version__.split('.')[0].isdigit()", True),
    # what stood in their places loads them when it is asked for
    ("'OpenSSL' in __import__('scrapy.utils.ssl').utils.ssl.get_openssl_version()", True),
    ("__import__('scrapy.utils.ssl').utils.ssl.TLSVersion.TLSv1_2.name", "TLSv1_2"),
    ("__import__('parsel').Selector('{\"a\": 1}', type='json').jmespath('a').get()", 1),
    ("__import__('bs4').BeautifulSoup('<p class=a>x</p>', 'lxml').select_one('p.a').text", "x"),
    (
        "__import__('scrapy.http').http.TextResponse('http://a/', body='读者'.encode('gb18030') * 40).encoding",
        "gb18030",
    ),
]
# a fork for each: what one loads the others do not have
EACH = """
import json, os, traceback
from scheduler.lean import load_parts
load_parts()
told = []
for asked in {asked!r}:
    read, write = os.pipe()
    if os.fork() == 0:
        try:
            answer = eval(asked)
        except Exception:
            answer = traceback.format_exc()
        os.write(write, json.dumps(answer).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        told.append(json.load(pipe))
    os.wait()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    questions = [asked for asked, _ in ASKED]
    return dict(zip(questions, said_by(EACH.format(asked=questions)), strict=True))


@pytest.mark.parametrize(("asked", "answer"), ASKED)
def test_whoever_asks_for_it_gets_the_real_thing(told, asked, answer):
    assert told[asked] == answer


def test_libraries_that_cannot_do_without_are_given_all_they_want():
    code = (
        "import json, sys; from scheduler import lean\n"
        "lean._ABSENT = (*lean._ABSENT, 'lxml.etree')\n"
        "lean.load_parts(); print(json.dumps([name in sys.modules for name in ('scheduler.daemon', 'OpenSSL')]))"
    )
    assert said_by(code) == [True, True]
