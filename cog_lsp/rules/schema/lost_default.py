"""A default that Cog drops or garbles, so that callers must send the input or get another value."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Repair, Replace, SetArgument, SetSource
from cog_lsp.predictor.model import ABSENT, UNKNOWN, Argument, Home, Input
from cog_lsp.predictor.values.written import literal
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import around, code, finding, first_only, holds_together, is_static, quote_of

SLUG = "lost-default"
SAME_AS_KEYWORD = ("number", "boolean", "none", "name")
"""Forms of a positional default that stay as they are written when they get their keyword."""


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Compare the two readings of the default, and report arguments that Cog does not see at all."""
    if input.home is Home.DECORATOR or not is_static(context):
        return
    for argument in input.arguments:
        if argument.keyword == "**":
            yield finding(SLUG, input, f"Nothing of {code(argument.source)} is published", argument.span)
    positional = next((a for a in input.arguments[:1] if a.keyword is None), None)
    default = input.argument("default")
    dots = default or positional
    if dots is not None and dots.form == "ellipsis" and input.call_span is not None:
        message = "`...` says nothing to Cog: an input without a default is required. Delete it"
        repair = SetArgument("default", ABSENT, "Delete `...`")
        yield finding(SLUG, input, message, dots.span, (repair,))._replace(severity="hint")
        return
    if default is None:
        if positional is not None and input.call_span is not None and input.home is not Home.HELPER:
            yield from _positional(input, positional)
        return
    if default.published is ABSENT:
        if input.call_span is not None and default.meant is not None:
            message = f"{_loss(input)}: Cog cannot read the default {code(default.source)}"
            yield finding(SLUG, input, message, default.value_span, _set(input, default))
    elif default.changed and default.meant != default.published:
        yield finding(SLUG, input, first_only(default), default.value_span, _exact(input, default))
    elif _garbled(default.meant, default.published):
        message = f"Published as {around(_text(default.published), _text(default.meant))}, not as Python reads it"
        yield finding(SLUG, input, message, default.value_span, _exact(input, default))


def _positional(input: Input, argument: Argument) -> Iterator[Finding]:
    if argument.meant is None:
        return  # an optional type says as much, and another one is the matter of `required-by-none`
    message = f"{_loss(input)}: Cog reads no default without its keyword"
    yield finding(SLUG, input, message, argument.span, _keyworded(input, argument))


def _loss(input: Input) -> str:
    if input.required:
        return "Callers must now send it"
    return "The default is not published"


def _keyworded(input: Input, argument: Argument) -> tuple[Repair, ...]:
    if [a.keyword for a in input.arguments].count(None) > 1:
        return ()
    if argument.form in SAME_AS_KEYWORD and holds_together(input, "default", argument.meant):
        return (SetSource("default", argument.source, "Write the keyword `default=`"),)
    return _set(input, argument)


def _set(input: Input, argument: Argument) -> tuple[Repair, ...]:
    if literal(argument.meant) is None or not holds_together(input, "default", argument.meant):
        return ()
    return (SetArgument("default", argument.meant, f"Write the default as {code(str(literal(argument.meant)))}"),)


def _exact(input: Input, argument: Argument) -> tuple[Repair, ...]:
    if input.call_span is not None:
        return _set(input, argument)
    source = literal(argument.meant, quote_of(argument.source))
    if source is None or argument.meant is UNKNOWN:
        return ()
    return (Replace(argument.value_span, source, f"Write the default as {code(source)}"),)


def _garbled(meant: object, published: object) -> bool:
    """Whether strings in the two readings differ."""
    if isinstance(meant, str) and isinstance(published, str):
        return published.replace("\r\n", "\n").replace("\r", "\n") != meant
    if isinstance(meant, list) and isinstance(published, list):
        return len(meant) == len(published) and any(map(_garbled, meant, published))
    if isinstance(meant, dict) and isinstance(published, dict):
        return _garbled(list(meant), list(published)) or _garbled(list(meant.values()), list(published.values()))
    return False


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(literal(value))


def _example(parameter: str, note: str = "") -> Example:
    return Example(f"        {parameter},", note=note)


def _reported(parameter: str, found: str, fixed: str | None, note: str = "") -> Example:
    return Example(f"        {parameter},", (found,), None if fixed is None else f"        {fixed},", note=note)


_FILE = """from cog import BaseRunner, Input

STYLES = ["photo", "drawing"]


class Runner(BaseRunner):
    def run(self, style: str = Input(description="The style.", default={})) -> str:
        return style
"""

RULE = Rule(
    slug=SLUG,
    summary="Cog drops or garbles the default, so that callers must send the input or get another value.",
    severity="warning",
    subject="input",
    why="""
        Since 0.19, Cog makes the schema from the source, without running it. It reads a default only where it is written
        after `default=`, as a literal or as the name of a constant of the same file. Any other default is lost without a
        word, and the input becomes required: calls that worked before fail with "Field required". Escape sequences and
        adjacent strings are published as they are written.
    """,
    what_to_do="""
        Write the value itself: `default=4294967295` for `default=2**32 - 1`, `default="photo"` for
        `default=STYLES[0]`, `Input(default=1)` for `Input(1)`. For a value that only the running model knows, make the
        input optional (`Optional[str] = Input(default=None)`) and fill it in inside the method.
    """,
    valid=(
        _example("seed: int = Input(default=4294967295)"),
        _example("style: str = 'photo 📷'"),
        _example("style: str = Input()", "an input without a default is meant to be required"),
        _example('size: int = Input(description="Width in pixels.")'),
        _example('stop: str = Input(\r\n            default="""\r\n"""\r\n        )', "a line end in triple quotes"),
        Example(_FILE.format('"photo"')),
        Example(
            _FILE.replace("default={}", "default=STYLE").replace('STYLES = ["photo", "drawing"]', 'STYLE = "photo"')
        ),
    ),
    invalid=(
        _reported("seed: int = Input(default=2**32 - 1)", "2**32 - 1", "seed: int = Input(default=4294967295)"),
        Example(_FILE.format("STYLES[0]"), ("STYLES[0]",), _FILE.format('"photo"'), note="a value taken from a list"),
        _reported(
            "style: str = Input('photo')", "'photo'", "style: str = Input(default='photo')", "without its keyword"
        ),
        _reported(
            'stop: str = Input(default="\\n")', '"\\n"', 'stop: str = Input(default="""\n""")', "an escape sequence"
        ),
        _reported('style: str = "a 📷 " "b"', '"a 📷 " "b"', 'style: str = "a 📷 b"'),
        _reported(
            "style: str = Input(\r\n            default=('photo'),\r\n        )",
            "('photo')",
            "style: str = Input(\r\n            default='photo',\r\n        )",
        ),
        _reported(
            "style: str = Input(\n            # the usual one\n            default=(\n                'pho'  # first\n                'to'\n            ),\n        )",
            "(\n                'pho'  # first\n                'to'\n            )",
            "style: str = Input(\n            # the usual one\n            # first\n            default='photo',\n        )",
        ),
        _reported(
            'style: str = Input(default=os.environ["STYLE"])',
            'os.environ["STYLE"]',
            None,
            "nobody knows the value before the model runs",
        ),
        _reported("seed: int = Input(default=- 1)", "- 1", "seed: int = Input(default=-1)"),
        _reported("size: int = Input(..., ge=1)", "...", "size: int = Input(ge=1)", "the old way to say required"),
        _reported("style: str = Input(**COMMON)", "**COMMON", None, "Cog reads keywords only"),
    ),
    check=check,
    fix="safe",
)
