"""A method without `self`: the build passes, and every call fails."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.predictor.model import Predictor
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.refusals import is_told_by
from cog_lsp.text import Span

SLUG = "missing-self"


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report at the name of the method."""
    del context
    for refusal in predictor.refusals:
        if is_told_by(refusal, SLUG):
            name = predictor.text[refusal.span.start : refusal.span.end]
            effect = "the model will not start" if name == "setup" else "every call fails"
            repairs = (_with_self(predictor.text, refusal.span.end),)
            yield Finding(SLUG, f"`{name}()` takes no `self`, so {effect}", refusal.span, repairs=repairs)


def _with_self(text: str, end: int) -> Replace:
    """`self` in front of the first parameter, on a line of its own where that has one."""
    opening = text.find("(", end) + 1
    first = len(text) - len(text[opening:].lstrip())
    between = text[opening:first]
    source = "self" if text[first : first + 1] == ")" else f"self,{between if chr(10) in between else ' '}"
    return Replace(Span(first, first), source, "Write `self`")


def _file(parameters: str, above: str = "", setup: str = "self", end: str = "\n") -> str:
    text = (
        "from cog import BaseRunner, Input\n\n\nclass Runner(BaseRunner):\n"
        f"    def setup({setup}) -> None:\n        print('🎨')\n\n"
        f"{above}    def run({parameters}) -> str:\n        return prompt\n"
    )
    return text.replace("\n", end)


RULE = Rule(
    slug=SLUG,
    summary="A method of the predictor takes no `self`.",
    severity="error",
    subject="predictor",
    why="""
        Cog's build reads such a method as any other: every parameter becomes a field of the form. Python hands the object
        itself to the method, so that the first call ends with "got multiple values for argument". Without `self` in
        `setup()`, the model does not even start.
    """,
    what_to_do="Write `self` as the first parameter.",
    valid=(
        Example(_file("self, prompt: str = Input()")),
        Example(_file("\n        self,\n        prompt: str = Input(),\n    ", end="\r\n")),
        Example(_file("this, prompt: str = Input()"), note="the name is up to you"),
        Example(_file("prompt: str = Input()", "    @staticmethod\n"), note="a static method takes none"),
        Example("from cog import Input\n\n\ndef run(prompt: str = Input()) -> str:\n    return prompt\n"),
    ),
    invalid=(
        Example(_file("prompt: str = Input()"), ("run",), _file("self, prompt: str = Input()")),
        Example(
            _file("\n        prompt: str = Input(),\n    ", end="\r\n"),
            ("run",),
            _file("\n        self,\n        prompt: str = Input(),\n    ", end="\r\n"),
        ),
        Example(_file("self, prompt: str = Input()", setup=""), ("setup",), _file("self, prompt: str = Input()")),
        Example(_file("*, prompt: str = Input()"), ("run",), _file("self, *, prompt: str = Input()")),
        Example(
            _file("prompt: str = Input()", "    @other\n"),
            ("run",),
            _file("self, prompt: str = Input()", "    @other\n"),
        ),
    ),
    check=check,
    fix="safe",
)
