"""The license by its name: from the text of LICENSE, or from the front matter of the README."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cog_lsp.evidence.because import Because, line_of
from cog_lsp.readme.markdown.document import ModelCard
from cog_lsp.regex import regex
from cog_lsp.toml import read_toml

FILES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "COPYING", "License", "license")
"""Where the text of a license stands, in the order in which they are asked for."""
_LONGEST = 4000
"""Characters that are looked at: a license says in its first lines what it is."""
_FRONT = regex(r"(?m)^license(?:_name)?[ \t]*:([^\r\n#]*)")
_NAME = regex(r"[\w.+ -]+")


class License(NamedTuple):
    """A license."""

    id: str
    """As SPDX has it, or as the field calls it where SPDX has none: `Apache-2.0`, `CreativeML-OpenRAIL-M`."""
    because: Because


@cache
def _licenses() -> list[dict[str, list[str] | str]]:
    text = (Path(__file__).parent / "licenses.toml").read_text(encoding="utf-8")
    return list(read_toml(text)["license"])


def license_of_text(text: str) -> str | None:
    """The license that a text is; None for one that is not known."""
    head = " ".join(text[:_LONGEST].lower().replace("\u201c", '"').split())
    for entry in _licenses():
        if all(phrase in head for phrase in entry["says"]) and not any(
            phrase in head for phrase in entry.get("not", [])
        ):
            return str(entry["id"])
    return None


def find_license(
    read: Callable[[str], str | None], card: ModelCard | None = None, readme: str = "README.md"
) -> License | None:
    """The license of a model whose files `read` gives: by the first of `FILES` that is there, else by the README."""
    texts = ((name, text) for name in FILES if (text := read(name)) is not None)
    file, text = next(texts, (FILES[0], None))
    return read_license(text, file, card, readme)


def read_license(
    text: str | None, file: str, card: ModelCard | None = None, readme: str = "README.md"
) -> License | None:
    """The license of a model. `text` is what stands in `file`; where it is not known, the front matter counts."""
    identifier = license_of_text(text) if text else None
    if identifier is not None:
        return License(identifier, Because(file, 1, f"the text of {identifier}"))
    if card is None or card.front_matter is None:
        return None
    match = _FRONT.search(card.text, card.front_matter.start, card.front_matter.end)
    value = match[1].strip(" \t\"'") if match is not None else ""
    if match is None or value.lower() in ("", "other", "unknown") or not _NAME.fullmatch(value):
        return None
    name = next((str(e["id"]) for e in _licenses() if str(e["id"]).lower() == value.lower()), value)
    return License(name, Because(readme, line_of(card.text, match.start()), f"license: {value}"))
