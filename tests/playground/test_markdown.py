"""Text of users stays text in a hover; the hover names what the form shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.field.markdown import escape, hover, plain
from cog_lsp.playground.field.visible import collapse, visible
from cog_lsp.predictor.model import Input

HOSTILE = [
    "[click](command:workbench.action.terminal.new)",
    "![x](https://example.com/a.png)",
    "[x]: https://example.com",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<command:foo>",
    "<https://example.com>",
    "<!-- hidden -->",
    "<?php ?>",
    "<![CDATA[x]]>",
    "&lt;b&gt; &#60;b&#62; &copy;",
    "`code` and ``more``",
    "```\nfence\n```",
    "~~~\nfence",
    "# heading",
    "#",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "-",
    "1. item",
    "1) item",
    "---",
    "***",
    "___",
    "===",
    "a | b\n--- | ---\n1 | 2",
    "| a | b |",
    "**bold** *it* __b__ _i_ ~~s~~",
    "snake_case_name and _private_",
    "trailing backslash\\",
    "\\[escaped\\](command:x)",
    "\\\\[twice](command:x)",
    "![a[b](command:x)](y)",
    "    indented code",
    "$(zap) $x$",
    "line\u2028[x](command:x)",
    "\u202e(evil)\u202c \u2066[x](command:x)\u2069",
    "x\x00\x1b[31m red",
    "\ud800 lone",
    "[^1]: note",
    ":smile: @user #1",
    "a\r\n\r\n# b\r\n",
    "]]>](x)[",
]  # fmt: skip


def tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_description_stays_text(make_input: Callable[..., Input], text: str) -> None:
    help_line = form_field(make_input(schema={"type": "string", "description": text})).help
    markdown = hover(form_field(make_input(schema={"type": "string", "description": text})))
    kinds = [token.type for token in tokens(markdown) if token.type not in {"text", "inline", "softbreak", "hardbreak"}]
    paragraph = ["paragraph_open", "paragraph_close"]
    assert kinds == ["paragraph_open", "code_inline", "paragraph_close", *paragraph, "fence", *paragraph]
    inline = [token for token in tokens(markdown) if token.type == "inline"][1]
    assert "".join(child.content for child in inline.children or ()) == collapse(visible(help_line))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_stays_inside_the_drawing(make_input: Callable[..., Input], text: str) -> None:
    schema = {"type": "string", "default": text}
    field = form_field(make_input(schema=schema, enum=[text, "```"]))
    fences = [token for token in tokens(hover(field)) if token.type == "fence"]
    assert len(fences) == 1
    assert fences[0].content.count("\n") == 4
    assert not [t.type for t in tokens(hover(field)) if t.type in {"link_open", "image", "html_inline", "html_block"}]


def test_long_text_is_cut(make_input: Callable[..., Input]) -> None:
    schema = {"description": "é*" * 500_000, "default": "y" * 1_000_000}
    markdown = hover(form_field(make_input(schema=schema, enum=[f"{n}" * 99 for n in range(5000)])))
    assert len(markdown.encode()) < 12_000
    assert "characters in all" in markdown
    assert "and 4976 more" in markdown


DRAWN = [
    ({"type": "number", "default": 7.5, "minimum": 0, "maximum": 50}, False,
     ["`x` optional", "[ ] include  [ no number yet ]", "[x] include  [ 7.5 ]", "Number box, from 0 to 50.",
      "slider from 0 to 50", "Callers send a number; left out, it is 7.5."]),
    ({"type": "integer", "minimum": 1}, True, ["`x *` required", "Number box, 1 or more, whole numbers", "cannot"]),
    ({"type": "string", "format": "uri", "x-cog-accept": "image/*"}, True, ["( Choose file )", "accepts image/*"]),
    ({"type": "string", "format": "password"}, True, ["Password box"]),
    ({"type": "boolean", "default": True}, False, ["[x] include  [ true ▾ ]"]),
    ({"enum": ["a", "b"], "default": "b"}, False, ["[ ] include  [ Select a value ▾ ]", "- a\n", "- b  (default)"]),
    ({"type": "array", "items": {"type": "string"}}, True, ["{ } []", "JSON editor", "a list of strings"]),
    ({"type": "string", "nullable": True}, False, ["[x] include", 'The form sends "" unless the box is unticked']),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "required", "expected"), DRAWN)
def test_the_hover_says_what_the_form_shows(
    make_input: Callable[..., Input], schema: dict[str, Any], required: bool, expected: list[str]
) -> None:
    markdown = hover(form_field(make_input(schema=schema, required=required)))
    assert [piece for piece in expected if piece not in markdown] == []


def test_a_refusal_is_told(make_input: Callable[..., Input]) -> None:
    assert "⚠ Cog's build refuses this input: bad \\*type\\*" in hover(form_field(make_input(refusal="bad *type*")))


@pytest.mark.parametrize("text", ["a *b* [c](d) <e> `f` snake_case g\\h", "1. first", "# not a heading", "- neither"])
def test_plain_text_takes_the_escapes_back(text: str) -> None:
    assert plain(escape(text)) == text


def test_plain_text_has_no_fence_and_keeps_what_is_in_it() -> None:
    assert plain("`a\\*b`\n\n````text\n\\*\n```\n````\n\nc\\*") == "`a\\*b`\n\n\\*\n```\n\nc*"
