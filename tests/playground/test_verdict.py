"""The verdict on top of the page is that of `cog-lsp card`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.cli.card import stand
from cog_lsp.cli.models import Models
from cog_lsp.playground.page.notes import find, noted
from cog_lsp.playground.page.page import Page, page_of
from cog_lsp.playground.page.verdict import verdict_of
from cog_lsp.project.workspace import Workspace

MODELS = Path(__file__).parent.parent / "fixtures" / "models"
HEAD = "from typing import Tuple\n\nfrom cog import BaseRunner, Input, Path\n\n\nclass Runner(BaseRunner):\n"
COG_YAML = 'run: run.py:Runner\nimage: r8.im/acme/demo\nbuild:\n  python_version: "3.12"\n'


@pytest.mark.parametrize("folder", sorted(MODELS.iterdir()), ids=lambda folder: folder.name)
def test_it_says_what_the_card_says(folder: Path) -> None:
    models = Models([str(folder)])
    model = models.checker().check(models.one())
    card, verdict = stand(models, model), verdict_of(model)
    notes = page_of(model).notes
    assert (verdict.level == "ready") == card.ready
    if verdict.level != "fails":
        assert [step.text for step in verdict.steps] == [s.text for s in card.steps if s.stops == (not card.ready)]
    for step in verdict.steps:
        rules = {rule for todo in card.steps if todo.text == step.text for rule in todo.rules}
        assert not rules or notes[step.note].rule in rules


FORMS = {
    "a refused field stays in its place": (
        "    def run(\n        self,\n        a: str = Input(description='First.'),\n"
        "        b: Tuple[int, int] = Input(description='How wide and how tall.'),\n"
        "        c: int = Input(description='How many.', default=1, ge=1),\n"
        "    ) -> str:\n        return a + str(b) + str(c)\n",
        ["a", "b", "c"],
        "",
    ),
    "no method": ("    x = 1\n", [], "No inputs can be shown. Cog's build fails: `Runner` does not define run()."),
    "the source is broken": (
        "    def run(self -> :\n     retrn (((\n",
        [],
        "No inputs can be shown. Python cannot read this file from line 8: look for",
    ),
    "no inputs": ("    def run(self) -> str:\n        return 'x'\n", [], ""),
}


@pytest.mark.parametrize(("body", "names", "nothing"), FORMS.values(), ids=FORMS)
def test_the_form_says_why_it_is_empty(
    tmp_path: Path, page_of_files: Callable[..., Page], body: str, names: list[str], nothing: str
) -> None:
    page = page_of_files(tmp_path, {"cog.yaml": COG_YAML, "run.py": HEAD + body})
    assert [field.name for field in page.fields] == names
    assert page.nothing.startswith(nothing)
    assert bool(page.nothing) == bool(nothing)


def test_where_cog_yaml_names_nothing_the_form_says_so(tmp_path: Path, page_of_files: Callable[..., Page]) -> None:
    page = page_of_files(tmp_path, {"cog.yaml": "build:\n  gpu: false\n", "run.py": "x = 1\n"})
    assert page.nothing == (
        "No inputs can be shown: nothing says what runs the model. Name it in cog.yaml, as in `run: run.py:Runner`."
    )


def test_a_build_that_fails_is_told_first(tmp_path: Path, page_of_files: Callable[..., Page]) -> None:
    verdict = page_of_files(tmp_path, {"cog.yaml": COG_YAML}).verdict
    assert verdict is not None
    assert (verdict.level, verdict.text) == ("fails", "The build fails")
    assert [step.text for step in verdict.steps] == ["There is no file `run.py`"]


def test_a_finding_is_found_again_where_the_text_has_moved() -> None:
    workspace = Workspace([MODELS / "image"])
    files = workspace.model_of(MODELS / "image" / "cog.yaml")
    assert files is not None
    model = Checker(workspace).check(files)
    every = list(noted(model))
    notes = page_of(model).notes
    assert len(every) == len(notes) > 5
    for at, (one, note) in enumerate(zip(every, notes, strict=True)):
        assert find(model, at, note.rule, note.message) == one
    assert find(model, len(every) + 3, notes[0].rule, notes[0].message) is not None
    assert find(model, 0, notes[0].rule, "something else") is None
