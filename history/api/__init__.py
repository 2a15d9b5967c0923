"""The JSON API: what is stored, for programs. One file per group of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends

from history.api import apps, desk, index, lists, posts, search
from history.api.asked import only_known
from history.api.index import BEGIN as BEGIN
from history.api.index import lead_on as lead_on
from pipeline.store.read import Store

if TYPE_CHECKING:
    from history.app import HistorySettings


def router(reader: Store, settings: HistorySettings) -> APIRouter:  # noqa: ARG001 - the shape of every room's router
    """Every question of ``/api/v1``."""
    made = APIRouter(dependencies=[Depends(only_known)])
    for group in (index, lists, apps, posts, search, desk):
        group.mount(made, reader)
    return made
