"""Text that came in bulk is marked until somebody keeps it; text that a person picks is not."""

from __future__ import annotations

import json
import re

import pytest

from cog_lsp.check.explained import Descriptions, descriptions_in
from cog_lsp.check.model import Model
from cog_lsp.fixes import apply, draft_all, fix_all, fixes, keep_all
from cog_lsp.predictor.comment import DRAFT, Comment
from cog_lsp.text import Span
from tests.fixes.models import Place, places

PREDICTORS = [pytest.param(place, id=name) for name, place in places((".py",))]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# cog-lsp: draft", ""),
        ("  #cog-lsp:draft, ask Ann", ""),
        ("  # why  # cog-lsp: draft", "  # why"),
        ("  # cog-lsp: draft  # noqa", "  # noqa"),
        ("  # cog-lsp: drafting", None),
        ("  # cog-lsp: draft[x]", None),
        ("  # cog-lsp: ignore[jargon]", None),
        ("  # a draft", None),
    ],
)
def test_what_is_a_mark(text: str, left: str | None) -> None:
    mark = Comment(Span(7, 7 + len(text)), text).mark
    assert (None if mark is None else text[: mark.start - 7] + text[mark.end - 7 :]) == left


def counts(place: Place, model: Model) -> Descriptions:
    predictor = next(group.predictor for group in model.groups if group.path == place.path and group.predictor)
    return descriptions_in(model, predictor)


@pytest.mark.parametrize("place", PREDICTORS)
def test_text_in_bulk_is_marked_once_and_never_published(place: Place) -> None:
    before = place.judged(place.text)
    after = fix_all(place.text, place.by_group, drafts=True)
    assert fix_all(after, place.by_group, drafts=True) == after
    model = place.judged(after)
    (old, new) = (next(g.predictor for g in m.groups if g.path == place.path and g.predictor) for m in (before, model))
    changed = [i.name for i in new.inputs if (o := old.find(i.name)) and words(o.description) != words(i.description)]
    told = counts(place, model)
    assert list(told.drafts) == changed
    assert after.count(DRAFT) == len(changed) == len(told.drafts)
    assert not set(told.to_write) - set(counts(place, before).to_write)
    assert DRAFT not in json.dumps([getattr(input.field, "property", {}) for input in new.inputs], default=str)


def words(text: str | None) -> list[str]:
    return (text or "").split()


@pytest.mark.parametrize("place", PREDICTORS)
def test_what_is_kept_counts_as_explained(place: Place) -> None:
    drafted = fix_all(place.text, place.by_group, drafts=True)
    model = place.judged(drafted)
    by_hand = re.sub(rf"[ \t]*{DRAFT}", "", drafted)
    told = counts(place, model)
    unread = [(c, f) for c, f in place.findings(drafted) if f.is_unread]
    for context, finding in unread:
        assert finding.severity == "information"
        (keep,) = (fix for fix in fixes(finding, context, drafted) if fix.title == "Keep this draft")
        left = counts(place, place.judged(apply(drafted, keep.edits)))
        assert set(left.drafts) == set(told.drafts) - {finding.input}
        assert finding.input in left.explained
    if len(unread) > 1:
        offer = keep_all([finding for _, finding in unread], unread[0][0], drafted)
        assert offer is not None
        assert offer.title == f"Keep all {len(unread)} drafts"
        assert apply(drafted, offer.work()) == by_hand
    kept = counts(place, place.judged(by_hand))
    assert (kept.drafts, set(kept.explained)) == ((), {*told.explained, *told.drafts})
    assert fix_all(by_hand, place.by_group, drafts=True) == by_hand


@pytest.mark.parametrize("place", PREDICTORS)
def test_what_an_editor_drafts_for_all_is_marked(place: Place) -> None:
    model = place.judged(place.text)
    group = next(g for g in model.groups if g.path == place.path and g.predictor)
    offer = draft_all(group.by_input(), model.context_of(group.predictor), place.text)
    if offer is None:
        return
    after = apply(place.text, offer.work())
    assert after.count(DRAFT) == int(re.findall(r"\d+", offer.title)[0])
    assert len(counts(place, place.judged(after)).drafts) == after.count(DRAFT)


@pytest.mark.parametrize("place", PREDICTORS)
def test_what_a_person_picks_is_not(place: Place) -> None:
    drafted = fix_all(place.text, place.by_group, drafts=True)
    for context, finding in place.findings(place.text):
        for fix in fixes(finding, context, place.text):
            assert DRAFT not in apply(place.text, fix.edits)
    for context, finding in place.findings(drafted):
        for fix in fixes(finding, context, drafted):
            marks = apply(drafted, fix.edits).count(DRAFT)
            assert marks in (drafted.count(DRAFT), drafted.count(DRAFT) - 1)
