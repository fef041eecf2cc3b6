"""Whatever an author writes: the hover shows it as text, the picture is well-formed, the page is JSON."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.field.markdown import escape, hover
from cog_lsp.playground.field.svg import MAX_BYTES, picture
from cog_lsp.playground.field.visible import collapse, visible
from cog_lsp.playground.page.page import Page, input_schema
from cog_lsp.playground.page.state import to_json
from cog_lsp.playground.page.validate import validate
from tests.effort import examples
from tests.playground.conftest import make_input

SPECIAL = st.text(st.sampled_from(list("\\`*_{}[]()<>#+-.!|~&$;:=0123456789aé \n\t\"'/")), max_size=40)
TEXTS = st.one_of(SPECIAL, st.text(st.characters(codec=None), max_size=60))
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=8,
)
NUMBERS = st.one_of(st.none(), st.integers(), st.floats())
SCHEMAS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "number", "boolean", "array", "object", "null"]),
        "format": st.sampled_from(["uri", "password", "date"]),
        "description": TEXTS,
        "default": VALUES,
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "minLength": st.integers(),
        "pattern": TEXTS,
        "nullable": st.booleans(),
        "deprecated": st.booleans(),
        "x-cog-accept": st.one_of(TEXTS, st.lists(TEXTS, max_size=3)),
        "items": st.fixed_dictionaries({}, optional={"type": st.sampled_from(["string", "integer", "object"])}),
    },
)


@settings(max_examples=examples(200), deadline=None)
@given(SCHEMAS, st.booleans(), st.one_of(st.none(), st.lists(VALUES, max_size=4)), VALUES)
def test_every_schema_makes_a_field(schema: dict[str, Any], required: bool, enum: Any, value: Any) -> None:
    field = form_field(make_input("name", schema, required=required, enum=enum))
    kinds = {token.type for token in MarkdownIt("commonmark").enable("table").parse(hover(field))}
    assert kinds == {"paragraph_open", "inline", "paragraph_close", "fence"}
    drawn = picture(field, "dark")
    assert len(drawn.encode()) < MAX_BYTES
    ElementTree.fromstring(drawn)
    json.loads(to_json(Page("title", fields=(field,))))
    validate(input_schema([field]), {"name": value})


@settings(max_examples=examples(500), deadline=None)
@given(TEXTS)
def test_escaped_text_shows_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"{escape(text)}\n")
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text"}
    # Markdown leaves out white space of every kind at the ends of a paragraph.
    assert "".join(child.content for child in children).strip() == collapse(visible(collapse(text))).strip()
