"""Long work comes to a step often enough: what is done between two is counted, not timed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.pace import pausing
from cog_lsp.project.workspace import Workspace
from tests.bench.cases import model

FIXTURES = Path(__file__).parent / "fixtures/models"
MOST_CALLS = 5_000
"""Calls of functions between two steps: some milliseconds."""


class Counter:
    """How much of something was done between two steps at most."""

    def __init__(self) -> None:
        self.now = self.most = 0

    def count(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    def step(self) -> None:
        self.now = 0


def test_a_walk_steps_at_every_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(300):
        (tmp_path / f"many/{n:04}").mkdir(parents=True)
        (tmp_path / f"many/{n:04}.txt").touch()
    counter = Counter()

    def counting(work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **keywords: Any) -> Any:
            counter.count()
            return work(*arguments, **keywords)

        return counted

    for name in ("scandir", "stat"):
        monkeypatch.setattr(os, name, counting(getattr(os, name)))
    with pausing(counter.step):
        assert list(Workspace([tmp_path]).models_below(tmp_path, lambda _: os.stat(tmp_path) is None)) == []
    assert 0 < counter.most < 20, "the questions about the folder itself"


def whole_models(folder: Path) -> Iterator[Path]:
    """The fixtures, and a long model with a long README."""
    yield from (path.parent for path in FIXTURES.rglob("cog.yaml"))
    for name, text in model(2_000, 60, 100).items():
        (folder / name).write_text(text, encoding="utf-8")
    yield folder


def test_a_check_steps_after_few_calls(tmp_path: Path) -> None:
    counter, gaps = Counter(), dict[str, int]()

    def called(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            counter.count()

    for folder in whole_models(tmp_path):
        workspace = Workspace([folder])
        checker = Checker(workspace)
        for again in (False, True):  # the first time, data files are read
            checker = Checker(workspace)
            counter.now = counter.most = 0
            sys.setprofile(called if again else None)
            try:
                with pausing(counter.step):
                    for files in workspace.models_below(folder):
                        checker.check(files)
            finally:
                sys.setprofile(None)
        gaps[folder.name] = counter.most
    assert len(gaps) > 3
    assert {name: most for name, most in gaps.items() if most > MOST_CALLS} == {}
