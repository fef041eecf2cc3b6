"""What happens for a value that is handled apart, in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.phrases import plain
from cog_lsp.evidence.uses.state import MISSING, UNBOUND
from cog_lsp.evidence.uses.subject import SAME, About, measure, subject
from cog_lsp.evidence.uses.terms import Const, Items, Opaque, Operation, Table, Term, parts
from cog_lsp.regex import regex

RANDOM = regex(r"rand|urandom|seed\b|secrets|time\.time|entropy", re.IGNORECASE)
DRAWN = regex(r"^(?:np\.|numpy\.)?(?:random|secrets)\.(?:choice|choices|sample)\b")
TURNED_OFF = frozenset(["none", "off", "disabled"])
BRANCH = "branch"
"""What stands for the other side of a statement."""


def number(question: About, declared: Declared) -> float | None:
    """The number that is special, the lowest of several; of all that are negative, -1."""
    if declared.kind(question.name) not in ("int", "float"):
        return None
    if question.value == "negative":
        return -1
    constants = question.constant if isinstance(question.constant, list) else [question.constant]
    numbers = [constant for constant in constants if isinstance(constant, (int, float))]
    if not numbers and question.value == "empty" and not declared.can_be_none(question.name):
        return 0
    return min(numbers, default=None)


def which(question: About, declared: Declared) -> str:
    """How the sentence begins: "Leave empty", "0", "Negative numbers"."""
    kind = declared.kind(question.name)
    if question.value == "empty":
        if kind in ("int", "float") and not declared.can_be_none(question.name):
            return "0"
        return "Leave empty"
    if question.value == "zero":
        return "0"
    if question.value == "negative":
        return "A negative number"
    if question.value == "nothing":
        low = declared.bound(question.name, "ge")
        return "0" if low is not None and low >= 0 else "0 or less"
    if question.value == "at least 1":
        return "1" if declared.bound(question.name, "le") == 1 else "1 or more"
    return plain(question.constant)


class Consequence(NamedTuple):
    """What happens for a value that is handled apart."""

    clues: tuple[frozenset[str], ...]
    """Groups of words that would tell it."""
    words: str
    is_vague: bool = False


def consequence(question: About, instead: Term, usual: Term, declared: Declared) -> Consequence:
    """What happens for the special value."""
    leaves = question.value == "empty" and not (
        declared.kind(question.name) in ("int", "float") and not declared.can_be_none(question.name)
    )
    verb = " to use " if leaves else " means "
    is_number = declared.kind(question.name) in ("int", "float", "") or "seed" in question.name.lower()
    if _is_random(instead, RANDOM if is_number else DRAWN):
        label = question.name if "seed" in question.name.lower() else "value" if is_number else "one"
        return Consequence((frozenset(["random"]),), f"{' for' if leaves else ' means'} a random {label}")
    if isinstance(instead, Const) and instead.value not in (None, "") and subject(usual) == question.name:
        return Consequence((frozenset([plain(instead.value).lower()]),), f"{verb}{plain(instead.value)}")
    is_joined = any(is_text(part) and question.name in part.inputs for part in parts(usual))
    if instead.inputs and question.name not in instead.inputs and measure(usual) == question.name and not is_joined:
        listed = " and ".join(f"`{name}`" for name in instead.inputs[:3])
        return Consequence(
            (frozenset(name.lower() for name in instead.inputs),),
            f"{verb}a value that comes from {listed}",
            is_vague=True,
        )
    if "seed" in question.name.lower():
        return Consequence((frozenset(["random"]),), f"{' for' if leaves else ' means'} another result each time")
    if _is_known_elsewhere(instead) and subject(usual) == question.name:
        return Consequence((frozenset(["default"]),), f"{verb}a default", is_vague=True)
    if isinstance(question.constant, str) and question.constant.lower() not in TURNED_OFF:
        return Consequence((), " is handled in another way", is_vague=True)
    return Consequence((), " to go without it" if leaves else " turns it off", is_vague=leaves)


def _is_known_elsewhere(instead: Term) -> bool:
    """Whether a value comes from none of the inputs, but from the model: a setting, what was loaded, a list."""
    if isinstance(instead, (Items, Table)):
        return instead.size > 1
    is_made = isinstance(instead, Operation) or (
        isinstance(instead, Opaque) and instead.what not in (BRANCH, UNBOUND, MISSING)
    )
    return is_made and not instead.inputs


def stays(question: About, value: object) -> bool:
    """Whether a special value is replaced with itself, or with another one that is as special: `x or 0`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if question.value == "negative":
        return value < 0
    if question.value == "nothing":
        return value <= 0
    return bool(value == (question.constant if question.value in ("zero", "value") else 0))


def is_text(term: Term) -> bool:
    """Whether a value is put into a text."""
    return isinstance(term, Operation) and term.name in ("text", "+", ".format")


def _is_random(term: Term, names: re.Pattern[str]) -> bool:
    """Whether a value, or a part of a text, is drawn anew each time, by functions of these names."""
    if isinstance(term, Operation) and term.name == "text":
        return any(_is_random(operand, names) for operand in term.operands)
    while isinstance(term, Operation) and term.name in SAME and term.operands:
        term = term.operands[0]
    if isinstance(term, Operation) and term.name in ("%", "&", "+", "*", "item", "-"):
        term = term.operands[0]
    return isinstance(term, Opaque) and names.search(term.what) is not None
