"""`x: int = Input(default=None)`: optional before Cog 0.20, required since."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.fact import Usage
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Annotate, Repair, SetArgument
from cog_lsp.predictor.model import ABSENT, Argument, Home, Input, Type
from cog_lsp.project.context import Context
from cog_lsp.rules.evidence import is_needed, related, where
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import finding, version

SLUG = "required-by-none"
SINCE = (0, 20)


def check(usage: Usage, context: Context) -> Iterator[Finding]:
    """Report at the default: None on a type that does not allow it."""
    input = usage.input
    default, annotation = _default(input), input.annotation
    if input.home is Home.DECORATOR or default is None or annotation is None or version(context) < SINCE:
        return
    kind = annotation.published if isinstance(annotation.published, Type) else annotation.meant
    if default.meant is not None or kind is None or kind.optional or kind.name == "Secret":
        return
    fact = next(filter(is_needed, usage.facts), None)
    message = "Callers must now send it: since Cog 0.20 a default of None needs an optional type"
    repair: Repair = Annotate(optional(annotation.source), (("typing", "Optional"),), "Make the type optional")
    if fact is not None:
        message = f"Callers must send it, and {where(fact, usage)} fails on None: leave out the default"
        repair = SetArgument("default", ABSENT, "Leave out the default", "draft")
        if input.call_span is None:
            repair = Annotate(annotation.source, (), "Leave out the default", default="Input()", kind="draft")
    places = related([fact], usage, context) if fact is not None else ()
    yield finding(SLUG, input, message, default.span, (repair,))._replace(related=places)


def _default(input: Input) -> Argument | None:
    """The default, positional or not."""
    first = input.arguments[0] if input.arguments and input.call_span is not None else None
    return input.argument("default") or (first if first is not None and first.keyword is None else None)


def optional(source: str) -> str:
    """The annotation with None allowed; a quoted one stays quoted."""
    if source[:1] in ("'", '"') and source[-1:] == source[:1]:
        return f"{source[0]}Optional[{source[1:-1]}]{source[0]}"
    return f"Optional[{source}]"


def _file(parameter: str) -> str:
    text = (
        "from typing import Optional\n\nfrom cog import BaseRunner, Input, Path, Secret\n\n\n"
        f"class Runner(BaseRunner):\n    def run(\n        self,\n        {parameter},\n    ) -> str:\n"
        f"        return self.model({parameter.partition(':')[0]})\n"
    )
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in parameter else text


def _example(parameter: str, note: str = "") -> Example:
    return Example(_file(parameter), note=note)


def _reported(parameter: str, found: str, fixed: str, note: str = "") -> Example:
    return Example(_file(parameter), (found,), _file(fixed), note=note)


_OPENED = """from cog import BaseRunner, Input, Path
from PIL import Image


class Runner(BaseRunner):
    def run(self, image: {}) -> Path:
        return self.model(Image.open(image))
"""
_RAISES = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, words: {}) -> str:
        if words is None:
            raise ValueError("no words")
        return words
"""

RULE = Rule(
    slug=SLUG,
    summary="A default of None on a type that is not optional makes the input required since Cog 0.20.",
    severity="warning",
    subject="usage",
    why="""
        Up to Cog 0.16, `seed: int = Input(default=None)` was the way to write an optional input, and most models on
        Replicate have one. Since 0.20 the schema says that callers must send it: after the next push, calls without it
        fail with "Field required". Only `Secret` may still be written that way.
    """,
    what_to_do="""
        Say in the type that the input may be left out: `Optional[int]`, or `int | None` from Python 3.10 on. The fix
        writes what the file already uses, and adds the import. Where the code raises an error on None, or opens the file
        at once, such calls would only fail later: there the input is required indeed, and the fix leaves out the default.
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
        Example(
            _OPENED.format("Path = Input(default=None, description='🎨')"),
            ("default=None",),
            _OPENED.format("Path = Input(description='🎨')"),
            note="the code opens it, whatever was sent",
        ),
        Example(
            _RAISES.format("str = Input(\n            default=None,\n            max_length=90,\n        )"),
            ("default=None",),
            _RAISES.format("str = Input(\n            max_length=90,\n        )"),
        ),
        Example(_RAISES.format("str = None"), ("None",), _RAISES.format("str = Input()")),
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
