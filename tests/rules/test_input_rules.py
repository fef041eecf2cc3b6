"""Every example of every rule about inputs: reported or not, and where."""

from __future__ import annotations

import pytest

from cog_lsp.predictor.source import read_source
from cog_lsp.project.context import Context
from cog_lsp.rules.inputs import (
    jargon,
    missing_description,
    required_after_optional,
    shortened_name,
    terse_description,
    unexplained_bounds,
    unexplained_choices,
    unfinished_description,
)
from cog_lsp.rules.rule import Example, Rule
from cog_lsp.settings.record import Settings

RULES = [
    module.RULE
    for module in (
        jargon,
        missing_description,
        required_after_optional,
        shortened_name,
        terse_description,
        unexplained_bounds,
        unexplained_choices,
        unfinished_description,
    )
]
VALID = [pytest.param(rule, e, id=f"{rule.slug}-{n}") for rule in RULES for n, e in enumerate(rule.valid)]
INVALID = [pytest.param(rule, e, id=f"{rule.slug}-{n}") for rule in RULES for n, e in enumerate(rule.invalid)]

HEAD = """\
from cog import BaseRunner, Input, Path, Secret


class Runner(BaseRunner):
    def run(
        self,
        """
TAIL = ",\n    ) -> str:\n        return ''\n"


def reported(rule: Rule, example: Example, settings: Settings | None = None) -> list[tuple[str, str]]:
    """Message and marked text of each finding in the predictor that the example stands for."""
    text = example.text if rule.subject == "predictor" else HEAD + example.text + TAIL
    if "\r\n" in example.text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    source = read_source(text)
    predictor = source.predictors("Predictor" if rule.subject == "predictor" else "Runner", "run")[0]
    context = Context(settings or Settings(), predictor=predictor)
    if rule.subject == "predictor":
        return [(f.message, text[f.span.start : f.span.end]) for f in rule.check(predictor, context)]
    return [
        (finding.message, text[origin + finding.span.start : origin + finding.span.end])
        for origin, input in predictor.placed()
        for finding in rule.check(input, context)
    ]


@pytest.mark.parametrize(("rule", "example"), VALID)
def test_valid(rule: Rule, example: Example) -> None:
    assert reported(rule, example) == []


@pytest.mark.parametrize(("rule", "example"), INVALID)
def test_invalid(rule: Rule, example: Example) -> None:
    found = reported(rule, example)
    assert tuple(marked for _, marked in found) == example.found
    for message, _ in found:
        assert len(message) <= 140, message
        assert "\n" not in message
        assert message.startswith("`")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_examples_cover_what_breaks_offsets(rule: Rule) -> None:
    for examples in (rule.valid, rule.invalid):
        assert len(examples) >= 5
        text = "".join(e.text for e in examples)
        assert "\r\n" in text
    assert any(ord(c) > 0xFFFF for e in rule.invalid for c in e.text)
    assert any("\n" in e.text for e in rule.invalid)


def test_own_terms_are_reported_and_silenced() -> None:
    lora = Example('style: str = Input(description="Address of the LoRA to load")')
    own = Example('passes: int = Input(description="How many griddling passes to make")')
    assert len(reported(jargon.RULE, lora)) == 1
    assert reported(jargon.RULE, lora, Settings(terms={"lora": ""})) == []
    assert reported(jargon.RULE, own) == []
    settings = Settings(terms={"griddling": "a second pass that sharpens edges"})
    assert [marked for _, marked in reported(jargon.RULE, own, settings)] == ["griddling"]
