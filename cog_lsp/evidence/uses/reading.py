"""The reading of a predictor: its set-up for what it binds, then the body of its entry method."""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node

from cog_lsp.evidence.uses.assign import parameters
from cog_lsp.evidence.uses.calls import call
from cog_lsp.evidence.uses.code import Predictor
from cog_lsp.evidence.uses.expressions import evaluate
from cog_lsp.evidence.uses.lookup import method_of
from cog_lsp.evidence.uses.modules import Class, Function, Module, Modules, Read
from cog_lsp.evidence.uses.state import MOST_OF_CALL, Frame, State
from cog_lsp.evidence.uses.statements import block
from cog_lsp.evidence.uses.terms import NONE, Given, Instance, Opaque, Operation, Place, Term, choice, collapsed, union
from cog_lsp.evidence.uses.trace import Path, Trace

MOST_RETURNS = 8


class Reading:
    """What happened in the code of a predictor, and the files that were read for it."""

    def __init__(self, trace: Trace, modules: Modules, entry: Node, module: Module) -> None:
        self.trace = trace
        self.modules = modules
        self.entry = entry
        self.module = module


def read(predictor: Predictor, path: str, others: Read | None = None) -> Reading | None:
    """Reads the code of a predictor that stands at `path`, relative to the model's folder, where `others` reads from.
    None where the entry method is not found, or where the file is broken: what stands behind a fault can be misread."""
    module = _module(predictor.path or path, predictor.text)
    if module.piece.root.has_error:
        return None
    entry = _function_at(module, predictor.method_span.start)
    if entry is None:
        return None
    modules = Modules(module, others)
    state = State(modules)
    state.call = call
    state.evaluate = lambda node, frame: evaluate(node, frame, state)
    state.block = lambda node, frame: block(node, frame, state)
    state.run = lambda *arguments: _run(state, *arguments)
    owner = module.classes.get(predictor.name) if predictor.kind == "class" else None
    predicting = Instance(owner) if owner is not None else None
    if predicting is not None and owner is not None:
        _set_up(predicting, owner, module, state)
    _enter(entry, predictor, module, owner, predicting, state)
    del state.evaluate, state.block, state.run  # they hold it: it is gone now, not when Python looks for garbage
    return Reading(state.trace, modules, entry, module)


@lru_cache(maxsize=4)
def _module(path: str, text: str) -> Module:
    """A file may hold many predictors."""
    return Module(path, text)


def _function_at(module: Module, offset: int) -> Node | None:
    node: Node | None = module.piece.root.descendant_for_byte_range(offset, offset)
    while node is not None and node.type != "function_definition":
        node = node.parent
    return node


def _set_up(predicting: Instance, owner: Class, module: Module, state: State) -> None:
    """Reads `__init__` and `setup` for the attributes that they bind."""
    state.quiet += 1
    for name in ("__init__", "setup"):
        function = method_of(owner, name, state)
        if function is not None:
            frame = Frame(module, None, owner, 1)
            _run(state, function, [], {}, predicting, frame, function.module.place(function.node))
    state.quiet -= 1
    state.steps, state.followed, state.trace.whole = 0, 0, True
    state.path, state.exits, state.running = (), [], []


def _enter(
    entry: Node, predictor: Predictor, module: Module, owner: Class | None, predicting: Term | None, state: State
) -> None:
    """Reads the body of the method that runs with its inputs bound, and what it returns as used."""
    frame = Frame(module, entry, owner, 0)
    frame.self = predicting
    frame.given = tuple(input.name for input in predictor.inputs)
    listing = entry.child_by_field_name("parameters")
    first = next((child for child in listing.named_children if child.type == "identifier"), None) if listing else None
    for lost in predictor.lost:
        state.bind(frame, lost.name.lstrip("*"), Opaque())
    if predicting is not None and first is not None:
        state.bind(frame, module.piece.of(first), predicting)
    for input in predictor.inputs:
        state.bind(frame, input.name, Given(input.name))
    state.running.append(entry)
    block(entry.child_by_field_name("body"), frame, state)
    for way, value in frame.returns:
        state.consume(value, module.place(entry), path=way)
    _kept(state, module.place(entry))


def _kept(state: State, at: Place) -> None:
    """What objects still hold at the end may be used by whatever else holds them."""
    for (holder, _), term in list(state.names.items()):
        if isinstance(holder, Instance) and term.inputs:
            state.consume(term, at, "kept", ())


def _run(
    state: State,
    function: Function,
    positional: list[Term],
    keywords: dict[str, Term],
    bound: Term | None,
    caller: Frame,
    at: Place,
) -> Term:
    """Reads the body of a function with these arguments, and gives what it returns."""
    node = function.node
    frame = Frame(function.module, node, function.owner, caller.depth + 1, _enclosing(node, caller))
    frame.start = state.path
    frame.given = union([*positional, *keywords.values()])
    listing = node.child_by_field_name("parameters")
    skip = 0
    if bound is not None and listing is not None and listing.named_children:
        frame.self = bound
        state.bind(frame, function.module.piece.of(listing.named_children[0]), bound)
        skip = 1
    parameters(node, positional, keywords, frame, state, skip=skip)
    body = node.child_by_field_name("body")
    mark = len(state.exits)
    state.running.append(node)
    limit, steps, called = state.limit, state.steps, state.called
    state.limit = min(limit, steps + MOST_OF_CALL)
    state.called = called or at
    if node.type == "lambda":
        frame.returns.append((state.path, evaluate(body, frame, state)))
        ended = True
    else:
        ended = block(body, frame, state)
    state.running.pop()
    state.called = called
    state.followed += state.steps - steps
    state.limit, state.steps = (limit, steps) if caller.depth == 0 else (limit, state.steps)
    state.path = frame.start
    state.exits[mark:] = [exit._replace(frame=caller) for exit in state.exits[mark:] if exit.kind == "raise"]
    result = _returned(frame, ended=ended, at=at)
    if isinstance(result, Operation) and result.inputs and _is_expression(body):
        return Operation(result.name, result.operands, at, result.source)
    return result


def _is_expression(body: Node | None) -> bool:
    """Whether a function only gives one expression: then the call stands for it."""
    inner = [child for child in body.named_children if child.type != "comment"] if body is not None else []
    if len(inner) == 2 and inner[0].type == "expression_statement":  # a docstring
        inner = inner[1:]
    return len(inner) == 1 and inner[0].type == "return_statement"


def _enclosing(node: Node, caller: Frame) -> Frame | None:
    """The frame that a function inside a function sees around it."""
    outer = node.parent
    while outer is not None and outer.type not in ("function_definition", "module", "class_definition"):
        outer = outer.parent
    frame: Frame | None = caller
    while frame is not None:
        if frame.function is not None and outer == frame.function:
            return frame
        frame = frame.enclosing
    return None


def _returned(frame: Frame, *, ended: bool, at: Place) -> Term:
    """What a function gives: one of the values that it returns, by the conditions on the way to each."""
    returns = frame.returns
    if not returns:
        return NONE
    if len(returns) > MOST_RETURNS:
        return collapsed(term for _, term in returns)
    result: Term = returns[-1][1] if ended else NONE
    for path, term in reversed(returns[:-1] if ended else returns):
        result = choice(_way(path, frame.start, at), term, result, at)
    return result


def _way(path: Path, start: Path, at: Place) -> Term:
    tests = tuple(guard.test for guard in path[len(start) :] if not guard.assumed)
    if not tests:
        return Opaque()
    return tests[0] if len(tests) == 1 else Operation("and", tests, at)
