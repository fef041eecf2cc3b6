"""What a predictor says: records only, no parsing.

All spans count characters (code points) from 0. The spans of an `Input` are relative to the first character of
its parameter, so that an input whose text did not change stays valid when text above it does; `Predictor.origins`
says where each parameter starts, and `Predictor.place` makes a relative span absolute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from cog_lsp.identity import Same, numbers
from cog_lsp.predictor.cause import Cause
from cog_lsp.predictor.comment import Comment
from cog_lsp.predictor.lost import LostParameter
from cog_lsp.text import Span

Mode = Literal["run", "train"]
Read = Callable[[str], "str | None"]
"""Gives the text of a file of the model by its path; None where there is none."""


class Marker(Enum):
    """Values that no Python literal has."""

    UNKNOWN = "unknown"
    """Python's reading: not knowable without running the code."""
    ABSENT = "absent"
    """Not written at all or, in Cog's reading, dropped without a word."""


UNKNOWN = Marker.UNKNOWN
ABSENT = Marker.ABSENT

Value = Any
"""A literal as Python has it (None, bool, int, float, str, list, dict), or a `Marker`."""


About = Literal[
    "type", "annotation", "default", "value", "choices", "argument", "entry", "decorators", "self", "definition",
    "return type", "no return type",
]  # fmt: skip
"""What a refusal is about. "default" is one that cannot be resolved, "value" a default that breaks its own bounds."""


class Refusal(Struct, frozen=True):
    """A reason why Cog's build or the start of the container fails.

    `kind` is the name of the generator's error (`ErrUnsupportedType`) or `validation` for the validator that runs
    after it, `startup` for the container. `message` is Cog's own wording.
    """

    kind: str
    message: str
    span: Span
    about: About
    """What is wrong."""
    cause: Cause | None = None
    """What the generator cannot follow, where that is known."""


class Sum(Struct, frozen=True):
    """What is added to the choices of a constant."""

    constant: str
    """`BASE`, or `D.keys` for `list(D.keys())`."""
    first: tuple[Any, ...]
    """The constant's own choices."""
    added: tuple[tuple[Any, ...], ...]
    """What is added to them, one addition after the other."""

    @property
    def total(self) -> list[Any]:
        """All choices, as they are meant."""
        return [*self.first, *(choice for addition in self.added for choice in addition)]


class Argument(Struct, frozen=True):
    """One argument of an `Input(...)` call, in both readings."""

    keyword: str | None
    """None for a positional argument, "**" for an unpacked mapping."""
    span: Span
    """The whole argument, `ge=1`."""
    value_span: Span
    source: str
    """The value as it is written."""
    form: str
    """How the value is written: one of the forms named in `evaluate.py` ("string", "concatenation", "name" …)."""
    meant: Value
    """What Python would pass: a literal, or UNKNOWN."""
    published: Value
    """What Cog's generator reads: a literal, or ABSENT where it drops the argument."""
    changed: str | None = None
    """Where the value is a constant that the file changes later, which Cog does not read: the statement that does."""
    sum: Sum | None = None
    """Where the value adds choices to those of a constant."""
    comment: Comment | None = None

    def shifted(self, by: int) -> Argument:
        """The argument where its text begins `by` characters later."""
        span, value_span, comment = self.span.shifted(by), self.value_span.shifted(by), self.comment
        return replace(self, span=span, value_span=value_span, comment=comment and comment.shifted(by))


class Type(Struct, frozen=True):
    """A type of an input, as far as the schema knows types."""

    name: str
    """str int float bool Path File Secret Any dict list union"""
    item: Type | None = None
    """The element type of a list."""
    members: tuple[Type, ...] = ()
    """The members of a union, None left out."""
    optional: bool = False

    def __str__(self) -> str:
        base = self.name
        if self.item is not None:
            base = f"list[{self.item}]"
        elif self.members:
            base = " | ".join(str(m) for m in self.members)
        return f"Optional[{base}]" if self.optional else base


class Annotation(Struct, frozen=True):
    """The annotation of an input or the return annotation of a predictor."""

    span: Span
    source: str
    meant: Type | None
    """The type that the author means, through aliases and `Literal`; None where it cannot be known."""
    published: Type | Refusal
    """The type that Cog's generator reads, or its refusal."""


class Field(Struct, frozen=True):
    """One input as Cog publishes it (`components.schemas.Input.properties[name]`)."""

    property: Mapping[str, Any]
    required: bool
    enum: Mapping[str, Any] | None = None
    """The component that holds the choices, where there are any."""


class Home(Enum):
    """Where the `Input(...)` of an input stands."""

    SIGNATURE = "signature"
    ATTRIBUTE = "attribute"  # x: str = Inputs.prompt
    HELPER = "helper"  # x: int = Inputs.steps("text", default=3)
    DECORATOR = "decorator"  # @cog.input("x", type=int), the 2021 API


