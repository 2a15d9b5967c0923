"""Apps: all of them, one with its curves, several beside each other, their plots as files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from history.page.curves import Picture, pictures
from history.page.environment import environment
from history.page.routes import READ
from history.page.routes.picture import png
from history.page.view import View, conditional, page
from pipeline.errors import NotFound, WrongUse
from pipeline.store import read
from pipeline.store.read import Filters

router = APIRouter(include_in_schema=False)
_NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_PAGE = 60
_FIGURES = 40
_POINTS = 120
_LATEST = 12
_MOST_COMPARED = 6
_SIDE_BY_SIDE = 30  # kinds of figures in the table of a comparison
_METRICS = ("downloads", "downloads_change", "rank")


@router.api_route("/apps", methods=READ)
def all_apps(request: Request) -> Response:
    view = View.of(request)
    q, after = view.one("q"), view.one("after")
    with request.app.state.reader.read() as tx:
        rows = read.app_page(tx, q=q, limit=_PAGE, after=after)
        newest = {row.id: read.latest(tx, row.name, Filters(limit=3, modality="stated")) for row in rows}
    following = rows[-1].id if len(rows) == _PAGE else None
    return page(view, "apps.html.j2", rows=rows, newest=newest, q=q or "", next=following)


@router.api_route("/apps/{app_id}", methods=READ)
def one_app(request: Request, app_id: Annotated[str, Path(max_length=200)]) -> Response:
    """By its number; a name leads on to it, for who types the address."""
    view = View.of(request)
    metric, after = view.one("metric", _METRICS), view.one("after")
    with request.app.state.reader.read() as tx:
        if not _NUMBER.fullmatch(app_id):
            return RedirectResponse(view.link(f"/apps/{read.app(tx, app_id).id}"), 307)
        app = read.app_numbered(tx, int(app_id))
        if app.merged_into:
            return RedirectResponse(view.link(f"/apps/{read.app(tx, app.merged_into).id}"), 307)
        stated = Filters(as_of=view.as_of, modality="stated")
        filters = Filters(app=app.name, metric=metric, after=after, limit=_FIGURES, as_of=view.as_of)
        figures = read.figures(tx, filters)
        lanes = read.latest(tx, app.name, Filters(as_of=view.as_of, limit=200))
        values = {
            "app": app,
            "latest": read.latest(tx, app.name, Filters(as_of=view.as_of, modality="stated", limit=_LATEST)),
            "lanes": [row for row in lanes if row.claim.modality != "stated"],
            "pictures": pictures(view, read.curves(tx, app.name, stated, points=_POINTS), several=False),
            "figures": figures,
            "next": read.cursor(figures, filters),
        }
    return page(view, "app.html.j2", metric=metric, metrics=_METRICS, names=[app.name], **values)


@router.api_route("/compare", methods=READ)
def compare(request: Request) -> Response:
    """``app`` may be given up to six times, by name or number."""
    view = View.of(request)
    names = _asked(request)
    with request.app.state.reader.read() as tx:
        apps = [read.app(tx, name) for name in names]
        drawn = _several(view, tx, apps)
        own = [app.name for app in apps]
        rows = read.compare(tx, own, Filters(as_of=view.as_of, limit=_SIDE_BY_SIDE)) if len(own) > 1 else []
        choices = [row.name for row in read.app_page(tx, limit=_PAGE)]
    return page(view, "compare.html.j2", apps=apps, names=own, pictures=drawn, rows=rows, choices=choices)


@router.api_route("/plots/{key}.{kind}", methods=READ)
def plot_file(request: Request, key: str, kind: str) -> Response:
    """One plot of the apps asked for as SVG or, with the extra ``pictures``, as PNG."""
    view = View.of(request)
    if kind not in ("svg", "png"):
        raise NotFound("picture", f"{key}.{kind}"[:80])
    with request.app.state.reader.read() as tx:
        drawn = _several(view, tx, [read.app(tx, name) for name in _asked(request)])
    picture = next((one for one in drawn if one.kind.key == key), None)
    if picture is None:
        raise NotFound("plot", key[:80])
    svg = (
        environment()
        .get_template("plot_file.svg.j2")
        .render(view=view, drawing=picture.wide, names=picture.names, description=describe(view, picture))
    )
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
    if kind == "svg":
        return conditional(request, svg.encode(), "image/svg+xml", headers)
    return conditional(request, png(svg), "image/png", headers)


def describe(view: View, picture: Picture) -> str:
    """The plot in a sentence, for who cannot see it."""
    return view.t("plot.describe", lines="; ".join(picture.names), points=len(picture.plot.marks))


def _asked(request: Request) -> list[str]:
    names = list(
        dict.fromkeys(name.strip()[:200] for name in request.query_params.getlist("app") if name.strip())
    )
    if len(names) > _MOST_COMPARED:
        raise WrongUse(
            f"at most {_MOST_COMPARED} apps can be compared", key="too_many_apps", most=_MOST_COMPARED
        )
    return names


def _several(view: View, tx: Connection, apps: Sequence[read.AppRow]) -> list[Picture]:
    stated = Filters(as_of=view.as_of, modality="stated")
    curves = [curve for app in apps for curve in read.curves(tx, app.name, stated, points=_POINTS)]
    return pictures(view, curves, several=len(apps) > 1)
