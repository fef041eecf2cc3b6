"""`cog-lsp check` over many models, beside `ruff check` on the same folder and the start of Python.

    python tests/bench/check.py [--models FOLDER] [--count 276] [--rounds 5] [--programs FOLDER] [--update PAGE]

Once, twice and four times as many models show whether the time grows with their number. The models are made up, or
copies of those in a folder. The programs take turns. `ruff check` runs its own default rules, without its cache. Not
for Windows, which does not tell the processor time of programs that have ended.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.cases import model  # noqa: E402
from tests.bench.servers import program  # noqa: E402
from tests.bench.tables import machine, publish, table  # noqa: E402

WORDS = ("amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heath", "inlet", "jetty", "knoll", "lagoon")
TIMES = (1, 2, 4)


def made_up(folder: Path, count: int) -> None:
    """Models of several sizes, no two with the same names and texts; every second one has a README."""
    for n in range(count):
        word = f"{WORDS[n % 12]} {WORDS[n // 12 % 12]} {n // 144}"
        home = folder / word.replace(" ", "_")
        home.mkdir()
        for name, text in model(50 + n * 37 % 400, 3 + n % 13, n % 2 * (1 + n % 9)).items():
            for old in ("Guidance", "steps", "picture", "batch"):
                text = text.replace(f"{old} ", f"{old} of the {word} ")
            (home / name).write_text(text.replace("scale_", f"{WORDS[n % 12]}_{n}_"), encoding="utf-8")


def seconds(command: list[str], folder: Path) -> tuple[float, float]:
    """How long a command takes, and how much of the processors; its findings are nobody's concern here."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    spent, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows(chosen: argparse.Namespace, commands: dict[str, list[str]]) -> Iterator[list[str]]:
    """A row for each number of models."""
    for times in TIMES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if chosen.models is None:
                made_up(folder, chosen.count * times)
            for n in range(times if chosen.models is not None else 0):
                shutil.copytree(chosen.models, folder / f"copy{n}")
            models = sum(1 for _ in folder.rglob("cog.yaml"))
            files = [sum(1 for _ in folder.rglob(pattern)) for pattern in ("*.py", "README.md")]
            runs = [[seconds(command, folder) for command in commands.values()] for _ in range(chosen.rounds)]
            python, ruff, ours = (statistics.median(spent for spent, _ in column) for column in zip(*runs, strict=True))
            busy = statistics.median(run[-1][1] for run in runs)
            spent = [f"{value:.2f}" for value in (python, ruff, ours, ours / (python + ruff))]
            yield [*(f"{value:,}" for value in (models, *files)), *spent, f"{busy / models * 1000:.1f}"]


def add_options(parser: argparse.ArgumentParser, rounds: int) -> None:
    """The options of a comparison of programs that are started."""
    parser.add_argument("--rounds", type=int, default=rounds, help="runs of each program")
    parser.add_argument("--programs", type=Path, metavar="FOLDER", help="where else the programs are")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="write the table into this page")


def both_programs(parser: argparse.ArgumentParser, folder: Path | None) -> tuple[str, str]:
    """`ruff` and `cog-lsp`; ends with a message where one is missing."""
    ruff, ours = program("ruff", folder), program("cog-lsp", folder)
    if ruff is None or ours is None:
        parser.error("needs cog-lsp and ruff: pip install . ruff")
    return ruff, ours


def main() -> None:
    """Print the table, or write it into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="real models instead of made-up ones")
    parser.add_argument("--count", type=int, default=276, help="how many models to make up")
    add_options(parser, rounds=5)
    chosen = parser.parse_args()
    ruff, ours = both_programs(parser, chosen.programs)
    commands = {
        "Python's start (s)": [sys.executable, "-c", "pass"],
        "`ruff check` (s)": [ruff, "check", "--no-cache", "--isolated"],
        "`cog-lsp check` (s)": [ours, "check"],
    }
    head = [
        "models",
        "Python files",
        "READMEs",
        *commands,
        "cog-lsp / (Python + ruff)",
        "cog-lsp, processor time per model (ms)",
    ]
    kind = "made-up" if chosen.models is None else "real"
    text = f"{machine()}. {chosen.rounds} rounds, medians.\n\n{table(head, rows(chosen, commands))}"
    publish(f"check {kind}", text, chosen.update)


if __name__ == "__main__":
    main()
