"""From a keystroke to its diagnostics, questions, cold start and memory: cog-lsp beside other servers, in one run.

    python tests/bench/keystroke.py [--rounds 200] [--only NAME ...] [--programs FOLDER] [--before PYTHON]
        [--update PAGE]

A raw client types and waits for the diagnostics of that version. The servers take turns round by round, so that a
slower moment of the machine is shared by all. Compare the ratios, not the milliseconds. Install cog-lsp with pip, not
in place: an editable checkout may have to compile its modules at each start. `--before` takes the interpreter of
another environment, whose cog-lsp comes first, so that the ratios say what a change costs. Linux only.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT))  # behind the installed packages: the installed cog-lsp is measured

from tests.bench.cases import IN_PREDICTOR, IN_README, QUESTIONS, Session, model, sessions  # noqa: E402
from tests.bench.running import Running  # noqa: E402
from tests.bench.servers import SERVERS, Server, find, of_environment  # noqa: E402
from tests.bench.tables import comparison, machine, publish, table  # noqa: E402


@contextmanager
def folder(files: dict[str, str]) -> Iterator[Path]:
    """A folder with these files."""
    with tempfile.TemporaryDirectory() as name:
        for file, text in files.items():
            (Path(name) / file).write_text(text, encoding="utf-8")
        yield Path(name)


def type_in(session: Session, servers: list[Server], rounds: int) -> dict[str, dict[str, list[float]]]:
    """The milliseconds of a session by server and case. Servers that wait take part in the first rounds only, which do
    not count for the others: caches warm up there."""
    few = max(1, rounds // 20)
    with folder(session.files) as root, ExitStack() as stack:
        running = [
            stack.enter_context(Running(server, root, session.file))
            for server in servers
            if session.file in server.reads
        ]
        for place in session.places:  # one place after the other, as people type
            for n in range(1 + few + rounds):
                text = place.change(session.files[session.file], n)
                for one in running:
                    if n <= few or not one.server.waits:
                        one.type(place, text)
    return {
        one.server.name: {
            f"{session.name}, {case}": times[1 if one.server.waits else 1 + few :] for case, times in one.times.items()
        }
        for one in running
    }


def start(servers: list[Server], rounds: int) -> str:
    """Cold start and memory as a table."""
    seen: dict[str, list[tuple[float, float, float]]] = {server.name: [] for server in servers}
    with folder(model(500, 15, 10)) as root:
        for _ in range(max(2, rounds // 20)):
            for server in servers:
                with Running(server, root, server.reads[0]) as one:
                    seen[server.name].append((one.ready * 1000, one.first * 1000, one.memory()))
    rows = [[name, *(f"{statistics.median(v):.0f}" for v in zip(*runs, strict=True))] for name, runs in seen.items()]
    return table(["cold start", "answer to `initialize` (ms)", "first diagnostics (ms)", "memory then (MB)"], rows)


def report(servers: list[Server], missing: list[str], rounds: int) -> Iterator[str]:
    """The page, part by part."""
    versions = ", ".join(f"{server.name} ({server.package} {server.version()})" for server in servers)
    yield f"{machine()}. {rounds} rounds. {versions}."
    if missing:
        yield f" Not installed and left out: {', '.join(missing)}."
    times: dict[str, dict[str, list[float]]] = {server.name: {} for server in servers}
    every = sessions()
    for session in every:
        for name, found in type_in(session, servers, rounds).items():
            times[name].update(found)
    for title, file, cases in (
        ("typing in a predictor", "predict.py", [place.name for place in IN_PREDICTOR]),
        ("asking about an input", "predict.py", QUESTIONS),
        ("typing in a README", "README.md", [place.name for place in IN_README]),
    ):
        rows = [f"{session.name}, {case}" for session in every if session.file == file for case in cases]
        wait = ", with its wait" if title.startswith("typing") else ""
        columns = {s.name + wait * s.waits: times[s.name] for s in servers if file in s.reads}
        yield f"\n\n{comparison(title, rows, columns)}".rstrip()
    yield f"\n\n{start(servers, rounds)}"


def main() -> None:
    """Print the tables, or write them into a page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=200, help="keystrokes per place and server")
    names = [server.name for server in SERVERS]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"only these of {', '.join(names)}")
    parser.add_argument("--programs", type=Path, metavar="FOLDER", help="where else the servers' programs are")
    parser.add_argument("--before", metavar="PYTHON", help="the interpreter of an environment with another cog-lsp")
    parser.add_argument("--update", type=Path, metavar="PAGE", help="write the tables into this page")
    chosen = parser.parse_args()
    servers, missing = find(chosen.only, chosen.programs)
    if chosen.before is not None:
        servers.insert(0, of_environment(chosen.before))
    publish("keystroke", "".join(report(servers, missing, chosen.rounds)), chosen.update)


if __name__ == "__main__":
    main()
