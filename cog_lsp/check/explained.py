"""How far the descriptions of a model's inputs are: explained, drafted and not read yet, or still to write.

The one place where they are counted: the card, the lens, the preview, the editors' status and the statistics ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from cog_lsp.rules import DESCRIPTION_RULES

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.findings.finding import Finding
    from cog_lsp.predictor.model import Predictor


class Descriptions(Struct, frozen=True):
    """The names of the inputs in the order of the form; each stands in one of the three."""

    explained: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    """Drafted in bulk, and nobody has kept them yet."""
    to_write: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many inputs there are."""
        return len(self.explained) + len(self.drafts) + len(self.to_write)

    @property
    def words(self) -> str:
        """The counts for people: `3 of 7 inputs explained, 2 drafts to read, 2 to write`."""
        return f"{len(self.explained)} of {self.total} input{'' if self.total == 1 else 's'} explained{self.left}"

    @property
    def left(self) -> str:
        """What is left to do, as it stands behind the count of what is done: `, 2 drafts to read, 2 to write`."""
        read = f", {len(self.drafts)} draft{'' if len(self.drafts) == 1 else 's'} to read" if self.drafts else ""
        return read + (f", {len(self.to_write)} to write" if self.to_write else "")

    def __add__(self, other: Descriptions) -> Descriptions:
        """The inputs of two models together."""
        return Descriptions(
            self.explained + other.explained, self.drafts + other.drafts, self.to_write + other.to_write
        )


def about_descriptions(findings: Iterable[Finding]) -> list[Finding]:
    """The findings on what is to be written, then those on what is to be read. A hint says that a text could say more
    and need not."""
    reports = (f for f in findings if f.rule in DESCRIPTION_RULES and f.severity != "hint")
    return sorted(reports, key=attrgetter("is_unread"))


def descriptions(predictor: Predictor | None, findings: Iterable[Finding]) -> Descriptions:
    """How far the descriptions of a predictor are, by the findings about it."""
    reports = about_descriptions(findings)
    wanting = {f.input for f in reports if not f.is_unread}
    unread = {f.input for f in reports if f.is_unread} - wanting
    names = [] if predictor is None else [input.name for input in predictor.inputs]
    return Descriptions(
        tuple(name for name in names if name not in wanting and name not in unread),
        tuple(name for name in names if name in unread),
        tuple(name for name in names if name in wanting),
    )


def descriptions_in(model: Model, predictor: Predictor | None = None) -> Descriptions:
    """How far the descriptions of a model are: those of one of its predictors, else of the one that runs it."""
    chosen = model.predictor if predictor is None else predictor
    return descriptions(chosen, (f for group in model.groups if group.predictor is chosen for f in group.findings))
