"""From a keystroke to its diagnostics, questions, cold start and memory: cog-lsp beside other servers, in one run.

    python tests/bench/keystroke.py [--rounds 200] [--only NAME ...] [--programs FOLDER] [--update PAGE]

A raw client types and waits for the diagnostics of that version. The servers take turns round by round, so that a
slower moment of the machine is shared by all. Compare the ratios, not the milliseconds. Install cog-lsp with pip, not
in place: an editable checkout may have to compile its modules at each start. Linux only.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.cases import IN_PREDICTOR, IN_README, NAME, Place, Session, model, sessions  # noqa: E402
from tests.bench.servers import Server, find  # noqa: E402
from tests.bench.tables import comparison, machine, publish, table  # noqa: E402
from tests.raw_client import PUSH, RawClient, frame  # noqa: E402

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
QUESTIONS = ("hover", "code action")


class Running:
    """A server at work on one model, and what it took so far."""

    def __init__(self, server: Server, root: Path, file: str) -> None:
        self.server = server
        self.path = root / file
        self.version = 1
        began = time.perf_counter()
        self.client = RawClient(server.command, cwd=root)
        self.client.initialize(root, CAPABILITIES)
        self.ready = time.perf_counter() - began
        language = "python" if file.endswith(".py") else "markdown"
        self.client.open(self.uri, self.path.read_text(encoding="utf-8"), language)
        self.client.diagnostics(self.uri, timeout=PATIENCE)
        self.first = time.perf_counter() - began
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
        """End all its processes."""
        for pid in reversed(self.processes()):
            os.kill(pid, signal.SIGKILL)
        self.client.process.wait()

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
        """Do something and note its milliseconds."""
        began = time.perf_counter()
        result = work()
        self.times.setdefault(case, []).append((time.perf_counter() - began) * 1000)
        return result


def position(text: str, offset: int) -> dict[str, int]:
    """Line and character of an offset; the texts are ASCII."""
    return {"line": text.count("\n", 0, offset), "character": offset - text.rfind("\n", 0, offset) - 1}


@contextmanager
def folder(files: dict[str, str]) -> Iterator[Path]:
    """A folder with these files."""
    with tempfile.TemporaryDirectory() as name:
        for file, text in files.items():
            (Path(name) / file).write_text(text, encoding="utf-8")
        yield Path(name)


def type_in(session: Session, servers: list[Server], rounds: int) -> dict[str, dict[str, list[float]]]:
    """The milliseconds of a session by server and case. Servers that wait take part in the first rounds only, which do
    not count for the others: caches warm up there."""
    few = max(1, rounds // 20)
    with folder(session.files) as root:
        running = [Running(server, root, session.file) for server in servers if session.file in server.reads]
        for place in session.places:  # one place after the other, as people type
            for n in range(1 + few + rounds):
                text = place.change(session.files[session.file], n)
                for one in running:
                    if n <= few or not one.server.waits:
                        one.type(place, text)
        for one in running:
            one.end()
    return {
        one.server.name: {
            f"{session.name}, {case}": times[1 if one.server.waits else 1 + few :] for case, times in one.times.items()
        }
        for one in running
    }


def start(servers: list[Server], rounds: int) -> str:
    """Cold start and memory as a table."""
    seen: dict[str, list[tuple[float, float, float]]] = {server.name: [] for server in servers}
    with folder(model(500, 15, 10)) as root:
        for _ in range(max(2, rounds // 20)):
            for server in servers:
                one = Running(server, root, server.reads[0])
                seen[server.name].append((one.ready * 1000, one.first * 1000, one.memory()))
                one.end()
    rows = [[name, *(f"{statistics.median(v):.0f}" for v in zip(*runs, strict=True))] for name, runs in seen.items()]
    return table(["cold start", "answer to `initialize` (ms)", "first diagnostics (ms)", "memory then (MB)"], rows)


def report(servers: list[Server], missing: list[str], rounds: int) -> Iterator[str]:
    """The page, part by part."""
    versions = ", ".join(f"{server.name} ({server.package} {server.version()})" for server in servers)
    yield f"{machine()}. {rounds} rounds. {versions}."
    if missing:
        yield f" Not installed and left out: {', '.join(missing)}."
    times: dict[str, dict[str, list[float]]] = {server.name: {} for server in servers}
    every = sessions()
    for session in every:
        for name, found in type_in(session, servers, rounds).items():
            times[name].update(found)
    for title, file, cases in (
        ("typing in a predictor", "predict.py", [place.name for place in IN_PREDICTOR]),
        ("asking about an input", "predict.py", QUESTIONS),
        ("typing in a README", "README.md", [place.name for place in IN_README]),
    ):
        rows = [f"{session.name}, {case}" for session in every if session.file == file for case in cases]
        wait = ", with its wait" if title.startswith("typing") else ""
        columns = {s.name + wait * s.waits: times[s.name] for s in servers if file in s.reads}
        yield f"\n\n{comparison(title, rows, columns)}".rstrip()
    yield f"\n\n{start(servers, rounds)}"


def main() -> None:
    """Print the tables, or write them into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=200, help="keystrokes per place and server")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these servers; the first is compared with")
    parser.add_argument("--programs", type=Path, metavar="FOLDER", help="where else the servers' programs are")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="write the tables into this page")
    chosen = parser.parse_args()
    servers, missing = find(chosen.only, chosen.programs)
    publish("keystroke", "".join(report(servers, missing, chosen.rounds)), chosen.update)


if __name__ == "__main__":
    main()
