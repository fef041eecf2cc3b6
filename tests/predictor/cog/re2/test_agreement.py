"""Made-up patterns, read and matched as Google's RE2 does, whose language Go's has.

    python -m tests.predictor.cog.re2.test_agreement 50000 [SEED]

prints in how many of so many patterns and texts the two agree. The two places where Go goes another way are left out:
it lets two groups have one name and has no `\\C`; and RE2 in C++ looks for `\\B` between the bytes of a character, too.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from cog_lsp.predictor.cog.re2 import re2_error, re2_matches

re2 = pytest.importorskip("re2")

PIECES = (
    *"abkKsé1_- \n.^$|()*+?{}[]",
    *("\u017f", "\u212a", "ß", "\u03b1", "\u0391"),
    *("(?:", "(?P<n>", "(?<m>", "(?i)", "(?i:", "(?s)", "(?m)", "(?im-s:", "(?-i)", "(?U)", "(?=", "(?<!"),
    *("{2}", "{,3}", "{1,2}", "{0}", "{3,}", "{02}", "{1001}", "{20}", "{60}"),
    *(
        "[^",
        "[a-k]",
        "[^k]",
        "[[:alpha:]]",
        "[[:^digit:]x]",
        "[\\w-.]",
        "[\\d]",
        "[\u03b1-\u03c9]",
        "[]a]",
        "[a-",
        "-]",
        "[\\b]",
    ),
    *(r"\d", r"\W", r"\s", r"\b", r"\A", r"\z", r"\Z", r"\n", r"\.", r"\_", r"\1", r"\101", r"\x41", r"\x{3b1}"),
    *(r"\pL", r"\p{Lu}", r"\P{Greek}", r"\p{^L}", r"\p{Nope}", r"\Q.*\E", r"\Q"),
)
TEXTS = (*"abkKsSéÉßẞ1_- \n.*A", "\u017f", "\u212a", "\u03b1", "\u0391", "ς", "aa", "ab")


def compare(number: int, seed: int) -> Iterator[tuple[str, str | None, object, object]]:
    """For made-up patterns: pattern, text (None: only whether it is taken), what RE2 says, what we say."""
    chance = random.Random(seed)
    options = re2.Options()
    options.log_errors = False
    for _ in range(number):
        pattern = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 10)))
        if pattern.count("(?P<n>") > 1 or pattern.count("(?<m>") > 1:
            continue
        try:
            theirs = re2.compile(pattern, options)
        except re2.error:
            theirs = None
        yield pattern, None, theirs is not None, re2_error(pattern) is None
        for _ in range(3 if theirs is not None else 0):
            text = "".join(chance.choice(TEXTS) for _ in range(chance.randint(0, 6)))
            yield pattern, text, theirs.search(text) is not None, re2_matches(pattern, text)


def test_agreement() -> None:
    assert [row for row in compare(2_000, 1) if row[2] != row[3]] == []


if __name__ == "__main__":
    counts: Counter[tuple[str, bool]] = Counter()
    for row in compare(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        agree = row[2] == row[3]
        counts["patterns" if row[1] is None else "matches", agree] += 1
        if not agree:
            print(*map(repr, row))
    for what in ("patterns", "matches"):
        print(f"{what}: {counts[what, True]} of {counts[what, True] + counts[what, False]} agree")
