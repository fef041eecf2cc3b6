"""An editor that does random things: the same seed, the same session.

It keeps what a real editor keeps (texts, what it shows of each document, requests without an answer), so that at the
end a fresh server can be asked whether it would show the same.
"""

from __future__ import annotations

import queue
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cog_lsp.server.rest import REST
from cog_lsp.text import Encoding, LineIndex, clean
from tests.limits import LIMIT
from tests.raw_client import RawClient, frame

MODELS = Path(__file__).parent.parent / "fixtures/models"
FOLDERS = (MODELS, Path(__file__).parent / "models")
RENAMED = {"image/run.py": "image/predict.py", "image/README.md": "image/readme.md"}
LANGUAGES = {".py": "python", ".md": "markdown", ".markdown": "markdown", ".yaml": "yaml", ".toml": "toml"}
COG_YAMLS = (
    'run: "run.py:Runner"\n',
    'predict: "predict.py:Runner"\n',
    "build:\n  gpu: true\nrun: run.py:Nobody\n",
    "run: [\n",
    "",
)
CONFIGURATIONS: tuple[dict[str, Any], ...] = (
    {},
    {"severity": {"jargon": "error", "terse-description": "off"}},
    {"topics": ["limitations"], "terms": {"harbor": "a place for ships"}},
)
SETTINGS_FILES = ("", '[severity]\njargon = "off"\n', 'cog-version = "0.9"\n', "readme = 3\n")
PIECES = (
    "Input(", ")", '"', '"""', "'", "description=", 'description="half', "ge=1, ", "le=", "default=None", "\n", "\r\n",
    "\r", "\f", "\u2028", "😀", "é", "\ud800", "\t", "# cog-lsp: ignore[jargon]", "<!-- cog-lsp: ignore -->",
    "<<<<<<< HEAD\n", "## Limitations\n", "```python\n", "`guidance_scale`", "| a | b |\n|---|---|\n",
    "steps: int = Input(default=20, ge=1),\n",
    "choices=[1, 2", "f'{x", "\\", "lambda: (", "@", "Optional[", "    ", "{", "}", "[x](y.md)", "\x00", "\ufeff",
)  # fmt: skip

BEHIND = ('description="', "ge=", "le=", "default=", "self.", "return ", ": ", "# ", "- ")
"""Where people go on typing."""
WORDS = ("model", "0", "1", "higher ", "é", "x, y", "Input", '"a"', "(1)")


@dataclass(frozen=True)
class World:
    """The files that a session is about, and what is done how often."""

    names: tuple[str, ...]
    folders: tuple[str, ...]
    weights: dict[str, int]


WEIGHTS = {
    "change": 40, "hover": 8, "complete": 8, "act": 5, "symbols": 2, "diagnose": 10, "cancel": 5, "save": 4, "close": 3,
    "rename": 2, "configure": 2, "watched": 2, "folders": 2,
}  # fmt: skip
WORLDS = {
    "two models": World(
        ("image/run.py", "image/README.md", "image/cog.yaml", "speech/src/predict.py", "speech/readme.markdown"),
        ("image", "speech"),
        WEIGHTS,
    ),
    "an inherited signature": World(
        tuple(f"inherited/{name}" for name in ("base.py", "run.py", "README.md", "cog-safe-push.yaml", "cog-lsp.toml")),
        ("inherited", "trainer"),
        {**WEIGHTS, "change": 15, "type": 40},
    ),
    "typing": World(
        ("image/run.py", "image/README.md", "trainer/train.py", "llm/main.py", "speech/src/predict.py"),
        ("image", "speech", "trainer", "llm"),
        {**WEIGHTS, "change": 5, "type": 60},
    ),
}


def capabilities(pull: bool, encoding: Encoding, configuration: bool) -> dict[str, Any]:
    """What the editor declares."""
    diagnostic = {"diagnostic": {}} if pull else {"publishDiagnostics": {"versionSupport": True}}
    return {
        "general": {"positionEncodings": [encoding.value]},
        "textDocument": {**diagnostic, "hover": {"contentFormat": ["markdown"]}},
        "workspace": {
            "configuration": configuration,
            "diagnostics": {"refreshSupport": True},
            "workspaceFolders": True,
        },
    }


