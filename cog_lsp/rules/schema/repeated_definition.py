"""Two classes or functions of one name: Cog reads the first, Python runs the last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, is_static
from cog_lsp.rules.schema.refusals import is_told_by
from cog_lsp.text import LineIndex

SLUG = "repeated-definition"


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report at the first definition, which is the one that counts for the form."""
    if not is_static(context):
        return
    for refusal in predictor.refusals:
        if is_told_by(refusal, SLUG):
            again = re.compile(rf"^(?:class|(?:async[ \t]+)?def)[ \t]+{re.escape(predictor.name)}\b", re.MULTILINE)
            starts = [match.start() for match in again.finditer(predictor.text, refusal.span.end)]
            line = LineIndex(predictor.text).line_of(starts[-1]) + 1 if starts else None
            other = f"that of line {line}" if line is not None else "the last one"
            message = f"The form shows this {code(predictor.name, 24)}, and Python runs {other}: keep one of them"
            yield Finding(SLUG, message, refusal.span)


def _class(name: str, parameter: str) -> str:
    return f"class {name}(BaseRunner):\n    def run(self, {parameter}: str = Input()) -> str:\n        return '🎨'\n"


def _file(*definitions: str, end: str = "\n") -> str:
    return "\n\n".join(["from cog import BaseRunner, Input\n", *definitions]).replace("\n", end)


_FUNCTION = "def run({}: str = Input()) -> str:\n    return ''\n"

RULE = Rule(
    slug=SLUG,
    summary="The class or function of the predictor is defined twice.",
    severity="error",
    subject="predictor",
    why="""
        Cog's generator takes the first definition of a name, and Python the last. So the form shows the inputs of one
        class, and the model runs the other, which refuses them.
    """,
    what_to_do="Keep one of the definitions, or give the other another name.",
    valid=(
        Example(_file(_class("Runner", "prompt"))),
        Example(_file(_class("Runner", "prompt"), _class("Painter", "scene"), end="\r\n")),
        Example(_file(_FUNCTION.format("prompt"))),
        Example(_file(_class("Runner", "prompt"), "class Result:\n    pass\n", "class Result:\n    pass\n")),
        Example(_file(_class("Runner", "prompt"), "def helper():\n    class Runner:\n        pass\n")),
    ),
    invalid=(
        Example(_file(_class("Runner", "prompt"), _class("Runner", "scene")), ("Runner",)),
        Example(_file(_class("Runner", "prompt"), _class("Runner", "scene"), end="\r\n"), ("Runner",)),
        Example(_file(_class("Runner", "a"), _class("Runner", "b"), _class("Runner", "c")), ("Runner",)),
        Example(_file(_FUNCTION.format("prompt"), _FUNCTION.format("scene")), ("run",)),
        Example(_file(_class("Runner", "prompt"), "def Runner():\n    return None\n"), ("Runner",)),
    ),
    check=check,
)
