"""Actions whose edits come later: the same titles and edits as with the edits at once, and none that does nothing.

Each file is read by two real servers: one whose client can ask for edits later, and one whose client cannot.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.prose.drafts import drafts
from cog_lsp.rules import RULES
from cog_lsp.text import LineIndex
from tests.limits import LIMIT
from tests.models import COG_YAML, files_of
from tests.prose.declare import declare
from tests.raw_client import PUSH, RawClient
from tests.text_edits import edited

FIXTURES = Path(__file__).parent.parent / "fixtures"
NOW: dict[str, Any] = {
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}},
    "textDocument": {**PUSH["textDocument"], "codeAction": {"dataSupport": True, "isPreferredSupport": True}},
    "general": {"positionEncodings": ["utf-16"]},
}
LATER: dict[str, Any] = {
    **NOW,
    "textDocument": {
        **NOW["textDocument"],
        "codeAction": {**NOW["textDocument"]["codeAction"], "resolveSupport": {"properties": ["edit"]}},
    },
}
CONTENT_MODIFIED = -32801

WHOLE = """from cog import BasePredictor, Input, Path


class Predictor(BasePredictor):
    def run(
        self,
        {parameters}
    ) -> Path:
        return Path("a")
"""
SHAPES = {
    "one line": 'guidance_scale: float = Input(description="Guidance scale", ge=0, le=20, default=7.5),',
    "no call": "guidance_scale: float = 7.5,",
    "required": "prompt: str, guidance_scale: float = 7.5,",
    "lost after it": "prompt: str, x, guidance_scale: float = 7.5,",
    "comment": 'guidance_scale: float = Input(\n            description="Scale",  # why\n            default=7.5),',
    "comment above": '# why\n        guidance_scale: float = Input(description="Scale", default=7.5),',
    "adjacent": 'scale: float = Input(description="Guidance " "scale", ge=0, default=7.5),',
    "parentheses": 'scale: float = Input(description=(\n            "Guidance "\n            "scale"\n        )),',
    "three quotes": 'scale: float = Input(description="""Guidance\n            scale""", ge=0, default=7.5),',
    "single quotes": "scale: float = Input(description='Guidance scale', ge=0, default=7.5),",
    "escape": 'scale: float = Input(description="Guidance\\tscale", ge=0, default=7.5),',
    "f-string": 'scale: float = Input(description=f"Guidance {1}", ge=0, default=7.5),',
    "positional": "scale: float = Input(7.5, description='Guidance scale', ge=0),",
    "unpacked": "scale: float = Input(description='Guidance scale', **{'ge': 0}),",
    "computed": "num_outputs: int = Input(description='Number of outputs', default=2**2, ge=1),",
    "wrong keyword": "scale: float = Input(help='Guidance scale', min=0, default=7.5),",
    "keyword that is none": "scale: float = Input(description='Guidance scale', lambda=0, default=7.5),",
    "no comma": 'scale: float = Input(description="Guidance scale" ge=0, default=7.5),',
    "unfinished": 'scale: float = Input(description="Guidance scale, ge=0, default=7.5),',
    "leading zeros": 'scale: int = Input(description="Guidance scale", ge=00, le=020, default=7),',
    "choices": 'scheduler: str = Input(choices=["DDIM", "K_EULER", "PNDM"], default="DDIM"),',
    "choices by name": 'scheduler: str = Input(choices=NAMES, default="DDIM"),',
    "terms": 'steps: int = Input(description="Denoising steps for the CFG of the VAE", ge=1, le=50, default=20),',
    "says that already": 'seed: int = Input(description="Leave empty to go without.", default=None),',
    "another language": 'scale: float = Input(description="Escala de guía para la imagen", ge=0, default=7.5),',
    "contradiction": 'steps: int = Input(description="Steps, default 50, from 1 to 10", ge=1, le=100, default=20),',
    "two of a kind": 'a: float = Input(description="Scale"), b: float = Input(description="Scale"),',
    "twins": 'scale: float = Input(description="The amount of it, compared with the usual one, and nothing else at '
    'all", ge=0, le=20, default=7.5),',
    "emoji": 'scale: float = Input(description="Scale 🎨", default=7.5), steps: int = Input(description="Steps"),',
    "decorated": "scale: float = Input(description=HELP, ge=0, default=7.5),",
}
"""Parameters in every form in which the edits may or may not be made."""
DRAFTS = [draft.text for draft in drafts(declare("guidance_scale", "float", ge=0, default=7.5))]


def predictors() -> Iterator[tuple[str, dict[str, str], str]]:
    for name, parameters in SHAPES.items():
        text = WHOLE.format(parameters=parameters)
        yield f"shape, {name}", {"cog.yaml": COG_YAML, "run.py": text}, "run.py"
        yield f"shape, {name}, CRLF", {"cog.yaml": COG_YAML, "run.py": text.replace("\n", "\r\n")}, "run.py"
        bare = text.replace("BasePredictor, Input, Path", "BasePredictor, Path")
        yield f"shape, {name}, no import", {"cog.yaml": COG_YAML, "run.py": bare}, "run.py"
        other = text.replace(
            "from cog import BasePredictor, Input", "from other import Input\nfrom cog import BasePredictor"
        )
        yield f"shape, {name}, another Input", {"cog.yaml": COG_YAML, "run.py": other}, "run.py"
    for path in sorted((FIXTURES / "predictors").glob("*.py")):
        files = {"cog.yaml": 'run: "predict.py:Predictor"\n', "predict.py": path.read_text(encoding="utf-8")}
        yield f"predictors/{path.name}", files, "predict.py"


def models() -> Iterator[tuple[str, dict[str, str], str]]:
    for folder in sorted((FIXTURES / "models").iterdir()):
        files = {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.is_file()}
        for name in sorted(n for n in files if n.endswith((".py", ".md", "cog.yaml"))):
            yield f"models/{folder.name}/{name}", files, name
        yield f"models/{folder.name}, no README", {n: t for n, t in files.items() if n != "README.md"}, "cog.yaml"


def examples() -> Iterator[tuple[str, dict[str, str], str]]:
    for rule in RULES:
        for number, example in enumerate((*rule.invalid, *rule.valid)):
            if rule.subject != "settings":
                files, name = files_of(rule, example.text, example.files)
                severities = f'[severity]\n{rule.slug} = "warning"\n' if rule.severity == "off" else ""
                yield f"{rule.slug}, {number}", {"cog.yaml": COG_YAML, "cog-lsp.toml": severities, **files}, name


def drafts_that_are_there() -> Iterator[tuple[str, dict[str, str], str]]:
    """Texts that only a term of the settings makes unclear: a draft of the same text would change nothing."""
    settings = '[terms]\nprompt = "what you ask for"\nmodel = ""\n'
    for number, said in enumerate(DRAFTS):
        for written in (f'"{said}"', f'"{said[:30]}" "{said[30:]}"', f"'{said}'"):
            text = WHOLE.format(parameters=f"guidance_scale: float = Input(description={written}, ge=0, default=7.5),")
            yield (
                f"there, {number}, {written[0]}, {len(written)}",
                {"cog.yaml": COG_YAML, "cog-lsp.toml": settings, "run.py": text},
                "run.py",
            )


CASES = [*drafts_that_are_there(), *predictors(), *models(), *examples()]


class Pair:
    """The two servers, with one file open."""

    def __init__(self, now: RawClient, later: RawClient, root: Path, files: dict[str, str], name: str) -> None:
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode())
        self.now, self.later = now, later
        self.uri = (root / name).as_uri()
        self.text = files[name]
        language = "python" if name.endswith(".py") else "markdown" if name.endswith(".md") else "yaml"
        for client in (now, later):
            client.open(self.uri, self.text, language)
        self.found = self.now.diagnostics(self.uri)
        self.later.diagnostics(self.uri)

    def actions(self, client: RawClient, range: dict[str, Any]) -> list[dict[str, Any]]:
        params = {"textDocument": {"uri": self.uri}, "range": range, "context": {"diagnostics": []}}
        found: list[dict[str, Any]] = client.request("textDocument/codeAction", params, timeout=LIMIT)
        return found

    def places(self) -> list[dict[str, Any]]:
        """Each finding, its start alone, and the whole text."""
        lines = len(LineIndex(self.text).starts)
        ranges = [d["range"] for d in self.found]
        ranges += [{"start": r["start"], "end": r["start"]} for r in ranges]
        ranges.append({"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}})
        return [r for at, r in enumerate(ranges) if r not in ranges[:at]]

    def close(self) -> None:
        for client in (self.now, self.later):
            client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RawClient, RawClient, Path]]:
    root = tmp_path_factory.mktemp("actions")
    with RawClient() as now, RawClient() as later:
        now.initialize(root, NOW)
        capabilities = later.initialize(root, LATER)
        assert capabilities["codeActionProvider"]["resolveProvider"] is True
        yield now, later, root


@pytest.mark.parametrize(("files", "name"), [pytest.param(files, name, id=id) for id, files, name in CASES])
def test_later_is_the_same(
    files: dict[str, str], name: str, clients: tuple[RawClient, RawClient, Path], tmp_path: Path
) -> None:
    now, later, root = clients
    pair = Pair(now, later, root / tmp_path.name, files, name)
    for range in pair.places():
        whole, bare = pair.actions(now, range), pair.actions(later, range)
        assert [a["title"] for a in bare] == [a["title"] for a in whole]
        for action, one in zip(bare, whole, strict=True):
            assert "edit" not in action
            assert {k: v for k, v in action.items() if k != "data"} == {k: v for k, v in one.items() if k != "edit"}
            assert any(change.get("edits", ["a file"]) for change in one["edit"]["documentChanges"])
            assert later.request("codeAction/resolve", action, timeout=LIMIT) == {**action, "edit": one["edit"]}
    pair.close()


MOVED = WHOLE.format(parameters=SHAPES["one line"])


@pytest.fixture
def later(clients: tuple[RawClient, RawClient, Path], tmp_path: Path) -> Pair:
    """A model of its own, below the folder of the clients."""
    now, client, root = clients
    folder = root / tmp_path.name
    return Pair(now, client, folder, {"cog.yaml": COG_YAML, "run.py": MOVED}, "run.py")


def everywhere(pair: Pair) -> list[dict[str, Any]]:
    return pair.actions(pair.later, pair.places()[-1])


def applied(text: str, edit: dict[str, Any]) -> str:
    (operation,) = edit["documentChanges"]
    return edited(text, operation["edits"])


def test_the_text_has_moved(later: Pair) -> None:
    """What was offered is done in the text as it is now."""
    actions = everywhere(later)
    assert len(actions) > 1
    moved = "import os\n\n" + MOVED
    later.later.change(later.uri, moved, 2)
    for action in actions:
        edit = later.later.request("codeAction/resolve", action)["edit"]
        assert edit["documentChanges"][0]["textDocument"]["version"] == 2
        after = applied(moved, edit)
        assert after != moved
        assert after.startswith("import os\n\n")
        ast.parse(after)
    later.close()


@pytest.mark.parametrize(
    "text",
    [MOVED.replace("guidance_scale", "other"), MOVED.replace('description="Guidance scale", ', ""), "x = 1\n", ""],
)
def test_the_action_is_gone(text: str, later: Pair) -> None:
    """Nothing is done where the text asks for something else by now."""
    drafts = [action for action in everywhere(later) if action["title"].startswith(("Describe", "Outline"))]
    assert drafts
    later.later.change(later.uri, text, 2)
    for action in drafts:
        refused(later, action)
    later.close()


def test_the_file_is_closed(later: Pair) -> None:
    actions = everywhere(later)
    later.close()
    for action in actions:
        refused(later, action)


def refused(pair: Pair, action: dict[str, Any]) -> None:
    error = pair.later.answer(pair.later.start("codeAction/resolve", action))["error"]
    assert error["code"] == CONTENT_MODIFIED
    assert error["message"] == "The text has changed, and this action is not there any more."


@pytest.mark.parametrize("data", [None, 1, [], {}, {"uri": 1}, {"uri": "file:///nowhere.py"}])
def test_data_that_is_none_of_ours(data: Any, clients: tuple[RawClient, RawClient, Path]) -> None:
    action = {"title": "Something", "data": data}
    answer = clients[1].answer(clients[1].start("codeAction/resolve", action))
    assert answer.get("result", {"title": "Something"})["title"] == "Something"
    assert answer.get("error", {"code": CONTENT_MODIFIED})["code"] == CONTENT_MODIFIED


@pytest.mark.parametrize("key", ["rule", "input", "nth", "twin"])
@pytest.mark.parametrize("value", [None, "x", -1, 99, [], {"a": 1}])
def test_data_that_was_changed(key: str, value: Any, later: Pair) -> None:
    """Whatever comes back, the answer is this action's edit or a refusal."""
    action = everywhere(later)[0]
    action["data"][key] = value
    answer = later.later.answer(later.later.start("codeAction/resolve", action))
    assert answer.get("error", {"code": CONTENT_MODIFIED})["code"] == CONTENT_MODIFIED
    later.close()


