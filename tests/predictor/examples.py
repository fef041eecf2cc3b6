"""Predictors that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

from cog_lsp.predictor.model import Predictor
from cog_lsp.predictor.source import read_source

FOLDER = Path(__file__).parent.parent / "fixtures" / "predictors"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}

SIGNATURE = '''\
from cog import BasePredictor, Input, Path

STEPS = 20


class Predictor(BasePredictor):
    def setup(self):
        self.model = load("weights")

    def predict(
        self,
        prompt: str = Input(description="What to draw", default="a"),
{}
        steps: int = Input(description="Steps", default=STEPS, ge=1, le=50),
        seed: int = Input(description="Seed", default=None),
    ) -> Path:
        """Run."""
        image = self.model(prompt, steps)
        return Path(image)
'''


def predictor(text: str, name: str | None = None) -> Predictor:
    """The only predictor of a text."""
    (found,) = read_source(text).predictors(name, "run")
    return found


def with_parameter(parameter: str) -> str:
    """A predictor with one more parameter, on lines of its own."""
    return SIGNATURE.replace("{}", parameter)
