"""Tables and lists of inputs that the signature has moved on from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Replace
from cog_lsp.predictor.model import Field, Predictor
from cog_lsp.project.context import Context
from cog_lsp.readme.marks import inputs_tables
from cog_lsp.readme.references import Listing, Mention, listings
from cog_lsp.readme.snippets.names import nearest
from cog_lsp.readme.snippets.records import is_name_placeholder
from cog_lsp.rules.readme.stated import SLUG, choices_of, stated_otherwise
from cog_lsp.rules.rule import Example, Reads, Rule, Step
from cog_lsp.text import Span
from cog_lsp.writing.inputs_table import inputs_table

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard

MOSTLY = 0.75
"""The share of known names from which on an unknown one is taken for a name that is gone."""
MOSTLY_TITLED = 0.6
"""The same where the heading says that these are inputs."""

_FIELDS = frozenset({"id", "input", "output", "prediction", "stream", "version", "webhook", "webhook_events_filter"})
"""What a request holds beside its inputs."""


def check(card: ModelCard, context: Context) -> list[Finding]:
    """Report names, defaults and ranges where they stand, in the order of the text."""
    predictor = context.predictor
    if predictor is None or not predictor.inputs or context.candidates:
        return []
    return sorted(_findings(card, predictor), key=lambda finding: finding.span)


def _findings(card: ModelCard, predictor: Predictor) -> Iterator[Finding]:
    yield from _own_table(card, predictor)
    for listing in listings(card, predictor):
        yield from _names(listing, predictor)
        for mention in listing.mentions:
            input = predictor.find(mention.name)
            if input is not None and isinstance(input.field, Field):
                yield from stated_otherwise(mention, input, listing.kind == "table")


def _own_table(card: ModelCard, predictor: Predictor) -> Iterator[Finding]:
    """The table between our comments is written anew as a whole."""
    for match in inputs_tables(card.text):
        fresh = inputs_table(predictor)
        table = match.group().replace("\r\n", "\n").replace("\r", "\n")
        if _rows(table) == _rows(fresh):
            continue
        span = Span(*match.span())
        line_end = "\r\n" if "\r\n" in match.group() else "\n"
        repair = Replace(span, fresh.replace("\n", line_end), "Update the inputs table", "safe")
        yield Finding(
            SLUG,
            "The table of inputs is out of date: the signature has changed since it was written",
            _first_difference(card.text, span, fresh),
            repairs=(repair,),
        )


def _own_table_reads(card: ModelCard) -> frozenset[Reads]:
    """Only the table between our comments tells descriptions."""
    return frozenset({"descriptions"}) if inputs_tables(card.text) else frozenset()


def _rows(table: str) -> list[str]:
    return [re.sub(r"\s+", "", line) for line in table.split("\n") if line.strip()]


def _first_difference(text: str, span: Span, wanted: str) -> Span:
    """The first line of the table that would change, or the comment above it."""
    rows = set(_rows(wanted))
    for line in re.finditer(r"[^\r\n]+", text[span.start : span.end]):
        if re.sub(r"\s+", "", line.group()) not in rows and line.group().strip():
            return Span(*line.span()).shifted(span.start)
    first = re.compile(r"[^\r\n]*").match(text, span.start)
    return Span(*first.span()) if first else span


def _names(listing: Listing, predictor: Predictor) -> Iterator[Finding]:
    """Report the names in a table or list that no input has."""
    names = frozenset(m.name for m in listing.mentions)
    lost = {p.name for p in predictor.lost}
    choices = {str(choice) for i in predictor.inputs for choice in choices_of(i)}
    for mention in listing.mentions:
        name = mention.name
        if predictor.find(name) is not None or name in choices or name in lost or is_name_placeholder(name):
            continue
        meant = nearest(name, predictor, names)
        if meant is not None:
            repair = Replace(mention.name_span, meant, f"Use “{meant}” instead of “{name}”", "safe")
            message = f"The model has no input “{name}”: it is called “{meant}”"
            yield Finding(SLUG, message, mention.name_span, repairs=(repair,))
        elif _is_gone(mention, listing, predictor):
            yield Finding(SLUG, f"The model has no input “{name}”", mention.name_span)


def _is_gone(mention: Mention, listing: Listing, predictor: Predictor) -> bool:
    """Whether a name stands for an input that was there once: among names that nearly all are inputs, and in a list
    below a heading that says so, written as they are."""
    matches = [m for m in listing.mentions if predictor.find(m.name) is not None]
    share = MOSTLY_TITLED if listing.titled else MOSTLY
    if len(matches) < share * len({m.name for m in listing.mentions}):
        return False
    if listing.kind == "table":
        return True
    alike = any(m.marked == mention.marked and m.indent == mention.indent for m in matches)
    return listing.titled and alike and mention.name not in _FIELDS


_PREDICTOR = """\
from cog import BaseRunner, Input, Path


class Runner(BaseRunner):
    def run(
        self,
        prompt: str = Input(description="What the picture shows."),
        steps: int = Input(description="More steps give finer details.", default=28, ge=1, le=50),
        output_format: str = Input(description="File format.", default="webp", choices=["webp", "png"]),
        fast: bool = Input(description="Trade quality for speed.", default=False),
    ) -> Path:
        ...
"""
_FILES = {"run.py": _PREDICTOR}


def _table(*rows: str, header: str = "| Input | Default | Range |") -> str:
    rule = "|" + " --- |" * (header.count("|") - 1)
    return "\n".join(["# Painter", "", "## Inputs", "", header, rule, *rows]) + "\n"


_KEPT = """\
# Painter

<!-- cog-lsp: inputs -->

