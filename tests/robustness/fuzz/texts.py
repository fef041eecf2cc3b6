"""(c) Models with long texts made from pieces by chance."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from functools import cache

from tests.robustness.fuzz.cost import COMMANDS, cost, warm_up
from tests.robustness.fuzz.kinds import KINDS, files, many

LONGEST = 100_000
RATE = 1.0 / 100_000
"""Seconds of the processor for each character, at most."""
ANYWAY = 0.5
"""Seconds that a model may take, whatever its length."""
HEAVY = {"parameters": 5.0}
"""How much more a text may cost in some places: each line is an input, which twenty rules judge, and whose description
is drafted where it lacks something."""
AGAIN = {"fix": 3.0}
"""The same for commands: after each round of fixes, the model is checked again."""
OF_LIBRARIES = {"check": 6, "fix": 18, "card": 6, "page": 6}
"""How often a command may take what the libraries take for its files: tree-sitter half a second for 100 KB of garbage,
markdown-it-py a second for brackets that never close, each linear. A text is parsed, repaired, parsed statement by
statement, and looked through for its first fault; a README is read part by part, and whole for the page."""
TRIES = 3
"""Measurements of what seems too slow: other programs make the processor slower, too."""


def model(chance: random.Random) -> dict[str, str]:
    """The long texts of a model, by the names of their places."""
    names = chance.sample(list(KINDS), chance.choice((1, 1, 1, 2, 3)))
    return {name: _text(name, chance) for name in names}


def _text(name: str, chance: random.Random) -> str:
    kind = KINDS[name]
    size = min(kind.largest, int(LONGEST ** chance.uniform(0.7, 1))) // 2
    some = [chance.choice(kind.pieces) for _ in range(chance.choice((1, 2, 2, 3, 4, 6)))]
    way = chance.randrange(4)
    if way == 0:
        parts = chance.choices(some, k=size // max(1, sum(map(len, some)) // len(some)) or 1)
        text = "".join(part.replace("{n}", str(number)) for number, part in enumerate(parts))
    elif way == 1:
        text = "".join(many(piece, size // len(some)) for piece in some)
    else:
        text = many("".join(some), size)
    return text if way < 3 else _cut(text, chance)


def _cut(text: str, chance: random.Random) -> str:
    """A text in which something is missing, doubled or odd in some places."""
    for _ in range(chance.randrange(1, 9)):
        at, length = chance.randrange(len(text) + 1), chance.choice((0, 1, 2, 7, 100))
        text = (
            text[:at]
            + chance.choice(("", "", "\0", "\n", '"', "(", "`", "\ud800", "\u2028", "é"))
            + text[at + length :]
        )
    return text


def fault(seed: str, rate: float = RATE) -> str | None:
    """What is wrong with the model of a seed: a command that takes too long or ends as it must not."""
    _warm()
    chance = random.Random(seed)
    texts = model(chance)
    command = chance.choice(list(COMMANDS))
    return verdict(texts, command, rate)


def verdict(texts: Mapping[str, str], command: str, rate: float) -> str | None:
    """What is wrong with a command on a model."""
    made = files(texts)
    ours = AGAIN.get(command, 1) * rate * sum(HEAVY.get(name, 1) * len(text) for name, text in texts.items())
    most = max(ANYWAY, ours)
    for _ in range(TRIES):
        result = cost(made, command)
        if result.fault:
            return f"{command}: {result.fault}"
        if result.seconds < most:
            return None
    most = most * slowness() + OF_LIBRARIES[command] * of_libraries(made)
    if result.seconds < most:
        return None
    sizes = ", ".join(f"{len(text):,} of {text[:60]!r} in {name}" for name, text in texts.items())
    return f"{command} took {result.seconds:.1f} s, more than {most:.1f} s: {sizes}"


def of_libraries(made: Mapping[str, str]) -> float:
    """Seconds that the libraries which read code and Markdown take for the files of a model."""
    from markdown_it import MarkdownIt

    from cog_lsp.predictor.syntax.piece import Piece

    before = time.process_time()
    Piece(made["run.py"])
    MarkdownIt("commonmark").parse(made["README.md"])
    return time.process_time() - before


def slowness() -> float:
    """How much slower the processor is than at its best since the beginning, as other programs make it."""
    return max(1.0, _usual() / min(_best))


_best: list[float] = []


def _usual() -> float:
    """Seconds for a model that is always the same."""
    _best.append(cost(files({"body": many("x{n} = before\n", 5_000)}), "check").seconds)
    return _best[-1]


@cache
def _warm() -> None:
    warm_up(files({"readme": "Some text.", "body": "x = before\n"}))
    for _ in range(TRIES):
        _usual()
