"""Every example of every schema rule: reported or not, where, and what the fix makes of it."""

from __future__ import annotations

from collections import Counter

import pytest

from cog_lsp.config import Settings
from cog_lsp.fixes import apply, fixes
from cog_lsp.rules.rule import Context, Example, Finding, Rule
from tests.rules.schema_examples import checked, contexts, file_of, findings, project, schema_rules

RULES = schema_rules()
VALID = [pytest.param(rule, e, id=f"{rule.slug}-{n}") for rule in RULES for n, e in enumerate(rule.valid)]
INVALID = [pytest.param(rule, e, id=f"{rule.slug}-{n}") for rule in RULES for n, e in enumerate(rule.invalid)]


def reported(rule: Rule, example: Example) -> tuple[str, list[tuple[Context, Finding]]]:
    """The text that an example stands for, and what the rule finds in it."""
    if rule.subject == "project":
        context = Context(Settings(), files=project(example))
        return example.text, [(context, f) for f in rule.check(project(example), context)]
    text = file_of(example.text)
    cog_yaml = example.files.get("cog.yaml", "")
    found = [(c, findings((rule,), c)) for c in contexts(text, cog_yaml)]
    assert found, "the example has no predictor"
    return text, [(c, f) for c, group in found for f in group]


@pytest.mark.parametrize(("rule", "example"), VALID)
def test_valid(rule: Rule, example: Example) -> None:
    assert [f.message for _, f in reported(rule, example)[1]] == []


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_invalid(rule: Rule, example: Example) -> None:
    text, found = reported(rule, example)
    assert tuple(text[f.span.start : f.span.end] for _, f in found) == example.found
    for _, finding in found:
        assert finding.rule == rule.slug
        assert len(finding.message) <= 100, finding.message
        assert "\n" not in finding.message


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_fix(rule: Rule, example: Example) -> None:
    text, found = reported(rule, example)
    context, first = found[0]
    offered = fixes(first, context, text)
    if example.fixed is None:
        assert offered == ()
        return
    assert offered[0].kind == rule.fix or (rule.fix == "safe" and offered[0].kind == "draft")
    fixed = apply(text, offered[0].edits)
    assert fixed == file_of(example.fixed, "\r\n" if "\r\n" in text else "\n")
    before = Counter(f.rule for _, group in checked(text) for f in group)
    after = Counter(f.rule for _, group in checked(fixed) for f in group)
    assert after <= before - Counter([rule.slug])


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.slug)
def test_rule_is_whole(rule: Rule) -> None:
    texts = [e.text for e in (*rule.valid, *rule.invalid)]
    assert len(rule.valid) >= 5
    assert len(rule.invalid) >= 5
    assert any("\r\n" in t for t in texts)
    assert any(any(c > "\uffff" for c in t) for t in texts)
    assert any("\n" in t.strip() for t in texts)
    fixed = any(e.fixed is not None for e in rule.invalid)
    assert fixed == (rule.fix is not None)
