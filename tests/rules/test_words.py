"""What people read of each invalid example: the message of each finding, and title and effect of each of its fixes.

`words.txt` holds it, rule by rule. Write it anew with `python -m tests.rules.test_words`, and read what changes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cog_lsp.config import Settings
from cog_lsp.fixes import apply, fixes
from cog_lsp.rules import RULES
from cog_lsp.rules.page import page
from cog_lsp.rules.rule import Context, Example, Rule
from tests.models import ROOT, example_model, own_findings
from tests.rules.test_examples import run

WORDS = Path(__file__).with_name("words.txt")
PAGES = Path(__file__).parents[2] / "docs" / "rules"
INDENT = "    "


def said(rule: Rule, example: Example) -> Iterator[str]:
    """The lines for one example."""
    if rule.subject == "settings":
        found, text = run(rule, example)
        context = Context(Settings())
    else:
        _, model, name, text = example_model(rule, example)
        found = own_findings(model, name, rule)
    for finding in found:
        yield INDENT + finding.message
        if rule.subject != "settings":
            context = model.context(ROOT / name, finding)
        for fix in fixes(finding, context, text):
            title, drafted, _ = fix.title.partition(": “")
            yield f"{INDENT * 2}{fix.kind}{', preferred' if fix.preferred else ''}: {title}"
            if drafted or (fix.kind == "draft" and rule.subject in ("card", "project")):
                continue  # the texts that are drafted have tests of their own
            before = "" if fix.creates else text
            yield from (INDENT * 3 + line for line in changed(before, apply(before, fix.edits)))


def changed(before: str, after: str) -> Iterator[str]:
    """The lines that go and come, with line ends other than the usual one shown."""
    lines = [text.replace("\r", "␍").split("\n") for text in (before, after)]
    for line in difflib.ndiff(*lines):
        if line[0] in "-+":
            yield line.rstrip()


def words() -> Iterator[tuple[str, list[str]]]:
    """The heading of each example, and its lines."""
    for rule in RULES:
        for number, example in enumerate(rule.invalid):
            yield f"{rule.slug} {number}", list(said(rule, example))


def recorded() -> dict[str, list[str]]:
    """What the file holds."""
    found: dict[str, list[str]] = {}
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if not line.startswith(INDENT):
            found[line] = []
        else:
            found[list(found)[-1]].append(line)
    return found


RECORDED = recorded()
CASES = [
    pytest.param(rule, example, f"{rule.slug} {number}", id=f"{rule.slug}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.invalid)
]


@pytest.mark.parametrize(("rule", "example", "name"), CASES)
def test_words(rule: Rule, example: Example, name: str) -> None:
    assert list(said(rule, example)) == RECORDED.get(name)


def test_no_example_is_missing() -> None:
    assert list(RECORDED) == [f"{rule.slug} {number}" for rule in RULES for number in range(len(rule.invalid))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_the_page_is_the_one_of_the_documentation(rule: Rule) -> None:
    assert page(rule) == (PAGES / f"{rule.slug}.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    with WORDS.open("w", encoding="utf-8", newline="\n") as file:
        for name, lines in words():
            print(name, *lines, sep="\n", file=file)
