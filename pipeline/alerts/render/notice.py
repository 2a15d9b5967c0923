"""A source that is blind, or sees again, in words. Pure."""

from __future__ import annotations

import html as markup
import json
from datetime import datetime

from pipeline.alerts.render.body import utc
from pipeline.alerts.render.clean import one_line, wrapped
from pipeline.model import BEIJING, Notice
from pipeline.words.numbers import Language

VERSION = 1
TYPE = "bangdan.source"
_INDENT = "    "
_MEANS: dict[str, tuple[str, str]] = {
    "list_empty": ("列表为空", "its list names no post"),
    "bodies_missing": ("文章没有正文", "its posts have no body"),
    "titles_only": ("列表可读，文章都读不到", "its list is fine and none of its posts can be read"),
    "layout_changed": ("页面版式变了", "its page is neither a list nor an article any more"),
    "captcha": ("要求验证码", "it asks for a captcha"),
    "all_gone": ("列表或文章全部消失", "its list, or every post on it, is gone"),
    "certificate_expired": ("证书无效或过期", "its certificate is not valid"),
    "dns_failure": ("域名无法解析", "its name cannot be resolved"),
    "refused": ("拒绝访问", "it refuses us"),
    "throttled": ("限制访问频率", "it tells us to wait"),
    "unreachable": ("连不上或不应答", "it does not answer as it should"),
    "no_overlap": ("两次检查之间可能漏了文章", "posts may have been missed between two checks"),
    "overdue": ("检查没有按时进行", "it was not checked in time"),
    "silent_too_long": ("异常安静，没有新文章", "it has been silent for unusually long"),
}


def meaning(condition: str, language: Language) -> str:
    """What a condition means, for people."""
    found = _MEANS.get(condition)
    return condition if found is None else found[0 if language == "zh" else 1]


def headline(notice: Notice, language: Language) -> str:
    """One line: which source, and what is wrong or over."""
    name, means = one_line(notice.source, 60), meaning(notice.condition, language)
    if language == "zh":
        state = "来源恢复" if notice.closed_at else "来源失明"
        return one_line(f"{state}：{name}：{means}", 160)
    state = "Source is back" if notice.closed_at else "Source is blind"
    return one_line(f"{state}: {name}: {means}", 160)


def lines(notice: Notice, language: Language) -> list[str]:
    """Since when, until when, and the evidence."""
    since, until = _time(notice.opened_at), _time(notice.closed_at)
    if language == "zh":
        span = f"自 {since} 起" + (f"，{until} 结束" if until else "")
    else:
        span = f"since {since}" + (f", over at {until}" if until else "")
    evidence = one_line(notice.evidence or "", 500)
    return [f"{span} ({notice.condition})", *([evidence] if evidence else [])]


def block(notice: Notice, language: Language, *, width: int = 100, colour: bool = False) -> str:
    """For a terminal."""
    width = max(width, 40)
    head = wrapped(f"[{headline(notice, language)}]", width)
    shown = [f"\x1b[1;33m{line}\x1b[0m" for line in head] if colour else head
    for line in lines(notice, language):
        shown += [_INDENT + part for part in wrapped(line, width - len(_INDENT))]
    return "\n".join(shown) + "\n"


def text(notice: Notice, language: Language) -> str:
    """The plain text of a mail."""
    return "\n".join([headline(notice, language), "", *lines(notice, language)]) + "\n"


def html(notice: Notice, language: Language) -> str:
    """The HTML of a mail."""
    said = "".join(f"<p>{markup.escape(line)}</p>" for line in lines(notice, language))
    lang = "zh-CN" if language == "zh" else "en"
    head = markup.escape(headline(notice, language))
    return f'<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><body><h3>{head}</h3>{said}</body></html>\n'


def encoded(notice: Notice) -> bytes:
    """The JSON of a notice, the same bytes at every attempt; docs/webhook.md describes it."""
    made = {
        "version": VERSION,
        "type": TYPE,
        "id": notice.id,
        "timestamp": utc(notice.found_at),
        "source": one_line(notice.source, 300),
        "condition": notice.condition,
        "state": "closed" if notice.closed_at else "open",
        "evidence": one_line(notice.evidence or "", 500) or None,
        "opened_at": utc(notice.opened_at),
        "closed_at": utc(notice.closed_at),
        "summary": {"zh": headline(notice, "zh"), "en": headline(notice, "en")},
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}" if at else ""
