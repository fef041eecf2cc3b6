"""What a command costs on a model: each runs in a fork of a process that has everything imported, with a processor's
time of its own, so that other programs on the machine do not count and one that hangs is ended."""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cog_lsp.cli import main

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "check": ("check", "--format", "json"),
    "fix": ("check", "--diff", "--drafts"),
    "card": ("card", "--format", "json"),
    "page": ("preview", "--html", "../page.html"),
}
PATIENCE = 20
"""Seconds of the processor after which a command is ended."""
MEMORY = 512 << 20


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    seconds: float
    """Of the processor."""
    fault: str = ""
    """What it did that it must not: ended with a code that is not ours, wrote a traceback, took too much memory."""


def warm_up(files: Mapping[str, str]) -> None:
    """Import and read what every command needs, so that no fork does."""
    with tempfile.TemporaryDirectory() as name:
        _write(files, Path(name) / "model")
        here = Path.cwd()
        for command in COMMANDS.values():
            _run(command, Path(name) / "model")
        os.chdir(here)


def cost(files: Mapping[str, str], command: str) -> Cost:
    """Run a command on a model."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "model"
        _write(files, folder)
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            code = 70
            try:
                code = _run(COMMANDS[command], folder)
            finally:
                os._exit(code)
        _, status, used = os.wait4(child, 0)
        log = (folder.parent / "log").read_text(errors="replace")
        return Cost(
            used.ru_utime + used.ru_stime, _fault(os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024, log)
        )


def _run(command: tuple[str, ...], folder: Path) -> int:
    """What the command line does in that folder; what is printed lies beside it."""
    os.chdir(folder)
    with contextlib.ExitStack() as stack:
        for name, redirect in (("../out", contextlib.redirect_stdout), ("../log", contextlib.redirect_stderr)):
            stack.enter_context(redirect(stack.enter_context(open(name, "w", errors="replace"))))
        try:
            return main([*command, "."])
        except SystemExit as end:
            return int(end.code or 0)
        except BaseException:
            traceback.print_exc()
            return 70


def _fault(code: int, memory: int, log: str) -> str:
    if code not in (0, 1, 2):
        return f"code {code} {log[-500:]}"
    if "Traceback" in log:
        return log[-500:]
    return f"{memory >> 20} MiB" if memory > MEMORY else ""


def _write(files: Mapping[str, str], folder: Path) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
