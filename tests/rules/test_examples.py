"""Every example of every rule, run through the real checker: reported or not, where, and what the fix makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import pytest

from cog_lsp import fixes
from cog_lsp.findings.finding import Finding
from cog_lsp.project.context import Context
from cog_lsp.rules import OPTIONS, RULES
from cog_lsp.rules.page import page
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.read import read_file
from cog_lsp.settings.record import OWN_FILE, Settings, SettingsFile
from tests.models import ROOT, checked, example_model, files_of, in_context, in_predictor, on, own_findings


def cases(kind: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.slug}-{number}")
        for rule in RULES
        for number, example in enumerate(getattr(rule, kind))
    ]


def run(rule: Rule, example: Example) -> tuple[list[Finding], str]:
    """The findings of the rule and the text that they are in."""
    if rule.subject == "settings":
        file = SettingsFile(PurePath(OWN_FILE), example.text)
        problems = read_file(file, OPTIONS).problems
        return [f for problem in problems for f in rule.check(problem, Context(Settings()))], example.text
    _, model, name, text = example_model(rule, example)
    return own_findings(model, name, rule), text


@pytest.mark.parametrize(("rule", "example"), cases("valid"))
def test_accepted(rule: Rule, example: Example) -> None:
    found, _ = run(rule, example)
    assert [f.message for f in found] == []


@pytest.mark.parametrize(("rule", "example"), cases("invalid"))
def test_reported(rule: Rule, example: Example) -> None:
    found, text = run(rule, example)
    assert tuple(text[f.span.start : f.span.end] for f in found) == example.found
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.message == finding.message.strip()
        assert len(finding.message) <= 140
        assert "!" not in finding.message.replace("(?!", "")
        assert "\n" not in finding.message


FIXED = [case for case in cases("invalid") if case.values[1].fixed is not None]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("rule", "example"), FIXED)
def test_fixed(rule: Rule, example: Example) -> None:
    """The first fix gives the text of the page, the finding is gone, and a second check finds nothing new."""
    _, model, name, text = example_model(rule, example)
    path = ROOT / name
    finding, context = in_context(model, name, rule)[0]
    offered = fixes.fixes(finding, context, text)
    assert offered, "no fix is offered"
    after = fixes.apply(text, offered[0].edits)
    wanted = (
        in_predictor(example.fixed or "", example.text)
        if rule.subject in ("input", "usage", "suppression")
        else example.fixed
    )
    assert after == wanted
    files, _ = files_of(rule, example.text, example.files)
    _, again = checked({**files, name: after}, name if name != "README.md" else "cog.yaml", on(rule))
    before = {(f.rule, f.input, f.message) for f in model.findings[path]}
    left = {(f.rule, f.input, f.message) for f in again.findings.get(path, ())}
    assert (finding.rule, finding.input, finding.message) not in left or len(own_findings(again, name, rule)) < len(
        own_findings(model, name, rule)
    )
    # A parameter that becomes an input through the fix is judged as one for the first time.
    inputs = {i.name for p in model.predictors.get(path, ()) for i in p.inputs}
    assert {key for key in left - before if key[1] is None or key[1] in inputs} == set(), (
        "the fix brought a new finding"
    )


def kinds_of_edits(rule: Rule, example: Example) -> Iterator[str]:
    """The kinds of the fixes that change something: what a finding asks for counts only where edits come of it."""
    if rule.subject == "settings":
        return
    _, model, name, text = example_model(rule, example)
    for finding, context in in_context(model, name, rule):
        for fix in fixes.fixes(finding, context, text):
            if fix.edits:
                yield fix.kind


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_rule_is_whole(rule: Rule) -> None:
    for examples in (rule.valid, rule.invalid):
        assert len(examples) >= 5
        assert any("\r\n" in "".join([e.text, *e.files.values()]) for e in examples)
        assert any("\n" in e.text.strip() for e in examples)
    assert any(max(e.text, default="") > "\uffff" for e in (*rule.valid, *rule.invalid))
    kinds = {kind for example in rule.invalid for kind in kinds_of_edits(rule, example)}
    best = "safe" if "safe" in kinds else "draft" if "draft" in kinds else None
    assert rule.fix == best, f"its examples bring edits of these kinds: {sorted(kinds)}"
    assert rule.summary.endswith(".")
    text = page(rule)
    assert rule.slug in text
    assert "TODO" not in text or rule.slug in ("empty-section", "unfinished-description")
