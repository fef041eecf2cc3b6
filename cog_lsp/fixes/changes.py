"""From a repair that a rule asks for to the change of one argument."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from cog_lsp.findings.repairs import Annotate, RenameArgument, Repair, SetArgument, SetSource
from cog_lsp.fixes.arguments import Change, Remove, Rename, Set, Write
from cog_lsp.predictor.model import ABSENT, Input
from cog_lsp.predictor.values.written import literal

DECORATOR_KEYWORDS = {"description": "help", "ge": "min", "le": "max", "choices": "options", "default": "default"}
"""What the decorators of the 2021 API call the arguments of `Input`."""


def quote_of(input: Input | None, repair: Repair) -> str:
    """The quotation mark of the value that is replaced, or of the `Literal[...]` that becomes choices. Not that of
    other arguments: they may be changed themselves, and the order of fixes must not matter."""
    keyword = getattr(repair, "keyword", "")
    argument = input.argument(keyword) if input is not None else None
    if argument is None and input is not None and keyword == "default":
        argument = next((a for a in input.arguments if a.keyword is None), None)
    annotation = input.annotation if input is not None and isinstance(repair, Annotate) else None
    replaced = argument or annotation
    match = re.search("[\"']", replaced.source) if replaced is not None else None
    return match[0] if match is not None else '"'


def change_of(repair: Repair, quote: str) -> Change | None:
    """The change of an argument; None where the value has no literal form, or the repair is none of an argument."""
    if isinstance(repair, SetSource):
        return Set(repair.keyword, repair.source)
    if isinstance(repair, RenameArgument):
        return Rename(repair.keyword, repair.to)
    if not isinstance(repair, SetArgument):
        return None
    if repair.value is ABSENT:
        return Remove(repair.keyword)
    if (repair.kind == "draft" or repair.wraps) and isinstance(repair.value, str):
        return Write(repair.keyword, repair.value)
    source = literal(repair.value, quote)
    return None if source is None else Set(repair.keyword, source)


def for_decorator(changes: Iterable[Change]) -> list[Change]:
    """The changes with the keywords of the 2021 API."""
    return [replace(c, keyword=DECORATOR_KEYWORDS.get(c.keyword, c.keyword)) for c in changes]


def settled(changes: Iterable[Change]) -> list[Change]:
    """One change for each keyword: the first in a fixed order, so that the order of the repairs does not matter."""
    by_keyword: dict[str, Change] = {}
    for change in sorted(changes, key=repr):
        by_keyword.setdefault(change.keyword, change)
    return list(by_keyword.values())
