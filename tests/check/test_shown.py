"""What the settings keep from being told: whole files, and rules in some files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cog_lsp.check.model import Model
from cog_lsp.cli.models import Models

FILES = {
    "cog.yaml": "run: run.py:Runner\n",
    "run.py": (
        "from cog import BaseRunner, Input\n\n\nclass Runner(BaseRunner):\n"
        '    def run(self, cfg: int = Input(description="The CFG.", default=1, le=2**9), text: str = "") -> str:\n'
        "        return text\n"
    ),
    "README.md": "# Lamp\n\n[gone](gone.md)\n",
}
ALL = {"run.py", "README.md"}
SETTINGS = [
    ("", ALL),
    ('ignore = ["README.md"]\n', {"run.py"}),
    ('ignore = ["*.py"]\n', {"README.md"}),
    ('ignore = ["model/README.md"]\n', {"run.py"}),
    ('ignore = ["*.md", "*.py"]\n', set()),
    ('[per-file-ignores]\n"*.py" = ["jargon"]\n', ALL),
]


@pytest.mark.parametrize(("text", "told"), SETTINGS)
def test_files_that_are_left_out(text: str, told: set[str], tmp_path: Path) -> None:
    model = read(tmp_path, text)
    assert {path.name for path, findings in model.findings.items() if findings} == told
    assert not any(f.rule == "missing-readme" for findings in model.findings.values() for f in findings)


@pytest.mark.parametrize("rule", ["lost-constraint", "missing-description"])
def test_rules_that_are_silent_in_a_file(rule: str, tmp_path: Path) -> None:
    before = read(tmp_path, "").findings[tmp_path / "model/run.py"]
    after = read(tmp_path, f'[per-file-ignores]\n"run.py" = ["{rule}"]\n').findings[tmp_path / "model/run.py"]
    assert rule in {f.rule for f in before}
    assert list(after) == [f for f in before if f.rule != rule]


def test_what_is_left_out_is_not_fixed(tmp_path: Path) -> None:
    for text, fixed in (
        ("", True),
        ('ignore = ["run.py"]\n', False),
        ('per-file-ignores = {"*" = ["lost-constraint"]}\n', False),
    ):
        model = read(tmp_path, text)
        models = Models([str(tmp_path / "model")])
        after = models.checker().fixed(model, tmp_path / "model/run.py")
        assert ("le=512" in after) == fixed


def read(folder: Path, settings: str) -> Model:
    """The model under these settings, which stand above its folder."""
    (folder / "model").mkdir(exist_ok=True)
    (folder / ".git").mkdir(exist_ok=True)
    for name, text in FILES.items():
        (folder / "model" / name).write_text(text)
    (folder / "cog-lsp.toml").write_text(settings)
    models = Models([str(folder / "model")])
    return models.checker().check(models.one())