@pytest.mark.parametrize("creates", [True, False])
def test_a_file_that_the_client_cannot_make(creates: bool, tmp_path: Path) -> None:
    """A README is offered where it can be written."""
    operations = ["create"] if creates else []
    (tmp_path / "run.py").write_text(MOVED)
    (tmp_path / "cog.yaml").write_text(COG_YAML)
    for wanted in (NOW, LATER):
        capabilities = {
            **wanted,
            "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": operations}},
        }
        with RawClient() as client:
            client.initialize(tmp_path, capabilities)
            uri = (tmp_path / "cog.yaml").as_uri()
            client.open(uri, COG_YAML, "yaml")
            (found,) = client.diagnostics(uri)
            assert found["code"] == "missing-readme"
            params = {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": []}}
            actions = client.request("textDocument/codeAction", params)
            assert [a["title"] for a in actions] == ["Write a README with the eight topics"] * creates


def test_the_marks_of_a_heading_belong_to_it(tmp_path: Path) -> None:
    (tmp_path / "cog.yaml").write_text(COG_YAML)
    (tmp_path / "run.py").write_text(WHOLE.format(parameters="image: Path,"))
    readme = (tmp_path / "README.md").as_uri()
    start = {"line": 4, "character": 0}
    with RawClient() as client:
        client.initialize(tmp_path, NOW)
        client.open(readme, "# Blur\n\nBlurs a photo.\n\n## Limitations\n\nTODO\n", language="markdown")
        params = {
            "textDocument": {"uri": readme},
            "range": {"start": start, "end": start},
            "context": {"diagnostics": []},
        }
        titles = [action["title"] for action in client.request("textDocument/codeAction", params)]
    assert "Draft “Limitations and ethical considerations”" in titles
