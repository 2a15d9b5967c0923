"""The recipes of docs/recipes.md do what they say when they are typed as they stand, in bash and in zsh."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store.engine import open_store
from tests.conftest import missing_part
from tests.history.conftest import serving
from tests.store.story import Desk, daily, rank, total

BLOCKS = re.findall(
    r"^```sh\n(.*?)^```",
    (Path(__file__).parents[2] / "docs" / "recipes.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)
FIRST = BLOCKS[0]
HELPER, ASKED = FIRST[: FIRST.index("\n}\n") + 3], re.findall(r"^ask \S.*?(?= +#|$)", FIRST, re.MULTILINE)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a server on a history in which the recipes find something: two apps, more than 17 claims, a known sentence."""
    url = f"sqlite:///{tmp_path_factory.mktemp('recipes') / 'bangdan.db'}"
    store = open_store(url)
    desk = Desk(store)
    for number in range(6):
        counted = total("千问", 1_000_000 * (number + 1)), daily("豆包", 90_000 + number)
        desk.say(f"T{number}", *counted, rank("千问", 9 - number), day=number)
    with serving(url) as client:
        yield f"{client.base_url}/api/v1".replace("//api", "/api")
    store.close()


@pytest.fixture(params=["bash", "zsh"])
def shell(request: pytest.FixtureRequest) -> str:
    for program in (request.param, "curl", "jq"):
        if shutil.which(program) is None:
            missing_part(f"no {program} here")
    return str(request.param)


def typed(shell: str, address: str, line: str, folder: Path) -> str:
    helper = re.sub(r"^at=.*$", f"at={address}", HELPER, count=1, flags=re.MULTILINE)
    done = subprocess.run(
        [shell, "-c", f"{helper}\n{line}"], capture_output=True, cwd=folder, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b""), line
    return done.stdout.decode()


def test_every_question_is_answered(shell: str, address: str, tmp_path: Path):
    assert len(ASKED) >= 9
    found = {line: typed(shell, address, line, tmp_path) for line in ASKED}
    sheet = found.pop("ask figures app=千问 metric=downloads limit=1000 format=csv")
    assert [row["value"] for row in csv.DictReader(io.StringIO(sheet))][:2] == ["6000000", "5000000"]
    answers = {line: json.loads(text) for line, text in found.items()}
    assert [line for line, answer in answers.items() if "error" in answer] == []
    assert len(answers["ask search q=下载量"]["items"]) == 6
    assert all(len(row["figures"]) == 2 for row in answers["ask compare app=千问 app=豆包"]["items"])
    assert answers["ask claims/17"]["row"]["id"] == 17


def test_everything_comes_piece_by_piece(shell: str, address: str, tmp_path: Path):
    [loop] = [block for block in BLOCKS if block.startswith("after=;")]
    lines = typed(shell, address, loop.replace("limit=500", "limit=5"), tmp_path).splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == list(range(1, 19))
    [kept] = [block for block in BLOCKS if "gzip" in block]
    typed(shell, address, kept.splitlines()[0], tmp_path)
    whole = typed(shell, address, "gzip -dc claims.jsonl.gz", tmp_path)
    assert whole.splitlines() == lines


def test_what_did_not_change_comes_once(shell: str, address: str, tmp_path: Path):
    [once] = [block for block in BLOCKS if "--etag-save" in block]
    typed(shell, address, once, tmp_path)
    written = (tmp_path / "latest.json").stat().st_mtime_ns
    typed(shell, address, once, tmp_path)
    assert (tmp_path / "latest.json").stat().st_mtime_ns == written
    assert json.loads((tmp_path / "latest.json").read_text("utf-8"))["items"]


def test_the_page_behind_a_claim_is_saved(shell: str, address: str, tmp_path: Path):
    [raw] = [block for block in BLOCKS if "/raw" in block]
    line = raw.replace("versions/12", "versions/3").replace("curl ", "curl -sS ", 1)
    typed(shell, address, line, tmp_path)
    assert (tmp_path / "version-3.html").read_bytes().startswith(b"<p>")
