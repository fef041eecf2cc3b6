"""What is offered for a finding: how a title shows a draft, and one fix for all missing descriptions."""

from __future__ import annotations

import pytest

from cog_lsp.check.model import by_input
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe
from cog_lsp.fixes import apply, draft_all
from cog_lsp.fixes.offers import PREVIEW, preview, previews
from cog_lsp.predictor.source import read_source
from cog_lsp.text import Span
from tests.rules.schema_examples import contexts

PREVIEWS = [
    ("", ""),
    ("One line.", "One line."),
    ("  Two\n  lines.  ", "Two lines."),
    ("a " * 29 + "ab", "a " * 29 + "ab"),  # just as long as it may be
    ("a " * 29 + "abc", "a " * 28 + "a…"),
    ("a " * 29 + "ab c", "a " * 29 + "ab…"),  # a word that ends there is whole
    ("a " * 28 + "ab, and so on", "a " * 28 + "ab…"),
    ("a " * 28 + "ab. And so on", "a " * 28 + "ab…"),
    ("a " * 28 + "a: and so on", "a " * 28 + "a…"),
    ("a " * 28 + "a!; and so on", "a " * 28 + "a!…"),
    ("a" * 100, "a" * 61 + "…"),
]


@pytest.mark.parametrize(("text", "shown"), PREVIEWS)
def test_preview(text: str, shown: str) -> None:
    assert preview(text) == shown
    assert len(shown) <= PREVIEW + 2


MANY = "How closely the picture follows the prompt. Higher values follow it more strictly"


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (("Short.", "Other."), ["Short.", "Other."]),
        (("Short.", "Short."), ["Short.", "Short."]),
        (
            (f"{MANY}. 7.5 is a good start.", f"{MANY}."),
            [
                "How closely the picture follows the… 7.5 is a good start.",
                "How closely the picture follows… follow it more strictly.",
            ],
        ),
        (("a" * 100, "a" * 99 + "b"), ["a" * 29 + "… " + "a" * 30, "a" * 29 + "… " + "a" * 29 + "b"]),
    ],
)
def test_previews_differ(texts: tuple[str, ...], shown: list[str]) -> None:
    assert previews(texts) == shown
    assert max(map(len, previews(texts))) <= PREVIEW + 2


TEXT = """from cog import BasePredictor, Input


class Predictor(BasePredictor):
    def run(
        self,
        prompt: str,
        seed: int = 1,
        steps: int = Input(
            # the least that helps
            default=20
        ),
        other: int = helper(),
    ) -> str:
        return ""
"""


@pytest.mark.parametrize(
    ("names", "drafted"),
    [
        ((), None),
        (("prompt",), None),
        (("prompt", "prompt"), None),
        (("prompt", "gone"), None),
        (("prompt", "other"), None),  # what stands there is not known
        (("prompt", "seed"), 2),
        (("steps", "seed"), 2),
        (("steps", "other", "seed"), 2),
        (("prompt", "seed", "steps"), 3),
    ],
)
def test_draft_all(names: tuple[str, ...], drafted: int | None) -> None:
    context = next(contexts(TEXT))
    found = [Finding("missing-description", "", Span(0, 0), name, (Describe(()),)) for name in names]
    found.append(Finding("lost-default", "", Span(0, 0), "seed"))
    assert context.predictor is not None
    made = draft_all(by_input(found, context.predictor), context, TEXT)
    if drafted is None:
        assert made is None
        return
    assert made is not None
    assert (made.title, made.kind, made.preferred) == (
        f"Draft the {drafted} descriptions that need one",
        "draft",
        False,
    )
    assert made.finding is None
    (after,) = read_source(apply(TEXT, made.work())).predictors(None, "run")
    described = {input.name for input in after.inputs if input.description}
    assert described == set(names) - {"other"}


def test_draft_all_says_all_that_is_asked_for() -> None:
    context = next(contexts(TEXT))
    findings = [
        Finding("missing-description", "", Span(0, 0), name, (Describe(facets),))
        for name, facets in (("steps", ("effect",)), ("seed", ()), ("steps", ("role",)))
    ]
    together = [findings[0]._replace(repairs=(Describe(("effect", "role")),)), findings[1]]
    assert context.predictor is not None
    made = draft_all(by_input(findings, context.predictor), context, TEXT)
    both = draft_all(by_input(together, context.predictor), context, TEXT)
    assert made is not None
    assert both is not None
    assert made.fix() == both.fix()
