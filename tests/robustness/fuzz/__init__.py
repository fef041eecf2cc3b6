"""Inputs made by chance, and what is wrong with one: by the name of the part, from a seed to a line that says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.robustness.fuzz import matches, messages, texts

PARTS: Mapping[str, Callable[[str], str | None]] = {
    "patterns": matches.fault,
    "protocol": messages.fault,
    "texts": texts.fault,
}
