"""Each promise of the page on security names tests, and they are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from .pages import REPOSITORY

PAGE = (REPOSITORY / "docs/security.md").read_text(encoding="utf-8")
PROMISES = [" ".join(item.split()) for item in re.findall(r"^- (.*(?:\n  .*)*)", PAGE, re.MULTILINE)]
NAMED = re.compile(r"`(?:(?P<file>tests/[\w/]+\.py)::)?(?P<test>test_\w+)`")
"""A test without a file stands in the one before it."""


@cache
def names_in(file: Path) -> frozenset[str]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_promises_are_seen() -> None:
    assert len(PROMISES) > 20
    assert len(PROMISES) == PAGE.count("\n- ")


@pytest.mark.parametrize("promise", PROMISES, ids=[promise[:40] for promise in PROMISES])
def test_a_promise_has_its_tests(promise: str) -> None:
    sentence, _, tests = promise.rpartition(" (")
    assert sentence.endswith((".", ":")), "the tests stand behind the promise"
    assert re.fullmatch(r"(?:`[\w/.:]+`(?:, |\)$))+", tests), tests
    matches = list(NAMED.finditer(tests))
    assert len(matches) == tests.count("`") / 2
    file = ""
    for match in matches:
        file = match["file"] or file
        assert match["test"] in names_in(REPOSITORY / file), match[0]
