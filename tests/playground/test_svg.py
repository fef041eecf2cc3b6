"""The picture of a field is well-formed, small, inert, and holds what the form shows."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest

from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.field.svg import MAX_BYTES, data_uri, picture
from cog_lsp.playground.field.visible import collapse
from cog_lsp.playground.field.widths import clusters, fit, width, wrap
from cog_lsp.predictor.model import Input

TEXTS = [
    "",
    "Plain words",
    "<script>alert(1)</script>",
    "a & b &amp; ]]> \"quotes\" 'too'",
    "x\x00\x1b[31m\ufffe\uffff\ud800",
    "\u202eevil\u202c",
    "صورة بصيغة JPEG للتعديل",
    "写真の説明はここにあります。" * 30,
    "👩🏽‍🚀 🇩🇪🇫🇷 e\u0301",
    "W" * 5000,
    "&<>" * 400_000,
]
KINDS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "string", "format": "uri"},
    {"type": "string", "format": "password"},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": "boolean"},
    {"type": "array", "items": {"type": "string"}},
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("schema", KINDS, ids=lambda schema: str(schema.get("format", schema["type"])))
def test_the_picture_is_small_well_formed_and_inert(
    make_input: Callable[..., Input], text: str, schema: dict[str, Any]
) -> None:
    for required in (True, False):
        field = form_field(make_input(schema={**schema, "description": text, "default": text}, required=required))
        for theme in ("light", "dark"):
            drawn = picture(field, theme)
            assert len(drawn.encode()) < MAX_BYTES
            names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn).iter()}
            assert names <= {"svg", "rect", "text", "tspan", "path", "g"}
            assert "href" not in drawn
            assert "url(" not in drawn


def test_all_of_a_short_help_line_is_there(make_input: Callable[..., Input]) -> None:
    text = "How closely the picture follows the prompt. Low values leave freedom, high values follow every word."
    field = form_field(make_input("guidance", {"type": "number", "description": text, "default": 7.5}))
    drawn = ElementTree.fromstring(picture(field))
    lines = [span.text or "" for span in drawn.iter("{http://www.w3.org/2000/svg}tspan")]
    assert collapse(" ".join(lines)) == field.help


def test_what_is_wrong_stands_below_the_control(make_input: Callable[..., Input], absent: Any) -> None:
    field = form_field(make_input(schema={"type": "integer"}, default=(2**31, absent), le=(2**32, absent)))
    assert len(field.warnings) == 2
    drawn = ElementTree.fromstring(picture(field))
    spans = "".join(span.text or "" for span in drawn.iter("{http://www.w3.org/2000/svg}tspan"))
    assert spans.count("⚠") == 2
    for warning in field.warnings:
        assert warning.split()[0] in spans


def test_themes_differ_and_the_uri_holds_the_picture(make_input: Callable[..., Input]) -> None:
    field = form_field(make_input(schema={"type": "string"}))
    assert picture(field, "light") != picture(field, "dark")
    assert base64.b64decode(data_uri(field, "dark").partition("base64,")[2]).decode() == picture(field, "dark")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("👩🏽‍🚀!", ["👩🏽‍🚀", "!"]),
        ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
        ("1\ufe0f\u20e3", ["1\ufe0f\u20e3"]),
        ("", []),
    ],
)
def test_clusters_keep_together_what_is_drawn_as_one(text: str, pieces: list[str]) -> None:
    assert list(clusters(text)) == pieces


@pytest.mark.parametrize("text", [text for text in TEXTS if text and len(text) < 100_000])
def test_wrapped_lines_fit_and_lose_nothing(text: str) -> None:
    text = collapse(text)
    lines = wrap(text, 12, 300, 10_000)
    assert all(width(line, 12) <= 300 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_cut_text_fits_and_says_so() -> None:
    lines = wrap("word " * 500, 12, 200, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert width(lines[-1], 12) <= 200
    assert fit("short", 12, 200) == "short"
