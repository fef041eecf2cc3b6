"""The machine of a pattern."""

from __future__ import annotations

from cog_lsp.predictor.cog.re2.parse import parse
from cog_lsp.predictor.cog.re2.program import Program, build


def machine(pattern: str) -> Program:
    return build(parse(pattern))
