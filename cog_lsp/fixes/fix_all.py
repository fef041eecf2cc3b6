"""All fixes of a file in one go, repeated until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddSections, CardRepair, Repair, WriteReadme, WriteSection, is_alone
from cog_lsp.fixes.edits import Edit, apply, collide
from cog_lsp.fixes.offers import fixes
from cog_lsp.fixes.plan import Plan
from cog_lsp.project.context import Context
from cog_lsp.text import Span

ROUNDS = 10
"""One fix can bring another into reach (a type that can now be read shows a lost default); two or three are usual."""
MOST_TRIES = 200
"""Groups of repairs that are tried in one round; a form of usual size needs a dozen."""

Checked = Iterable[tuple[Context, Sequence[Finding]]]
"""The findings of a file with what they are about: one pair for each predictor in it, or for the README."""


def fix_all(text: str, check: Callable[[str], Checked], *, drafts: bool = False) -> str:
    """The text after every safe fix, and with `drafts` after the first draft of each finding too.

    `check` reads and judges a text. All that concerns one input is done together, so the order of the findings does not
    matter; what would overlap waits for the next round.
    """
    seen = {text}
    for _ in range(ROUNDS):
        edits: list[Edit] = []
        for context, findings in check(text):
            edits += _free(_round(findings, context, text, drafts=drafts), edits)
        after = apply(text, edits)
        if after in seen:
            break
        seen.add(after)
        text = after
    return text


def _round(findings: Sequence[Finding], context: Context, text: str, *, drafts: bool) -> Sequence[Edit]:
    """What can be done at once for one predictor or README."""
    chosen = [(f, r) for f in sorted(findings, key=_place) if (r := _choice(f, drafts=drafts)) is not None]
    in_place = [(f, r) for f, r in chosen if not isinstance(r, CardRepair)]
    edits = _planned(in_place, context, text)
    if edits is None:
        edits = _as_many_as_go_together(in_place, context, text)
    together = list(edits)
    for finding, repair in chosen:
        if isinstance(repair, CardRepair):
            only = finding._replace(repairs=tuple(map(without_outlines, finding.repairs)))
            first = next((f for f in fixes(only, context, text) if f.creates is None), None)
            together += _free(first.edits, together) if first else ()
    return together


def without_outlines(repair: Repair) -> Repair:
    """A repair that writes only what is known: nobody reads at once what is written in bulk."""
    return replace(repair, outlines=False) if isinstance(repair, AddSections | WriteReadme | WriteSection) else repair


def _place(finding: Finding) -> tuple[str, Span, str, str]:
    return finding.input or "", finding.span, finding.rule, finding.message


def _choice(finding: Finding, *, drafts: bool) -> Repair | None:
    """The first safe repair, else the first draft where drafts are wanted: the others are alternatives."""
    safe = next((r for r in finding.repairs if r.kind == "safe"), None)
    together = (r for r in finding.repairs if not is_alone(r))
    return safe or (next(together, None) if drafts else None)


def _as_many_as_go_together(pairs: Sequence[tuple[Finding, Repair]], context: Context, text: str) -> Sequence[Edit]:
    """The edits of the repairs that go together, earlier ones first: as many at a time as go."""
    accepted: list[tuple[Finding, Repair]] = []
    edits: Sequence[Edit] = ()
    waiting = [pairs] if pairs else []
    tries = MOST_TRIES
    while waiting and tries > 0:
        tries -= 1
        some = waiting.pop()
        more = _planned([*accepted, *some], context, text)
        if more is not None:
            accepted += some
            edits = more
        elif len(some) > 1:
            half = len(some) // 2
            waiting += some[half:], some[:half]
    return edits


def _planned(pairs: Sequence[tuple[Finding, Repair]], context: Context, text: str) -> Sequence[Edit] | None:
    plan = Plan(context, text, in_bulk=True)
    if not all(plan.add(finding, repair) for finding, repair in pairs):
        return None
    edits = plan.edits()
    return None if edits is None or len(_free(edits, ())) < len(edits) else edits


def _free(edits: Sequence[Edit], taken: Sequence[Edit]) -> list[Edit]:
    """All of the edits, or none where one of them touches another or one that is taken."""
    farthest = None
    for edit in sorted((*edits, *taken), key=lambda e: (e.span, e.text)):
        if farthest is not None and collide(farthest, edit):
            return []
        farthest = edit if farthest is None or edit.span.end >= farthest.span.end else farthest
    return list(edits)
