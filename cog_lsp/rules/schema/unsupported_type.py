"""An input type that Cog's build refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.plain_types import CONTAINERS, LITERAL, kind_of, own_name, plain_types
from cog_lsp.rules.schema.reading import code, finding, short
from cog_lsp.rules.schema.refusals import refusals

SLUG = "unsupported-type"


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report the generator's refusal at the annotation."""
    for refusal in refusals(input, SLUG, context):
        repairs = plain_types(input, refusal)
        reason = _of_cause(refusal.cause, input.name) if refusal.cause is not None else _message(input, refusal.message)
        yield finding(SLUG, input, f"Cog's build fails{reason}", refusal.span, repairs, refusal.message)


def _of_cause(cause: Cause, input: str) -> str:
    """Why Cog does not follow a type, and what to write instead."""
    name = code(cause.name, 24)
    if cause.kind == "enumeration":
        kind = "int" if kind_of(cause) is int else "str"
        return f": it takes no enumeration such as {name}. Write `{kind}` with `choices`"
    if cause.kind == "alias":
        if LITERAL.match(cause.source):
            return f": {name} stands for a `Literal`. Write a plain type with `choices`"
        return f": it follows no other name of a type. Write {code(cause.source, 28)} for {name}"
    if cause.kind == "made":
        return f": it makes no call such as that behind {name}. Write the plain type"
    if cause.kind == "annotated":
        return f" on a call in `Annotated`. Write {code(f'{input}: {cause.source} = Input(…)', 36)}"
    if cause.kind == "module":
        return f": it knows no {name} of {code(cause.module, 24)}. Take a `Path`, `str` or `dict`"
    if cause.kind == "unbound":
        return f": nothing is called {name} here. Write a type such as `str`"
    return f": an input is no object of a class such as {name}. Take a `dict`"


def _message(input: Input, cog: str) -> str:
    """Why Cog takes no such type, as the end of a sentence."""
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
    own = own_name(input.annotation, cog) if input.annotation is not None else None
    if unknown is not None and own is not None:
        return f": it knows {code(unknown[1])} by the name {code(own)} only"
    if unknown is not None:
        return f": it cannot follow the type {code(unknown[1])}"
    reason = cog.removeprefix("unsupported type: ")
    unread = re.fullmatch(r"(?s)[a-z_ ]+: (.+)", reason)
    if unread is not None:
        return f": it cannot read the type {code(unread[1], 48)}"
    if re.fullmatch(r"[\w.]+", reason):
        return f": it has no inputs of the type {code(reason)}"
    return f": {short(reason, 78)}"


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

_ENUM = """from enum import Enum

from cog import BaseRunner, Input


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Runner(BaseRunner):
    def run(self, side: {}) -> str:
        return f"{{side}}"
"""
_ANNOTATED = """from typing import Annotated

from cog import Input


def run(words: {}) -> str:
    return words
"""
_ALIAS = """from typing import Optional

from cog import Input

Words = str


def run(words: {} = Input(default=None)) -> str:
    return words or ""
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
        Use one of these types. A `Literal` or an enumeration becomes a plain type with `choices`, `Annotated[str, Input(…)]`
        becomes `str = Input(…)`; `Path as CogPath` becomes `Path`; a `Sequence[str]` becomes a `list[str]`. Take structured values as a `dict`, or as a `str` that holds JSON.
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
        Example(
            _ENUM.format("Side = Input(default=Side.LEFT)"),
            ("Side",),
            _ENUM.format('str = Input(default="left", choices=["left", "right"])'),
            note="an enumeration",
        ),
        Example(
            _ANNOTATED.format('Annotated[str, Input(description="Words.")] = "🎨"'),
            ('Annotated[str, Input(description="Words.")]',),
            _ANNOTATED.format('str = Input(default="🎨", description="Words.")'),
            note="the way of FastAPI",
        ),
        Example(_ALIAS.format("Optional[Words]"), ("Optional[Words]",), _ALIAS.format("Optional[str]")),
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
