"""What a command costs that is started for one model, beside the start of Python and `ruff check`.

    python tests/bench/start.py [--rounds 15] [--programs FOLDER] [--update PAGE]

The programs take turns. Processor time counts, since most of it is one processor's, and another program that runs
meanwhile adds little to it. Not for Windows, which does not tell that of programs that have ended.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.cases import model  # noqa: E402
from tests.bench.check import add_options, both_programs, seconds  # noqa: E402
from tests.bench.tables import machine, publish, table  # noqa: E402

MODEL = model(200, 8, 4)
"""The files of the model: lines, inputs, kilobytes of README."""


def main() -> None:
    """Print the table, or write it into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    add_options(parser, rounds=15)
    chosen = parser.parse_args()
    ruff, ours = both_programs(parser, chosen.programs)
    commands = {
        "Python's start": [sys.executable, "-c", "pass"],
        "`ruff check`": [ruff, "check", "--no-cache", "--isolated"],
        "`cog-lsp --version`": [ours, "--version"],
        "`cog-lsp check`": [ours, "check"],
        "`cog-lsp check --format json`, with the edits of fixes": [ours, "check", "--format", "json"],
    }
    with tempfile.TemporaryDirectory() as name:
        for file, text in MODEL.items():
            (Path(name) / file).write_text(text, encoding="utf-8")
        runs = [[seconds(command, Path(name))[1] for command in commands.values()] for _ in range(1 + chosen.rounds)]
    spent = [statistics.median(column) * 1000 for column in zip(*runs[1:], strict=True)]
    rows = [[command, f"{each:.0f}", f"{each / spent[0]:.1f}"] for command, each in zip(commands, spent, strict=True)]
    head = ["one model", "processor time (ms)", "to Python's start"]
    publish("start", f"{machine()}. {chosen.rounds} rounds, medians.\n\n{table(head, rows)}", chosen.update)


if __name__ == "__main__":
    main()
