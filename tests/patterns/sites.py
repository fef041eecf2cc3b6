"""Every regular expression of the package: where it stands, how it is used, and what it is made of.

    python -m tests.patterns.sites

prints them as JSON, one a line. The calls of `re` are found in the source, so that none is left out. What pattern they
hand over is seen where modules are imported and small models are checked; else it is read off the source, a part that
is not known there standing for a word.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[2] / "cog_lsp"
LAZY = PACKAGE / "regex.py"
CALLS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
EVERY_MATCH = ("split", "findall", "finditer", "sub", "subn", "scanner")
METHODS = (*CALLS[1:], "scanner")


@dataclass(frozen=True, order=True)
class Pattern:
    """One pattern, as one place hands it over."""

    file: str
    line: int
    """From 1."""
    pattern: str
    flags: int
    methods: tuple[str, ...]
    """How it is used: "match", "fullmatch", "search" (its first match) or "finditer" (all of them)."""


@dataclass(frozen=True)
class Site:
    """One call of `re` in the source."""

    file: str
    call: ast.Call
    parents: dict[ast.AST, ast.AST]

    @cached_property
    def name(self) -> str:
        return self.call.func.attr if isinstance(self.call.func, ast.Attribute) else "compile"

    @property
    def holder(self) -> str | None:
        """The name that a compiled pattern is given, if it is given one."""
        node: ast.AST = self.call
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            return node.targets[0].id
        return None

    @property
    def used_at_once(self) -> str | None:
        """The method in `re.compile(…).method(…)`."""
        parent = self.parents[self.call]
        return parent.attr if isinstance(parent, ast.Attribute) else None

    @property
    def source(self) -> str:
        """The pattern as far as the source tells: unknown parts are the word `word`."""
        module = importlib.import_module(
            "cog_lsp." + self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        )
        return "".join(_pieces(self.call.args[0], vars(module)))

    @property
    def source_flags(self) -> int:
        names = {node.attr for node in ast.walk(self.call) if isinstance(node, ast.Attribute)}
        return int(sum((flag for flag in re.RegexFlag if flag.name in names), re.RegexFlag(0)))


def _pieces(node: ast.expr, names: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _pieces(value, names)
    elif isinstance(node, ast.BinOp):
        yield from _pieces(node.left, names)
        yield from _pieces(node.right, names)
    else:
        value = node.value if isinstance(node, ast.FormattedValue) else node
        known = names.get(value.id) if isinstance(value, ast.Name) else None
        yield known if isinstance(known, str) else "word"


def sites() -> Iterator[Site]:
    """Every call of `re` in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and path != LAZY and _is_of_re(node.func):
                yield Site(path.relative_to(PACKAGE).as_posix(), node, parents)


def _is_of_re(function: ast.expr) -> bool:
    """`re.compile` and its kin, and `regex`, which compiles later."""
    if isinstance(function, ast.Attribute):
        return function.attr in CALLS and isinstance(function.value, ast.Name) and function.value.id == "re"
    return isinstance(function, ast.Name) and function.id == "regex"


Uses = dict[tuple[str, str], set[str]]


def uses() -> Uses:
    """By file and name: the methods of patterns that are called on the name, or on an item or attribute of it."""
    found: Uses = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                owner: ast.AST = node.value
                while isinstance(owner, ast.Subscript):
                    owner = owner.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                found.setdefault((path.relative_to(PACKAGE).as_posix(), name), set()).add(node.attr)
    return found


def methods_of(site: Site, used: Uses) -> set[str]:
    """How a pattern is used. One that is kept in a record is used as the file uses names that are no constants."""
    if site.name != "compile":
        return {site.name}
    if site.used_at_once:
        return {site.used_at_once}
    if site.holder:
        return {method for (_, name), methods in used.items() if name == site.holder for method in methods}
    plain = [methods for (file, name), methods in used.items() if file == site.file and name.islower() and name != "re"]
    return {method for methods in plain for method in methods} - {"split"}


Seen = dict[tuple[str, int], set[tuple[str, int]]]
"""By file and line: the patterns and their flags."""


def watched() -> Seen:
    """What the calls of `re` are given while all modules are imported and models checked. Only for a process of its
    own, which has not imported the package yet."""
    assert not any(name.split(".")[0] == "cog_lsp" for name in sys.modules)
    seen: Seen = {}
    lazy = importlib.import_module("cog_lsp.regex")
    lazy.regex = _watching(lazy.regex, seen)  # type: ignore[attr-defined]
    for name in CALLS:
        setattr(re, name, _watching(getattr(re, name), seen))
    from tests.patterns.exercise import exercise

    exercise()
    return seen


def _watching(call: Callable[..., Any], seen: Seen) -> Callable[..., Any]:
    def wrapper(pattern: Any, *args: Any, **named: Any) -> Any:
        frame = sys._getframe(1)
        path = Path(frame.f_code.co_filename)
        if isinstance(pattern, str) and PACKAGE in path.parents and path != LAZY:
            flags = re._compile(pattern, _flags(call.__name__, args, named)).flags  # type: ignore[attr-defined]
            place = path.relative_to(PACKAGE).as_posix(), frame.f_lineno
            seen.setdefault(place, set()).add((pattern, flags & ~re.UNICODE))
        return call(pattern, *args, **named)

    return wrapper


def _flags(name: str, args: tuple[Any, ...], named: dict[str, Any]) -> int:
    at = {"compile": 0, "regex": 0, "split": 2, "sub": 3, "subn": 3}.get(name, 1)
    return named.get("flags", args[at] if len(args) > at else 0)


def patterns() -> Iterator[Pattern]:
    """All patterns, with how they are used."""
    seen, used = watched(), uses()
    for site in sites():
        lines = range(site.call.lineno, (site.call.end_lineno or site.call.lineno) + 1)
        given = {one for line in lines for one in seen.get((site.file, line), ())}
        known = given or {(site.source, site.source_flags)}
        methods = methods_of(site, used) or {"finditer"}
        plain = tuple(sorted({"finditer" if method in EVERY_MATCH else method for method in methods}))
        for pattern, flags in known:
            yield Pattern(site.file, site.call.lineno, pattern, flags, plain)


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        lines = [json.dumps(asdict(pattern)) for pattern in sorted(set(patterns()))]
    print("\n".join(lines))
