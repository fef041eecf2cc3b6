"""Calls of the model in a README: found by what the code looks like, whatever the fence says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.inline import code_spans
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Code, Paragraph
from cog_lsp.readme.snippets.http_message import http_snippets, is_http_message
from cog_lsp.readme.snippets.json_text import parse_json
from cog_lsp.readme.snippets.other_clients import client_of, client_snippets
from cog_lsp.readme.snippets.prompts import without_prompts
from cog_lsp.readme.snippets.records import PLACEHOLDER, Entry, Snippet
from cog_lsp.readme.snippets.requests import body_of
from cog_lsp.regex import regex
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part

__all__ = ["PLACEHOLDER", "Entry", "Snippet", "snippets", "snippets_of_part"]

PYTHON = frozenset({"python", "py", "python3", "pycon", "ipython", "py3"})
JAVASCRIPT = frozenset({"javascript", "js", "jsx", "node", "mjs", "cjs", "nodejs", "typescript", "ts", "tsx"})
LARGEST = 50_000
"""Characters of the largest code block that is read."""

_SHELL = regex(
    r"^[ \t]*(?:[$%>#][ \t]+)?(?:(?:sudo|time|env|uv run|poetry run|\w+=\S*)[ \t]+)*"
    r"(?:cog[ \t]+(?:run|predict|train)\b|replicate[ \t]+(?:run|stream|train|predictions?|trainings?)\b|(?:curl|wget)\b"
    r"|(?:https?|xhs?)[ \t]+(?:-|[A-Z]+[ \t]|:|\S+/))"
    r"|(?:&&|[;|])[ \t]*(?:sudo[ \t]+)?(?:cog|curl|https?|xhs?)[ \t]",
    re.MULTILINE,
)
_SCRIPT = regex(
    r"\breplicate\b|\b(?:predictions|trainings)\.(?:with_\w+\.)?create\b|/predictions\b|/trainings\b|\.predict\("
    r"|\.(?:run|stream)\("
)
_JAVASCRIPT = regex(
    r"\bawait\s+\w+\.(?:run|stream|predictions)|\b(?:const|let|var)\s|=>|\binput\s*:|\brequire\(|\bfetch\("
)
_JSON_BODY = regex(r'\A\s*\{[\s\S]*"input"\s*:\s*\{')
_COMMAND = regex(r"[ \t]*(?:\$ )?(?:sudo )?(?:cog (?:run|predict|train)|replicate run|curl|https?|xh) [^`\r\n]+")
_CALL = regex(r"[ \t]*(?:\w+ = )?(?:await )?\w+\.(?:run|stream)\([^`\r\n]*\binput\b[^`\r\n]*\);?")
_LINE = regex(r"[^\r\n]+")
_UNFENCED = regex(
    r"[ \t]*(?:\$ )?(?:sudo )?"
    r"(?:cog (?:run|predict|train)|replicate run [\w.-]{1,64}/[\w.:@-]{1,200}) (?:\S{1,200} )?(?:-|\w+=|\\)"
    r"|[ \t]*(?:\$ )?curl [^`]*/predictions\b"
)
"""A line of running text that is a command, and does not only begin like one."""


def snippets(card: ModelCard) -> Iterator[Snippet]:
    """The calls of a model in a README, with absolute spans."""
    for origin, part in card.having("code"):
        for snippet in snippets_of_part(part):
            yield snippet.moved(lambda span, by=origin: span.shifted(by))  # type: ignore[misc]


@per_part
def snippets_of_part(part: Part) -> tuple[Snippet, ...]:
    """The calls in one part of a README, with spans relative to it."""
    codes = (
        without_prompts(code)
        for code in (*part.codes, *_inline(part))
        if code.lines is not None and len(code.content) <= LARGEST
    )
    return tuple(
        snippet.moved(lambda span, code=code: code.span_of(*span))  # type: ignore[misc]
        for code in codes
        for snippet in read_code(code)
    )


def read_code(code: Code) -> Iterator[Snippet]:
    """The calls in a code block, with spans in its content."""
    content, language = code.content, code.language
    shell = _SHELL.search(content) is not None
    scripted = language in PYTHON | JAVASCRIPT
    client = client_of(language, content) if not scripted else None
    if client is not None:
        yield from client_snippets(content, client)
    elif is_http_message(content):
        yield from http_snippets(content)
    elif shell and not scripted:
        from cog_lsp.readme.snippets.commands import shell_snippets

        yield from shell_snippets(content)
    elif language in JAVASCRIPT or (language not in PYTHON and _JAVASCRIPT.search(content)):
        if _SCRIPT.search(content):
            from cog_lsp.readme.snippets.javascript import javascript_snippets

            yield from javascript_snippets(content)
        elif _JSON_BODY.match(content):
            yield from _body(content)
    elif _JSON_BODY.match(content):
        yield from _body(content)
    elif _SCRIPT.search(content):
        from cog_lsp.readme.snippets.python import python_snippets

        yield from python_snippets(content)
    elif shell:
        from cog_lsp.readme.snippets.commands import shell_snippets

        yield from shell_snippets(content)


def _body(content: str) -> Iterator[Snippet]:
    """A JSON body of a request: `{"input": {…}}`."""
    node = parse_json(content)
    inputs = node.member("input") if node is not None else None
    if node is None or inputs is None or inputs.members is None:
        return
    body = body_of(content, lambda span: span)
    name = next(span for key, span, _ in node.members or () if key == "input")
    yield Snippet(
        kind="json",
        mode="run",
        span=node.span,
        anchor=name,
        model=body.model,
        entries=body.entries,
        inputs_span=body.span,
        complete=True,
        # A record of a prediction tells what was given once.
        pinned=body.pinned or any(node.member(key) is not None for key in ("output", "status", "logs")),
    )


def _inline(part: Part) -> Iterator[Code]:
    """Commands in running text: `cog run -i prompt=…` between backticks, and lines that nobody put into a fence."""
    for paragraph in part.paragraphs:
        for span in code_spans(paragraph.source):
            content = paragraph.source[span.start : span.end].strip("`")
            if _COMMAND.fullmatch(content) or _CALL.fullmatch(content):
                start = paragraph.span.start + (span.start + span.end - len(content)) // 2
                yield Code("", content, Span(start, start + len(content)), False, ((0, start),))
        if paragraph.place != "html":
            yield from _unfenced(paragraph)


def _unfenced(paragraph: Paragraph) -> Iterator[Code]:
    """Lines of a paragraph that are commands; one that ends with a backslash goes on in the next."""
    lines = list(_LINE.finditer(paragraph.source))
    number = 0
    while number < len(lines):
        line = lines[number].group()
        if not _UNFENCED.match(line) or line.rstrip().endswith((".", ":", ",")):
            number += 1
            continue
        command = [lines[number]]
        while command[-1].group().rstrip().endswith("\\") and number + 1 < len(lines):
            number += 1
            command.append(lines[number])
        content = "".join(f"{line.group().rstrip()}\n" for line in command)
        sizes = accumulate((len(line.group().rstrip()) + 1 for line in command[:-1]), initial=0)
        starts = [paragraph.span.start + line.start() for line in command]
        span = Span(starts[0], starts[-1] + len(command[-1].group()))
        yield Code("sh", content, span, False, tuple(zip(sizes, starts, strict=True)))
        number += 1
