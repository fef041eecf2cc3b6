"""Whether the form tells a fact: the descriptions of the inputs and what they declare."""

from __future__ import annotations

import re

from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact, Told
from cog_lsp.regex import regex

WORD = regex(r"[a-z]+|\d+(?:\.\d+)?")
EMPTY = regex(
    r"leave|empty|blank|optional|\bnone\b|\bnull\b|unset|omit|without|"
    r"\bif (?:not|no|provided|given|specified|set)\b|"
    r"when (?:not|provided|given|specified|set)\b|not (?:set|given|provided|specified)|by default|"
    r"defaults? to|-1|unspecified",
)
"""How descriptions say what happens without a value."""
CHANGED = regex(
    r"multiple|\bround|resi[zs]|crop|\bcut|trunc|limit|clip|scaled?\b|max|fit|convert|trim|appended|prepended|added|first"
)
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "cannot",
        "for",
        "from",
        "given",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "less",
        "more",
        "most",
        "must",
        "no",
        "not",
        "of",
        "on",
        "only",
        "or",
        "please",
        "provide",
        "set",
        "some",
        "than",
        "that",
        "the",
        "this",
        "to",
        "use",
        "used",
        "using",
        "value",
        "values",
        "when",
        "where",
        "with",
        "you",
        "your",
        "fails",
        "fail",
        "files",
        "file",
        "least",
        "both",
        "other",
        "means",
        "given",
        "empty",
        "after",
        "before",
        "leave",
        "turns",
        "off",
        "go",
        "without",
    ]
)
"""Words that show nothing by being in a description."""


def told(fact: Fact, declared: Declared) -> Told:
    """Whether description or declaration say a fact: yes, partly, no."""
    own = _description(fact.inputs[0], declared)
    others = " ".join(_description(name, declared) for name in fact.inputs[1:])
    if fact.sentence.lower().rstrip(".") in own:
        return "yes"
    if fact.kind == "unused":
        return "yes" if _is_deprecated(fact.inputs[0], declared) else "no"
    if fact.kind == "special":
        return _special(fact, own, declared)
    if fact.kind in ("only_if", "requires"):
        return _dependent(fact, own, others)
    if fact.kind == "clamps":
        return _changed(fact, own)
    return _refused(fact, own)


def _description(name: str, declared: Declared) -> str:
    input = declared.inputs.get(name)
    return " ".join(((input.description if input is not None else None) or "").lower().split())


def _is_deprecated(name: str, declared: Declared) -> bool:
    input = declared.inputs.get(name)
    return input is not None and input.meant("deprecated") is True


def _special(fact: Fact, own: str, declared: Declared) -> Told:
    """What a special value means."""
    groups = [group for group in fact.clues if group]
    says_it = all(any(word in own for word in group) for group in groups)
    if fact.value in ("suffix", "link", "weight"):
        return "yes" if says_it else "partly" if any(any(word in own for word in group) for group in groups) else "no"
    if fact.value != "empty" and not EMPTY.search(own):
        number = fact.sentence.partition(" ")[0]
        return "yes" if number in own and says_it else "partly" if number in own or (groups and says_it) else "no"
    if EMPTY.search(own):
        return "yes" if says_it else "partly"
    if groups:
        return "partly" if says_it and own else "no"
    return "partly" if own and declared.can_be_none(fact.inputs[0]) else "no"


def _dependent(fact: Fact, own: str, others: str) -> Told:
    """What depends on another input: its name, or the words of its name or of its value."""
    words = _words(own)
    for name in fact.inputs[1:]:
        parts = [word for word in re.split(r"[_\W]+", name.lower()) if len(word) > 2 and word not in COMMON]
        if name.lower() in own or (parts and all(_stem(word) in words for word in parts)):
            return "yes"
    values = {word for word in WORD.findall(fact.sentence.lower()) if word not in COMMON and len(word) > 1}
    values -= {part for name in fact.inputs for part in re.split(r"[_\W]+", name.lower())}
    if values and any(_stem(value) in words for value in values):
        return "yes"
    if fact.inputs[0].lower().replace("_", " ") in others.replace("_", " ") or (words & _words(others)):
        return "partly"
    return "no"


def _changed(fact: Fact, own: str) -> Told:
    numbers = [word for word in WORD.findall(fact.sentence) if word[0].isdigit()]
    if numbers and all(number in own for number in numbers):
        return "yes"
    if fact.clues and not numbers and all(any(word in own for word in group) for group in fact.clues):
        return "yes"
    return "partly" if CHANGED.search(own) else "no"


def _refused(fact: Fact, own: str) -> Told:
    """A requirement of one input."""
    if "be given" in fact.sentence or "blank" in fact.sentence:
        return "yes" if re.search(r"required|must be (?:given|provided)", own) else "no"
    numbers = [word for word in WORD.findall(fact.sentence) if word[0].isdigit()]
    if numbers:
        count = sum(number in own for number in numbers)
        return "yes" if count == len(numbers) else "partly" if count else "no"
    words = {_stem(word) for word in WORD.findall(fact.sentence.lower()) if word not in COMMON and len(word) > 2}
    words -= _words(fact.inputs[0].replace("_", " "))
    shared = len(words & _words(own))
    return "yes" if words and shared >= max(1, len(words) - 1) else "partly" if shared > 1 else "no"


def _words(text: str) -> set[str]:
    return {_stem(word) for word in WORD.findall(text.lower()) if word not in COMMON and len(word) > 1}


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
