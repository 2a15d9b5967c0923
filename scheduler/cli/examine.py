"""More that the doctor looks at: the page's address and tokens, the heartbeat, the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.errors import BangdanError

if TYPE_CHECKING:
    from config.settings import Settings

_PATIENCE = 5.0  # seconds for one answer
_MOST_SAID = 5  # doubts about rules in one finding
_APART = 60.0  # seconds by which a clock may differ; alerts are dated by it


def page(settings: Settings) -> tuple[str, str, str]:
    """A finding: whether the page can be served, or is: its address and its tokens."""
    from scheduler.web.server import AddressTaken, probe
    from scheduler.web.tokens import read_tokens

    web = settings.web
    if not web.enabled:
        return "ok", "page", "not served"
    try:
        tokens = read_tokens(settings)
    except BangdanError as error:
        return "fail", "page", str(error)
    said = "a token is asked for" if tokens.reader else "no token is asked for"
    try:
        probe(web)
    except AddressTaken as error:
        if web.port and _answers(web.host, web.port):
            return "ok", "page", f"bangdan answers at {web.host}:{web.port}; {said}"
        # one that the configuration does not name is waited for: the rest works without
        return "fail" if "port" in web.model_fields_set else "warn", "page", str(error)
    return "ok", "page", f"{web.host}:{web.port or '(any port)'} is free; {said}"


def rules(settings: Settings) -> tuple[str, str, str]:
    """A finding: whether the rules of alerts.toml name what there is; a rule on a misspelt name would never ring."""
    from pathlib import Path

    from config.lexicon import load_lexicon
    from pipeline.alerts.rules import folded, with_aliases
    from pipeline.extract.lexicon import Lexicon

    try:
        lexicon = Lexicon.from_toml(load_lexicon(Path(settings.folder)))
        with_aliases(settings.alerts, lexicon.names, lexicon.made_by)
    except BangdanError as error:
        return "fail", "rules", str(error)
    said = {folded(name) for name in _names_in(settings)}
    named = [
        (f"{kind}.{key}", app)
        for kind, tables in (("rules", settings.alerts.rules), ("groups", settings.alerts.groups))
        for key, table in tables.items()
        for app in table.apps
    ]
    strange = [
        f'[{table}]: no post and no apps.toml names an app "{app}"'
        for table, app in named
        if not lexicon.names(app) and folded(app) not in said
    ]
    strange += [
        f'[rules.{key}]: no outlet is called "{outlet}"'
        for key, rule in settings.alerts.rules.items()
        for outlet in rule.outlets
        if not _is_outlet(outlet)
    ]
    if strange:
        more = f"; {len(strange) - _MOST_SAID} more" if len(strange) > _MOST_SAID else ""
        return "warn", "rules", f"alerts.toml, {'; '.join(strange[:_MOST_SAID])}{more}"
    return "ok", "rules", "every app and outlet that they name is known"


def _names_in(settings: Settings) -> list[str]:
    """The names of apps in the history; none where the database is not to be had."""
    from pipeline.store.engine import open_store
    from pipeline.store.names import known_names

    try:
        store = open_store(settings.database.url, create=False)
    except BangdanError:
        return []
    try:
        with store.read() as tx:
            return known_names(tx)
    except BangdanError:
        return []
    finally:
        store.close()


def _is_outlet(name: str) -> bool:
    """One with a layout of its own, or a host: pages of others are kept under the name of theirs."""
    from crawler.outlets import BY_NAME

    return name in BY_NAME or "." in name


def waiting_for_migration(settings: Settings) -> tuple[str, str, str] | None:
    """A finding where the next start brings the tables up to date; None where it need not, or the database is not to be had."""
    from pipeline.store.engine import connect, revision
    from pipeline.store.schema import HEAD

    try:
        store = connect(settings.database.url, create=False)
        try:
            with store.read() as tx:
                found = revision(tx)
        finally:
            store.close()
    except BangdanError:
        return None
    if found is None:
        return "ok", "database", f"{store.url}: empty; the first bangdan run makes its tables"
    if found >= HEAD:
        return None
    copied = "copies it and then " if store.is_sqlite else ""
    said = f"{store.url}: stands at migration {found}; the next bangdan run {copied}brings it up to {HEAD}"
    return "warn", "database", said


def heartbeat(settings: Settings) -> str:
    """Whether the address of the heartbeat is there; it is not asked, and not said."""
    import os
    from pathlib import Path

    from config.serving import secret

    health = settings.health
    named = secret(health, "health", "heartbeat", Path(settings.folder), os.environ) or health.heartbeat_url
    return "its address is there" if named else "none is set"


def clock_apart(settings: Settings) -> float | None:
    """Seconds by which this clock is ahead of a source's host; None where none says the time."""
    import email.utils
    import http.client
    from urllib.parse import urlsplit

    for source in list(settings.sources.values())[:3]:
        parts = urlsplit(source.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        link = kind(parts.hostname or "", parts.port, timeout=_PATIENCE)
        try:
            link.request("HEAD", "/")
            said = link.getresponse().getheader("Date")
            theirs = email.utils.parsedate_to_datetime(said) if said else None
        except (OSError, http.client.HTTPException, ValueError):
            continue
        finally:
            link.close()
        if theirs is not None and theirs.tzinfo is not None:
            return (datetime.now(UTC) - theirs).total_seconds()
    return None


def clock(settings: Settings) -> tuple[str, str, str]:
    """A finding: whether the clock is right."""
    apart = clock_apart(settings)
    if apart is None:
        return "warn", "clock", "no source's host says the time"
    if abs(apart) > _APART:
        return "fail", "clock", f"{abs(apart):.0f} s {'ahead of' if apart > 0 else 'behind'} a source's host"
    return "ok", "clock", "agrees with a source's host"


def _answers(host: str, port: int) -> bool:
    import http.client

    link = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        link.request("GET", "/healthz")
        answer = link.getresponse()
        return answer.status == 200 and answer.read(10) == b"ok\n"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
