"""The folders that a server rests on in `idle.py` and `idle_vscode.py`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.cases import model
from tests.bench.check import made_up

Make = Callable[[Path], None]
"""Fills a folder."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let a person choose how large the folders are."""
    parser.add_argument("--models", type=int, default=250, help="how many models to make up")
    parser.add_argument("--folders", type=int, default=10_000, help="how many empty folders")


def workspaces(chosen: argparse.Namespace) -> dict[str, Make]:
    """The folders by the title of their row."""
    return {
        "1 model": one_model,
        f"{chosen.models:,} models": partial(made_up, count=chosen.models),
        f"1 model beside {chosen.folders:,} empty folders": partial(empty_folders, count=chosen.folders),
        f"no model, {chosen.folders // 10:,} Python files": partial(no_model, count=chosen.folders // 10),
    }


def one_model(folder: Path) -> None:
    """A model with a README."""
    for name, text in model(300, 10, 5).items():
        (folder / name).write_text(text, encoding="utf-8")


def empty_folders(folder: Path, count: int) -> None:
    """One model beside folders in folders with nothing in them."""
    one_model(folder)
    for n in range(count):
        (folder / f"data/{n // 1000}/{n // 100}/{n}").mkdir(parents=True)


def no_model(folder: Path, count: int) -> None:
    """Python files that have nothing to do with Cog."""
    for n in range(count):
        place = folder / f"package_{n // 20}"
        place.mkdir(exist_ok=True)
        (place / f"module_{n}.py").write_text(f"def number() -> int:\n    return {n}\n", encoding="utf-8")
