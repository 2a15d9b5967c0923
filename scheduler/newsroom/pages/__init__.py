"""The pages of the outlet and its mirror: templates of our own in the outlet's present layout."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from scheduler.newsroom.clock import document_id, printed
from scheduler.newsroom.desk import Article
from scheduler.newsroom.load import margins
from scheduler.newsroom.story import Account
from scheduler.newsroom.traditional import Script


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("scheduler.newsroom.pages", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printed"] = printed
    return environment.get_template(name)


def article_page(article: Article, others: Sequence[Article], base: str, now: datetime) -> str:
    """An article in the current template; ``others`` are the account's posts, newest first.

    The reader counter in it grows with every call.
    """
    article.reads += 1
    return _template("article.html.j2").render(
        article=article,
        account=article.account,
        others=[other for other in others if other is not article][:5],
        paragraphs=[(_mark(article, place), text) for place, text in enumerate(article.version.paragraphs)],
        base=base,
        served=now,
        **_around(article.published),
    )


def account_page(account: Account, articles: Sequence[Article], base: str, script: Script = str) -> str:
    """The home of an account: its posts, newest first."""
    return _template("account.html.j2").render(
        account=account, articles=articles[:20], base=base, script=script
    )


def mirror_page(article: Article, base: str, script: Script) -> str:
    """The mirror's copy: a plainer page with the outlet's names for its parts, passed through the old converter."""
    version = article.version
    return _template("mirror.html.j2").render(
        article=article,
        title=script(version.title),
        account=script(article.account.name),
        paragraphs=[script(paragraph) for paragraph in version.paragraphs],
        base=base,
    )


def paper_page(article: Article) -> str:
    """An article of the outlet that has a site of its own."""
    return _template("paper.html.j2").render(article=article, account=article.account)


def feed_page(account: Account, articles: Sequence[Article], base: str) -> str:
    """That outlet's Atom feed: titles, addresses and times, newest first."""
    return _template("feed.xml.j2").render(account=account, articles=articles, base=base)


def removed_page() -> str:
    """What stood where a post was taken down, in the old style: a script that leads away."""
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title></title></head><body><script>"
        "location.href='http://news.163.com/special/special.html';</script></body></html>"
    )


def missing_page() -> str:
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>404</title></head>"
        "<body><div class='er-cnt'><p>页面不在这里了，去首页看看吧。</p></div></body></html>"
    )


def _mark(article: Article, place: int) -> str:
    """The id that the outlet's editor gives to each paragraph: stable, without meaning."""
    return f"{zlib.crc32(f'{article.doc_id}{place}'.encode()):08X}"


def _around(published: datetime) -> dict[str, Any]:
    """Recommendations and the like, each with its own date and document id."""
    around = margins()
    for row in around["recommendations"]:
        row["at"] = published - timedelta(days=row["days"], minutes=37)
        row["doc_id"] = document_id(row["at"], "0541RC0D")
    for row in around["videos"]:
        row["at"] = published - timedelta(days=row["days"])
    return around


__all__ = [
    "account_page",
    "article_page",
    "feed_page",
    "mirror_page",
    "missing_page",
    "paper_page",
    "removed_page",
]
