"""Small predictors to read facts from."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent

from cog_lsp.evidence.uses.fact import Fact
from cog_lsp.evidence.uses.recognize import facts_of
from cog_lsp.predictor.source import read_source

HEADER = """\
import random
from typing import List, Optional

import cv2
import librosa
import numpy as np
from cog import BasePredictor, Input, Path
from PIL import Image

{top}

class Predictor(BasePredictor):
    def predict(
        self,
{inputs}
    ) -> Path:
{body}
"""


def predictor(inputs: str, body: str, top: str = "", methods: str = "") -> str:
    """The text of a predictor with these parameters, one on a line, this body, and further code at the top and in its
    class."""
    inputs = ",\n".join(line.rstrip(",") for line in dedent(inputs).strip().splitlines())
    written = HEADER.format(
        top=dedent(top),
        inputs=indent(inputs, " " * 8),
        body=indent(dedent(body).strip(), " " * 8),
    )
    return written + indent(dedent(methods), " " * 4)


def facts(text: str, others: Mapping[str, str] | None = None) -> list[Fact]:
    """The facts of a text, with other files of its model."""
    files = dict(others or {})
    (found,) = read_source(text).predictors(None, "run", files.get, "predict.py")
    return facts_of(found, "predict.py", files.get)


def said(text: str, others: Mapping[str, str] | None = None) -> list[str]:
    """The facts of a text as "kind input: sentence"."""
    return [f"{fact.kind} {fact.inputs[0]}: {fact.sentence}" for fact in facts(text, others)]
