"""Profiles of Hypothesis: `pytest --hypothesis-profile=few` for a run that starts the same tests again and again."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile(
    "few",
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # that a test fails is all that such a run asks
)