class Input(Struct, frozen=True, dict=True):
    """One parameter of the predictor. Spans are relative to its first character."""

    name: str
    order: int
    source: str
    """The parameter as it is written, or the decorator of the 2021 API."""
    span: Span
    name_span: Span
    annotation: Annotation | None
    default_span: Span | None
    """What stands after the `=` of the parameter, `Input(...)` included."""
    call_span: Span | None
    """The `Input(...)` expression; None for a plain or missing default, or one that cannot be resolved."""
    opaque: bool
    """The default is a call, name or attribute that may well be an `Input` but cannot be resolved."""
    home: Home
    arguments: tuple[Argument, ...]
    """The arguments of `Input(...)`. A plain default counts as one argument `default`."""
    field: Field | Refusal
    """What Cog publishes for this input."""
    comments: tuple[Span, ...] = ()
    """The `#` comments inside the parameter and on the lines directly above it."""
    refusals: tuple[Refusal, ...] = ()
    """Every reason why this input makes Cog's build or start fail, in order: the one in `field`, where there is one,
    then the validator's (`validation`) and the container's (`startup`)."""

    @cached_property
    def by_keyword(self) -> Mapping[str | None, Argument]:
        """The last argument with each keyword (the one that Cog reads); rules ask some sixty times for each input."""
        return {argument.keyword: argument for argument in self.arguments}

    def argument(self, keyword: str) -> Argument | None:
        """The last argument with that keyword."""
        return self.by_keyword.get(keyword)

    def meant(self, keyword: str) -> Value:
        """Python's reading of an argument; ABSENT where it is not written."""
        argument = self.by_keyword.get(keyword)
        return ABSENT if argument is None else argument.meant

    def published(self, keyword: str) -> Value:
        """Cog's reading of an argument; ABSENT where it is not written or dropped."""
        argument = self.by_keyword.get(keyword)
        return ABSENT if argument is None else argument.published

    @property
    def description(self) -> str | None:
        """The text that the author means, where it can be known."""
        text = self.meant("description")
        return text if isinstance(text, str) else None

    @property
    def type(self) -> Type | None:
        """The type that the author means; None where it is missing or cannot be known."""
        return None if self.annotation is None else self.annotation.meant

    @property
    def required(self) -> bool:
        """Whether callers must send this input, as Cog publishes it."""
        return isinstance(self.field, Field) and self.field.required


class Output(Struct, frozen=True):
    """The return annotation and what Cog makes of it. Spans are absolute."""

    span: Span
    source: str
    schema: Mapping[str, Any] | Refusal


class Predictor(Struct, frozen=True):
    """The class or function that runs or trains the model. Spans are absolute."""

    text: str
    """The whole file."""
    mode: Literal["run", "train"]
    kind: Literal["class", "function"]
    name: str
    name_span: Span
    method: str
    """"run", "predict", "train", or the function's own name."""
    method_span: Span
    """The name of the method in its `def`."""
    signature_span: Span
    """The parameter list with its parentheses."""
    api: Literal["run", "predict", "decorators"]
    """New API (0.20), old API, or the decorators of 2021. Functions and trainers count as "run"."""
    inputs: tuple[Input, ...]
    origins: tuple[int, ...]
    """Where each parameter of `inputs` starts in `text`."""
    lost: tuple[LostParameter, ...] = ()
    output: Output | None = None
    docstring: str | None = None
    refusals: tuple[Refusal, ...] = ()
    """Reasons beyond a single input or the output: no method, both methods, decorators. Spans are absolute."""
    scope: Mapping[str, str] = field(default_factory=dict)
    """Names bound by imports at the top of the file: local name -> "module.name"."""
    path: str = ""
    """Where the signature is inherited from another local file: that file, relative to the model's folder. Then `text`
    is the text of that file."""

    def placed(self) -> Iterator[tuple[int, Input]]:
        """Each input with the offset where its parameter starts, in the order of the signature."""
        return zip(self.origins, self.inputs, strict=True)

    def find(self, name: str) -> Input | None:
        """The input of that name."""
        return _by_name(Same(self.inputs)).get(name)

    def number(self, input: Input) -> int:
        """Which of the inputs it is, from 0: the record itself, else one that equals it."""
        at = numbers(Same(self.inputs)).get(id(input))
        return self.inputs.index(input) if at is None else at

    def place(self, input: Input, span: Span) -> Span:
        """A span of an input, made absolute."""
        return span.shifted(self.origins[self.number(input)])

    def input_at(self, offset: int) -> Input | None:
        """The input whose parameter (or whose `Input(...)`, wherever it stands) holds the offset."""
        for origin, candidate in self.placed():
            here = offset - origin
            if candidate.span.holds(here) or (candidate.call_span is not None and candidate.call_span.holds(here)):
                return candidate
        return None


@lru_cache(maxsize=16)
def _by_name(inputs: Same[tuple[Input, ...]]) -> dict[str, Input]:
    return {input.name: input for input in reversed(inputs.record)}
