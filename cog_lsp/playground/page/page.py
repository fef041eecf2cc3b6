"""Everything that the preview page shows, as one record: built from the predictor, the model card and the findings.

The record is plain data. The browser draws the form from it, the server validates against its schema, and nothing reads
the predictor or the README again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cog_lsp.check.explained import descriptions_in
from cog_lsp.check.topic_states import topic_states
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import CardRepair, Describe
from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import FormField, form
from cog_lsp.playground.field.markdown import kind_of_control, look_in_words
from cog_lsp.playground.field.visible import collapse, visible
from cog_lsp.playground.page.example import example_values
from cog_lsp.predictor.model import Marker, Predictor
from cog_lsp.rules import BY_SLUG
from cog_lsp.settings.record import Settings

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.readme.markdown.document import ModelCard

MAX_TEXT = 20_000
"""Characters of one text of a user that the page shows."""
MAX_README = 400_000


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as the page shows it, with the titles of its quick fixes."""

    rule: str
    severity: str
    message: str
    input: str | None
    fixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the checklist for the model card."""

    topic: str
    title: str
    guidance: str
    covered: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the preview page shows."""

    title: str
    summary: str = ""
    name: str = ""
    """`owner/name` on Replicate, for the calls; empty where cog.yaml does not say it."""
    mode: str = "run"
    fields: tuple[FormField, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of the whole input."""
    readme: str = ""
    """HTML, sanitized."""
    notes: tuple[Note, ...] = ()
    inputs: str = ""
    """How far the descriptions are, in words."""
    checklist: tuple[CheckItem, ...] = ()
    example: Mapping[str, Any] | None = None
    """Values of the first runnable snippet of the README."""


Titles = Callable[[Finding], Iterable[str]]


def build_page(
    predictor: Predictor | None,
    card: ModelCard | None,
    findings: Iterable[Finding] = (),
    *,
    name: str = "",
    folder: str = "",
    settings: Settings | None = None,
    inputs: str = "",
    titles: Titles | None = None,
) -> Page:
    """The page of a model. `name` is `owner/name`, `folder` the name of the model's folder, `inputs` how far its
    descriptions are, and `titles` gives the titles of a finding's quick fixes, where the caller has better ones than
    `fix_titles`. Never raises; needs nh3 where there is a README."""
    findings = tuple(findings)
    fields = form(predictor) if predictor is not None else ()
    example = None
    if predictor is not None and card is not None:
        example = example_values(predictor, card, fields, name or None)
    title, lead = _title_and_lead(card)
    return Page(
        title=title or name or folder or "Untitled model",
        summary=lead,
        name=name,
        mode=predictor.mode if predictor is not None else "run",
        fields=fields,
        schema=input_schema(fields),
        readme=_readme(card),
        notes=tuple(_note(finding, titles or (lambda one: fix_titles(one, predictor))) for finding in findings),
        inputs=inputs,
        checklist=checklist(card, settings or Settings(), findings),
        example=example,
    )


def page_of(model: Model, titles: Titles | None = None) -> Page:
    """The page of a model that has been read and judged."""
    files, counts = model.files, descriptions_in(model)
    return build_page(
        model.predictor,
        model.card,
        [
            finding
            for path in dict.fromkeys((*files.paths, *model.findings))
            for finding in model.findings.get(path, ())
        ],
        name=(files.cog.image or "") if files.cog is not None else "",
        folder=files.root.name,
        settings=model.settings,
        inputs=counts.words if counts.total else "",
        titles=titles,
    )


def _title_and_lead(card: ModelCard | None) -> tuple[str, str]:
    if card is None:
        return "", ""
    title = collapse(card.title.text) if card.title is not None else ""
    lead = collapse(card.lead[0].text) if card.lead is not None else ""
    return _shown(title), _shown(lead)


def _note(finding: Finding, titles: Titles) -> Note:
    return Note(
        finding.rule, finding.severity, _shown(collapse(finding.message)), finding.input, tuple(titles(finding))
    )


def fix_titles(finding: Finding, predictor: Predictor | None = None) -> tuple[str, ...]:
    """The titles of a finding's quick fixes. They are made without the edits, so a preview costs no rewriting."""
    titles: list[str] = []
    for repair in finding.repairs:
        if isinstance(repair, Describe):
            titles += _draft_titles(finding, repair, predictor)
        elif isinstance(repair, CardRepair):
            from cog_lsp.fixes import markdown

            titles.append(markdown.title(repair))
        else:
            titles.append(repair.title)
    return tuple(dict.fromkeys(titles))


def _draft_titles(finding: Finding, repair: Describe, predictor: Predictor | None) -> list[str]:
    """The titles of the drafts that a description can have."""
    from cog_lsp.fixes.offers import draft_titles
    from cog_lsp.project.context import Context
    from cog_lsp.rules.about import about_of
    from cog_lsp.rules.inputs.drafting import drafts_for

    input = predictor.find(finding.input) if predictor is not None and finding.input is not None else None
    if input is None or predictor is None:
        return ["Draft a description"]
    context = Context(Settings(), predictor=predictor, about=about_of(predictor))
    return draft_titles(drafts_for(input, context, repair.facets))


def input_schema(fields: Iterable[FormField]) -> Mapping[str, Any]:
    """The published schema of the whole input, references to choices resolved."""
    fields = tuple(fields)
    schema: dict[str, Any] = {"type": "object", "properties": {one.name: dict(one.schema) for one in fields}}
    required = [one.name for one in fields if one.required]
    return {**schema, "required": required} if required else schema


def checklist(card: ModelCard | None, settings: Settings, findings: Iterable[Finding] = ()) -> tuple[CheckItem, ...]:
    """The topics that the README must cover, all eight unless the settings say otherwise, and which it covers."""
    from cog_lsp.readme.topics import topics

    states = topic_states(card, settings, findings)
    return tuple(CheckItem(t.slug, t.title, topics()[t.slug].guidance, t.state == "covered") for t in states)


def _readme(card: ModelCard | None) -> str:
    """The README as sanitized HTML; empty where there is none."""
    if card is None:
        return ""
    import nh3

    from cog_lsp.readme.markdown.html import render

    if len(card.text) > MAX_README:
        return "<p>This README is too long for the preview.</p>"
    return nh3.clean(
        render(card),
        url_schemes={"http", "https", "mailto"},
        attributes={**nh3.ALLOWED_ATTRIBUTES, "code": {"class"}, "img": {"alt"}},
        link_rel="noopener noreferrer",
    )


def to_json(page: Page) -> str:
    """The record for the browser: JSON with the numbers as JavaScript writes them."""
    return javascript.stringify(
        {
            "title": page.title,
            "summary": page.summary,
            "name": page.name,
            "mode": page.mode,
            "fields": [_field(one, page.notes) for one in page.fields],
            "readme": page.readme,
            "notes": [
                {"rule": n.rule, "severity": n.severity, "message": n.message, "input": n.input, "fixes": n.fixes}
                for n in page.notes
            ],
            "inputs": page.inputs,
            "checklist": [
                {"topic": c.topic, "title": c.title, "guidance": c.guidance, "covered": c.covered}
                for c in page.checklist
            ],
            "example": page.example,
        }
    )


def _field(one: FormField, notes: Iterable[Note]) -> dict[str, Any]:
    """A field as values for JSON, without the warnings that a finding of its input gives already."""
    is_told = any(note.input == one.name and not BY_SLUG[note.rule].about_words for note in notes)
    optional = {"value": one.value, "ticked": one.ticked, "default": one.default}
    return {
        "name": one.name,
        "required": one.required,
        "deprecated": one.deprecated,
        "help": _shown(one.help),
        "description": _shown(one.description),
        "control": one.control,
        "controlWords": kind_of_control(one),
        "look": one.look,
        "lookWords": look_in_words(one),
        "included": one.included,
        "choices": [{"value": choice.value, "text": _shown(choice.text)} for choice in one.choices],
        "accept": one.accept,
        "minimum": one.minimum,
        "maximum": one.maximum,
        "integer": one.schema.get("type") == "integer",
        "array": one.schema.get("type") == "array",
        "items": _items(one.schema),
        "pattern": one.schema.get("pattern") or "",
        "sends": one.sends,
        "warnings": () if is_told else one.warnings,
        **{key: value for key, value in optional.items() if not isinstance(value, Marker)},
    }


def _items(schema: Mapping[str, Any]) -> str:
    """What a list holds, where each item fits in a text or number box; else empty."""
    items = schema.get("items")
    if not isinstance(items, Mapping) or "format" in items:
        return ""
    return {"string": "text", "integer": "number", "number": "number"}.get(str(items.get("type")), "")


def _shown(text: str) -> str:
    if len(text) > MAX_TEXT:
        return f"{visible(text[:MAX_TEXT])}… ({len(text):,} characters in all)"
    return visible(text)
