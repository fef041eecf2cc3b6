"""What LibCST is given, and what not; what is let through is parsed in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cog_lsp.fixes.guard import MAX_SIZE, is_tame
from tests.limits import LIMIT

TAME = [
    "Input(description='a', default=[1, 2, 3], choices=['x'] + list(D.keys()))",
    "Input(choices=[" + "-1, " * 1500 + "])",
    "Input(description=" + "'text '\n" * 100 + ")",
    "Input(default=" + "(" * 55 + "1" + ")" * 55 + ")",
    "Input(default='" + "(" * 500 + "')",
    "Input(" + "(1 + 1 + 1), " * 400 + ")",
    "Input(" + "a.b(c.d), " * 400 + ")",
    "Input(  # " + "(" * 500 + "\n)",
]
WILD = [
    "Input(" + "[" * 100,
    "Input(" + "]" * 3 + "[" * 100,
    "Input(a" + ".b" * 400 + ")",
    "Input(a" + "()" * 400 + ")",
    "Input(" + "not " * 400 + "1)",
    "Input(" + "1 + " * 400 + "1)",
    "Input(" + "'a' " * 400 + ")",
    "Input(" + "lambda: " * 400 + "1)",
    "Input(f'" + "{a:" * 400 + "')",
    "Input(" + "x" * MAX_SIZE + ")",
    "Input('\0')",
]


@pytest.mark.parametrize("source", TAME)
def test_tame(source: str) -> None:
    assert is_tame(source)


@pytest.mark.parametrize("source", WILD)
def test_wild(source: str) -> None:
    assert not is_tame(source)


def test_deepest_that_passes_does_not_end_the_process() -> None:
    program = """
import threading
import libcst
from cog_lsp.fixes.guard import is_tame

def deepest(build):
    return build(next(n for n in range(400, 0, -1) if is_tame(build(n))))

builds = [
    lambda n: "I(" + "(" * n + "1" + ")" * n + ")",
    lambda n: "I(" + "{1:" * n + "1" + "}" * n + ")",
    lambda n: "I(a" + ".b" * n + ")",
    lambda n: "I(a" + "()" * n + ")",
    lambda n: "I(" + "not " * n + "1)",
    lambda n: "I(" + "1+" * n + "1)",
    lambda n: "I(" + "'a' " * n + ")",
    lambda n: "I(" + "lambda:" * n + "1)",
    lambda n: "I(" + "1 if 1 else " * n + "1)",
]
def run():
    for build in builds:
        libcst.Module([]).code_for_node(libcst.parse_expression(deepest(build)))
    print("alive")
threading.stack_size(512 * 1024)
thread = threading.Thread(target=run)
thread.start()
thread.join()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.stdout == "alive\n", done.stderr
