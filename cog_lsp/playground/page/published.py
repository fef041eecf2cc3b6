"""The examples that a model has on Replicate, beside the calls of its README."""

from __future__ import annotations

from typing import Any

from cog_lsp.playground.page.page import Page
from cog_lsp.replicate.api import Api, is_name, token
from cog_lsp.replicate.page import Example, examples

MOST_EXAMPLES = 24
"""Examples that the page shows."""


def can_ask(page: Page) -> bool:
    """Whether Replicate can be asked: the name of the model is known, and the user has set a token."""
    return page.mode == "run" and is_name(page.name) and bool(token())


class Published:
    """What Replicate said, once somebody wanted to know."""

    def __init__(self) -> None:
        self._name = ""
        self._examples: tuple[Example, ...] = ()

    def ask(self, name: str) -> None:
        """Ask about a model. Takes as long as Replicate does; raises Unavailable."""
        with Api(name) as api:
            self._name, self._examples = name, examples(api)

    def values(self, page: Page) -> list[dict[str, Any]] | None:
        """The examples for the browser, each with why it does not fit the inputs of today; None before Replicate was
        asked about this model."""
        if not page.name or page.name != self._name:
            return None
        return [
            {
                "id": example.id,
                "values": {name: value for name, value in example.input.items() if value is not None},
                "problems": page.misfits(example),
            }
            for example in self._examples[:MOST_EXAMPLES]
        ]
