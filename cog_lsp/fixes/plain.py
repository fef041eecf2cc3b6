"""Which changes of an `Input(...)` can be made for certain, told from its text alone.

An editor asks for the titles of fixes at each move of the cursor. Where this module says yes, the edits, which take
LibCST a millisecond, can wait until somebody picks one. Where it says no, they may or may not exist.
"""

from __future__ import annotations

import keyword
import re
from functools import lru_cache

from cog_lsp.fixes import guard
from cog_lsp.fixes.arguments import Change, Remove, Rename, Set, Write
from cog_lsp.predictor.model import Home, Input, Predictor
from cog_lsp.predictor.values.written import string

SPACE = r"[ \t\r\n]*"
TEXT = (
    r"(?:\"\"\"(?:[^\"\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\"(?!\"\"))*\"\"\""
    r"|\"(?!\"\")[^\"\\\x00-\x1f\x7f]*\"|'(?!'')[^'\\\x00-\x1f\x7f]*')"
)
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
SCALAR = rf"(?:{TEXT}|{NUMBER}|None|True|False|[A-Z][A-Z0-9_]+)"
KEYWORD = rf"(?:{'|'.join(keyword.kwlist)})\b"
NAME = rf"(?!{KEYWORD})[A-Za-z_][A-Za-z0-9_]*"
CALLED = rf"{NAME}(?:\({NAME}(?:\.(?:keys|values)\(\))?\))?"
"""A name, or what is made of one, as `list(SIZES)` and `list(SIZES.keys())`."""
TEXTS = rf"(?:{TEXT}(?:{SPACE}{TEXT}){{1,40}}|\({SPACE}{TEXT}(?:{SPACE}{TEXT}){{0,40}}{SPACE}\))"


def _listed(item: str, space: str = SPACE) -> str:
    return rf"(?:{item}{space}(?:,{space}{item}{space})*(?:,{space})?)?"


VALUE = rf"(?:{TEXTS}|{SCALAR}|{CALLED}|\[{SPACE}{_listed(SCALAR)}\])"
ARGUMENT = rf"(?!{KEYWORD})[a-z_]+[ \t]*=[ \t]*{VALUE}"
GAP = r"(?:[ \t\r\n]|#[^\r\n]*(?=[\r\n]))*"
CALL = rf"[A-Za-z_]\w*(?:\.\w+)?\({GAP}{_listed(ARGUMENT, GAP)}\)"
"""Keywords with literals or names, comments between them: what LibCST certainly reads, without escapes and prefixes."""


@lru_cache(maxsize=1024)
def _is_plain_call(source: str) -> bool:
    return _is_plain(source) and re.fullmatch(CALL, source, re.ASCII) is not None


@lru_cache(maxsize=1024)
def _is_plain_value(source: str) -> bool:
    return _is_plain(source) and re.fullmatch(VALUE, source) is not None


def _is_plain(source: str) -> bool:
    """Whether it is of a size that LibCST is given, with line ends of one kind."""
    ends = source.count("\r")
    return len(source) <= guard.MAX_SIZE and (ends == 0 or ends == source.count("\n") == source.count("\r\n"))


def is_certain(input: Input, change: Change) -> bool:
    """Whether the change gives an edit that needs nothing but the parameter itself, where `takes_input` allows it."""
    if input.home is not Home.SIGNATURE:
        return False
    if input.call_span is None:
        return isinstance(change, Write) and _has_room(input) and _is_new(input, change)
    if not _is_plain_call(input.source[input.call_span.start : input.call_span.end]):
        return False
    if isinstance(change, Rename):
        return input.argument(change.keyword) is not None and input.argument(change.to) is None
    if isinstance(change, Remove):
        return input.argument(change.keyword) is not None and input.default_span is not None
    return isinstance(change, (Set, Write)) and _is_new(input, change)


def takes_input(predictor: Predictor, input: Input) -> bool:
    """Whether an `Input(...)` stands there, or can without another import. A required parameter that gets one asks for
    a default of those that follow, which a lost parameter may forbid."""
    if input.call_span is not None:
        return True
    return "cog.Input" in predictor.scope.values() and (input.default_span is not None or not predictor.lost)


def _has_room(input: Input) -> bool:
    """Whether the parameter has a plain default or none."""
    if input.opaque or input.annotation is None:
        return False
    span = input.default_span
    return span is None or _is_plain_value(input.source[span.start : span.end])


def _is_new(input: Input, change: Set | Write) -> bool:
    """Whether the argument can be written and is another one then."""
    argument = input.argument(change.keyword)
    if isinstance(change, Write):
        if argument is not None and argument.meant == change.text:
            return False
        return "\n" not in change.text and string(change.text) is not None
    # Two rules may ask for one description, each in its own way: then only the edits tell whether they are the same.
    if change.keyword == "description" or not guard.is_tame(change.source):
        return False
    return argument is None or (argument.source != change.source and "\n" not in change.source)
