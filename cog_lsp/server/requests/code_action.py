"""Quick fixes tied to their findings, fix-all for a file, and drafts for a whole signature.

Editors ask for actions at each move of the cursor, and need the edits of one of them once somebody picks it. Clients
that can ask for edits later get them through `codeAction/resolve`, worked out against the text as it is then.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from cog_lsp import fixes
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import Describe
from cog_lsp.fixes import Edit, Offer, edits_between
from cog_lsp.project.context import Context
from cog_lsp.regex import regex
from cog_lsp.server import diagnostics
from cog_lsp.server.edits import workspace_edit
from cog_lsp.server.features import FIX_ALL
from cog_lsp.server.wire.convert import to_json
from cog_lsp.server.wire.protocol import Json
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.check.model import Group, Model, Part
    from cog_lsp.server.document import Document
    from cog_lsp.server.session import Session

FIX_ALL_TITLE = "Apply all safe fixes of cog-lsp"
GONE = "The text has changed, and this action is not there any more."


class Numbered(NamedTuple):
    """A finding of a document."""

    finding: Finding
    group: Group
    """What it is about."""
    nth: int
    """How many of its rule and its input stand before it in the text."""


class Place(NamedTuple):
    """A finding, with what its fixes may look at."""

    finding: Finding
    group: Group
    context: Context
    name: str
    """What `resolve` knows the finding by: its rule, its input, and which of those it is in the order of the text; the
    members of a JSON object."""
    shown: str
    """Its diagnostic as JSON."""


def perform(session: Session, params: types.CodeActionParams) -> Json:
    """The actions for a range, in a stable order: the fixes, drafts for all inputs, silencing, fix-all."""
    document = session.document(params.text_document.uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        return Json("[]")
    only = params.context.only
    actions: list[str] = []
    if _wanted(types.CodeActionKind.QuickFix, only):
        here = Span(session.offset(document, params.range.start), session.offset(document, params.range.end))
        actions += _quick_fixes(session, document, model, here)
    if _wanted(FIX_ALL, only):
        actions += _fix_all(session, document, model)
    return Json(f"[{','.join(actions)}]")


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Whether the client asks for a kind: it may name the kind itself or one above it."""
    if not only:
        return True
    return any(kind == prefix or kind.startswith(f"{prefix}.") for prefix in (getattr(o, "value", o) for o in only))


def _quick_fixes(session: Session, document: Document, model: Model, here: Span) -> Iterator[str]:
    """The fixes of all findings in a range, drafts for all inputs, and comments that silence a finding."""
    lazily = session.client.resolves_edits
    places = [_place(session, document, model, numbered) for numbered in _touched(document, model, here)]
    offered: dict[Hashable, tuple[Offer, str, list[Place]]] = {}
    for place in places:
        offers = _settling(session, document, model, place, lazily=lazily)
        for number, offer in enumerate(offers):
            # Several rules may ask for the same text: one action settles them all.
            if offer.same not in offered:
                twin = sum(other.title == offer.title for other in offers[:number])
                offered[offer.same] = offer, f'{place.name},"twin":{twin}', []
            offered[offer.same][2].append(place)
    for offer, name, settled in offered.values():
        yield from _action(session, document, model, offer, name, settled)
    first = next((place for place in places if _is_described(place)), None)
    drafts = draft_all(document, first) if first is not None else None
    if first is not None and drafts is not None:
        yield from _action(session, document, model, drafts, first.name, ())
    unread = next((place for place in places if place.finding.is_unread), None)
    keeping = keep_all(document, unread) if unread is not None else None
    if unread is not None and keeping is not None:
        yield from _action(session, document, model, keeping, unread.name, ())
    for place in places:
        silenced = fixes.suppression(place.finding, place.context, document.text)
        if silenced is not None:
            yield from _action(session, document, model, silenced, place.name, (place,))


