"""What is offered for one finding, and for a whole signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cog_lsp.fixes.edits import Edit, ordered
from cog_lsp.fixes.fix import Fix
from cog_lsp.fixes.plan import Plan
from cog_lsp.predictor.model import Input
from cog_lsp.rules.rule import (
    AddExample,
    AddSections,
    Context,
    Describe,
    Finding,
    Repair,
    WriteReadme,
)

VERBS = {"complete": "Describe", "short": "Describe briefly", "append": "Add to the description"}
"""How the title of a draft begins, by the draft's kind."""
PREVIEW = 60
"""Characters of a drafted text that its title shows."""


def fixes(finding: Finding, context: Context, text: str) -> tuple[Fix, ...]:
    """What can be done about a finding, the best first.

    `text` is the file that the finding is in, `context.predictor` the predictor (or `context.card` the README) that it
    is about; its spans are absolute, those of its repairs as its rule made them. Every fix leaves the rest of the text
    as it is.
    """
    found: list[Fix] = []
    for repair in finding.repairs:
        for title, edits, creates in _offers(finding, repair, context, text):
            if edits:
                first_safe = repair.kind == "safe" and not any(f.kind == "safe" for f in found)
                found.append(Fix(title, repair.kind, edits, first_safe, finding, creates))
    return tuple(found)


Offer = tuple[str, tuple[Edit, ...], "str | None"]


def _offers(finding: Finding, repair: Repair, context: Context, text: str) -> Iterator[Offer]:
    if isinstance(repair, (AddSections, WriteReadme, AddExample)):
        from cog_lsp.fixes import markdown

        yield from markdown.offers(repair, context, text)
    elif isinstance(repair, Describe):
        yield from _drafts(finding, repair, context, text)
    else:
        plan = Plan(context, text)
        edits = plan.edits() if plan.add(finding, repair) else None
        yield repair.title, _sound(edits), None


def _sound(edits: Iterable[Edit] | None) -> tuple[Edit, ...]:
    """The edits in the order of the text; none where they overlap."""
    try:
        return ordered(edits or ())
    except ValueError:
        return ()


def _drafts(finding: Finding, repair: Describe, context: Context, text: str) -> Iterator[Offer]:
    input = _input(finding, context)
    if input is None:
        return
    from cog_lsp.prose.drafts import drafts

    for draft in drafts(input, facets=repair.facets):
        plan = Plan(context, text)
        edits = plan.edits() if plan.write(finding, "description", draft.text) else None
        yield f"{VERBS[draft.kind]}: “{preview(draft.text)}”", _sound(edits), None


def _input(finding: Finding, context: Context) -> Input | None:
    if context.predictor is None or finding.input is None:
        return None
    return context.predictor.find(finding.input)


def preview(text: str) -> str:
    """The first words of a text on one line."""
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= PREVIEW:
        return line
    return line[: PREVIEW + 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def draft_all(findings: Sequence[Finding], context: Context, text: str) -> Fix | None:
    """The best drafted description for every input that a finding asks one for; None below two."""
    from cog_lsp.prose.drafts import drafts

    wanted: dict[str, tuple[Finding, set[str]]] = {}
    for finding in findings:
        for repair in finding.repairs:
            if isinstance(repair, Describe) and finding.input is not None:
                wanted.setdefault(finding.input, (finding, set()))[1].update(repair.facets)
    plan = Plan(context, text)
    count = 0
    for finding, facets in wanted.values():
        input = _input(finding, context)
        best = drafts(input, facets=tuple(sorted(facets)))[:1] if input is not None else ()
        alone = Plan(context, text)
        if best and alone.write(finding, "description", best[0].text) and alone.edits():
            plan.write(finding, "description", best[0].text)
            count += 1
    edits = _sound(plan.edits())
    if count < 2 or not edits:
        return None
    return Fix(f"Draft descriptions for all {count} inputs", "draft", edits, False, None)
