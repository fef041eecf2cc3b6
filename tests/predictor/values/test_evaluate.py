"""One expression, two readings: what Python would pass and what Cog's generator keeps."""

from __future__ import annotations

from typing import Any

import pytest

from cog_lsp.predictor.model import ABSENT, UNKNOWN
from tests.predictor.examples import predictor

FILE = """\
import enum
import math
import os
import sys
import textwrap
from textwrap import dedent
from cog import Input
from elsewhere import THERE
TEXT = "plain"
NUMBER = 3
NAMES = ["a", "b"]
NAMES += ["c"]
TABLE = {"one": 1, "two": Two, **os.environ}
WORDS = {"one": 1, "two": Two}
TWICE = TEXT * 2
SELF = SELF
LEFT, RIGHT = 1, 2
if math.pi > 3:
    MAYBE = 1
MAYBE = 2
bool = 3
class Color(str, enum.Enum):
    RED = "red"
class Plain(enum.Enum):
    ONE = 1
class Limits:
    'What is allowed.'
    LOW = 0.5
    HIGH = LOW * 2
def run(x: str = Input(description={})) -> str: ...
"""

# expression, how it is written, Python's reading, Cog's reading as a description
STRINGS: list[tuple[str, str, Any, Any]] = [
    ('"a"', "string", "a", "a"),
    ('"é 漢字 🎨"', "string", "é 漢字 🎨", "é 漢字 🎨"),
    (
        r'"line\nline \"q\" \x41\u00e9\N{BULLET}\101\q"',
        "string",
        'line\nline "q" Aé•A\\q',
        r"line\nline \"q\" \x41\u00e9\N{BULLET}\101\q",
    ),
    ('"two\\\nlines"', "string", "twolines", "two\\\nlines"),
    (r"'it\'s'", "string", "it's", r"it\'s"),
    ('"""three\n  lines"""', "triple", "three\n  lines", "three\n  lines"),
    (r'r"\d+"', "raw", r"\d+", r"\d+"),
    ('r""', "raw", "", ""),
    ("r''", "raw", "", ""),
    ('R"x"', "raw", "x", ABSENT),
    ('r"""x"""', "raw", "x", '""x""'),
    ('u"x"', "unicode", "x", ABSENT),
    ('b"x"', "bytes", UNKNOWN, ABSENT),
    ('f"no {{placeholder}}"', "f-string", "no {placeholder}", ABSENT),
    ('f"a {TEXT}"', "f-string", UNKNOWN, ABSENT),
    ('"a " "b"', "concatenation", "a b", 'a " "b'),
    ('("a "\n    # why\n    "b")', "parenthesized", "a b", ABSENT),
    ('(("a"))', "parenthesized", "a", ABSENT),
    ('"a" + "b"', "operation", "ab", 'a" + "b'),
    ('"-" * 3', "operation", "---", '-" * '),
    ('"%s" % TEXT', "operation", UNKNOWN, '%s" % TEX'),
    ('"a" if TEXT else "b"', "other", UNKNOWN, 'a" if TEXT else "b'),
    ('" a ".strip()', "call", "a", ' a ".strip('),
    ('dedent("""\n    a\n      b""")', "call", "\na\n  b", ABSENT),
    ('textwrap.dedent("  a")', "call", "a", ABSENT),
    ('", ".join(NAMES)', "call", "a, b, c", ', ".join(NAMES'),
    ("TEXT", "name", "plain", "plain"),
    ("TWICE", "name", "plainplain", ABSENT),
    ("NUMBER", "name", 3, ABSENT),
    ("THERE", "name", UNKNOWN, ABSENT),
    ("SELF", "name", UNKNOWN, ABSENT),
    ("LEFT", "name", UNKNOWN, ABSENT),
    ("Color.RED.value", "attribute", "red", ABSENT),
    ("Color.RED", "attribute", "red", ABSENT),
    ("Plain.ONE", "attribute", UNKNOWN, ABSENT),
    ("NAMES[0]", "subscript", "a", ABSENT),
    ("str(NUMBER)", "call", "3", ABSENT),
    ("os.environ['X']", "subscript", UNKNOWN, ABSENT),
    ("None", "none", None, ABSENT),
    (r'"\N{NO SUCH NAME}"', "string", r"\N{NO SUCH NAME}", r"\N{NO SUCH NAME}"),
    ('3 * "-"', "operation", "---", ABSENT),
    ('", ".join(f())', "call", UNKNOWN, ', ".join(f()'),
    ('", ".join(NUMBER)', "call", UNKNOWN, ', ".join(NUMBER'),
    ("str(NAMES)", "call", UNKNOWN, ABSENT),
    ("bool(NUMBER)", "call", UNKNOWN, ABSENT),
]

