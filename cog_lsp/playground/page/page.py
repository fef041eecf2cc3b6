"""Everything that the preview page shows, as one record: built from the predictor, the model card and the findings.

The record is plain data. The browser draws the form from it, the server validates against its schema, and nothing reads
the predictor or the README again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from cog_lsp.check.explained import descriptions_in
from cog_lsp.check.topic_states import State, topic_states
from cog_lsp.findings.finding import Finding
from cog_lsp.playground.field.field import FormField, form
from cog_lsp.playground.field.visible import collapse, excerpt
from cog_lsp.playground.page.example import Call, calls
from cog_lsp.playground.page.notes import Note, note, noted
from cog_lsp.playground.page.readme import Readme, readme_of
from cog_lsp.playground.page.verdict import Verdict, verdict_of, why_no_fields
from cog_lsp.predictor.model import Predictor
from cog_lsp.readme.placeholders import VERSION
from cog_lsp.settings.record import Settings

if TYPE_CHECKING:
    from cog_lsp.check.model import Model
    from cog_lsp.project.context import Context
    from cog_lsp.project.files import ModelFiles
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.replicate.page import Example


class CheckItem(Struct, frozen=True):
    """One line of the checklist for the model card."""

    topic: str
    title: str
    guidance: str
    state: State


class Page(Struct, frozen=True):
    """What the preview page shows."""

    title: str
    summary: str = ""
    name: str = ""
    """`owner/name` on Replicate, for the calls; empty where cog.yaml does not say it."""
    version: str = VERSION
    """The newest version of it, where this machine has seen one."""
    mode: str = "run"
    verdict: Verdict | None = None
    """None where nothing was judged."""
    fields: tuple[FormField, ...] = ()
    nothing: str = ""
    """Why no inputs can be shown; empty where there are some, or the model takes none."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of the whole input."""
    readme: Readme = field(default_factory=Readme)
    notes: tuple[Note, ...] = ()
    inputs: str = ""
    """How far the descriptions are, in words."""
    checklist: tuple[CheckItem, ...] = ()
    calls: tuple[Call, ...] = ()
    """Those of the README that would run."""
    misfits: Callable[[Example], tuple[str, ...]] = lambda _: ()
    """Why an example that the model has on Replicate does not fit its inputs."""

    @property
    def example(self) -> Mapping[str, Any] | None:
        """The values that fill the form when it opens."""
        return self.calls[0].values if self.calls else None


def build_page(
    predictor: Predictor | None,
    card: ModelCard | None,
    judged: Iterable[tuple[Finding, Context]] = (),
    *,
    name: str = "",
    folder: str = "",
    files: ModelFiles | None = None,
    settings: Settings | None = None,
) -> Page:
    """The page of a predictor and a README. `judged` are the findings, each with what its fixes may look at, `name` is
    `owner/name`, `folder` the name of the model's folder. Without `files`, pictures are not shown. Never raises; needs
    nh3 where there is a README."""
    judged = tuple(judged)
    findings = [finding for finding, _ in judged]
    fields = form(predictor) if predictor is not None else ()
    title, lead = _title_and_lead(card)
    return Page(
        title=title or name or folder or "Untitled model",
        summary=lead,
        name=name,
        mode=predictor.mode if predictor is not None else "run",
        fields=fields,
        nothing="" if fields else why_no_fields(predictor, findings),
        schema=input_schema(fields),
        readme=readme_of(card, files),
        notes=tuple(note(finding, context) for finding, context in judged),
        checklist=checklist(card, settings or Settings(), findings),
        calls=() if predictor is None or card is None else calls(predictor, card, fields, name or None),
        misfits=partial(_misfits, predictor),
    )


def page_of(model: Model) -> Page:
    """The page of a model that has been read and judged."""
    files, counts = model.files, descriptions_in(model)
    name = (files.cog.image or "") if files.cog is not None else ""
    page = build_page(
        model.predictor,
        model.card,
        [(one.finding, one.context) for one in noted(model)],
        name=name,
        folder=files.root.name,
        files=files,
        settings=model.settings,
    )
    return replace(
        page,
        version=(model.published_version(name.lower()) if name else None) or VERSION,
        verdict=verdict_of(model),
        inputs=counts.words if counts.total else "",
    )


def _misfits(predictor: Predictor | None, example: Example) -> tuple[str, ...]:
    from cog_lsp.replicate.page import misfits

    return () if predictor is None else misfits(example, predictor)


def _title_and_lead(card: ModelCard | None) -> tuple[str, str]:
    if card is None:
        return "", ""
    title = collapse(card.title.text) if card.title is not None else ""
    lead = collapse(card.lead[0].text) if card.lead is not None else ""
    return excerpt(title), excerpt(lead)


def input_schema(fields: Iterable[FormField]) -> Mapping[str, Any]:
    """The published schema of the whole input, references to choices resolved."""
    fields = tuple(fields)
    schema: dict[str, Any] = {"type": "object", "properties": {one.name: dict(one.schema) for one in fields}}
    required = [one.name for one in fields if one.required]
    return {**schema, "required": required} if required else schema


def checklist(card: ModelCard | None, settings: Settings, findings: Iterable[Finding] = ()) -> tuple[CheckItem, ...]:
    """The topics that the README must cover, all eight unless the settings say otherwise, and how they stand."""
    from cog_lsp.readme.topics import topics

    states = topic_states(card, settings, findings)
    return tuple(CheckItem(t.slug, t.title, topics()[t.slug].guidance, t.state) for t in states)
