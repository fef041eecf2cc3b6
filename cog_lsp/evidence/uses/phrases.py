"""Values and lists as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cog_lsp.listing import listed

LONGEST_LIST = 8


def either(values: Iterable[str], word: str = "or") -> str:
    """ "a, b or c"."""
    distinct = list(dict.fromkeys(values))
    if len(distinct) > LONGEST_LIST:
        distinct = [*distinct[:LONGEST_LIST], f"{len(distinct) - LONGEST_LIST} others"]
    return listed(distinct, word)


def number(value: Any) -> str:
    """A number as people write it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def plain(value: Any) -> str:
    """A value as the form shows it."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return "on" if value else "off"
    return number(value) if isinstance(value, (int, float)) else str(value)


def quoted(value: Any) -> str:
    """A text within quotes."""
    return f"“{value}”"


def infinitive(predicate: str) -> str | None:
    """ "is above 0" as "be above 0"."""
    if predicate.startswith("is neither "):
        return "be neither " + predicate[len("is neither ") :]
    for start, instead in (
        ("is not ", "not be "),
        ("is ", "be "),
        ("has not exactly ", "not have exactly "),
        ("has ", "have "),
        ("ends in ", "end in "),
        ("begins with ", "begin with "),
        ("contains ", "contain "),
        ("does not end in ", "not end in "),
        ("does not begin with ", "not begin with "),
        ("does not contain ", "not contain "),
        ("times ", None),
        ("plus ", None),
    ):
        if predicate.startswith(start):
            return None if instead is None else instead + predicate[len(start) :]
    return None


def of_one(clauses: list[str], word: str) -> str | None:
    """`x` is below 1 and `x` is above 9 as "`x` is below 1 or above 9"; what is blank is empty, too."""
    split = [clause.partition("` ") for clause in clauses]
    predicates = [rest for _, _, rest in split]
    if len({name for name, _, _ in split}) != 1 or not all(rest.startswith("is ") for rest in predicates):
        return None
    if word == "or" and {"is empty", "is blank"} <= set(predicates):
        predicates.remove("is empty")
    return f"{split[0][0]}` {predicates[0]}" + "".join(f" {word} {rest[len('is ') :]}" for rest in predicates[1:])


def shared(clauses: list[str], word: str) -> str | None:
    """`a is given` and `b is given` as "`a` and `b` are given"."""
    split = [clause.partition("` ") for clause in clauses]
    predicates = {rest for _, _, rest in split}
    if len(clauses) < 2 or len(predicates) != 1:
        return None
    predicate = predicates.pop()
    names = [f"{name}`" for name, _, _ in split]
    if not predicate.startswith("is "):
        return None
    verb = "are" if word == "and" else "is"
    listed = either(names, word)
    return f"{listed} {verb} {predicate[3:]}"
