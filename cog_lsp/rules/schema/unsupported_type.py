"""An input type that Cog's build refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Repair
from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.model import Annotation, Input, Refusal
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, finding, holds_together, short
from cog_lsp.rules.schema.refusals import refusals

SLUG = "unsupported-type"
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
VALUE = re.compile(
    r"""\s*(?:(?P<string>[rRuU]?(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'))|(?P<number>-?\d{1,18})|(?P<none>None))"""
    r"\s*(?:,\s*|\Z)"
)
LITERAL = re.compile(r"(?:\b\w+\.)?Literal\[")


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report the generator's refusal at the annotation."""
    for refusal in refusals(input, SLUG, context):
        repairs = _repairs(input, refusal)
        told = _of_cause(refusal.cause, input.name) if refusal.cause is not None else _message(input, refusal.message)
        yield finding(SLUG, input, f"Cog's build fails{told}", refusal.span, repairs, refusal.message)


def _of_cause(cause: Cause, input: str) -> str:
    """Why Cog does not follow a type, and what to write instead."""
    name = code(cause.name, 24)
    if cause.kind == "enumeration":
        kind = "int" if _kind_of(cause) is int else "str"
        return f": it takes no enumeration such as {name}. Write `{kind}` with `choices`"
    if cause.kind == "alias":
        if LITERAL.match(cause.source):
            return f": {name} stands for a `Literal`. Write a plain type with `choices`"
        return f": it follows no other name of a type. Write {code(cause.source, 28)} for {name}"
    if cause.kind == "annotated":
        return f" on a call in `Annotated`. Write {code(f'{input}: {cause.source} = Input(…)', 36)}"
    if cause.kind == "module":
        return f": it knows no {name} of {code(cause.module, 24)}. Take a `Path`, `str` or `dict`"
    if cause.kind == "unbound":
        return f": nothing is called {name} here. Write a type such as `str`"
    return f": an input is no object of a class such as {name}. Take a `dict`"


def _kind_of(cause: Cause) -> type:
    return type(next(iter(cause.values.values()), ""))


def _message(input: Input, cog: str) -> str:
    if input.annotation is not None and LITERAL.search(input.annotation.source):
        return " on `Literal`: name the plain type and give the values as `choices`"
    if input.name.startswith("*") or input.source.startswith("*"):
        return f": it takes no {code(input.source.partition(':')[0])} with a type"
    unknown = re.search(r"cannot resolve type '([^']*)'", cog)
    bare = re.fullmatch(
        rf"(?:\w+\.)?(list|List|{'|'.join(CONTAINERS)})", input.annotation.source if input.annotation else ""
    )
    if bare is not None:
        return f": say what a {code(bare[1])} holds, such as `{'dict' if bare[1].endswith('Mapping') else 'list[str]'}`"
    if unknown is not None:
        return f": it cannot follow the type {code(unknown[1])}"
    reason = cog.removeprefix("unsupported type: ")
    if re.fullmatch(r"[\w.]+", reason):
        return f": it has no inputs of the type {code(reason)}"
    return f": {short(reason, 78)}"


def _repairs(input: Input, refusal: Refusal) -> tuple[Repair, ...]:
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
    found = _from_literal(input, source) or _from_alias(annotation, refusal.message) or _from_container(source)
    if found is None and source != annotation.source and annotation.meant is not None:
        found = Annotate(source, (), f"Write {code(source)}")
    return (found,) if found is not None else ()


def _from_enumeration(input: Input, annotation: Annotation, cause: Cause) -> Iterator[Repair]:
    """A plain type with the values of the members as choices. Where the code uses the members, somebody has to look."""
    name, kind = cause.name, _kind_of(cause).__name__
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
    yield Annotate(plain, imports, title, arguments=arguments, unused=name.rpartition(".")[2])
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
    given = () if input.argument("choices") is not None else (("choices", choices),)
    return Annotate(plain, (("typing", "Optional"),) if optional else (), title, arguments=given)


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


def _from_alias(annotation: Annotation, cog: str) -> Repair | None:
    """`Path as CogPath` is what Cog calls `Path`."""
    match = re.search(r"cannot resolve type '([^']*)' \(imported from 'cog'\)", cog)
    meant = annotation.meant
    base = meant.item or meant if meant is not None else None
    if match is None or base is None or base.name not in ("Path", "File", "Secret"):
        return None
    source = re.sub(rf"(?<![\w.]){re.escape(match[1])}\b", base.name, annotation.source)
    imports = (("cog", base.name), *((("typing", "Optional"),) if source.startswith("Optional[") else ()))
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


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


_ALIASED = """from pathlib import Path

from cog import BaseRunner, Input
from cog import Path as CogPath


class Runner(BaseRunner):
    def run(self, image: {} = Input(description="Image to enlarge.")) -> str:
        return str(image)
"""

RULE = Rule(
    slug=SLUG,
    summary="Cog's build refuses the type of an input.",
    severity="error",
    subject="input",
    why="""
        Cog matches types by their written names and follows neither aliases nor other modules. It takes `str`, `int`,
        `float`, `bool`, `Path`, `File`, `Secret`, `Any`, `dict` and lists of these, each optional or not, and unions of
        the plain ones. Anything else ends the build, minutes after it began, without a line number.
    """,
    what_to_do="""
        Use one of these types. A `Literal` becomes a plain type with `choices`; `Path as CogPath` becomes `Path`; a
        `Sequence[str]` becomes a `list[str]`. Take structured values as a `dict`, or as a `str` that holds JSON.
    """,
    valid=(
        _example('style: str = Input(choices=["photo", "drawing 🎨"])'),
        _example("images: List[Path] = Input()"),
        _example("seed: int | None = None"),
        _example("size: Union[int, str] = 1024"),
        _example("options: Dict[str, Any] = Input(\r\n            default={},\r\n        )"),
        _example("image: 'Path' = Input()", "a quoted type is read like any other"),
    ),
    invalid=(
        _reported(
            'style: Literal["photo", "drawing"] = Input(default="photo")',
            'Literal["photo", "drawing"]',
            'style: str = Input(default="photo", choices=["photo", "drawing"])',
            "values as a type",
        ),
        _reported(
            "size: Optional[Literal[512, 1024]] = None",
            "Optional[Literal[512, 1024]]",
            "size: Optional[int] = Input(default=None, choices=[512, 1024])",
        ),
        _reported(
            "style: Literal[\r\n            '📷',\r\n            '🎨',\r\n        ]",
            "Literal[\r\n            '📷',\r\n            '🎨',\r\n        ]",
            "style: str = Input(choices=['📷', '🎨'])",
        ),
        _reported("names: Sequence[str] = Input()", "Sequence[str]", "names: list[str] = Input()"),
        _reported("names: list", "list", "names: list[str]", "a list needs the type of its items"),
        _reported("image: torch.Tensor = Input()", "torch.Tensor", None),
        _reported("names: list[list[str]]", "list[list[str]]", None),
        Example(
            _ALIASED.format("CogPath"),
            ("CogPath",),
            _ALIASED.format("cog.Path").replace("from pathlib", "import cog\nfrom pathlib"),
            note="another name for Cog's type",
        ),
    ),
    check=check,
    fix="safe",
)
