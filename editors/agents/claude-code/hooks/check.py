"""After an edit: checks the model that the edited file belongs to, and tells the agent what is wrong with it.

Standard input has the event as JSON; its `tool_input.file_path` is the file. Exit code 0: nothing to say. 2: standard
error is for the agent. 1: standard error is for the person. It needs no library and changes nothing.
"""

import json
import os
import shutil
import subprocess
import sys

FILES = (".py", ".md", ".markdown", "cog.yaml", "cog-lsp.toml")
CHECK = ["check", "--format", "concise", "--exit-zero-without-models"]


def main() -> int:
    """Check the file of the event."""
    event = json.load(sys.stdin)
    file = event.get("tool_input", {}).get("file_path", "")
    if not file.endswith(FILES) or not os.path.exists(file):
        return 0
    program = shutil.which("cog-lsp")
    if program is None:
        print("cog-lsp is not on PATH, so models are not checked.", file=sys.stderr)
        return 1
    folder = event.get("cwd") or os.path.dirname(file)
    # An empty item in PYTHONPATH would have Python run modules of the workspace.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [program, *CHECK, file], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode == 1:
        print(done.stdout, end="", file=sys.stderr)
        return 2
    if done.returncode:
        print(done.stderr, end="", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
