"""How many inputs are explained, drafted and to write: every place tells the same of every model of the fixtures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.check.explained import Descriptions, descriptions_in
from cog_lsp.cli import main
from cog_lsp.cli.models import Models
from cog_lsp.playground.page.page import page_of
from cog_lsp.playground.page.state import to_json
from tests.raw_client import PUSH, RawClient

MODELS = sorted((Path(__file__).parent.parent / "fixtures/models").iterdir())


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    main(list(words))
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each model as it is, drafted in bulk, and with all drafts but one kept."""
    root = tmp_path_factory.mktemp("counts")
    for model in MODELS:
        shutil.copytree(model, root / f"{model.name}-1")
        shutil.copytree(model, root / f"{model.name}-2")
        main(["check", "--quiet", "--fix", "--drafts", "--exit-zero", str(root / f"{model.name}-2")])
        shutil.copytree(root / f"{model.name}-2", root / f"{model.name}-3")
        for path in (root / f"{model.name}-3").glob("*.py"):
            text = path.read_text(encoding="utf-8")
            path.write_text(
                text.replace("  # cog-lsp: draft", "", text.count("# cog-lsp: draft") - 1), encoding="utf-8"
            )
    return root


def test_every_place_tells_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drafts = []
    with RawClient() as client:
        client.initialize(folder, PUSH)
        for root in sorted(folder.iterdir()):
            models = Models([str(root)])
            model = models.checker().check(models.one())
            counts = descriptions_in(model)
            drafts.append(len(counts.drafts))
            assert sorted((*counts.explained, *counts.drafts, *counts.to_write)) == sorted(
                input.name for input in model.predictor.inputs
            )
            assert by_findings(capsys, root, model) == counts
            card = json.loads(output(capsys, "card", "--format", "json", str(root)))["inputs"]
            assert card == {
                "total": counts.total,
                "explained": len(counts.explained),
                "drafts": len(counts.drafts),
                "to_write": len(counts.to_write),
            }
            assert f"{len(counts.explained)} of {counts.total}{counts.left}\n" in output(capsys, "card", str(root))
            assert output(capsys, "check", "--statistics", str(root)).splitlines()[-1] == f"{counts.words}."
            assert json.loads(to_json(page_of(model)))["inputs"] == counts.words
            assert in_editor(client, model) == {counts.words}
    assert {bool(count) for count in drafts[1::3]} == {bool(count) for count in drafts[2::3]}
    assert sum(drafts[0::3]) == 0 < sum(drafts[2::3]) < sum(drafts[1::3])


def by_findings(capsys: pytest.CaptureFixture[str], root: Path, model: Any) -> Descriptions:
    """The same, counted from what `check` reports."""
    entries = json.loads(output(capsys, "check", "--format", "json", "--ignore", "jargon", str(root)))
    keep = "Keep this draft"
    rules = ("missing", "unfinished", "terse", "unexplained")
    file = next(path for path, predictor in model.signatures() if predictor is model.predictor)
    asked = [
        (e["input"], bool(e["fixes"]) and e["fixes"][0]["title"] == keep)
        for e in entries
        if e["rule"].startswith(rules) and e["input"] and e["severity"] != "hint" and Path(e["file"]).name == file.name
    ]
    names = [input.name for input in model.predictor.inputs]
    return Descriptions(
        tuple(name for name in names if name not in dict(asked)),
        tuple(name for name in names if dict(asked).get(name) is True),
        tuple(name for name in names if dict(asked).get(name) is False),
    )


def in_editor(client: RawClient, model: Any) -> set[str]:
    """What the line above the signature says, and what an editor's status shows."""
    path = next(path for path, predictor in model.signatures() if predictor is model.predictor)
    uri = path.as_uri()
    client.open(uri, path.read_text(encoding="utf-8"))
    lenses = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    line = model.predictor.text[: model.predictor.method_span.start].count("\n")
    first = next(lens for lens in lenses if lens["range"]["start"]["line"] == line)
    status = client.request("workspace/executeCommand", {"command": "cog-lsp.inputs", "arguments": [uri]})
    return {first["command"]["title"], status}
