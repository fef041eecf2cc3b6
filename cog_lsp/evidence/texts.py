"""What the evidence is read from: the texts of one model, as they were read."""

from __future__ import annotations

from msgspec import Struct

from cog_lsp.predictor.model import Predictor
from cog_lsp.readme.markdown.document import ModelCard


class ModelTexts(Struct, frozen=True):
    """The files of a model that show what it is."""

    predictor: Predictor
    """The one that cog.yaml names."""
    path: str
    """Its file, relative to the model's folder, with forward slashes."""
    card: ModelCard | None = None
    readme: str = "README.md"
    name: str = ""
    """What the project calls itself: `owner/name`, or the name of its folder."""
