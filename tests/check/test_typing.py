"""Whatever is typed, the findings are those of a fresh reading: a rule reads no more than it says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.project.workspace import Workspace

FIXTURES = Path(__file__).parent.parent / "fixtures"
MODELS = sorted(path.parent for path in FIXTURES.rglob("cog.yaml"))
TYPED = ("x", " ", "\n", '"', "(", "0", "seed", ", ge=1", "|", "`", "# ", "picture of a cat", "default")
EDITS = 25


def edited(text: str, dice: random.Random) -> str:
    """The text after one edit: something typed, or a few characters taken away."""
    at = dice.randrange(len(text) + 1)
    if dice.random() < 0.3:
        return text[:at] + text[at + dice.randrange(1, 12) :]
    return text[:at] + dice.choice(TYPED) + text[at:]


@pytest.mark.parametrize("folder", MODELS, ids=lambda folder: folder.relative_to(FIXTURES).as_posix())
def test_typing_finds_what_a_fresh_reading_finds(folder: Path) -> None:
    dice = random.Random(folder.name)
    workspace = Workspace([folder])
    files = next(iter(workspace.models_below(folder)))
    checker = Checker(workspace)
    checker.check(files)
    for _ in range(EDITS):
        path = dice.choice([path for path in files.paths if workspace.read(path) is not None])
        before = workspace.read(path) or ""
        workspace.open(path, edited(before, dice))
        if path == files.cog_yaml:
            workspace.forget()
            files = workspace.model_of(path) or files
        now, fresh = checker.check(files), Checker(workspace).check(files)
        assert dict(now.findings) == dict(fresh.findings), path
        if dice.random() < 0.5:  # else the edits add up
            workspace.open(path, before)
            if path == files.cog_yaml:
                workspace.forget()
                files = workspace.model_of(path) or files
