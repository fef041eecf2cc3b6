"""Renaming: an input in all files that name it, a file in cog.yaml, and what is offered after either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from cog_lsp.text import Encoding, LineIndex
from tests.raw_client import PUSH, RawClient
from tests.text_edits import edited

CODE = """\
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(
        self,
        image: Path = Input(description="The photo to enlarge, as PNG or JPEG."),
        steps: int = Input(description="How often the picture is refined. More take longer.", default=20, ge=1, le=50),
    ) -> Path:
        rounds_left = steps
        return image if rounds_left else self.run(image=image, steps=2)
"""
README = """\
# Lamp

```python
replicate.run("acme/lamp", input={"image": open("a.png", "rb"), "steps": 30})
```

```sh
cog run -i image=@a.jpg -i steps=30
```

More `steps` take longer.

| Input | Default |
| --- | --- |
| `image` | |
| steps | 20 |
"""
CASES = """\
model: acme/lamp
predict:
  test_cases:
    - inputs:
        image: https://example.com/a.png
        steps: 20
    - inputs:
        steps: 99
      error_contains: steps
train:
  test_cases:
    - inputs:
        steps: 3
"""
FILES = {
    "cog.yaml": "image: r8.im/acme/lamp\nrun: run.py:Runner\n",
    "run.py": CODE,
    "README.md": README,
    "cog-safe-push.yaml": CASES,
}
LANGUAGES = {".py": "python", ".md": "markdown"}
VERSIONED = {**PUSH, "workspace": {"workspaceEdit": {"documentChanges": True}}}


class Editor:
    """A client with a small model, all files of it open."""

    def __init__(self, client: RawClient, root: Path) -> None:
        self.client, self.root = client, root
        self.texts: dict[str, str] = {}
        self.version = 1

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text, encoding="utf-8")

    def open(self, name: str) -> None:
        path = self.root / name
        self.texts[name] = path.read_text(encoding="utf-8")
        self.client.open(path.as_uri(), self.texts[name], LANGUAGES.get(path.suffix, "yaml"))

    def change(self, name: str, old: str, new: str) -> None:
        self.version += 1
        self.texts[name] = self.texts[name].replace(old, new, 1)
        self.client.change((self.root / name).as_uri(), self.texts[name], self.version)

    def place(self, name: str, marker: str) -> dict[str, Any]:
        line, character = LineIndex(self.texts[name]).position(self.texts[name].index(marker), Encoding.UTF16)
        uri = (self.root / name).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

    def fixes(self, name: str, marker: str) -> list[str]:
        params = self.place(name, marker)
        range = {"start": params["position"], "end": params["position"]}
        params |= {"range": range, "context": {"diagnostics": []}}
        return [action["title"] for action in self.client.request("textDocument/codeAction", params)]

    def applied(self, edit: dict[str, Any]) -> dict[str, str]:
        """The texts of the files that an edit changes, after it."""
        changes = edit.get("changes") or {c["textDocument"]["uri"]: c["edits"] for c in edit["documentChanges"]}
        after = {}
        for uri, edits in changes.items():
            name = str(Path(unquote(uri[7:])).relative_to(self.root))
            after[name] = edited((self.root / name).read_text(encoding="utf-8"), edits)
        return after


@pytest.fixture(params=[PUSH, VERSIONED], ids=["edits by name", "edits by version"])
def editor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Editor]:
    with RawClient() as client:
        client.initialize(tmp_path, request.param)
        made = Editor(client, tmp_path)
        made.write(FILES)
        yield made


PLACES = {
    "the signature": ("run.py", "steps: int"),
    "the body": ("run.py", "steps\n"),
    "a call of its own": ("run.py", "steps=2"),
    "a snippet": ("README.md", 'steps": 30'),
    "a command": ("README.md", "steps=30"),
    "a table": ("README.md", "steps | 20"),
    "a test case": ("cog-safe-push.yaml", "steps: 20"),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_input_is_renamed_wherever_it_is_named(place: str, editor: Editor) -> None:
    name, marker = PLACES[place]
    editor.open(name)
    asked = editor.place(name, marker)
    assert editor.client.request("textDocument/prepareRename", asked)["placeholder"] == "steps"
    after = editor.applied(editor.client.request("textDocument/rename", {**asked, "newName": "rounds"}))
    assert after == {
        "run.py": CODE.replace("steps", "rounds"),
        "README.md": README.replace("steps", "rounds"),
        "cog-safe-push.yaml": CASES.replace("steps: 20", "rounds: 20").replace("steps: 99", "rounds: 99"),
    }


REFUSED = {
    "no name": ("2 steps", "is no name that Python takes"),
    "a word of Python": ("lambda", "is no name that Python takes"),
    "another input": ("image", "has an input “image” already"),
    "a name of the code": ("rounds_left", "uses the name “rounds_left” already"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_name_that_cannot_be_given(why: str, editor: Editor) -> None:
    new, message = REFUSED[why]
    editor.open("run.py")
    id = editor.client.start("textDocument/rename", {**editor.place("run.py", "steps: int"), "newName": new})
    assert message in editor.client.answer(id)["error"]["message"]


@pytest.mark.parametrize(
    ("name", "marker"),
    [("run.py", "BaseRunner"), ("run.py", "description"), ("README.md", "Lamp"), ("cog.yaml", "run.py")],
)
def test_other_words_are_left_to_other_servers(name: str, marker: str, editor: Editor) -> None:
    editor.open(name)
    asked = editor.place(name, marker)
    assert editor.client.request("textDocument/prepareRename", asked) is None
    assert editor.client.request("textDocument/rename", {**asked, "newName": "rounds"}) is None


TYPED = {
    "at once": [("steps: int", "rounds: int")],
    "letter by letter": [
        ("steps: int", "step: int"), ("step: int", "r: int"), ("r: int", "ro: int"), ("ro: int", "rounds: int"),
    ],
    "the whole name deleted first": [("steps: int", ": int"), (": int", "rounds: int")],
}  # fmt: skip


@pytest.mark.parametrize("how", TYPED)
def test_after_a_rename_by_hand_the_new_name_is_offered(how: str, editor: Editor) -> None:
    for name in FILES:
        editor.open(name)
    editor.client.request("textDocument/codeLens", editor.place("run.py", "from"))
    for old, new in TYPED[how]:
        editor.change("run.py", old, new)
    for name, marker in (("README.md", 'steps": 30'), ("README.md", "steps=30"), ("cog-safe-push.yaml", "steps: 20")):
        assert editor.fixes(name, marker)[0] == "Use “rounds” instead of “steps”"
    editor.change("run.py", "rounds: int", "steps: int")
    assert not [title for title in editor.fixes("README.md", "steps=30") if title.startswith("Use")]


REFERENCES = {
    "a file": ("run.py:Runner", "run.py", "model.py", "model.py:Runner"),
    "in quotes": ('"run.py:Runner"', "run.py", "src/model.py", '"src/model.py:Runner"'),
    "a folder": ("src/a/run.py:Runner", "src", "lib", "lib/a/run.py:Runner"),
    "another file": ("run.py:Runner", "other.py", "model.py", None),
    "to no Python file": ("run.py:Runner", "run.py", "run.txt", None),
    "out of the model": ("run.py:Runner", "run.py", "../run.py", None),
    "a name that needs quotes": ("run.py:Runner", "run.py", "a: b.py", None),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_renamed_predictor_takes_its_reference_along(name: str, editor: Editor) -> None:
    reference, old, new, wanted = REFERENCES[name]
    before = f"# {old}\nrun: {reference} # the predictor\n"
    editor.write({"cog.yaml": before, reference.strip('"').partition(":")[0]: CODE})
    names = {"oldUri": (editor.root / old).as_uri(), "newUri": (editor.root / new).as_uri()}
    edit = editor.client.request("workspace/willRenameFiles", {"files": [names]})
    after = None if edit is None else editor.applied(edit)
    assert after == (None if wanted is None else {"cog.yaml": before.replace(reference, wanted)})