def _settling(
    session: Session, document: Document, model: Model, place: Place, *, lazily: bool = True
) -> tuple[Offer, ...]:
    """What settles a finding, the best first: the new name of an input that was renamed while its file was open, and
    what the finding itself brings."""
    offers = fixes.offers_for(place.finding, place.context, document.text, lazily=lazily)
    marked = document.text[place.finding.span.start : place.finding.span.end]
    new = session.renames.new_name(model, marked) if document.path not in model.predictors else None
    if new is None:
        return offers
    renamed = fixes.renamed(place.finding, marked, new)
    return (renamed, *(offer for offer in offers if offer.title != renamed.title))


def _touched(document: Document, model: Model, here: Span) -> list[Numbered]:
    """The findings that lie in the range, or on the input under the cursor where nothing is selected: first what the
    cursor is on, and of that the narrowest."""
    at_cursor = model.input_at(document.path, here.start) if here.start == here.end else None
    input = at_cursor[1].name if at_cursor is not None else None

    def may_touch(part: Part) -> bool:
        return _may_be_about(part, input) or part.judged.touches(part.origin, here)

    touched = [
        numbered
        for numbered in _numbered(document, model, may_touch)
        for finding in (numbered.finding,)
        if (finding.span.start <= here.end and here.start <= finding.span.end)
        or _stands_before(document.text, here, finding.span)
        or (input is not None and finding.input == input)
    ]
    if here.start < here.end:
        return touched

    def distance(numbered: Numbered) -> tuple[bool, int]:
        span = numbered.finding.span
        is_on = span.start <= here.start <= span.end
        return not is_on, span.end - span.start if is_on else 0

    return sorted(touched, key=distance)


_MARKS = regex(r"[ \t>#*+-]*")
"""What stands in front of the text of a heading or item."""


def _stands_before(text: str, here: Span, span: Span) -> bool:
    """Whether a cursor stands in the marks of a heading: what is found is found in its text."""
    return here.start == here.end < span.start and _MARKS.fullmatch(text, here.start, span.start) is not None


def _may_be_about(part: Part, input: object) -> bool:
    return part.judged.input is None or part.judged.input.name == input


def _numbered(document: Document, model: Model, asked: Callable[[Part], bool]) -> Iterator[Numbered]:
    """The findings of some parts of a document. Only theirs are moved to where they stand."""
    before: Counter[tuple[str, str | None]] = Counter()
    for part in model.parts(document.path):
        is_asked = asked(part)
        for finding in part.findings if is_asked else part.judged.findings:
            if is_asked:
                yield Numbered(finding, part.group, before[finding.rule, finding.input])
            before[finding.rule, finding.input] += 1


def _place(session: Session, document: Document, model: Model, numbered: Numbered) -> Place:
    """A finding as actions speak of it."""
    finding, group, nth = numbered
    uri, input = json.dumps(document.uri), json.dumps(finding.input)
    name = f'"uri":{uri},"rule":"{finding.rule}","input":{input},"nth":{nth}'
    items = diagnostics.items(session.client, document, (finding,))
    return Place(finding, group, model.context_of(group.predictor), name, items)


def _is_described(place: Place) -> bool:
    return any(isinstance(repair, Describe) for repair in place.finding.repairs)


def draft_all(document: Document, place: Place) -> Offer | None:
    """Drafts for every input of the signature that asks for one."""
    return fixes.draft_all(place.group.by_input(), place.context, document.text)


def keep_all(document: Document, place: Place) -> Offer | None:
    """All drafts of the signature that nobody has read, kept."""
    return fixes.keep_all(place.group.findings, place.context, document.text)


def _fix_all(session: Session, document: Document, model: Model) -> Iterator[str]:
    """Fix-all for a file in which something can be fixed."""
    if not any("safe" in part.judged.kinds for part in model.parts(document.path)):
        return
    if session.client.resolves_edits:
        yield _written(FIX_ALL_TITLE, FIX_ALL, f'"data":{json.dumps({"uri": document.uri})}')
    elif edits := _all_safe(session, document, model):
        yield _written(FIX_ALL_TITLE, FIX_ALL, _as_json(workspace_edit(session, {document.path: edits})))


