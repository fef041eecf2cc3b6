"""Cog's schema generator and cog-lsp agree: on every property, every component and every refusal, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.cases import Case, outcome, read_cases

HERE = Path(__file__).parent
OBSERVED = list(read_cases(HERE / "observed.txt"))
DERIVED = list(read_cases(HERE / "derived.txt"))
KINDS = list(read_cases(HERE / "kinds.txt"))


def test_no_case_is_lost() -> None:
    assert len(OBSERVED) == 214
    assert len(DERIVED) >= 60
    assert len(KINDS) >= 80


@pytest.mark.parametrize("case", OBSERVED, ids=lambda case: f"line {case.line}")
def test_observed(case: Case) -> None:
    """What the generator was seen to do."""
    assert outcome(case) == case.expected


@pytest.mark.parametrize("case", DERIVED, ids=lambda case: f"line {case.line}")
def test_derived(case: Case) -> None:
    """What the generator does by its source."""
    assert outcome(case) == case.expected


@pytest.mark.parametrize("case", KINDS, ids=lambda case: f"line {case.line}")
def test_kinds(case: Case) -> None:
    """What it does by its source, and was seen to do with others of the same kinds."""
    assert outcome(case) == case.expected
