"""A program in a terminal: tmux presses the keys and reads the screen."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.limits import LIMIT

PATIENCE = LIMIT


@dataclass(frozen=True)
class Terminal:
    """One terminal, of a tmux server of its own."""

    tmux: str
    socket: Path

    def run(self, *arguments: str) -> str:
        """Run a command of tmux and return what it prints."""
        command = [self.tmux, "-S", str(self.socket), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=LIMIT).stdout

    def press(self, *keys: str) -> None:
        """Press keys, named as tmux names them."""
        self.run("send-keys", *keys)

    def command(self, line: str) -> None:
        """Run a command of an editor, as `:` does."""
        self.press(":")
        self.type(line)
        self.press("Enter")

    def type(self, text: str) -> None:
        """Type text as it is."""
        self.run("send-keys", "-l", text)

    def children(self) -> list[int]:
        """Return the processes that the program in the terminal has started itself."""
        (program,) = self.run("list-panes", "-F", "#{pane_pid}").split()
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                parent = next(line for line in status.read_text().split("\n") if line.startswith("PPid:"))
            except OSError:  # it has ended meanwhile
                continue
            if parent.split()[1] == program:
                found.append(int(status.parent.name))
        return found

    def screen(self) -> str:
        """Return what the terminal shows."""
        return self.run("capture-pane", "-p")

    def wait_until(self, shows: Callable[[str], bool]) -> str:
        """Return the screen as soon as it shows what is expected."""
        end = time.monotonic() + PATIENCE
        while not shows(screen := self.screen()):
            assert time.monotonic() < end, screen
            time.sleep(0.05)
        return screen

    def wait_for(self, text: str) -> str:
        """Return the screen as soon as the text is on it."""
        return self.wait_until(lambda screen: text in screen)


@contextmanager
def terminal(tmux: str, command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[Terminal]:
    """Run a program in a terminal of 140 columns; yield the terminal, and end it afterwards."""
    # The name of a socket must be short, which a folder of pytest's is not.
    opened = Terminal(tmux, Path("/tmp") / f"cog-lsp-tmux-{os.getpid()}-{time.monotonic_ns()}")
    subprocess.run(
        [tmux, "-S", str(opened.socket), "-f", "/dev/null", "new-session", "-d", "-x", "140", "-y", "50", *command],
        check=True,
        cwd=folder,
        env=environment,
        timeout=LIMIT,
    )
    try:
        yield opened
    finally:
        subprocess.run([tmux, "-S", str(opened.socket), "kill-server"], check=False, capture_output=True, timeout=LIMIT)
        opened.socket.unlink(missing_ok=True)
