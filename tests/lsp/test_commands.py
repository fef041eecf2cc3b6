"""The commands that lenses and editors run, and what they say where there is nothing to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.readme.topics import TOPICS, topics
from tests.raw_client import PUSH, RawClient
from tests.text_edits import edited

MODELS = Path(__file__).parent.parent / "fixtures/models"
EDITS: dict[str, dict[str, Any]] = {
    "edits by version": {**PUSH, "workspace": {"workspaceEdit": {"documentChanges": True}}},
    "edits by name": PUSH,
}
SETTLED = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="What you want to see in the picture, in plain words."),
    ) -> str:
        return prompt
"""
EVERY_TOPIC = "# Lantern\n\nPaints night scenes from a short description, for postcards.\n\n" + "".join(
    f"## {topic.title}\n\nWords that say something about it.\n\n" for topic in topics().values()
)


class Editor:
    """A client with the image model, and what it is told."""

    def __init__(self, client: RawClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.texts: dict[str, str] = {}

    def open(self, name: str, text: str | None = None) -> str:
        """Open a file of the model, with the text of the disk unless another is given; its URI."""
        path = self.root / name
        uri = path.as_uri()
        self.texts[uri] = path.read_text(encoding="utf-8") if text is None else text
        self.client.open(uri, self.texts[uri], "python" if name.endswith(".py") else "markdown")
        return uri

    def run(self, command: str, argument: str) -> Any:
        """The result of a command."""
        params = {"command": f"cog-lsp.{command}", "arguments": [argument]}
        self.told: list[dict[str, Any]] = []
        id = self.client.start("workspace/executeCommand", params)
        while True:
            message = self.client.next()
            assert message is not None, self.client.log
            if message.get("id") == id and "method" not in message:
                return message["result"]
            self.client.serve(message)
            self.told.append(message)

    @property
    def said(self) -> list[str]:
        """What the last command said to the person."""
        return [m["params"]["message"] for m in self.told if m.get("method") == "window/showMessage"]

    def applied(self, uri: str) -> tuple[str, str]:
        """The label of the edit that the last command asked for, and the text of a file after it."""
        (asked,) = (m["params"] for m in self.told if m.get("method") == "workspace/applyEdit")
        if "documentChanges" in asked["edit"]:
            (change,) = asked["edit"]["documentChanges"]
            assert change["textDocument"] == {"uri": uri, "version": 1}
            edits = change["edits"]
        else:
            edits = asked["edit"]["changes"][uri]
        return asked["label"], edited(self.texts[uri], edits)


@pytest.fixture(params=EDITS)
def editor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Editor]:
    root = tmp_path / "image"
    shutil.copytree(MODELS / "image", root)
    with RawClient() as client:
        client.initialize(root, EDITS[request.param])
        yield Editor(client, root)


def test_fix_all_writes_every_safe_fix(editor: Editor) -> None:
    uri = editor.open("run.py")
    assert editor.run("fixAll", uri) is None
    label, after = editor.applied(uri)
    assert label == "Apply all safe fixes"
    assert "seed: int | None = Input(" in after
    assert "# Kept small on purpose" in after
    assert 'description="Input prompt"' in after, "a draft is for a person to accept"


def test_a_count_leads_to_the_first_finding(editor: Editor) -> None:
    uri = editor.open("run.py")
    assert editor.run("showFirst", uri) is None
    (said,) = editor.said
    assert said.startswith("Line 19: `prompt`: "), "it opens no documents"
    editor.client.change(uri, SETTLED, 2)
    editor.run("showFirst", uri)
    assert editor.said == ["Every input here is explained."]


def test_a_client_that_shows_documents_is_led_there(tmp_path: Path) -> None:
    shutil.copytree(MODELS / "image", tmp_path / "image")
    with RawClient() as client:
        client.initialize(tmp_path / "image", {**PUSH, "window": {"showDocument": {"support": True}}})
        editor = Editor(client, tmp_path / "image")
        uri = editor.open("run.py")
        editor.run("showFirst", uri)
        (shown,) = (m["params"] for m in editor.told if m.get("method") == "window/showDocument")
        assert shown["uri"] == uri
        assert shown["selection"]["start"]["line"] == 18
        assert shown["takeFocus"]


