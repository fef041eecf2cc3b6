"""invalid-setting: a key or value of the settings that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.record import Problem


def check(problem: Problem, context: Context) -> Iterator[Finding]:
    """A problem of a settings file, as it was found while the file was read."""
    del context
    yield Finding("invalid-setting", problem.message, problem.span)


RULE = Rule(
    slug="invalid-setting",
    summary="A key or value of the settings that cannot be used.",
    severity="warning",
    subject="settings",
    why="""
    A setting with a slip in its name does nothing, and nobody notices. The value is left out, and what stands below it (a
    settings file farther up, the editor, the default) holds.
    """,
    what_to_do="Write the name that the message proposes, or a value of the kind that it asks for.",
    valid=(
        Example('topics = ["how-to-use", "limitations"]'),
        Example('[severity]\njargon = "off"'),
        Example('[terms]\nLoRA = ""'),
        Example('readme = "CARD😀.md"\r\n'),
        Example('line-length = 100\n\n[headings]\nlimitations = [\n  "Where it falls short",\n]'),
    ),
    invalid=(
        Example('tpics = ["how-to-use"]', ("tpics",)),
        Example('[severity]\njargn = "off"', ("jargn",)),
        Example('[severity]\njargon = "warn"\r\n', ("jargon",)),
        Example("line-length = 3", ("line-length",)),
        Example('readme = "😀"\nignore = "tests/"', ("ignore",)),
        Example('topics = [\n  "limits",\n]', ("topics",)),
    ),
    check=check,
)
