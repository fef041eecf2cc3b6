"""Inputs that nobody wrote, some for each run, and those that took too long or broke something once.

`just fuzz --minutes 20` looks for more with a seed of its own; what it finds is kept here: a text as the piece that is
repeated, anything else as its seed.
"""

from __future__ import annotations

import sys
from functools import partial

import pytest

from tests.effort import examples
from tests.robustness.fuzz.cost import cost, warm_up
from tests.robustness.fuzz.kinds import KINDS, files, many

if sys.platform == "win32":
    pytest.skip("Windows has no fork", allow_module_level=True)

from tests.robustness.fuzz import PARTS, texts

SIZES = (12_000, 48_000)
GROWTH = 6
"""What is linear grows four times from one size to the next, what is square grows sixteen times."""
NOTHING = 0.15
"""Seconds on the longer text that are too few to tell growth by."""
ROUNDS = 4
"""Measurements that must agree: other programs run at the same time."""

SLOW = (
    # Searches for an input by its name, and what others have said, once for each input.
    ("parameters", "p{n}: int = Input(),\n", "check"),
    ("parameters", "p{n}: str = Input(description='Text of {n}'),\n", "check"),
    ("parameters", "seed{n}: int = Input(description='Random seed', default=None),\n", "check"),
    # A fix that gives a default to all parameters that follow.
    ("parameters", "p{n}: Path,\n", "check"),
    ("parameters", "p{n}: Literal['a', 'b'] = 'a',\np{n}: list[str],\n", "fix"),
    # Repairs that exclude one another, tried with all that were taken before.
    ("parameters", "p{n},\n*a{n},\np: int = Input(choices=[1]),\n", "fix"),
    # Each part of a statement tried in turn, and the whole statement parsed each time.
    ("parameters", "x: int = Input(ge=,\n", "check"),
    ("module", "a[0]", "check"),
    ("module", "f()", "check"),
    ("module", "f'{a}0' print(0)\n'a0', assert x\n", "fix"),
    # tree-sitter's scanner reads on to the next line of code from each line without.
    ("module", "# comment {n}\n", "check"),
    ("module", "\\\n", "check"),
    ("module", "# a\n\\\n", "check"),
    ("methods", "# c\n", "check"),
    ("body", "# c\n\n", "check"),
    # A pattern with another node inside is held open until its node ends.
    ("keywords", ".b()", "check"),
    ("keywords", "(1)", "check"),
    # Each term asks the whole text for its sentence, and whether it is defined.
    ("description", "CFG ", "check"),
    ("description", "A LoRA is used. ", "check"),
    ("description", "A LoRA means x, ", "check"),
    ("description", "(LoRA) ", "check"),
    ("description", "LoRA (", "check"),
    ("description", "QQV{n} ", "check"),
    ("description", "leave empty for ", "check"),
    # Values that are changed in loops are consumed again by each that follows.
    ("body", "while steps:\n    steps -= 1\n", "check"),
    ("body", "for a{n} in b{n}:\n    before += a{n}\n", "check"),
    ("body", "if not before: return\n", "check"),
    ("body", "y{n} = [a for a in before]\n", "check"),
    ("body", "x{n} = 1\nif steps > {n}:\n    y{n} = f(before)\n", "check"),
    ("cog.yaml", "k: 1\n", "check"),
    # Each part of a README that is open, and each that is not, looked for its end or its place in the whole text.
    ("readme", "[a{n}](https://e.org/{n}) ", "check"),
    ("readme", "<!-- ", "check"),
    ("readme", "<!-- c -->", "check"),
    ("readme", "<h2 ", "check"),
    ("readme", "<a href='", "check"),
    ("readme", "<div>\n\n", "check"),
    ("readme", "<!-- cog-lsp: inputs -->\n", "check"),
    ("readme", "<!-- cog-lsp: ignore[jargon] -->\n", "check"),
    ("readme alone", "## Empty {n}\n\n", "fix"),
    ("readme alone", "\n\n \n", "check"),
    ("readme", "[{n}]: https://e.org/{n}\n", "check"),
    ("readme", "- `before` (str): the text, default {n}\n", "check"),
    ("readme", "| steps | int | {n} | how many |\n", "check"),
    ("readme", "____", "check"),
    ("readme", "* item {n}\n\n  more\n\n", "check"),
    ("readme", "```python\nreplicate.run('a/b', input={'before': 'a'})\n```\n", "check"),
    # Elements that stay open, looked through for each tag, and opened anew in each paragraph.
    ("readme", "<div>\n", "page"),
    ("readme", "<p><b id={n}>", "page"),
    ("readme", "<table><b id={n}>", "page"),
    ("readme", "<html a{n}=1>", "page"),
    # Refusals that others imply, each of which a draft told anew.
    ("body", "if steps > {n}:\n    raise ValueError('too many')\nyield before\n", "fix"),
    # Lines that silence findings, and patterns of names.
    ("module", "# cog-lsp: ignore[jargon] " * 3, "check"),
    ("parameters", "p{n}: int = 1,  # cog-lsp: ignore[jargon]\n", "check"),
    ("gitignore", "*a*a*a*a*b{n}\n", "check"),
    ("choices", "'c{n}', ", "check"),
    ("cog-lsp.toml", "a.b{n} = 1\n", "check"),
    ("cog-lsp.toml", "severity.jargon{n} = 'off'\n", "check"),
    ("pyproject.toml", "tool.a.b{n} = 1\n", "check"),
)
"""Where a piece was repeated, the piece, and the command, with what made it slow."""


@pytest.fixture(scope="module", autouse=True)
def everything_is_imported() -> None:
    warm_up(files({"readme": "Some text.", "body": "x = before\n"}))


@pytest.mark.parametrize(("kind", "piece", "command"), SLOW, ids=lambda value: repr(value)[1:-1])
def test_a_text_that_was_slow_takes_what_its_length_tells(kind: str, piece: str, command: str) -> None:
    for _ in range(ROUNDS):
        small, large = (cost(files({kind: many(piece, size)}), command) for size in SIZES)
        assert not large.fault
        if large.seconds < NOTHING or large.seconds < GROWTH * small.seconds:
            return
    pytest.fail(f"{small.seconds:.2f} s, then {large.seconds:.2f} s")


@pytest.mark.parametrize("piece", [(name, piece) for name in KINDS for piece in KINDS[name].pieces][::97])
def test_pieces_make_models(piece: tuple[str, str]) -> None:
    """Each 97th of the pieces, a little of it: every command ends as it may."""
    name, text = piece
    assert cost(files({name: many(text, 500)}), "page").fault == ""


@pytest.mark.parametrize(("part", "number"), [("patterns", 20), ("protocol", 4), ("texts", 40)])
def test_some_inputs_by_chance(part: str, number: int) -> None:
    """The same ones each time; nothing is measured, but what hangs is ended."""
    fault = partial(texts.fault, rate=1) if part == "texts" else PARTS[part]
    wrong = [line for n in range(examples(number)) if (line := fault(f"usual:{n}")) is not None]
    assert wrong == []
