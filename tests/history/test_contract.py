"""The API does what its own OpenAPI document says: schemathesis asks it, rightly and wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from pipeline.store.engine import open_store
from tests.history.conftest import serving, week
from tests.store.story import Desk


@pytest.fixture(scope="session")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The document of a running server on a week of news."""
    url = f"sqlite:///{tmp_path_factory.mktemp('contract') / 'bangdan.db'}"
    store = open_store(url)
    week(Desk(store))
    with serving(url) as client:
        yield schemathesis.openapi.from_url(f"{client.base_url}/openapi.json")
    store.close()


# a cursor is a text that only the page before knows: not every text is one, and that is said with 422
_NOT_PROMISED = ["positive_data_acceptance"]


@pytest.mark.timeout(600)  # a thousand requests; seconds on a quiet machine
@pytest.mark.parametrize("mode", GenerationMode)
def test_the_api_keeps_its_word(described: Any, mode: GenerationMode) -> None:
    """Every operation, asked as the document allows and as it does not; every answer is what the document says."""
    left_out = CHECKS.get_by_names(_NOT_PROMISED)
    for operation in operations(described):
        if mode is GenerationMode.NEGATIVE and not operation.query and not operation.path_parameters:
            continue

        @settings(
            max_examples=5,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: Any) -> None:
            case.call_and_validate(excluded_checks=left_out)

        try:
            asked()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # where everything is allowed nothing can be wrong


def operations(described: Any) -> list[Any]:
    return [one.ok() for one in described.get_all_operations()]


def test_every_operation_is_asked(described: Any) -> None:
    paths = {one.path for one in operations(described)}
    assert {"/api/v1/claims", "/api/v1/search", "/api/v1/versions/{version_id}/raw"} <= paths
    assert len(paths) >= 28
