"""`cog-lsp preview` as a person runs it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cog_lsp.playground.page.target import parse_events
from tests.limits import LIMIT

MODEL = Path(__file__).parent.parent / "fixtures" / "models" / "image"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    return folder


def preview(*arguments: str | Path, path: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cog_lsp", "preview", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, env=environment(path))


def environment(path: str = "") -> dict[str, str]:
    root = str(Path(__file__).parent.parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [path, root]))}


def test_one_file(model: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    done = preview(model, "--html", file)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Wrote {file}\n", "")
    assert "Paints night scenes" in file.read_text(encoding="utf-8")
    again = preview(model, "--html", tmp_path / "again.html")
    assert again.returncode == 0
    assert (tmp_path / "again.html").read_bytes() == file.read_bytes()


WRONG: list[tuple[Callable[[Path], list[str | Path]], str]] = [
    (lambda model: [model / "nothing"], "does not exist"),
    (lambda model: [model / "requirements.txt"], "No model in"),
    (lambda model: [model, "--target", "localhost"], "--target must be the address of a Cog server"),
    (lambda model: [model, "--html", model / "no" / "folder.html"], "cannot be written"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[case[1] for case in WRONG])
def test_wrong_use(model: Path, arguments: Callable[[Path], list[str | Path]], message: str) -> None:
    done = preview(*arguments(model))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken(model: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = preview(model, "--port", str(port), "--target", "http://localhost:5000/")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"cog-lsp: The preview cannot listen on port {port}: ")


def test_a_package_of_the_extra_that_is_broken_is_told_as_it_is(model: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "broken"
    hidden.mkdir()
    (hidden / "nh3.py").write_text("import no_such_module_of_nh3\n")
    done = preview(model, path=str(hidden))
    assert done.returncode == 2
    assert done.stderr.startswith("cog-lsp: The library no_such_module_of_nh3 is not installed")


def test_it_follows_saved_files_until_ctrl_c(model: Path) -> None:
    command = [sys.executable, "-m", "cog_lsp", "preview", str(model)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    try:
        assert process.stdout is not None
        url = urlsplit(process.stdout.readline().split()[1])
        connection = HTTPConnection("127.0.0.1", url.port, timeout=LIMIT)
        connection.request("GET", url.path + "events")
        events = parse_events(line.decode().rstrip("\n") for line in connection.getresponse())
        assert next(events)["data"]["page"]["title"] == "Lantern"
        readme = model / "README.md"
        readme.write_text(readme.read_text().replace("# Lantern", "# Lighthouse", 1))
        assert next(events)["data"]["page"]["title"] == "Lighthouse"
        gone = model.rename(model.with_name("moved"))
        time.sleep(1.5)
        text = (gone / "README.md").read_text().replace("# Lighthouse", "# Lamp", 1)
        (gone / "README.md").write_text(text)
        gone.rename(model)
        assert next(events)["data"]["page"]["title"] == "Lamp", "what is gone for a moment stays as it was"
        connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a program as a browser")
@pytest.mark.parametrize(("option", "opened"), [("--open", True), ("--no-open", False), (None, False)])
def test_the_browser_is_led_through_a_private_file(
    model: Path, tmp_path: Path, option: str | None, opened: bool
) -> None:
    """The address holds a secret, and others can read the words with which a program is started."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/words.new\nmv {tmp_path}/words.new {tmp_path}/words\n')
    browser.chmod(0o755)
    words = [sys.executable, "-m", "cog_lsp", "preview", str(model), *([option] if option else [])]
    settings = {**environment(), "BROWSER": str(browser), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=settings)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1]
        process.stdout.readline()
        if opened:
            end = time.monotonic() + LIMIT
            while not (tmp_path / "words").exists():
                assert time.monotonic() < end
                time.sleep(0.05)
            file = Path((tmp_path / "words").read_text().strip().removeprefix("file://"))
            assert url in file.read_text()
            assert file.stat().st_mode & 0o077 == 0
            assert urlsplit(url).path.strip("/") not in str(file)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert (tmp_path / "words").exists() == opened
        assert not list(tmp_path.glob("cog-lsp-*")), "it is gone at the end"
    finally:
        process.kill()
        process.communicate()
