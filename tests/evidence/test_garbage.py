"""What a reading leaves behind is gone at once: what waits for Python's garbage collector stops an editor later."""

from __future__ import annotations

import gc

from cog_lsp.evidence.uses.recognize import facts_of
from cog_lsp.predictor.source import read_source
from tests.evidence.predictors import predictor

MANY = "\n".join(f"x{n} = self.model(prompt, {n}) if prompt else None" for n in range(300))
TEXT = predictor("prompt: str", f"{MANY}\nreturn self.model(prompt)")
FEW = 300
"""Objects of the file itself, whose classes and functions know it."""


def test_a_reading_is_gone_when_its_facts_are_told() -> None:
    (one,) = read_source(TEXT).predictors(None, "run")
    facts_of(one, "run.py")
    gc.collect()
    gc.disable()
    try:
        facts_of(one, "run.py")
        assert gc.collect() < FEW
    finally:
        gc.enable()
