"""What the process does, as Python reports it: nothing of the workspace runs, nothing starts, nothing is sent."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.limits import LIMIT
from tests.raw_client import PULL, PUSH, RawClient
from tests.robustness.sessions import MODELS

WRAPPER = """
import json, os, sys

root, log = sys.argv.pop(1), open(sys.argv.pop(1), "w")
NEVER = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty.spawn",
         "socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request", "ctypes.dlopen")
CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
busy = False

def hook(event, given):
    global busy
    if busy:
        return
    busy = True
    try:
        watch(event, given)
    finally:
        busy = False

def watch(event, given):
    if event in NEVER:
        note(event, given)
    elif event == "open" and isinstance(given[0], (str, bytes)):
        path, mode, flags = given
        if set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR):
            note("write", os.path.realpath(os.fsdecode(path)))
    elif event in CHANGES:
        note("write", os.path.realpath(os.fsdecode(given[1] if event == "os.rename" else given[0])))
    elif event == "import" and isinstance(given[1], str) and given[1].startswith(root):
        note("import", given[1])
    elif event in ("exec", "compile"):
        name = given[0].co_filename if event == "exec" else given[1]
        if isinstance(name, (str, bytes)) and os.fsdecode(name).startswith(root):
            note(event, name)
        elif event == "compile" and given[0] is not None and CANARY in str(given[0]):
            note(event, str(name))

def note(event, what):
    log.write(json.dumps([event, str(what)]) + "\\n")
    log.flush()

CANARY = "canary" + "_of_the_workspace"
sys.dont_write_bytecode = True
from cog_lsp.cli import main
sys.addaudithook(hook)
sys.exit(main())
"""
MODULES = (
    "json",
    "ast",
    "libcst",
    "cog",
    "torch",
    "ruamel",
    "markdown_it",
    "typing",
    "sitecustomize",
    "conftest",
    "setup",
)
HOSTILE = 'canary_of_the_workspace = open("canary", "w").close()\n'


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The models, with modules beside them that leave a trace when they are imported."""
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):  # measuring would write a file
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "models"
    shutil.copytree(MODELS, root)
    for folder in (root, root / "image", root / "speech/src"):
        for name in MODULES:
            (folder / f"{name}.py").write_text(HOSTILE)
    with (root / "image/run.py").open("a") as file:
        file.write("\n\n" + HOSTILE)
    (tmp_path / "wrapper.py").write_text(WRAPPER)
    return root


def command(workspace: Path, *arguments: str) -> list[str]:
    folder = workspace.parent
    return [sys.executable, "-I", str(folder / "wrapper.py"), str(workspace), str(folder / "audit"), *arguments]


def audited(workspace: Path) -> list[list[str]]:
    assert not list(workspace.rglob("canary"))
    return [json.loads(line) for line in (workspace.parent / "audit").read_text().splitlines()]


@pytest.mark.parametrize("capabilities", [PUSH, PULL], ids=["push", "pull"])
def test_a_session_reads_and_nothing_else(workspace: Path, capabilities: dict[str, object]) -> None:
    with RawClient(command(workspace, "serve", "--stdio"), cwd=workspace) as client:
        client.initialize(workspace, capabilities)
        for path in sorted(workspace.rglob("*")):
            if path.suffix in (".py", ".md", ".markdown", ".yaml"):
                everything(client, path)
        client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        if "diagnostic" in str(capabilities):
            client.notify("textDocument/didClose", {"textDocument": {"uri": (workspace / "image/run.py").as_uri()}})
            assert client.request("workspace/diagnostic", {"previousResultIds": []}, timeout=LIMIT)["items"]
        assert client.shut_down() == 0
        assert b"".join(client.log).decode() == ""
    assert audited(workspace) == []


def everything(client: RawClient, path: Path) -> None:
    """Every request about a file, at several places."""
    uri, text = path.as_uri(), path.read_text()
    client.open(uri, text, "python" if path.suffix == ".py" else "markdown")
    document = {"textDocument": {"uri": uri}}
    for method in ("documentSymbol", "documentLink", "codeLens"):
        client.request(f"textDocument/{method}", document, timeout=LIMIT)
    end = {"line": text.count("\n") + 1, "character": 0}
    whole = {"start": {"line": 0, "character": 0}, "end": end}
    client.request("textDocument/inlayHint", {**document, "range": whole})
    client.request(
        "textDocument/codeAction", {**document, "range": whole, "context": {"diagnostics": []}}, timeout=LIMIT
    )
    for line in range(0, text.count("\n"), 5):
        place = {**document, "position": {"line": line, "character": 14}}
        client.request("textDocument/hover", place)
        client.request("textDocument/completion", place)
        client.request("textDocument/definition", place)
        client.request("textDocument/references", {**place, "context": {"includeDeclaration": True}})
    client.change(uri, f"{text}\n# more\n", 2)
    client.notify("textDocument/didSave", document)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--diff", "--drafts"),
        ("check", "--format", "sarif"),
        ("check", "--show-settings"),
        ("schema",),
        ("facts", "--all"),
        ("card",),
        ("card", "--format", "json"),
        ("explain", "jargon"),
        ("completion", "bash"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_commands_read_and_nothing_else(workspace: Path, arguments: tuple[str, ...]) -> None:
    run(workspace, *arguments)
    assert audited(workspace) == []


def run(workspace: Path, *arguments: str) -> None:
    here = workspace / "image"
    done = subprocess.run(command(workspace, *arguments), cwd=here, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


def test_fixes_are_written_into_the_model_and_nowhere_else(workspace: Path) -> None:
    run(workspace, "check", "--fix", "--drafts")
    found = audited(workspace)
    assert found
    assert {event for event, _ in found} == {"write"}
    inside = str(workspace / "image") + "/"
    assert [path for _, path in found if not path.startswith(inside)] == []


def test_the_hook_sees_what_it_should(workspace: Path) -> None:
    """The same wrapper around a program that does all of it."""
    script = workspace.parent / "wrapper.py"
    bad = (
        "import importlib.util, subprocess, socket\n"
        "spec = importlib.util.spec_from_file_location('x', root + '/json.py')\n"
        "module = importlib.util.module_from_spec(spec); spec.loader.exec_module(module)\n"
        "subprocess.run(['true'])\nopen(root + '/../other', 'w').close()\n"
        "try:\n    socket.create_connection(('127.0.0.1', 1), 0.1)\nexcept OSError:\n    pass\n"
    )
    script.write_text(WRAPPER.replace("sys.exit(main())", bad))
    subprocess.run(command(workspace), cwd=workspace.parent, check=True)
    seen = {event for event, _ in map(json.loads, (workspace.parent / "audit").read_text().splitlines())}
    assert seen >= {"exec", "subprocess.Popen", "write", "socket.connect"}
