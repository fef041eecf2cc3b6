"""What stays in memory for good is not looked through for garbage again and again, in the middle of an answer."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.raw_client import RawClient
from tests.robustness.hostile import PREDICTOR

SERVER = """
import gc, sys
from cog_lsp.cli import main

code = main(["serve"])
print(len(gc.get_objects()), gc.get_freeze_count(), file=sys.stderr)
sys.exit(code)
"""


def test_most_of_what_is_there_after_a_check_is_left_alone(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    with RawClient((sys.executable, str(script))) as client:
        client.initialize()
        uri = "untitled:Untitled-1.py"
        text = PREDICTOR % "x: str = 'a'"
        for version in range(1, 20):
            (client.change if version > 1 else client.open)(uri, f"{text}# {version}\n", version=version)
            client.diagnostics(uri, version)
        assert client.shut_down() == 0
        looked_at, left_alone = map(int, client.log[-1].split())
    assert looked_at < left_alone / 4
