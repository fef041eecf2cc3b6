"""Patterns that Go's RE2 takes, and those that it does not."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.cog.re2 import compile_re2, re2_error

FINE = [
    "",
    "^[a-z]+$",
    r"\d{1,3}(\.\d+)?",
    "(?P<name>a)(?<other>b)",
    "(?i:a)|(?s)b",
    "(?im-s:a)",
    r"[\]\-^]",
    "[]a]",
    "[^]a]",
    "^[]]",
    "^[a]",
    "[[:alpha:][:^digit:]_]",
    r"\pL\p{Greek}\PN",
    r"\x41\x{1F3A8}\012",
    r"\Qa(b\E+",
    "a{,3}",
    "a{2}b{2,}c{2,3}?",
    "^*",
    "{",
    "}",
    "é+",
    r"\u00E9",
    r"a\/b\-c",
]
REFUSED = [
    ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
    ("(?!a)", "invalid or unsupported Perl syntax: `(?!`"),
    ("(?<!a)", "invalid named capture: `(?<!a)`"),
    (r"(a)\1", r"invalid escape sequence: `\1`"),
    (r"\Z", r"invalid escape sequence: `\Z`"),
    (r"\u00e9", r"invalid escape sequence: `\u`"),
    ("(?P=n)", "invalid or unsupported Perl syntax: `(?P`"),
    ("[^]", "missing closing ]: `[^]`"),
    ("^[]", "missing closing ]: `[]`"),
    ("a++", "invalid nested repetition operator: `++`"),
    ("a{2}{3}", "invalid nested repetition operator: `{2}{3}`"),
    ("*a", "missing argument to repetition operator: `*`"),
    ("a|*", "missing argument to repetition operator: `*`"),
    ("(*)", "missing argument to repetition operator: `*`"),
    ("a{1001}", "invalid repeat count: `{1001}`"),
    ("(a", "missing closing ): `(a`"),
    ("a)", "unexpected ): `a)`"),
    ("[a", "missing closing ]: `[a`"),
    ("[b-a]", "invalid character class range: `b-a`"),
    ("[[:letters:]]", "invalid character class range: `[:letters:]`"),
    (r"[a\Z]", r"invalid escape sequence: `\Z`"),
    (r"\p1", r"invalid character class range: `\p1`"),
    ("a\\", "trailing backslash at end of expression: ``"),
]


@pytest.mark.parametrize("pattern", FINE)
def test_fine(pattern: str) -> None:
    assert re2_error(pattern) is None


@pytest.mark.parametrize(("pattern", "error"), REFUSED)
def test_refused(pattern: str, error: str) -> None:
    assert re2_error(pattern) == f"error parsing regexp: {error}"


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [("^a$", "a", True), ("^a$", "a\n", False), ("b", "abc", True), (r"^\d+$", "٣", False), (r"\$$", "a$", True)],
)
def test_matches_as_go_matches(pattern: str, text: str, matches: bool) -> None:
    compiled = compile_re2(pattern)
    assert compiled is not None
    assert (compiled.search(text) is not None) is matches


@pytest.mark.parametrize("pattern", [r"\pL", "[[:alpha:]]", "(?U)a+", "a(?i)b", "(a+)+$", "a*b*c*d*", "a?" * 20])
def test_patterns_that_python_reads_differently_or_slowly_are_not_tried(pattern: str) -> None:
    assert compile_re2(pattern) is None
