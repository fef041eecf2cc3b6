"""`cog run`, `cog predict` and `cog train`.

The rules of `-i` are those of Cog's own command line (replicate/cog: pkg/cli/predict.go, pkg/predict/input.go).
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.readme.snippets.json_text import is_no_json, parse_json
from cog_lsp.readme.snippets.records import Entry, Form, Slip, Snippet, is_placeholder, model_of
from cog_lsp.readme.snippets.requests import entries_of
from cog_lsp.readme.snippets.shell import Command, Word, pair_entry
from cog_lsp.readme.snippets.shell_text import HOLE
from cog_lsp.regex import regex
from cog_lsp.text import Span

_FLAGS = frozenset(
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
"""Flags that take a value, beside `-i` and `--json`."""
_NAME_VALUE = regex(r"([A-Za-z_][\w-]*)=(.*)", re.DOTALL)
_LONG = regex(r"--([a-z][\w-]*)(?:=|\Z)")
_ELLIPSIS = regex(r"\.{2,}|\u2026|\[.*|.*\]")
_IMAGE = regex(r"r8\.im/\S+|\S+:[\w.-]+|\S+@sha256\S*|[a-z0-9-]+/[a-z0-9_-]+")


def cog_snippet(command: Command) -> Snippet | None:
    """The call; None for other commands of Cog."""
    words = command.words
    action = words[1].text
    if action not in ("run", "predict", "train"):
        return None
    reader = _Reader(command)
    if not reader.read() or (not reader.given and action != "predict"):
        return None  # `cog run COMMAND` before 0.20 was what `cog exec` is today
    return Snippet(
        kind="cog",
        mode="train" if action == "train" else "run",
        span=command.span,
        anchor=Span(words[0].span.start, words[1].span.end),
        model=reader.model,
        entries=tuple(reader.entries),
        inputs_span=None,
        complete=reader.complete and reader.given and command.whole,
        form=reader.form,
        slips=tuple(reader.slips) if command.whole else (),
    )


class _Reader(Struct):
    """Takes in the arguments from left to right."""

    command: Command
    entries: list[Entry] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    positional: list[Word] = field(default_factory=list)
    complete: bool = True
    form: Form = "text"
    given: bool = False
    """Whether there is any `-i`, `--json`, or a pair that should have had one."""
    at: int = 2

    @property
    def model(self) -> str | None:
        """The `owner/name` of the image, where it is one of Replicate's."""
        image = self.positional[0].text if self.positional else ""
        split = any(slip.mistake == "split" for slip in self.slips)
        return model_of(image) if image.startswith("r8.im/") and not split else None

    def read(self) -> bool:
        """Read all words; false where they are a command to execute in the container."""
        words = self.command.words
        flags: set[str] = set()
        while self.at < len(words):
            word = words[self.at]
            is_input, value = self._flag(word, ("-i", "--input"))
            is_json, body = (False, None) if is_input else self._flag(word, ("--json",))
            if is_input or is_json:
                flags.add("-i" if is_input else "--json")
                self.given = True
                if len(flags) == 2:
                    self.slips.append(Slip("both", word.span, "", word.text))
                    flags.discard("-i")
            if is_input:
                self._add_input(value)
            elif is_json:
                self._add_json(body)
            elif word.text in _FLAGS:
                self.at += 1
            elif word.text.startswith("--") and (long := _LONG.match(word.text)) is not None:
                # Whether an input is meant, only its name can tell.
                self.slips.append(Slip("flag", word.span, long[1].replace("-", "_"), word.text))
                self.given, self.complete = True, False
            elif (not word.text.startswith("-") or word.quoted) and not self._add_positional(word):
                return False
            self.at += 1
        return True

    def _flag(self, word: Word, names: tuple[str, ...]) -> tuple[bool, tuple[Word, int] | None]:
        """Whether a word is one of these flags, and its value: in the same word, or the next one."""
        for name in names:
            if word.text == name:
                if self.at + 1 >= len(self.command.words):
                    return True, None
                self.at += 1
                return True, (self.command.words[self.at], 0)
            glue = name + "=" if name.startswith("--") else name
            if word.text.startswith(glue) and (name.startswith("--") or not word.text.startswith("--")):
                start = len(glue) + (1 if not name.startswith("--") and word.text[len(glue) :].startswith("=") else 0)
                return True, (word, start)
        return False, None

    def _add_positional(self, word: Word) -> bool:
        """Take in a word that no flag has; false where it begins a command."""
        pair = _NAME_VALUE.fullmatch(word.text)
        if _ELLIPSIS.fullmatch(word.text):
            self.complete = False
        elif pair is not None and not is_placeholder(word.text):
            self.given = True
            self.slips.append(Slip("bare", word.span, pair[1], word.text))
            self.entries.append(pair_entry(word, pair))
        elif not self.given and not _IMAGE.fullmatch(word.text) and not _is_variable(word):
            return False
        elif any(slip.mistake == "bare" for slip in self.slips) and not _is_variable(word):
            return False  # `cog run NAME=value python …` set a variable for a command
        else:
            self.positional.append(word)
        return True

    def _add_input(self, value: tuple[Word, int] | None) -> None:
        """Take in `name=value`, with the words that the shell split from it."""
        pair = _NAME_VALUE.match(value[0].text, value[1]) if value is not None else None
        if value is None or pair is None:
            self._refused(value)
            return
        word, words = value[0], self.command.words
        last = self.at
        while last + 1 < len(words) and not words[last + 1].text.startswith("-") and not words[last + 1].quoted:
            if _ELLIPSIS.fullmatch(words[last + 1].text) or _NAME_VALUE.match(words[last + 1].text):
                break
            last += 1
        loose = words[self.at + 1 : last + 1]
        entry = pair_entry(word, pair)
        if (
            loose
            and not word.quoted
            and pair[2]
            and not all(_is_variable(w) or _IMAGE.fullmatch(w.text) for w in loose)
        ):
            span = Span(entry.value_span.start, loose[-1].span.end)
            text = " ".join([pair[2], *(w.text for w in loose)])
            self.slips.append(Slip("split", span, pair[1], text))
            entry = Entry(pair[1], entry.name_span, UNKNOWN, span)
            self.at = last
        self.entries.append(entry)

    def _refused(self, value: tuple[Word, int] | None) -> None:
        """Take in what is no pair: a mistake, or a stand-in for one."""
        self.complete = False
        if value is None:
            return
        word, start = value
        text = word.text[start:]
        if "=" in text or not text or _is_variable(word) or is_placeholder(text) or _ELLIPSIS.fullmatch(text):
            return
        if start and word.text[1:].isidentifier():
            self.slips.append(Slip("flag", word.span, word.text[1:], word.text))  # `-image` is `-i mage`
            return
        mistake = "unnamed" if text.startswith("@") else "valueless"
        self.slips.append(Slip("unnamed" if mistake == "unnamed" else "valueless", word.part(start), "", text))

    def _add_json(self, value: tuple[Word, int] | None) -> None:
        """Take in the object of `--json`, or what the command reads."""
        self.form = "literal"
        if value is not None and value[0].text[value[1] :] in ("-", "@-"):
            value = (self.command.stdin, 0) if self.command.stdin is not None else None
        word, start = value if value is not None else (None, 0)
        node = parse_json(word.text[start:]) if word is not None else None
        if word is None or node is None or node.members is None:
            self.complete = False
            if word is not None and is_no_json(word.text[start:]):
                self.slips.append(Slip("json", word.span, "", word.text[start:]))
            return
        for entry in entries_of(node, lambda span: word.part(span.start + start, span.end + start)):
            is_file = isinstance(entry.value, str) and entry.value.startswith("@")
            value_known = UNKNOWN if is_file else entry.value
            self.entries.append(Entry(entry.name, entry.name_span, value_known, entry.value_span))


def _is_variable(word: Word) -> bool:
    return HOLE in word.text or word.text.startswith("<") or word.text.isupper()