@dataclass
class Editor:
    """One editor with one server."""

    root: Path
    random: random.Random
    world: World
    pull: bool = False
    encoding: Encoding = Encoding.UTF16
    asked_for_settings: bool = False
    """Whether the server asks for the settings, or is sent them."""
    texts: dict[str, str] = field(default_factory=dict)
    """The text of each open document by its name."""
    folders: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    """The diagnostics that the editor shows, by URI."""
    result_ids: dict[str, str] = field(default_factory=dict)
    waiting: dict[int, str] = field(default_factory=dict)
    """Requests without an answer: their method."""
    cancellable: list[int] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)
    results: dict[int, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = list(self.world.names)

    def __enter__(self) -> Editor:
        self.client = RawClient()
        known = capabilities(self.pull, self.encoding, self.asked_for_settings)
        self.send_request("initialize", {
            "processId": None, "rootUri": None, "capabilities": known,
            "workspaceFolders": [self.folder(name) for name in self.folders],
            "initializationOptions": {"settings": self.settings},
        })  # fmt: skip
        self.settle()
        self.client.notify("initialized")
        return self

    def __exit__(self, *_: object) -> None:
        self.client.kill()

    # What goes over the wire

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def folder(self, name: str) -> dict[str, str]:
        return {"uri": self.uri(name), "name": name}

    def send_request(self, method: str, params: Any) -> int:
        id = self.client.start(method, params)
        self.waiting[id] = method
        if method not in ("initialize", "textDocument/diagnostic"):
            self.cancellable.append(id)
        return id

    def take(self, message: dict[str, Any]) -> None:
        """Handle one message of the server as an editor does."""
        method, id = message.get("method"), message.get("id")
        if method is None:
            assert id in self.waiting, f"an answer to nothing: {message}"
            self.answered(id, self.waiting.pop(id), message)
        elif id is not None:
            result: Any = [self.settings] if method == "workspace/configuration" else None
            self.client.send(frame({"jsonrpc": "2.0", "id": id, "result": result}))
        elif method == "textDocument/publishDiagnostics":
            assert not self.pull, "pushed to a client that pulls"
            params = message["params"]
            self.shown[params["uri"]] = params["diagnostics"]

    def answered(self, id: int, method: str, message: dict[str, Any]) -> None:
        if "error" in message:
            assert message["error"]["code"] == -32800, message
            assert id in self.cancelled, message
            return
        result = self.results[id] = message["result"]
        if method == "textDocument/diagnostic":
            uri = self.pulled.pop(id)
            name = self.result_ids[uri] = result["resultId"]
            if result["kind"] == "full":
                self.reports[uri, name] = result["items"]
            self.shown[uri] = self.reports[uri, name]

    pulled: dict[int, str] = field(default_factory=dict)
    reports: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What each result id stands for: several pulls may be on their way."""

    def drain(self) -> None:
        """Handle what has come."""
        while True:
            try:
                message = self.client.next(timeout=0)
            except queue.Empty:
                return
            assert message is not None, b"".join(self.client.log).decode()
            self.take(message)

    def settle(self) -> None:
        """Wait until every request has its answer."""
        end = time.monotonic() + LIMIT
        while self.waiting:
            message = self.client.next(timeout=max(0.01, end - time.monotonic()))
            assert message is not None, b"".join(self.client.log).decode()
            self.take(message)

    # What a person does

    def place(self, name: str) -> dict[str, Any]:
        text = clean(self.texts.get(name, ""))
        line, column = LineIndex(text).position(self.random.randint(0, len(text)), self.encoding)
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": column}}

    def open(self, name: str) -> None:
        path = self.root / name
        text = path.read_bytes().decode() if path.exists() else ""
        self.open_with(name, text)

    def open_with(self, name: str, text: str) -> None:
        self.texts[name] = text
        self.versions[name] = self.versions.get(name, 0) + 1
        self.client.open(self.uri(name), text, LANGUAGES[Path(name).suffix], self.versions[name])

    def close(self, name: str) -> None:
        del self.texts[name]
        self.result_ids.pop(self.uri(name), None)
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def change(self, name: str) -> None:
        self.versions[name] += self.random.choice((1, 1, 1, 5))
        self.texts[name] = mutated(self.texts[name], name, self.random)
        self.client.change(self.uri(name), self.texts[name], self.versions[name])

    def type(self, name: str) -> None:
        """Type some words in one place, character by character, as nearly all changes are made. Not in settings: what
        counts while they are no TOML are the last good ones, which a fresh server cannot know."""
        if name.endswith(".toml"):
            self.change(name)
            return
        text = self.texts[name]
        places = [at + len(mark) for mark in BEHIND for at in range(len(text)) if text.startswith(mark, at)]
        at = self.random.choice(places) if places else self.random.randint(0, len(text))
        for character in self.random.choice(WORDS) + self.random.choice(WORDS):
            text = self.texts[name] = text[:at] + character + text[at:]
            at += 1
            self.versions[name] += 1
            self.client.change(self.uri(name), text, self.versions[name])

    def save(self, name: str) -> None:
        (self.root / name).write_bytes(clean(self.texts[name]).encode())
        self.texts[name] = clean(self.texts[name])
        self.client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(name)}})

    def rename(self, name: str) -> None:
        other = RENAMED.get(name) or next((old for old, new in RENAMED.items() if new == name), None)
        if other is None:
            return
        text = self.texts[name]
        self.close(name)
        if (self.root / name).exists():
            (self.root / name).rename(self.root / other)
        self.names[self.names.index(name)] = other
        self.open_with(other, text)
        self.watched((self.uri(name), 3), (self.uri(other), 1))

    def watched(self, *changes: tuple[str, int]) -> None:
        items = [{"uri": uri, "type": kind} for uri, kind in changes]
        self.client.notify("workspace/didChangeWatchedFiles", {"changes": items})

    def write_settings(self) -> None:
        """Another program writes a settings file or a predictor that is not open."""
        path = self.root / self.world.folders[0] / "cog-lsp.toml"
        path.write_text(self.random.choice(SETTINGS_FILES))
        self.watched((path.as_uri(), 2))

    def configure(self) -> None:
        self.settings = self.random.choice(CONFIGURATIONS)
        told = None if self.asked_for_settings else {"cog-lsp": self.settings}
        self.client.notify("workspace/didChangeConfiguration", {"settings": told})

    def change_folders(self) -> None:
        name = self.random.choice(self.world.folders)
        event: dict[str, Any] = {"added": [], "removed": []}
        if name in self.folders:
            self.folders.remove(name)
            event["removed"].append(self.folder(name))
        else:
            self.folders.append(name)
            event["added"].append(self.folder(name))
        self.client.notify("workspace/didChangeWorkspaceFolders", {"event": event})

    def hover(self, name: str) -> None:
        self.send_request("textDocument/hover", self.place(name))

    def complete(self, name: str) -> None:
        self.send_request("textDocument/completion", self.place(name))

    def act(self, name: str) -> None:
        place = self.place(name)
        range = {"start": place["position"], "end": place["position"]}
        self.send_request(
            "textDocument/codeAction", {**place, "range": range, "context": {"diagnostics": [], "triggerKind": 2}}
        )

    def symbols(self, name: str) -> None:
        self.send_request("textDocument/documentSymbol", {"textDocument": {"uri": self.uri(name)}})

    def diagnose(self, name: str) -> None:
        if self.pull:
            uri = self.uri(name)
            params = {"textDocument": {"uri": uri}, "previousResultId": self.result_ids.get(uri)}
            self.pulled[self.send_request("textDocument/diagnostic", params)] = uri

    def cancel(self) -> None:
        """Cancel one of the last requests, whether or not it has its answer: which it is, is a matter of time."""
        if self.cancellable:
            id = self.random.choice(self.cancellable[-3:])
            self.cancelled.add(id)
            self.client.notify("$/cancelRequest", {"id": id})

    def step(self) -> None:
        """One random operation."""
        name = self.random.choice(self.names)
        if name not in self.texts:
            kind = self.random.choices(("open", "folders", "watched"), (12, 1, 1))[0]
        else:
            kind = self.random.choices(tuple(self.world.weights), tuple(self.world.weights.values()))[0]
        self.counts[kind] = self.counts.get(kind, 0) + 1
        everywhere: dict[str, Callable[[], None]] = {
            "folders": self.change_folders, "watched": self.write_settings, "configure": self.configure,
            "cancel": self.cancel,
        }  # fmt: skip
        of_a_document: dict[str, Callable[[str], None]] = {
            "open": self.open, "change": self.change, "close": self.close, "save": self.save, "rename": self.rename,
            "hover": self.hover, "complete": self.complete, "act": self.act, "symbols": self.symbols,
            "diagnose": self.diagnose, "type": self.type,
        }  # fmt: skip
        if kind in everywhere:
            everywhere[kind]()
        else:
            of_a_document[kind](name)
        self.drain()

    # What the editor shows at the end

    def shows(self, places: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        """Diagnostics and hovers of all open documents, by name, when typing has rested."""
        self.settle()
        time.sleep(1.5 * REST)
        for _ in range(3):  # the server asks for settings, gets them, and tells what they change
            self.symbols("none.py")
            self.settle()
        hovers = {
            name: [self.send_request("textDocument/hover", place) for place in group] for name, group in places.items()
        }
        self.settle()
        for name in places:
            self.diagnose(name)
        self.settle()
        return {
            name: (self.shown.get(self.uri(name), []), [self.results[id] for id in ids]) for name, ids in hovers.items()
        }


def mutated(text: str, name: str, chance: random.Random) -> str:
    """A text after one edit, as people make them: often small, sometimes all of it."""
    if name.endswith("cog.yaml"):
        return chance.choice(COG_YAMLS)
    if name.endswith(".toml"):
        return chance.choice(SETTINGS_FILES)
    kind = chance.choices(("insert", "delete", "double", "original", "empty"), (10, 8, 4, 3, 1))[0]
    at = chance.randint(0, len(text))
    if kind == "insert":
        return text[:at] + chance.choice(PIECES) + text[at:]
    if kind == "delete":
        return text[:at] + text[at + chance.choice((1, 1, 2, 5, 40)) :]
    if kind == "double":
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1
        return text[:end] + text[start:end] + text[end:]
    return original(name) if kind == "original" else ""


def original(name: str) -> str:
    """The text that a document has in the fixtures."""
    names = (name, *(old for old, new in RENAMED.items() if new == name))
    path = next(path for folder in FOLDERS for known in names if (path := folder / known).exists())
    return path.read_bytes().decode()


def play(seed: int, steps: int, root: Path, world: World = WORLDS["two models"]) -> dict[str, int]:
    """One session; at the end it is compared with a fresh server. Returns how often each operation was done."""
    chance = random.Random(seed)
    for folder in FOLDERS:
        shutil.copytree(folder, root, dirs_exist_ok=True)
    pull, encoding = seed % 2 == 1, tuple(Encoding)[seed % 3]
    asked = seed % 4 > 1
    with Editor(root, chance, world, pull, encoding, asked, folders=list(world.folders)) as editor:
        for _ in range(steps):
            editor.step()
        places = {name: [editor.place(name) for _ in range(25)] for name in sorted(editor.texts)}
        live = editor.shows(places)
        for name in editor.names:
            assert name in editor.texts or pull or not editor.shown.get(editor.uri(name)), "closed, and still shown"
        with Editor(
            root, chance, world, pull, encoding, asked, folders=list(editor.folders), settings=editor.settings
        ) as fresh:
            for name, text in editor.texts.items():
                fresh.open_with(name, text)
            expected = fresh.shows(places)
        for name in expected:
            assert live[name][0] == expected[name][0], f"diagnostics of {name}"
            assert live[name][1] == expected[name][1], f"hovers of {name}"
        assert editor.client.shut_down() == 0
        assert b"".join(editor.client.log).decode() == "", "nothing to log"
    return editor.counts
