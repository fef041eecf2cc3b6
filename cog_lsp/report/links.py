"""Names of rules that lead to their pages, where the terminal shows links.

Source of the sequence: OSC 8, gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda. A terminal does not tell
whether it knows it, so the ones that do are known by what they set in the environment.
"""

from __future__ import annotations

import os
import re
import sys

from cog_lsp.publication import RULE_PAGES
from cog_lsp.rules import page_of

PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "WarpTerminal", "Tabby", "rio", "mintty"})
"""Values of TERM_PROGRAM."""
TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
"""How TERM begins."""
SINCE = {"VTE_VERSION": 5000, "KONSOLE_VERSION": 201200}
"""Families of terminals that know links from a version on."""
FORCE = "FORCE_HYPERLINK"
"""What users set where we are wrong: 1 or 0."""
LINK = rf"\x1b\]8;;(?:{re.escape(RULE_PAGES)}[a-z-]+\.md)?\x1b\\"
"""The pattern of what begins and ends a link of ours."""


def linked() -> bool:
    """Whether standard output is a terminal that shows links. Never in a pipe, whatever the environment says."""
    if not sys.stdout.isatty():
        return False
    environment = os.environ
    if environment.get(FORCE):
        return environment[FORCE] != "0"
    term = environment.get("TERM", "")
    if term.startswith(("screen", "tmux")):  # what stands around it may know links, and it passes on none
        return False
    return (
        environment.get("TERM_PROGRAM") in PROGRAMS
        or term.startswith(TERMS)
        or "WT_SESSION" in environment
        or any(_number(environment.get(name, "")) >= version for name, version in SINCE.items())
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def link(slug: str) -> str:
    """The name of a rule as a link to its page."""
    return f"\x1b]8;;{page_of(slug)}\x1b\\{slug}\x1b]8;;\x1b\\"
