"""Profiles of Hypothesis, for `pytest --hypothesis-profile`: `few` for a run that starts the same tests again and
again, `fixed` for one that must not depend on chance, `many` for a long look for what nobody thought of."""

from __future__ import annotations

import signal

from hypothesis import Phase, settings

settings.register_profile(
    "few",
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # that a test fails is all that such a run asks
)
settings.register_profile("fixed", derandomize=True, database=None)
settings.register_profile("many", max_examples=1000)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background: what the tests start would inherit that, and ignore Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
