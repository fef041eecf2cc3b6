"""All that is known of a model before it is decided what it makes."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.evidence.kind.reach import Reach
from cog_lsp.evidence.kind.returned import Returned
from cog_lsp.evidence.kind.tasks import choose_task
from cog_lsp.evidence.kind.votes import Votes
from cog_lsp.evidence.texts import ModelTexts

CLASSIFIES = ("text-classification", "image-classification")


class Case(Struct, frozen=True):
    """A model whose output is looked at."""

    texts: ModelTexts
    reach: Reach
    returned: Returned
    tasks: Votes
    """How strongly words speak of each task."""
    takes: tuple[str, ...]
    """What one has to give."""
    may: tuple[str, ...]
    """What one may give."""

    def task(self, *makes: str) -> str | None:
        """The task, if these are what the model makes."""
        return choose_task(self.tasks, self.takes, self.may, makes, has_prompt=False)[0]

    def leads(self, *tasks: str) -> bool:
        """Whether words speak of one of these tasks more than of any other."""
        ranked = self.tasks.ranked()
        return bool(ranked) and ranked[0][1] in tasks

    @property
    def start(self) -> int:
        """Where the type of the output stands, or else the name of the method."""
        output = self.texts.predictor.output
        return output.span.start if output is not None else self.texts.predictor.method_span.start
