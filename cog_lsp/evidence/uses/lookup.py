"""What a name, an attribute or a key stands for."""

from __future__ import annotations

from tree_sitter import Node

from cog_lsp.evidence.uses.modules import Class, Function, Module
from cog_lsp.evidence.uses.state import Frame, State
from cog_lsp.evidence.uses.terms import (
    Callable,
    Const,
    Instance,
    Items,
    Opaque,
    Place,
    Table,
    Term,
    operation,
)


def lookup(name: str, frame: Frame, state: State) -> Term | Node:
    """What a name holds; a node where it is a constant of the file that stands to be read."""
    owner: Frame | None = frame
    while owner is not None:
        term = state.names.get((owner, name))
        if term is not None:
            return term
        owner = owner.enclosing
    return at_top(name, frame.module, state)


def at_top(name: str, module: Module, state: State) -> Term | Node:
    """What a name at the top of a file stands for."""
    target = state.modules.named(module, name)
    if target is not None:
        return Callable(name, target)
    if name in module.constants:
        assigned = module.constants[name]
        return assigned[0] if len(assigned) == 1 else Opaque()
    if name in module.imports:
        source, original = module.imports[name]
        other = state.modules.find(source, module.path) if original else None
        if other is not None and other is not module and original in other.constants:
            meaning = at_top(original, other, state)
            return Opaque() if isinstance(meaning, Node) else meaning
        return Callable(f"{source}.{original}" if original else source)
    return Callable(name)


def attribute(value: Term, name: str, state: State, at: Place) -> Term | tuple[Module, Node]:
    """An attribute of a value; a file and a node where it is a constant that stands to be read."""
    if isinstance(value, Instance):
        return _of_instance(value, name, state, at)
    if isinstance(value, Callable):
        return _of_callable(value, name, state)
    if isinstance(value, Table) and name in value.entries:
        return value.entries[name]
    if not value.inputs:
        return Opaque()
    return operation(f":{name}", (value,), at)


def _of_instance(value: Instance, name: str, state: State, at: Place) -> Term | tuple[Module, Node]:
    """A member of an instance: what was assigned to it, else a method or a member of its class."""
    term = state.names.get((value, name))
    if term is not None:
        return term
    owner = value.of
    if isinstance(owner, Class):
        method = method_of(owner, name, state)
        if method is not None:
            return Callable(name, method, value)
        member = member_of(owner, name)
        if member is not None:
            return member
    if value.base is not None and value.base.inputs:
        return operation(f":{name}", (value.base,), at)
    return Opaque()


def _of_callable(value: Callable, name: str, state: State) -> Term | tuple[Module, Node]:
    """A member of a module or a class, else a longer dotted name."""
    target = value.target
    if isinstance(target, Module):
        meaning = at_top(name, target, state)
        return (target, meaning) if isinstance(meaning, Node) else meaning
    if isinstance(target, Class):
        method = method_of(target, name, state)
        if method is not None:
            return Callable(name, method)
        member = member_of(target, name)
        return Opaque() if member is None else member
    return Callable(f"{value.name}.{name}")


def method_of(owner: Class, name: str, state: State, depth: int = 0) -> Function | None:
    """A method of a class or of the bases that the model's files define."""
    if name in owner.methods:
        return Function(owner.module, owner.methods[name], owner)
    for base in owner.bases[:4] if depth < 4 else ():
        parent = state.modules.named(owner.module, base)
        if isinstance(parent, Class) and parent is not owner:
            method = method_of(parent, name, state, depth + 1)
            if method is not None:
                return method
    return None


def member_of(owner: Class, name: str) -> tuple[Module, Node] | None:
    """What the body of a class assigns to a name."""
    node = owner.members.get(name)
    return None if node is None else (owner.module, node)


def take(value: Term, key: Term, at: Place, source: str) -> Term:
    """An item of a value."""
    if isinstance(key, Const):
        if isinstance(value, Table):
            return value.entries.get(key.value, Opaque())
        if (
            isinstance(value, Items)
            and isinstance(key.value, int)
            and -len(value.items) <= key.value < len(value.items)
        ):
            return value.items[key.value]
    if not value.inputs and not key.inputs:
        return Opaque()
    return operation("lookup" if key.inputs else "item", (value, key), at, source)
