"""`x: int = Input(default=None)`: optional before Cog 0.20, required since."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate
from cog_lsp.predictor.model import Argument, Home, Input, Type
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import finding, version

SLUG = "required-by-none"
SINCE = (0, 20)


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report at the default: None on a type that does not allow it."""
    default, annotation = _default(input), input.annotation
    if input.home is Home.DECORATOR or version(context) < SINCE or default is None or annotation is None:
        return
    kind = annotation.published if isinstance(annotation.published, Type) else annotation.meant
    if default.meant is not None or kind is None or kind.optional or kind.name == "Secret":
        return
    message = "Callers must now send it: since Cog 0.20 a default of None needs an optional type"
    repair = Annotate(optional(annotation.source), (("typing", "Optional"),), "Make the type optional")
    yield finding(SLUG, input, message, default.span, (repair,))


def _default(input: Input) -> Argument | None:
    """The default, positional or not."""
    first = input.arguments[0] if input.arguments and input.call_span is not None else None
    return input.argument("default") or (first if first is not None and first.keyword is None else None)


def optional(source: str) -> str:
    """The annotation with None allowed; a quoted one stays quoted."""
    if source[:1] in ("'", '"') and source[-1:] == source[:1]:
        return f"{source[0]}Optional[{source[1:-1]}]{source[0]}"
    return f"Optional[{source}]"


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


RULE = Rule(
    slug=SLUG,
    summary="A default of None on a type that is not optional makes the input required since Cog 0.20.",
    severity="warning",
    subject="input",
    why="""
        Up to Cog 0.16, `seed: int = Input(default=None)` was the way to write an optional input, and most models on
        Replicate have one. Since 0.20 the schema says that callers must send it: after the next push, calls without it
        fail with "Field required". Only `Secret` may still be written that way.
    """,
    what_to_do="""
        Say in the type that the input may be left out: `Optional[int]`, or `int | None` from Python 3.10 on. The fix
        writes what the file already uses, and adds the import.
    """,
    valid=(
        _example("seed: Optional[int] = Input(default=None)"),
        _example("seed: int | None = None"),
        _example("token: Secret = Input(default=None)", "a secret may be left out"),
        _example("seed: int = Input()", "an input without a default is meant to be required"),
        _example("seed: int = Input(default=0)"),
        _example("names: Optional[list[str]] = Input(\r\n            default=None,\r\n        )"),
    ),
    invalid=(
        _reported("seed: int = Input(default=None)", "default=None", "seed: Optional[int] = Input(default=None)"),
        _reported("seed: int = None", "None", "seed: Optional[int] = None"),
        _reported(
            "image: Path = Input(\r\n            default=None,\r\n        )",
            "default=None",
            "image: Optional[Path] = Input(\r\n            default=None,\r\n        )",
        ),
        _reported(
            'image: Path = Input(\n            description="🎨 Image to paint over.",\n            default=None,\n        )',
            "default=None",
            'image: Optional[Path] = Input(\n            description="🎨 Image to paint over.",\n            default=None,\n        )',
        ),
        _reported("seed: 'int' = Input(default=None)", "default=None", "seed: 'Optional[int]' = Input(default=None)"),
        Example(
            "from cog import Input\n\n\ndef run(mask: str | None = None, seed: int = Input(default=None)) -> str:\n    return ''\n",
            ("default=None",),
            "from cog import Input\n\n\ndef run(mask: str | None = None, seed: int | None = Input(default=None)) -> str:\n    return ''\n",
            note="in the style of the file",
        ),
        Example(
            "from cog import Input\n\n\ndef run(seed: int = Input(default=None)) -> str:\n    return ''\n",
            ("default=None",),
            "from cog import Input\nfrom typing import Optional\n\n\ndef run(seed: Optional[int] = Input(default=None)) -> str:\n    return ''\n",
        ),
    ),
    check=check,
    fix="safe",
)
