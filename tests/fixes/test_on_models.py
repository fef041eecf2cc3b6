"""Each fix of each finding on the fixtures: the finding goes, none comes, the rest stays, and twice is once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe
from cog_lsp.fixes import Edit, apply, draft_all, fix_all, fixes, suppression
from cog_lsp.predictor.model import Field, Home
from cog_lsp.rules.inputs.drafting import drafts_for
from tests.fixes.agreement import agrees
from tests.fixes.models import ROOT, STYLES, Place, places
from tests.rules.schema_examples import checked

PREDICTORS = [pytest.param(place, id=name) for name, place in places((".py",))]
FILES = [pytest.param(place, id=name) for name, place in places((".py", ".md", ".markdown"))]
INCOMPLETE = "["
"""What a draft with a gap begins with or holds; it may well be reported as a draft."""


def names(place: Place, text: str) -> Counter[tuple[str, str | None]]:
    return Counter((f.rule, f.input) for _, f in place.findings(text))


def same_outside(before: str, after: str, edits: tuple[Edit, ...]) -> bool:
    """Whether the text between the edits is what it was."""
    at = 0
    for edit in edits:
        gap = before[at : edit.span.start]
        if not after.startswith(gap):
            return False
        after = after[len(gap) :].removeprefix(edit.text)
        at = edit.span.end
    return before[at:] == after


def find(place: Place, text: str, like: Finding) -> Finding | None:
    return next(
        (f for _, f in place.findings(text) if (f.rule, f.input, f.message) == (like.rule, like.input, like.message)),
        None,
    )


@pytest.mark.parametrize("place", PREDICTORS)
def test_each_fix(place: Place) -> None:
    before = names(place, place.text)
    assert before
    for context, finding in place.findings(place.text):
        for number, fix in enumerate(fixes(finding, context, place.text)):
            after = apply(place.text, fix.edits)
            assert after != place.text
            assert same_outside(place.text, after, fix.edits)
            ast.parse(after)
            if INCOMPLETE in fix.title:
                continue
            assert find(place, after, finding) is None, fix.title
            assert names(place, after) <= before, fix.title
            assert fix.preferred == (fix.kind == "safe" and number == 0)
            assert "\r" not in after.replace("\r\n", "") or "\r\n" in place.text
            assert ("\r\n" in place.text) == ("\r\n" in after)
            assert after.count("\n") == after.count("\r\n") or "\r\n" not in place.text


@pytest.mark.parametrize("place", PREDICTORS)
def test_drafted_text_is_published_as_written(place: Place) -> None:
    for context, finding in place.findings(place.text):
        for fix in fixes(finding, context, place.text):
            if fix.kind == "safe" or finding.input is None or context.predictor is None:
                continue
            after = apply(place.text, fix.edits)
            group = next(g for g in place.judged(after).groups if g.path == place.path)
            assert group.predictor is not None
            made = group.predictor.find(finding.input)
            assert made is not None
            argument = made.argument("description")
            before = context.predictor.find(finding.input)
            if before is not None and before.description == made.description:
                continue
            assert argument is not None
            assert argument.form in ("string", "triple")
            assert argument.published == made.description
            assert not re.search(r"\s\s", argument.published), "no runs of blanks, no carriage returns"
            if isinstance(made.field, Field):
                assert made.field.property["description"] == argument.published
            if "\r\n" not in place.text:
                assert all(len(line.expandtabs()) <= 88 for line in argument.source.splitlines())


@pytest.mark.parametrize("place", PREDICTORS)
def test_all_safe_fixes(place: Place) -> None:
    after = fix_all(place.text, place.by_group)
    ast.parse(after)
    left = [f for c, f in place.findings(after) if any(x.kind == "safe" for x in fixes(f, c, after))]
    assert left == []
    assert fix_all(after, place.by_group) == after
    one_by_one = {run(place, reverse=reverse) for reverse in (False, True)}
    assert one_by_one == {after}


FILES_ALONE = sorted((ROOT.parent / "predictors").glob("*.py"))


@pytest.mark.parametrize("path", FILES_ALONE, ids=lambda path: path.stem)
@pytest.mark.parametrize("style", STYLES)
def test_what_is_meant_is_published(path: Path, style: str) -> None:
    text = STYLES[style](path.read_text(encoding="utf-8"))
    fixed = fix_all(text, checked)
    ast.parse(fixed)
    for context, group in checked(fixed):
        assert context.predictor is not None
        reported = {f.input for f in group}
        for input in context.predictor.inputs:
            if input.home is not Home.DECORATOR and context.predictor.api != "decorators":
                assert agrees(input) or input.name in reported, input.source


def run(place: Place, *, reverse: bool) -> str:
    """The safe fixes one after the other, from the first or from the last."""
    text = place.text
    for _ in range(100):
        offered = [x for c, f in place.findings(text) for x in fixes(f, c, text) if x.preferred]
        if not offered:
            break
        text = apply(text, offered[-1 if reverse else 0].edits)
    return text


@pytest.mark.parametrize("place", PREDICTORS)
def test_a_whole_signature(place: Place) -> None:
    model = place.judged(place.text)
    for group in model.groups:
        if group.path != place.path:
            continue
        context = model.context_of(group.predictor)
        offer = draft_all(group.by_input(), context, place.text)
        assert context.predictor is not None
        texts = {
            next((draft.text for draft in drafts_for(input, context, r.facets) if draft.complete), None)
            for f in group.findings
            for r in f.repairs
            if isinstance(r, Describe) and (input := context.predictor.find(f.input or "")) is not None
        }
        described = texts - {None}
        if len(described) < 2:
            assert offer is None
            continue
        assert offer is not None
        after = apply(place.text, offer.work())
        ast.parse(after)
        assert offer.title == f"Draft the {len(described)} descriptions that need one"


@pytest.mark.parametrize("place", FILES)
def test_suppression(place: Place) -> None:
    for context, finding in place.findings(place.text):
        offer = suppression(finding, context, place.text)
        assert offer is not None
        after = apply(place.text, offer.work())
        assert same_outside(place.text, after, offer.work())
        assert find(place, after, finding) is None
        assert not any(f.rule == "unused-suppression" for _, f in place.findings(after))
