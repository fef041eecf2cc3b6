"""What a rule is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from cog_lsp.findings.finding import Finding, Severity
from cog_lsp.findings.repairs import FixKind
from cog_lsp.project.context import Context

if TYPE_CHECKING:
    from cog_lsp.settings.record import Settings

Subject = Literal["input", "predictor", "card", "project", "suppression", "settings"]


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
    """Takes the subject: an Input, a Predictor, a ModelCard, a ModelFiles, a Suppression or a Problem of the settings."""
    check_cases: Callable[[str, Context], Iterable[Finding]] | None = None
    """What a rule of the card has to say about the text of a configuration of cog-safe-push; spans are absolute."""
    fix: FixKind | None = None
    """The best kind of fix that it offers; a test compares this with the examples."""
    asks_predictor: bool = False
    """Whether a rule of the card looks at the predictor too: the others have nothing new to say where that changes."""

    def severity_in(self, settings: Settings) -> Severity:
        """How serious its findings are under these settings."""
        return settings.severity.get(self.slug, self.severity)
