"""kill -9 at every statement of a recording leaves all of it or nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_killed_at_any_statement_a_recording_is_whole_or_absent(store_url):
    stride = 1 if store_url.startswith("sqlite") else 4  # PostgreSQL takes longer to connect to
    told = subprocess.run(
        [sys.executable, "-m", "tests.store.crashing", store_url, str(stride)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=100,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    found = json.loads(told.stdout)
    for part in found.values():
        assert part["kills"] > 40 / stride
        assert part["wrong"] == []
    first, edit = found["first"]["after"], found["edit"]["after"]
    assert (first["posts"], first["versions"], first["claims"], first["deliveries"]) == (1, 1, 3, 3)
    # revised, repeated, new, and the daily count withdrawn
    assert (edit["versions"], edit["claims"], edit["standing"], edit["deliveries"]) == (2, 6, 3, 6)
