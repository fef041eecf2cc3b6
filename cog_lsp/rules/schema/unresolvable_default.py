"""A default that ends Cog's build, because it is neither an `Input(...)` nor a literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Repair, Replace
from cog_lsp.predictor.model import UNKNOWN, Home, Input, Refusal
from cog_lsp.predictor.values.written import literal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, finding, holds_together, quote_of
from cog_lsp.rules.schema.refusals import refusals
from cog_lsp.text import Span

SLUG = "unresolvable-default"


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report the generator's refusal at the default."""
    for refusal in refusals(input, SLUG, context):
        yield finding(SLUG, input, _message(input, refusal), refusal.span, _repairs(input), refusal.message)


def _default(input: Input) -> str:
    span = input.default_span or Span(0, 0)
    return input.source[span.start : span.end]


def _message(input: Input, refusal: Refusal) -> str:
    """Why Cog cannot read the default, and what to write."""
    source = _default(input)
    if source == "...":
        return "Cog's build fails on `...`: an input without a default is required. Delete it"
    if re.match(r"\w+\.Input\s*\(", source):
        return "Cog's build fails: import `Input` and call it by that name"
    if input.call_span is not None and source.startswith("("):
        return "Cog's build fails: it reads no `Input(...)` in parentheses"
    if input.home is Home.ATTRIBUTE:
        if _is_bare(source):
            return "Cog's build fails: it reads no `Input(...)` of a constant. Write it in the signature"
        return f"Cog's build fails: it cannot read the `Input(...)` that {code(source, 24)} stands for"
    if input.home is Home.HELPER:
        return f"Cog's build fails: it reads no `Input(...)` that {code(source, 24)} makes. Write it here"
    if refusal.cause is not None:
        return f"Cog's build fails: it reads no value of {code(refusal.cause.module, 24)}. Write `Input(...)` here"
    return f"Cog's build fails: it cannot read the default {code(source)}"


def _repairs(input: Input) -> tuple[Repair, ...]:
    """`Input(...)` as Cog reads it, where the code says what it holds; else the default as a literal."""
    span, source = input.default_span, _default(input)
    if span is None:
        return ()
    if source == "...":
        return (Replace(span, "Input()", "Write `Input()`", imports=(("cog", "Input"),)),)
    qualified = re.match(r"\w+\.(?=Input\s*\()", source)
    if input.call_span is not None and not holds_together(input, "default", input.meant("default")):
        return ()
    if qualified is not None:
        prefix = Span(span.start, span.start + qualified.end())
        return (Replace(prefix, "", "Call `Input` by its name", imports=(("cog", "Input"),)),)
    if input.home is Home.ATTRIBUTE and _is_bare(source):
        return _brought_in(input, span)
    if input.call_span is not None:
        return _without_parentheses(input, span, input.call_span)
    value = input.meant("default")
    text = literal(value, quote_of(source)) if value is not UNKNOWN and input.argument("default") is not None else None
    return (Replace(span, text, f"Write the default as {code(text)}"),) if text is not None else ()


def _is_bare(source: str) -> bool:
    """Whether a default is a name without a dot: no attribute of a class, where Cog looks for inputs."""
    return re.fullmatch(r"\w+", source) is not None


def _brought_in(input: Input, span: Span) -> tuple[Repair, ...]:
    """The `Input(...)` of a constant, in the signature."""
    if any("#" in argument.source or "\n" in argument.source for argument in input.arguments):
        return ()
    leads = {None: "", "**": "**"}
    arguments = ", ".join(f"{leads.get(a.keyword, f'{a.keyword}=')}{a.source}" for a in input.arguments)
    return (Replace(span, f"Input({arguments})", "Write the `Input(...)` here", imports=(("cog", "Input"),)),)


def _without_parentheses(input: Input, span: Span, call: Span) -> tuple[Repair, ...]:
    """`(Input(...))`: the call alone, where nothing but white space stands between it and the parentheses."""
    if not (span.start < call.start and call.end < span.end):
        return ()
    around = input.source[span.start : call.start] + input.source[call.end : span.end]
    if re.sub(r"\s", "", around).strip("()"):
        return ()
    return (Replace(span, input.source[call.start : call.end], "Take the parentheses away"),)


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


_COG = """import cog


class Runner(cog.BaseRunner):
    def run(self, prompt: str = cog.Input(description="What to paint.")) -> str:
        return prompt
"""

RULE = Rule(
    slug=SLUG,
    summary="A default that Cog's build cannot read.",
    severity="error",
    subject="input",
    why="""
        Since 0.19, Cog reads the signature without running it. Where the default of a parameter is neither a literal nor
        a constant of the file nor a call of `Input` by that very name, the build ends. So it does with `cog.Input(...)`,
        with an `Input(...)` in parentheses, with a value that is computed, and with a helper function of another module.
    """,
    what_to_do="Import `Input` from `cog` and call it by that name; write a plain default as a literal.",
    valid=(
        _example("prompt: str = Input()"),
        _example('prompt: str = "a 🐈"'),
        _example("size: int = -1"),
        _example("sizes: list[int] = [512, 1024]"),
        _example(
            "seed: int = Input(\r\n            default=2**31,\r\n        )", "lost, but no reason to end the build"
        ),
        Example(
            "from cog import BaseRunner, Input\n\nSIZE = 512\n\n\nclass Runner(BaseRunner):\n    def run(self, size: int = SIZE) -> str:\n        return str(size)\n"
        ),
    ),
    invalid=(
        Example(
            _COG,
            ('cog.Input(description="What to paint.")',),
            _COG.replace("import cog\n", "import cog\nfrom cog import Input\n").replace("cog.Input", "Input"),
            note="`Input` by another name",
        ),
        _reported("seed: int = 2**31", "2**31", "seed: int = 2147483648"),
        _reported(
            "prompt: str = (\n            Input(\n                default='🐈',\n            )\n        )",
            "(\n            Input(\n                default='🐈',\n            )\n        )",
            "prompt: str = Input(\n                default='🐈',\n            )",
        ),
        _reported('prompt: str = os.environ["PROMPT"]', 'os.environ["PROMPT"]', None),
        _reported(
            "prompt: str = (\r\n            'a cat'\r\n        )",
            "(\r\n            'a cat'\r\n        )",
            "prompt: str = 'a cat'",
        ),
        _reported(
            "seed: int = helpers.seed_input()",
            "helpers.seed_input()",
            None,
            "a helper of another module, even if it returns an `Input`",
        ),
    ),
    check=check,
    fix="safe",
)
