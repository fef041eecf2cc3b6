"""What a session does for each event, counted: a change costs what it concerns, and where nothing changes, nothing."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from cog_lsp.check.checker import Checker
from cog_lsp.pace import step
from cog_lsp.project.files import ModelFiles
from cog_lsp.server import idle, lifecycle, turns
from cog_lsp.server.client import Client
from cog_lsp.server.requests import workspace_diagnostics
from cog_lsp.server.session import Session
from cog_lsp.server.settings import EditorSettings
from cog_lsp.server.turns import in_turns

RUN = """\
from cog import BaseRunner, Input
from kinds import Kind


class Runner(BaseRunner):
    def run(self, text: str = Input(description="Input text"), kind: Kind = Input(default=Kind.A)) -> str:
        return text
"""
FILES = {
    "cog.yaml": "run: run.py:Runner\n",
    "run.py": RUN,
    "kinds.py": "from enum import Enum\n\n\nclass Kind(str, Enum):\n    A = 'a'\n",
    "README.md": "# Lamp\n\nPaints.\n\n[gone](gone.md)\n",
}
CHANGED = RUN.replace("Input text", "Text")
NAMES = ("amber", "birch", "cedar", "dune", "ember", "fjord")


class Quiet:
    """An editor that is told things, and answers nothing."""

    def __init__(self) -> None:
        self.published: list[str] = []

    def publish(self, message: str) -> None:
        self.published.append(message)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Work:
    """A session over six models, and what it does: models checked, and folders listed."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
        self.root = root
        self.checked: Counter[str] = Counter()
        self.listed = 0
        for name in NAMES:
            (root / name).mkdir()
            for file, text in FILES.items():
                (root / name / file).write_text(text, encoding="utf-8")
        check, scandir = Checker.check, os.scandir

        def counted(checker: Checker, files: ModelFiles) -> Any:
            self.checked[files.root.name] += 1
            return check(checker, files)

        def listed(path: Any) -> Any:
            self.listed += 1
            return scandir(path)

        monkeypatch.setattr(Checker, "check", counted)
        monkeypatch.setattr(os, "scandir", listed)
        self.editor = Quiet()
        self.session = Session(client, self.editor, EditorSettings(), [root])  # type: ignore[arg-type]
        self.known: dict[str, str] = {}
        self.version = 1

    def since(self) -> dict[str, int]:
        """How often each model was checked since the last question."""
        checked = dict(self.checked)
        self.checked.clear()
        return checked

    def path(self, name: str) -> Path:
        return self.root / name

    def open(self, name: str) -> None:
        path = self.path(name)
        self.session.open(types.TextDocumentItem(path.as_uri(), "python", 1, path.read_text(encoding="utf-8")))

    def change(self, name: str, text: str) -> None:
        self.version += 1
        self.session.change(self.path(name).as_uri(), self.version, {"text": text})

    def watched(self, name: str, kind: types.FileChangeType) -> None:
        events = [types.FileEvent(self.path(name).as_uri(), kind)]
        lifecycle.did_change_watched_files(self.session, types.DidChangeWatchedFilesParams(events))

    async def pull(self) -> set[str]:
        """What the answer to the next question tells anew, as VS Code asks it."""
        known = [types.PreviousResultId(uri, value) for uri, value in self.known.items()]
        answer = await workspace_diagnostics.perform(self.session, types.WorkspaceDiagnosticParams(known))
        items = json.loads(answer)["items"]
        self.known |= {item["uri"]: item["resultId"] for item in items}
        return {Path(item["uri"]).parent.name for item in items if item["kind"] == "full"}


@pytest.fixture
def pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(tmp_path, monkeypatch, Client(pulls_diagnostics=True, watches_files=True))


@pytest.fixture
def pushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(tmp_path, monkeypatch, Client())


Event = Callable[[Work], None]


def rewrite(work: Work, name: str, text: str) -> None:
    work.path(name).write_text(text, encoding="utf-8")
    work.watched(name, types.FileChangeType.Changed)


def create(work: Work) -> None:
    work.path("grove").mkdir()
    for file, text in FILES.items():
        work.path(f"grove/{file}").write_text(text, encoding="utf-8")
    work.watched("grove/cog.yaml", types.FileChangeType.Created)


def delete(work: Work) -> None:
    work.path("cedar/cog.yaml").unlink()
    work.path("cedar/run.py").unlink()
    work.watched("cedar/cog.yaml", types.FileChangeType.Deleted)


def save(work: Work) -> None:
    lifecycle.did_save(
        work.session, types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(work.path("amber/run.py").as_uri()))
    )


def link(work: Work) -> None:
    work.path("dune/gone.md").touch()
    work.watched("dune/gone.md", types.FileChangeType.Created)


