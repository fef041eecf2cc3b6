"""Functions and methods whose meaning is known, as operations."""

from __future__ import annotations

from typing import NamedTuple

from tree_sitter import Node

from cog_lsp.evidence.uses import known
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import (
    NONE,
    Callable,
    Const,
    Items,
    Opaque,
    Operation,
    Place,
    Table,
    Term,
    items,
    operation,
)
from cog_lsp.evidence.uses.trace import Passed
from cog_lsp.regex import regex

PLACEHOLDER = regex(r"%[-+ #0]{0,5}\d{0,9}(?:\.\d{0,9})?[a-zA-Z]")
"""What `%` fills in a text."""


class Arguments(NamedTuple):
    """The arguments of a call; `whole` where none came out of something unknown by `*` or `**`."""

    positional: list[Term]
    keywords: dict[str, Term]
    whole: bool

    @property
    def all(self) -> list[Term]:
        """All values."""
        return [*self.positional, *self.keywords.values()]


def message_of(value: Term) -> str:
    """The text of an error, with `…` for what stands in it."""
    if isinstance(value, Const):
        return value.value if isinstance(value.value, str) else ""
    if isinstance(value, Operation) and value.name in ("text", "+", ".format", "%"):
        first = value.operands[:1] if value.name in (".format", "%") else value.operands
        if value.name == "%":
            return PLACEHOLDER.sub("…", message_of(first[0]))
        return "".join(message_of(part) or "…" for part in first)
    return ""


def of_function(target: Callable, arguments: Arguments, state: State, place: Place, source: str) -> Term | None:
    """A call of a function whose meaning is known."""
    if target.target is not None:
        return None
    name = target.name
    name = f"numpy.{name[3:]}" if name.startswith("np.") else name
    if name in known.NAMESPACES and not arguments.positional and arguments.whole:
        return Table(dict(arguments.keywords))
    if name in known.NAMESPACES and len(arguments.positional) == 1 and isinstance(arguments.positional[0], Table):
        return Table({**arguments.positional[0].entries, **arguments.keywords}, whole=arguments.positional[0].whole)
    meaning = known.FUNCTIONS.get(name)
    if meaning is None or not arguments.all:
        return None
    if not any(term.inputs for term in arguments.all):
        return (
            Opaque()
            if meaning not in ("int", "float", "str", "len", "min", "max", "list", "range")
            else operation(meaning, arguments.all, place)
        )
    if meaning in ("open", "content"):
        for keyword, value in arguments.keywords.items():
            state.trace.passed.append(Passed(name, keyword, value, state.path, place))
    return operation(meaning, arguments.all, place, source)


def of_method(
    node: Node, callee: Node, receiver: Term, method: str, arguments: Arguments, frame: Frame, state: State
) -> Term | None:
    """A method of a list, a dictionary or a value that is made of inputs."""
    place, source = frame.module.place(node), frame.module.piece.of(node)
    holder = callee.child_by_field_name("object")
    if method in ("append", "extend", "add") and len(arguments.positional) == 1 and holder is not None:
        return _append(holder, receiver, method, arguments.positional[0], frame, state, place)
    if isinstance(receiver, Table):
        return _of_table(holder, receiver, method, arguments, frame, state, place, source)
    meaning = known.METHODS.get(f".{method}")
    if meaning is None or not (receiver.inputs or isinstance(receiver, Const)):
        return None
    if meaning == ".format" and not any(term.inputs for term in [receiver, *arguments.all]):
        return _filled(receiver, arguments.positional)
    if isinstance(receiver, Const) and not any(term.inputs for term in arguments.all):
        return operation(meaning, (receiver, *arguments.all), place)
    if f".{method}" in known.RESIZED_IN_PLACE and holder is not None and holder.type == "identifier":
        value = operation("thumbnail", (receiver, *arguments.all), place, source)
        state.bind(frame, frame.module.piece.of(holder), value)
        return NONE
    return operation(meaning, (receiver, *arguments.all), place, source)


def _filled(template: Term, values: list[Term]) -> Term:
    """A template whose plain places are filled with constants, from the first on."""
    if not (isinstance(template, Const) and isinstance(template.value, str)):
        return template
    text = template.value
    for value in values:
        if not isinstance(value, Const):
            break
        text = text.replace("{}", str(value.value), 1)
    return Const(text)


def _append(
    holder: Node, receiver: Term, method: str, item: Term, frame: Frame, state: State, place: Place
) -> Term | None:
    """A list that grows: a new value of the name that holds it."""
    if holder.type != "identifier":
        return None
    if method == "extend" or not (isinstance(receiver, Items) or receiver.inputs):
        return None
    longer = operation("append", (receiver, item), place)
    if isinstance(receiver, Items) and not state.path[len(frame.start) :]:
        longer = items((*receiver.items, item))
    state.bind(frame, frame.module.piece.of(holder), longer)
    return NONE


def _of_table(
    holder: Node | None,
    receiver: Table,
    method: str,
    arguments: Arguments,
    frame: Frame,
    state: State,
    place: Place,
    source: str,
) -> Term | None:
    """A method of a dictionary whose entries are known."""
    values = arguments.positional
    if method in ("get", "pop") and values:
        default = values[1] if len(values) > 1 else NONE
        if isinstance(values[0], Const):
            return receiver.entries.get(values[0].value, default if receiver.whole else Opaque())
        return operation("lookup", (receiver, values[0], default), place, source)
    if method == "update" and holder is not None and holder.type == "identifier":
        entries = {**receiver.entries, **arguments.keywords}
        whole = receiver.whole and arguments.whole
        for term in values:
            if isinstance(term, Table):
                entries.update(term.entries)
                whole = whole and term.whole
            else:
                state.consume(term, place)
                whole = False
        state.bind(frame, frame.module.piece.of(holder), Table(entries, whole=whole))
        return NONE
    if method == "copy":
        return receiver
    return None
