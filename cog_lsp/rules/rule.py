"""What a rule is, what it reports, and what it asks the fixes to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cog_lsp.predictor.model import Span

if TYPE_CHECKING:
    from cog_lsp.config import Settings
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.project import CogYaml, ModelFiles
    from cog_lsp.readme.document import ModelCard

Severity = Literal["error", "warning", "information", "hint", "off"]
Subject = Literal["input", "predictor", "card", "project", "suppression", "settings"]
FixKind = Literal["safe", "draft"]


@dataclass(frozen=True, slots=True)
class SetArgument:
    """Give `keyword` of an `Input(...)` this literal value; add the argument where it is missing."""

    keyword: str
    value: Any
    title: str
    kind: FixKind = "safe"


@dataclass(frozen=True, slots=True)
class SetSource:
    """Give `keyword` of an `Input(...)` this Python source as its value (`list(D.keys())`)."""

    keyword: str
    source: str
    title: str
    kind: FixKind = "safe"


@dataclass(frozen=True, slots=True)
class RenameArgument:
    """Write another keyword for the same value."""

    keyword: str
    to: str
    title: str
    kind: FixKind = "safe"


@dataclass(frozen=True, slots=True)
class Annotate:
    """Give the parameter (or, where `output` is set, the return value) this annotation, and import what it needs."""

    source: str
    imports: tuple[tuple[str, str], ...]
    """Pairs of module and name."""
    title: str
    output: bool = False
    choices: tuple[Any, ...] | None = None
    """Where a `Literal[...]` becomes a plain type: the choices to write into `Input(...)`."""
    kind: FixKind = "safe"


@dataclass(frozen=True, slots=True)
class Describe:
    """Draft a description from the glossary, the type, the default, the bounds and the choices.

    `facets` are the missing ones, so that the draft can keep what the author wrote and add only those.
    """

    facets: tuple[str, ...] = ()
    kind: FixKind = "draft"


@dataclass(frozen=True, slots=True)
class Replace:
    """Replace the characters of `span` (relative like the finding's own span) by `text`."""

    span: Span
    text: str
    title: str
    kind: FixKind = "safe"
    imports: tuple[tuple[str, str], ...] = ()
    """Pairs of module and name that the new text needs."""


@dataclass(frozen=True, slots=True)
class AddSections:
    """Write drafts of these topics (slugs of `readme/topics.py`) into the README."""

    topics: tuple[str, ...]
    kind: FixKind = "draft"


@dataclass(frozen=True, slots=True)
class WriteReadme:
    """Write a whole README with the eight topics."""

    kind: FixKind = "draft"


@dataclass(frozen=True, slots=True)
class AddExample:
    """Write a snippet that runs the model into the README."""

    kind: FixKind = "draft"


Repair = (
    SetArgument | SetSource | RenameArgument | Annotate | Describe | Replace | AddSections | WriteReadme | AddExample
)


class Finding(NamedTuple):
    """One thing that a rule reports. A tuple, because all below an edit are made anew at every keystroke.

    `span` is relative to the input's first character for rules whose subject is "input", and absolute in the file
    for all others. `check.py` makes all of them absolute and fills in `severity`.
    """

    rule: str
    message: str
    span: Span
    input: str | None = None
    repairs: tuple[Repair, ...] = ()
    severity: Severity = "warning"
    data: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    """What a hover or an editor needs beside the message, by name: (("term", "CFG"),), (("topics", (…)),)."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at beside its subject. `input` rules may read `settings` and `cog` only: their results
    are kept for as long as the text of the parameter, the file's constants, the settings and cog.yaml stay the same."""

    settings: Settings
    cog: CogYaml | None = None
    files: ModelFiles | None = None
    predictor: Predictor | None = None
    trainer: Predictor | None = None
    """The predictor that trains the model, where another one runs it."""
    card: ModelCard | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a model that a rule accepts or reports; a test and a part of the rule's page.

    `text` is one or more parameters for the subjects "input" and "suppression" (they are put into a whole predictor), the
    whole predictor file for "predictor", the whole README for "card", cog.yaml for "project", cog-lsp.toml for "settings". `files` are the other files of the model.
    """

    text: str
    found: tuple[str, ...] = ()
    """For invalid examples: the text under each finding, in order."""
    fixed: str | None = None
    """`text` after the first fix of the first finding; None where there is no fix."""
    files: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    """A clause for the page: why it is accepted or reported."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, whole: its page, its settings entry, `explain` and its tests are all made from this record."""

    slug: str
    summary: str
    """One sentence: what it finds."""
    severity: Severity
    subject: Subject
    why: str
    """Markdown."""
    what_to_do: str
    """Markdown."""
    valid: tuple[Example, ...]
    invalid: tuple[Example, ...]
    check: Callable[[Any, Context], Iterable[Finding]]
    """Takes the subject: an Input, a Predictor, a ModelCard or a ModelFiles."""
    fix: FixKind | None = None
    """The best kind of fix that it offers; a test compares this with the examples."""
    asks_predictor: bool = False
    """Whether a rule of the card looks at the predictor too: the others have nothing new to say where that changes."""

    def severity_in(self, settings: Settings) -> Severity:
        """How serious its findings are under these settings."""
        return settings.severity.get(self.slug, self.severity)
