"""What docs/webhook.md says is so."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema

from config.settings import AlertSettings
from pipeline.alerts.render.body import body
from pipeline.model import Novelty

from .samples import with_novelty

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "webhook.md").read_text(encoding="utf-8")
SCHEMA = json.loads((DOCS / "webhook.schema.json").read_text(encoding="utf-8"))


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_example_is_what_bangdan_sends():
    assert json.loads(block("json")) == body(with_novelty(Novelty.HIGHER))


def test_schema_is_a_schema_and_refuses_what_is_not_documented():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    valid = jsonschema.Draft202012Validator(SCHEMA)
    told = body(with_novelty(Novelty.HIGHER))
    for section in (None, "claim", "figure", "earlier", "quote", "post", "links"):
        changed = json.loads(json.dumps(told))
        (changed[section] if section else changed)["surprise"] = 1
        assert not valid.is_valid(changed), section
    for key in told:
        assert not valid.is_valid({name: value for name, value in told.items() if name != key}), key


def test_every_key_and_header_is_in_the_table():
    for key in (*SCHEMA["properties"], "webhook-id", "webhook-timestamp", "webhook-signature"):
        assert f"`{key}`" in PAGE, key


def test_channel_of_the_page_is_understood():
    written = re.sub(r"^# (\w+ = )", r"\1", block("toml"), flags=re.MULTILINE)
    channel = AlertSettings.model_validate(tomllib.loads(written)).channels["hook"]
    assert (channel.allow_private, channel.ca_file, channel.timeout) == (True, "own-authority.pem", 15)
