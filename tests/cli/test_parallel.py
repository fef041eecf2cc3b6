"""Many models at once: the same findings in the same order as one after the other."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from cog_lsp.cli import main, parallel
from cog_lsp.cli.models import UsageError

MODELS = Path(__file__).parent.parent / "fixtures/models"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="models are checked in parallel on Linux only")


def test_the_same_output_in_the_same_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        shutil.copytree(MODELS, tmp_path / f"copy{number}")
    (tmp_path / "copy3/cog-lsp.toml").write_text("tpics = []\n")
    monkeypatch.setattr(parallel.in_parallel, "__kwdefaults__", {"enough": 1})
    assert main(["check", "--format", "json", str(tmp_path)]) == 1
    together = capsys.readouterr().out
    monkeypatch.setattr(parallel.in_parallel, "__kwdefaults__", {"enough": 10**9})
    assert main(["check", "--format", "json", str(tmp_path)]) == 1
    assert capsys.readouterr().out == together
    assert together.count('"rule"') > 150
    assert "invalid-setting" in together


def test_few_things_are_done_here() -> None:
    assert list(parallel.in_parallel(range(5), lambda n: (n, os.getpid()))) == [(n, os.getpid()) for n in range(5)]


def test_results_come_in_order_and_from_several_processes() -> None:
    found = list(parallel.in_parallel(range(200), lambda n: (n, os.getpid()), enough=1))
    assert [n for n, _ in found] == list(range(200))
    if len(os.sched_getaffinity(0)) > 1:
        assert os.getpid() not in {pid for _, pid in found}


def test_an_exception_comes_through_with_its_message() -> None:
    def fail(number: int) -> int:
        if number == 7:
            raise UsageError("run.py cannot be read.")
        return number

    with pytest.raises(UsageError, match=r"run\.py cannot be read"):
        list(parallel.in_parallel(range(50), fail, enough=1))
