"""What descriptions say of an input that is left empty, and what only looks like it."""

from __future__ import annotations

import pytest

from cog_lsp.prose.claims import claims, optional_at

OPTIONAL = [
    "Optional mask",
    "(optional) Mask",
    "Mask. Optional.",
    "Mask [optional]",
    "*optional*, a mask",
    "OPTIONAL: mask",
]
NOT_OPTIONAL = [
    "Optionally a mask",
    "Path to optional data",
    "Optional if an image is given",
    "Optional, only used with a mask",
    "Words with optional tags",
]
CLAIMS = [
    ("Random seed. Leave blank to randomize the seed", True, "Leave blank to randomize the seed"),
    ("Seed (leave empty for a random one)", True, "leave empty for a random one"),
    ("Seed. Leave it empty for a random one. Else 1.", True, "Leave it empty for a random one."),
    ("Seed, leave blank for random", True, None),
    ("Seed, random if empty", True, None),
    ("If `None`, a random seed is used", True, "If `None`, a random seed is used"),
    ("Random words. Leave empty to go without them", False, "Leave empty to go without them"),
    ("Leave empty (fast). Random otherwise.", False, "Leave empty (fast)."),
]


@pytest.mark.parametrize("text", OPTIONAL)
def test_optional(text: str) -> None:
    place = optional_at(text)
    assert place is not None
    assert text[slice(*place)].lower() == "optional"


@pytest.mark.parametrize("text", NOT_OPTIONAL)
def test_not_optional(text: str) -> None:
    assert optional_at(text) is None


@pytest.mark.parametrize(("text", "random", "clause"), CLAIMS)
def test_claims(text: str, random: bool, clause: str | None) -> None:
    (claim,) = claims(text)
    assert claim.random is random
    assert (None if claim.clause is None else text[slice(*claim.clause)]) == clause


@pytest.mark.parametrize("text", ["Do not leave empty", "It must not be left blank", "Never leave this empty"])
def test_no_claim(text: str) -> None:
    assert list(claims(text)) == []
