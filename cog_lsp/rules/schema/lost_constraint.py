"""A bound, length, pattern, flag or choice that Cog drops without a word."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Repair, SetArgument
from cog_lsp.predictor.cog.re2.counts import with_lower_bounds
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Argument, Home, Input
from cog_lsp.predictor.values.written import literal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import around, code, finding, first_only, holds_together, is_static, misreading, shown

SLUG = "lost-constraint"
NAMES = {
    "ge": "lower bound",
    "le": "upper bound",
    "min_length": "shortest length",
    "max_length": "longest length",
    "regex": "pattern",
    "deprecated": "deprecation mark",
    "accept": "list of accepted file types",
}


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Compare the two readings of every constraint."""
    if input.home is Home.DECORATOR or not is_static(context):
        return
    for keyword, name in NAMES.items():
        argument = input.argument(keyword)
        if argument is None:
            continue
        if argument.published is ABSENT:
            if not _nothing_to_lose(argument):
                message = f"No {name} is published: Cog cannot read {code(argument.source)}"
                yield finding(SLUG, input, message, argument.value_span, _repairs(input, argument))
        elif _is_altered(argument):
            message = f"Published as {around(argument.published, argument.meant)}: {misreading(argument.form)}"
            yield finding(SLUG, input, message, argument.value_span, _repairs(input, argument))
        elif keyword == "regex" and isinstance(argument.published, str):
            yield from _pattern(input, argument, argument.published)
    yield from _choices(input)


def _pattern(input: Input, argument: Argument, pattern: str) -> Iterator[Finding]:
    """A count that means another thing to Cog's matcher than to Python."""
    bounded = with_lower_bounds(pattern)
    if bounded == pattern:
        return
    count = re.search(r"\{,\d+\}", pattern)
    message = f"Cog's matcher takes {code(count[0] if count else pattern)} for plain text: write the lower bound, 0"
    repairs = (SetArgument("regex", bounded, "Write the lower bound"),) if _fits(input, bounded) else ()
    yield finding(SLUG, input, message, argument.value_span, repairs)


def _fits(input: Input, pattern: str) -> bool:
    return literal(pattern) is not None and holds_together(input, "regex", pattern)


def _is_altered(argument: Argument) -> bool:
    meant, published = argument.meant, argument.published
    return isinstance(meant, str) and isinstance(published, str) and published.replace("\r\n", "\n") != meant


def _nothing_to_lose(argument: Argument) -> bool:
    """Whether the value constrains nothing: `None`, `deprecated=False`, an infinite bound."""
    meant = argument.meant
    infinite = isinstance(meant, float) and math.isinf(meant)
    return meant is None or infinite or (argument.keyword == "deprecated" and meant is False)


def _repairs(input: Input, argument: Argument) -> tuple[Repair, ...]:
    if argument.meant is UNKNOWN or argument.keyword is None:
        return ()
    source = literal(argument.meant)
    misfit = isinstance(argument.meant, str) and argument.keyword in ("ge", "le")
    if source is None or misfit or not holds_together(input, argument.keyword, argument.meant):
        return ()
    return (SetArgument(argument.keyword, argument.meant, f"Write {code(f'{argument.keyword}={source}')}"),)


def _choices(input: Input) -> Iterator[Finding]:
    """Choices that are published otherwise than they are meant, or not at all."""
    argument = input.argument("choices")
    if argument is not None and argument.sum is not None and argument.sum.total != argument.published:
        return  # told by `altered-choices`
    unknown = argument is not None and not isinstance(argument.meant, list)
    if argument is not None and argument.changed and unknown and isinstance(argument.published, list):
        yield finding(SLUG, input, first_only(argument), argument.value_span)
        return
    if argument is None or not isinstance(argument.meant, list) or not isinstance(argument.published, list):
        return
    meant, published = argument.meant, argument.published
    lost = [choice for choice in meant if choice not in published]
    if len(published) < len(meant) and lost:
        message = f"The choice {shown(lost[0])} is not published: Cog reads literals only"
        if len(lost) > 1:
            message = f"{len(lost)} choices are not published, {shown(lost[0])} among them: Cog reads literals only"
    else:
        pairs = zip(meant, published, strict=False)
        wrong = next(((m, p) for m, p in pairs if isinstance(m, str) and isinstance(p, str) and m != p), None)
        if wrong is None:
            return
        message = f"The choice {shown(wrong[0])} is published as {shown(wrong[1])}"
    yield finding(SLUG, input, message, argument.value_span, _repairs(input, argument))


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


