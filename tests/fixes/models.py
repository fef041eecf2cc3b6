"""Models of the fixtures, checked with all rules, with their line ends and indentation varied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cog_lsp.check.checker import Checker
from cog_lsp.check.model import Model
from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.workspace import Workspace

ROOT = Path(__file__).parent.parent / "fixtures" / "models"

STYLES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "tabs": lambda text: text.replace("    ", "\t"),
    "no last line end": lambda text: text.rstrip("\n"),
}


@dataclass
class Place:
    """One file of one model whose text can be changed and judged again."""

    workspace: Workspace
    files: ModelFiles
    path: Path
    text: str

    def judged(self, text: str) -> Model:
        """The model with another text of the file."""
        self.workspace.buffers[self.path] = text
        return Checker(self.workspace).check(self.files)

    def findings(self, text: str) -> list[tuple[Context, Finding]]:
        """The findings of the file."""
        return [(context, finding) for context, found in self.by_group(text) for finding in found]

    def by_group(self, text: str) -> list[tuple[Context, tuple[Finding, ...]]]:
        """The same, what is about one thing together."""
        model = self.judged(text)
        return [(model.context_of(g.predictor), g.findings) for g in model.groups if g.path == self.path]


def places(suffixes: tuple[str, ...]) -> Iterator[tuple[str, Place]]:
    """Every file of these kinds, in every style."""
    for folder in sorted(ROOT.iterdir()):
        workspace = Workspace([folder])
        for files in workspace.models_below(folder):
            for path in files.paths:
                text = workspace.read(path) or ""
                for style, change in STYLES.items():
                    if path.suffix in suffixes:
                        yield f"{folder.name}, {style}", Place(workspace, files, path, change(text))
