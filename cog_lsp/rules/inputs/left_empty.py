"""Whether an input may be left empty, and what that means, where its description says so and the code does not."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.fact import Usage
from cog_lsp.predictor.model import ABSENT, Field
from cog_lsp.prose.claims import Claim, claims, optional_at
from cog_lsp.rules.evidence import is_needed
from cog_lsp.rules.inputs.untrue import Untrue

NUMBERS = ("int", "float")


def untrue_of_nothing(text: str, usage: Usage) -> Iterator[Untrue]:
    """Every statement of a description about what is left empty that the code contradicts for certain."""
    default, field = usage.input.meant("default"), usage.input.field
    may_be_empty = default is ABSENT or default in (None, "")
    needed = next(filter(is_needed, usage.facts), None) if may_be_empty else None
    place = optional_at(text)
    if place is not None and needed is not None:
        yield Untrue(*place, "says that it is optional, but the code fails without it", needed, _required(text, place))
    elif place is not None and default is ABSENT and isinstance(field, Field) and field.required:
        yield Untrue(*place, "says that it is optional, but callers must send it", None, _required(text, place))
    for claim in claims(text):
        if needed is not None:
            message = "tells people to leave it empty, but the code fails then"
            yield Untrue(claim.start, claim.end, message, needed, _said(text, claim, needed.sentence))
        elif claim.random:
            yield from _fixed(text, claim, usage)


def _fixed(text: str, claim: Claim, usage: Usage) -> Iterator[Untrue]:
    """A value that is said to be random and is always the same."""
    special = next((fact for fact in usage.facts if fact.kind == "special" and fact.value == "empty"), None)
    default, kind = usage.input.meant("default"), usage.input.type
    if kind is None or kind.name not in NUMBERS:
        return
    if special is not None and _is_fixed(special.instead):
        message = f"says that an empty value is random, but it becomes {special.instead}"
        yield Untrue(claim.start, claim.end, message, special, _said(text, claim, special.sentence))
    is_plain = special is None and not kind.optional and default not in {fact.handled for fact in usage.facts}
    if is_plain and _is_fixed(default):
        message = f"says that an empty value is random, but the default is {default}"
        yield Untrue(claim.start, claim.end, message, None, _said(text, claim, f"Leave empty to use {default}."))


def _is_fixed(value: object) -> bool:
    """Whether a value is a number that no library takes for a wish: 0 and -1 often mean random."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _required(text: str, place: tuple[int, int]) -> tuple[int, int, str] | None:
    """The opposite word, where the sentence stays one."""
    if text[place[1] : place[1] + 1] == ",":
        return None
    return (*place, "Required" if text[place[0]].isupper() else "required")


def _said(text: str, claim: Claim, sentence: str) -> tuple[int, int, str] | None:
    """What is true in place of a whole sentence, or of what stands in parentheses."""
    if claim.clause is None:
        return None
    start, end = claim.clause
    if text[end : end + 1] == ")":
        sentence = sentence.rstrip(".")
    return start, end, sentence if text[start].isupper() else f"{sentence[:1].lower()}{sentence[1:]}"
