"""What the sentences and senses about an input may take for certain about its model."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class About(Struct, frozen=True):
    """What is known of a model, filled in by the rules. Nothing is concluded from what is empty or None: not known."""

    inputs: frozenset[str] = frozenset()
    """The names of its inputs."""
    makes: frozenset[str] = frozenset()
    """What comes out: text, picture, video, speech, music, audio, 3d, embedding, labels, mask, data, weights, file."""
    takes: frozenset[str] = frozenset()
    """What goes in, in the same words."""
    task: str = ""
    """Its task, such as "text-to-image"."""
    prompt: bool | None = None
    """Whether a free text steers the result."""
    trains: bool | None = None
    """Whether it trains a model."""
    imports: frozenset[str] = frozenset()
    """The packages that the predictor imports."""
    names: frozenset[str] = frozenset()
    """Words of its own name and title, in lower case."""
    words: frozenset[str] = frozenset()
    """The words of the predictor's file for which the glossary asks, in lower case: for drafts only, as they change
    as one types."""


NOTHING = About()
"""Nothing is known of the model."""


class Condition(Struct, frozen=True):
    """When a sense, a sentence or a word counts. Empty lists ask for nothing; what is not known does not hold."""

    near: frozenset[str] = frozenset()
    """One of these words stands beside it."""
    away: frozenset[str] = frozenset()
    """None of these does."""
    makes: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    inputs: frozenset[str] = frozenset()
    """An input of the model has a name with one of these words."""
    prompt: bool | None = None
    trains: bool | None = None

    @classmethod
    def read(cls, table: Mapping[str, object]) -> Condition:
        """The condition in a table of a data file; keys that are none of its fields are left alone."""

        def words(key: str) -> frozenset[str]:
            value = table.get(key)
            return frozenset(str(word) for word in value) if isinstance(value, list) else frozenset()

        prompt, trains = table.get("prompt"), table.get("trains")
        return cls(
            words("near"),
            words("away"),
            words("makes"),
            words("takes"),
            words("imports"),
            words("inputs"),
            prompt if isinstance(prompt, bool) else None,
            trains if isinstance(trains, bool) else None,
        )

    def holds(self, about: About, beside: frozenset[str]) -> bool:
        """Whether it holds for a model, with these words (in lower case) beside what it is asked for."""
        return (
            (not self.near or not self.near.isdisjoint(beside))
            and self.away.isdisjoint(beside)
            and (not self.makes or not self.makes.isdisjoint(about.makes))
            and (not self.takes or not self.takes.isdisjoint(about.takes))
            and (not self.imports or not self.imports.isdisjoint(about.imports))
            and (
                not self.inputs or any(word in name.lower().split("_") for name in about.inputs for word in self.inputs)
            )
            and (self.prompt is None or self.prompt is about.prompt)
            and (self.trains is None or self.trains is about.trains)
        )


ALWAYS = Condition()
"""Holds for every model."""
