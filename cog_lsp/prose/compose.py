"""Sentences about an input: from the glossary where it knows the name, else from the parts of the name, the type, the
default, the bounds and the choices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.prose.contradictions import number, show
from cog_lsp.prose.data import load
from cog_lsp.prose.glossary import Match, humanize, kind_of, lookup
from cog_lsp.prose.judge import choices_of, explains_itself, shown

GAP = "[say what {name} changes, with an example]"
"""The one marked gap of a draft that only the author can finish."""
NUMBER_GAP = "[say what {name} changes, and what lower and higher values do]"
"""The same for numbers."""
CODE = re.compile(r"\b[a-z] \d|\d [a-z]\b")
"""A part of a name that is no word, such as m2m."""
MOST = 1_000_000
"""Bounds beyond this are limits of the machine, not of the model."""
FEW = 6
"""So many choices can be named in a sentence."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """What can be said about an input. Empty where there is nothing to say."""

    what: str
    brief: str
    effect: str
    choices: str
    range: str
    start: str
    omit: str
    known: bool
    """Whether the glossary knows the whole name."""
    gap: bool
    """Whether `what` or `effect` holds a gap."""


def sentences(input: Input) -> Sentences:
    """Everything that can be said about an input without reading its model."""
    kind = kind_of(input)
    match = lookup(input.name, kind, number(input, "default"))
    if match is not None and CODE.search(match.rest):
        match = None
    name = input.name
    what = brief = effect = ""
    if match is not None:
        entry = match.entry
        what = match.fill(entry.by_kind.get(kind, entry.text), name)
        brief = match.fill(entry.brief, name) if entry.brief and kind not in entry.by_kind else first_sentence(what)
        effect = match.fill(effect_of(match, input), name)
    gap = not what
    if gap:
        what = brief = marked_gap(input)
    return Sentences(
        what=what,
        brief=brief,
        effect=effect,
        choices=about_choices(input, match is None or match.entry.start),
        range=about_range(input) if effect else "",
        start=about_start(input, match, effect),
        omit=about_omission(input, match, kind),
        known=match is not None and match.exact,
        gap=gap,
    )


def effect_of(match: Match, input: Input) -> str:
    """The sentences about lower and higher values."""
    entry = match.entry
    parts = [entry.effect or ""]
    if entry.extremes and (number(input, "ge"), number(input, "le")) == (0, 1):
        parts.append(f"{entry.extremes}.".replace("..", "."))
    default = input.meant("default")
    if not isinstance(default, bool):
        if entry.minus and default == -1:
            parts.append(entry.minus)
        if entry.zero and default == 0:
            parts.append(entry.zero)
    return " ".join(part for part in parts if part)


def first_sentence(text: str) -> str:
    """The text up to its first full stop."""
    head, stop, _ = text.partition(". ")
    return head + "." if stop else text


def about_range(input: Input) -> str:
    """The bounds in words."""
    ge, le = number(input, "ge"), number(input, "le")
    low = ge is not None and abs(ge) < MOST
    high = le is not None and abs(le) < MOST
    if low and high and ge is not None and le is not None:
        return f"Values from {show(ge)} to {show(le)} are allowed." if ge < le else ""
    if low and ge is not None:
        return f"{show(ge)} is the smallest value."
    if high and le is not None:
        return f"{show(le)} is the largest value."
    return ""


def about_start(input: Input, match: Match | None, effect: str) -> str:
    """The default as a recommendation, for settings whose values are a matter of taste."""
    default = number(input, "default")
    if default is None or not effect or (match is not None and not match.entry.start) or abs(default) > MOST:
        return ""
    return f"Start with {show(default)}."


def about_omission(input: Input, match: Match | None, kind: str) -> str:
    """What happens when the input is left out, where that is allowed."""
    default = input.meant("default")
    optional = input.type is not None and input.type.optional
    if not (default is None or (optional and default is ABSENT) or (default == "" and kind == "text")):
        return ""
    if match is not None and match.entry.omit:
        return match.fill(match.entry.omit, input.name)
    if kind in {"file", "files"}:
        return "Leave empty if you have none."
    if kind in {"bool", "choice", ""} or (match is not None and match.exact and default == ""):
        return ""
    return "Leave empty to go without."


def about_choices(input: Input, recommend: bool) -> str:
    """The choices in words: what is known of them, else where to start if the default is worth recommending."""
    choices = [text for choice in choices_of(input) if (text := shown(choice))]
    if len(choices) < 2:
        return ""
    meanings = load("choices.toml")
    known = [(choice, meanings.get(choice.lower().lstrip("."))) for choice in choices]
    if len(choices) <= FEW and sum(meaning is not None for _, meaning in known) >= 2:
        clauses = "; ".join(f"{choice} {meaning}" for choice, meaning in known if meaning is not None)
        return f"Of the choices, {clauses}."
    default = input.meant("default")
    opaque = [choice for choice in choices_of(input) if not explains_itself(choice)]
    if opaque and recommend and isinstance(default, str) and shown(default) in choices:
        return f"Start with {shown(default)}, and try the others if the result does not suit you."
    if len(choices) == len(choices_of(input)) <= FEW and isinstance(choices_of(input)[0], str):
        return f"Choose {listed(choices)}."
    return f"The choices give different results: start with {choices[0]} and compare." if opaque else ""


def listed(items: list[str]) -> str:
    """The items with commas and "or"."""
    return ", ".join(items[:-1]) + f" or {items[-1]}" if len(items) > 1 else items[0]


def marked_gap(input: Input) -> str:
    """The sentence that only the author can finish."""
    gap = NUMBER_GAP if kind_of(input) in {"int", "float"} else GAP
    return f"{gap.format(name=humanize(input.name))}."


def gap_mark() -> str:
    """What every gap begins with."""
    return GAP.split("{", 1)[0]
