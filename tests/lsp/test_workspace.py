"""What is asked about the whole workspace: its symbols, and the findings of files that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.limits import LIMIT
from tests.raw_client import PULL, RawClient

CODE = """\
from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, text: str = Input(description="Input text"), fast: bool = Input(default=False)) -> str:
        return text
"""
FILES = {
    "cog.yaml": "run: run.py:Runner\n",
    "run.py": CODE,
    "README.md": "# Lamp\n\n[gone](gone.md)\n",
    "other/cog.yaml": "run: predict.py:predict\n",
    "other/predict.py": "from cog import Input\n\n\ndef predict(width: int) -> str:\n    return ''\n",
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[RawClient]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with RawClient() as made:
        made.initialize(tmp_path, PULL)
        yield made


@pytest.mark.parametrize(
    ("query", "names"),
    [("", ["Runner", "text", "fast", "predict", "width"]), ("FAST", ["fast"]), ("rnr", ["Runner"]), ("zzz", [])],
)
def test_symbols(query: str, names: list[str], client: RawClient, tmp_path: Path) -> None:
    found = client.request("workspace/symbol", {"query": query})
    assert [symbol["name"] for symbol in found] == names
    for symbol in found:
        line = symbol["location"]["range"]["start"]["line"]
        path = Path(symbol["location"]["uri"].removeprefix("file://"))
        assert symbol["name"] in path.read_text().splitlines()[line]


def reports(client: RawClient, known: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What the client is told of closed files; `known` is brought up to date."""
    ids = [{"uri": uri, "value": value} for uri, value in known.items()]
    answer = client.request("workspace/diagnostic", {"previousResultIds": ids})
    known |= {report["uri"]: report["resultId"] for report in answer["items"]}
    return {report["uri"]: report for report in answer["items"]}


def test_a_file_that_is_deleted_has_no_findings(client: RawClient, tmp_path: Path) -> None:
    uri, known = (tmp_path / "README.md").as_uri(), dict[str, str]()
    assert reports(client, known)[uri]["items"]
    (tmp_path / "README.md").unlink()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 3}]})
    report = reports(client, known)[uri]
    assert (report["kind"], report["items"]) == ("full", [])
    assert reports(client, known)[uri]["kind"] == "unchanged"
    (tmp_path / "README.md").write_text(FILES["README.md"])
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 1}]})
    assert reports(client, known)[uri]["items"]


def test_an_open_file_that_is_renamed_leaves_nothing_behind(client: RawClient, tmp_path: Path) -> None:
    old, new = (tmp_path / name for name in ("run.py", "model.py"))
    client.open(old.as_uri(), CODE)
    assert client.request("textDocument/diagnostic", {"textDocument": {"uri": old.as_uri()}})["items"]
    old.rename(new)
    client.notify("textDocument/didClose", {"textDocument": {"uri": old.as_uri()}})
    client.open(new.as_uri(), CODE)
    client.notify("workspace/didRenameFiles", {"files": [{"oldUri": old.as_uri(), "newUri": new.as_uri()}]})
    known: dict[str, str] = {}
    assert reports(client, known)[old.as_uri()]["items"] == []
    assert old.as_uri() in reports(client, known), "the client asks about what it knows"


def rules(client: RawClient, path: Path) -> list[str]:
    answer = client.request("textDocument/diagnostic", {"textDocument": {"uri": path.as_uri()}})
    return [item["code"] for item in answer["items"]]


def typed(client: RawClient, path: Path, version: int, text: str) -> None:
    document = {"uri": path.as_uri(), "version": version}
    client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})


def test_settings_that_are_closed_without_saving_count_no_more(client: RawClient, tmp_path: Path) -> None:
    readme, settings = tmp_path / "README.md", tmp_path / "cog-lsp.toml"
    settings.write_text("\n")
    client.open(readme.as_uri(), FILES["README.md"])
    client.open(settings.as_uri(), "\n")
    assert "broken-link" in rules(client, readme)
    typed(client, settings, 2, '[severity]\nbroken-link = "off"\n')
    assert "broken-link" not in rules(client, readme)
    client.notify("textDocument/didClose", {"textDocument": {"uri": settings.as_uri()}})
    assert "broken-link" in rules(client, readme)