# expression, how it is written, Python's reading, Cog's reading as a default
DEFAULTS: list[tuple[str, str, Any, Any]] = [
    ("1_000", "number", 1000, 1000),
    ("0x10", "number", 16, 16),
    ("1e3", "number", 1000.0, 1000),
    ("18446744073709551616", "number", 2**64, ABSENT),
    ("-1", "operation", -1, -1),
    ("- 1", "operation", -1, ABSENT),
    ("+0.5", "operation", 0.5, 0.5),
    ("2**32 - 1", "operation", 4294967295, ABSENT),
    ("1 << 4", "operation", 16, ABSENT),
    ("2.0 ** 3", "operation", 8.0, ABSENT),
    ("4 ** 0.5", "operation", 2.0, ABSENT),
    ("2 ** -1", "operation", 0.5, ABSENT),
    ("(-8) ** 0.5", "operation", UNKNOWN, ABSENT),
    ("1 << -1", "operation", UNKNOWN, ABSENT),
    ("1 << 0.5", "operation", UNKNOWN, ABSENT),
    ("2 ** True", "operation", 2, ABSENT),
    ("2 * 3 - 10 % 4", "operation", 4, ABSENT),
    ("7.5 // 2", "operation", 3.0, ABSENT),
    ("7 % 0", "operation", UNKNOWN, ABSENT),
    ("6 & 3 | 8 ^ 1", "operation", 11, ABSENT),
    ("16 >> 2", "operation", 4, ABSENT),
    ("1 @ 2", "operation", UNKNOWN, ABSENT),
    ('1 + "a"', "operation", UNKNOWN, ABSENT),
    ('"a" + "b" * 2', "operation", "abb", ABSENT),
    ('2 * "ab"', "operation", "abab", ABSENT),
    ('-1 * "ab"', "operation", "", ABSENT),
    ('"a" * "b"', "operation", UNKNOWN, ABSENT),
    ('"a" * 1.5', "operation", UNKNOWN, ABSENT),
    ("[1] * 2 + [None]", "operation", [1, 1, None], ABSENT),
    ("[1] + (2,)", "operation", [1, 2], ABSENT),
    ("{} + {}", "operation", UNKNOWN, ABSENT),
    ("None + 1", "operation", UNKNOWN, ABSENT),
    ("None * 2", "operation", UNKNOWN, ABSENT),
    ("7 // 2", "operation", 3, ABSENT),
    ("1 / 0", "operation", UNKNOWN, ABSENT),
    ("2 ** 99999999", "operation", UNKNOWN, ABSENT),
    ("9 ** 9 ** 9", "operation", UNKNOWN, ABSENT),
    ("1 << 10 ** 12", "operation", UNKNOWN, ABSENT),
    ('"a" * 10 ** 9', "operation", UNKNOWN, ABSENT),
    ("list(range(10 ** 9))", "call", UNKNOWN, ABSENT),
    ("True", "boolean", True, True),
    ("...", "ellipsis", ABSENT, ABSENT),
    ('float("inf")', "call", float("inf"), ABSENT),
    ("math.inf", "attribute", float("inf"), ABSENT),
    ("sys.maxsize", "attribute", 2**63 - 1, ABSENT),
    ("NUMBER * 2", "operation", 6, ABSENT),
    ("MAYBE", "name", UNKNOWN, 2),
    ("Limits.HIGH", "attribute", UNKNOWN, ABSENT),
    ("Limits.LOW", "attribute", 0.5, ABSENT),
    ('["a", 1, None]', "list", ["a", 1, None], ["a", 1, None]),
    ("[*NAMES, 'z']", "list", ["a", "b", "c", "z"], ABSENT),
    ("NAMES", "name", ["a", "b", "c"], ["a", "b"]),
    ("(1, 2)", "tuple", [1, 2], [1, 2]),
    ("{1, 2}", "set", [1, 2], [1, 2]),
    ('{"a": [1]}', "dict", {"a": [1]}, {"a": [1]}),
    ('{"a": f()}', "dict", UNKNOWN, {}),
    ("WORDS['one']", "subscript", 1, ABSENT),
    ("TABLE['one']", "subscript", UNKNOWN, ABSENT),
    ("list(WORDS.keys())", "call", ["one", "two"], ABSENT),
    ("WORDS.keys()", "call", ["one", "two"], ABSENT),
    ("list(WORDS)", "call", ["one", "two"], ABSENT),
    ("sorted(WORDS, reverse=True)", "call", UNKNOWN, ABSENT),
    ("sorted(NAMES)", "call", ["a", "b", "c"], ABSENT),
    ("list(range(3))", "call", [0, 1, 2], ABSENT),
    ("[n for n in NAMES]", "comprehension", UNKNOWN, ABSENT),
    ("len(NAMES)", "call", 3, ABSENT),
    ("min(3, NUMBER, 1)", "call", 1, ABSENT),
    ("lambda: 1", "other", UNKNOWN, ABSENT),
    ("2.0 ** 2", "operation", 4.0, ABSENT),
    ("2 ** -1", "operation", 0.5, ABSENT),
    ("2 * NAMES", "operation", ["a", "b", "c", "a", "b", "c"], ABSENT),
    ("1.5j", "number", UNKNOWN, ABSENT),
    ("1e400", "number", float("inf"), ABSENT),
    ("len(NUMBER)", "call", UNKNOWN, ABSENT),
    ("WORDS[NAMES]", "subscript", UNKNOWN, ABSENT),
    ("WORDS['none']", "subscript", UNKNOWN, ABSENT),
    ("{(1, 2): 3}", "dict", UNKNOWN, {"[1 2]": 3}),
    ("{{1: 2}: 3}", "dict", UNKNOWN, {"map[1:2]": 3}),
    ("00", "number", 0, 0),
    ("1_", "number", 1, ABSENT),
]


