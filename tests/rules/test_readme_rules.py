"""The examples of the README rules, each run as the model that it is a piece of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from cog_lsp.findings.finding import Finding
from cog_lsp.fixes.edits import apply
from cog_lsp.fixes.offers import fixes
from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.project.files import ModelFiles
from cog_lsp.project.workspace import Workspace
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.rules import RULES
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.record import Settings
from cog_lsp.writing.inputs_table import inputs_table
from tests.models import ROOT, checked

README_RULES = tuple(
    r for r in RULES if r.subject in ("card", "project") and r.check.__module__.startswith("cog_lsp.rules.readme.")
)
COG_YAML = 'run: "run.py:Runner"\n'


def files_of(rule: Rule, example: Example, folder: Path) -> ModelFiles:
    """Write an example as a whole model and find it."""
    own = "README.md" if rule.subject == "card" else "cog.yaml"
    written = {"cog.yaml": COG_YAML, **example.files, own: example.text}
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    model = Workspace([folder]).model_of(folder / "cog.yaml")
    assert model is not None
    return model


def context_of(rule: Rule, example: Example, files: ModelFiles, folder: Path) -> Context:
    """What the rule may look at."""
    predictor = None
    for entry in files.predictors:
        text = Workspace([folder]).read(entry.path)
        if text is not None:
            predictor = next(iter(read_source(text).predictors(entry.name, entry.mode, files.read)), None)
    card = parse_card(example.text) if rule.subject == "card" else None
    return Context(Settings(), files.cog, files, predictor, card=card)


def findings(rule: Rule, example: Example, folder: Path) -> Iterator[Finding]:
    """What the rule finds in an example."""
    files = files_of(rule, example, folder)
    context = context_of(rule, example, files, folder)
    return iter(list(rule.check(context.card if rule.subject == "card" else files, context)))


def cases(kind: str) -> list[object]:
    """An id for each example."""
    return [
        pytest.param(rule, example, id=f"{rule.slug}-{number}")
        for rule in README_RULES
        for number, example in enumerate(getattr(rule, kind))
    ]


@pytest.mark.parametrize(("rule", "example"), cases("valid"))
def test_accepts(rule: Rule, example: Example, tmp_path: Path) -> None:
    assert [f.message for f in findings(rule, example, tmp_path)] == []


@pytest.mark.parametrize(("rule", "example"), cases("invalid"))
def test_reports(rule: Rule, example: Example, tmp_path: Path) -> None:
    found = list(findings(rule, example, tmp_path))
    assert tuple(example.text[f.span.start : f.span.end] for f in found) == example.found
    for finding in found:
        assert finding.rule == rule.slug
        assert 0 <= finding.span.start <= finding.span.end <= len(example.text)
        assert len(finding.message) <= 140
        assert finding.message == finding.message.strip().rstrip(".!")


@pytest.mark.parametrize(("rule", "example"), cases("invalid"))
def test_fixes(rule: Rule, example: Example, tmp_path: Path) -> None:
    """The first fix of the first finding gives the text of the example, and settles the finding for good."""
    files = files_of(rule, example, tmp_path)
    first = next(findings(rule, example, tmp_path))
    offered = fixes(first, context_of(rule, example, files, tmp_path), example.text)
    if not offered:
        assert example.fixed is None
        return
    best = offered[0]
    after = apply("" if best.creates else example.text, best.edits)
    if example.fixed is not None:
        assert after == example.fixed
    if best.creates is not None:
        assert (
            list(findings(rule, structs.replace(example, files={**example.files, best.creates: after}), tmp_path)) == []
        )
        return
    left = list(findings(rule, structs.replace(example, text=after), tmp_path))
    if any("cog-lsp: draft. Answer" in edit.text for edit in best.edits):
        assert "empty-section" in {slug for slug, _ in said_of(after, Settings())}, "reported until it is answered"
        return
    assert len(left) == len(example.found) - 1
    assert first.message not in [finding.message for finding in left]


@pytest.mark.parametrize("rule", README_RULES, ids=lambda rule: rule.slug)
def test_says_what_it_can_fix(rule: Rule, tmp_path: Path) -> None:
    kinds = set()
    for number, example in enumerate(rule.invalid):
        folder = tmp_path / str(number)
        folder.mkdir()
        kinds |= {repair.kind for finding in findings(rule, example, folder) for repair in finding.repairs}
    assert rule.fix == ("safe" if "safe" in kinds else "draft" if kinds else None)


@pytest.mark.parametrize("rule", README_RULES, ids=lambda rule: rule.slug)
def test_enough_examples(rule: Rule) -> None:
    for examples in (rule.valid, rule.invalid):
        assert len(examples) >= 5
        texts = "".join(e.text for e in examples)
        assert "\r\n" in texts
        assert max(texts) > "\uffff"


@pytest.mark.parametrize("rule", [rule for rule in README_RULES if rule.subject == "card"], ids=lambda rule: rule.slug)
def test_which_rules_look_at_the_predictor(rule: Rule, tmp_path: Path) -> None:
    """What a rule says that does not ask for the predictor is kept when the predictor changes."""
    differs = False
    for number, example in enumerate((*rule.valid, *rule.invalid)):
        folder = tmp_path / str(number)
        context = context_of(rule, example, files_of(rule, example, folder), folder)
        found, without = (
            list(rule.check(context.card, c))
            for c in (context, dataclasses.replace(context, predictor=None, trainer=None))
        )
        differs = differs or found != without
    assert differs is bool(rule.reads)


LANTERN = """from cog import BaseRunner, Input


class Runner(BaseRunner):
    def run(self, prompt: str = Input(description="What the picture shows.")) -> str: ...
"""


def said_of(readme: str, settings: Settings | None = None, cog: str = COG_YAML) -> list[tuple[str, str]]:
    """What is said of the README of a model, by rule."""
    files = {"cog.yaml": cog, "run.py": LANTERN, "README.md": readme}
    _, model = checked(files, settings=settings or Settings())
    return [(finding.rule, finding.message) for finding in model.findings[ROOT / "README.md"]]


@pytest.mark.parametrize(
    ("topics", "named"),
    [
        (("limitations",), "limitations"),
        (("limitations", "citations"), "limitations and citations"),
        (("limitations", "citations", "use-cases"), "use cases, limitations and citations"),
    ],
)
def test_missing_topics_are_listed_in_words(topics: tuple[str, ...], named: str) -> None:
    said = said_of("# Lantern\n\nPaints night scenes from a short description.\n", Settings(topics=topics))
    assert [message for rule, message in said if rule == "missing-section"] == [f"The README lacks: {named}"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_our_own_table_is_up_to_date_with_any_line_end(end: str) -> None:
    (predictor,) = read_source(LANTERN).predictors("Runner", "run")
    table = inputs_table(predictor)
    said = said_of(f"# Lantern\n\n## Inputs\n\n{table}\n".replace("\n", end))
    assert "stale-reference" not in dict(said)
    old = table.replace("What the picture shows", "What it shows")
    assert "stale-reference" in dict(said_of(f"# Lantern\n\n## Inputs\n\n{old}\n".replace("\n", end)))


def test_calls_of_another_model_are_left_alone() -> None:
    readme = '# Lantern\n\n```python\nreplicate.run("{}/{}", input={{"size": 3, "prompt": "a"}})\n```\n'
    cog = f"image: r8.im/me/lantern\n{COG_YAML}"
    assert "broken-example" in dict(said_of(readme.format("me", "lantern"), cog=cog))
    assert "broken-example" not in dict(said_of(readme.format("you", "enlarge"), cog=cog))
