"""What is told after each of many edits is what is told of the same text when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.raw_client import PUSH, RawClient

ABOVE = "from cog import BasePredictor, Input\n\n\nclass Predictor(BasePredictor):\n"
BELOW = '    ) -> str:\n        result = "🎨"\n        return result\n'
INPUTS = (
    'prompt: str = Input(description="Prompt"),',
    'mood: str = Input(description="🎵 Mood", default="calm"),',
    'scale: float = Input(description="Guidance scale", ge=1, le=20, default=7),',
    'steps: int = Input(\n            description="Number of steps",\n            ge=1, le=50, default=9,\n        ),',
    'size: int = Input(description="Size", ge=1, le=20, default=7),',
    'image: str = Input(description="Image", default=""),',
)
HEAD = "    def predict(\n        self,\n"
FILE = ABOVE + HEAD + "".join(f"        {input}\n" for input in INPUTS) + BELOW

EDITS = {
    "nothing": [],
    "a letter in a description": [("Guidance scale", "Guidance scales")],
    "as many letters": [("Guidance scale", "Guidance skale")],
    "as long a number": [("le=20, default=7),\n        steps", "le=30, default=7),\n        steps")],
    "two descriptions at once": [("Mood", "Moods"), ("Size", "Sizes")],
    "the first and the last": [('"Prompt"', '"A prompt"'), ('"Image"', '"An image"')],
    "a line above": [("\n\n\nclass", "\n\n\n\nclass")],
    "a line above, and one less below": [("\n\n\nclass", "\n\n\n\nclass"), ("result =", "other =")],
    "a line end becomes a blank": [("from cog import BasePredictor, Input\n", "from cog import BasePredictor, Input ")],
    "a line within a parameter": [("ge=1, le=50", "ge=1,\n            le=50")],
    "a letter, and a line end below becomes a blank": [("Mood", "Moods"), ("),\n        image", "),         image")],
    "two on one line": [('"),\n        mood', '"), mood')],
    "a letter before another on its line": [('"),\n        mood', '"), mood'), ('"Prompt"', '"Prompts"')],
    "a sign of two units before another on its line": [('"),\n        mood', '"), mood'), ('"Prompt"', '"Prompt🎵"')],
    "one is gone": [(INPUTS[1] + "\n        ", "")],
    "one more": [(INPUTS[3], INPUTS[3] + '\n        seed: int = Input(description="Seed"),')],
    "two change places": [(f"{INPUTS[4]}\n        {INPUTS[5]}", f"{INPUTS[5]}\n        {INPUTS[4]}")],
    "said of the predictor": [(" -> str", "")],
    "said of the predictor, above": [("self,\n", "self,\n        size_2,\n")],
    "said of the predictor, in an input": [("default=9", "size=9")],
    "a word in the body": [("result =", "results =")],
    "a comment that silences": [("class", "# cog-lsp: ignore[terse-description]\nclass")],
    "a lone carriage return": [("\n\n\nclass", "\n\r\nclass"), ("BasePredictor, Input\n", "BasePredictor, Input\r")],
    "all line ends": [("\n", "\r\n")],
    "all of it": [(FILE, ABOVE + HEAD + "        a: int = Input(),\n" + BELOW)],
}


def edited(name: str) -> str:
    text = FILE
    for old, new in EDITS[name]:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(params=["utf-8", "utf-16", "utf-32"])
def clients(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[RawClient, RawClient, str]]:
    (tmp_path / "predict.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "cog.yaml").write_text("predict: predict.py:Predictor\n", encoding="utf-8")
    with RawClient() as typing, RawClient() as opening:
        for client in (typing, opening):
            client.initialize(tmp_path, {**PUSH, "general": {"positionEncodings": [request.param]}})
        yield typing, opening, (tmp_path / "predict.py").as_uri()


ORDERS = {
    "each edit and the way back": [text for name in EDITS for text in (edited(name), FILE)],
    "from each edit to the next": [edited(name) for name in EDITS],
}


@pytest.mark.parametrize("order", ORDERS)
def test_edits(clients: tuple[RawClient, RawClient, str], order: str) -> None:
    typing, opening, uri = clients
    typing.open(uri, FILE)
    assert len(typing.diagnostics(uri)) >= len(INPUTS)
    for version, text in enumerate(ORDERS[order], 2):
        typing.change(uri, text, version)
        opening.open(uri, text, version=version)
        assert at_once(typing.diagnostics(uri, version)) == at_once(opening.diagnostics(uri, version))
        opening.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def at_once(diagnostics: list[dict[str, object]]) -> list[dict[str, object]]:
    """What does not wait for typing to rest; tests/robustness compares the whole at rest."""
    waiting = ("unused-input", "hidden-requirement", "syntax-error")
    return [item for item in diagnostics if item["code"] not in waiting]


def rules_of(diagnostics: list[dict[str, object]]) -> set[object]:
    return {item["code"] for item in diagnostics}


@pytest.mark.parametrize(
    ("old", "new", "at_once"),
    [
        ("default=9,\n        )", "default=9,\n        ", True),
        ('"Prompt"', '"Prompt', True),
        ("result =", "result = (", False),
        ("return result", 'return result + "', False),
    ],
    ids=["a bracket less", "a quotation mark less", "a bracket more", "a quotation mark more"],
)
def test_what_python_cannot_read(clients: tuple[RawClient, RawClient, str], old: str, new: str, at_once: bool) -> None:
    """It is told at once where an edit takes a bracket away, and when typing rests where one adds something."""
    typing, _, uri = clients
    typing.open(uri, FILE)
    assert "syntax-error" not in rules_of(typing.diagnostics(uri))
    assert old in FILE
    typing.change(uri, FILE.replace(old, new), 2)
    assert ("syntax-error" in rules_of(typing.diagnostics(uri, 2))) is at_once
    if not at_once:
        assert "syntax-error" in rules_of(typing.diagnostics(uri, 2))
    typing.change(uri, FILE, 3)
    assert "syntax-error" not in rules_of(typing.diagnostics(uri, 3))


def test_a_bracket_that_is_closed_in_time(clients: tuple[RawClient, RawClient, str]) -> None:
    typing, _, uri = clients
    typing.open(uri, FILE)
    for version, text in enumerate(["result = f", "result = f(", 'result = f("', 'result = f("🎨")'], 2):
        typing.change(uri, FILE.replace('result = "🎨"', text), version)
        assert "syntax-error" not in rules_of(typing.diagnostics(uri, version))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_squiggle_does_not_run_through_indentation(clients: tuple[RawClient, RawClient, str], end: str) -> None:
    client, _, uri = clients
    joined = 'mood: str = Input(description="How the picture "   \n            "feels.", default="calm"),'
    text = FILE.replace(INPUTS[1], joined).replace("\n", end)
    client.open(uri, text)
    (found,) = [d for d in client.diagnostics(uri) if d["code"] == "altered-description"]
    assert found["range"]["start"]["line"] == found["range"]["end"]["line"]
    line = text.split(end)[found["range"]["start"]["line"]]
    assert line[found["range"]["start"]["character"] : found["range"]["end"]["character"]] == '"How the picture "'


def test_places_in_the_code_come_with_what_they_show(tmp_path: Path) -> None:
    """In the file itself and in another one, and only where the client knows such places."""
    helper, predictor = tmp_path / "sizes.py", tmp_path / "predict.py"
    (tmp_path / "cog.yaml").write_text('predict: "predict.py:Predictor"\n')
    helper.write_text("def fitted(size):\n    size = size // 8 * 8\n    print(size)\n    return size\n")
    text = (
        "from cog import BasePredictor, Input\nfrom sizes import fitted\n\n\nclass Predictor(BasePredictor):\n"
        '    def predict(self, size: int = Input(description="Sides of the picture.", default=64)) -> str:\n'
        "        if size > 4096:\n            raise ValueError\n        return self.model(fitted(size))\n"
    )
    predictor.write_text(text)
    knows = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
    for capabilities in (knows, PUSH):
        with RawClient() as client:
            client.initialize(tmp_path, capabilities)
            client.open(predictor.as_uri(), text)
            found = [d for d in client.diagnostics(predictor.as_uri()) if d["code"] == "hidden-requirement"]
            assert [d["message"] for d in found] == [
                "`size`: the code refuses values that the form allows: must be at most 4096 (line 7), "
                "and changes values: rounded down to a multiple of 8 (line 2 of sizes.py)"
            ]
            shown = [
                (place["location"]["uri"], place["location"]["range"]["start"]["line"], place["message"])
                for place in found[0].get("relatedInformation", ())
            ]
            assert shown == [] or shown == [
                (predictor.as_uri(), 6, "Must be at most 4096."),
                (helper.as_uri(), 1, "Rounded down to a multiple of 8."),
            ]
            assert bool(shown) == (capabilities is knows)
