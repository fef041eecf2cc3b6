"""How far the descriptions are: each input is explained, has a draft to read, or is still to write."""

from __future__ import annotations

import pytest

from cog_lsp.check.explained import Descriptions, descriptions
from cog_lsp.findings.finding import UNREAD, Finding
from cog_lsp.predictor.source import read_source
from cog_lsp.text import Span

PREDICTOR = next(
    iter(
        read_source(
            "from cog import BaseRunner\nclass R(BaseRunner):\n    def run(self, a: int, b: int) -> int: ...\n"
        ).predictors(None, "run", lambda _: None)
    )
)


def finding(rule: str, input: str, severity: str = "warning", *, unread: bool = False) -> Finding:
    data = ((UNREAD, ()),) if unread else ()
    return Finding(rule, "x", Span(0, 0), input, severity=severity, data=data)  # type: ignore[arg-type]


DRAFT = finding("unfinished-description", "b", "information", unread=True)


@pytest.mark.parametrize(
    ("findings", "expected", "words"),
    [
        ([], Descriptions(("a", "b")), "2 of 2 inputs explained"),
        ([DRAFT], Descriptions(("a",), ("b",)), "1 of 2 inputs explained, 1 draft to read"),
        (
            [DRAFT, finding("missing-description", "a")],
            Descriptions((), ("b",), ("a",)),
            "0 of 2 inputs explained, 1 draft to read, 1 to write",
        ),
        (
            [DRAFT, finding("terse-description", "b")],
            Descriptions(("a",), (), ("b",)),
            "1 of 2 inputs explained, 1 to write",
        ),
        ([finding("terse-description", "a", "hint")], Descriptions(("a", "b")), "2 of 2 inputs explained"),
        ([finding("lost-default", "a"), finding("jargon", "b")], Descriptions(("a", "b")), "2 of 2 inputs explained"),
        ([finding("missing-description", "other")], Descriptions(("a", "b")), "2 of 2 inputs explained"),
    ],
)
def test_each_input_counts_once(findings: list[Finding], expected: Descriptions, words: str) -> None:
    assert descriptions(PREDICTOR, findings) == expected
    assert expected.words == words


def test_several_models() -> None:
    both = Descriptions(("a",), ("b",)) + Descriptions((), (), ("c",))
    assert both == Descriptions(("a",), ("b",), ("c",))
    assert both.words == "1 of 3 inputs explained, 1 draft to read, 1 to write"
    assert descriptions(None, [DRAFT]).total == 0
