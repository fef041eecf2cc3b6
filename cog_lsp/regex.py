"""Regular expressions that are compiled when they are first used.

The package has some three hundred, and a check of one model uses fifty: compiling all of them took a fifth of its time.
"""

from __future__ import annotations

import re
from typing import Any, cast

_ATTRIBUTES = (
    *("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"),
    *("pattern", "flags", "groups", "groupindex"),
)


class _Regex:
    """Stands for a compiled pattern, and becomes as quick as one with the first use."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ATTRIBUTES:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        self.__dict__.update({attribute: getattr(compiled, attribute) for attribute in _ATTRIBUTES})
        return self.__dict__[name]


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, for constants of modules; a wrong source raises `re.error` at the first use."""
    return cast("re.Pattern[str]", _Regex(source, flags))
