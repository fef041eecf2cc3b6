"""Where cog-lsp is to be had: the one place that says whether it is published, and that holds its address."""

from __future__ import annotations

PUBLISHED = False
"""Whether PyPI and the marketplaces have cog-lsp. A test holds all pages and messages against it."""
REPOSITORY = "https://github.com/cog-lsp/cog-lsp"
RULE_PAGES = f"{REPOSITORY}/blob/main/docs/rules/"


def requirement(extra: str = "") -> str:
    """What pip and uv install: the package with one of its extras, from where it is to be had."""
    name = f"cog-lsp[{extra}]" if extra else "cog-lsp"
    return name if PUBLISHED else f"{name} @ git+{REPOSITORY}"


def install_command(extra: str = "") -> str:
    """What to type to have the package with one of its extras."""
    return f'pip install "{requirement(extra)}"'