EVENTS: dict[str, tuple[Event, set[str]]] = {
    # name: what happens, the models whose findings may be others
    "a letter in an open file": (
        lambda work: work.change("amber/run.py", CHANGED),
        {"amber"},
    ),
    "a file that is imported": (lambda work: rewrite(work, "birch/kinds.py", "Kind = int\n"), {"birch"}),
    "a README": (lambda work: rewrite(work, "cedar/README.md", "# Lamp\n"), {"cedar"}),
    "a file that a link names": (link, {"dune"}),
    "a new model": (create, {"grove"}),
    "a model that goes": (delete, set()),
    "a file of nobody": (lambda work: rewrite(work, "notes.py", "x = 1\n"), set()),
    "a save": (save, set()),
    "a close": (lambda work: work.session.close(work.path("amber/run.py").as_uri()), set()),
}


@pytest.mark.parametrize("name", EVENTS)
def test_nothing_is_checked_twice(name: str, pulled: Work) -> None:
    event, concerned = EVENTS[name]

    async def session() -> None:
        pulled.open("amber/run.py")
        assert await pulled.pull() == set(NAMES)
        assert pulled.since() == dict.fromkeys(NAMES, 1)
        listed = pulled.listed
        await pulled.pull()
        assert pulled.since() == {}
        assert pulled.listed == listed, "the walk is remembered"
        event(pulled)
        news = await pulled.pull()
        assert set(pulled.since()) == concerned
        assert name == "a close" or news >= concerned - {"amber"}

    asyncio.run(session())


def test_a_question_with_nothing_new_is_held(pulled: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    async def session() -> None:
        for _ in range(2):
            await pulled.pull()
        held = asyncio.ensure_future(pulled.pull())
        pulled.since()
        for _ in range(10):
            await asyncio.sleep(0)
        assert not held.done()
        rewrite(pulled, "birch/README.md", "# Lamp\n")
        assert await held == {"birch"}
        assert pulled.since() == {"birch": 1}

    asyncio.run(session())


def test_who_cannot_watch_is_looked_for_from_time_to_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "MOST", 0.01)
    work = Work(tmp_path, monkeypatch, Client(pulls_diagnostics=True))

    async def session() -> None:
        for _ in range(2):
            await work.pull()
        work.since()
        work.path("birch/README.md").write_text("# Lamp\n", encoding="utf-8")
        for folder in ("grove", "heath"):
            work.path(folder).mkdir()
        work.path("grove/cog.yaml").write_text(FILES["cog.yaml"], encoding="utf-8")
        work.path("grove/run.py").write_text(RUN, encoding="utf-8")
        assert await work.pull() == {"birch", "grove"}
        assert set(work.since()) == {"birch", "grove"}

    asyncio.run(session())


def test_a_question_that_is_cancelled_ends_at_the_next_step(pulled: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURN", 0.0)  # each step ends a turn

    async def session() -> None:
        asked = asyncio.ensure_future(pulled.pull())
        while not pulled.checked:
            await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        assert sum(pulled.since().values()) < len(NAMES)
        assert await pulled.pull() == set(NAMES)

    asyncio.run(session())


def test_what_changes_in_the_middle_of_a_check_is_seen(pulled: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURN", 0.0)

    async def session() -> None:
        asked = asyncio.ensure_future(pulled.pull())
        while "cedar" not in pulled.checked:
            await asyncio.sleep(0)
        rewrite(pulled, "cedar/README.md", "# Lamp\n")
        await asked
        assert pulled.checked["cedar"] == 1
        assert await pulled.pull() == {"cedar"}
        assert pulled.checked["cedar"] == 2

    asyncio.run(session())


@pytest.mark.parametrize(
    ("event", "concerned"),
    [
        (save, {}),
        (lambda work: work.session.close(work.path("amber/run.py").as_uri()), {}),
        (lambda work: work.change("amber/run.py", CHANGED), {"amber": 1}),
        (lambda work: work.change("birch/kinds.py", "Kind = int\n"), {"birch": 1}),
        (lambda work: rewrite(work, "cedar/gone.md", ""), {"cedar": 1}),
    ],
    ids=["a save", "a close", "a letter", "a file that is imported", "a file that a link names"],
)
def test_many_open_documents(event: Event, concerned: dict[str, int], pushed: Work) -> None:
    async def session() -> None:
        for name in NAMES:
            for file in FILES:
                pushed.open(f"{name}/{file}")
        pushed.since()
        pushed.editor.published.clear()
        event(pushed)
        assert pushed.since() == concerned
        told = {name for name in NAMES for message in pushed.editor.published if f"/{name}/" in message}
        assert told <= {*concerned, "amber"}
        assert told >= set(concerned)

    asyncio.run(session())


def test_turns_end_after_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a millisecond, and a turn lasts five."""
    ticks: Iterator[int] = iter(range(10_000))
    monkeypatch.setattr(turns, "monotonic", lambda: next(ticks) / 1000)
    steps, seen = [0], list[int]()

    def work() -> str:
        for _ in range(60):
            steps[0] += 1
            step()
        return "done"

    async def session() -> str:
        task = asyncio.ensure_future(in_turns(work))
        while not task.done():
            await asyncio.sleep(0)
            seen.append(steps[0])
        return await task

    assert asyncio.run(session()) == "done"
    assert max(after - before for before, after in pairwise(seen)) <= 6
    assert len(set(seen)) >= 10


def test_what_the_work_raises_comes_out() -> None:
    async def session() -> None:
        await in_turns(lambda: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(session())