| Input | Type | Default | Range | Description |
| --- | --- | --- | --- | --- |
| `prompt` | text | required |  | What the picture shows. |
| `steps` | integer | `28` | 1 to 50 | More steps give finer details. |
| `output_format` | choice | `webp` | `webp`, `png` | File format. |
| `fast` | true or false | `false` |  | Trade quality for speed. |

<!-- cog-lsp: end of inputs -->
"""

RULE = Rule(
    slug=SLUG,
    summary="A table or list of inputs in the README names one that does not exist, or states another default, range or choice.",
    severity="warning",
    subject="card",
    why="""
        People trust a table. One that is a version behind sends them looking for an input that is gone, or makes them
        believe in a default that no longer holds.
        """,
    what_to_do="""
        Write what the signature says; the quick fix does it for names, defaults and ranges that are certain. Tables of
        Markdown and HTML are read by their headers, in several languages, lists by what stands behind the names, and
        headings that are names of inputs by what stands below. A table
        that cog-lsp wrote stands between two comments and is brought up to date as a whole with "Update the inputs
        table".
        """,
    valid=(
        Example(_table("| `prompt` | | |", "| `steps` | 28 | 1-50 |", "| `fast` | `False` | |"), files=_FILES),
        Example("# Painter\n\n## Inputs\n\n- `prompt`: what it shows\n- `steps`: default 28\n", files=_FILES),
        Example(_KEPT, files=_FILES),
        Example(_table("| `--lr` | 0.1 | |", "| `epochs` | 5 | |"), files=_FILES, note="inputs of another program"),
        Example(
            _table("| **prompt** | none 🚫 | |", "| steps | `28.0` | [1, 50] |").replace("\n", "\r\n"), files=_FILES
        ),
        Example(
            "# Painter\n\n## Inputs\n\n### prompt\n\nThe text.\n\n### steps\n\nDefault: 28. Range: 1 to 50.\n",
            files=_FILES,
        ),
        Example("# Painter\n\n- `prompt`: text\n- `steps`: defaults to 20 if fast is on\n", files=_FILES),
        Example("# Painter\n\n- `prompt`: text\n- `output_format`: `webp` or `png`\n- `webp`: smaller\n", files=_FILES),
    ),
    invalid=(
        Example(
            _table("| `prompt` | | |", "| `steps` | 50 | 1-50 |"),
            found=("50",),
            fixed=_table("| `prompt` | | |", "| `steps` | 28 | 1-50 |"),
            files=_FILES,
            note="the default of `steps` is 28",
        ),
        Example(
            _table("| `prompt` | | |", "| `steps` | 28 | 1 to 500 |"),
            found=("500",),
            fixed=_table("| `prompt` | | |", "| `steps` | 28 | 1 to 50 |"),
            files=_FILES,
            note="`steps` goes from 1 to 50",
        ),
        Example(
            _table("| `prompt` | | |", "| `fast` | `true` | |", "| `output_fromat` | `webp` | |"),
            found=("true", "output_fromat"),
            fixed=_table("| `prompt` | | |", "| `fast` | `false` | |", "| `output_fromat` | `webp` | |"),
            files=_FILES,
            note="a misspelt name, and `fast` is off by default",
        ),
        Example(
            "# Painter\n\n- `prompt`: text\n- `steps` (default: 20): how fine\n- `outputformat`: the file\n",
            found=("20", "outputformat"),
            fixed="# Painter\n\n- `prompt`: text\n- `steps` (default: 28): how fine\n- `outputformat`: the file\n",
            files=_FILES,
        ),
        Example(
            "# Painter\n\n## Parameters\n\n### prompt\n\nThe text.\n\n### steps\n\nDefault: 20.\n",
            found=("20",),
            fixed="# Painter\n\n## Parameters\n\n### prompt\n\nThe text.\n\n### steps\n\nDefault: 28.\n",
            files=_FILES,
            note="headings that are names of inputs",
        ),
        Example(
            "# Painter\n\n<table>\n<tr><th>参数</th><th>默认值</th></tr>\n<tr><td><code>steps</code></td><td>20</td></tr>\n</table>\n",
            found=("20",),
            fixed="# Painter\n\n<table>\n<tr><th>参数</th><th>默认值</th></tr>\n<tr><td><code>steps</code></td><td>28</td></tr>\n</table>\n",
            files=_FILES,
        ),
        Example(
            _table("| `prompt` | | |", "| `output_format` | `webp` | `webp`, `png`, `gif` |"),
            found=("gif",),
            files=_FILES,
            note="no choice of `output_format`",
        ),
        Example(
            _table("| `prompt` 🎨 | | |", "| steps | `20` | |", "| fast | | |").replace("\n", "\r\n"),
            found=("20",),
            fixed=_table("| `prompt` 🎨 | | |", "| steps | `28` | |", "| fast | | |").replace("\n", "\r\n"),
            files=_FILES,
        ),
        Example(
            _KEPT.replace("| `28` | 1 to 50 |", "| `20` | 1 to 50 |"),
            found=("| `steps` | integer | `20` | 1 to 50 | More steps give finer details. |",),
            fixed=_KEPT,
            files=_FILES,
        ),
        Example(
            _table("| `prompt` | | |", "| `steps` | 28 | |", "| `fast` | | |", "| `scheduler` | | |"),
            found=("scheduler",),
            files=_FILES,
        ),
    ),
    check=check,
    step=Step(
        "Bring 1 entry of the table of inputs up to date",
        "Bring {n} entries of the table of inputs up to date",
        is_broken=True,
    ),
    reads=frozenset({"names", "declarations"}),
    also_reads=_own_table_reads,
    fix="safe",
)
