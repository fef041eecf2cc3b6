"""A signature that stands in another file than the one that cog.yaml names: the editor follows that file too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.raw_client import PUSH, RawClient

BASE = """from cog import BaseRunner, Input


class Base(BaseRunner):
    def run(self, prompt: str = Input(description="Input prompt")) -> str: ...
"""
RUN = """from base import Base

# A comment that is long enough to hold the place of the input in the other file.
# And another one.
class Runner(Base):
    pass
"""
README = '# Model\n\nA model.\n\n```python\nreplicate.run("owner/name", input={"prompt": "a"})\n```\n'
PULL = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


class Editor:
    """What an editor shows: it pulls when it is asked to, or is told."""

    def __init__(self, client: RawClient, root: Path, pull: bool) -> None:
        self.client, self.root, self.pull = client, root, pull
        self.shown: dict[str, set[str]] = {}
        client.initialize(root, PULL if pull else PUSH)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def settle(self, *changed: str) -> dict[str, set[str]]:
        """The rules that found something in each document, once the server has nothing more to say."""
        pulls = [self.uri(name) for name in changed] if self.pull else []
        while True:
            asked = {self.client.start("textDocument/diagnostic", {"textDocument": {"uri": uri}}): uri for uri in pulls}
            last = self.client.start("textDocument/documentLink", {"textDocument": {"uri": "x"}})
            pulls = []
            while (message := self.client.next()) is not None and message.get("id") != last:
                self.client.serve(message)
                if message.get("id") in asked:
                    self.show(asked[message["id"]], message["result"]["items"])
                elif message.get("method") == "textDocument/publishDiagnostics":
                    self.show(message["params"]["uri"], message["params"]["diagnostics"])
                elif message.get("method") == "workspace/diagnostic/refresh":
                    pulls = list(map(self.uri, NAMES))
            if not pulls:
                return self.shown

    def show(self, uri: str, items: list[dict[str, Any]]) -> None:
        self.shown[uri.rpartition("/")[2]] = {item["code"] for item in items}


NAMES = ("base.py", "run.py", "README.md")


@pytest.mark.parametrize("pull", [False, True], ids=["push", "pull"])
def test_the_file_with_the_signature_belongs_to_the_model(pull: bool, tmp_path: Path) -> None:
    texts = dict(zip(NAMES, (BASE, RUN, README), strict=True))
    for name, text in {**texts, "cog.yaml": 'run: "run.py:Runner"\n'}.items():
        (tmp_path / name).write_text(text)
    with RawClient() as client:
        editor = Editor(client, tmp_path, pull)
        for name, text in texts.items():
            client.open(editor.uri(name), text, "markdown" if name == "README.md" else "python")
        shown = editor.settle(*NAMES)
        assert shown["base.py"] == {"terse-description"}
        assert shown["run.py"] == set()
        assert "missing-example" not in shown["README.md"]

        line = BASE.splitlines().index('    def run(self, prompt: str = Input(description="Input prompt")) -> str: ...')
        place = {"position": {"line": line, "character": 22}}
        hover = client.request("textDocument/hover", {"textDocument": {"uri": editor.uri("base.py")}, **place})
        assert "prompt" in hover["contents"]["value"]
        for line in range(6):
            place = {"position": {"line": line, "character": 10}}
            assert (
                client.request("textDocument/hover", {"textDocument": {"uri": editor.uri("run.py")}, **place}) is None
            )

        client.change(editor.uri("base.py"), BASE.replace("prompt:", "text:"), 2)
        shown = editor.settle("base.py")
        assert {"broken-example", "missing-example"} & shown["README.md"], "the README names an input that is gone"
        client.change(editor.uri("base.py"), BASE, 3)
        assert not {"broken-example", "missing-example"} & editor.settle("base.py")["README.md"]
        assert client.shut_down() == 0
        assert client.log == []


@pytest.mark.parametrize("pull", [False, True], ids=["push", "pull"])
def test_a_class_that_inherits_no_more_in_a_text_that_was_never_saved(pull: bool, tmp_path: Path) -> None:
    for name, text in {"base.py": BASE, "run.py": RUN, "cog.yaml": 'run: "run.py:Runner"\n'}.items():
        (tmp_path / name).write_text(text)
    with RawClient() as client:
        editor = Editor(client, tmp_path, pull)
        client.open(editor.uri("base.py"), BASE)
        assert editor.settle("base.py")["base.py"] == {"terse-description"}
        client.open(editor.uri("run.py"), RUN.replace("from base", "from other"))
        assert editor.settle("run.py")["base.py"] == set()
        assert client.shut_down() == 0
        assert client.log == []