@pytest.mark.parametrize(("expression", "form", "meant", "published"), STRINGS)
def test_descriptions(expression: str, form: str, meant: Any, published: Any) -> None:
    check("description", FILE.replace("{}", expression, 1) if "{}" in FILE else FILE, form, meant, published)


@pytest.mark.parametrize(("expression", "form", "meant", "published"), DEFAULTS)
def test_defaults(expression: str, form: str, meant: Any, published: Any) -> None:
    text = FILE.replace("x: str = Input(description={})", f"x: int = Input(default={expression})")
    check("default", text, form, meant, published)


def check(keyword: str, text: str, form: str, meant: Any, published: Any) -> None:
    """Compares values with their types, since `True == 1 == 1.0` in Python."""
    (made,) = predictor(text, "run").inputs
    argument = made.argument(keyword)
    assert argument is not None
    assert argument.form == form
    assert (repr(argument.meant), repr(argument.published)) == (repr(meant), repr(published))


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "[" * 5000 + "]" * 5000,
        "-" * 5000 + "1",
        "+".join(["1"] * 5000),
        "a" + ".b" * 5000,
    ],
)
def test_depth_is_bounded(expression: str) -> None:
    """However deep an expression is nested, both readings come back."""
    text = FILE.replace("x: str = Input(description={})", f"x: int = Input(default={expression}, ge=1)")
    (made,) = predictor(text, "run").inputs
    assert made.meant("default") is UNKNOWN
    assert made.published("ge") == 1
