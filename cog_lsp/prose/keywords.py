"""What the keywords of `Input(...)` mean, for completion and hovers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from cog_lsp.predictor.model import Type
from cog_lsp.prose.data import load


class Keyword(Struct, frozen=True):
    """A keyword of `Input(...)`. Texts are whole sentences in plain text."""

    name: str
    type: str
    """What it takes, as a phrase."""
    since: str
    """The first Cog version that has it."""
    text: str
    shows: str
    """What people see in the form."""
    example: str
    """One argument as it is written."""
    types: frozenset[str]
    """The names of the types (`Type.name`) that it makes sense for; empty where it fits all."""

    def fits(self, type: Type | None) -> bool:
        """Whether it makes sense for an input of this type; unknown types fit all."""
        if type is None or not self.types or type.name in {"Any", "union"}:
            return True
        name = type.item.name if type.name == "list" and type.item is not None and self.name == "accept" else type.name
        return name in self.types

    @property
    def markdown(self) -> str:
        """The documentation as Markdown that reads well as plain text."""
        head = f"`{self.name}`: {self.type}. Since Cog {self.since}."
        return f"{head}\n\n{self.text}\n\nIn the form: {self.shows}\n\n```python\n{self.example}\n```\n"


@cache
def keywords() -> Mapping[str, Keyword]:
    """All keywords by name, in the order in which authors usually write them."""
    return {
        name: Keyword(
            name,
            fields["type"],
            fields["since"],
            fields["text"],
            fields["shows"],
            fields["example"],
            frozenset(fields.get("for", [])),
        )
        for name, fields in load("keywords.toml").items()
    }
