"""Characters that cannot be seen, and line ends, from files, names and values: in no format and no command are they
printed as they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ESCAPES = "\x1b]0;owned\x07\x9b31m\u202e"
FORGED = "\n::error::forged"
PREDICTOR = f'''from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(self, image: Path = Input(description="{ESCAPES}"), n: int = Input(ge=LOW)) -> Path:
        return image
'''
COMMANDS = (
    ["check", "--format", "json", "--output-file", "/dev/stdout"],
    ["check", "--format", "concise", "--output-file", "/dev/stdout"],
    *(["check", "--format", name] for name in ("text", "concise", "json", "github", "sarif", "junit", "gitlab")),
    ["check", "--diff", "--drafts"],
    ["check", "--show-settings"],
    ["check", "--statistics"],
    ["check", "absent\n::error::forged"],
    ["doctor"],
    ["card"],
    ["card", "--format", "markdown"],
    ["card", "--format", "json"],
    ["facts", "--all"],
    ["schema"],
    ["schema", "--diff", "HEAD"],
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "a\x1b[2J\x9b\n::error::forged"
    folder.mkdir()
    (folder / "cog.yaml").write_text('run: "run.py:Runner"\n')
    (folder / "run.py").write_text(PREDICTOR)
    links = f"[link](<a{ESCAPES}.md>) and [link](a%0A::error::forged)"
    (folder / "README.md").write_text(f"# Model {ESCAPES}\n\n{links}\n\n```sh\ncog run -i x{ESCAPES}=1\n```\n")
    (folder / "cog-lsp.toml").write_text('headings = { use = ["how-to-use"] }\n"un\\u001b\\n::error::known" = 1\n')
    return folder


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("inside", [True, False])
def test_nothing_unseen_is_printed(model: Path, command: list[str], inside: bool) -> None:
    """From the folder itself, and from the one above it, where its name stands in front of every file."""
    where = model if inside else model.parent
    done = subprocess.run(
        [sys.executable, "-I", "-m", "cog_lsp", *command], cwd=where, capture_output=True, check=False
    )
    for output in (done.stdout.decode(), done.stderr.decode()):
        assert "Traceback" not in output
        assert [c for c in "\x1b\x07\x9b\u202e" if c in output] == []
        assert not output.startswith("::error::forged")
        assert FORGED not in output
    if ("json" in command or "sarif" in command) and "--output-file" not in command:
        json.loads(done.stdout)
    if "junit" in command:
        ElementTree.fromstring(done.stdout.decode())
