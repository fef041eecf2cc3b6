"""Which rule tells which refusal of Cog's build, and which of them the project's Cog makes."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.predictor.model import About, Home, Input, Refusal
from cog_lsp.project.context import Context
from cog_lsp.rules.schema.reading import is_static

TOLD_BY: dict[About, str] = {
    "type": "unsupported-type",
    "annotation": "missing-annotation",
    "default": "unresolvable-default",
    "value": "invalid-default",
    "choices": "unresolvable-choices",
    "argument": "invalid-argument",
    "entry": "entry-point",
    "decorators": "old-api",
    "self": "missing-self",
    "definition": "repeated-definition",
    "return type": "unsupported-output",
    "no return type": "missing-return-type",
}
"""The rule that tells a refusal, by what that is about."""
RUNTIME_CHECKED = ("startup", "validation")
"""Refusals that the older, live reading makes too."""


def is_told_by(refusal: Refusal, slug: str) -> bool:
    """Whether a rule tells a refusal."""
    return TOLD_BY[refusal.about] == slug


def refusals(input: Input, slug: str, context: Context) -> Iterator[Refusal]:
    """The refusals of an input that a rule reports, as far as the project's Cog makes them."""
    if input.home is Home.DECORATOR:
        return
    for refusal in input.refusals:
        if is_told_by(refusal, slug) and (is_static(context) or refusal.kind in RUNTIME_CHECKED):
            yield refusal
