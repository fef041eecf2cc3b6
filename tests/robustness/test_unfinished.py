"""Code that is being written, and code newer than the Python that the server runs on, through the real server."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.text import Encoding, LineIndex
from tests.raw_client import RawClient
from tests.robustness.hostile import PREDICTOR
from tests.robustness.sessions import MODELS

URI = "untitled:Untitled-1.py"
FIXTURES = MODELS.parent


class Server:
    """One server that sees every text."""

    def __init__(self) -> None:
        self.client = RawClient()
        self.client.initialize(capabilities={"textDocument": {"publishDiagnostics": {"versionSupport": True}}})
        self.version = 0

    def findings(self, text: str, uri: str = URI, language: str = "python") -> list[dict[str, Any]]:
        """What is published for a text. Ranges lie in it."""
        self.version += 1
        if self.version == 1 or uri != self.uri:
            self.uri = uri
            self.client.open(uri, text, language, self.version)
        else:
            self.client.change(uri, text, self.version)
        found = self.client.diagnostics(uri, self.version)
        index = LineIndex(text)
        for item in found:
            for end in item["range"].values():
                offset = index.offset(end["line"], end["character"], Encoding.UTF16)
                assert index.position(offset, Encoding.UTF16) == (end["line"], end["character"])
        return found


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    try:
        assert made.client.shut_down() == 0
        assert b"".join(made.client.log).decode() == ""
    finally:
        made.client.kill()


BROKEN = {
    "a name": "x",
    "a name and a colon": "x:",
    "no default": "x: str =",
    "a call without its end": "x: str = Input(",
    "a keyword": "x: str = Input(description",
    "a keyword without a value": "x: str = Input(description=",
    "a string without its end": 'x: str = Input(description="half',
    "a string with an apostrophe": "x: str = Input(description='it's half",
    "a string over the line": 'x: str = Input(description="half\n        of it"',
    "a bound without a value": "x: int = Input(ge=, le=3)",
    "a bound with half a number": "x: float = Input(ge=1., le=.",
    "two values without a comma": 'x: int = Input(description="Text" ge=1)',
    "two commas": "x: int = Input(ge=1,, le=3)",
    "an unclosed list": 'x: str = Input(choices=["a", "b"',
    "a list in which a string is open": 'x: str = Input(choices=["a", "b)',
    "an unclosed annotation": "x: Optional[str = Input()",
    "a literal that is open": 'x: Literal["a", "b = Input()',
    "half an f-string": 'x: str = Input(description=f"{a',
    "too many brackets": "x: str = Input()))",
    "a wrong bracket": "x: str = Input(choices=[1, 2))",
    "a stray operator": "x: str = Input() +",
    "a stray word": "x: str = Input() def",
    "a keyword as a name": "class: str = Input()",
    "a number as a name": "1x: str = Input()",
    "a dollar": "$x: str = Input()",
    "less indented": "\nx: str = Input(",
    "a conflict": "\n<<<<<<< HEAD\n        x: int = 1,\n=======\n        x: int = 2,\n>>>>>>> b\n        y: int = 1",
    "a backslash": "x: str = \\",
    "an ellipsis": "x: str = Input(…)",
    "typographic quotes": "x: str = Input(description=“Text”)",
    "a star": "x: str = Input(*",
    "a comment that takes the end": 'x: str = Input(description="Text" # )',
}


@pytest.mark.parametrize("name", BROKEN)
def test_findings_of_other_inputs_stay(name: str, server: Server) -> None:
    """While one parameter is being written, its neighbors keep what was said of them."""
    text = PREDICTOR % BROKEN[name]
    for typed in (text, text.replace("\n", "\r\n")):
        found = server.findings(typed)
        kept = {(item["data"]["input"], item["code"]) for item in found}
        assert {("before", "terse-description"), ("after", "terse-description")} <= kept


NEWER = {
    "type parameters (3.12)": "def first[T](items: list[T]) -> T:\n    return items[0]\n",
    "a generic class (3.12)": "class Box[T: (int, str)]:\n    item: T\n",
    "type statement (3.12)": "type Names = list[str]\n",
    "quotes in an f-string (3.12)": "NAME = f\"{', '.join([\"a\", 'b'])}\"\n",
    "a comment in an f-string (3.12)": 'NAME = f"""{\n    1  # one\n}"""\n',
    "a backslash in an f-string (3.12)": "NAME = f\"{'\\n'.join(['a'])}\"\n",
    "nested f-strings (3.12)": 'NAME = f"{f"{f"{1}"}"}"\n',
    "defaults of type parameters (3.13)": "class Box[T = int]:\n    pass\n",
    "except without brackets (3.14)": "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n",
    "template string (3.14)": 'NAME = t"{1} b"\n',
    "exception groups (3.11)": "try:\n    pass\nexcept* ValueError:\n    pass\n",
    "match (3.10)": "match 1:\n    case {'a': [int(), *_]} if True:\n        pass\n",
    "finally with return (3.14 warns)": "def f():\n    try:\n        return 1\n    finally:\n        pass\n",
}


@pytest.mark.parametrize("name", NEWER)
def test_newer_syntax_brings_no_finding(name: str, server: Server) -> None:
    """Above, inside and below the class."""
    plain = PREDICTOR % 'x: str = Input(description="Text that you want to see")'
    said = {(d["code"], d["data"]["input"], d["message"]) for d in server.findings(plain)}
    body = plain.replace('        return ""', '        return ""\n' + indented(NEWER[name], 4))
    for text in (NEWER[name] + plain, f"{plain}\n\n{NEWER[name]}", body):
        assert {(d["code"], d["data"]["input"], d["message"]) for d in server.findings(text)} == said


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" for line in text.splitlines(keepends=True))


TEXTS = sorted(p for p in FIXTURES.rglob("*") if p.suffix in (".py", ".md", ".markdown") and "models" in str(p))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.relative_to(FIXTURES).as_posix())
def test_lost_words_and_doubled_lines(path: Path, server: Server, tmp_path: Path) -> None:
    """The server follows 40 edits of a real file, each of the whole text, and logs nothing."""
    text, chance = path.read_bytes().decode(), random.Random(path.name)
    uri = (tmp_path / path.name).as_uri()
    if path.suffix != ".py":
        (tmp_path / "run.py").write_text((MODELS / "image/run.py").read_text())
        (tmp_path / "cog.yaml").write_text('run: "run.py:Runner"\n')
    server.findings(text, uri, "python" if path.suffix == ".py" else "markdown")
    lines, words = text.splitlines(keepends=True), list(words_of(text))
    for _ in range(20):
        start, end = chance.choice(words)
        server.findings(text[:start] + text[end:], uri)
        at = chance.randrange(len(lines))
        server.findings("".join([*lines[:at], lines[at], *lines[at:]]), uri)
    server.client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def words_of(text: str) -> Iterator[tuple[int, int]]:
    """Words and single signs: what a tokenizer would cut, roughly."""
    return (match.span() for match in re.finditer(r"\w+|[^\w\s]", text))
