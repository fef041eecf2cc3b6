"""What a snippet is: a call of a model somewhere in a code block, with the inputs that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from cog_lsp.predictor.model import UNKNOWN
from cog_lsp.regex import regex
from cog_lsp.text import Span

Kind = Literal["python", "javascript", "go", "swift", "elixir", "curl", "json", "cog", "replicate", "config"]
"""The client: `curl` stands for every command that sends a request, `json` for the body of one; `config` is a test case
in a cog-safe-push file."""
Form = Literal["literal", "text"]
"""How values are written: as literals that have a type, or as text that Cog's command line reads by the schema."""


class Placeholder(Enum):
    """A value that stands for one that the reader fills in."""

    PLACEHOLDER = "placeholder"


PLACEHOLDER = Placeholder.PLACEHOLDER


class Entry(Struct, frozen=True):
    """One input that a snippet gives."""

    name: str
    name_span: Span
    """Without quotes."""
    value: Any
    """A literal as Python has it, UNKNOWN for what would have to be executed, or PLACEHOLDER."""
    value_span: Span
    """As it is written, quotes included."""


class Given(Struct):
    """The inputs of a call while it is read."""

    entries: tuple[Entry, ...] = ()
    span: Span | None = None
    complete: bool = False


Mistake = Literal["split", "unnamed", "valueless", "bare", "flag", "both", "form", "json", "unwrapped"]
"""What may be wrong with the writing of a command: the shell splits a value at its spaces; a file without the name of
an input; a name without a value; a pair without `-i`; a
flag with the name of an input; `-i` beside `--json`; a form where the server reads JSON; a body
that is no JSON; inputs that do not stand in `"input"`."""


class Slip(Struct, frozen=True):
    """A mistake in how a command is written, whatever model it calls."""

    mistake: Mistake
    span: Span
    name: str
    """The input that it is about; empty where it is about the command."""
    text: str
    """What was written, as the program gets it."""


class Port(Struct, frozen=True):
    """The port of this machine that a call goes to."""

    number: int
    span: Span


class Snippet(Struct, frozen=True):
    """A call of a model."""

    kind: Kind
    mode: Literal["run", "train"]
    span: Span
    """The whole call or command."""
    anchor: Span
    """The words that a finding about the whole call points at: `replicate.run`, `cog run`."""
    model: str | None
    """`owner/name` where the call names it."""
    entries: tuple[Entry, ...]
    inputs_span: Span | None
    """The braces of the inputs, where there are any."""
    complete: bool
    """Whether these are all inputs that the call gives: no variables, no spread, no ellipsis."""
    form: Form = "literal"
    slips: tuple[Slip, ...] = ()
    hosted: bool = False
    """Whether the call goes to Replicate, which takes files as URLs or open files only."""
    bare: bool = False
    """Whether a client is given the name alone, or `:latest`, where it needs a version."""
    pinned: bool = False
    """Whether the call names a version by its hash, whose inputs may be others than those of today."""
    stream: bool = False
    """Whether the call asks for output while the model runs."""
    port: Port | None = None
    image: str | None = None
    """The image of the container that the same piece of code started before."""

    def moved(self, move: Callable[[Span], Span]) -> Snippet:
        """The same snippet with every span moved."""
        return replace(
            self,
            span=move(self.span),
            anchor=move(self.anchor),
            entries=tuple(replace(e, name_span=move(e.name_span), value_span=move(e.value_span)) for e in self.entries),
            inputs_span=None if self.inputs_span is None else move(self.inputs_span),
            slips=tuple(replace(s, span=move(s.span)) for s in self.slips),
            port=None if self.port is None else replace(self.port, span=move(self.port.span)),
        )


_OWNER_NAME = regex(r"(?:r8\.im/)?([a-z0-9][\w.-]*/[a-z0-9][\w.-]*?)(?::[0-9a-z]+|@.*)?", re.IGNORECASE)


def model_of(reference: object) -> str | None:
    """`owner/name` of a reference such as `owner/name:version`; None where it is something else."""
    match = _OWNER_NAME.fullmatch(reference) if isinstance(reference, str) else None
    return match[1].lower() if match else None


def is_bare(reference: object) -> bool:
    """Whether a reference names a model without a version: `owner/name`, `owner/name:latest`."""
    return model_of(reference) is not None and re.search(r"[:@](?!latest$)", str(reference)) is None


_PINNED = regex(r"(?:.*:)?[0-9a-f]{8,64}", re.DOTALL)


def is_pinned(reference: object) -> bool:
    """Whether a reference names a version by its hash: `owner/name:hash`, or the hash alone."""
    return isinstance(reference, str) and _PINNED.fullmatch(reference) is not None


_PLACEHOLDER = regex(
    r"""
      <[^<>]*>                                # <your prompt>
    | \{\{.*\}\} | \{\w+\} | \[[^\[\]\d"',]*\]    # {{.output}}, {name}, [prompt]
    | \.{2,} | \u2026                              # ...
    | \$\{?\w+\}? | %\w+%                       # $X, %X%
    | (?:your|my|the)[\s_-].* | \w*_here | x{3,}       # your-prompt, YOUR_TOKEN
    | (?:value|string|number|integer|float|int|bool|boolean|str|url|uri|text)\d?
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_NAME_PLACEHOLDERS = frozenset(
    {
        "another_input",
        "another_option_name",
        "arg",
        "bar",
        "foo",
        "input_name",
        "input_1",
        "input_2",
        "input1",
        "input2",
        "k",
        "key",
        "name",
        "option",
        "option_name",
        "other_option",
        "param",
        "parameter",
        "some_input",
        "x",
        "y",
        "your_input",
    }
)
_NAME = regex(r"[A-Za-z_]\w*")


def is_placeholder(text: str) -> bool:
    """Whether a text stands for a value that the reader fills in."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def is_name_placeholder(name: str) -> bool:
    """Whether a name stands for the name of any input: `option_name`, `<input>`."""
    return name in _NAME_PLACEHOLDERS or _NAME.fullmatch(name) is None


def with_placeholders(value: Any) -> Any:
    """The value, or PLACEHOLDER for a text that is one."""
    if isinstance(value, str) and is_placeholder(value):
        return PLACEHOLDER
    if isinstance(value, list):
        return [with_placeholders(item) for item in value]
    return value


def is_known(value: Any) -> bool:
    """Whether a value can be compared with a schema."""
    return value is not UNKNOWN and value is not PLACEHOLDER
