"""The webhook against a real receiver that checks signatures with the reference library."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from aiohttp import web

from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.alerts.channels.base import Channel
from pipeline.errors import ConfigError, DeliveryFailed, DeliveryRefused

from .samples import alert
from .servers import SECRET, Receiver, certificate, looped

OLD_SECRET = "whsec_b2xkLXNlY3JldC1vZi10aGUteWVhci1iZWZvcmUhIQ=="
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "webhook.schema.json").read_text(encoding="utf-8"))


def hook(url: str, secret: str = SECRET, **keys: Any) -> Channel:
    told = ChannelSettings(kind="webhook", url=url, secret_env="HOOK", **({"allow_private": True} | keys))
    return make("hook", told, environ={"HOOK": secret})


async def failure(channel: Channel) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await channel.send(alert(), 1)
    await channel.close()
    return caught.value


@looped
async def test_receiver_verifies_and_reads_the_documented_body():
    async with Receiver() as receiver:
        channel = hook(receiver.url)
        await channel.send(alert(), 1)
        await channel.close()
    assert receiver.bad == 0
    assert receiver.ids == ["al_01JD7Q8Z3V"]
    jsonschema.validate(receiver.got[0], SCHEMA)
    assert receiver.headers[0]["Content-Type"] == "application/json"
    assert receiver.headers[0]["Host"] == f"localhost:{receiver.port}"
    assert "bangdan" in receiver.headers[0]["User-Agent"]


@looped
async def test_both_secrets_sign_during_a_rotation():
    """Receivers that know only the new or only the old secret both verify."""
    for known in (SECRET, OLD_SECRET):
        async with Receiver(secret=known) as receiver:
            channel = hook(receiver.url, f"{SECRET} {OLD_SECRET}")
            await channel.send(alert(), 1)
            await channel.close()
        assert len(receiver.got) == 1


@looped
async def test_wrong_secret_is_a_failure_that_is_tried_again():
    async with Receiver(secret=OLD_SECRET) as receiver:
        assert "401" in (await failure(hook(receiver.url))).reason
    assert receiver.bad == 1


@looped
async def test_every_attempt_is_signed_anew_with_the_same_id_and_body():
    async with Receiver(answers=[web.Response(status=503), web.Response(status=503)]) as receiver:
        channel = hook(receiver.url)
        for attempt in (1, 2):
            with pytest.raises(DeliveryFailed):
                await channel.send(alert(), attempt)
            await asyncio.sleep(1.05)  # a signature counts in whole seconds
        await channel.send(alert(), 3)
        await channel.close()
    assert receiver.ids == ["al_01JD7Q8Z3V"] * 3
    assert len({headers["webhook-signature"] for headers in receiver.headers}) == 3
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        ({"status": 429, "headers": {"Retry-After": "17"}}, 17),
        ({"status": 503, "headers": {"Retry-After": "Mon, 24 Nov 2190 11:01:00 GMT"}}, 6 * 3600),
        ({"status": 503, "headers": {"Retry-After": "presently"}}, None),
        ({"status": 500}, None),
        ({"status": 404}, None),
    ],
)
def test_failures_are_retried_as_the_receiver_asks(answer, wait):
    @looped
    async def told() -> None:
        async with Receiver(answers=[web.Response(**answer)]) as receiver:
            assert (await failure(hook(receiver.url))).retry_after == wait

    told()


@looped
async def test_gone_is_given_up():
    async with Receiver(answers=[web.Response(status=410, text="moved\x1b[2J away")]) as receiver:
        channel = hook(receiver.url)
        with pytest.raises(DeliveryRefused, match=r"410: moved \[2J away"):
            await channel.send(alert(), 1)
        await channel.close()


@looped
async def test_redirect_is_no_success_and_is_not_followed():
    async with Receiver() as other:
        away = web.Response(status=307, headers={"Location": other.url})
        async with Receiver(answers=[away]) as receiver:
            assert "redirect" in (await failure(hook(receiver.url))).reason
    assert other.calls == 0


@looped
async def test_receiver_that_accepts_and_hangs_is_left_in_time():
    async with Receiver(hang=5) as receiver:
        begun = time.monotonic()
        assert "no answer within 0.3 s" in (await failure(hook(receiver.url, timeout=0.3))).reason
        assert time.monotonic() - begun < 4


@looped
async def test_receiver_that_drips_its_answer_is_left_in_time():
    """Each byte comes in time; the whole answer does not."""

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            for _ in range(100):
                writer.write(b"H")
                await writer.drain()
                await asyncio.sleep(0.05)
        except OSError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    begun = time.monotonic()
    assert "no answer" in (await failure(hook(f"http://127.0.0.1:{port}/", timeout=0.4))).reason
    assert time.monotonic() - begun < 4
    server.close()


@looped
async def test_endless_answer_is_not_read_to_its_end():
    sent = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 500 no\r\ncontent-type: text/plain\r\n\r\n")
        try:
            while sent < 500_000_000:
                writer.write(b"x" * 65536)
                await writer.drain()
                sent += 65536
        except OSError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(pour, "127.0.0.1", 0)
    said = await failure(hook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
    assert said.reason.startswith("HTTP 500: xxx")
    assert len(said.reason) < 300
    await asyncio.sleep(0.1)
    assert sent < 20_000_000
    server.close()


@looped
async def test_closed_port_is_a_failure():
    async with Receiver() as receiver:
        url = receiver.url
    assert "cannot connect to localhost" in (await failure(hook(url))).reason


@looped
async def test_name_that_does_not_resolve_is_a_failure():
    assert "cannot be resolved" in (await failure(hook("http://no-such-host.invalid/"))).reason


@looped
async def test_garbage_for_an_answer_is_a_failure():
    async def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x00\x01 what?\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    await failure(hook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
    server.close()


@looped
async def test_certificate_is_verified_against_the_name_though_the_address_is_dialled(tmp_path):
    authority, tls = certificate(tmp_path)
    async with Receiver(tls=tls) as receiver:
        channel = hook(receiver.url, ca_file=str(authority))
        await channel.send(alert(), 1)
        await channel.close()
        assert len(receiver.got) == 1
        assert "certificate" in (await failure(hook(receiver.url))).reason.lower()


@looped
async def test_certificate_of_another_name_is_refused(tmp_path, monkeypatch):
    authority, tls = certificate(tmp_path)
    async with Receiver(tls=tls) as receiver:
        loop = asyncio.get_running_loop()
        known = loop.getaddrinfo

        async def to_loopback(_host: Any, port: Any, **kwargs: Any) -> Any:
            return await known("127.0.0.1", port, **kwargs)

        monkeypatch.setattr(loop, "getaddrinfo", to_loopback)
        elsewhere = hook(f"https://hooks.example.org:{receiver.port}/hook", ca_file=str(authority))
        assert "certificate" in (await failure(elsewhere)).reason.lower()
    assert receiver.calls == 0


@looped
async def test_name_that_leads_to_a_private_address_is_refused_after_dns(monkeypatch):
    """A public-looking name is looked up once; what it led to is what is dialled, or nothing."""
    async with Receiver() as receiver:
        loop = asyncio.get_running_loop()
        known = loop.getaddrinfo
        asked = 0

        async def answer(_host: Any, port: Any, **kwargs: Any) -> Any:
            nonlocal asked
            asked += 1
            return await known("127.0.0.1", port, **kwargs)

        monkeypatch.setattr(loop, "getaddrinfo", answer)
        channel = hook(f"http://hooks.example.org:{receiver.port}/hook", allow_private=False)
        with pytest.raises(DeliveryRefused, match=r"127\.0\.0\.1, which is not public"):
            await channel.send(alert(), 1)
        await channel.close()
        assert receiver.calls == 0
        allowed = hook(f"http://hooks.example.org:{receiver.port}/hook", allow_private=True)
        await allowed.send(alert(), 1)
        await allowed.close()
        assert (asked, receiver.calls) == (2, 1)
        assert receiver.headers[0]["Host"] == f"hooks.example.org:{receiver.port}"


@looped
@pytest.mark.parametrize(
    "host", ["2130706433", "127.1", "0x7f.0.0.1", "0177.0.0.1", "localhost.", "[::ffff:7f00:1]", "0"]
)
async def test_loopback_in_other_spellings_is_refused(host):
    async with Receiver() as receiver:

        async def attempt() -> None:
            await hook(f"http://{host}:{receiver.port}/hook", allow_private=False).send(alert(), 1)

        with pytest.raises((ConfigError, DeliveryRefused, DeliveryFailed)) as caught:
            await attempt()
        assert any(why in str(caught.value) for why in ("not public", "cannot be resolved", "Invalid IPv4"))
        assert receiver.calls == 0


@looped
async def test_second_address_is_tried_where_the_first_refuses(monkeypatch):
    async with Receiver() as receiver:
        loop = asyncio.get_running_loop()
        known = loop.getaddrinfo

        async def both(_host: Any, port: Any, **kwargs: Any) -> Any:
            dead = await known("127.0.0.99", port, **kwargs)
            return dead + await known("127.0.0.1", port, **kwargs)

        monkeypatch.setattr(loop, "getaddrinfo", both)
        channel = hook(receiver.url)
        await channel.send(alert(), 1)
        await channel.close()
    assert len(receiver.got) == 1


@looped
async def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    async with Receiver() as receiver:
        channel = hook(receiver.url)
        await channel.send(alert(), 1)
        await channel.close()
    assert len(receiver.got) == 1


@looped
async def test_tokens_of_the_address_are_not_logged(caplog):
    caplog.set_level(logging.INFO)
    async with Receiver() as receiver:
        channel = hook(receiver.url + "?token=verysecret")
        await channel.send(alert(), 1)
        await channel.close()
    assert len(receiver.got) == 1
    assert "verysecret" not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://[::1]:8/x",
        "https://10.1.2.3/",
        "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/",
        "ftp://example.org/",
        "https://",
        "",
    ],
)
def test_address_that_can_never_work_is_said_at_start(url):
    with pytest.raises(ConfigError, match=r"alerts\.toml, \[channels\.hook\]"):
        hook(url, allow_private=False)


@pytest.mark.parametrize(
    "secret", ["", "   ", "whsec_", "whsec_kurz", "hunter2", "whsec_????", f"{SECRET} nonsense"]
)
def test_unusable_secret_is_said_at_start_and_not_shown(secret):
    with pytest.raises(ConfigError) as caught:
        hook("https://example.org/", secret)
    assert not any(word in str(caught.value) for word in secret.split() if len(word) > 6)


def test_missing_secret_is_said_at_start(tmp_path):
    told = ChannelSettings(kind="webhook", url="https://example.org/")
    with pytest.raises(ConfigError, match='neither "secret_env" nor "secret_file"'):
        make("hook", told)
    told = ChannelSettings(kind="webhook", url="https://example.org/", secret_file="secret.txt")
    with pytest.raises(ConfigError, match="cannot be read"):
        make("hook", told, folder=tmp_path)
    (tmp_path / "secret.txt").write_text(SECRET + "\n")
    assert make("hook", told, folder=tmp_path).name == "hook"


@looped
async def test_ipv6_literal_is_dialled(monkeypatch):
    """The address of the URL stands in brackets; the connection goes to the bare one."""
    answered = asyncio.Event()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"Host: [::1]:" in head
        answered.set()
        writer.write(b"HTTP/1.1 204 yes\r\n\r\n")
        await writer.drain()
        writer.close()

    try:
        server = await asyncio.start_server(accept, "::1", 0)
    except OSError:
        pytest.skip("no IPv6 loopback here")
    channel = hook(f"http://[::1]:{server.sockets[0].getsockname()[1]}/")
    await channel.send(alert(), 1)
    await channel.close()
    assert answered.is_set()
    server.close()
