"""The record of the page, from what was read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cog_lsp.check.checker import Checker
from cog_lsp.findings.finding import Finding
from cog_lsp.findings.repairs import AddExample, AddSections, Describe, NameVersion, SetArgument, WriteReadme
from cog_lsp.playground.field.field import form_field
from cog_lsp.playground.page import static_files
from cog_lsp.playground.page.notes import note_fixes
from cog_lsp.playground.page.page import Page, build_page, input_schema, page_of
from cog_lsp.playground.page.readme import MAX_README
from cog_lsp.playground.page.state import to_json
from cog_lsp.playground.page.static_files import FILES, self_contained, static_file
from cog_lsp.predictor.model import Input, Predictor
from cog_lsp.project.context import Context
from cog_lsp.project.workspace import Workspace
from cog_lsp.readme.markdown.document import parse_card
from cog_lsp.settings.record import Settings
from cog_lsp.text import Span

STATIC = Path(static_files.__file__).parent.parent / "static"
README = """---
license: mit
---
# A model

Turns words into pictures.

## Limitations

<script>alert(1)</script> <img src="https://example.com/x.png" onerror="alert(1)" alt="x">
[bad](javascript:alert(1)) [worse](command:run) [good](https://example.com) [here](docs/a.md)

| a | b |
| - | - |
| 1 | 2 |
"""


def test_a_page_from_a_readme() -> None:
    page = build_page(
        None,
        parse_card(README),
        [(Finding("empty-section", "Say more.", Span(0, 1)), Context(Settings()))],
        name="acme/a",
    )
    assert (page.title, page.summary, page.name) == ("A model", "Turns words into pictures.", "acme/a")
    assert {item.topic for item in page.checklist if item.state == "covered"} >= {"what-it-does", "limitations"}
    assert page.notes[0].message == "Say more."


def test_the_readme_is_sanitized() -> None:
    readme = build_page(None, parse_card(README)).readme.html
    found: list[tuple[str, dict[str, str | None]]] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))  # type: ignore[method-assign]
    reader.feed(readme)
    assert [attributes.get("href") for tag, attributes in found if tag == "a"] == [
        None,
        "https://example.com",
        "docs/a.md",
    ]
    assert [attributes for tag, attributes in found if tag == "img"] == [{"alt": "x"}]
    assert {"table", "h1"} <= {tag for tag, _ in found}
    assert not {"script", "iframe", "form"} & {tag for tag, _ in found}
    assert "alert(1)</" not in readme
    assert "license" not in readme


HOSTILE = """
<a href="javascript:alert(1)">a</a> <a href="vbscript:a">a</a> <a href="data:text/html,a">a</a>
<a href="command:a">a</a> <a href="JaVa&#x09;script:alert(1)" onclick="alert(1)">a</a>
<b style="position: fixed" onmouseover="alert(1)">a</b>

<iframe src="https://example.com"></iframe>
<form action="https://example.com"><input name="a"><button formaction="javascript:alert(1)">a</button></form>
<object data="a"></object><embed src="a"><base href="https://example.com"><meta http-equiv="refresh" content="0">
<link rel="stylesheet" href="https://example.com/a.css"><style>a { color: red }</style><video autoplay src="a"></video>
<svg><script>alert(1)</script></svg><math><a xlink:href="javascript:alert(1)">a</a></math>
<noscript><p title="</noscript><img src=a onerror=alert(1)>"></noscript>
"""


def test_nothing_of_a_readme_acts() -> None:
    """No script, no frame, no form, no style, and no address but those of the web."""
    html = build_page(None, parse_card(HOSTILE)).readme.html
    tags: set[str] = set()
    attributes: set[tuple[str, str | None]] = set()
    reader = HTMLParser()

    def start(tag: str, given: list[tuple[str, str | None]]) -> None:
        tags.add(tag)
        attributes.update(given)

    reader.handle_starttag = start  # type: ignore[method-assign]
    reader.feed(html)
    assert tags == {"a", "b", "img", "p"}
    assert {name for name, _ in attributes} <= {"rel", "title"}


def test_a_readme_that_is_too_long_is_left_out() -> None:
    page = build_page(None, parse_card("# A model\n\n" + "word " * (MAX_README // 5)))
    assert page.title == "A model"
    assert page.readme.html == "<p>This README is too long for the preview.</p>"


def test_without_anything() -> None:
    page = build_page(None, None)
    assert (page.title, page.fields, page.readme.html) == ("Untitled model", (), "")
    assert {item.state for item in page.checklist} == {"missing"}


def test_fix_titles() -> None:
    repairs = (
        SetArgument("ge", 1, "Write the number"),
        Describe(),
        AddSections(("a", "b")),
        AddSections(("use-cases",)),
        WriteReadme(),
        AddExample(),
    )
    fixes = note_fixes(Finding("x", "x", Span(0, 0), repairs=repairs), Context(Settings()))
    assert tuple(fix.title for fix in fixes) == (
        "Write the number",
        "Add the 2 missing sections",
        "Add “Common use cases”",
        "Write a README with the eight topics",
        "Add an example that runs the model",
    )


def test_the_schema_names_the_required_fields(make_input: Callable[..., Input]) -> None:
    fields = [form_field(make_input("a", {"type": "string"}, required=True)), form_field(make_input("b", {}, enum=[1]))]
    schema = input_schema(fields)
    assert schema["required"] == ["a"]
    assert schema["properties"]["b"]["enum"] == [1]


def test_the_record_is_json_that_javascript_reads(make_input: Callable[..., Input]) -> None:
    odd = {"type": "number", "default": 1.0, "maximum": float("inf"), "description": "\ud800\u2028 \u202e"}
    record = json.loads(to_json(Page("\ud800", fields=(form_field(make_input(schema=odd)),))))
    assert record["fields"][0]["default"] == 1
    assert record["fields"][0]["maximum"] is None
    assert "⟨U+202E⟩" in record["fields"][0]["help"]


def test_a_text_of_a_megabyte_is_cut(make_input: Callable[..., Input]) -> None:
    field = form_field(make_input(schema={"type": "string", "description": "x" * 1_000_000}))
    assert len(to_json(Page("t", fields=(field,)))) < 60_000


EXAMPLES = [
    ('```python\nreplicate.run("a/b", input={"text": "a cat", "count": 3, "image": open("x.png", "rb")})\n```',
     {"text": "a cat", "count": 3}),
    ('```js\nreplicate.run("a/b", { input: { text: "hi", ratio: 0.5, image: "https://a.b/c.png" } })\n```',
     {"text": "hi", "ratio": 0.5, "image": "https://a.b/c.png"}),
    ("```sh\ncog run -i text='a b' -i count=3 -i ratio=1.5 -i flag=true -i image=@x.png -i size=512\n```",
     {"text": "a b", "count": 3, "ratio": 1.5, "flag": True, "size": 512}),
    ("```sh\ncog run -i text=7 -i tags=a -i tags=b -i extra='{\"k\": 1}'\n```",
     {"text": "7", "tags": ["a", "b"], "extra": {"k": 1}}),
    ('```python\nreplicate.run("a/b", input={"wrong": 1, "text": "x"})\nreplicate.run("a/b", input={"text": "y"})\n```',
     {"text": "y"}),
    ('```python\nreplicate.run("a/b", input={"text": "..."})\n```', None),
    ("Nothing here.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_first_call_that_runs_fills_the_form(
    make_input: Callable[..., Input], make_predictor: Callable[..., Predictor], text: str, expected: Any
) -> None:
    optional = {"nullable": True, "default": None}
    inputs = [
        make_input("text", {"type": "string"}, required=True),
        make_input("count", {"type": "integer", **optional}),
        make_input("ratio", {"type": "number", **optional}),
        make_input("flag", {"type": "boolean", **optional}),
        make_input("image", {"type": "string", "format": "uri", **optional}),
        make_input("size", {"default": 512}, enum=[512, 1024]),
        make_input("tags", {"type": "array", "items": {"type": "string"}, **optional}),
        make_input("extra", {"type": "object", **optional}),
    ]
    assert build_page(make_predictor(*inputs), parse_card(f"# Title\n\n{text}\n")).example == expected


def test_a_version_is_offered_where_one_was_seen() -> None:
    finding = Finding("empty-section", "x", Span(0, 0), repairs=(NameVersion("a/b", Span(4, 11)),))
    assert note_fixes(finding, Context(Settings())) == ()
    known = Context(Settings(), published_version={"a/b": "5c7d"}.get)
    assert [fix.title for fix in note_fixes(finding, known)] == ["Name the newest version"]


def test_a_whole_model(tmp_path: Path) -> None:
    (tmp_path / "cog.yaml").write_text("image: r8.im/acme/demo\nrun: run.py:Runner\n")
    (tmp_path / "run.py").write_text(
        "from cog import BaseRunner, Input\n\nclass Runner(BaseRunner):\n"
        "    def run(\n        self,\n        prompt: str = Input(description='Prompt'),\n"
        "        steps: int = Input(default=3, ge=1, le=9),\n    ) -> str:\n        return prompt\n"
    )
    (tmp_path / "README.md").write_text(
        "# Demo\n\nWrites short poems about anything.\n\n```sh\ncog run -i prompt=tea\n```\n"
    )
    workspace = Workspace([tmp_path])
    files = workspace.model_of(tmp_path / "cog.yaml")
    assert files is not None
    page = page_of(Checker(workspace).check(files))
    assert (page.title, page.name, page.example) == ("Demo", "acme/demo", {"prompt": "tea"})
    assert page.version == "VERSION", "nobody here has seen one"
    assert page_of(Checker(workspace, published_version={"acme/demo": "5c7d"}.get).check(files)).version == "5c7d"
    assert [one.help for one in page.fields] == ["Prompt", "default 3 · min 1 · max 9"]
    assert len(page.notes) == len(set(page.notes))
    terse = next(note for note in page.notes if note.input == "prompt")
    assert any(fix.label in ("Describe", "Outline what to say") and fix.text for fix in terse.fixes)


def test_one_page_holds_everything(demo_page: Callable[..., Page]) -> None:
    state = f'{{"page":{to_json(demo_page(title="</script><b>"))}}}'
    html = self_contained(state)
    assert "</script><b>" not in html
    assert html.count("<script") == 2
    assert (
        "import "
        not in html.split('<script type="module">')[1]
        .replace("import replicate", "")
        .replace("import {", "import {")[:200]
    )
    assert 'src="static' not in html
    assert 'href="static' not in html


def test_the_page_knows_the_types_of_all_that_it_is_sent(
    make_input: Callable[..., Input], make_predictor: Callable[..., Predictor]
) -> None:
    """`npm run check` holds the page to them; here they are held to the record."""
    predictor = make_predictor(make_input("a", {"type": "string", "default": "x"}))
    finding = Finding("empty-section", "Say more.", Span(0, 1))
    sent = json.loads(to_json(build_page(predictor, parse_card(README), [(finding, Context(Settings()))])))
    types = (STATIC / "records.d.ts").read_text(encoding="utf-8")
    names = {*sent, *sent["fields"][0], *sent["notes"][0], *sent["checklist"][0]}
    assert {name for name in names if re.search(rf"\b{name}\??: ", types) is None} == set()


def test_only_the_front_end_is_served() -> None:
    assert all(static_file(name) for name in FILES)
    assert static_file("../server.py") is None
