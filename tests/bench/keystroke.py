"""From a keystroke to its diagnostics: cog-lsp beside a bare pygls server and `ruff server`, interleaved in one run.

    python tests/bench/keystroke.py [--rounds 150]

A raw client types one character at a time and waits for the diagnostics of that version. The servers take turns round
by round, so that a slower moment of the machine is shared by all. Compare the ratios, not the milliseconds. Install
cog-lsp with pip, not in place: an editable checkout may have to compile its modules at each start.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.texts import predictor, readme  # noqa: E402
from tests.raw_client import PUSH, RawClient  # noqa: E402

NULL = [sys.executable, str(ROOT / "tests/bench/null_server.py")]
OURS = [shutil.which("cog-lsp", path=str(Path(sys.executable).parent)) or "cog-lsp", "serve"]


@dataclass
class Server:
    """One server under test and what it took."""

    name: str
    command: list[str]
    client: RawClient = field(init=False)
    times: dict[str, list[float]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def start(self, root: Path) -> tuple[float, float]:
        """Start it on a model; seconds to the answer to initialize and to the first diagnostics."""
        began = time.perf_counter()
        self.client = RawClient(self.command, cwd=root)
        self.client.initialize(root, {**PUSH, "textDocument": {**PUSH["textDocument"], "hover": {}}})
        ready = time.perf_counter() - began
        path = root / "predict.py"
        self.client.open(path.as_uri(), path.read_text())
        self.client.diagnostics(path.as_uri())
        return ready, time.perf_counter() - began

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.client.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def type(self, case: str, uri: str, text: str) -> None:
        """Send one change and wait for its diagnostics."""
        version = self.versions[uri] = self.versions.get(uri, 1) + 1
        began = time.perf_counter()
        self.client.change(uri, text, version)
        self.client.diagnostics(uri, version, timeout=30)
        self.times.setdefault(case, []).append((time.perf_counter() - began) * 1000)

    def ask(self, case: str, method: str, params: object) -> None:
        """Send one request and wait for its answer."""
        began = time.perf_counter()
        self.client.request(method, params, timeout=30)
        self.times.setdefault(case, []).append((time.perf_counter() - began) * 1000)


def typed(text: str, marker: str) -> Callable[[int], str]:
    """A text with a growing word behind a marker: what someone types there."""
    at = text.index(marker) + len(marker)
    return lambda n: text[:at] + "abcdefgh"[: n % 8 + 1] + text[at:]


def bound(text: str) -> Callable[[int], str]:
    """A text with a changing upper bound."""
    at = text.index("le=20.0") + len("le=20")
    return lambda n: text[:at] + str(n % 9 + 1) + text[at:]


def model(folder: Path, lines: int) -> str:
    """Write a model; the predictor's text."""
    text = predictor(lines)
    (folder / "predict.py").write_text(text)
    (folder / "cog.yaml").write_text('predict: "predict.py:Predictor"\n')
    return text


def table(title: str, servers: list[Server], unit: str = "ms") -> None:
    """Print a Markdown table: median and 95th percentile per case, and the ratio to the first server."""
    print(
        f"\n| {title} | "
        + " | ".join(f"{s.name} ({unit})" for s in servers)
        + " | "
        + " | ".join(f"{s.name} / {servers[0].name}" for s in servers[1:])
        + " |"
    )
    print("| --- |" + " ---: |" * (2 * len(servers) - 1))
    for case in servers[0].times:
        medians = [statistics.median(s.times[case]) if case in s.times else None for s in servers]
        cells = [
            f"{m:.2f}; {statistics.quantiles(s.times[case], n=20)[-1]:.2f}" if m is not None else "–"
            for m, s in zip(medians, servers, strict=True)
        ]
        first = medians[0] or 1.0
        ratios = [f"{m / first:.2f}" if m is not None else "–" for m in medians[1:]]
        print(f"| {case} | " + " | ".join([*cells, *ratios]) + " |")


def run(rounds: int) -> None:
    """All measurements."""
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    servers = [Server("bare pygls", NULL), Server("cog-lsp", OURS)]
    if ruff:
        servers.append(Server("ruff server", [ruff, "server"]))
    starts: dict[str, list[tuple[float, float]]] = {}
    for lines in (50, 500, 2000):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            text = model(folder, lines)
            for server in servers:
                starts.setdefault(server.name, []).append(server.start(folder))
                server.versions.clear()
            uri = (folder / "predict.py").as_uri()
            cases = {
                "in a description": typed(text, 'description="Guidance scale'),
                "in a bound": bound(text),
                "in a body": typed(text, "result = self.model("),
            }
            for case, change in cases.items():  # one place after the other, as people type
                for n in range(rounds + 10):
                    for server in servers:
                        server.type(f"{lines} lines, {case}", uri, change(n))
            line = text[: text.index("scale_0")].count("\n")
            position = {"textDocument": {"uri": uri}, "position": {"line": line, "character": 10}}
            for _ in range(rounds):
                for server in servers:
                    server.ask(f"{lines} lines, hover", "textDocument/hover", position)
            if lines == 2000:
                print("| resident memory (MB) | " + " | ".join(f"{s.name} {s.memory():.0f}" for s in servers) + " |")
            for server in servers:
                server.client.kill()
    _readme(servers[:2], rounds)
    for server in servers:  # the first rounds warm caches up
        server.times = {case: times[10:] for case, times in server.times.items()}
    table("median; p95", servers)
    print("\n| cold start (ms) | initialize | first diagnostics |\n| --- | ---: | ---: |")
    for name, pairs in starts.items():
        ready, first = (statistics.median(pair[n] for pair in pairs) * 1000 for n in (0, 1))
        print(f"| {name} | {ready:.0f} | {first:.0f} |")


def _readme(servers: list[Server], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model(folder, 200)
        text = readme(10)
        (folder / "README.md").write_text(text)
        uri = (folder / "README.md").as_uri()
        change = typed(text, "It is written in plain words")
        for server in servers:
            server.start(folder)
            server.versions.clear()
            server.client.open(uri, text, "markdown")
            server.client.diagnostics(uri)
        for n in range(rounds + 10):
            for server in servers:
                server.type("README of 10 KB", uri, change(n))
        for server in servers:
            server.client.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=150, help="keystrokes per case and server")
    run(parser.parse_args().rounds)
