"""An argument that `Input` does not take, or not on this type."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

from cog_lsp.findings.finding import Finding, about_input
from cog_lsp.findings.repairs import RenameArgument, Repair, Replace
from cog_lsp.predictor.cog.validation import is_about_choices
from cog_lsp.predictor.model import UNKNOWN, Argument, Home, Input, Predictor, Refusal
from cog_lsp.predictor.values.written import literal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import code, holds_together, is_static, quote_of, short
from cog_lsp.rules.schema.refusals import is_told_by, refusals
from cog_lsp.text import Span

SLUG = "invalid-argument"
KEYWORDS = (
    "default", "description", "ge", "le", "min_length", "max_length", "regex", "choices", "deprecated", "accept",
)  # fmt: skip
MEANINGS = {
    "min": "ge", "minimum": "ge", "min_value": "ge", "gte": "ge",
    "max": "le", "maximum": "le", "max_value": "le", "lte": "le",
    "help": "description", "desc": "description", "options": "choices", "enum": "choices", "pattern": "regex",
}  # fmt: skip
"""Keywords of the 2021 API and of other libraries, and what `Input` calls them."""
EMPTY = {"list": "[]", "dict": "{}", "str": '""', "int": "0", "float": "0.0", "bool": "False"}
TEXT, NUMBER = ("string", "triple"), ("number",)
PLAIN = {
    "description": TEXT, "regex": TEXT, "accept": TEXT, "choices": ("list",), "deprecated": ("boolean",),
    "ge": NUMBER, "le": NUMBER, "min_length": NUMBER, "max_length": NUMBER,
    "default": (*TEXT, *NUMBER, "boolean", "none", "list"),
}  # fmt: skip
"""Forms that Cog reads as Python does, where they hold no backslash and no comment."""
CLOSE = 0.8
"""How alike a misspelled keyword must be to the right one, by difflib."""


def check(predictor: Predictor, context: Context) -> Iterator[Finding]:
    """Report arguments that end the build or the start of the container."""
    for origin, input in predictor.placed():
        if input.refusals:
            arguments = {argument.span: argument for argument in input.arguments}
            for refusal in refusals(input, SLUG, context):
                yield _finding(input, refusal, arguments.get(refusal.span), origin)
        if len(input.by_keyword) < len(input.arguments):
            yield from _repeated(input, origin)
    for refusal in predictor.refusals:
        if is_told_by(refusal, SLUG) and is_static(context):
            yield Finding(SLUG, f"Cog's build fails: {short(refusal.message, 78)}", refusal.span)


def _finding(input: Input, refusal: Refusal, argument: Argument | None, origin: int) -> Finding:
    message, repairs = _message(refusal, argument), _repairs(input, argument, origin)
    message = about_input(input.name, message)
    return Finding(SLUG, message, refusal.span.shifted(origin), input.name, repairs, data=(("cog", refusal.message),))


def _message(refusal: Refusal, argument: Argument | None) -> str:
    """What Cog refuses about an argument, or about the choices."""
    keyword = argument.keyword if argument is not None else None
    if refusal.kind == "startup":
        if keyword is None:
            return "The model will not start: only the default may stand without its keyword"
        return f"The model will not start: Input has no argument {code(keyword)}{_meant(keyword)}"
    if keyword == "default_factory":
        return "Cog's build fails: it has no `default_factory`; write the value as `default`"
    if keyword == "accept":
        return "Cog's build fails: `accept` is for Path and File inputs only"
    if is_about_choices(refusal):
        return "Cog's build fails: with choices, a name may have plain letters, digits and `_` only"
    if refusal.kind == "validation" and keyword == "regex":
        return f"Cog's build fails: {_regex_reason(refusal.message)}"
    reason = re.sub(r"^unsupported type: ", "", refusal.message)
    return f"Cog's build fails: {short(reason, 78)}"


def _regex_reason(cog: str) -> str:
    if "(?=" in cog or "(?!" in cog or "(?<" in cog:
        return "patterns may not look ahead or behind (RE2)"
    if re.search(r"invalid escape sequence: `\\+\d", cog):
        return "patterns may not refer back to a group (RE2)"
    return short("the pattern is no RE2: " + cog.rpartition("regexp: ")[2], 78)


def _meant(keyword: str) -> str:
    right = _right(keyword)
    return f"; it is called {code(right)}" if right else ""


@lru_cache(maxsize=16)
def _right(keyword: str) -> str | None:
    """The keyword that is meant, where that is certain; the message asks for it, then the fix."""
    if keyword in MEANINGS:
        return MEANINGS[keyword]
    close = difflib.get_close_matches(keyword, KEYWORDS, 2, CLOSE)
    return close[0] if len(close) == 1 else None


def _repairs(input: Input, argument: Argument | None, origin: int) -> tuple[Repair, ...]:
    """Keywords for positions, `default` for a factory, the right name for one that is misspelt."""
    if argument is None:
        return ()
    if argument.keyword is None:
        return _positional(input, argument, origin)
    if argument.keyword == "default_factory":
        value = EMPTY.get(argument.source)
        if value is None or input.argument("default") is not None:
            return ()
        return (Replace(argument.span.shifted(origin), f"default={value}", f"Write `default={value}`"),)
    right = _right(argument.keyword) if argument.keyword not in KEYWORDS else None
    if right is None or input.argument(right) is not None or (right == "default" and _has_positional(input)):
        return ()
    return _renamed(input, argument, right, origin)


def _renamed(input: Input, argument: Argument, right: str, origin: int) -> tuple[Repair, ...]:
    """The right keyword; with the value itself where Cog could not read it as it is written."""
    meant, kind = argument.meant, input.type
    if right == "default" and meant is None and kind is not None and not kind.optional:
        return ()
    if meant is UNKNOWN or not holds_together(input, right, meant):
        return ()
    title = f"Write `{right}=`"
    if argument.form in PLAIN.get(right, ()) and not re.search(r"[\\#]", argument.source):
        return (RenameArgument(argument.keyword or "", right, title),)
    source = literal(meant, quote_of(argument.source))
    return (Replace(argument.span.shifted(origin), f"{right}={source}", title),) if source is not None else ()


def _has_positional(input: Input) -> bool:
    return any(argument.keyword is None for argument in input.arguments)


def _positional(input: Input, argument: Argument, origin: int) -> tuple[Repair, ...]:
    """`Input("x", "What it does")`: before Cog 0.17 the second one was the description."""
    positional = [a for a in input.arguments if a.keyword is None]
    described = input.argument("description") is not None or input.argument("default") is not None
    if input.home is not Home.SIGNATURE or len(positional) != 2 or described or not isinstance(argument.meant, str):
        return ()
    first = positional[0]
    between = input.source[first.span.start : argument.span.start]
    text = f"default={between}description={argument.source}"
    span = Span(first.span.start, argument.span.end).shifted(origin)
    return (Replace(span, text, "Write the keywords `default=` and `description=`"),)


def _repeated(input: Input, origin: int) -> Iterator[Finding]:
    """The same keyword twice, which is no Python."""
    seen: set[str] = set()
    for argument in input.arguments if input.home is not Home.DECORATOR else ():
        if argument.keyword in seen and argument.keyword != "**":
            message = f"The model will not start: {code(argument.keyword)} is given twice"
            yield Finding(SLUG, about_input(input.name, message), argument.span.shifted(origin), input.name)
        seen.add(argument.keyword or "")


def _file(arguments: str, kind: str = "float", end: str = "\n", above: str = "") -> str:
    text = (
        f"from cog import BaseRunner, Input, Path{', concurrent' if above else ''}\n\n\n"
        f"class Runner(BaseRunner):\n{above}    def run(self, scale: {kind} = Input({arguments})) -> str:\n"
        '        return "🎨"\n'
    )
    return text.replace("\n", end)


def _reported(arguments: str, found: str, fixed: str | None, kind: str = "float", note: str = "") -> Example:
    return Example(_file(arguments, kind), (found,), None if fixed is None else _file(fixed, kind), note=note)


RULE = Rule(
    slug=SLUG,
    summary="An argument that `Input` does not take, or not on this type.",
    severity="error",
    subject="predictor",
    why="""
        An unknown keyword and a second argument without one let the build pass, and the container fails to start. So a
        misspelled `defaul=` or an `options=` of the 2021 API is noticed only when the model runs. `default_factory`,
        `accept` on anything but files, and patterns with look-ahead or back-references end the build.
    """,
    what_to_do="Use the arguments that Cog has: default, description, ge, le, min_length, max_length, regex, choices, deprecated, accept.",
    valid=(
        Example(_file("default=1, ge=0, le=20")),
        Example(_file('\n        default="🎨",\n        regex="^.+$",\n    ', "str", "\r\n")),
        Example(_file('accept="image/*"', "Path")),
        Example(_file("1")),
        Example(_file("default=1, **MORE")),
        Example(_file("description='d'", "str | int")),
    ),
    invalid=(
        _reported("default=1, min=0", "min=0", "default=1, ge=0", note="a keyword of the 2021 API"),
        _reported("defaul=1", "defaul=1", "default=1", note="a slip of the pen"),
        _reported('"a", "What to see."', '"What to see."', 'default="a", description="What to see."', "str"),
        _reported("default=1, step=0.1", "step=0.1", None, note="Cog has no steps"),
        _reported("default_factory=list", "default_factory=list", "default=[]", "list[str]"),
        _reported('accept="image/*"', 'accept="image/*"', None, "str"),
        _reported('regex="^(?!a)"', 'regex="^(?!a)"', None, "str"),
        Example(
            _file("\n        default=1,\n        max=20,  # as usual\n    ", end="\r\n"),
            ("max=20",),
            _file("\n        default=1,\n        le=20,  # as usual\n    ", end="\r\n"),
        ),
        Example(_file("ge=0", "str | int"), ("ge=0",)),
        Example(_file("ge=0", above="    @concurrent(max=2)\n"), ("@concurrent(max=2)",)),
        Example(_file("ge=0, ge=1"), ("ge=1",)),
    ),
    check=check,
    fix="safe",
)
