"""The image's recipe and its compose files: linted, and held to what docs/operations.md promises of them.

No engine is needed: hadolint and compose-lint come with the extra ``test``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from config.load import load
from config.place import find_database
from scheduler.cli.commands import DOORS

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
COMMANDS = {name for group in DOORS.values() for name in group}
ALONE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
POSTGRES = (ROOT / "compose.postgres.yaml").read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """(INSTRUCTION, rest) of the Dockerfile, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def last(name: str) -> str:
    return [rest for word, rest in instructions() if word == name][-1]


def merged(first: Any, second: Any) -> Any:
    """What compose makes of a file and another laid over it: tables are joined, all else is replaced."""
    if not (isinstance(first, dict) and isinstance(second, dict)):
        return second
    return first | {key: merged(first.get(key), value) for key, value in second.items()}


BOTH = yaml.safe_dump(merged(yaml.safe_load(ALONE), yaml.safe_load(POSTGRES)), sort_keys=False)


def test_dockerfile_passes_its_linter():
    done = subprocess.run([TOOLS / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_image_runs_as_nobody_who_matters():
    assert last("USER") == "10001:10001"
    after = [word for word, _ in instructions()]
    assert "RUN" not in after[len(after) - after[::-1].index("USER") :]


def test_image_is_made_of_a_pinned_slim_base_and_leaves_its_tools_behind():
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", bases[0])


def test_image_starts_commands_that_exist():
    entry, words = json.loads(last("ENTRYPOINT")), json.loads(last("CMD"))
    check = json.loads(last("HEALTHCHECK").split("CMD ", 1)[1])
    assert entry == ["bangdan"]
    assert words[0] in COMMANDS
    assert check[0] == "bangdan"
    assert check[1] in COMMANDS


def test_everything_that_is_copied_into_the_image_exists_and_is_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    kept = {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / name).exists() for name in kept)
    wanted = {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "config",
        "crawler",
        "pipeline",
        "scheduler",
        "history",
    }
    assert kept >= wanted
    for word, rest in instructions():
        if word == "COPY" and "--from" not in rest and rest != ". .":
            assert (ROOT / rest.split()[0]).is_file()
            assert rest.split()[0].split("/")[0] in kept


@pytest.mark.parametrize("text", [ALONE, POSTGRES, BOTH], ids=["alone", "postgres", "both"])
def test_compose_file_is_one(text: str):
    read = PyCompose.from_yaml(text)
    read.validate()
    assert read.extensions == {}


@pytest.mark.parametrize("text", [ALONE, BOTH], ids=["alone", "with postgres"])
def test_compose_file_passes_its_linter(text: str, tmp_path: Path):
    """Not asked for: a digest beside each tag. We publish no image, and an old digest is an old image."""
    file, rules = tmp_path / "compose.yaml", tmp_path / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    rules.write_text("rules:\n  CL-0019:\n    enabled: false\n    reason: no image is published\n")
    command = [
        TOOLS / "compose-lint",
        "check",
        "--fail-on",
        "low",
        "--config",
        rules,
        "--strict-config",
        file,
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("text", [ALONE, BOTH], ids=["alone", "with postgres"])
def test_services_can_write_nowhere_but_on_their_volumes(text: str):
    for service in yaml.safe_load(text)["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["user"] not in {"root", "0", 0}
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        volumes = [volume.split(":")[0] for volume in service["volumes"]]
        assert set(volumes) <= set(yaml.safe_load(text)["volumes"])


def test_no_secret_has_a_default():
    for value in re.findall(r"\$\{(\w*(?:TOKEN|PASSWORD)\w*)(.*?)\}", ALONE + POSTGRES):
        assert value[1].startswith(":?")


def test_configuration_of_the_image_is_right(monkeypatch: pytest.MonkeyPatch):
    settings = load(ROOT / "deploy" / "docker")
    assert settings.web.host == "0.0.0.0"
    environment = yaml.safe_load(ALONE)["services"]["bangdan"]["environment"]
    assert settings.web.token_env in environment
    assert f"127.0.0.1:8080:{settings.web.port}" in yaml.safe_load(ALONE)["services"]["bangdan"]["ports"]
    assert settings.database.url.startswith("sqlite:////data/")
    assert "data:/data" in yaml.safe_load(ALONE)["services"]["bangdan"]["volumes"]
    monkeypatch.delenv("BANGDAN_DATABASE_URL", raising=False)
    monkeypatch.setenv("BANGDAN_CONFIG", str(ROOT / "deploy" / "docker"))
    assert find_database() == settings.database.url
    url = yaml.safe_load(POSTGRES)["services"]["bangdan"]["environment"]["BANGDAN_DATABASE_URL"]
    monkeypatch.setenv("BANGDAN_DATABASE_URL", url)
    assert find_database() == url
