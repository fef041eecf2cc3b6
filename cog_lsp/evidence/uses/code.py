"""Everything that the reading of code takes from the predictor's room."""

from __future__ import annotations

from cog_lsp.predictor.model import ABSENT, UNKNOWN, Home, Input, Predictor, Span, Type
from cog_lsp.predictor.strings import decode
from cog_lsp.predictor.syntax import Piece
from cog_lsp.text import LineIndex

__all__ = ["ABSENT", "UNKNOWN", "Home", "Input", "LineIndex", "Piece", "Predictor", "Span", "Type", "decode"]
