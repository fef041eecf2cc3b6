"""What a rule is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from cog_lsp.findings.finding import Finding, Severity
from cog_lsp.findings.repairs import FixKind
from cog_lsp.project.context import Context

if TYPE_CHECKING:
    from cog_lsp.settings.record import Settings

Reads = Literal["names", "declarations", "descriptions", "body"]
"""What there is to read of the predictors: which inputs there are, what is declared of them, how they are described, and
the code."""
Subject = Literal["input", "predictor", "card", "project", "suppression", "settings", "source", "usage"]

Part = Literal["inputs", "examples", "card", "schema"]
"""What a grade is given for."""
_PARTS: Mapping[str, Part] = {"inputs": "inputs", "readme": "card", "schema": "schema"}


class Example(Struct, frozen=True):
    """A piece of a model that a rule accepts or reports; a test and a part of the rule's page.

    `text` is one or more parameters for the subjects "input" and "suppression" (they are put into a whole predictor), the
    whole predictor file for "predictor" and "source", either for "usage", the whole README for "card", cog.yaml for
    "project", cog-lsp.toml for "settings". `files` are the other files of the model.
    """

    text: str
    found: tuple[str, ...] = ()
    """For invalid examples: the text under each finding, in order."""
    fixed: str | None = None
    """`text` after the first fix of the first finding; None where there is no fix."""
    files: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    """A clause for the page: why it is accepted or reported."""


class Step(Struct, frozen=True):
    """What is left to do: for one finding, and for `{n}`. `{topics}` are the short titles of their topics. Rules with
    the same step share it."""

    one: str
    many: str | None = None
    """None where it is one thing to do, however many findings there are."""
    is_broken: bool = False
    """Whether somebody who follows the card today goes wrong: such steps come before those about words."""
    is_needed: bool = False
    """Whether a model is not ready before it is done, though its findings are notes."""

    def text(self, count: int, topics: str = "") -> str:
        """The step for as many findings."""
        return (self.one if count == 1 or self.many is None else self.many).format(n=count, topics=topics)


def _nothing(_: Any) -> frozenset[Reads]:
    return frozenset()


class Rule(Struct, frozen=True):
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
    """Takes the subject: an Input, a Predictor, a ModelCard, a ModelFiles, a Suppression, a Problem of the settings,
    the Fault of a source, or the Usage of an input by the code."""
    check_cases: Callable[[str, Context], Iterable[Finding]] | None = None
    """What a rule of the card has to say about the text of a configuration of cog-safe-push; spans are absolute."""
    fix: FixKind | None = None
    """The best kind of fix that it offers; a test compares this with the examples."""
    reads: frozenset[Reads] = frozenset()
    """What it looks at beside its subject: where nothing of this changes, it has nothing new to say."""
    also_reads: Callable[[Any], frozenset[Reads]] = _nothing
    """What it looks at besides for some subjects only."""
    step: Step | None = None
    """What is left to do where it finds something, in `cog-lsp card`; None where it belongs to the errors and warnings
    about what Cog publishes."""
    judges_descriptions: bool = False
    """Whether an input for which it finds something is not explained yet."""
    about_examples: bool = False
    """Whether it judges the calls in a README, and not what else stands there."""
    stands_alone: bool = False
    """Whether the other rules of its subject have nothing to say where it finds something."""
    is_unpublishable: bool = False
    """Whether what it finds must not go onto the model's page: text that nobody wrote or read yet."""
    about_words: bool = False
    """Whether it judges how an input is called and described. The findings of the others tell what the warnings of a
    field in the preview would repeat."""
    since: str = "0.1"
    """The version that had it first."""
    tag: Literal["deprecated", "unnecessary"] | None = None
    """Editors strike through what is deprecated and fade what is unnecessary."""

    @property
    def part(self) -> Part | None:
        """The part of a model that it judges, by the folder that it stands in; None for settings and comments."""
        return "examples" if self.about_examples else _PARTS.get(self.check.__module__.split(".")[2])

    def severity_in(self, settings: Settings) -> Severity:
        """How serious its findings are under these settings."""
        return settings.severity.get(self.slug, self.severity)
