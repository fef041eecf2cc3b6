"""Where the form is not what the author wrote: refusals of Cog's build, and what its generator drops or alters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cog_lsp.playground.field.visible import collapse, shorten, visible
from cog_lsp.predictor.model import ABSENT, Input, Refusal


def refusals(input: Input) -> tuple[str, ...]:
    """Why Cog's build or its container refuses the input, in Cog's own words."""
    refused = input.refusals or ((input.field,) if isinstance(input.field, Refusal) else ())
    return tuple(_refusal(refusal) for refusal in refused)


def _refusal(refusal: Refusal) -> str:
    message = visible(shorten(collapse(refusal.message), 400))
    if refusal.kind == "startup":
        return f"The container will not start with this input: {message}"
    return f"Cog's build refuses this input: {message}"


_LOST = {
    "ge": "lower bound",
    "le": "upper bound",
    "min_length": "minimum length",
    "max_length": "maximum length",
    "regex": "pattern",
    "deprecated": "deprecation",
    "accept": "list of file types",
}


def differences(input: Input, schema: Mapping[str, Any], required: bool) -> tuple[str, ...]:
    """Where the published field is not the one that the author wrote."""
    sentences = []
    meant, published = input.meant("description"), schema.get("description")
    if input.argument("description") is not None:
        if published is None and meant is not None:
            sentences.append("Cog cannot read this description, so the form shows none.")
        elif isinstance(meant, str) and isinstance(published, str) and collapse(meant) != collapse(published):
            sentences.append(
                f"Cog publishes another text than you wrote. You wrote: {visible(shorten(collapse(meant), 400))}"
            )
    if input.argument("default") is not None and "default" not in schema:
        if input.meant("default") is None and required:
            sentences.append("With default=None and a type that is not Optional, Cog makes this input required.")
        elif input.meant("default") is not None:
            sentences.append("Cog cannot read this default, so the form shows none and the input is required.")
    lost = [
        words
        for keyword, words in _LOST.items()
        if input.published(keyword) is ABSENT and not any(input.meant(keyword) is no for no in (ABSENT, None, False))
    ]
    sentences.extend(f"Cog cannot read the {words}, so the form has none." for words in lost)
    if input.opaque:
        sentences.append("What this default is cannot be known without running the code.")
    return tuple(sentences)
