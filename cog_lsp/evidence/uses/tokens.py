"""Recognizes texts that are cut once they are tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.evidence.uses.content import fact_of
from cog_lsp.evidence.uses.declared import Declared
from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.subject import subject
from cog_lsp.evidence.uses.terms import Const, Opaque, Operation, Place, Term, union
from cog_lsp.evidence.uses.trace import Trace
from cog_lsp.regex import regex

ENCODED = regex(r"tokeni[sz]er?(?:$| |\.(?:encode|tokenize|__call__)\b)", re.IGNORECASE)
"""Calls that make tokens of a text."""
TOKENS = frozenset([".replace", "list", "content", ".encode", ":input_ids"])
"""Operations after which a value still is a text or its tokens."""
TOKENS_OF_CLIP = 77
"""What every model with CLIP cuts a text to, mostly with another reader of texts beside it."""


def truncated(trace: Trace, declared: Declared, entry: Place) -> Iterator[Fact]:
    """`tokenizer(prompt, truncation=True, max_length=512)`."""
    calls: dict[Place, dict[str, Term]] = {}
    for passed in trace.passed:
        calls.setdefault(passed.at, {})[passed.keyword] = passed.value
    for at, keywords in calls.items():
        truncation, longest = keywords.get("truncation"), keywords.get("max_length")
        if not (isinstance(truncation, Const) and truncation.value and isinstance(longest, Const)):
            continue
        texts = (name for name in union(keywords.values()) if declared.kind(name) == "str")
        names = [name for name in texts if not declared.has_choices(name)]
        is_of_features = at.file != entry.file and longest.value == TOKENS_OF_CLIP
        if names and isinstance(longest.value, int) and not is_of_features:
            clues = (frozenset([str(longest.value)]),)
            yield Fact(
                "clamps", tuple(names), at, f"max_length={longest.value}", f"Cut after {longest.value} tokens.", clues
            )


def cut_tokens(term: Operation, value: Term, stop: Term, declared: Declared) -> Fact | None:
    """`tokenizer.encode(text)[:512]`, `list(text.encode())[:longest]`."""
    is_made = False
    while isinstance(value, Operation) and value.name in TOKENS:
        is_made = is_made or value.name == ".encode"
        value = value.operands[0]
    if isinstance(value, Opaque):
        is_made = ENCODED.search(value.what) is not None and len(value.inputs) == 1
    name = value.inputs[0] if isinstance(value, Opaque) and is_made else subject(value)
    if not is_made or name is None or declared.kind(name) != "str" or declared.has_choices(name):
        return None
    if isinstance(value, Opaque) and isinstance(stop, Const) and isinstance(stop.value, int) and stop.value > 1:
        return fact_of(term, name, f"Cut after {stop.value} tokens.", str(stop.value))
    is_limit = isinstance(stop, Opaque) or (isinstance(stop, Const) and type(stop.value) is int and stop.value > 1)
    return fact_of(term, name, "Longer texts are cut.") if is_limit else None
