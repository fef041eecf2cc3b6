"""Calls: known functions become operations, functions of the model's files are followed, everything else consumes."""

from __future__ import annotations

from tree_sitter import Node

from cog_lsp.evidence.uses import known
from cog_lsp.evidence.uses.copies import copied, restored
from cog_lsp.evidence.uses.deferred import deferred
from cog_lsp.evidence.uses.expressions import evaluate
from cog_lsp.evidence.uses.lookup import method_of
from cog_lsp.evidence.uses.modules import Class, Function
from cog_lsp.evidence.uses.nearest import NEAREST, is_distance
from cog_lsp.evidence.uses.openings import OPENERS
from cog_lsp.evidence.uses.operations import Arguments, message_of, of_function, of_method
from cog_lsp.evidence.uses.state import DEEPEST, MOST_OF_CALLS, SMALL, Frame, State
from cog_lsp.evidence.uses.terms import (
    NONE,
    Callable,
    Const,
    Given,
    Instance,
    Items,
    Opaque,
    Operation,
    Place,
    Table,
    Term,
    collapsed,
    operation,
    union,
)
from cog_lsp.evidence.uses.trace import Passed, Use

MOST_SPREAD = 6
"""Parameters that an unknown sequence behind `*` fills."""
LONGEST_NAME = 120
"""Characters of what an opaque value is called: by the calls that made it."""


def call(node: Node, frame: Frame, state: State) -> Term:
    """The term of a call."""
    callee = node.child_by_field_name("function")
    listing = node.child_by_field_name("arguments")
    if callee is None or listing is None:
        return Opaque()
    place = frame.module.place(node)
    source = frame.module.piece.of(callee)
    if source in known.UNFOLLOWED and (frame, source) not in state.names:
        state.lose(place, frame)
        return Opaque()
    receiver: Term | None = None
    method = ""
    if callee.type == "attribute":
        owner, name = callee.child_by_field_name("object"), callee.child_by_field_name("attribute")
        receiver = evaluate(owner, frame, state)
        method = "" if name is None else frame.module.piece.of(name)
        if _is_log(source, method, receiver):
            return _log(listing, frame, state, place)
    target = _target(callee, receiver, method, frame, state)
    if source in known.LOGGERS or (isinstance(target, Callable) and target.name in known.LOGGERS):
        return _log(listing, frame, state, place)
    arguments = _arguments(listing, frame, state)
    if isinstance(target, Callable):
        copied(target.name, arguments, state)
    arguments = restored(arguments, state)
    if isinstance(receiver, Given):
        _note_opening(source, receiver, state, place)
    elif OPENERS.search(source) and not (isinstance(target, Callable) and target.target is not None):
        _note_opening(source, arguments.positional[0] if arguments.positional else None, state, place)
    if isinstance(target, Callable):
        if target.name.endswith(known.ERRORS):  # an error that is made; `raise` reads its own
            for value in arguments.all:
                state.consume(value, place, "log")
            return Opaque()
        if target.name in known.EXITS:
            return _exit(arguments, frame, state, place)
        if target.name in ("setattr", "super"):
            return _unusual(target.name, arguments, frame, state, place)
        text = frame.module.piece.of(node)
        result = _nearest(target, arguments, frame, state, place, text)
        if result is None:
            result = of_function(target, arguments, state, place, text)
        if result is None:
            result = _follow(target, arguments, frame, state, place)
        if result is not None:
            return result
    elif isinstance(target, Instance) and isinstance(target.of, Class):
        for special in ("__call__", "forward"):
            function = method_of(target.of, special, state)
            if function is not None and _can_follow(function, arguments, frame, state):
                return state.run(function, arguments.positional, arguments.keywords, target, frame, place)
    result = _elsewhere(target.name if isinstance(target, Callable) else source, arguments, frame, state, place)
    if result is not None:
        return result
    instance = _made(receiver, method)
    if instance is not None:
        for value in arguments.all:
            state.consume(value, place)
        return instance
    if receiver is not None and method:
        result = of_method(node, callee, receiver, method, arguments, frame, state)
        if result is not None:
            return result
    if receiver is None and not isinstance(target, (Callable, Instance)):
        state.consume(target, place)
    return _unknown(source, receiver, arguments, state, place)


