"""The servers that the benchmarks compare, as data, and how they are found. What is not installed is left out."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Server:
    """One server: how it is started, and what it is good for."""

    name: str
    package: str
    """On PyPI or npm: its version is the server's."""
    program: str
    arguments: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    """What starts the program, where that is not the program itself."""
    reads: tuple[str, ...] = ("predict.py",)
    """The files whose diagnostics it publishes. It is started on the first."""
    waits: bool = False
    """It lets time pass after a change before it looks. Such a server takes part in the first rounds only."""

    @property
    def command(self) -> list[str]:
        """What to run."""
        return [*self.before, self.program, *self.arguments]

    def version(self) -> str:
        """The version of its package: as this Python has it, or else the package above the program."""
        try:
            return metadata.version(self.package)
        except metadata.PackageNotFoundError:
            for folder in Path(self.program).resolve().parents:
                file = folder / "node_modules" / self.package / "package.json"
                if file.exists():
                    return str(json.loads(file.read_text(encoding="utf-8"))["version"])
        return "of another environment"


BARE = Server("bare pygls", "pygls", sys.executable, (str(HERE / "null_server.py"),), reads=("predict.py", "README.md"))
OURS = Server("cog-lsp", "cog-lsp", "cog-lsp", ("serve",), reads=("predict.py", "README.md"))
SERVERS = (
    BARE,
    OURS,
    Server("ruff server", "ruff", "ruff", ("server",)),
    Server("pylsp", "python-lsp-server", "pylsp", waits=True),
    Server("jedi-language-server", "jedi-language-server", "jedi-language-server", waits=True),
    Server("pyright", "pyright", "pyright-langserver", ("--stdio",), waits=True),
    Server("basedpyright", "basedpyright", "basedpyright-langserver", ("--stdio",), waits=True),
    Server("rumdl", "rumdl", "rumdl", ("server",), reads=("README.md",)),
    # The library has no server of its own; it comes with this program.
    Server(
        "markdownlint",
        "markdownlint",
        "markdownlint-cli2",
        before=("node", str(HERE / "markdownlint_server.mjs")),
        reads=("README.md",),
    ),
)


def of_environment(python: str) -> Server:
    """The cog-lsp that another environment has, by its interpreter."""
    return Server("cog-lsp before", "cog-lsp", python, ("-m", "cog_lsp", "serve"), reads=OURS.reads)


def program(name: str, folder: Path | None = None) -> str | None:
    """A program in a folder, beside this Python or on PATH."""
    places = [folder, Path(sys.executable).parent]
    found = (shutil.which(name, path=str(place)) for place in places if place is not None)
    return next(filter(None, found), None) or shutil.which(name)


def find(only: list[str] | None = None, folder: Path | None = None) -> tuple[list[Server], list[str]]:
    """The servers that are here (of those that are named), and the names of those that are not."""
    here, missing = [], []
    for server in SERVERS:
        if only and server.name not in only:
            continue
        path = program(server.program, folder)
        if path is None or (server.before and not shutil.which(server.before[0])):
            missing.append(server.name)
        else:
            here.append(replace(server, program=path))
    return here, missing
