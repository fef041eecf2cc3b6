"""Profiles of Hypothesis, for `pytest --hypothesis-profile`: `few` for a run that starts the same tests again and
again, `fixed` for one that must not depend on chance, `many` for a long look for what nobody thought of. And the
markers by which a run leaves out what takes long: what stands in KINDS is no part of `just test`."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, settings

HERE = Path(__file__).parent

KINDS: dict[str, tuple[str, ...]] = {
    "editor": (
        "editors/test_emacs",
        "editors/test_helix",
        "editors/test_neovim",
        "editors/test_tour",
        "editors/test_vim",
        "editors/test_vscode",
    ),
    "browser": ("playground/test_browser_",),
    "server": (
        "lsp/",
        "robustness/",
        "playground/test_live",
        "playground/test_preview_command",
        "playground/test_server",
    ),
    "slow": ("bench/", "cli/", "docs/", "packaging/", "property/", "test_models", "test_public_models"),
}
"""Marker → where the tests stand that carry it. The beginning of a path is enough."""

settings.register_profile(
    "few",
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # that a test fails is all that such a run asks
)
settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("many", max_examples=1000, deadline=None)
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# What is remembered of the developer's own models is no part of what a test expects.
os.environ["XDG_STATE_HOME"] = str(Path(tempfile.gettempdir()).absolute() / "cog-lsp-tests-without-state")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background: what the tests start would inherit that, and ignore Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)


LONGEST = ("patterns/", "editors/", "robustness/")
"""Where the files stand that take minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the markers of the place where it stands, and let the files that take minutes come first: at the
    end, one processor would work on them alone."""
    items.sort(key=lambda item: not _place(item).startswith(LONGEST))
    for item in items:
        place = _place(item)
        for marker, places in KINDS.items():
            if place.startswith(places):
                item.add_marker(marker)


def _place(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).as_posix() if item.path.is_relative_to(HERE) else ""
