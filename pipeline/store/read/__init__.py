"""Questions about what is stored. Reads only, with SQLAlchemy's Core alone: the command line starts quickly.

Every function takes the connection of ``store.read()``. No module here bears the name of what it holds: a module that
was imported would otherwise stand in the place of the function.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.store.engine import Store as Store
    from pipeline.store.engine import open_reader as open_reader
    from pipeline.store.engine import open_store as open_store
    from pipeline.store.read.alert_rows import alerts as alerts
    from pipeline.store.read.alert_rows import ledger as ledger
    from pipeline.store.read.alert_rows import ledger_mark as ledger_mark
    from pipeline.store.read.alert_rows import suppressed as suppressed
    from pipeline.store.read.answers import Card as Card
    from pipeline.store.read.answers import Compared as Compared
    from pipeline.store.read.answers import Conflict as Conflict
    from pipeline.store.read.answers import Curve as Curve
    from pipeline.store.read.answers import Found as Found
    from pipeline.store.read.answers import Hit as Hit
    from pipeline.store.read.answers import IncidentRow as IncidentRow
    from pipeline.store.read.answers import Point as Point
    from pipeline.store.read.answers import SeriesRow as SeriesRow
    from pipeline.store.read.answers import Today as Today
    from pipeline.store.read.answers import VersionText as VersionText
    from pipeline.store.read.card_rows import cards as cards
    from pipeline.store.read.card_rows import today as today
    from pipeline.store.read.claim_rows import claims as claims
    from pipeline.store.read.claim_rows import claims_counted as claims_counted
    from pipeline.store.read.claim_rows import claims_of_post as claims_of_post
    from pipeline.store.read.desk_rows import QuarantineRow as QuarantineRow
    from pipeline.store.read.desk_rows import app as app
    from pipeline.store.read.desk_rows import app_numbered as app_numbered
    from pipeline.store.read.desk_rows import app_page as app_page
    from pipeline.store.read.desk_rows import apps as apps
    from pipeline.store.read.desk_rows import checks as checks
    from pipeline.store.read.desk_rows import incidents as incidents
    from pipeline.store.read.desk_rows import outcomes as outcomes
    from pipeline.store.read.desk_rows import quarantined as quarantined
    from pipeline.store.read.desk_rows import source as source
    from pipeline.store.read.desk_rows import sources as sources
    from pipeline.store.read.desk_values import AlertRow as AlertRow
    from pipeline.store.read.desk_values import AppRow as AppRow
    from pipeline.store.read.desk_values import CheckRow as CheckRow
    from pipeline.store.read.desk_values import DeliveryRow as DeliveryRow
    from pipeline.store.read.desk_values import Ledger as Ledger
    from pipeline.store.read.desk_values import Proof as Proof
    from pipeline.store.read.desk_values import SourceRow as SourceRow
    from pipeline.store.read.desk_values import Suppressed as Suppressed
    from pipeline.store.read.disputes import compare as compare
    from pipeline.store.read.disputes import conflicts as conflicts
    from pipeline.store.read.figure_rows import figure as figure
    from pipeline.store.read.figure_rows import figures as figures
    from pipeline.store.read.figure_rows import history as history
    from pipeline.store.read.figure_rows import latest as latest
    from pipeline.store.read.figure_rows import series as series
    from pipeline.store.read.finding import search as search
    from pipeline.store.read.hand import rejection as rejection
    from pipeline.store.read.moments import cursor as cursor
    from pipeline.store.read.moments import moment as moment
    from pipeline.store.read.news_rows import TELLING as TELLING
    from pipeline.store.read.news_rows import NewsRow as NewsRow
    from pipeline.store.read.news_rows import contradicted as contradicted
    from pipeline.store.read.news_rows import counted as counted
    from pipeline.store.read.news_rows import disagreements as disagreements
    from pipeline.store.read.news_rows import news as news
    from pipeline.store.read.news_rows import news_of_app as news_of_app
    from pipeline.store.read.news_rows import told as told
    from pipeline.store.read.notice_rows import NoticeRow as NoticeRow
    from pipeline.store.read.notice_rows import notices as notices
    from pipeline.store.read.post_claims import claims_by_version as claims_by_version
    from pipeline.store.read.post_claims import content_type as content_type
    from pipeline.store.read.post_rows import outlets as outlets
    from pipeline.store.read.post_rows import post as post
    from pipeline.store.read.post_rows import posts as posts
    from pipeline.store.read.post_rows import raw as raw
    from pipeline.store.read.post_rows import version_text as version_text
    from pipeline.store.read.post_rows import versions as versions
    from pipeline.store.read.post_rows import words as words
    from pipeline.store.read.proof import claim as claim
    from pipeline.store.read.queue_rows import Waiting as Waiting
    from pipeline.store.read.queue_rows import incidents_open as incidents_open
    from pipeline.store.read.queue_rows import notices_waiting as notices_waiting
    from pipeline.store.read.queue_rows import waiting as waiting
    from pipeline.store.read.rows import ClaimRow as ClaimRow
    from pipeline.store.read.rows import FigureRow as FigureRow
    from pipeline.store.read.rows import Filters as Filters
    from pipeline.store.read.rows import PostRow as PostRow
    from pipeline.store.read.rows import VersionRow as VersionRow
    from pipeline.store.read.series_rows import curves as curves
    from pipeline.store.read.series_rows import series_of as series_of
    from pipeline.store.read.series_rows import series_row as series_row

# where each name lives: a command that asks one question starts without the others
_IN: dict[str, str] = {
    "pipeline.store.engine": "Store open_reader open_store",
    "pipeline.store.read.alert_rows": "alerts ledger ledger_mark suppressed",
    "pipeline.store.read.answers": "Card Compared Conflict Curve Found Hit IncidentRow Point SeriesRow Today VersionText",
    "pipeline.store.read.card_rows": "cards today",
    "pipeline.store.read.claim_rows": "claims claims_counted claims_of_post",
    "pipeline.store.read.desk_rows": "QuarantineRow app app_numbered app_page apps checks incidents outcomes quarantined source sources",
    "pipeline.store.read.disputes": "compare conflicts",
    "pipeline.store.read.figure_rows": "figure figures history latest series",
    "pipeline.store.read.hand": "rejection",
    "pipeline.store.read.moments": "cursor moment",
    "pipeline.store.read.news_rows": "TELLING NewsRow contradicted counted disagreements news news_of_app told",
    "pipeline.store.read.notice_rows": "NoticeRow notices",
    "pipeline.store.read.post_claims": "claims_by_version content_type",
    "pipeline.store.read.post_rows": "outlets post posts raw version_text versions words",
    "pipeline.store.read.proof": "claim",
    "pipeline.store.read.queue_rows": "Waiting incidents_open notices_waiting waiting",
    "pipeline.store.read.desk_values": "AlertRow AppRow CheckRow DeliveryRow Ledger Proof SourceRow Suppressed",
    "pipeline.store.read.rows": "ClaimRow FigureRow Filters PostRow VersionRow",
    "pipeline.store.read.finding": "search",
    "pipeline.store.read.series_rows": "curves series_of series_row",
}
_HOME = {name: module for module, names in _IN.items() for name in names.split()}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOME[name]), name)
    return found
