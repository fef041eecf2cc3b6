"""What is offered for one finding, and for a whole signature."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import CardRepair, Describe, Repair, Replace, is_alone
from cog_lsp.fixes.arguments import Change, Write
from cog_lsp.fixes.changes import change_of
from cog_lsp.fixes.edits import Edit, ordered
from cog_lsp.fixes.fix import Fix, Idea, Offer
from cog_lsp.fixes.plain import is_certain, takes_input
from cog_lsp.fixes.plan import Plan
from cog_lsp.predictor.model import Input
from cog_lsp.project.context import Context
from cog_lsp.rules.inputs.drafting import drafts_for

if TYPE_CHECKING:
    from cog_lsp.findings.judged import Judged
    from cog_lsp.prose.drafts import Draft

VERBS = {
    "complete": "Describe",
    "short": "Describe briefly",
    "append": "Describe what is missing only",
    "outline": "Outline what to say",
}
"""How the title of a draft begins, by the draft's kind."""
PREVIEW = 60
"""Characters of a drafted text that its title shows."""


def fixes(finding: Finding, context: Context, text: str) -> tuple[Fix, ...]:
    """What can be done about a finding, the best first.

    `text` is the file that the finding is in, `context.predictor` the predictor (or `context.card` the README) that it
    is about; its spans are absolute, those of its repairs as its rule made them. Every fix leaves the rest of the text
    as it is.
    """
    return tuple(offer.fix() for offer in _offers(finding, context, text, lazily=False))


def offers_for(finding: Finding, context: Context, text: str, *, lazily: bool = True) -> tuple[Offer, ...]:
    """The same fixes. `lazily` works their edits out only where nothing less tells whether there are any."""
    return tuple(_offers(finding, context, text, lazily=lazily))


def _offers(finding: Finding, context: Context, text: str, *, lazily: bool) -> Iterator[Offer]:
    """What can be done about a finding, one after the other. Only what is not certain to change something is worked
    out."""
    safe = False
    for repair in finding.repairs:
        for title, work, certain, creates, outline in _ideas(finding, repair, context, text):
            same = certain
            if certain is None or not lazily:
                edits = work()
                if not edits:
                    continue
                same, work = (edits, creates), partial(_given, edits)
            preferred = repair.kind == "safe" and not safe
            by_hand = outline or is_alone(repair)
            yield Offer(title, repair.kind, preferred, finding, same, work, creates, outline, by_hand)
            safe = safe or repair.kind == "safe"


def renamed(finding: Finding, old: str, new: str) -> Offer:
    """The new name of an input, where a finding marks the old one."""
    edits = (Edit(finding.span, new),)
    return Offer(f"Use “{new}” instead of “{old}”", "safe", True, finding, (edits, None), partial(_given, edits))


