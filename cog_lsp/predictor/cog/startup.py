"""Reasons why the container fails to start although the build passes: arguments that `cog.Input` does not take.

Source: replicate/cog, python/cog/input.py.
"""

from __future__ import annotations

from cog_lsp.predictor.model import Home, Input, Refusal

KEYWORDS = (
    "default",
    "default_factory",
    "description",
    "ge",
    "le",
    "min_length",
    "max_length",
    "regex",
    "choices",
    "deprecated",
    "accept",
)


def startup_refusals(input: Input) -> list[Refusal]:
    """The `TypeError`s of an `Input(...)` call: unknown keywords, and more than one positional argument."""
    if input.call_span is None or input.home is Home.DECORATOR:
        return []
    refusals = []
    positional = [argument for argument in input.arguments if argument.keyword is None]
    for argument in positional[1:2]:
        message = f"Input() takes from 0 to 1 positional arguments but {len(positional)} were given"
        refusals.append(Refusal("startup", message, argument.span, "argument"))
    for argument in input.arguments:
        if argument.keyword is not None and argument.keyword not in (*KEYWORDS, "**"):
            message = f"Input() got an unexpected keyword argument '{argument.keyword}'"
            refusals.append(Refusal("startup", message, argument.span, "argument"))
    return refusals