def _elsewhere(function: str, arguments: Arguments, frame: Frame, state: State, place: Place) -> Term | None:
    """What a thread or a worker does with what it is given; an error there does not end the run."""
    work = deferred(function, arguments)
    if work is None:
        return None
    mark = len(state.exits)
    state.catching.append(frozenset([""]))
    result = _follow(*work, frame, state, place)
    state.catching.pop()
    del state.exits[mark:]
    return result


def _made(receiver: Term | None, method: str) -> Term | None:
    """The object that a loader of a library's base class makes of a class of the model's files, or that moves it."""
    if isinstance(receiver, Callable) and isinstance(receiver.target, Class) and method in known.LOADERS:
        return None if method in receiver.target.methods else Instance(receiver.target)
    if isinstance(receiver, Instance) and isinstance(receiver.of, Class) and method in known.MOVERS:
        return None if method in receiver.of.methods else receiver
    return None


def _nearest(
    target: Callable, arguments: Arguments, frame: Frame, state: State, place: Place, source: str
) -> Term | None:
    """`min(SIZES, key=lambda size: abs(size - width))`: the item that is nearest to what was sent."""
    key = arguments.keywords.get("key")
    if target.name != "min" or target.target is not None or not isinstance(key, Callable) or not arguments.positional:
        return None
    distance = _follow(key, Arguments([Opaque()], {}, whole=True), frame, state, place)
    if distance is None or not is_distance(distance):
        return None
    return operation(NEAREST, (collapsed([arguments.positional[0]]), collapsed([distance])), place, source)


def _note_opening(source: str, value: Term | None, state: State, place: Place) -> None:
    """Notes an input that fails here where it is None: it is opened, as it is or as text, or has its method called."""
    if isinstance(value, Operation) and value.name in ("str", "Path") and len(value.operands) == 1:
        value = value.operands[0]
    if isinstance(value, Given) and not state.quiet and not state.catching:
        state.trace.opened.append(Use(value.name, state.path, place, source))


def _is_log(source: str, method: str, receiver: Term | None) -> bool:
    head = source.rpartition(".")[0]
    is_logger = head in known.LOGGERS or head.endswith(("logger", "logging")) or source == "sys.stdout.write"
    return is_logger and method in known.LOG_METHODS and (receiver is None or not receiver.inputs)


def _log(listing: Node, frame: Frame, state: State, place: Place) -> Term:
    for child in listing.named_children:
        value = child.child_by_field_name("value") if child.type == "keyword_argument" else child
        state.consume(evaluate(value, frame, state), place, "log")
    return NONE


def _target(callee: Node, receiver: Term | None, method: str, frame: Frame, state: State) -> Term:
    """What is called, without reading its owner twice."""
    if receiver is None:
        return evaluate(callee, frame, state)
    if isinstance(receiver, (Instance, Callable)):
        return evaluate(callee, frame, state)
    if isinstance(receiver, Table) and method in receiver.entries:
        return receiver.entries[method]
    return Opaque()


def _arguments(listing: Node, frame: Frame, state: State) -> Arguments:
    """The arguments of a call; not whole where something is spread that is not known."""
    positional: list[Term] = []
    keywords: dict[str, Term] = {}
    whole = True
    of = frame.module.piece.of
    children = [listing] if listing.type == "generator_expression" else listing.named_children
    for child in children:
        if child.type == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None:
                keywords[of(name)] = evaluate(value, frame, state)
        elif child.type in ("list_splat", "dictionary_splat"):
            spread = evaluate(child.named_children[0] if child.named_children else None, frame, state)
            if isinstance(spread, Items):
                positional.extend(spread.items)
            elif isinstance(spread, Table):
                keywords.update((str(key), value) for key, value in spread.entries.items())
                whole = whole and spread.whole
            elif child.type == "list_splat" and not spread.inputs:
                positional.extend([Opaque()] * MOST_SPREAD)
            else:
                state.consume(spread, frame.module.place(child))
                whole = False
        elif child.type != "comment":
            positional.append(evaluate(child, frame, state))
    return Arguments(positional, keywords, whole)