def _given(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return edits


def _ideas(finding: Finding, repair: Repair, context: Context, text: str) -> Iterator[Idea]:
    """The ways in which one repair can be carried out: each with its title and the work that gives its edits."""
    if isinstance(repair, CardRepair):
        from cog_lsp.fixes import markdown

        of_old_mac = "\r" in text and "\n" not in text
        for idea in markdown.ideas(repair, context, text.replace("\r", "\n") if of_old_mac else text):
            yield idea._replace(work=partial(_with_returns, idea.work)) if of_old_mac else idea
    elif isinstance(repair, Describe):
        drafts = _drafts(finding, repair.facets, context)
        for draft, title in zip(drafts, draft_titles(drafts), strict=True):
            yield Idea(
                title,
                partial(_written, finding, draft, context, text),
                _certain(finding, Write("description", draft.text), context, text),
                outline=not draft.complete,
            )
    else:
        yield Idea(
            repair.title,
            partial(_repaired, finding, repair, context, text),
            _certain(finding, change_of(repair, '"'), context, text),
        )


def _with_returns(work: Callable[[], tuple[Edit, ...]]) -> tuple[Edit, ...]:
    """The edits of a text whose lines end with carriage returns alone."""
    return tuple(Edit(edit.span, edit.text.replace("\n", "\r")) for edit in work())


def _certain(finding: Finding, change: Change | None, context: Context, text: str) -> Hashable:
    """What stands for the edits of a change where there are edits for certain; else None."""
    predictor, input = context.predictor, _input(finding, context)
    if change is None or predictor is None or input is None or predictor.text != text:
        return None
    return (finding.input, change) if takes_input(predictor, input) and is_certain(input, change) else None


def _repaired(finding: Finding, repair: Repair, context: Context, text: str) -> tuple[Edit, ...]:
    plan = Plan(context, text)
    return _sound(plan.edits() if plan.add(finding, repair) else None)


def _written(finding: Finding, draft: Draft, context: Context, text: str) -> tuple[Edit, ...]:
    plan = Plan(context, text)
    return _sound(plan.edits() if plan.write(finding, "description", draft.text) else None)


def _sound(edits: Iterable[Edit] | None) -> tuple[Edit, ...]:
    """The edits in the order of the text; none where they overlap."""
    try:
        return ordered(edits or ())
    except ValueError:
        return ()


def _drafts(finding: Finding, facets: Iterable[str], context: Context) -> tuple[Draft, ...]:
    input = _input(finding, context)
    return () if input is None else drafts_for(input, context, facets)


def _input(finding: Finding, context: Context) -> Input | None:
    if context.predictor is None or finding.input is None:
        return None
    return context.predictor.find(finding.input)


def preview(text: str) -> str:
    """The first words of a text on one line."""
    line = " ".join(text.split())
    if len(line) <= PREVIEW:
        return line
    return f"{_begun(line, PREVIEW)}…"


def draft_titles(drafts: Sequence[Draft]) -> list[str]:
    """The titles of drafts for one input, no two of which show the same words."""
    words = previews([draft.text for draft in drafts])
    return [f"{VERBS[draft.kind]}: “{excerpt}”" for draft, excerpt in zip(drafts, words, strict=True)]


def previews(texts: Sequence[str]) -> list[str]:
    """A preview of each of some texts. Those that begin alike show how they end, too."""
    beginnings = [preview(text) for text in texts]
    return [
        both_ends(text) if beginnings.count(beginning) > 1 else beginning
        for text, beginning in zip(texts, beginnings, strict=True)
    ]


def both_ends(text: str) -> str:
    """The first words of a text and its last, on one line."""
    line = " ".join(text.split())
    if len(line) <= PREVIEW:
        return line
    ending = line[-PREVIEW // 2 :].partition(" ")[2] or line[-PREVIEW // 2 :]
    return f"{_begun(line, PREVIEW - len(ending) - 2)}… {ending}"


def _begun(line: str, width: int) -> str:
    """As many of the first words as fit."""
    return line[: width + 1].rsplit(" ", 1)[0].rstrip(" ,;:.")


def draft_all(inputs: Iterable[Judged], context: Context, text: str) -> Offer | None:
    """The best drafted description for every input of which a finding asks one; None below two.

    Drafts that can be written one by one can be written together: each changes its own input, and all of them import
    the same.
    """
    predictor = context.predictor
    if predictor is None:
        return None
    current = predictor.text == text
    chosen: list[tuple[Finding, Draft]] = []
    texts: set[str] = set()
    for judged in inputs:
        draft, certain = _best(judged, context)
        if draft is None or judged.input is None or draft.text in texts:
            continue
        texts.add(draft.text)
        finding = judged.findings[0]
        is_plain = current and certain and takes_input(predictor, judged.input)
        if is_plain or _all_written([(finding, draft)], context, text):
            chosen.append((finding, draft))
    if len(chosen) < 2:
        return None
    title = f"Draft the {len(chosen)} descriptions that need one"
    return Offer(title, "draft", False, None, title, partial(_all_written, chosen, context, text))


def keep_all(findings: Iterable[Finding], context: Context, text: str) -> Offer | None:
    """All drafts of a signature that nobody has read, kept: their marks go. None below two."""
    pairs = [(f, r) for f in findings if f.is_unread for r in f.repairs if isinstance(r, Replace)]
    if len(pairs) < 2 or context.predictor is None or context.predictor.text != text:
        return None
    title = f"Keep all {len(pairs)} drafts"
    return Offer(title, "draft", False, None, title, partial(_all_repaired, pairs, context, text))


def _all_repaired(pairs: Sequence[tuple[Finding, Repair]], context: Context, text: str) -> tuple[Edit, ...]:
    plan = Plan(context, text)
    for finding, repair in pairs:
        plan.add(finding, repair)
    return _sound(plan.edits())


def _best(judged: Judged, context: Context) -> tuple[Draft | None, bool]:
    """The first draft for an input of which findings ask one, and whether it can be written for certain. An outline is
    none: nobody wants twelve of them at once."""
    groups = [r.facets for finding in judged.findings for r in finding.repairs if isinstance(r, Describe)]
    if judged.input is None or not groups:
        return None, False
    facets = sorted({facet for group in groups for facet in group})
    draft = next((draft for draft in drafts_for(judged.input, context, facets) if draft.complete), None)
    return draft, draft is not None and is_certain(judged.input, Write("description", draft.text))


def _all_written(chosen: Sequence[tuple[Finding, Draft]], context: Context, text: str) -> tuple[Edit, ...]:
    plan = Plan(context, text, in_bulk=True)
    for finding, draft in chosen:
        plan.write(finding, "description", draft.text)
    return _sound(plan.edits())
