"""How a model stands: the counts, what is left to do, and the three ways to print it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pytest

from cog_lsp.check.explained import Descriptions, descriptions
from cog_lsp.check.standing import Standing
from cog_lsp.check.standing import standing as standing_of
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import FixKind
from cog_lsp.predictor.source import read_source
from cog_lsp.project.cogyaml import read_cog_yaml
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


class Placed(NamedTuple):
    """A finding with its place."""

    finding: Finding
    file: str = "run.py"
    start: tuple[int, int] = (7, 1)
    fix: FixKind | None = None


def standing(context: Context, findings: Iterable[Finding], *, fixes: Mapping[str, FixKind] = {}) -> Standing:
    """The standing with findings, in line 7 of run.py, of which `fixes` says by rule how they are fixed."""
    findings = list(findings)
    reports = [Placed(finding, fix=fixes.get(finding.rule)) for finding in findings]
    return standing_of(context, reports, descriptions(PREDICTOR, findings))


def whole(found: Standing) -> list[str]:
    """The steps with their places, and what settles them."""
    return [" | ".join(filter(None, (step.text, step.places, step.command))) for step in found.steps]


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
    assert whole(found) == [
        "Fix 1 error that stops the build | `width` (run.py:7)",
        "Look at 1 warning about what Cog will publish | `width` (run.py:7)",
        "Repair 1 place in the examples | run.py:7",
        "Describe 1 input that has no description | `width` (run.py:7)",
        "Write 1 section that is empty or still a draft | run.py:7",
        "Cover the missing topics: citations, use cases | run.py:7",
    ]
    assert [step.inputs for step in found.steps] == [("width",), ("width",), (), ("width",), (), ()]
    assert [step.stops for step in found.steps] == [True, True, True, True, True, False]
    assert found.grades == {"inputs": "C", "examples": "C", "card": "D", "schema": "D"}
    assert not found.ready
    assert found.verdict == (
        "Not ready. What stops it: fix 1 error that stops the build; look at 1 warning about what Cog will publish; "
        "repair 1 place in the examples; 2 more."
    )


VERDICTS: list[tuple[list[Finding], str]] = [
    ([], "Ready: nothing is left to do."),
    ([finding("jargon", "information", "prompt")], "Ready, though one thing could be better."),
    (
        [finding("jargon", "information", "prompt"), finding("unclear-summary", "information")],
        "Ready, though 2 things could be better.",
    ),
    ([finding("missing-example", "information")], "Not ready. What stops it: show an example that runs the model."),
    (
        [finding("missing-readme", "information")],
        "Not ready. What stops it: write a README.md beside cog.yaml.",
    ),
    (
        [finding("unfinished-description", "information", "prompt", unread=())],
        "Not ready. What stops it: read 1 draft, and keep or rewrite it.",
    ),
]


@pytest.mark.parametrize(("findings", "verdict"), VERDICTS)
def test_verdict(findings: list[Finding], verdict: str) -> None:
    found = standing(CONTEXT, findings)
    assert (found.verdict, found.ready) == (verdict, verdict.startswith("Ready"))


TOPICS_AT_HAND = "# A\n\nAdds colors.\n\n```sh\ncog run -i prompt=x\n```\n"
ALL_TOPICS = TOPICS_AT_HAND + "".join(
    f"\n## {title}\n\nRed is often too dark.\n"
    for title in ("Limitations", "Use cases", "Model details", "Intended use", "Troubleshooting", "License")
)
GRADES: list[tuple[str, str, list[Finding], str]] = [
    ("everything is there", ALL_TOPICS, [], "AAAA"),
    ("a note", ALL_TOPICS, [finding("unused-input", "information", "width")], "BAAA"),
    ("a word that few know", ALL_TOPICS, [finding("jargon", "information", "width")], "BAAA"),
    ("no example", ALL_TOPICS.replace("cog run", "cog build"), [finding("missing-example", "information")], "ADBA"),
    ("its own code is run", ALL_TOPICS.replace("cog run -i prompt=x", "python run.py"), [], "ABAA"),
    ("a version that is missing", ALL_TOPICS, [finding("unversioned-example", "information")], "ABAA"),
    ("a half of the topics", "\n## ".join(ALL_TOPICS.split("\n## ")[:3]), [], "AACA"),
    ("a broken link", ALL_TOPICS, [finding("broken-link")], "AACA"),
    ("another project's code", ALL_TOPICS.replace("cog run -i prompt=x", "go"), [finding("foreign-readme")], "ADDA"),
    ("another project's README", ALL_TOPICS, [finding("foreign-readme")], "AADA"),
    ("what Cog drops", ALL_TOPICS, [finding("lost-default", input="width")], "AAAC"),
    ("what Cog refuses", ALL_TOPICS, [finding("invalid-default", "error", "width")], "AAAD"),
]


@pytest.mark.parametrize(("readme", "findings", "letters"), [g[1:] for g in GRADES], ids=[g[0] for g in GRADES])
def test_grades(readme: str, findings: list[Finding], letters: str) -> None:
    found = standing(replace(CONTEXT, card=parse_card(readme)), findings)
    assert "".join(found.grades.values()) == letters


def test_a_few_lines_need_two_topics() -> None:
    absent = finding("missing-section", "information", topics=["citations", "use-cases"])
    context = replace(CONTEXT, cog=read_cog_yaml("run: run.py:Runner\n"), card=parse_card(TOPICS_AT_HAND))
    found = standing(context, [absent])
    assert (found.grades["card"], found.steps) == ("A", ())
    assert sum(topic.state == "covered" for topic in found.topics) == 2, "all are counted, as everywhere"


def test_what_settles_a_step() -> None:
    kinds: dict[str, FixKind] = {"broken-example": "safe", "missing-description": "draft"}
    found = standing(CONTEXT, [*FINDINGS, *FINDINGS[3:4]], fixes=kinds)
    assert [step.command for step in found.steps if step.command] == [
        "cog-lsp check --fix --select broken-example",
        "cog-lsp check --fix --drafts --select missing-description",
    ]
    text = as_text(found)
    assert "     cog-lsp check --fix --drafts --select missing-description, then read what it wrote\n" in text
    assert "   `cog-lsp check --fix --select broken-example`\n" in as_markdown(found)


def test_plural() -> None:
    texts = [step.text for step in standing(CONTEXT, [f for f in FINDINGS for _ in range(2)]).steps]
    assert texts[0] == "Fix 2 errors that stop the build"
    assert texts[3] == "Describe 2 inputs that have no description"
    assert texts[-2] == "Write 2 sections that are empty or still drafts"


@pytest.mark.parametrize(
    ("count", "listed"),
    [
        (1, "`i0` (run.py:7)"),
        (2, "`i0` (run.py:7) and `i1` (run.py:7)"),
        (8, ", ".join(f"`i{n}` (run.py:7)" for n in range(7)) + " and `i7` (run.py:7)"),
        (11, ", ".join(f"`i{n}` (run.py:7)" for n in range(8)) + " and 3 more"),
    ],
)
def test_a_step_names_its_inputs(count: int, listed: str) -> None:
    (step,) = standing(CONTEXT, [finding("missing-description", input=f"i{n}") for n in range(count)]).steps
    assert step.places == listed
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
    assert whole(found) == ["Write a README.md beside cog.yaml"], "a file that is not there has no lines"


def test_reports() -> None:
    found = standing(CONTEXT, FINDINGS)
    text, markdown = as_text(found), as_markdown(found)
    assert text.startswith("Painter\nNot ready. What stops it: fix 1 error that stops the build; ")
    assert "  C  Inputs explained:  1 of 2, 1 to write\n" in text
    assert "  … Limitations and ethical considerations (a draft)\n" in text
    assert "  1. Fix 1 error that stops the build: `width` (run.py:7)\n" in text
    assert markdown.startswith("<!-- cog-lsp card: Painter -->\n## Painter\n\n**Not ready. What stops it: ")
    assert "| Topics covered | D | 2 of 8 |" in markdown
    assert "- [x] How to use\n" in markdown
    assert "- [ ] Troubleshooting (missing)\n" in markdown
    values = json.loads(json.dumps(as_values(found)))
    assert values["examples"] == {"total": 2, "working": 1}
    assert values["topics"]["limitations"] == "draft"
    assert (values["ready"], values["grades"]["schema"]) == (False, "D")
    assert values["steps"][0] == {
        "text": "Fix 1 error that stops the build: `width` (run.py:7)",
        "rules": ["invalid-default"],
        "count": 1,
        "inputs": ["width"],
        "stops": True,
        "command": None,
        "settled": 0,
        "places": [{"file": "run.py", "line": 7, "rule": "invalid-default", "input": "width", "message": "x"}],
    }
    assert "Ready: nothing is left to do." in as_text(standing(CONTEXT, []))
    assert "**Ready: nothing is left to do.**" in as_markdown(standing(CONTEXT, []))
    none = as_text(standing(replace(CONTEXT, card=None), []))
    assert "  D  Examples that fit: none calls the model\n" in none


def test_without_a_predictor_nothing_is_ready() -> None:
    found = standing(replace(CONTEXT, predictor=None), [])
    assert not found.ready
    assert found.verdict == (
        "Not ready. What stops it: nothing says what runs the model (name it in cog.yaml, as in run: run.py:Runner)."
    )
    assert found.grades["schema"] == "D"
    assert "nothing says" not in standing(replace(CONTEXT, predictor=None), [finding("entry-point", "error")]).verdict
