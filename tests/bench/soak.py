"""A long session in a hurry: memory, open files and the sizes of the server's tables, as a Markdown table.

    python -m tests.bench.soak                                  # all of it
    python -m tests.bench.soak --changes 10000 --openings 1000  # a tenth

Changes of predictors and of READMEs each give a text that was not there before. Memory must not grow
with the number of changes or openings, and no table may hold more at the end than it did at the start. Linux only.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.texts import predictor, readme
from tests.raw_client import RawClient

SERVER = """
import sys
from cog_lsp.server import server

def tables(session):
    protocol, workspace = session.editor.protocol, session.workspace
    found = {
        "documents": session.documents, "paths": session.documents.paths, "models": session._models,
        "known": session.told.known,
        "buffers": workspace.buffers, "found": workspace._models, "texts": workspace._texts,
        "looked": workspace._states,
        "checked": session.checker._memory, "settings": session._settings, "good settings": session.settings._good,
        "futures": protocol._request_futures, "result types": protocol._result_types,
    }
    return {name: len(table) for name, table in found.items()}

before = server.CogLanguageServer.__init__
def made(self):
    before(self)
    self.feature("test/tables")(lambda params: tables(self.session))
server.CogLanguageServer.__init__ = made
sys.exit(server.serve_stdio())
"""
"""The server with one more request, which tells how much its tables hold."""
STEP = 50
"""Changes between two waits for an answer."""


class Soak:
    """One session."""

    def __init__(self, root: Path, models: int) -> None:
        self.root = root
        self.rows: list[tuple[str, int, int, dict[str, int]]] = []
        self.texts: dict[str, str] = {}
        for n in range(models):
            folder = root / f"model{n}"
            folder.mkdir()
            (folder / "cog.yaml").write_text('predict: "predict.py:Predictor"\n')
            for name, text in (("predict.py", predictor(300)), ("README.md", readme(5))):
                (folder / name).write_text(text)
                self.texts[(folder / name).as_uri()] = text
        script = root / "server.py"
        script.write_text(SERVER)
        self.client = RawClient([sys.executable, str(script)])
        self.client.initialize(root)
        self.version = 1

    def forget_messages(self) -> None:
        while True:
            try:
                self.client.bodies.get_nowait()
            except queue.Empty:
                return

    def wait(self) -> Any:
        self.forget_messages()
        return self.client.request("test/tables", timeout=600)

    def note(self, name: str) -> None:
        """A row of the table."""
        tables = self.wait()
        process = Path(f"/proc/{self.client.process.pid}")
        resident = int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        self.rows.append((name, resident, len(list((process / "fd").iterdir())), tables))

    def open(self, uri: str) -> None:
        self.version += 1
        self.client.open(uri, self.texts[uri], "python" if uri.endswith(".py") else "markdown", self.version)

    def close(self, uri: str) -> None:
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def change(self, number: int) -> None:
        uris = list(self.texts)
        uri = uris[number % len(uris)] if number % 3 else uris[number // 3 * 2 % len(uris)]
        text = self.texts[uri]
        at = text.index("description=" if uri.endswith(".py") else "The first point")
        self.version += 1
        new = f"{text[:at]}description='Text {number}', {text[at:]}" if uri.endswith(".py") else f"{text}\n{number}\n"
        self.client.change(uri, new, self.version)
        if number % STEP == 0:
            self.wait()

    def run(self, changes: int, openings: int) -> None:
        """The session; notes on the way."""
        self.note("start")
        for uri in self.texts:
            self.open(uri)
        self.note(f"{len(self.texts)} documents open")
        for number in range(changes):
            if number == min(1_000, changes // 10):
                self.note(f"{number:,} changes")
            self.change(number)
        self.note(f"{changes:,} changes")
        for uri in self.texts:
            self.close(uri)
        self.note("all closed")
        uris = list(self.texts)
        for number in range(openings):
            self.open(uris[number % len(uris)])
            self.close(uris[number % len(uris)])
            if number % STEP == 0:
                self.wait()
            if number == min(1_000, openings // 10):
                self.note(f"{number:,} opened and closed")
        self.note(f"{openings:,} opened and closed")
        assert self.client.shut_down() == 0
        assert not self.client.log, b"".join(self.client.log).decode()

    def table(self) -> str:
        """The notes as Markdown."""
        names = list(self.rows[0][3])
        lines = ["| after | resident MiB | open files | " + " | ".join(names) + " |"]
        lines.append("| --- |" + " ---: |" * (2 + len(names)))
        for name, resident, files, tables in self.rows:
            sizes = " | ".join(str(size) for size in tables.values())
            lines.append(f"| {name} | {resident / 2**20:.1f} | {files} | {sizes} |")
        return "\n".join(lines)


def main() -> None:
    """Run the session and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--changes", type=int, default=100_000)
    parser.add_argument("--openings", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=20)
    chosen = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), chosen.documents // 2)
        try:
            soak.run(chosen.changes, chosen.openings)
        finally:
            soak.client.kill()
    print(soak.table())
    print(f"\n{time.monotonic() - start:.0f} s, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
