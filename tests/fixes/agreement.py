"""Whether Cog publishes of an input what its Python means."""

from __future__ import annotations

from cog_lsp.predictor.model import ABSENT, UNKNOWN, Field, Input

KEYS = {"ge": "minimum", "le": "maximum", "description": "description"}


def agrees(input: Input) -> bool:
    """Whether what is published of an input is what its Python means, as far as that is known and can be written."""
    if not isinstance(input.field, Field):
        return False
    for argument in input.arguments:
        key, meant = argument.keyword or "", argument.meant
        if meant is UNKNOWN or meant is ABSENT:
            continue
        published = input.field.property.get(KEYS.get(key, ""), meant)
        if key == "default" and (meant is not None or input.field.property.get("nullable")):
            published = input.field.property.get("default", ABSENT)
        if key == "choices" and input.field.enum is not None:
            published = list(input.field.enum["enum"])
        if _plain(published) != _plain(meant):
            return False
    if input.meant("default") is UNKNOWN:
        return True
    optional = input.meant("default") is not ABSENT or (input.type is not None and input.type.optional)
    return optional != input.field.required


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return [_plain(v) for v in value] if isinstance(value, list) else value
