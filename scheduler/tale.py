"""The newsroom's day in words, Chinese or English: what a stranger sees between the alerts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from config.settings import Settings
from pipeline.model import BEIJING
from scheduler.newsroom import Newsroom
from scheduler.newsroom.story import Event, Moment

Language = Literal["zh", "en"]

_DEEDS: dict[Language, dict[str, str]] = {
    "en": {
        "publish": "{account} publishes 《{title}》",
        "mirror": "a mirror site copies 《{title}》 in damaged Traditional script",
        "edit": "{account} edits 《{title}》",
        "touch": "the server says that 《{title}》 changed; its text did not",
        "remove": "{account} takes down 《{title}》",
        "empty_list": "the list of {where} comes back empty",
        "slow": "the server answers slowly",
        "unavailable": "the server answers 503, ask later",
        "half": "the server breaks off in the middle of a page",
    },
    "zh": {
        "publish": "{account} 发布《{title}》",
        "mirror": "镜像站转载《{title}》，繁体且有乱码",
        "edit": "{account} 修改《{title}》",
        "touch": "服务器称《{title}》有更新，正文其实没变",
        "remove": "{account} 删除《{title}》",
        "empty_list": "{where} 的列表返回为空",
        "slow": "服务器响应缓慢",
        "unavailable": "服务器返回 503，请稍后再来",
        "half": "服务器只发来半个页面",
    },
}


def opening(language: Language, newsroom: Newsroom, settings: Settings, page: str | None = None) -> str:
    """What this is, where its page is, and how to look at it from another terminal."""
    text = _opening(language, newsroom, settings)
    if page is None:
        return text
    return text + (f"\n网页：{page}" if language == "zh" else f"\nIts page: {page}")


def _opening(language: Language, newsroom: Newsroom, settings: Settings) -> str:
    look = f"bangdan history 千问 --config {settings.folder}"
    if language == "zh":
        return (
            f"一个虚构的小编辑部正在 {newsroom.url} 发布新闻（镜像 {newsroom.mirror_url}），"
            f"另一家虚构的媒体在 {newsroom.paper_url}，bangdan 在盯着它们。\n"
            "缩进的行是编辑部的动静；[首见] [上升] 等方括号开头的是提醒：每个数字只响一次，转载和镜像不再响；两家说法打架时响 [矛盾]。\n"
            "文章与数字都是虚构的：www.163.com 上并没有这些文章。\n"
            f"在另一个终端查看历史：\n    {look}\n    export BANGDAN_DATABASE_URL={settings.database.url}"
        )
    return (
        f"A small invented newsroom publishes at {newsroom.url} (mirror: {newsroom.mirror_url}), "
        f"another invented outlet at {newsroom.paper_url}; bangdan watches them.\n"
        "Lines with a time are what the newsroom does. Lines like [first] or [higher] are alerts: each figure rings "
        "once; reposts and mirrors do not; where two outlets contradict each other it rings [conflict].\n"
        "Posts and figures are fiction: www.163.com has none of them.\n"
        f"Look at its history from another terminal:\n    {look}\n"
        f"    export BANGDAN_DATABASE_URL={settings.database.url}"
    )


def told(moment: Moment, newsroom: Newsroom, language: Language) -> Iterator[str]:
    """One line for each thing that happens now."""
    clock = f"{moment.at.astimezone(BEIJING):%H:%M}"
    for event in moment.events:
        yield f"  {clock}  {_DEEDS[language][event.do].format(**_facts(event, newsroom))}"


def _facts(event: Event, newsroom: Newsroom) -> dict[str, str]:
    account = newsroom.accounts.get(event.where or "")
    facts = {"where": account.name if account else event.where or "", "account": "", "title": ""}
    if event.story is not None:
        story = newsroom.day.stories[event.story]
        version = story.versions[event.version or "first"]
        facts |= {"account": newsroom.accounts[story.account].name, "title": version.title}
    return facts
