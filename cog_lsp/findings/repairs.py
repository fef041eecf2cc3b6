"""What a finding asks the fixes to do: records, each with what its edit needs."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from cog_lsp.text import Span

FixKind = Literal["safe", "draft"]


class SetArgument(Struct, frozen=True):
    """Give `keyword` of an `Input(...)` this literal value; add the argument where it is missing."""

    keyword: str
    value: Any
    title: str
    kind: FixKind = "safe"
    alone: bool = False
    """Whether it is never made together with others: callers see it, and only the author knows if it may be."""
    wraps: bool = False
    """Whether a text that is too long for its line is wrapped; drafts are in any case."""


class Declare(Struct, frozen=True):
    """Give an `Input(...)` these arguments, by keyword, at once. Callers see them, so that it is never made together
    with others."""

    arguments: tuple[tuple[str, Any], ...]
    title: str
    kind: FixKind = "draft"


class SetSource(Struct, frozen=True):
    """Give `keyword` of an `Input(...)` this Python source as its value (`list(D.keys())`)."""

    keyword: str
    source: str
    title: str
    kind: FixKind = "safe"


class RenameArgument(Struct, frozen=True):
    """Write another keyword for the same value."""

    keyword: str
    to: str
    title: str
    kind: FixKind = "safe"


class Annotate(Struct, frozen=True):
    """Give the parameter (or, where `output` is set, the return value) this annotation, and import what it needs."""

    source: str
    imports: tuple[tuple[str, str], ...]
    """Pairs of module and name."""
    title: str
    output: bool = False
    arguments: tuple[tuple[str, Any], ...] = ()
    """Where a `Literal[...]` or an enumeration becomes a plain type: what `Input(...)` says instead, by keyword."""
    default: str = ""
    """The source of what stands after the `=` from now on."""
    unused: str = ""
    """A class that nothing but the signature may use: its values are others afterwards."""
    kind: FixKind = "safe"


class Describe(Struct, frozen=True):
    """Draft a description from the glossary, the type, the default, the bounds and the choices.

    `facets` are the missing ones, so that the draft can keep what the author wrote and add only those.
    """

    facets: tuple[str, ...] = ()
    kind: FixKind = "draft"


class Replace(Struct, frozen=True):
    """Replace the characters of `span` (relative like the finding's own span) by `text`."""

    span: Span
    text: str
    title: str
    kind: FixKind = "safe"
    imports: tuple[tuple[str, str], ...] = ()
    """Pairs of module and name that the new text needs."""
    alone: bool = False
    """As for `SetArgument`: only a person may do it."""


class AddSections(Struct, frozen=True):
    """Write drafts of these topics (slugs of `readme/topics.py`) into the README."""

    topics: tuple[str, ...]
    kind: FixKind = "draft"
    outlines: bool = True
    """Whether sections come, too, that only ask what the author knows: not where nobody reads what is written."""


class WriteSection(Struct, frozen=True):
    """Write the draft of a topic in place of what a section of the README holds."""

    topic: str
    body: Span
    """What stands below its heading, characters from 0."""
    kind: FixKind = "draft"
    outlines: bool = True
    """As for `AddSections`."""


class WriteReadme(Struct, frozen=True):
    """Write a whole README with the eight topics."""

    kind: FixKind = "draft"
    outlines: bool = True
    """As for `AddSections`."""


class AddExample(Struct, frozen=True):
    """Write a snippet that runs the model into the README."""

    kind: FixKind = "draft"


class NameVersion(Struct, frozen=True):
    """Write the newest version of a model in place of the gap in a call, where this machine has seen one."""

    model: str
    gap: Span
    """Characters from 0."""
    kind: FixKind = "draft"


CardRepair = AddSections | WriteSection | WriteReadme | AddExample | NameVersion
"""Repairs of a README."""
Repair = SetArgument | Declare | SetSource | RenameArgument | Annotate | Describe | Replace | CardRepair


def is_alone(repair: Repair) -> bool:
    """Whether a repair is never made together with others."""
    return isinstance(repair, Declare) or (isinstance(repair, SetArgument | Replace) and repair.alone)
