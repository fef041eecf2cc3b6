"""Programs that send a request to a prediction endpoint: curl, HTTPie and its relatives, wget."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.json_text import parse_json
from cog_lsp.readme.snippets.records import (
    Entry,
    Port,
    Slip,
    Snippet,
    is_pinned,
    model_of,
    with_placeholders,
)
from cog_lsp.readme.snippets.requests import Body, body_of, entries_of, model_in_url
from cog_lsp.readme.snippets.shell import Command, Word
from cog_lsp.readme.snippets.shell_text import HOLE
from cog_lsp.regex import regex
from cog_lsp.text import Span

_CURL_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json")
_CURL_FORM = ("-F", "--form", "--form-string", "--data-urlencode")
_CURL_FLAGS = frozenset({"-X", "--request", "-o", "--output", "-u", "--user", "-A", "-w", "-m", "--max-time"})
_HEADER = ("-H", "--header")
_STREAM = regex(r"\s*accept\s*:\s*text/event-stream", re.IGNORECASE)


class _Request(Struct):
    """What the arguments of a command come to."""

    url: Word | None = None
    body: tuple[Word, int] | None = None
    """The word with the body, and where it starts in it."""
    form: Span | None = None
    """What makes the request a form."""
    stream: bool = False
    entries: list[Entry] = field(default_factory=list)
    reference: str | None = None
    given: bool = False
    """Whether anything is sent."""


def curl_snippet(command: Command) -> Snippet | None:
    """The call that curl makes; None where it makes none."""
    request, words = _Request(), iter(command.words[1:])
    for word in words:
        flag, value = _flag(word, (*_CURL_DATA, *_CURL_FORM, *_HEADER, "--url"), words)
        if flag in _CURL_DATA:
            request.body, request.given = value, value is not None
        elif flag in _CURL_FORM:
            request.form, request.given = word.span, True
        elif flag in _HEADER:
            request.stream = request.stream or (value is not None and bool(_STREAM.match(value[0].text[value[1] :])))
        elif flag == "--url" and value is not None:
            request.url = value[0]
        elif word.text in _CURL_FLAGS:
            next(words, None)
        elif not word.text.startswith("-") and "/" in word.text and request.url is None:
            request.url = word
    return _snippet(command, request)


def wget_snippet(command: Command) -> Snippet | None:
    """The call that wget makes; None where it makes none."""
    request, words = _Request(), iter(command.words[1:])
    for word in words:
        flag, value = _flag(word, ("--post-data", "--body-data"), words)
        if flag:
            request.body, request.given = value, True
        elif word.text in ("-O", "-o", "--header", "--method", "-q0"):
            next(words, None)
        elif not word.text.startswith("-") and request.url is None:
            request.url = word
    return _snippet(command, request)


_HTTPIE_FLAGS = frozenset({"-a", "--auth", "-A", "--auth-type", "-o", "--output", "--timeout", "--session", "-p", "-s"})
_ITEM = regex(r"(?P<name>[\w-]+)(?P<path>(?:\[[^\[\]]*\])?)(?P<mark>:=@|=@|:=|==|=|@|:)(?P<value>.*)", re.DOTALL)


def httpie_snippet(command: Command) -> Snippet | None:
    """The call that HTTPie makes, whose items are members of the body; None where it makes none."""
    request, words = _Request(), iter(command.words[1:])
    for word in words:
        flag, value = _flag(word, ("--raw",), words)
        if flag:
            request.body, request.given = value, True
        elif word.text in ("-f", "--form", "--multipart"):
            request.form, request.given = word.span, True
        elif word.text in _HTTPIE_FLAGS:
            next(words, None)
        elif request.url is None:
            if not word.text.startswith("-") and not (word.text.isalpha() and word.text.isupper()):
                request.url = word
        else:
            _add_item(request, word)
    if request.body is None and not request.given and command.stdin is not None:
        request.body, request.given = (command.stdin, 0), True
    return _snippet(command, request)


def _add_item(request: _Request, word: Word) -> None:
    """Take in an item: `input:='{…}'`, `input[name]=text`, `input[name]:=3`, a header, a file of a form."""
    item = _ITEM.match(word.text)
    if item is None:
        return
    mark, start = item["mark"], item.start("value")
    if mark == ":":
        request.stream = request.stream or bool(_STREAM.match(word.text))
        return
    if mark == "==":
        return
    request.given = True
    if mark == "@":
        request.form = word.span
    elif item["name"] == "version":
        request.reference = item["value"]
    elif item["name"] != "input":
        return
    elif item["path"]:
        name = Span(*item.span("path"))
        value = _item_value(mark, item["value"])
        place = word.part(start) if item["value"] else word.span
        request.entries.append(Entry(item["path"][1:-1], word.part(name.start + 1, name.end - 1), value, place))
    else:
        node = parse_json(item["value"]) if mark == ":=" else None
        entries = entries_of(node, lambda span: word.part(span.start + start, span.end + start)) if node else []
        request.entries += entries


def _item_value(mark: str, text: str) -> object:
    if mark.endswith("@") or HOLE in text:
        return UNKNOWN
    if mark == "=":
        return with_placeholders(text)
    node = parse_json(text)
    return UNKNOWN if node is None else with_placeholders(node.value)


def _flag(word: Word, names: tuple[str, ...], words: Iterator[Word]) -> tuple[str, tuple[Word, int] | None]:
    """Which of these flags a word is, and its value: glued to it, or the next word."""
    for name in names:
        if word.text == name:
            following = next(words, None)
            return name, None if following is None else (following, 0)
        glue = f"{name}=" if name.startswith("--") else name
        glued = word.text.startswith(glue) and len(word.text) > len(glue)
        if glued and (name.startswith("--") or not word.text.startswith("--")):
            return name, (word, len(glue))
    return "", None


def _snippet(command: Command, request: _Request) -> Snippet | None:
    """The call, where the address is one of predictions and something is sent there."""
    url = request.url
    target = model_in_url(url.text.replace(HOLE, "x")) if url is not None else None
    if target is None or url is None or not request.given:
        return None
    body = _body(command, request)
    port = target.port
    return Snippet(
        kind="curl",
        mode="train" if target.training else "run",
        span=command.span,
        anchor=command.words[0].span,
        model=target.model or body.model,
        entries=tuple(_holes(body.entries)),
        inputs_span=body.span,
        complete=command.whole and body.complete,
        slips=body.slips if command.whole else (),
        hosted=target.hosted,
        pinned=body.pinned,
        stream=body.stream or request.stream,
        port=None if port is None else Port(port.number, url.part(*port.span)),
    )


def _body(command: Command, request: _Request) -> Body:
    """What a request sends: its form, its items, or its JSON, with what is wrong about it."""
    if request.form is not None:
        curl = command.words[0].text.endswith(("curl", "wget"))
        return Body(slips=(Slip("form", request.form, "", "-d" if curl else "input:='{…}'"),))
    if request.body is None:
        complete = bool(request.entries)
        return Body(tuple(request.entries), None, complete, model_of(request.reference), is_pinned(request.reference))
    word, start = request.body
    if word.text[start:] == "@-" and command.stdin is not None:
        word, start = command.stdin, 0
    text = word.text[start:]
    if re.match(r"[\w-]+=", text):
        return Body(slips=(Slip("form", word.part(start), "", "-d"),))
    body = body_of(text, lambda span: word.part(span.start + start, span.end + start))
    return replace(body, slips=tuple(s for s in body.slips if s.mistake != "unwrapped" or HOLE not in text))


def _holes(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """The entries, those into whose value the shell puts something being unknown."""
    for entry in entries:
        unknown = isinstance(entry.value, str) and HOLE in entry.value
        yield Entry(entry.name, entry.name_span, UNKNOWN, entry.value_span) if unknown else entry
