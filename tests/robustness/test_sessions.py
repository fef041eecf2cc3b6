"""Random editor sessions end where a fresh server starts: same diagnostics, same hovers, every request answered once.

More of them: `COG_LSP_SESSIONS=500 COG_LSP_STEPS=300 python -m pytest tests/robustness/test_sessions.py`; a seed that
fails goes into `FAILED_BEFORE`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.robustness.sessions import WORLDS, play

SESSIONS = int(os.environ.get("COG_LSP_SESSIONS", "6"))
STEPS = int(os.environ.get("COG_LSP_STEPS", "120"))
FIRST = int(os.environ.get("COG_LSP_FIRST_SEED", "0"))
FAILED_BEFORE = {
    "a warning for each cancellation that came too late": (0, 60),
    "a finding on cog.yaml outlived the code that it was about": (1025, 300),
    "a finding on cog.yaml did not see that another file came": (1040, 300),
}
"""Seeds and steps of sessions that found a bug once."""


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SESSIONS))
@pytest.mark.parametrize("world", WORLDS)
def test_a_random_session_ends_where_a_fresh_server_starts(world: str, seed: int, tmp_path: Path) -> None:
    counts = play(seed, STEPS, tmp_path / "models", WORLDS[world])
    assert STEPS < 100 or len(counts) > len(WORLDS[world].weights) / 2, "the session did something"


@pytest.mark.parametrize("bug", FAILED_BEFORE)
def test_a_session_that_found_a_bug(bug: str, tmp_path: Path) -> None:
    play(*FAILED_BEFORE[bug], tmp_path / "models")
