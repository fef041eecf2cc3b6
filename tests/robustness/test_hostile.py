"""Hostile models, each in a process of its own with little time, memory and stack: an exit code of ours, no traceback.

The processes are forks of one that has everything imported, so that each costs what its model costs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.limits import LIMIT
from tests.raw_client import RawClient
from tests.robustness.hostile import GENERATORS, PREDICTOR, Files
from tests.robustness.sessions import MODELS

CPU_SECONDS = 10
ADDRESS_SPACE = 1 << 30
RESIDENT = 512 << 20
SMALL_STACK = 1 << 20
"""The stack of a main thread on Windows, and of many threads elsewhere."""
NURSERY = f"""
import json, os, resource, sys
import libcst, markdown_it, ruamel.yaml, tree_sitter_bash, tree_sitter_typescript
from cog_lsp.cli import main

sys.stdout = sys.stderr = open(os.devnull, "w")
main(["check", "--diff", "--drafts", sys.argv[1]])
sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__

def child(folder, command, stack):
    resource.setrlimit(resource.RLIMIT_CPU, ({CPU_SECONDS}, {CPU_SECONDS}))
    resource.setrlimit(resource.RLIMIT_AS, ({ADDRESS_SPACE}, {ADDRESS_SPACE}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if stack:
        resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))
    os.chdir(folder)
    os.dup2(os.open("../out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.dup2(os.open("../log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    sys.exit(main(["check", *command, folder]))

for line in sys.stdin:
    process = os.fork()
    if process == 0:
        child(*json.loads(line))
    _, status, used = os.wait4(process, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024]), flush=True)
"""
GOOD = PREDICTOR % "x: int = 1"
COMMANDS = {"check": ["--format", "json"], "fix": ["--diff", "--drafts"]}


class Nursery:
    """The process that has everything imported."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-c", NURSERY, str(MODELS)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def check(self, folder: Path, command: str, stack: int | None = None) -> str:
        """Check a model in a new process; what it printed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(folder), COMMANDS[command], stack]) + "\n")
        self.process.stdin.flush()
        code, memory = json.loads(self.process.stdout.readline())
        log = (folder.parent / "log").read_text(errors="replace")
        assert code in (0, 1, 2), f"{command}: {code} {log[-2000:]}"
        assert "Traceback" not in log, log[-2000:]
        assert memory < RESIDENT
        assert not (folder / "canary").exists()
        return (folder.parent / "out").read_text(errors="replace")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.process.kill()
    made.process.wait()


def write(files: Files, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", GENERATORS)
def test_a_hostile_model_costs_little_and_breaks_nothing(name: str, nursery: Nursery, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    write(GENERATORS[name](), folder)
    printed = nursery.check(folder, "check")
    if printed:
        assert isinstance(json.loads(printed), list)
    nursery.check(folder, "fix", SMALL_STACK)


def test_one_server_sees_every_hostile_model(tmp_path: Path) -> None:
    """Opened one after the other in one server, with requests about them: it answers, and another document keeps its
    findings all the while. Each fourth of them; `COG_LSP_EVERY=1` for all."""
    names = list(GENERATORS)[:: int(os.environ.get("COG_LSP_EVERY", "4"))]
    good = "untitled:Untitled-1.py"
    with RawClient() as client:
        client.initialize()
        client.open(good, GOOD)
        expected = client.diagnostics(good)
        assert expected
        for number, name in enumerate(names, 2):
            folder = tmp_path / str(number)
            write(GENERATORS[name](), folder)
            for file, language in (("run.py", "python"), ("README.md", "markdown")):
                if (folder / file).exists():
                    look_at(client, folder / file, language)
            client.change(good, f"{GOOD}# {number}\n", number)
            assert client.diagnostics(good, number) == expected, name
        assert client.shut_down() == 0
        assert b"".join(client.log).decode() == ""


def look_at(client: RawClient, path: Path, language: str) -> None:
    uri, text = path.as_uri(), path.read_bytes().decode("utf-8", "replace")
    client.open(uri, text, language)
    document = {"textDocument": {"uri": uri}}
    place = {**document, "position": {"line": 8, "character": 20}}
    here = {"start": place["position"], "end": place["position"]}
    client.request("textDocument/hover", place, timeout=LIMIT)
    client.request("textDocument/completion", place, timeout=LIMIT)
    client.request("textDocument/documentSymbol", document, timeout=LIMIT)
    client.request(
        "textDocument/codeAction", {**document, "range": here, "context": {"diagnostics": []}}, timeout=LIMIT
    )
    client.notify("textDocument/didClose", document)
