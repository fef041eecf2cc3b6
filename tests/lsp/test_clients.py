"""What a client says about itself decides what it gets."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.predictors import predictor
from tests.raw_client import PULL, PUSH, RawClient, frame

MODELS = Path(__file__).parent.parent / "fixtures/models"
CREATES = {
    **PUSH,
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}},
}


@pytest.fixture
def client() -> Iterator[RawClient]:
    with RawClient() as made:
        yield made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "image"
    shutil.copytree(MODELS / "image", folder)
    return folder


def opened(client: RawClient, path: Path, language: str = "python") -> dict[str, Any]:
    """Open a file; the identifier of its document."""
    client.open(path.as_uri(), path.read_text(encoding="utf-8"), language)
    return {"textDocument": {"uri": path.as_uri()}}


def place_of(path: Path, marker: str, after: int = 0) -> dict[str, int]:
    """Where a marker stands, for texts in which each character takes one unit."""
    before, _, _ = path.read_text(encoding="utf-8").partition(marker)
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1 + after}


def test_a_folder_named_the_old_way(client: RawClient, model: Path) -> None:
    client.initialize(None, PULL, rootUri=model.parent.as_uri())
    report = client.request("workspace/diagnostic", {"previousResultIds": []})
    assert {item["uri"] for item in report["items"]} >= {(model / "run.py").as_uri(), (model / "README.md").as_uri()}


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_columns_in_the_units_that_were_agreed_on(client: RawClient, model: Path, encoding: str, width: int) -> None:
    known = {**PUSH, "general": {"positionEncodings": [encoding]}}
    assert client.initialize(model, known)["positionEncoding"] == encoding
    opened(client, model / "run.py")
    line = next(line for line in (model / "run.py").read_text(encoding="utf-8").splitlines() if "🎲" in line)
    found = client.diagnostics((model / "run.py").as_uri())
    (seed,) = (d for d in found if d["code"] == "required-by-none" and d["data"]["input"] == "seed")
    assert seed["range"]["start"]["character"] == line.index("default=None") - 1 + width


LIGHT, DARK = "#ffffff", "#17191e"


def test_pictures_follow_the_theme(client: RawClient, model: Path) -> None:
    client.initialize(model, initializationOptions={"hoverPictures": True, "theme": "light"})
    asked = {**opened(client, model / "run.py"), "position": place_of(model / "run.py", "guidance_scale:", 2)}
    for theme, paper in [(None, LIGHT), ("dark", DARK), ("odd", LIGHT), ("dark", DARK), ("light", LIGHT)]:
        if theme is not None:
            client.request("workspace/executeCommand", {"command": "cog-lsp.theme", "arguments": [theme]})
        text = client.request("textDocument/hover", asked)["contents"]["value"]
        assert paper in b64decode(text.partition("svg+xml;base64,")[2].partition(")")[0]).decode(), theme


@pytest.mark.parametrize(("options", "paper"), [({}, LIGHT), ({"theme": "dark"}, DARK)], ids=["light", "dark"])
def test_a_picture_of_the_field_for_clients_that_render_it(
    client: RawClient, model: Path, options: dict[str, Any], paper: str
) -> None:
    client.initialize(model, initializationOptions={"hoverPictures": True, **options})
    document = opened(client, model / "run.py")
    for name in ("guidance_scale", "scheduler"):
        position = place_of(model / "run.py", f"{name}:", 2)
        hover = client.request("textDocument/hover", {**document, "position": position})["contents"]
        assert hover["kind"] == "markdown"
        before, _, rest = hover["value"].partition("(data:image/svg+xml;base64,")
        drawn, _, after = rest.partition(")")
        words, _, alt = before.rpartition("\n\n")
        assert words.startswith("Cog's playground: "), "words first: a part of the picture may be out of sight"
        assert alt == f"![The form field {name}]"
        picture = b64decode(drawn, validate=True).decode()
        assert picture.startswith("<svg")
        assert paper in picture
        # A closed select shows one choice; the others are written below it.
        assert ("DPMSolverMultistep" in after) == (name == "scheduler")


def test_what_the_code_does_with_an_input(client: RawClient, model: Path) -> None:
    client.initialize(model, {"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}})
    path = model / "run.py"
    text = predictor("steps: int = Input(default=20)", "return self.model(min(steps, 50))")
    path.write_text(text, encoding="utf-8", newline="\n")
    document = opened(client, path)
    hover = client.request("textDocument/hover", {**document, "position": place_of(path, "steps:", 2)})["contents"]
    line = 1 + place_of(path, "min(steps")["line"]
    where = f"([line {line}]({path.as_uri()}#L{line}))"
    assert hover["value"].endswith(f"**In the code**: At most 50; other values are changed to that {where}")


def test_plain_text_for_clients_that_show_no_markdown(client: RawClient, model: Path) -> None:
    client.initialize(model, {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}})
    document = opened(client, model / "run.py")
    position = place_of(model / "run.py", "guidance_scale:", 2)
    hover = client.request("textDocument/hover", {**document, "position": position})["contents"]
    assert hover["kind"] == "plaintext"
    assert "guidance_scale" in hover["value"]
    assert "\\_" not in hover["value"]
    assert "```" not in hover["value"]


@pytest.mark.parametrize("answer", [{"error": {"code": -32601, "message": "unknown"}}, {"error": "unknown"}])
def test_a_client_that_refuses_to_tell_its_settings(client: RawClient, model: Path, answer: dict[str, Any]) -> None:
    client.initialize(model, {**PUSH, "workspace": {"configuration": True}})
    while True:
        message = client.next()
        assert message is not None
        if message.get("method") == "workspace/configuration":
            break
    client.send(frame({"jsonrpc": "2.0", "id": message["id"], **answer}))
    opened(client, model / "run.py")
    assert "terse-description" in {d["code"] for d in client.diagnostics((model / "run.py").as_uri())}
    position = {"position": {"line": 0, "character": 0}}
    assert (
        client.request("textDocument/hover", {"textDocument": {"uri": (model / "run.py").as_uri()}, **position}) is None
    )
    assert client.shut_down() == 0
    assert b"The client did not tell its settings" in b"".join(client.log)


@pytest.mark.parametrize("capable", [True, False])
def test_a_readme_is_drafted_where_the_client_can_create_files(client: RawClient, model: Path, capable: bool) -> None:
    readme = model / "README.md"
    readme.unlink()
    client.initialize(model, CREATES if capable else PUSH)
    path = model / "cog.yaml"
    document = opened(client, path, "yaml")
    (missing,) = (d for d in client.diagnostics(path.as_uri()) if d["code"] == "missing-readme")
    params = {**document, "range": missing["range"], "context": {"diagnostics": [missing]}}
    actions = client.request("textDocument/codeAction", params) or []
    creating = [a for a in actions if "readme" in a["title"].lower()]
    assert all(a.get("edit") for a in actions), "an action without an edit does nothing"
    if not capable:
        assert creating == []
        return
    (action,) = creating
    create, write = action["edit"]["documentChanges"]
    assert (create["kind"], create["uri"]) == ("create", readme.as_uri())
    assert create["options"] == {"ignoreIfExists": True}
    assert write["textDocument"] == {"uri": readme.as_uri(), "version": None}
    (edit,) = write["edits"]
    assert edit["newText"].startswith("# ")
    assert "## " in edit["newText"]
