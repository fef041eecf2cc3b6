"""Choices that end Cog's build, because they are no list of literals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Repair, SetArgument, SetSource
from cog_lsp.predictor.model import Input
from cog_lsp.predictor.values.written import literal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, finding, holds_together
from cog_lsp.rules.schema.refusals import refusals

SLUG = "unresolvable-choices"


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Report the generator's refusal at the value."""
    for refusal in refusals(input, SLUG, context):
        argument = input.argument("choices")
        if argument is None:
            yield finding(SLUG, input, "Cog's build fails: it cannot read these choices", refusal.span)
            continue
        message = f"Cog's build fails: it cannot read the choices {code(argument.source)}"
        if argument.form == "list" and "#" in argument.source:
            message = "Cog's build fails: it reads no list with a comment in it"
        repairs = _repairs(input, argument.source, argument.meant)
        yield finding(SLUG, input, message, argument.value_span, repairs, refusal.message)


def _repairs(input: Input, source: str, meant: object) -> tuple[Repair, ...]:
    if not isinstance(meant, list) or not all(isinstance(choice, (str, int)) for choice in meant):
        return ()
    if not holds_together(input, "choices", meant):
        return ()
    if re.fullmatch(r"\w+\.(?:keys|values)\(\)", source):
        return (SetSource("choices", f"list({source})", f"Write {code(f'list({source})')}"),)
    if literal(meant) is None:
        return ()
    return (SetArgument("choices", meant, "Write the choices as a list of literals"),)


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


def _file(choices: str) -> str:
    return (
        "from cog import BaseRunner, Input\n\n"
        'STYLES = {"photo": 1, "drawing 🎨": 2}\nSIZES = ["small", "large"]\n\n\n'
        "class Runner(BaseRunner):\n"
        f"    def run(self, style: str = Input(choices={choices})) -> str:\n        return style\n"
    )


RULE = Rule(
    slug=SLUG,
    summary="Choices that Cog's build cannot read.",
    severity="error",
    subject="input",
    why="""
        Since 0.19, Cog reads the signature without running it. It takes a list of literals, the name of such a list in the
        same file, `list(D.keys())` and `list(D.values())` of a dictionary in the same file, and sums of these. Anything
        else ends the build: `D.keys()`, a tuple, `sorted(…)`, a comprehension, names of another module, and even a
        comment inside the list.
    """,
    what_to_do="Write the choices as a list of literals, or as `list(D.keys())`.",
    valid=(
        _example('style: str = Input(choices=["photo", "drawing"])'),
        _example("size: int = Input(\r\n            choices=[512, 1024],  # pixels\r\n        )"),
        Example(_file("list(STYLES.keys())")),
        Example(_file("SIZES")),
        Example(_file('list(STYLES.keys()) + ["none"]')),
    ),
    invalid=(
        Example(
            _file("STYLES.keys()"), ("STYLES.keys()",), _file("list(STYLES.keys())"), note="the keys of a dictionary"
        ),
        Example(_file("sorted(SIZES)"), ("sorted(SIZES)",), _file('["large", "small"]')),
        Example(_file('[*SIZES, "none"]'), ('[*SIZES, "none"]',), _file('["small", "large", "none"]')),
        _reported(
            'style: str = Input(choices=("photo", "drawing"))',
            '("photo", "drawing")',
            'style: str = Input(choices=["photo", "drawing"])',
            "a tuple",
        ),
        _reported(
            'style: str = Input(\r\n            choices=[\r\n                "photo",  # 📷\r\n                "drawing",\r\n            ],\r\n        )',
            '[\r\n                "photo",  # 📷\r\n                "drawing",\r\n            ]',
            'style: str = Input(\r\n            # 📷\r\n            choices=["photo", "drawing"],\r\n        )',
            "a comment in the list",
        ),
        _reported("style: str = Input(choices=[s.name for s in Styles])", "[s.name for s in Styles]", None),
        _reported("style: str = Input(choices=models.NAMES)", "models.NAMES", None, "a list of another module"),
    ),
    check=check,
    fix="safe",
)
