"""Everything that the reading of code takes from the predictor's room."""

from __future__ import annotations

from cog_lsp.predictor.model import ABSENT, UNKNOWN, Input, Predictor, Type
from cog_lsp.predictor.reading.modules import is_external
from cog_lsp.predictor.syntax.piece import whole
from cog_lsp.predictor.syntax.strings import decode
from cog_lsp.text import LineIndex

__all__ = ["ABSENT", "UNKNOWN", "Input", "LineIndex", "Predictor", "Type", "decode", "is_external", "whole"]
