"""How a model stands: the counts, what is left to do, and the three ways to print it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from cog_lsp.check.explained import Descriptions, descriptions
from cog_lsp.check.standing import Standing
from cog_lsp.check.standing import standing as standing_of
from cog_lsp.findings.finding import Finding
from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.report.standing import as_markdown, as_text, as_values
from cog_lsp.rules import BY_SLUG, RULES
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span

SOURCE = """\
from cog import BaseRunner, Input

class Runner(BaseRunner):
    def run(self, prompt: str = Input(description="Text."), width: int = 5) -> str:
        ...
"""
README = """\
# Painter

Paints a picture from a sentence.

```sh
cog run -i prompt=x
```

```sh
cog run -i promt=x
```

## Limitations

TODO
"""
PREDICTOR = next(iter(read_source(SOURCE).predictors(None, "run", lambda _: None)))
CONTEXT = Context(Settings(), predictor=PREDICTOR, card=parse_card(README))


def finding(rule: str, severity: str = "warning", input: str | None = None, **data: object) -> Finding:
    return Finding(rule, "x", Span(0, 0), input, severity=severity, data=tuple(data.items()))  # type: ignore[arg-type]


def standing(context: Context, findings: Iterable[Finding]) -> Standing:
    """The standing with the findings on the inputs of the predictor."""
    findings = list(findings)
    return standing_of(context, findings, descriptions(PREDICTOR, findings))


FINDINGS = [
    finding("empty-section", topics=["limitations"]),
    finding("missing-section", "information", topics=["citations", "use-cases"]),
    finding("broken-example"),
    finding("missing-description", input="width"),
    finding("invalid-default", "error", "width"),
    finding("lost-default", input="width"),
    finding("shortened-name", "hint", "width"),
]


def test_standing() -> None:
    found = standing(CONTEXT, FINDINGS)
    assert (found.name, found.examples, found.working) == ("Painter", 2, 1)
    assert found.inputs == Descriptions(explained=("prompt",), to_write=("width",))
    assert {t.slug: t.state for t in found.topics if t.state != "missing"} == {
        "what-it-does": "covered",
        "how-to-use": "covered",
        "limitations": "draft",
    }
    assert [step.text for step in found.steps] == [
        "Fix 1 error that stops the build: `width`",
        "Look at 1 warning about what Cog will publish: `width`",
        "Repair 1 place in the examples",
        "Describe 1 input that has no description: `width`",
        "Cover the missing topics: citations, use cases",
        "Write 1 section that is empty or still a draft",
    ]
    assert [step.inputs for step in found.steps] == [("width",), ("width",), (), ("width",), (), ()]
    assert not found.ready
    assert standing(CONTEXT, []).ready


def test_plural() -> None:
    texts = [step.text for step in standing(CONTEXT, [f for f in FINDINGS for _ in range(2)]).steps]
    assert texts[0] == "Fix 2 errors that stop the build: `width`"
    assert texts[3] == "Describe 2 inputs that have no description: `width`"
    assert texts[-1] == "Write 2 sections that are empty or still drafts"


@pytest.mark.parametrize(
    ("count", "listed"),
    [
        (1, "`i0`"),
        (2, "`i0` and `i1`"),
        (3, "`i0`, `i1` and `i2`"),
        (8, "`i0`, `i1`, `i2`, `i3`, `i4`, `i5`, `i6` and `i7`"),
        (11, "`i0`, `i1`, `i2`, `i3`, `i4`, `i5`, `i6`, `i7` and 3 more"),
    ],
)
def test_a_step_names_its_inputs(count: int, listed: str) -> None:
    (step,) = standing(CONTEXT, [finding("missing-description", input=f"i{n}") for n in range(count)]).steps
    assert step.text.endswith(f": {listed}")
    assert len(step.inputs) == count


def test_what_is_broken_comes_before_words() -> None:
    found = [finding(rule.slug, input=None) for rule in RULES if rule.step is not None and rule.severity != "error"]
    broken = [any(BY_SLUG[rule].step.is_broken for rule in step.rules) for step in standing(CONTEXT, found).steps]  # type: ignore[union-attr]
    assert broken == sorted(broken, reverse=True)
    assert sum(broken) == 5


def test_without_a_readme() -> None:
    found = standing(
        Context(Settings(topics=("how-to-use",)), predictor=PREDICTOR), [finding("missing-readme", "information")]
    )
    assert [(t.slug, t.state) for t in found.topics] == [("how-to-use", "missing")]
    assert [step.text for step in found.steps] == ["Write a README.md beside cog.yaml"]


def test_reports() -> None:
    found = standing(CONTEXT, FINDINGS)
    text, markdown = as_text(found), as_markdown(found)
    assert "  Inputs explained:  1 of 2, 1 to write\n" in text
    assert "  … Limitations and ethical considerations (a draft)\n" in text
    assert "  1. Fix 1 error that stops the build: `width`\n" in text
    assert "| Topics covered | 2 of 8 |" in markdown
    assert "- [x] How to use\n" in markdown
    assert "- [ ] Troubleshooting (missing)\n" in markdown
    values = json.loads(json.dumps(as_values(found)))
    assert values["examples"] == {"total": 2, "working": 1}
    assert values["topics"]["limitations"] == "draft"
    assert values["steps"][0]["rules"] == ["invalid-default"]
    assert "Nothing is left to do" in as_text(standing(CONTEXT, []))
    assert "Nothing is left to do" in as_markdown(standing(CONTEXT, []))
