"""Mail through a real SMTP server: TLS, login, refusals, and headers that no page can write."""

from __future__ import annotations

import time
from typing import Any

import pytest

from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.alerts.channels.base import Channel
from pipeline.errors import ConfigError, DeliveryFailed, DeliveryRefused
from pipeline.model import Alert

from .samples import QUOTE, alert, downloads
from .servers import MailServer, certificate, looped
from .test_render import HOSTILE, hostile

LOGIN = ("desk", "an umlaut: ü")


def post(server: MailServer | None = None, **keys: Any) -> Channel:
    given: dict[str, Any] = {
        "kind": "email",
        "host": "localhost",
        "port": server.port if server else 2525,
        "security": "none",
        "sender": "榜单 <bangdan@desk.example>",
        "to": ("analyst@desk.example",),
        "timeout": 5,
    }
    return make("mail", ChannelSettings(**(given | keys)), environ={"MAIL": LOGIN[1]})


async def received(news: Alert, **keys: Any) -> Any:
    async with MailServer() as server:
        await post(server, **keys).send(news, 1)
    return server.box[0]


@looped
async def test_mail_has_text_and_html_with_the_figure_marked_and_the_link():
    got = await received(alert())
    assert got["Subject"] == "[首见] 青梨相机 累计下载量 > 1000万次"
    assert str(got["From"]) == "榜单 <bangdan@desk.example>"
    text, html = (got.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert f"**{QUOTE}**" in text
    assert "https://news.example.com/dy/article/KTEST00005199AAA.html" in text
    assert f"{QUOTE}</mark>" in html
    assert 'href="https://news.example.com/dy/article/KTEST00005199AAA.html"' in html


@looped
async def test_language_of_the_channel():
    got = await received(alert(), language="en")
    assert got["Subject"] == "[first] 青梨相机: total downloads > 10 million"


@looped
async def test_starttls_with_login(tmp_path):
    authority, tls = certificate(tmp_path)
    async with MailServer(tls=tls, login=LOGIN) as server:
        secure = {"security": "starttls", "ca_file": str(authority), "user": LOGIN[0], "password_env": "MAIL"}
        await post(server, **secure).send(alert(), 1)
    assert (server.over_tls, server.logins, len(server.box)) == ([True], [True], 1)


@looped
async def test_tls_from_the_first_byte(tmp_path):
    authority, tls = certificate(tmp_path)
    async with MailServer(tls=tls, implicit=True, login=LOGIN) as server:
        secure = {"security": "tls", "ca_file": str(authority), "user": LOGIN[0], "password_env": "MAIL"}
        await post(server, **secure).send(alert(), 1)
    assert (server.logins, len(server.box)) == ([True], 1)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_unknown_certificate_is_refused(tmp_path, security):
    @looped
    async def told() -> None:
        _, tls = certificate(tmp_path)
        async with MailServer(tls=tls, implicit=security == "tls") as server:
            with pytest.raises(DeliveryFailed, match=r"(?i)certificate"):
                await post(server, security=security).send(alert(), 1)
        assert server.box == []

    told()


@looped
async def test_server_without_starttls_gets_nothing_in_the_clear():
    async with MailServer() as server:
        with pytest.raises(DeliveryFailed, match="STARTTLS"):
            await post(server, security="starttls").send(alert(), 1)
    assert server.box == []


@looped
async def test_wrong_password_is_tried_again_however_often(tmp_path):
    """Somebody will mend it: the alert must not be given up meanwhile."""
    authority, tls = certificate(tmp_path)
    async with MailServer(tls=tls, login=("desk", "another")) as server:
        secure = {"security": "starttls", "ca_file": str(authority), "user": "desk", "password_env": "MAIL"}
        with pytest.raises(DeliveryFailed, match="535") as caught:
            await post(server, **secure).send(alert(), 9)
    assert LOGIN[1] not in str(caught.value)


@looped
async def test_temporary_refusal_is_tried_again_however_often():
    async with MailServer(answers=["451 later"]) as server:
        channel = post(server)
        with pytest.raises(DeliveryFailed, match="451 later"):
            await channel.send(alert(), 20)
        await channel.send(alert(), 21)
    assert len(server.box) == 1


@looped
async def test_permanent_refusal_is_given_up_after_a_few():
    async with MailServer(answers=["554 no"] * 3) as server:
        channel = post(server)
        for attempt in (1, 2):
            with pytest.raises(DeliveryFailed, match="554 no"):
                await channel.send(alert(), attempt)
        with pytest.raises(DeliveryRefused, match="554 no"):
            await channel.send(alert(), 3)


@looped
async def test_recipient_who_has_it_does_not_get_it_twice():
    both = ("a@desk.example", "b@desk.example")
    async with MailServer(refuse={"b@desk.example": "451 greylisted"}) as server:
        channel = post(server, to=both)
        with pytest.raises(DeliveryFailed, match="1 of 2 recipients refused: 451 greylisted"):
            await channel.send(alert(), 1)
        server.refuse.clear()
        await channel.send(alert(), 2)
    assert [envelope.rcpt_tos for envelope in server.envelopes] == [["a@desk.example"], ["b@desk.example"]]
    assert len({mail["Message-ID"] for mail in server.box}) == 1


@looped
async def test_unknown_recipient_alone_is_given_up_after_a_few():
    async with MailServer(refuse={"analyst@desk.example": "550 unknown"}) as server:
        with pytest.raises(DeliveryRefused, match="550 unknown"):
            await post(server).send(alert(), 3)


@looped
async def test_server_that_hangs_is_left_in_time():
    async with MailServer(hang=5) as server:
        begun = time.monotonic()
        with pytest.raises(DeliveryFailed, match=r"no answer within 0\.3 s"):
            await post(server, timeout=0.3).send(alert(), 1)
        assert time.monotonic() - begun < 4


@looped
async def test_closed_port_is_a_failure():
    async with MailServer() as server:
        pass
    with pytest.raises(DeliveryFailed):
        await post(server).send(alert(), 1)


@looped
async def test_message_id_is_stable_and_threads_follow_the_app():
    async with MailServer() as server:
        channel = post(server)
        await channel.send(alert(), 1)
        await channel.send(alert(), 2)
        await channel.send(alert(id="al_another"), 1)
        await channel.send(alert(downloads(subject=("别的应用",)), id="al_third"), 1)
        await make("second", channel._settings, environ={}).send(alert(), 1)
    first, again, same_app, other_app, other_channel = server.box
    assert first["Message-ID"] == again["Message-ID"] == "<al_01JD7Q8Z3V.mail@bangdan.desk.example>"
    assert len({mail["Message-ID"] for mail in server.box}) == 4
    assert first["References"] == first["In-Reply-To"] == same_app["References"] != other_app["References"]
    assert other_channel["References"] != first["References"]
    assert first["List-Id"] == "bangdan alerts <mail.bangdan.desk.example>"
    assert first["Auto-Submitted"] == "auto-generated"


@looped
async def test_page_cannot_write_headers_or_lines():
    """Titles, names and ids with line breaks stay words: no header is added, none is cut short."""
    plain = await received(alert())
    got = await received(hostile())
    assert set(got.keys()) == set(plain.keys())
    assert got["Bcc"] is None
    assert [len(got.get_all(name)) for name in got.keys()] == [1] * len(got.keys())  # noqa: SIM118 - headers repeat
    assert got.get_body(("plain",)).get_content().count("thief@example.org") > 1


@looped
async def test_hostile_channel_and_alert_names_stay_in_their_header():
    async with MailServer() as server:
        told = post(server)._settings
        await make("mail\r\nBcc: x@y", told, environ={}).send(alert(id=f"al {HOSTILE}"), 1)
    assert server.box[0]["Bcc"] is None
    assert server.envelopes[0].rcpt_tos == ["analyst@desk.example"]


@looped
@pytest.mark.parametrize("length", range(1, 40))
async def test_a_chinese_subject_comes_back_whole_wherever_its_lines_break(length: int):
    claim = downloads(subject=(("长名字的应用" * 7)[:length],))
    got = await received(alert(claim))
    assert got["Subject"] == f"[首见] {claim.subject[0]} 累计下载量 > 1000万次"
    assert len(got.get_body(("html",)).get_content()) > 500


@looped
async def test_lines_on_the_wire_are_ascii_and_short():
    async with MailServer() as server:
        await post(server).send(hostile(), 1)
    raw = server.envelopes[0].original_content
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"to": ()}, "to"),
        ({"to": ("nobody",)}, "no mail address"),
        ({"to": ("a@b\r\nBcc: c@d",)}, "no mail address"),
        ({"sender": "ü@desk.example"}, "no mail address"),
        ({"sender": None}, "no mail address"),
        ({"host": None}, "host"),
        ({"user": "desk"}, "password_env"),
        ({"user": "desk", "password_env": "UNSET"}, "UNSET is not set"),
        ({"user": "desk", "password_env": "MAIL", "host": "smtp.desk.example"}, "in the clear"),
        ({"ca_file": "missing.pem"}, "ca_file"),
    ],
)
def test_what_cannot_work_is_said_at_start(keys, said):
    with pytest.raises(ConfigError, match=said):
        post(**keys)
