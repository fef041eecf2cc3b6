"""The names of a `from … import …` on one line, changed without LibCST, which takes 100 ms to load.

What comes out is what `import_lists` writes, which has all other statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from keyword import iskeyword

from cog_lsp.regex import regex

NAME = r"[A-Za-z_]\w*"
STATEMENT = regex(
    rf"from[ \t]+(?:\.+|\.*{NAME}(?:\.{NAME})*)[ \t]+import[ \t]+(?P<names>{NAME}(?:[ \t]*,[ \t]*{NAME})*)", re.ASCII
)
WORD = regex(NAME, re.ASCII)


def extended(source: str, added: Sequence[str]) -> str | None:
    """The statement with these names in its list, each after the last name that sorts before it; None where it is not
    as plain as that."""
    statement = STATEMENT.fullmatch(source)
    if statement is None or sum(map(iskeyword, WORD.findall(source))) != len(("from", "import")):
        return None
    head, listing = source[: statement.start("names")], statement["names"]
    second = re.search(r",([ \t]*)", listing)
    space = second[1] if second else " "
    for name in added:
        names = list(WORD.finditer(listing))
        place = max((at + 1 for at, match in enumerate(names) if match[0].lower() < name.lower()), default=0)
        if place < len(names):
            at = names[place].start()
            listing = f"{listing[:at]}{name},{space}{listing[at:]}"
        else:
            listing = f"{listing},{space}{name}"
    return head + listing