def _exit(arguments: Arguments, frame: Frame, state: State, place: Place) -> Term:
    value = arguments.positional[0] if arguments.positional else NONE
    if not (isinstance(value, Const) and value.value in (0, None)):
        state.refuse(frame, place, message_of(value), "exit", "SystemExit")
    state.leave(frame, "raise")
    return Opaque()


def _unusual(name: str, arguments: Arguments, frame: Frame, state: State, place: Place) -> Term:
    """`setattr(object, name, value)` and `super()`."""
    if name == "super":
        base = frame.self
        return Instance(base.of if isinstance(base, Instance) else None)
    values = arguments.positional
    if len(values) == 3 and isinstance(values[0], Instance) and isinstance(values[1], Const):
        state.bind(values[0], str(values[1].value), values[2])
    else:
        state.lose(place, frame)
    return NONE


def _can_follow(function: Function, arguments: Arguments, frame: Frame, state: State) -> bool:
    node = function.node
    return (
        frame.depth < DEEPEST + (node.end_byte - node.start_byte <= SMALL)
        and arguments.whole
        and state.followed < MOST_OF_CALLS
        and node not in state.running
        and all(name in known.TRANSPARENT for name in function.decorators)
    )


def _follow(target: Callable, arguments: Arguments, frame: Frame, state: State, place: Place) -> Term | None:
    """A call of something that the model's files define; None where it is not followed."""
    definition = target.target
    if isinstance(definition, Class):
        return _construct(definition, arguments, frame, state, place)
    function = definition if isinstance(definition, Function) else None
    if isinstance(definition, Node):
        function = Function(frame.module, definition)
    if function is None or not _can_follow(function, arguments, frame, state):
        return None
    bound = target.bound
    if "staticmethod" in function.decorators:
        bound = None
    elif "classmethod" in function.decorators:
        bound = Opaque() if function.owner is None else Callable(function.owner.name, function.owner)
    return state.run(function, arguments.positional, arguments.keywords, bound, target.defined or frame, place)


def _construct(owner: Class, arguments: Arguments, frame: Frame, state: State, place: Place) -> Term | None:
    """An instance of a class of the model's files, as its `__init__` or the fields of a dataclass leave it."""
    instance = Instance(owner)
    init = method_of(owner, "__init__", state)
    if init is not None:
        if not _can_follow(init, arguments, frame, state):
            return Instance(owner, Opaque(union(arguments.all))) if _consumed(arguments, state, place) else None
        state.run(init, arguments.positional, arguments.keywords, instance, frame, place)
        return instance
    for name, value in arguments.keywords.items():
        state.bind(instance, name, value)
    for value in arguments.positional:
        state.consume(value, place)
    return instance


def _consumed(arguments: Arguments, state: State, place: Place) -> bool:
    for value in arguments.all:
        state.consume(value, place)
    return True


def _unknown(source: str, receiver: Term | None, arguments: Arguments, state: State, place: Place) -> Term:
    """A call that is not followed: all that it is given is used."""
    values = [*arguments.all]
    if receiver is not None and receiver.inputs and not isinstance(receiver, (Callable, Instance)):
        values.insert(0, receiver)
    if not state.quiet:
        for position, value in enumerate(arguments.positional):
            if value.inputs:
                state.trace.passed.append(Passed(source, str(position), value, state.path, place))
        for keyword, value in arguments.keywords.items():
            state.trace.passed.append(Passed(source, keyword, value, state.path, place))
    state.effects += 1
    for value in values:
        state.consume(value, place)
    made_from = [value.what for value in arguments.all if isinstance(value, Opaque) and value.what]
    return Opaque(union(values), " ".join([source, *made_from[:2]])[:LONGEST_NAME])
