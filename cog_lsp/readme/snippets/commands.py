"""Commands that run a model: `cog run`, `cog predict`, `cog train`, `replicate run`, and curl to a prediction endpoint.

The rules of `-i` are those of Cog's own command line (replicate/cog: pkg/cli/predict.go).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.json_text import parse_json
from cog_lsp.readme.snippets.records import Entry, Form, Snippet, Split, model_of, with_placeholders
from cog_lsp.readme.snippets.requests import entries_of, model_in_url
from cog_lsp.readme.snippets.shell import Command, Word, commands
from cog_lsp.readme.snippets.shell_text import HOLE
from cog_lsp.text import Span

_WRAPPERS = frozenset({"sudo", "time", "env", "nohup", "uv", "uvx", "poetry", "command", "exec"})
_COG_FLAGS = frozenset(
    [
        "-o",
        "--output",
        "-e",
        "--env",
        "-f",
        "--file",
        "--gpus",
        "--setup-timeout",
        "--progress",
        "--use-cuda-base-image",
        "--registry",
        "--profile",
        "--dockerfile",
        "--openapi-schema",
        "-p",
        "--publish",
    ]
)
"""Flags of `cog run` that take a value, beside `-i` and `--json`."""
_REPLICATE_FLAGS = frozenset({"--destination", "--output-directory", "--separator", "--hardware", "-o"})
_CURL_DATA = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"})
_CURL_FLAGS = frozenset({"-H", "--header", "-X", "--request", "-o", "--output", "-u", "--user", "-A", "-w", "-m", "-F"})
_NAME_VALUE = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_ELLIPSIS = re.compile(r"\.{2,}|\u2026|\[.*|.*\]")
_IMAGE = re.compile(r"r8\.im/\S+|\S+:[\w.-]+|\S+@sha256\S*|[a-z0-9-]+/[a-z0-9_-]+")


def shell_snippets(code: str) -> Iterator[Snippet]:
    """The calls of a model in shell code."""
    for command in commands(code):
        words = list(command.words)
        while words and words[0].text in _WRAPPERS:
            words = words[2:] if words[0].text in ("uv", "poetry") and words[1:2] else words[1:]
        if len(words) < 2:
            continue
        program = words[0].text.rsplit("/", 1)[-1]
        found = None
        if program == "cog":
            found = _cog(command, words)
        elif program == "replicate":
            found = _replicate(command, words)
        elif program == "curl":
            found = _curl(command, words)
        if found is not None:
            yield found


@dataclass(slots=True)
class _Inputs:
    """What the arguments of a command come to."""

    entries: list[Entry] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    positional: list[Word] = field(default_factory=list)
    complete: bool = True
    form: Form = "text"
    given: bool = False
    """Whether there is any `-i` or `--json`."""


def _cog(command: Command, words: list[Word]) -> Snippet | None:
    action = words[1].text
    if action not in ("run", "predict", "train"):
        return None
    inputs = _cog_inputs(words[2:])
    if inputs is None or (not inputs.given and action != "predict"):
        return None  # `cog run COMMAND` before 0.20 was what `cog exec` is today
    image = inputs.positional[0].text if inputs.positional else None
    if inputs.splits:
        image = None
    return Snippet(
        kind="cog",
        mode="train" if action == "train" else "run",
        span=command.span,
        anchor=Span(words[0].span.start, words[1].span.end),
        model=model_of(image) if image and image.startswith("r8.im/") else None,
        entries=tuple(inputs.entries),
        inputs_span=None,
        complete=inputs.complete and inputs.given and command.whole,
        form=inputs.form,
        splits=tuple(inputs.splits) if command.whole else (),
    )


def _cog_inputs(words: list[Word]) -> _Inputs | None:
    """The inputs of `cog run`; None where the words are a command to execute in the container."""
    inputs = _Inputs()
    at = 0
    while at < len(words):
        word = words[at]
        flag, value = _flag(word, ("-i", "--input"))
        if flag:
            inputs.given = True
            if value is None and at + 1 < len(words):
                at += 1
                value = words[at], 0
            at = _add_input(inputs, value, words, at)
        elif _flag(word, ("--json",))[0]:
            inputs.given, inputs.form = True, "literal"
            value = _flag(word, ("--json",))[1]
            if value is None and at + 1 < len(words):
                at += 1
                value = words[at], 0
            _add_json(inputs, value)
        elif word.text in _COG_FLAGS:
            at += 1
        elif not word.text.startswith("-") or word.quoted:
            if _ELLIPSIS.fullmatch(word.text):
                inputs.complete = False
            elif not inputs.given and not _IMAGE.fullmatch(word.text) and not _is_variable(word):
                return None
            else:
                inputs.positional.append(word)
        at += 1
    return inputs


def _is_variable(word: Word) -> bool:
    return HOLE in word.text or word.text.startswith("<") or word.text.isupper()


def _flag(word: Word, names: tuple[str, ...]) -> tuple[bool, tuple[Word, int] | None]:
    """Whether a word is one of these flags, and the value where it stands in the same word."""
    for name in names:
        if word.text == name:
            return True, None
        glue = name + "=" if name.startswith("--") else name
        if word.text.startswith(glue) and (name.startswith("--") or not word.text.startswith("--")):
            start = len(glue) + (1 if not name.startswith("--") and word.text[len(glue) :].startswith("=") else 0)
            return True, (word, start)
    return False, None


def _add_input(inputs: _Inputs, value: tuple[Word, int] | None, words: list[Word], at: int) -> int:
    """Take in `name=value`; the index of the last word that belongs to it."""
    if value is None:
        inputs.complete = False
        return at
    word, start = value
    pair = _NAME_VALUE.match(word.text, start)
    if pair is None:
        inputs.complete = False
        return at
    last = at
    while last + 1 < len(words) and not words[last + 1].text.startswith("-") and not words[last + 1].quoted:
        if _ELLIPSIS.fullmatch(words[last + 1].text) or _NAME_VALUE.match(words[last + 1].text):
            break
        last += 1
    loose = words[at + 1 : last + 1]
    entry = _entry(word, pair)
    if loose and not word.quoted and pair[2] and not all(_is_variable(w) or _IMAGE.fullmatch(w.text) for w in loose):
        span = Span(entry.value_span.start, loose[-1].span.end)
        text = " ".join([pair[2], *(w.text for w in loose)])
        inputs.splits.append(Split(pair[1], span, text))
        inputs.entries.append(Entry(pair[1], entry.name_span, UNKNOWN, span))
        return last
    inputs.entries.append(entry)
    return at


def _entry(word: Word, pair: re.Match[str]) -> Entry:
    text = pair[2]
    inner = word.part(*pair.span(2))
    if HOLE in text:
        value: object = UNKNOWN
    else:
        if len(text) >= 2 and text[0] == text[-1] == '"':
            text = text[1:-1]
        value = with_placeholders(text)
    return Entry(pair[1], word.part(*pair.span(1)), value, inner)


def _add_json(inputs: _Inputs, value: tuple[Word, int] | None) -> None:
    word, start = value if value is not None else (None, 0)
    node = parse_json(word.text[start:]) if word is not None else None
    if word is None or node is None or node.members is None:
        inputs.complete = False
        return
    found = entries_of(node, lambda span: word.part(span.start + start, span.end + start))
    inputs.entries += [e for e in found if not (isinstance(e.value, str) and e.value.startswith("@"))]
    inputs.entries += [
        Entry(e.name, e.name_span, UNKNOWN, e.value_span)
        for e in found
        if isinstance(e.value, str) and e.value.startswith("@")
    ]


def _replicate(command: Command, words: list[Word]) -> Snippet | None:
    actions = {"run": 2, "stream": 2, "train": 2}
    start = actions.get(words[1].text)
    if words[1].text in ("prediction", "predictions", "training", "trainings", "train") and len(words) > 2:
        start = 3 if words[2].text == "create" else start
    if start is None:
        return None
    mode: Literal["run", "train"] = "train" if words[1].text.startswith("train") else "run"
    model: str | None = None
    entries: list[Entry] = []
    complete = command.whole
    at = start
    while at < len(words):
        word = words[at]
        pair = _NAME_VALUE.fullmatch(word.text)
        if word.text in _REPLICATE_FLAGS:
            at += 1
        elif word.text.startswith("-"):
            pass
        elif pair is not None:
            entries.append(_entry(word, pair))
        elif model is None and model_of(word.text):
            model = model_of(word.text)
        else:
            complete = False
        at += 1
    if model is None:
        return None
    anchor = Span(words[0].span.start, words[1].span.end)
    return Snippet("replicate", mode, command.span, anchor, model, tuple(entries), None, complete, "text")


def _curl(command: Command, words: list[Word]) -> Snippet | None:
    url, body = _curl_arguments(words)
    target = model_in_url(url.replace(HOLE, "x")) if url is not None else None
    if body is not None and body[0].text == "@-" and command.heredoc is not None:
        body = command.heredoc, 0
    if target is None or body is None:
        return None
    word, start = body
    node = parse_json(word.text[start:])
    inputs = node.member("input") if node is not None else None
    if node is None or inputs is None or inputs.members is None:
        return None

    def place(span: Span) -> Span:
        return word.part(span.start + start, span.end + start)

    version = node.member("version")
    return Snippet(
        kind="curl",
        mode="train" if target.training else "run",
        span=command.span,
        anchor=words[0].span,
        model=target.model or (model_of(version.value) if version is not None else None),
        entries=tuple(_holes(entries_of(inputs, place))),
        inputs_span=place(inputs.span),
        complete=command.whole,
        hosted=target.hosted,
    )


def _curl_arguments(words: list[Word]) -> tuple[str | None, tuple[Word, int] | None]:
    """The address, and the body with where it starts in its word."""
    url: str | None = None
    body: tuple[Word, int] | None = None
    at = 1
    while at < len(words):
        word = words[at]
        if word.text in _CURL_DATA:
            at += 1
            body = (words[at], 0) if at < len(words) else None
        elif word.text.startswith(("--data=", "--data-raw=", "--data-binary=", "--json=")):
            body = word, word.text.index("=") + 1
        elif word.text in _CURL_FLAGS:
            at += 1
        elif word.text.startswith("-d") and len(word.text) > 2 and not word.text.startswith("--"):
            body = word, 2
        elif not word.text.startswith("-") and "/" in word.text and url is None:
            url = word.text
        at += 1
    return url, body


def _holes(entries: list[Entry]) -> Iterator[Entry]:
    """The entries, those into whose value the shell puts something being unknown."""
    for entry in entries:
        unknown = isinstance(entry.value, str) and HOLE in entry.value
        yield Entry(entry.name, entry.name_span, UNKNOWN, entry.value_span) if unknown else entry
