"""The record of the page as the browser takes it: JSON with the numbers as JavaScript writes them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from cog_lsp.playground.field import javascript
from cog_lsp.playground.field.field import FormField
from cog_lsp.playground.field.markdown import kind_of_control, look_in_words
from cog_lsp.playground.field.reference import reference
from cog_lsp.playground.field.visible import excerpt
from cog_lsp.playground.page.notes import Note
from cog_lsp.playground.page.page import Page
from cog_lsp.playground.page.readme import picture_type
from cog_lsp.predictor.model import Marker
from cog_lsp.rules import BY_SLUG

MOST_EMBEDDED = 8 * 1024 * 1024
"""Bytes of pictures in a page that is one file."""


def to_json(page: Page, *, is_alone: bool = False) -> str:
    """The record for the browser. A page that is alone has its pictures in it; others ask their server for them."""
    return javascript.stringify(
        {
            "title": page.title,
            "summary": page.summary,
            "name": page.name,
            "version": page.version,
            "mode": page.mode,
            "verdict": _verdict(page),
            "fields": [_field(one, page.notes) for one in page.fields],
            "nothing": page.nothing,
            "readme": page.readme.html,
            "language": page.readme.language,
            "pictures": _embedded(page) if is_alone else {path: _address(path) for path in page.readme.pictures},
            "notes": [_note(note) for note in page.notes],
            "inputs": page.inputs,
            "checklist": [
                {"topic": c.topic, "title": c.title, "guidance": c.guidance, "state": c.state} for c in page.checklist
            ],
            "calls": [{"language": c.language, "line": c.line, "values": c.values} for c in page.calls],
        }
    )


def _verdict(page: Page) -> dict[str, Any] | None:
    if page.verdict is None:
        return None
    steps = [{"text": excerpt(step.text), "note": step.note} for step in page.verdict.steps]
    return {"level": page.verdict.level, "text": page.verdict.text, "steps": steps}


def _note(note: Note) -> dict[str, Any]:
    fixes = [{"title": fix.title, "label": fix.label, "text": fix.text} for fix in note.fixes]
    return {
        "rule": note.rule,
        "severity": note.severity,
        "message": note.message,
        "input": note.input,
        "fixes": fixes,
    }


def _address(path: str) -> str:
    return f"picture?path={quote(path, safe='')}"


def _embedded(page: Page) -> dict[str, str]:
    """The pictures as data URIs, as many as fit."""
    sources: dict[str, str] = {}
    room = MOST_EMBEDDED
    for path, picture in page.readme.pictures.items():
        data = picture()
        if data is not None and len(data) <= room:
            room -= len(data)
            sources[path] = f"data:{picture_type(path)};base64,{base64.b64encode(data).decode()}"
    return sources


def _field(one: FormField, notes: Iterable[Note]) -> dict[str, Any]:
    """A field as values for JSON, without the warnings that a finding of its input gives already."""
    is_told = any(note.input == one.name and not BY_SLUG[note.rule].about_words for note in notes)
    line = reference(one)
    optional = {"value": one.value, "ticked": one.ticked, "default": one.default}
    return {
        "name": one.name,
        "required": one.required,
        "deprecated": one.deprecated,
        "help": excerpt(one.help),
        "description": excerpt(one.description),
        "control": one.control,
        "controlWords": kind_of_control(one),
        "look": one.look,
        "lookWords": look_in_words(one),
        "included": one.included,
        "choices": [{"value": choice.value, "text": excerpt(choice.text)} for choice in one.choices],
        "accept": one.accept,
        "minimum": one.minimum,
        "maximum": one.maximum,
        "integer": one.schema.get("type") == "integer",
        "array": one.schema.get("type") == "array",
        "items": _items(one.schema),
        "pattern": one.schema.get("pattern") or "",
        "sends": one.sends,
        "type": line.type,
        "defaultText": line.default,
        "range": line.range,
        "warnings": () if is_told else one.warnings,
        **{key: value for key, value in optional.items() if not isinstance(value, Marker)},
    }


def _items(schema: Mapping[str, Any]) -> str:
    """What a list holds, where each item fits in a text or number box; else empty."""
    items = schema.get("items")
    if not isinstance(items, Mapping) or "format" in items:
        return ""
    return {"string": "text", "integer": "number", "number": "number"}.get(str(items.get("type")), "")
