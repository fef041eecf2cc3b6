"""Calls of the model in a README: found by what the code looks like, whatever the fence says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cog_lsp.readme.markdown.inline import code_spans
from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.markdown.records import Code
from cog_lsp.readme.snippets.records import PLACEHOLDER, Entry, Snippet
from cog_lsp.text import Span

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.document import ModelCard
    from cog_lsp.readme.markdown.records import Part

__all__ = ["PLACEHOLDER", "Entry", "Snippet", "snippets", "snippets_of_part"]

PYTHON = frozenset({"python", "py", "python3", "pycon", "ipython", "py3"})
JAVASCRIPT = frozenset({"javascript", "js", "jsx", "node", "mjs", "cjs", "nodejs", "typescript", "ts", "tsx"})
LARGEST = 50_000
"""Characters of the largest code block that is read."""

_SHELL = re.compile(
    r"^[ \t]*(?:[$%>#][ \t]+)?(?:(?:sudo|time|env|uv run|poetry run|\w+=\S*)[ \t]+)*"
    r"(?:cog[ \t]+(?:run|predict|train)\b|replicate[ \t]+(?:run|stream|train|predictions?|trainings?)\b|curl\b)"
    r"|(?:&&|[;|])[ \t]*(?:cog|curl)[ \t]",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"\breplicate\b|\b(?:predictions|trainings)\.create\b|/predictions\b|/trainings\b|\.predict\(|\.(?:run|stream)\("
)
_JAVASCRIPT = re.compile(
    r"\bawait\s+\w+\.(?:run|stream|predictions)|\b(?:const|let|var)\s|=>|\binput\s*:|\brequire\(|\bfetch\("
)
_JSON_BODY = re.compile(r'\A\s*\{[\s\S]*"input"\s*:\s*\{')
_PROMPT = re.compile(r"^([ \t]*)(?:[$%] |> ?(?=cog|curl|replicate)|>>> ?|\.\.\. ?)", re.MULTILINE)
_COMMAND = re.compile(r"[ \t]*(?:\$ )?(?:sudo )?(?:cog (?:run|predict|train)|replicate run) [^`\r\n]+")


def snippets(card: ModelCard) -> Iterator[Snippet]:
    """The calls of a model in a README, with absolute spans."""
    for origin, part in card.having("code"):
        for snippet in snippets_of_part(part):
            yield snippet.moved(lambda span, by=origin: span.shifted(by))  # type: ignore[misc]


@per_part
def snippets_of_part(part: Part) -> tuple[Snippet, ...]:
    """The calls in one part of a README, with spans relative to it."""
    codes = (
        _without_prompts(code)
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
    if shell and not scripted:
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
    from cog_lsp.readme.snippets.json_text import parse_json
    from cog_lsp.readme.snippets.records import model_of
    from cog_lsp.readme.snippets.requests import entries_of

    node = parse_json(content)
    inputs = node.member("input") if node is not None else None
    if node is None or inputs is None or inputs.members is None:
        return
    version = node.member("version")
    model = model_of(version.value) if version is not None else None
    name = next(span for key, span, _ in node.members or () if key == "input")
    entries = tuple(entries_of(inputs, lambda span: span))
    yield Snippet("json", "run", node.span, name, model, entries, inputs.span, complete=True)


def _without_prompts(code: Code) -> Code:
    """The code without the `$` or `>>>` in front of its lines."""
    if code.lines is None or not _PROMPT.search(code.content):
        return code
    pieces: list[str] = []
    lines: list[tuple[int, int]] = []
    at = 0
    for start, place in code.lines:
        end = code.content.find("\n", start)
        line = code.content[start : end if end >= 0 else len(code.content)]
        match = _PROMPT.match(line)
        cut = match.end() if match else 0
        lines.append((at, place + cut))
        pieces.append(line[cut:])
        at += len(line) - cut + 1
    return replace(code, content="\n".join(pieces) + "\n", lines=tuple(lines))


def _inline(part: Part) -> Iterator[Code]:
    """Commands in running text: `cog run -i prompt=…` between backticks."""
    for paragraph in part.paragraphs:
        for span in code_spans(paragraph.source):
            content = paragraph.source[span.start : span.end].strip("`")
            if _COMMAND.fullmatch(content):
                start = paragraph.span.start + (span.start + span.end - len(content)) // 2
                yield Code("sh", content, Span(start, start + len(content)), False, ((0, start),))
