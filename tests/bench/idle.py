"""What a workspace costs while nobody types: asked as VS Code asks, over and over, and hovered over all the time.

    python tests/bench/idle.py [--seconds 20] [--models 250] [--folders 10000] [--documents 500] [--update PAGE]

VS Code asks for the findings of the workspace two seconds after each answer, and its client can watch files. The second
table is of a client that is told the findings instead, with many documents open. Linux only.
"""

from __future__ import annotations

import argparse
import os
import queue
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.check import made_up  # noqa: E402
from tests.bench.servers import program  # noqa: E402
from tests.bench.tables import machine, number, publish, table  # noqa: E402
from tests.bench.workspaces import Make, add_options, workspaces  # noqa: E402
from tests.raw_client import RawClient  # noqa: E402

AS_VSCODE = {
    "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]}},
    "workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "diagnostics": {"refreshSupport": True},
    },
}
AGAIN = 2.0
"""Seconds after an answer until VS Code asks again (vscode-languageclient 9.0.1: lib/common/diagnostic.js)."""
BETWEEN = 0.02
"""Seconds between two hovers."""
PATIENCE = 600.0
"""Seconds for the first answer."""
TICKS = os.sysconf("SC_CLK_TCK")


class Asking:
    """A client that asks and hovers, and how long it waited for each hover."""

    def __init__(self, command: Sequence[str], folder: Path, again: float) -> None:
        self.again = again
        path = min(folder.rglob("*.py"))
        self.client = RawClient(command, cwd=folder)
        self.client.initialize(folder, AS_VSCODE)
        self.client.open(path.as_uri(), path.read_text(encoding="utf-8"))
        self.where = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 8, "character": 10}}
        self.client.request("textDocument/hover", self.where)
        self.known: dict[str, str] = {}
        self.waits: list[float] = []
        """Milliseconds of each hover."""

    def processor(self) -> float:
        """Seconds of a processor that the server has had so far."""
        fields = Path(f"/proc/{self.client.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self) -> int:
        """Ask for the findings of the workspace."""
        known = [{"uri": uri, "value": value} for uri, value in self.known.items()]
        return self.client.start("workspace/diagnostic", {"previousResultIds": known})

    def until(self, asked: int | None, end: float, hovers: bool) -> bool:
        """Hover, or not, until a question is answered or a moment has come; whether it was answered."""
        hovered, hover_at = (0, 0.0), time.perf_counter() if hovers else end
        while (now := time.perf_counter()) < end:
            if now >= hover_at:
                hovered, hover_at = (self.client.start("textDocument/hover", self.where), now), end
            try:
                message = self.client.next(max(0.001, min(end, hover_at) - now))
            except queue.Empty:
                continue
            assert message is not None, b"".join(self.client.log).decode()
            self.client.serve(message)
            if "method" in message:
                continue
            if message["id"] == hovered[0]:
                self.waits.append((self.client.arrived - hovered[1]) * 1000)
                hover_at = self.client.arrived + BETWEEN
            elif message["id"] == asked:
                self.known |= {item["uri"]: item["resultId"] for item in message["result"]["items"]}
                return True
        return False

    def rest(self, seconds: float, *, hovers: bool) -> float:
        """Go on asking as VS Code does for so long; the share of a processor that this took, in percent."""
        began, before = time.perf_counter(), self.processor()
        asked, ask_at, end = None, began + self.again, began + seconds
        while time.perf_counter() < end:
            if self.until(asked, end if asked is not None else min(ask_at, end), hovers):
                asked, ask_at = None, time.perf_counter() + self.again
            elif asked is None:
                asked = self.ask()
        return 100 * (self.processor() - before) / (time.perf_counter() - began)


def idle(command: Sequence[str], name: str, make: Make, seconds: float, again: float) -> list[str]:
    """A row of the first table."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        asking = Asking(command, Path(folder), again)
        try:
            began = time.perf_counter()
            asking.until(asking.ask(), began + PATIENCE, hovers=True)
            first = time.perf_counter() - began
            during, asking.waits = asking.waits, []
            asking.rest(2.5 * again, hovers=True)  # until a question is held
            share = asking.rest(seconds, hovers=False)
            cells = [f"{first:.2f}", spread(during), spread(asking.waits), f"{share:.1f}"]
        finally:
            asking.client.kill()
    return [name, *cells]


def spread(waits: Sequence[float]) -> str:
    """Median and longest."""
    return f"{number(statistics.median(waits))}; {number(max(waits))}" if waits else "–"


def told(command: Sequence[str], documents: int) -> list[list[str]]:
    """The rows of the second table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made_up(folder, documents)
        paths = sorted(folder.rglob("*.py"))
        with RawClient(command, cwd=folder) as client:
            client.initialize(folder)
            for path in paths:
                client.open(path.as_uri(), path.read_text(encoding="utf-8"))
            for path in paths:
                client.diagnostics(path.as_uri())
            rows: list[list[str]] = []
            for what, method in (("a save", "textDocument/didSave"), ("a close", "textDocument/didClose")):
                times = [_until_quiet(client, method, path) for path in paths[:20]]
                rows.append([f"{what}, {documents:,} documents open", spread(times)])
    return rows


def _until_quiet(client: RawClient, method: str, path: Path) -> float:
    """Milliseconds until a request that follows on a notification is answered."""
    began = time.perf_counter()
    client.notify(method, {"textDocument": {"uri": path.as_uri()}})
    client.request("workspace/executeCommand", {"command": "cog-lsp.explain", "arguments": ["jargon"]})
    return (client.arrived - began) * 1000


def main() -> None:
    """Print the tables, or write them into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20, help="how long nothing happens")
    parser.add_argument("--again", type=float, default=AGAIN, help="seconds from an answer to the next question")
    add_options(parser)
    parser.add_argument("--documents", type=int, default=500, help="how many documents are open in the second table")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="write the tables into this page")
    chosen = parser.parse_args()
    ours = program("cog-lsp")
    if ours is None:
        parser.error("needs cog-lsp: pip install .")
    command = [ours, "serve"]
    head = [
        "workspace",
        "first answer (s)",
        "hover meanwhile (ms)",
        "hover afterwards (ms)",
        "processor afterwards (%)",
    ]
    rows = [idle(command, name, make, chosen.seconds, chosen.again) for name, make in workspaces(chosen).items()]
    events = told(command, chosen.documents)
    text = f"{machine()}. Hovers: median; longest.\n\n{table(head, rows)}\n"
    publish("idle", text + table(["findings are told", "until it is done (ms)"], events), chosen.update)


if __name__ == "__main__":
    main()
