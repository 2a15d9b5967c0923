"""The typed settings: what ``bangdan.toml``, ``sources.toml`` and ``alerts.toml`` may say.

Every model forbids unknown keys; :mod:`config.load` turns what pydantic finds into one line that names file,
table, key and the nearest right name.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(gt=0, le=31_536_000)]
Store = Literal[
    "app_store", "google_play", "huawei", "xiaomi", "oppo", "vivo", "tencent", "samsung", "taptap", "steam", "microsoft",
    "hugging_face", "npm", "pypi", "github", "other",
]  # fmt: skip


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DatabaseSettings(Section):
    """``[database]``: where the history is kept."""

    # sqlite:///FILE or postgresql://USER@HOST/NAME; a relative path counts from the configuration's folder
    url: str = "sqlite:///bangdan.db"


class CrawlSettings(Section):
    """``[crawl]``: how politely pages are fetched. Delays and budgets hold per host, over all sources."""

    user_agent: str = "bangdan/0.1 (+self-hosted reader of app-chart claims)"  # who asks; put an address in
    delay: Annotated[float, Field(ge=0, le=3600)] = 2.0  # seconds between two requests to one host
    concurrency: Annotated[int, Field(ge=1, le=16)] = 1  # requests under way at once to one host
    timeout: Seconds = 30.0  # seconds for one answer
    max_bytes: Annotated[int, Field(ge=1024, le=100_000_000)] = 8_000_000  # a larger page is refused
    obey_robots: bool = True  # robots.txt is read and kept to
    daily_requests: Annotated[int, Field(ge=0)] = 0  # to one host in a day; 0: no limit
    check_deadline: Seconds = 300.0  # a check that lasts longer is abandoned and counted
    verify_tls: bool = True  # refuse pages whose certificate is not valid
    allow_private: bool = False  # fetch from private and loopback addresses
    # after its first read a post is read again at these ages, also when it has left its list; an empty list: every
    # listed post at every check, and no other
    revisit: tuple[str, ...] = ("5m", "30m", "2h", "8h", "1d", "3d", "7d")


class SourceSettings(Section):
    """One row of ``sources.toml``: what is watched, and how often."""

    url: str  # an account's page, a channel's list, a feed
    interval: str | None = None  # "15m", "1h"; exactly one of interval and cron
    cron: str | None = None  # five fields: minute, hour, day, month, day of the week
    # with this or interval_max the interval follows how often the source posts
    interval_min: str | None = None
    interval_max: str | None = None  # the longest that it may grow to
    jitter: str = "30s"  # each check comes up to this much later
    timezone: str = "Asia/Shanghai"  # of cron
    paused: bool = False  # leave it out for now
    max_posts: Annotated[int, Field(ge=1, le=500)] = 50  # posts followed in one check
    mirrors: tuple[str, ...] = ()  # hosts that serve copies of the same documents
    mirror: bool = False  # this source itself serves copies: its posts are witnesses


class ChannelSettings(Section):
    """``[channels.NAME]``: where alerts go. Secrets are named here and read from the environment or a file."""

    kind: Literal["webhook", "email", "terminal", "chat", "command"]  # what it is
    language: Literal["zh", "en"] = "zh"  # of what it says
    url: str | None = None  # where the JSON is posted to
    secret_env: str | None = None  # the environment variable that holds whsec_... (webhook), the room (chat)
    secret_file: str | None = None  # or the file that holds it
    allow_private: bool = False  # webhook to loopback or private addresses
    host: str | None = None  # the mail server
    # absent: 587, with security = "tls" 465, with "none" 25
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"  # how the connection is guarded
    ca_file: str | None = None  # the authority of the receiver's certificate, where it is one of your own
    user: str | None = None  # as whom to log in
    password_env: str | None = None  # the environment variable that holds the password
    password_file: str | None = None  # or the file that holds it
    sender: str | None = None  # the mail's From
    to: tuple[str, ...] = ()  # who gets it
    command: tuple[str, ...] = ()  # program and arguments; the JSON comes on standard input
    timeout: Seconds = 15.0  # seconds for one sending
    text_template: str | None = None  # a Jinja2 file of one's own for the words (email, chat, terminal)
    html_template: str | None = None  # and for the HTML of a mail
    digest_text_template: str | None = None  # the same for digests and summaries (email, chat, terminal)
    digest_html_template: str | None = None  # and for the HTML of a digest's mail
    digest: str | None = None  # hourly, daily 9:00, weekly mon 9:00: alerts wait and come as one
    quiet: str | None = None  # 22:00-07:00: what is found then waits for the end
    cap: str | None = None  # "10 in 1h": what is more comes as one summary
    timezone: str = "Asia/Shanghai"  # of digest and quiet


class GroupSettings(Section):
    """``[groups.NAME]``: apps that rules name together."""

    apps: tuple[str, ...] = ()  # names as `bangdan apps list` shows them
    makers: tuple[str, ...] = ()  # and every app that, by the lexicon, one of these makes


class RuleSettings(Section):
    """``[rules.NAME]``: which novelties ring, and where. An absent key means no restriction."""

    channels: tuple[str, ...]  # who hears of it
    apps: tuple[str, ...] = ()  # names of apps; every name that bangdan knows for one counts
    groups: tuple[str, ...] = ()  # and those of [groups.NAME]
    metrics: tuple[Literal["downloads", "downloads_change", "rank"], ...] = ()  # what is said
    # what the figure is against what was known
    novelty: tuple[
        Literal["withdrawn", "revised", "conflict", "higher", "lower", "first", "held", "past", "repeat"], ...
    ] = ("withdrawn", "revised", "conflict", "higher", "lower", "first")
    modality: tuple[Literal["stated", "forecast", "goal", "rumour", "denied"], ...] = (
        "stated",
    )  # how it is said
    sources: tuple[str, ...] = ()  # rows of sources.toml
    outlets: tuple[str, ...] = ()  # as `bangdan posts` shows them: netease, sohu, ithome ...
    stores: tuple[Store, ...] = ()  # where it is offered
    regions: tuple[str, ...] = ()  # CN, US, global, 海外, 东南亚: as the history has them, others are refused
    languages: tuple[Literal["zh-Hans", "zh-Hant", "en"], ...] = ()  # what the post is written in
    min_value: Annotated[int, Field(ge=0)] | None = None  # a count at least so large
    max_rank: Annotated[int, Field(ge=1)] | None = None  # a place at least so good
    min_rise: Annotated[float, Field(gt=0, le=100_000)] | None = None  # per cent above the earlier figure
    digest: str | None = None  # as of a channel, which it overrides; "at once" too


class AlertSettings(Section):
    """The whole of ``alerts.toml``."""

    max_age: str = "3d"  # posts older than this ring nothing
    incident_after: str = "1h"  # a source that is blind for so long is an alert of its own; so is its end
    incident_channels: tuple[str, ...] | None = None  # absent: every channel; []: none
    channels: dict[str, ChannelSettings] = {}  # [channels.NAME]
    groups: dict[str, GroupSettings] = {}  # [groups.NAME]
    rules: dict[str, RuleSettings] = {}  # [rules.NAME]


class WebSettings(Section):
    """``[web]``: the page, the JSON API, health and metrics."""

    enabled: bool = True  # false: nothing is served
    host: str = "127.0.0.1"  # any other than loopback needs a token
    port: Annotated[int, Field(ge=0, le=65535)] = 8080  # 0: any that is free; the log says which
    token_env: str | None = None  # who has this token may read; named here, kept in the environment or a file
    token_file: str | None = None  # or the file that holds it
    operator_token_env: str | None = None  # who has this one may also pause, silence, retry, reject
    operator_token_file: str | None = None  # or the file that holds it
    hosts: tuple[str, ...] = ()  # names by which a browser may ask; on loopback else only localhost
    trusted_proxies: tuple[str, ...] = ()  # whose X-Forwarded-For and -Proto are believed
    max_body: Annotated[int, Field(ge=1024, le=100_000_000)] = 1_000_000  # bytes of one request
    timeout: Seconds = 30.0  # seconds for one answer to begin, and for each part of it to be taken
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 32  # requests answered at once


class HealthSettings(Section):
    """``[health]``: who is told that all is well."""

    heartbeat_url: str | None = None  # asked after each full round of checks
    heartbeat_env: str | None = None  # or the environment variable that holds it: such addresses are secrets


class KeepSettings(Section):
    """``[keep]``: for how long what may go is kept. Posts, claims, figures and alerts are for ever."""

    checks_days: Annotated[int, Field(ge=7, le=36_500)] = 180  # checks, closed incidents
    quarantine_days: Annotated[int, Field(ge=1, le=36_500)] = 90  # pages that nobody could read
    raw_days: Annotated[int, Field(ge=0, le=36_500)] = 0  # pages behind claims; 0: for ever
    raw_megabytes: Annotated[int, Field(ge=0)] = 2000  # of all pages; the oldest go first; 0: no limit
    backups: Annotated[int, Field(ge=1, le=100)] = 3  # copies made before a migration


class LogSettings(Section):
    """``[log]``: what the daemon says on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"  # the least that is said
    format: Literal["auto", "json", "text"] = "auto"  # auto: readable on a terminal, JSON otherwise


class Settings(Section):
    """Everything that the daemon is told."""

    folder: str  # the folder that was read
    database: DatabaseSettings = DatabaseSettings()
    crawl: CrawlSettings = CrawlSettings()
    web: WebSettings = WebSettings()
    health: HealthSettings = HealthSettings()
    keep: KeepSettings = KeepSettings()
    log: LogSettings = LogSettings()
    sources: dict[str, SourceSettings] = {}
    alerts: AlertSettings = AlertSettings()
