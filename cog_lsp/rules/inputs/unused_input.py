"""Inputs that the code never uses."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.evidence.uses.fact import Usage
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import SetArgument
from cog_lsp.project.context import Context
from cog_lsp.rules.inputs.hidden_requirement import whole
from cog_lsp.rules.inputs.places import is_silent
from cog_lsp.rules.rule import Example, Rule, Step


def check(usage: Usage, context: Context) -> Iterator[Finding]:
    """Report at the name."""
    del context
    input = usage.input
    if any(fact.kind == "unused" and fact.told == "no" for fact in usage.facts) and not is_silent(input):
        message = f"`{input.name}`: the code never uses it, whatever callers send"
        repair = SetArgument("deprecated", True, "Mark it as deprecated", "draft", alone=True)
        yield Finding("unused-input", message, input.name_span, input.name, (repair,))


NOTE = 'note: str = Input(description="Words below the picture."),'
GRAIN = "grain: float = Input({}),"

RULE = Rule(
    slug="unused-input",
    summary="The code never uses an input.",
    severity="warning",
    subject="usage",
    why="""
        The form offers something that changes nothing. People try it, wonder, and pay for runs that come out the same.
        """,
    what_to_do="""
        Use it, or take it out where no caller sends it any more. Taking it out breaks calls that still send it: mark it with
        `deprecated=True` first, which the fix does; then this rule is silent. An input counts as used wherever its value may go:
        into a call that is not read, an attribute, a log, `locals()`.
        """,
    fix="draft",
    valid=(
        Example(whole(f"{NOTE}\n{GRAIN.format('default=1')}", "return f'{note} {grain:.1f}'")),
        Example(whole(f"{NOTE}\n{GRAIN.format('default=1, deprecated=True')}", "return note")),
        Example(whole(f"{NOTE}\n{GRAIN.format('default=1')}", "return self.model(note, **locals())", "\r\n")),
        Example(
            whole(
                f"{NOTE}\n{GRAIN.format('default=1')}", "shade = lambda x, g=grain: x * g\nreturn note * int(shade(2))"
            )
        ),
        Example(whole(GRAIN.format("default=1"), 'return ""'), note="nothing is written yet"),
    ),
    invalid=(
        Example(
            whole(f"{NOTE}\n{GRAIN.format('default=1')}", "return note"),
            ("grain",),
            fixed=whole(f"{NOTE}\n{GRAIN.format('default=1, deprecated=True')}", "return note"),
        ),
        Example(
            whole(f"{NOTE}\n{GRAIN.format('default=1')}", '"""Grain is rough."""\n# grain\nreturn note'), ("grain",)
        ),
        Example(
            whole(f"{NOTE}\n{GRAIN.format('default=1')}", "return note", "\r\n"),
            ("grain",),
            fixed=whole(f"{NOTE}\n{GRAIN.format('default=1, deprecated=True')}", "return note", "\r\n"),
        ),
        Example(
            whole(f"{NOTE}\n{GRAIN.format('default=1, description=chr(34)')}", "grain = 0.5\nreturn note * int(grain)"),
            ("grain",),
        ),
        Example(
            whole(
                f'{NOTE}\ngrain: float = Input(\n    description="🎞 How rough it looks.", default=1\n),',
                "return note",
            ),
            ("grain",),
        ),
    ),
    check=check,
    step=Step(
        "Use 1 input that the code never reads, or mark it", "Use {n} inputs that the code never reads, or mark them"
    ),
    tag="unnecessary",
)
