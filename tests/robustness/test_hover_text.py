"""Descriptions that would do something if a hover showed them as they are, through the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.raw_client import RawClient

TEXTS = {
    "command link": "[run](command:workbench.action.terminal.new)",
    "command link with arguments": "[x](command:vscode.open?%5B%22file:///etc/passwd%22%5D)",
    "autolink": "<command:workbench.action.reloadWindow>",
    "bare address": "https://evil.example/steal?x=1",
    "mail": "<a@evil.example>",
    "link": "[docs](https://evil.example)",
    "link with a title": '[docs](https://evil.example "title")',
    "reference link": "[docs][1]\n\n[1]: https://evil.example",
    "script link": "[x](javascript:alert(1))",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "file link": "[x](file:///etc/passwd)",
    "image": "![x](https://evil.example/pixel.png)",
    "image in a link": "[![x](https://evil.example/a.png)](command:x)",
    "image by reference": "![x][1]\n\n[1]: https://evil.example/a.png",
    "script": "<script>alert(1)</script>",
    "image tag": "<img src=x onerror=alert(1)>",
    "frame": "<iframe src='https://evil.example'></iframe>",
    "link tag": '<a href="command:x">click</a>',
    "half a tag": "<a href='",
    "comment": "<!-- hidden",
    "processing instruction": "<?php evil() ?>",
    "CDATA": "<![CDATA[ x ]]>",
    "entities": "&lt;script&gt; &#60;b&#62; &nbsp;",
    "fence": "```\nend of the block\n```\n[x](command:y)",
    "fence without end": "```\nhalf",
    "long fence": "`````````` [x](command:y)",
    "tilde fence": "~~~\nhalf",
    "code span that is open": "`half [x](command:y)",
    "heading": "# Big",
    "setext heading": "Big\n===",
    "rule": "text\n\n---\n\ntext",
    "quote": "> quoted",
    "list": "- one\n- two",
    "numbered list": "1. one\n2. two",
    "task list": "- [x] done",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "emphasis": "**bold** __bold__ *it* _it_ ~~gone~~",
    "backslashes": "\\[x\\](command:y) \\\\[x](command:y)",
    "icons": "$(trash) $(sync~spin)",
    "bidirectional controls": "safe \u202e gnp.exe \u2066x\u2069 \u200f",
    "control characters": "a\x01b\x1b[31mred\x7f\x9b",
    "zero width": "a\u200bb\ufeffc\u2060d",
    "indented code": "    code\n\n\tcode",
    "line separators": "a\u2028# b\u2029- c\x85> d",
    "a megabyte": "[x](command:y) " * 30_000,
    "a long word": "a" * 300_000,
    "wide characters": "😀" * 50_000,
}
FORBIDDEN = ("link_open", "image", "html_block", "html_inline", "heading_open", "hr", "blockquote_open", "table_open",
             "bullet_list_open", "ordered_list_open", "code_block", "s_open")  # fmt: skip
INVISIBLE = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x01\x1b\x7f\x9b\u2028\u2029\x85"
CAP = 4096


@pytest.fixture(scope="module")
def client() -> Iterator[RawClient]:
    with RawClient() as made:
        made.initialize()
        yield made


def tokens(markdown: str) -> Iterator[Token]:
    """Every token, as an editor reads it: HTML, tables, strike-through."""
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown):
        yield token
        yield from token.children or ()


@pytest.mark.parametrize("place", ["description", "choices", "default"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_of_users_does_nothing_in_a_hover(name: str, place: str, client: RawClient) -> None:
    text = TEXTS[name].replace("\\", "\\\\").replace('"', "'")
    value = f'"""{text}"""'
    argument = {"description": f"description={value}", "default": f"default={value}"}.get(
        place, f'choices=["a", {value}], description={value}'
    )
    uri = f"untitled:{place}-{name}.py"
    code = f"from cog import Input\nclass Predictor:\n    def predict(self, x: str = Input({argument})): ...\n"
    client.open(uri, code)
    position = {"line": 2, "character": 22}
    hover = client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    shown = hover["contents"]["value"]
    assert hover["contents"]["kind"] == "markdown"
    links = [str(token.attrGet("href")) for token in tokens(shown) if token.type == "link_open"]
    assert all(re.fullmatch(r"untitled:[^#]*#L?\d+(?:,\d+)?", link) for link in links), "only lines of the file itself"
    found = [token.type for token in tokens(shown) if token.type != "link_open"]
    assert "text" in found
    assert [kind for kind in found if kind in FORBIDDEN] == []
    assert found.count("fence") == 1, "the drawing of the field"
    assert not set(shown) & set(INVISIBLE)
    assert not re.search(r"(?<!\\)\$\(", re.sub(r"(?s)(`{3,})text\n.*?\n\1", "", shown)), (
        "no icons outside of the drawing"
    )
    assert len(shown.encode()) <= 3 * CAP
