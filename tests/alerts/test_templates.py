"""Templates of the user's own: tried out at start, sandboxed, and never the price of an alert."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.alerts.channels.mail import MailChannel
from pipeline.alerts.render.own import OwnTemplate
from pipeline.errors import ConfigError
from pipeline.model import Alert, Digest, Novelty

from .samples import alert, with_novelty
from .servers import looped

MAIL = {
    "kind": "email",
    "host": "localhost",
    "security": "none",
    "sender": "a@b.example",
    "to": ("c@d.example",),
}


def mail(folder: Path, text: str | None = None, html: str | None = None) -> MailChannel:
    keys: dict[str, Any] = dict(MAIL)
    for form, source in (("text", text), ("html", html)):
        if source is not None:
            (folder / f"own.{form}").write_text(source, "utf-8")
            keys[f"{form}_template"] = f"own.{form}"
    made = make("mail", ChannelSettings(**keys), folder=folder, environ={})
    assert isinstance(made, MailChannel)
    return made


def parts(channel: MailChannel, **changes: Any) -> tuple[str, str]:
    message = channel.message(alert(**changes))
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content().replace("\r\n", "\n"), html.get_content().replace("\r\n", "\n")


def test_own_words_replace_ours_in_the_part_that_they_are_for(tmp_path: Path):
    text, html = parts(mail(tmp_path, "新数字 {{ app }}：{{ claim.value }}\n{{ links.post }}\n"))
    assert text == "新数字 青梨相机：10000000\nhttps://news.example.com/dy/article/KTEST00005199AAA.html\n"
    assert "<mark" in html


def test_words_from_the_web_are_escaped_in_html_and_stay_on_their_line_in_text(tmp_path: Path):
    bad = "<img src=x>\r\nBcc: x@y\x1b[2J"
    text, html = parts(mail(tmp_path, "T: {{ post.title }}\n", "<p>{{ post.title }}</p>"), post_title=bad)
    assert text == "T: <img src=x> Bcc: x@y [2J\n"
    assert "<img" not in html


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ app ", "line 1"),
        ("{{ unheard_of }}", "unheard_of"),
        ("{{ earlier.value }}", "has no attribute 'value'"),  # most alerts have nothing before them
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
        ("{% for i in range(90000) %}xxxxxxxxxxxx{% endfor %}", "more than 100000"),
        ("{% include 'other' %}", "loader"),
    ],
)
def test_template_that_cannot_work_is_said_at_start(tmp_path: Path, source: str, said: str):
    with pytest.raises(ConfigError, match=said) as caught:
        mail(tmp_path, source)
    assert "text_template" in str(caught.value)


def test_template_that_fails_later_costs_nothing_and_says_why(tmp_path: Path):
    late = "{{ 1 // (0 if post.title == 'break' else 1) }}"
    channel = mail(tmp_path, late, late)
    assert parts(channel) == ("1\n", "1\n")
    text, html = parts(channel, post_title="break")
    for form in (text, html):
        assert "模板出错" in form
        assert "ZeroDivisionError" in form
        assert "1000万次" in form


def test_every_novelty_can_be_shown_as_plain_and_more():
    own = OwnTemplate("{{ plain }}—{{ doubts | join('; ') }}", "text")
    for novelty in Novelty:
        assert own.render(with_novelty(novelty), "en", "two\nlines") == ("two\nlines—", None)


def digest_parts(channel: MailChannel, *alerts: Alert) -> tuple[str, str]:
    message = channel.message(Digest(id="d1", alerts=alerts))
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content().replace("\r\n", "\n"), html.get_content().replace("\r\n", "\n")


def test_digest_has_templates_of_its_own(tmp_path: Path):
    (tmp_path / "d.txt").write_text(
        "{{ count }}:{% for one in alerts %} {{ one.app }} {{ one.claim.value }};{% endfor %}\n"
    )
    (tmp_path / "d.html").write_text(
        "<body><b>{{ headline }}</b>{% for one in alerts %}<p>{{ one.post.title }}</p>{% endfor %}</body>"
    )
    keys = MAIL | {"digest_text_template": "d.txt", "digest_html_template": "d.html"}
    channel = make("mail", ChannelSettings(**keys), folder=tmp_path, environ={})
    assert isinstance(channel, MailChannel)
    text, html = digest_parts(channel, alert(), alert(post_title="<script>x</script>"))
    assert text == "2: 青梨相机 10000000; 青梨相机 10000000;\n"
    assert "<b>榜单摘要：2 条（青梨相机）</b>" in html
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in html
    assert "1000万次" in parts(channel)[0]  # an alert keeps its own form


def test_template_of_a_digest_is_tried_out_at_start_and_costs_nothing_later(tmp_path: Path):
    keys = MAIL | {"digest_text_template": "d.txt"}
    (tmp_path / "d.txt").write_text("{{ claim.value }}")  # a digest has no claim of its own
    with pytest.raises(ConfigError, match="digest_text_template"):
        make("mail", ChannelSettings(**keys), folder=tmp_path, environ={})
    (tmp_path / "d.txt").write_text(
        "{{ 1 // (3 - count if count > 2 and alerts[0].id != alerts[2].id else 1) }}"
    )
    channel = make(
        "mail", ChannelSettings(**(keys | {"digest_text_template": "d.txt"})), folder=tmp_path, environ={}
    )
    assert isinstance(channel, MailChannel)
    text, _ = digest_parts(channel, *(alert(id=f"a{n}") for n in range(3)))
    assert "模板出错" in text
    assert text.count("1000万次") >= 3


def test_plain_words_in_html_are_the_markup_that_would_stand_there(tmp_path: Path):
    _, html = parts(mail(tmp_path, html="<body><h1>{{ app }}</h1>{{ plain }}</body>"))
    assert "<mark" in html
    assert "&lt;mark" not in html


@looped
async def test_terminal_takes_a_template_too(tmp_path: Path):
    (tmp_path / "t.j2").write_text("! {{ sentence }}")
    stream = io.StringIO()
    settings = ChannelSettings(kind="terminal", text_template="t.j2")
    channel = make("terminal", settings, folder=tmp_path, environ={}, stream=stream)
    await channel.send(alert(), 1)
    assert stream.getvalue().startswith("! 青梨相机 累计下载量 > 1000万次")
    assert stream.getvalue().count("\n") == 1


def test_chat_makes_what_a_template_shows_harmless():
    from pipeline.alerts.channels.chat import _fit

    own = OwnTemplate("*{{ post.title }}* {{ post.url }}", "text", _fit)
    said, fault = own.render(alert(post_title="@all *x*", post_url="https://a.example/b_c*d"), "zh", "")
    assert fault is None
    assert said == "*＠all ＊x＊* https://a.example/b%5Fc%2Ad"
