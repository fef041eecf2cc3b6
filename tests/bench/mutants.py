"""A random sample of the mutants that mutmut makes, and the share of them that the tests kill.

    mutmut results --all true | python tests/bench/mutants.py draw --number 150 --seed 1 > sample.txt
    mutmut run $(cat sample.txt)
    mutmut results --all true | python tests/bench/mutants.py share sample.txt

Both read the table of mutmut. `draw` prints that many names for each part of the code; `share` prints a table in
Markdown with 95 % confidence intervals (Wilson's), and the mutants of the sample that live. A mutant that no test runs
lives. One that runs out of time is listed and counts as living, until someone reads whether it loops.

Left out are the functions in the modules of rules that write their examples: they run while the module is imported,
before mutmut turns a mutant on, and the examples are tests themselves.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from math import sqrt
from pathlib import Path

EXAMPLES = re.compile(r"cog_lsp\.rules\..*\.x__(?:class|example|file|model|python|reported|table)__mutmut_\d+")
"""Mutants of what writes the examples of a rule."""


def statuses(lines: Iterable[str]) -> dict[str, str]:
    """The mutants of mutmut's table, with what became of each."""
    pairs = (line.strip().rpartition(": ") for line in lines)
    return {name: status for name, _, status in pairs if "__mutmut_" in name and not EXAMPLES.fullmatch(name)}


def part(mutant: str) -> str:
    """The part of the code that holds a mutant: the module or package under `cog_lsp`."""
    return mutant.split(".")[1]


def draw(names: Iterable[str], number: int, seed: int) -> Iterator[str]:
    """The names of the sample: all of a part that has no more than the number."""
    parts: dict[str, list[str]] = {}
    for name in sorted(names):
        parts.setdefault(part(name), []).append(name)
    for members in parts.values():
        yield from random.Random(seed).sample(members, min(number, len(members)))


def interval(killed: int, of: int) -> tuple[float, float]:
    """Wilson's interval for a share, at 95 %."""
    z = 1.96
    share, weight = killed / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / weight
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / weight
    return middle - half, middle + half


def table(found: dict[str, str], sample: Iterable[str]) -> Iterator[str]:
    """The lines of the table, and the mutants that are not killed."""
    all_of, drawn, killed = Counter(map(part, found)), Counter[str](), Counter[str]()
    others = []
    for name in sample:
        drawn[part(name)] += 1
        if found[name] == "killed":
            killed[part(name)] += 1
        else:
            others.append(f"{name}: {found[name]}")
    yield "| Part | Mutants | Tried | Killed | 95 % interval |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, of in sorted(drawn.items()):
        low, high = interval(killed[name], of)
        share = f"{killed[name]} ({killed[name] / of:.1%})"
        yield f"| `{name}` | {all_of[name]:,} | {of} | {share} | {low:.1%}–{high:.1%} |"
    yield from ("", *sorted(others))


def main() -> None:
    """Read the table of mutmut and print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True, dest="command")
    drawing = commands.add_parser("draw")
    drawing.add_argument("--number", type=int, default=150)
    drawing.add_argument("--seed", type=int, default=1)
    commands.add_parser("share").add_argument("sample", type=Path)
    asked = parser.parse_args()
    found = statuses(sys.stdin)
    if asked.command == "draw":
        print(*draw(found, asked.number, asked.seed), sep="\n")
    else:
        print(*table(found, asked.sample.read_text(encoding="utf-8").split()), sep="\n")


if __name__ == "__main__":
    main()