_FILE = """from cog import BaseRunner, Input

MAX_SIZE = 2048


class Runner(BaseRunner):
    def run(self, size: int = Input(description="Width in pixels.", {})) -> str:
        return str(size)
"""
_CHOICES = _FILE.replace("MAX_SIZE = 2048", 'SIZES = {{"small": 2**9, "large": 1024}}\nMORE = [512]\nMORE += [1024]')

RULE = Rule(
    slug=SLUG,
    summary="Cog drops a bound, a length, a pattern, `deprecated`, `accept` or a choice without a word.",
    severity="warning",
    subject="input",
    why="""
        Since 0.19, Cog makes the schema from the source, without running it, and reads these arguments only where they are
        literals. A name, an expression or a hexadecimal number is left out: the form shows no range, and requests with
        any value are let through to the model. Patterns are read by RE2, for which `{,5}` is text.
    """,
    what_to_do="Write the value itself: `le=4294967295` for `le=2**32 - 1`, `le=2048` for `le=MAX_SIZE`.",
    valid=(
        _example("seed: int = Input(ge=0, le=4294967295)"),
        _example("seed: int = Input(ge=None)", "no bound at all"),
        _example('scale: float = Input(le=float("inf"))', "an infinite bound constrains nothing"),
        _example('name: str = Input(regex=r"^\\d+ 🎨$")', "a raw string in single quotation marks comes out as meant"),
        _example("size: int = Input(\r\n            ge=64,\r\n            le=2048,\r\n        )"),
        _example("size: int = Input(deprecated=(False))", "nothing to lose"),
        Example(_FILE.format("choices=[512, 1024]")),
    ),
    invalid=(
        Example(
            'from cog import BaseRunner, Input\n\nLOOKS = ["soft"]\nLOOKS.append("crisp")\n\n\nclass Runner(BaseRunner):\n'
            "    def run(self, look: str = Input(choices=LOOKS)) -> str:\n        return look\n",
            ("LOOKS",),
            note="Cog reads the first list",
        ),
        _reported("seed: int = Input(ge=0, le=2**32 - 1)", "2**32 - 1", "seed: int = Input(ge=0, le=4294967295)"),
        Example(_FILE.format("le=MAX_SIZE"), ("MAX_SIZE",), _FILE.format("le=2048"), note="a name"),
        Example(
            _CHOICES.format("choices=list(SIZES.values())"),
            ("list(SIZES.values())",),
            _CHOICES.format("choices=[512, 1024]"),
            note="a value that is computed",
        ),
        Example(
            _CHOICES.format("choices=MORE"), ("MORE",), _CHOICES.format("choices=[512, 1024]"), note="a list that grows"
        ),
        _reported("size: int = Input(ge=0x10)", "0x10", "size: int = Input(ge=16)"),
        _reported('name: str = Input(regex="^\\\\d+ 🎨$")', '"^\\\\d+ 🎨$"', 'name: str = Input(regex=r"^\\d+ 🎨$")'),
        _reported(
            "size: int = Input(\r\n            le=(2048),\r\n        )",
            "(2048)",
            "size: int = Input(\r\n            le=2048,\r\n        )",
        ),
        _reported(
            'image: Path = Input(\n            accept=".png" + ",.jpg",\n        )',
            '".png" + ",.jpg"',
            'image: Path = Input(\n            accept=".png,.jpg",\n        )',
        ),
        _reported(
            'name: str = Input(regex="^[a-z🎨]{,9}$")',
            '"^[a-z🎨]{,9}$"',
            'name: str = Input(regex="^[a-z🎨]{0,9}$")',
            "a count that only Python knows",
        ),
        _reported("size: int = Input(deprecated=bool(1))", "bool(1)", "size: int = Input(deprecated=True)"),
        _reported(
            "size: int = Input(le=torch.iinfo(torch.int32).max)",
            "torch.iinfo(torch.int32).max",
            None,
            "a number that only Python knows",
        ),
        _reported(
            "name: str = Input(choices=['it\\'s', 'that'])",
            "['it\\'s', 'that']",
            "name: str = Input(choices=[\"it's\", 'that'])",
            "an escape sequence in a choice",
        ),
    ),
    check=check,
    fix="safe",
)