def test_another_readme_counts_once_the_settings_name_it(client: RawClient, tmp_path: Path) -> None:
    card, settings = tmp_path / "CARD.md", tmp_path / "cog-lsp.toml"
    client.open(card.as_uri(), FILES["README.md"])
    client.open(settings.as_uri(), "\n")
    assert rules(client, card) == []
    typed(client, settings, 2, 'readme = "CARD.md"\n')
    assert "broken-link" in rules(client, card)
    typed(client, settings, 3, "\n")
    assert rules(client, card) == []


CALL = "# Lamp\n\n```sh\ncog run -i text=x -i zoom=3\n```\n"


@pytest.mark.parametrize("cog_yaml", ["build: [\n", "run: gone.py:Runner\n", "# nothing yet\n"])
def test_a_predictor_comes_and_goes_while_cog_yaml_names_none(cog_yaml: str, client: RawClient, tmp_path: Path) -> None:
    run, readme = tmp_path / "run.py", tmp_path / "README.md"
    (tmp_path / "cog.yaml").write_text(cog_yaml)
    run.write_text("")
    client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    client.open(readme.as_uri(), CALL)
    client.open(run.as_uri(), "")
    assert "broken-example" not in rules(client, readme)
    for version, text in enumerate((CODE, "", CODE, CODE.replace("from cog", "from dog")), 2):
        typed(client, run, version, text)
        assert ("broken-example" in rules(client, readme)) == (text == CODE)
        assert ("terse-description" in rules(client, run)) == (text == CODE)


def test_a_file_that_is_closed_keeps_its_findings(client: RawClient, tmp_path: Path) -> None:
    uri = (tmp_path / "run.py").as_uri()
    client.open(uri, CODE)
    assert client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert reports(client, {})[uri]["items"]


def test_a_file_that_is_too_large_is_named(tmp_path: Path) -> None:
    text = "run: run.py:Predictor\n" + "# a comment\n" * 8_000
    (tmp_path / "cog.yaml").write_text("run: run.py:Predictor\n")
    (tmp_path / "run.py").write_text("from cog import BasePredictor\n\n\nclass Predictor(BasePredictor):\n    pass\n")
    with RawClient() as client:
        client.initialize(tmp_path)
        client.open((tmp_path / "cog.yaml").as_uri(), text, "yaml")
        while (message := client.next(LIMIT)) is not None and message.get("method") != "window/showMessage":
            pass
        assert message is not None
        assert message["params"]["message"] == "cog.yaml is not read: it has more than 64 KB."


WATCHES = {**PULL, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


def test_a_question_with_nothing_new_is_held_until_something_changes(tmp_path: Path) -> None:
    (tmp_path / "cog.yaml").write_text("run: run.py:Predictor\n")
    (tmp_path / "README.md").write_text("# T\n")
    predictor = "from cog import BasePredictor\n\n\nclass Predictor(BasePredictor):\n"
    predictor += "    def run(self, x: int) -> str: ...\n"
    (tmp_path / "run.py").write_text(predictor)
    with RawClient() as client:
        client.initialize(tmp_path, WATCHES)
        client.notify("initialized", {})
        items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        known = [{"uri": item["uri"], "value": item["resultId"]} for item in items]
        again = client.request("workspace/diagnostic", {"previousResultIds": known})["items"]
        assert {item["kind"] for item in again} == {"unchanged"}
        held = client.start("workspace/diagnostic", {"previousResultIds": known})
        assert client.request("workspace/symbol", {"query": "x"}), "everything else is answered"
        (tmp_path / "run.py").write_text(predictor.replace("x: int", "y: int"))
        changed = {"uri": (tmp_path / "run.py").as_uri(), "type": 2}
        client.notify("workspace/didChangeWatchedFiles", {"changes": [changed]})
        news = [item for item in client.answer(held)["result"]["items"] if item["kind"] == "full"]
        assert [item["uri"].rpartition("/")[2] for item in news] == ["run.py"]
        for _ in range(2):
            items = client.request("workspace/diagnostic", {"previousResultIds": known})["items"]
            known = [{"uri": item["uri"], "value": item["resultId"]} for item in items]
        client.start("workspace/diagnostic", {"previousResultIds": known})
        assert client.shut_down() == 0
        assert b"".join(client.log).decode() == ""
