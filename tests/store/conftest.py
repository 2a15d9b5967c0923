from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.store.engine import Store, open_store

from .story import Desk


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
