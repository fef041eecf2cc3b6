"""What can be written instead of a type that Cog refuses: a plain type, with choices where it stood for values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cog_lsp.findings.repairs import Annotate, Repair
from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.model import Annotation, Input, Refusal
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.regex import regex
from cog_lsp.rules.schema.reading import code, holds_together

LONGEST = 20_000
"""Characters of a `Literal[...]` that is still read for its values."""
CONTAINERS = {
    "Sequence": "list",
    "Iterable": "list",
    "Collection": "list",
    "MutableSequence": "list",
    "Mapping": "dict",
    "MutableMapping": "dict",
}
VALUE = regex(
    r"""\s*(?:(?P<string>[rRuU]?(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'))|(?P<number>-?\d{1,18})|(?P<none>None))"""
    r"\s*(?:,\s*|\Z)"
)
OF_COG = regex(r"cannot resolve type '([^']*)' \(imported from 'cog'\)")
LITERAL = regex(r"(?:\b\w+\.)?Literal\[")


def kind_of(cause: Cause) -> type:
    """The type of the values of an enumeration: `str`, where they are not known."""
    return type(next(iter(cause.values.values()), ""))


def plain_types(input: Input, refusal: Refusal) -> tuple[Repair, ...]:
    """The repairs of a refused type, the best first."""
    annotation, cause = input.annotation, refusal.cause
    if annotation is None:
        return ()
    if cause is not None and cause.kind == "enumeration":
        return tuple(_from_enumeration(input, annotation, cause))
    if cause is not None and cause.kind == "annotated":
        return _out_of_annotated(input, annotation, cause)
    source = annotation.source
    if cause is not None and cause.kind == "alias" and not cause.module:
        source = re.sub(rf"(?<![\w.]){re.escape(cause.name)}\b", lambda _: cause.source, source)
    repair = _from_literal(input, source) or _from_alias(annotation, refusal.message) or _from_container(source)
    if repair is None and source != annotation.source and annotation.meant is not None:
        repair = Annotate(source, (), f"Write {code(source)}")
    return (repair,) if repair is not None else ()


def _from_enumeration(input: Input, annotation: Annotation, cause: Cause) -> Iterator[Repair]:
    """A plain type with the values of the members as choices. Where the code uses the members, somebody has to look."""
    name, kind = cause.name, kind_of(cause).__name__
    rest = re.sub(rf"(?<![\w.]){re.escape(name)}\b", "{}", annotation.source)
    shape = re.sub(r"\s|\b\w+\.", "", rest)
    if not cause.values or shape not in ("{}", "Optional[{}]", "{}|None", "None|{}"):
        return
    choices = list(dict.fromkeys(cause.values.values()))
    arguments: tuple[tuple[str, Any], ...] = (("choices", choices),)
    default = input.argument("default")
    source = default.source if default is not None else _default_source(input)
    member = re.fullmatch(rf"{re.escape(name)}\.(\w+)(?:\.value)?", source)
    if member is not None and member[1] in cause.values:
        arguments += (("default", cause.values[member[1]]),)
    elif source and (default is None or default.meant not in (None, *choices)):
        return
    plain, imports = (kind, ()) if shape == "{}" else (f"Optional[{kind}]", (("typing", "Optional"),))
    title = f"Write `{kind}` with `choices`"
    if not cause.module:
        yield Annotate(plain, imports, title, arguments=arguments, unused=name)
    yield Annotate(plain, imports, title, arguments=arguments, kind="draft")


def _default_source(input: Input) -> str:
    span = input.default_span if input.call_span is None else None
    return "" if span is None else input.source[span.start : span.end]


def _out_of_annotated(input: Input, annotation: Annotation, cause: Cause) -> tuple[Repair, ...]:
    """`x: Annotated[str, Input(…)] = "a"` is `x: str = Input(default="a", …)`."""
    call, default = input.call_span, input.default_span
    if call is None or not (annotation.span.start < call.start and call.end < annotation.span.end):
        return ()
    source = input.source[call.start : call.end]
    if default is not None:
        opening = source.index("(") + 1
        comma = ", " if source[opening:].strip(" )") else ""
        source = f"{source[:opening]}default={input.source[default.start : default.end]}{comma}{source[opening:]}"
    return (Annotate(cause.source, (), "Write the `Input(…)` as default", default=source),)


def _from_literal(input: Input, source: str) -> Repair | None:
    """`Literal["a", "b"]` is a `str` with choices."""
    match = LITERAL.search(source)
    if match is None or len(source) > LONGEST:
        return None
    end = _closing(source, match.end())
    values = _values(source[match.end() : end])
    rest = source[: match.start()] + "{}" + source[end + 1 :]
    if values is None or re.sub(r"\s|\b\w+\.", "", rest) not in ("{}", "Optional[{}]", "{}|None", "None|{}"):
        return None
    choices = tuple(v for v in values if v is not None)
    if not holds_together(input, "choices", list(choices)):
        return None
    kind = type(choices[0]) if choices else type(None)
    if kind not in (str, int) or any(type(choice) is not kind for choice in choices):
        return None
    optional = None in values or rest != "{}"
    plain = f"Optional[{kind.__name__}]" if optional else kind.__name__
    title = f"Write `{kind.__name__}` with `choices`"
    arguments = () if input.argument("choices") is not None else (("choices", choices),)
    return Annotate(plain, (("typing", "Optional"),) if optional else (), title, arguments=arguments)


def _closing(source: str, at: int) -> int:
    """Where the bracket that is open at `at` closes, strings aside."""
    quote = ""
    while at < len(source):
        character = source[at]
        if quote:
            at += character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "]":
            return at
        at += 1
    return len(source)


def _values(inner: str) -> list[Any] | None:
    """The strings, whole numbers and `None` between the brackets; None where there is anything else."""
    values: list[Any] = []
    at = 0
    while at < len(inner):
        match = VALUE.match(inner, at)
        if match is None:
            return None
        text = match["string"]
        value = decode(text) if text is not None else None if match["none"] else int(match["number"])
        if text is not None and value is None:
            return None
        values.append(value)
        at = match.end()
    return values


def own_name(annotation: Annotation, cog: str) -> str | None:
    """What Cog calls its type in an annotation that names it otherwise."""
    meant = annotation.meant
    base = meant.item or meant if meant is not None else None
    is_own = OF_COG.search(cog) is not None and base is not None and base.name in ("Path", "File", "Secret")
    return base.name if is_own and base is not None else None


def _from_alias(annotation: Annotation, cog: str) -> Repair | None:
    """`Path as CogPath` is what Cog calls `Path`."""
    match, own = OF_COG.search(cog), own_name(annotation, cog)
    if match is None or own is None:
        return None
    source = re.sub(rf"(?<![\w.]){re.escape(match[1])}\b", own, annotation.source)
    imports = (("cog", own), *((("typing", "Optional"),) if source.startswith("Optional[") else ()))
    return Annotate(source, imports, f"Write {code(source)}")


def _from_container(written: str) -> Repair | None:
    """`Sequence[str]` arrives as a list; a bare `list` needs the type of its items."""
    names = "|".join(CONTAINERS)
    source = re.sub(rf"(?:\b\w+\.)?\b({names})(?=\[)", lambda m: CONTAINERS[m[1]], written)
    if source != written:
        imports = (("typing", "Optional"),) if source.startswith("Optional[") else ()
        return Annotate(source, imports, f"Write {code(source)}")
    if re.fullmatch(rf"(?:\w+\.)?(list|List|{names})", source):
        return Annotate("list[str]", (), "Write `list[str]`", kind="draft")
    return None
