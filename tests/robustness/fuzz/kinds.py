"""The places in the files of a model where people write, and models with long texts in some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.robustness.fuzz import pieces

COG_YAML = 'build:\n  python_requirements: requirements.txt\nrun: "run.py:Runner"\n'
RUN = """import os
from cog import BaseRunner, Input, Path
%(module)s

class Runner(BaseRunner):
    def setup(self) -> None:
        self.model = None
%(methods)s
    def run(
        self,
        before: str = Input(description="Input prompt", default="%(default)s"%(keywords)s),
        other: str = Input(description="%(description)s", choices=["a", %(choices)s]),
%(parameters)s        steps: int = Input(description="Number of steps", default=20, ge=1, le=50),
    ) -> str:
%(body)s        return self.model(before, steps)
"""
README = "# Model\n\nA model.\n\n%s\n\n## How to use\n\n```python\nreplicate.run('a/b', input={'before': 'a'})\n```\n"
CODE = ("module", "methods", "default", "keywords", "description", "choices", "parameters", "body")
"""The parts of the code, by the names of their kinds."""


@dataclass(frozen=True)
class Kind:
    """A place where people write."""

    file: str
    pieces: tuple[str, ...]
    around: Callable[[str], str]
    """What stands in the file, or in the part of the code, where that text is in this place."""
    largest: int = 1 << 20
    """Characters; what is longer is not read."""


def indented(text: str, by: int) -> str:
    """A text with each of its lines so far to the right, and a line end."""
    lines = text if text.endswith("\n") else f"{text}\n"
    return "".join(f"{' ' * by}{line}" for line in lines.splitlines(keepends=True))


SMALL = 60 << 10
KINDS: Mapping[str, Kind] = {
    "readme": Kind("README.md", pieces.MARKDOWN, lambda text: README % text),
    "readme alone": Kind("README.md", pieces.MARKDOWN, str),
    "snippet": Kind("README.md", (*pieces.BODY, *pieces.MODULE), lambda text: README % f"```python\n{text}\n```"),
    "front matter": Kind("README.md", pieces.YAML, lambda text: f"---\n{text}\n---\n# Model\n\nA model.\n"),
    "module": Kind("run.py", pieces.MODULE, str),
    "methods": Kind("run.py", pieces.METHODS, lambda text: indented(text, 4)),
    "default": Kind("run.py", pieces.VALUES, str),
    "keywords": Kind("run.py", pieces.KEYWORDS, str),
    "description": Kind("run.py", pieces.VALUES, str),
    "choices": Kind("run.py", pieces.CHOICES, str),
    "parameters": Kind("run.py", pieces.PARAMETERS, lambda text: indented(text, 8)),
    "body": Kind("run.py", pieces.BODY, lambda text: indented(text, 8)),
    "cog.yaml": Kind("cog.yaml", pieces.YAML, lambda text: COG_YAML + text, SMALL),
    "build": Kind("cog.yaml", pieces.BUILD, lambda text: f"run: run.py:Runner\nbuild:\n{indented(text, 2)}", SMALL),
    "cases": Kind("cog-safe-push.yaml", pieces.CASES, lambda text: f"predict:\n  test_cases:\n{text}", SMALL),
    "cog-lsp.toml": Kind("cog-lsp.toml", pieces.TOML, str),
    "pyproject.toml": Kind("pyproject.toml", pieces.TOML, lambda text: f"[tool.cog-lsp]\n{text}"),
    "gitignore": Kind(".gitignore", pieces.LINES, str),
    "requirements": Kind("requirements.txt", pieces.LINES, str),
}


def files(texts: Mapping[str, str]) -> dict[str, str]:
    """A model with texts in its places, by the name of their kinds."""
    around = {name: KINDS[name].around(text) for name, text in texts.items()}
    code = RUN % {name: around.get(name, "") for name in CODE}
    others = {KINDS[name].file: text for name, text in around.items() if name not in CODE}
    return {"cog.yaml": COG_YAML, "README.md": README % "Text.", "run.py": code, **others}


def many(piece: str, size: int) -> str:
    """A piece again and again, about so many characters."""
    if "{n}" not in piece:
        return piece * (size // len(piece))
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(piece.replace("{n}", str(len(parts))))
        length += len(parts[-1])
    return "".join(parts)