def _all_safe(session: Session, document: Document, model: Model) -> list[Edit]:
    return list(edits_between(document.text, session.checker.fixed(model, document.path)))


def _action(
    session: Session, document: Document, model: Model, offer: Offer, name: str, settled: Sequence[Place]
) -> Iterator[str]:
    """The action for an offer; none where it makes a file and the client cannot."""
    if offer.creates is not None and not (session.client.versioned_edits and session.client.creates_files):
        return
    members = ['"isPreferred":true'] if offer.preferred else []
    if settled:
        members.append(f'"diagnostics":[{",".join([place.shown for place in settled])}]')
    if session.client.resolves_edits:
        members.append(f'"data":{{{name}}}')
    else:
        members.append(_as_json(_edit(session, document, model, offer)))
    yield _written(offer.title, types.CodeActionKind.QuickFix.value, *members)


def _written(title: str, kind: str, *members: str) -> str:
    """An action as JSON. It is written piece by piece: typed records of the same take longer than all else here."""
    return f'{{"title":{json.dumps(title)},"kind":"{kind}",{",".join(members)}}}'


def _as_json(edit: types.WorkspaceEdit | None) -> str:
    """The member of an action that holds its edit."""
    return f'"edit":{to_json(edit, types.WorkspaceEdit)}'


def _edit(session: Session, document: Document, model: Model, offer: Offer) -> types.WorkspaceEdit | None:
    if offer.creates is None:
        return workspace_edit(session, {document.path: list(offer.work())})
    return workspace_edit(
        session, {}, new={model.files.root / offer.creates: "".join(edit.text for edit in offer.work())}
    )


def resolve(session: Session, action: types.CodeAction) -> types.CodeAction:
    """Fill in the edits of an action, against the text as it is now.

    Raises:
        JsonRpcException: the text has changed so that the action is not there any more.
    """
    name = action.data if isinstance(action.data, dict) else {}
    uri = name.get("uri")
    if not isinstance(uri, str):
        return action
    document = session.document(uri)
    model = session.model_at(document) if document is not None else None
    if document is None or model is None:
        raise _gone()
    if "rule" not in name:
        action.edit = workspace_edit(session, {document.path: _all_safe(session, document, model)})
        return action
    offer = _named(session, document, model, name, action.title)
    if offer is None:
        raise _gone()
    action.edit = _edit(session, document, model, offer)
    return action


def _named(session: Session, document: Document, model: Model, name: dict[str, Any], title: str) -> Offer | None:
    """The offer that an action stood for."""
    rule, input, nth = (name.get(member) for member in ("rule", "input", "nth"))
    candidates = _numbered(document, model, lambda part: _may_be_about(part, input))
    numbered = next((n for n in candidates if (n.finding.rule, n.finding.input, n.nth) == (rule, input, nth)), None)
    if numbered is None:
        return None
    place, twin = _place(session, document, model, numbered), name.get("twin", 0)
    offers = (offer for offer in _offers(session, document, model, place) if offer.title == title)
    return next(islice(offers, twin, None), None) if isinstance(twin, int) and twin >= 0 else None


def _offers(session: Session, document: Document, model: Model, place: Place) -> Iterator[Offer]:
    """Everything that is offered for one finding."""
    yield from _settling(session, document, model, place)
    others = (
        draft_all(document, place) if _is_described(place) else None,
        keep_all(document, place) if place.finding.is_unread else None,
        fixes.suppression(place.finding, place.context, document.text),
    )
    yield from (offer for offer in others if offer is not None)


def _gone() -> JsonRpcException:
    return JsonRpcException(GONE, types.LSPErrorCodes.ContentModified.value)
