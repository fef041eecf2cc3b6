"""Builds `Input` records by hand, for tests and for the accuracy table, which have declarations without a file."""

from __future__ import annotations

from typing import Any

from cog_lsp.predictor.model import Annotation, Argument, Field, Home, Input, Type
from cog_lsp.text import Span


def named_type(source: str) -> Type | None:
    """A type from its source, as far as tests need it."""
    source = source.strip()
    if source.endswith("| None"):
        return optional(named_type(source[:-6]))
    for prefix in ("Optional[", "typing.Optional["):
        if source.startswith(prefix):
            return optional(named_type(source.removeprefix(prefix)[:-1]))
    for prefix in ("list[", "List["):
        if source.startswith(prefix):
            return Type("list", item=named_type(source.removeprefix(prefix)[:-1]))
    name = source.removeprefix("cog.").replace("CogPath", "Path")
    return Type(name) if name in {"str", "int", "float", "bool", "Path", "File", "Secret", "Any", "dict"} else None


def optional(type: Type | None) -> Type | None:
    return None if type is None else Type(type.name, type.item, type.members, optional=True)


def declare(name: str, type: str = "str", **arguments: Any) -> Input:
    """An input `name: type = Input(**arguments)`. The spans lie in `source`, as the reader would make them."""
    source = f"{name}: {type} = Input("
    call_start = len(source) - len("Input(")
    found = []
    for keyword, value in arguments.items():
        if found:
            source += ", "
        start = len(source)
        source += f"{keyword}="
        value_start = len(source)
        source += repr(value)
        form = "string" if isinstance(value, str) else "literal"
        span, value_span = Span(start, len(source)), Span(value_start, len(source))
        found.append(Argument(keyword, span, value_span, repr(value), form, value, value))
    source += ")"
    meant = named_type(type)
    annotation_span = Span(len(name) + 2, len(name) + 2 + len(type))
    return Input(
        name=name,
        order=0,
        source=source,
        span=Span(0, len(source)),
        name_span=Span(0, len(name)),
        annotation=Annotation(annotation_span, type, meant, meant or Type("Any")),
        default_span=Span(call_start, len(source)),
        call_span=Span(call_start, len(source)),
        opaque=False,
        home=Home.SIGNATURE,
        arguments=tuple(found),
        field=Field({}, "default" not in arguments),
    )
