"""One server at work on one file: started, told of changes, asked, measured and ended. Linux only."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.cases import NAME, QUESTIONS, Place
from tests.bench.servers import Server
from tests.raw_client import PUSH, RawClient, frame

CAPABILITIES = {
    "textDocument": {
        **PUSH["textDocument"],
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}},
            "resolveSupport": {"properties": ["edit"]},
        },
    }
}
PATIENCE = 60
"""Seconds for one answer."""


class Running:
    """A server at work on one model, and what it took so far."""

    def __init__(self, server: Server, root: Path, file: str) -> None:
        self.server = server
        self.path = root / file
        self.version = 1
        began = time.perf_counter()
        self.client = RawClient(server.command, cwd=root)
        self.client.initialize(root, CAPABILITIES)
        self.ready = self.client.arrived - began
        language = "python" if file.endswith(".py") else "markdown"
        self.client.open(self.uri, self.path.read_text(encoding="utf-8"), language)
        self.client.diagnostics(self.uri, timeout=PATIENCE)
        self.first = self.client.arrived - began
        self.times: dict[str, list[float]] = {}

    @property
    def uri(self) -> str:
        return self.path.as_uri()

    def processes(self) -> list[int]:
        """The server and what it started: some are Python around Node."""
        found = [self.client.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += map(int, task.read_text().split())
        return found

    def memory(self) -> float:
        """Resident memory in MB."""
        texts = [Path(f"/proc/{pid}/status").read_text() for pid in self.processes()]
        return sum(int(text.split("VmRSS:")[1].split()[0]) for text in texts) / 1024

    def end(self) -> None:
        """End all its processes, whatever they do."""
        for pid in reversed(self.processes()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.client.process.wait()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def type(self, place: Place, text: str) -> None:
        """Send the whole text, wait for its diagnostics, and ask what is to be asked there."""
        self.version += 1
        params = {"textDocument": {"uri": self.uri, "version": self.version}, "contentChanges": [{"text": text}]}
        change = frame({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})

        def answered() -> list[dict[str, Any]]:
            self.client.send(change)
            return self.client.diagnostics(self.uri, self.version, PATIENCE)

        diagnostics = self.measure(place.name, answered)
        if place.questions:
            self.ask(text, place.at(text), diagnostics)

    def ask(self, text: str, at: int, diagnostics: list[dict[str, Any]]) -> None:
        """Hover over the input's name; ask for actions where somebody just typed, with the findings on that line."""
        document = {"textDocument": {"uri": self.uri}}
        cursor = position(text, at)
        here = [d for d in diagnostics if d["range"]["start"]["line"] <= cursor["line"] <= d["range"]["end"]["line"]]
        hover = {**document, "position": position(text, text.index(NAME))}
        action = {**document, "range": {"start": cursor, "end": cursor}, "context": {"diagnostics": here}}
        for name, method, params in zip(QUESTIONS, ("hover", "codeAction"), (hover, action), strict=True):
            self.measure(name, partial(self.client.request, f"textDocument/{method}", params, PATIENCE))

    def measure(self, case: str, work: Callable[[], Any]) -> Any:
        """Do something and note its milliseconds until the last byte of what it waits for: what this client then needs
        to decode it is no time of the server's."""
        began = time.perf_counter()
        result = work()
        self.times.setdefault(case, []).append((self.client.arrived - began) * 1000)
        return result


def position(text: str, offset: int) -> dict[str, int]:
    """Line and character of an offset; the texts are ASCII."""
    return {"line": text.count("\n", 0, offset), "character": offset - text.rfind("\n", 0, offset) - 1}
