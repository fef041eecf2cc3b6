"""(a) Every pattern of the package, on texts made by chance from what it matches."""

from __future__ import annotations

import random
import re
import warnings
from functools import cache
from typing import Any

from tests.patterns.adversary import CHARACTERS, _parts, _sample
from tests.patterns.test_growth import ROUNDS, SIZES, is_slow, patterns

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import sre_parse


def fault(seed: str) -> str | None:
    """A pattern for which a text of the seed takes longer than its length tells."""
    chance = random.Random(seed)
    one = chance.choice(patterns())
    compiled = re.compile(one.pattern, one.flags)
    method = chance.choice(one.methods)
    before, unit, after = _pieces(one.pattern, compiled.flags, chance)
    middle, large = (before + unit * (size // len(unit)) + after for size in SIZES)
    if not all(is_slow(compiled, method, middle, large) for _ in range(ROUNDS)):
        return None
    return f"{one.file}:{one.line} {method} {before!r} {unit!r} {after!r} {one.pattern[:150]}"


def _pieces(pattern: str, flags: int, chance: random.Random) -> tuple[str, str, str]:
    """What a text begins with, repeats and ends with."""
    fragments = _fragments(pattern, flags)
    some = [chance.choice(fragments) for _ in range(chance.choice((1, 1, 2, 3)))]
    if chance.random() < 0.3:
        some.insert(chance.randrange(len(some) + 1), chance.choice(CHARACTERS))
    return chance.choice(("", "", *fragments)), "".join(some), chance.choice(("", "\0", "\n", *fragments))


@cache
def _fragments(pattern: str, flags: int) -> tuple[str, ...]:
    """Texts that parts of a pattern match, the whole one among them."""
    samples: dict[str, None] = {}

    def collect(tree: Any) -> None:
        samples.setdefault(_sample(tree))
        for number, (op, value) in enumerate(tree):
            samples.setdefault(_sample(tree[: number + 1]))
            samples.setdefault(_sample(tree[number:]))
            for part in _parts(str(op), value):
                collect(part)

    collect(sre_parse.parse(pattern, flags))
    return tuple(sample[:200] for sample in samples if sample) or ("a",)
