"""The preview of a running language server: it follows unsaved edits, and the page talks back to the editor."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.limits import LIMIT
from tests.raw_client import PUSH, SERVER, RawClient

MODEL = Path(__file__).parent.parent / "fixtures" / "models" / "image"
SHOWS = {
    **PUSH,
    "window": {"showDocument": {"support": True}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class Editor:
    """An editor with the model's predictor open."""

    def __init__(self, client: RawClient, model: Path) -> None:
        self.client = client
        self.uri = (model / "run.py").as_uri()
        self.readme = (model / "README.md").as_uri()
        self.text = (model / "run.py").read_text(encoding="utf-8")
        self.version = 1
        client.open(self.uri, self.text)

    def preview(self) -> str:
        """Ask for the preview; its address, to which the file leads that the editor is shown."""
        id = self.client.start("workspace/executeCommand", {"command": "cog-lsp.preview", "arguments": [self.uri]})
        self.shown = self.client.wait_for("window/showDocument", timeout=LIMIT)
        self.place: str = self.client.answer(id)["result"]
        door = Path(urlsplit(self.place).path)
        assert self.shown == {"uri": self.place, "external": True}
        assert door.stat().st_mode & 0o077 == 0, "nobody else reads it"
        (url,) = re.findall('url=(http://127.0.0.1:[0-9]+/[^"]+)"', door.read_text(encoding="utf-8"))
        return str(url)

    def type(self, old: str, new: str) -> None:
        """Change the predictor without saving it."""
        assert old in self.text
        self.text = self.text.replace(old, new, 1)
        self.version += 1
        self.client.change(self.uri, self.text, self.version)


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    folder = tmp_path / "image"
    shutil.copytree(MODEL, folder)
    with RawClient() as client:
        client.initialize(folder, SHOWS)
        yield Editor(client, folder)


def test_a_click_on_a_quick_fix_applies_it(editor: Editor, view: Callable[..., Any]) -> None:
    editor.preview()
    page = view(editor.place)
    fix = page.locator("[data-field=guidance_scale] .fixes li").filter(has_text="Describe").first
    whole = fix.locator(".fix-text").text_content()
    assert len(whole) > 80, "all of the text is shown"
    fix.locator("button").click()
    sent = editor.client.wait_for("workspace/applyEdit", timeout=LIMIT)
    (change,) = sent["edit"]["documentChanges"]
    assert change["textDocument"]["uri"] == editor.uri
    text = "".join(edit["newText"] for edit in change["edits"])
    assert [word for word in whole.split() if word not in text] == []
    page.wait_for_selector("text=Sent to the editor.")
    page.click("#findings-panel button:has-text('Draft “Limitations and ethical considerations”')")
    sent = editor.client.wait_for("workspace/applyEdit", timeout=LIMIT)
    assert sent["edit"]["documentChanges"][0]["textDocument"]["uri"] == editor.readme


def test_the_page_follows_unsaved_edits(editor: Editor, view: Callable[..., Any]) -> None:
    url = editor.preview()
    assert editor.preview() == url
    page = view(editor.place)
    assert page.text_content("h1") == "Lantern"
    page.fill("#field-prompt", "typed by a person")
    editor.type('"Width of the picture in pixels."', '"How wide the picture is, in pixels."')
    page.wait_for_selector("text=How wide the picture is, in pixels.")
    assert page.input_value("#field-prompt") == "typed by a person"
    editor.type("width: int", "broad: int")
    page.wait_for_selector("[data-field=broad]")
    assert page.locator("[data-field=width]").count() == 0
    assert page.input_value("#field-prompt") == "typed by a person"
    editor.client.open(editor.readme, "# Lighthouse\n\nShines at night for all the ships.\n", "markdown")
    page.wait_for_selector("h1:has-text('Lighthouse')")


def test_a_label_moves_the_editor(editor: Editor, view: Callable[..., Any]) -> None:
    page = view(editor.preview())
    page.click("label[for=field-seed]")
    asked = editor.client.wait_for("window/showDocument")
    lines = editor.text.splitlines()
    start, end = asked["selection"]["start"], asked["selection"]["end"]
    assert asked["uri"] == editor.uri
    assert asked["takeFocus"] is True
    assert lines[start["line"]][start["character"] : end["character"]] == "seed"


def test_an_example_goes_into_the_readme(editor: Editor, view: Callable[..., Any]) -> None:
    page = view(editor.preview())
    page.fill("#field-prompt", "a tower")
    page.click("role=tab[name=curl]")
    page.click("text=Add to README as example")
    edit = editor.client.wait_for("workspace/applyEdit")["edit"]["documentChanges"][0]
    assert edit["textDocument"]["uri"] == editor.readme
    assert edit["edits"][0]["newText"].startswith("\n\n```sh\ncurl -s -X POST")
    assert "a tower" in edit["edits"][0]["newText"]


def test_the_server_ends_with_its_previews(editor: Editor, browser: Any) -> None:
    page = browser.new_page()
    page.goto(editor.preview())
    page.wait_for_selector("#form")
    assert editor.client.shut_down() == 0
    page.wait_for_selector("text=The preview has lost its server.")
    page.close()
    assert not Path(urlsplit(editor.place).path).exists()


@pytest.mark.parametrize("capabilities", [PUSH, SHOWS], ids=["is told", "shows documents"])
def test_no_message_and_no_log_holds_the_secret(capabilities: dict[str, Any]) -> None:
    with RawClient((*SERVER, "--log-level", "debug")) as client:
        client.initialize(MODEL, capabilities)
        uri = (MODEL / "run.py").as_uri()
        client.open(uri, (MODEL / "run.py").read_text(encoding="utf-8"))
        id = client.start("workspace/executeCommand", {"command": "cog-lsp.preview", "arguments": [uri]})
        messages: list[dict[str, Any]] = []
        while not messages or messages[-1].get("id") != id or "method" in messages[-1]:
            message = client.next()
            assert message is not None
            client.serve(message)
            messages.append(message)
        door = Path(urlsplit(messages[-1]["result"]).path).read_text(encoding="utf-8")
        (secret,) = re.findall("http://127.0.0.1:[0-9]+/([^/]+)/", door)
        assert client.shut_down() == 0
    assert "window/show" in json.dumps(messages)
    assert secret not in json.dumps(messages)
    assert secret not in b"".join(client.log).decode()


def test_an_editor_that_shows_previews_itself_is_told_the_address(editor: Editor) -> None:
    with RawClient() as client:
        client.initialize(Path(urlsplit(editor.uri).path).parent, SHOWS, initializationOptions={"showsPreviews": True})
        client.open(editor.uri, editor.text)
        id = client.start("workspace/executeCommand", {"command": "cog-lsp.preview", "arguments": [editor.uri]})
        assert client.answer(id)["result"].startswith("http://127.0.0.1:")


def test_files_that_are_no_model(tmp_path: Path) -> None:
    with RawClient() as client:
        client.initialize(tmp_path, SHOWS)
        uri = (tmp_path / "other.py").as_uri()
        client.open(uri, "x = 1\n")
        id = client.start("workspace/executeCommand", {"command": "cog-lsp.preview", "arguments": [uri]})
        assert "no part of a Cog model" in client.wait_for("window/showMessage")["message"]
        assert client.answer(id)["result"] is None