def test_a_client_that_previews_edits_is_asked_before(tmp_path: Path) -> None:
    shutil.copytree(MODELS / "image", tmp_path / "image")
    support = {"documentChanges": True, "changeAnnotationSupport": {}}
    with RawClient() as client:
        client.initialize(tmp_path / "image", {**PUSH, "workspace": {"workspaceEdit": support}})
        editor = Editor(client, tmp_path / "image")
        uri = editor.open("run.py")
        for command, asked in (("draftAll", True), ("fixAll", False)):
            editor.run(command, uri)
            (edit,) = (m["params"]["edit"] for m in editor.told if m.get("method") == "workspace/applyEdit")
            annotations = edit.get("changeAnnotations") or {}
            assert [each["needsConfirmation"] for each in annotations.values()] == [True] * asked
            (change,) = edit["documentChanges"]
            assert all(("annotationId" in each) == asked for each in change["edits"])


def test_draft_all_describes_what_asks_for_it(editor: Editor) -> None:
    uri = editor.open("run.py")
    assert editor.run("draftAll", uri) is None
    label, after = editor.applied(uri)
    assert label == "Draft descriptions"
    assert 'description="Input prompt"' not in after
    assert 'description="Scheduler"' not in after
    assert "Leave it out to start from noise." in after, "a good description stays"


def test_empty_values_lead_to_the_code(editor: Editor) -> None:
    uri = editor.open("run.py")
    editor.run("showEmpty", uri)
    assert editor.said == ["The code handles no empty value apart."]
    handled = "        seed = seed or 7\n        result = self.pipe"
    editor.client.change(uri, editor.texts[uri].replace("        result = self.pipe", handled), 2)
    editor.client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    editor.run("showEmpty", uri)
    assert editor.said == ["run.py, line 38: Leave empty to use 7."], "it opens no documents"


def test_nothing_to_write_is_said(editor: Editor) -> None:
    uri = editor.open("run.py", SETTLED)
    for command, words in (("fixAll", "Nothing here can be fixed"), ("draftAll", "Fewer than two inputs")):
        assert editor.run(command, uri) is None
        assert [text.startswith(words) for text in editor.said] == [True]
        assert not [m for m in editor.told if m.get("method") == "workspace/applyEdit"]


def test_the_topics_of_the_readme(editor: Editor) -> None:
    uri = editor.open("README.md")
    editor.run("showTopics", uri)
    (said,) = editor.said
    assert said.startswith("Not covered yet: ")
    titles = {topic.title: slug for slug, topic in topics().items()}
    missing = {titles[title] for title in said.removeprefix("Not covered yet: ").removesuffix(".").split(", ")}
    assert missing < set(TOPICS)
    assert not missing & {"what-it-does", "how-to-use"}, "their headings stand in the README"
    assert "limitations" in missing, "a section that holds nothing but TODO covers nothing"
    editor.client.change(uri, EVERY_TOPIC, 2)
    editor.run("showTopics", uri)
    assert editor.said == ["The README covers every topic."]


def test_a_model_without_a_readme_has_no_topics(editor: Editor) -> None:
    (editor.root / "README.md").unlink()
    editor.run("showTopics", editor.open("run.py"))
    assert editor.said == []


def test_a_client_that_opens_no_pages_is_told_where_it_is(editor: Editor) -> None:
    uri = editor.open("run.py")
    place = editor.run("preview", uri)
    assert place.startswith("file://")
    assert editor.said == [f"Open the preview in a browser: {place}"]
    assert editor.run("preview", uri) == place, "one page for each model"


def test_the_page_of_a_rule(editor: Editor) -> None:
    assert editor.run("explain", "jargon").startswith("# jargon\n")
    assert editor.run("explain", "no-such-rule") is None


@pytest.mark.parametrize("command", ["fixAll", "draftAll", "showFirst", "showTopics", "showEmpty", "preview"])
def test_a_file_of_no_model(command: str, editor: Editor) -> None:
    (editor.root / "other.py").write_text("x = 1\n")
    assert editor.run(command, editor.open("other.py")) is None
    assert editor.said == ["This file is no part of a Cog model."]
    assert editor.run(command, (editor.root / "run.py").as_uri()) is None, "a file that is not open"
    assert editor.said == ["This file is no part of a Cog model."]
