"""What is known of a model while its files are judged, written about or shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cog_lsp.prose.about import NOTHING, About

if TYPE_CHECKING:
    from cog_lsp.predictor.model import Predictor
    from cog_lsp.project.cogyaml import CogYaml
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.settings.record import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at beside its subject. `input` and `usage` rules may read `settings`, `cog`, `about` and the
    root of `files` only: their results are kept for as long as the text of the parameter, the file's constants, what
    the code does with the input and these stay the same."""

    settings: Settings
    cog: CogYaml | None = None
    files: ModelFiles | None = None
    predictor: Predictor | None = None
    trainer: Predictor | None = None
    """The predictor that trains the model, where another one runs it."""
    runner: Predictor | None = None
    """The predictor that runs the model, where this one trains it."""
    card: ModelCard | None = None
    candidates: tuple[Predictor, ...] = ()
    """Where cog.yaml does not say which of several runs the model: all of them."""
    about: About = NOTHING
    """What is known of the model that the predictor is."""
    published_version: Callable[[str], str | None] = field(default=lambda _: None, compare=False)
    """The id of the newest version of `owner/name`, where it is known. Drafts ask, rules do not."""
