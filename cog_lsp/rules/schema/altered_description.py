"""A description that Cog publishes otherwise than it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Repair, SetArgument
from cog_lsp.predictor.model import ABSENT, Argument, Home, Input
from cog_lsp.predictor.values.written import string
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.rules.schema.reading import around, code, finding, first_only, is_static, misreading
from cog_lsp.text import LINE_END

SLUG = "altered-description"
UNREAD = {
    "parenthesized": "text in parentheses",
    "f-string": "f-strings",
    "bytes": "bytes",
    "unicode": "text with the prefix `u`",
    "raw": "text with the prefix `R`",
    "operation": "text that is put together with operators",
    "call": "the result of a call",
    "attribute": "attributes",
    "subscript": "values taken from a list or dictionary",
    "name": "names that this file does not set to a text",
}
QUOTED = ("string", "triple", "raw", "concatenation", "operation", "call")
"""Forms of which Cog publishes what stands between the outermost quotes."""


def check(input: Input, context: Context) -> Iterator[Finding]:
    """Compare the two readings of the description."""
    argument = input.argument("description")
    if argument is None or input.home is Home.DECORATOR or not is_static(context):
        return
    meant, published = argument.meant, argument.published
    if argument.changed and published is not ABSENT:
        yield finding(SLUG, input, first_only(argument), argument.value_span, _repairs(meant, argument, context))
        return
    if isinstance(meant, str):
        if same(meant, "" if published is ABSENT else published):
            return
    elif argument.form not in (UNREAD if published is ABSENT else ("operation", "call")):
        return  # nobody knows whether there is a difference
    message = _dropped(argument) if published is ABSENT else _altered(argument)
    yield finding(SLUG, input, message, argument.value_span, _repairs(meant, argument, context))


def same(meant: str, published: object) -> bool:
    """Whether the texts are equal; Python turns every line end into a line feed, Cog keeps them."""
    return isinstance(published, str) and published.replace("\r\n", "\n").replace("\r", "\n") == meant


def _dropped(argument: Argument) -> str:
    return f"No description is published: Cog does not read {UNREAD.get(argument.form, 'such text')}"


def _altered(argument: Argument) -> str:
    meant = argument.meant if isinstance(argument.meant, str) else ""
    reason = misreading(argument.form)
    if not meant:
        return f"Published as {code(str(argument.published))}: {reason}"
    return f"Published as {around(str(argument.published), meant)}: {reason}"


def _repairs(meant: object, argument: Argument, context: Context) -> tuple[Repair, ...]:
    """One literal; where the author wrapped the text by hand, it stays wrapped if it does not fit on its line."""
    if not isinstance(meant, str) or string(meant) is None:
        return ()
    exact = SetArgument("description", meant, "Write the description as one literal")
    if "\n" in meant or len(meant) < 60:
        return (exact,)
    if LINE_END.search(argument.source) and argument.form != "triple":
        return (replace(exact, wraps=True),)
    if context.settings.description_layout == "one-line":
        return (exact,)
    wrapped = SetArgument("description", meant, "Write the description as one literal, wrapped", kind="draft")
    return exact, wrapped


def _example(value: str, note: str = "") -> Example:
    return Example(f"        prompt: str = Input(description={value}),", note=note)


def _reported(value: str, fixed: str | None, note: str = "") -> Example:
    line = "        prompt: str = Input(description={}),"
    return Example(line.format(value), (value,), None if fixed is None else line.format(fixed), note=note)


RULE = Rule(
    slug=SLUG,
    summary="The published description is not the text that the code means.",
    severity="warning",
    subject="input",
    why="""
        Since 0.19, Cog makes the schema from the source, without running it. It takes what stands between the outermost
        quotes as it is: adjacent strings come out with quotes and indentation in them, `\\n` as a backslash and an n.
        Text in parentheses, f-strings and results of calls are left out without a word. Nobody notices until the form
        is on the web page.
    """,
    what_to_do="""
        Write the description as one literal: `"…"`, or `\"\"\"…\"\"\"` where it spans lines. Cog keeps the line ends and the
        indentation of a triple-quoted text, and the form shows them as single spaces.
    """,
    valid=(
        _example('"What to see in the image."'),
        _example("'''What to see\nin the image.'''", "a triple-quoted text is published with its line ends"),
        _example('"""What to see\r\n        in the image."""', "and with Windows line ends"),
        _example('r"A pattern such as \\d+."', "a raw text in single quotation marks comes out as it is meant"),
        _example('"Ein Bild 🎨 mit Farben."'),
        Example("        prompt: str,"),
        Example(
            'from cog import BaseRunner, Input\n\nHELP = "What to see in the image."\n\n\n'
            "class Runner(BaseRunner):\n"
            "    def run(self, prompt: str = Input(description=HELP)) -> str:\n        return prompt\n",
            note="a constant of the same file",
        ),
    ),
    invalid=(
        _reported('"What to see " "in the image."', '"What to see in the image."', "adjacent strings"),
        _reported(
            '(\n            "What to see "\n            "in the image."\n        )', '"What to see in the image."'
        ),
        _reported('"First.\\nSecond."', '"""First.\nSecond."""', "an escape sequence"),
        _reported("'It\\'s 🎨.'", '"It\'s 🎨."', "an escaped quotation mark"),
        _reported('f"What to see."', '"What to see."'),
        _reported('"What to see " + "in the image."', '"What to see in the image."'),
        _reported('"What to see "\r\n            "in the image."', '"What to see in the image."'),
        _reported('u"What to see."', '"What to see."'),
        _reported('os.environ["HELP"]', None, "nobody knows the text before the model runs"),
        _reported('r"""A number: \\d+."""', 'r"A number: \\d+."'),
    ),
    check=check,
    fix="safe",
)
