"""Files and addresses of every kind, on the command line and through the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.project.workspace import Workspace
from tests.raw_client import PULL, RawClient

CODE = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, x: str = Input()) -> str: ...
"""
SECRET = CODE.replace("x: str", "secret: str")


def model(folder: Path, cog_yaml: str = 'run: "run.py:Runner"\n', code: str = CODE) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cog.yaml").write_text(cog_yaml)
    (folder / "run.py").write_text(code)
    (folder / "README.md").write_text("# Model\n\nA model.\n")
    return folder


def loop(folder: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to("self")


def readme_loop(folder: Path) -> None:
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to("README.md")


def link_out(folder: Path) -> None:
    (folder.parent / "out.py").write_text(SECRET)
    (folder / "run.py").unlink()
    (folder / "run.py").symlink_to(folder.parent / "out.py")


def readme_out(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("# Model\n\nTODO secret\n")
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to(folder.parent / "secret.md")


def dots(folder: Path) -> None:
    (folder.parent / "out.py").write_text(SECRET)
    (folder / "cog.yaml").write_text('run: "../out.py:Runner"\n')


def dots_in_requirements(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret==1\n")
    (folder / "cog.yaml").write_text('build:\n  python_requirements: ../secret.txt\nrun: "run.py:Runner"\n')


def dots_in_import(folder: Path) -> None:
    (folder.parent / "secret.py").write_text(SECRET)
    (folder / "run.py").write_text("from ..secret import Runner\n")


def pipe(name: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    return make


def directory(name: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()

    return make


def unreadable(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).chmod(0)


def content(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(data) and None


def many(folder: Path) -> None:
    for n in range(200):
        place = folder / f"data/{n}"
        place.mkdir(parents=True)
        for k in range(100):
            (place / f"{k}.txt").touch()


def odd_names(folder: Path) -> None:
    for name in (b"\xff\xfe.py", b"a\nb.md", b"README.\xff", "😀.py".encode(), b"cog.yaml\x01"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x")


NAMES = ("run.py", "README.md", "cog-lsp.toml", ".gitignore", "cog-safe-push.yaml")
ODD: dict[str, Callable[[Path], None]] = {
    "a loop of links": loop,
    "a README that links to itself": readme_loop,
    "a predictor that links out": link_out,
    "a README that links out": readme_out,
    "dots in cog.yaml": dots,
    "dots in python_requirements": dots_in_requirements,
    "dots in an import": dots_in_import,
    **{f"a pipe called {name}": pipe(name) for name in NAMES},
    **{f"a folder called {name}": directory(name) for name in NAMES},
    **{f"{name} without permission": unreadable(name) for name in ("run.py", "README.md", "cog.yaml")},
    **{
        f"{name} in {coding}": content(name, "# é 😀\n".encode(coding, "replace"))
        for name in ("run.py", "README.md", "cog.yaml")
        for coding in ("utf-16", "latin-1", "utf-8-sig")
    },
    "an empty predictor": content("run.py", b""),
    "an empty README": content("README.md", b""),
    "an empty cog.yaml": content("cog.yaml", b""),
    "a README of 2 MB": content("README.md", b"word " * 400_000),
    "names with odd bytes": odd_names,
    "a tree of 20,000 files": many,
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_skipped_or_reported_and_nothing_outside_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A workspace folder is open: what lies outside of it is not read, whatever the files in it name."""
    folder = model(tmp_path / "work/model")
    ODD[name](folder)
    read: list[str] = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(os.path.realpath(path)), real(path))[1])
    workspace = Workspace([folder])
    checker = Checker(workspace)
    for files in workspace.models_below(folder):
        found = checker.check(files)
        assert "secret" not in str(found.findings)
        assert all(predictor.find("secret") is None for group in found.predictors.values() for predictor in group)
    inside = os.path.realpath(folder) + os.sep
    assert read != []
    assert [path for path in read if not path.startswith(inside)] == []

    from cog_lsp.cli import main

    for command in (["--format", "json"], ["--diff", "--drafts"]):
        assert main(["check", *command, str(folder)]) in (0, 1, 2)


@pytest.mark.parametrize("gone", ["run.py", "README.md", "cog.yaml"])
def test_a_file_that_vanishes_between_listing_and_reading(gone: str, tmp_path: Path) -> None:
    folder = model(tmp_path / "model")
    workspace = Workspace([folder])
    checker = Checker(workspace)
    for files in workspace.models_below(folder):
        (folder / gone).unlink()
        checker.check(files)
        (folder / gone).mkdir()
        checker.check(files)


URIS = {
    "percent encoded drive": "file:///c%3A/models/run.py",
    "upper-case drive": "file:///C:/models/run.py",
    "lower-case drive": "file:///c:/models/run.py",
    "network path": "file://server/share/run.py",
    "spaces encoded": "file:///a/my%20model/run.py",
    "spaces as they are": "file:///a/my model/run.py",
    "hash encoded": "file:///a/b%23c/run.py",
    "a fragment": "file:///a/run.py#L3",
    "a query": "file:///a/run.py?version=2",
    "composed": "file:///a/mod\u00e8le/run.py",
    "decomposed": "file:///a/mode\u0300le/run.py",
    "encoded composed": "file:///a/mod%C3%A8le/run.py",
    "lower-case escapes": "file:///a/mod%c3%a8le/run.py",
    "invalid escapes": "file:///a/%zz%ff/run.py",
    "encoded NUL": "file:///a/%00/run.py",
    "one slash": "file:/a/run.py",
    "no path": "file://",
    "dots": "file:///a/../b/./run.py",
    "double slash": "file:///a//run.py",
    "untitled": "untitled:Untitled-1",
    "untitled with a path": "untitled:/a/b/new.py",
    "virtual": "vscode-vfs://github/owner/name/run.py",
    "notebook cell": "vscode-notebook-cell:/a/n.ipynb#W0sZmlsZQ%3D%3D",
    "git": "git:/a/run.py?%7B%22ref%22%3A%22HEAD%22%7D",
    "empty": "",
    "relative": "run.py",
    "4,096 characters": "file:///" + "a" * 4_081 + "/run.py",
    "no scheme we know": "x-1:run.py",
}


@pytest.fixture(scope="module")
def pushed() -> Iterator[RawClient]:
    with RawClient() as made:
        made.initialize()
        yield made


@pytest.fixture(scope="module")
def pulled() -> Iterator[RawClient]:
    with RawClient() as made:
        made.initialize(capabilities=PULL)
        yield made


@pytest.mark.parametrize("name", URIS)
def test_an_address_comes_back_as_it_was_sent(name: str, pushed: RawClient, pulled: RawClient) -> None:
    uri = URIS[name]
    pushed.open(uri, CODE)
    told = pushed.wait_for("textDocument/publishDiagnostics")
    assert told["uri"] == uri
    assert {item["code"] for item in told["diagnostics"]} >= {"missing-description"}
    place = {"textDocument": {"uri": uri}, "position": {"line": 4, "character": 18}}
    assert "x" in pushed.request("textDocument/hover", place)["contents"]["value"]
    range = {"start": place["position"], "end": place["position"]}
    actions = pushed.request("textDocument/codeAction", {**place, "range": range, "context": {"diagnostics": []}})
    assert {key for action in actions for key in action["edit"]["changes"]} == {uri}
    pushed.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert pushed.wait_for("textDocument/publishDiagnostics") == {"uri": uri, "diagnostics": []}

    pulled.open(uri, CODE)
    report = pulled.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    assert report["items"] == told["diagnostics"] or len(report["items"]) == len(told["diagnostics"])
    pulled.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def test_nothing_was_logged(pushed: RawClient, pulled: RawClient) -> None:
    """Runs last: both servers have seen every address."""
    for client in (pushed, pulled):
        assert client.shut_down() == 0
        assert b"".join(client.log).decode() == ""


def test_the_home_folder_as_workspace_starts_without_a_walk(tmp_path: Path) -> None:
    """A folder of 20,000 files is not walked through because a file in it is open."""
    folder = model(tmp_path / "home")
    many(folder)
    script = tmp_path / "server.py"
    script.write_text(
        "import os, sys\nfrom cog_lsp.server import server\n"
        "listed = []\n"
        "def hook(event, given):\n"
        "    if event in ('os.scandir', 'os.listdir') and "
        f"os.fspath(given[0] or '.').startswith({str(folder)!r}):\n        listed.append(given)\n"
        "sys.addaudithook(hook)\n"
        "code = server.serve_stdio()\nprint(len(listed), file=sys.stderr)\nsys.exit(code)\n"
    )
    with RawClient((sys.executable, str(script))) as client:
        client.initialize(folder)
        uri = (folder / "run.py").as_uri()
        client.open(uri, CODE)
        assert client.diagnostics(uri)
        assert client.shut_down() == 0
        client.process.wait()
        assert int(client.log[-1]) < 20


def test_the_command_line_prints_odd_names(tmp_path: Path) -> None:
    folder = model(Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff\n")))
    done = subprocess.run(
        [sys.executable, "-I", "-m", "cog_lsp", "check", "--format", "json", folder], capture_output=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr
    assert json.loads(done.stdout)
