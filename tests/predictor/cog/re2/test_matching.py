"""What patterns match, as Go's RE2 has it, in a time that grows as the text does."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.cog.re2 import re2_matches
from cog_lsp.predictor.cog.re2.program import MOST_STATES
from cog_lsp.predictor.cog.re2.search import MOST_WORK, _Search
from tests.predictor.cog.re2.machines import machine

MATCHES = [
    ("", ""),
    ("b", "abc"),
    ("^a$", "a"),
    (r"\$$", "a$"),
    ("a|bc|", "x"),
    (r"^\d+(,\d+)*$", "1,2,33"),
    (r"^(?:\d{3}-){2}\d{4}$", "555-019-0199"),
    ("^.{,5}$", "x{,5}"),
    ("^a{02}$", "a{02}"),
    ("^a{2,}$", "aaaa"),
    ("^a{2,3}$", "aaa"),
    ("^(a{0}b)$", "b"),
    ("^(a*)*$", "aaa"),
    ("^(|a)+$", "aa"),
    (r"^\Qa.b*\E$", "a.b*"),
    (r"^\Qab\E+$", "abbb"),
    ("^(?i)größe$", "GRÖßE"),
    ("^(?i:k)$", "\u212a"),
    ("^(?i)\u212a$", "k"),
    ("^(?i)[j-l]$", "\u212a"),
    ("^(?i)\u03c3$", "\u03c2"),
    ("(?i)^a(?-i)b$", "Ab"),
    ("^(?i:a)b$", "Ab"),
    (r"^[\w-.]+$", "a-b."),
    (r"^[^\d]$", "\n"),
    ("^[]a]+$", "]a"),
    ("^[^]]$", "a"),
    (r"^\s$", "\f"),
    ("^[[:space:]]$", "\v"),
    ("^[[:^alpha:]]$", "é"),
    ("^[[:word:]]+$", "a_1"),
    (r"^\p{L}+$", "größe"),
    (r"^\p{Lu}$", "Ä"),
    (r"^\PL$", "1"),
    (r"^\p{^L}$", "1"),
    (r"^\p{Greek}+$", "αβγ"),
    (r"^[\p{Han}\p{Hiragana}]+$", "日本の"),
    (r"^(?i)\p{Lu}$", "ä"),
    (r"^\x41\x{1F3A8}\101$", "A🎨A"),
    (r"^\u00E9$", "é"),
    (r"^\B", ""),
    (r"^\B$", ""),
    (r"a\b", "a é"),
    (r"\bé\b|é\B", "é"),
    ("(?m)^b$", "a\nb\nc"),
    ("(?s)^a.b$", "a\nb"),
    (r"(?U)^a+$", "aa"),
    (r"a\z", "a"),
    ("^.$", "\ud800"),
    ("^(?<year>[0-9]{4})$", "1999"),
]
NO_MATCHES = [
    ("^a$", "a\n"),
    (r"^\d+$", "٣"),
    (r"^\w+$", "é"),
    (r"^\s$", "\v"),
    (r"^\d+(,\d+)*$", "1;2"),
    (r"^(?:\d{3}-){2}\d{4}$", "555-0199"),
    ("^.{,5}$", "abc"),
    ("^a{2,3}$", "aaaa"),
    ("^a{2}$", "a"),
    (r"^[\w-.]+$", "a b"),
    (r"^\p{L}+$", "room 12"),
    (r"^\p{Greek}$", "a"),
    ("^(?i)abc$", "xyz"),
    ("(?i)^a(?-i)b$", "AB"),
    ("^(?i:a)b$", "AB"),
    ("^(?i)[^k]$", "\u212a"),
    ("^.$", "\n"),
    ("a$", "a\nb"),
    (r"\ba", "xa"),
    ("^(?<year>[0-9]{4})$", "last year"),
    ("[^\\x00-\\x{10FFFF}]", "a"),
]
FOR_EVER = [
    ("^(a+)+$", "a" * 20_000 + "!"),
    ("^(a|a)*$", "a" * 20_000 + "!"),
    ("^(a|aa)+$", "a" * 20_000 + "!"),
    (r"^([a-z0-9]+-?)+$", "word-" * 4_000 + "!"),
    (r"^(\w+\s?)*$", "word " * 4_000 + "!"),
    (r"(.*)(.*)(.*)(.*)=", "a" * 20_000),
    ("a?" * 20 + "b$", "a" * 20_000),
    (r"^(?:[^,]*,)*$", "," * 20_000 + "x"),
    ("(?i)(x+x+)+y", "xX" * 10_000),
]


@pytest.mark.parametrize(("pattern", "text"), MATCHES)
def test_matches(pattern: str, text: str) -> None:
    assert re2_matches(pattern, text) is True


@pytest.mark.parametrize(("pattern", "text"), NO_MATCHES)
def test_does_not_match(pattern: str, text: str) -> None:
    assert re2_matches(pattern, text) is False


@pytest.mark.parametrize(("pattern", "text"), FOR_EVER)
def test_what_takes_others_for_ever(pattern: str, text: str) -> None:
    """The work does not grow with the text at all here, as sets of states that were met are remembered."""
    search = _Search(machine(pattern))
    assert search.run(text) is False
    assert search.work < 1_000


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?=a)", "a"),
        ("a{1000}" * 11, "a"),
        ("(" * 200 + "a" + ")" * 200, "a"),
        (r"^(.{1,30}\n?){1,30}$", "a" * 899 + "\n" * 99),
    ],
)
def test_what_cannot_be_told(pattern: str, text: str) -> None:
    assert re2_matches(pattern, text) is None


def test_a_search_stops_in_time() -> None:
    search = _Search(machine(r"^(.{1,30}\n?){1,30}$"))
    assert search.run("a" * 10_000) is None
    assert search.work < MOST_WORK + 3 * MOST_STATES
