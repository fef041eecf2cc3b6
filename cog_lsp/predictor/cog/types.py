"""Types of inputs: which ones the generator accepts, and the JSON schema of each.

Source: replicate/cog, pkg/schema/types.go (`ResolveInputType`) and pkg/schema/openapi_spec.go. A type is matched by the
last name as it is written; imports only decide on the wording of a refusal, on `Annotated` and on `Opaque`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from cog_lsp.predictor.model import Type
from cog_lsp.predictor.syntax.annotations import Refused, Written, unsupported
from cog_lsp.predictor.syntax.imports import TYPING, Imports

PRIMITIVES: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "float": {"type": "number"},
    "int": {"type": "integer"},
    "str": {"type": "string"},
    "Path": {"type": "string", "format": "uri"},
    "File": {"type": "string", "format": "uri"},
    "Secret": {"type": "string", "format": "password", "writeOnly": True, "x-cog-secret": True},
    "Any": {"type": "object"},
}
NESTED = "nested generics like List[Optional[X]] are not supported"
FILES = ("Path", "File")
ANY = Type("Any")


def external(name: str, module: str) -> Refused:
    """The generator's error for a type that comes from another module."""
    return Refused(
        "ErrUnresolvableType",
        f"cannot resolve type '{name}' (imported from '{module}') - external types cannot be statically analyzed. "
        "If this is a JSON-shaped third-party type, mark it opaque with `from typing import Annotated`, "
        f"`from cog import Opaque`, and `field: Annotated[{name}, Opaque]`. "
        "Otherwise define it as a BaseModel subclass in your predict file, or provide a .pyi stub",
    )


def resolve_input(annotation: Written, imports: Imports, typed_dicts: Collection[str]) -> Type:
    """The type of an input. Raises `Refused`."""
    inner = unwrap_opaque(annotation, imports)
    if inner is not None:
        return _opaque(inner, imports)
    if annotation.kind == "simple":
        return _resolve_simple(annotation.name, imports, typed_dicts)
    if annotation.kind == "union":
        return _resolve_union(annotation.args, imports, typed_dicts)
    return _resolve_generic(annotation, imports, typed_dicts)


def _resolve_simple(name: str, imports: Imports, typed_dicts: Collection[str]) -> Type:
    """The type of a plain name. Raises `Refused`."""
    if name in typed_dicts:
        return ANY
    parts = imports.qualified(name)
    entry = None
    if parts is not None:
        name, entry = parts
        if f"{entry.original if entry else ''}.{name}" in typed_dicts or name in typed_dicts:
            return ANY
    if name in ("dict", "Dict"):
        return Type("dict")
    if name in PRIMITIVES:
        return Type(name)
    entry = entry if entry is not None else imports.get(name)
    raise unsupported(name) if entry is None else external(name, entry.module)


def _resolve_generic(annotation: Written, imports: Imports, typed_dicts: Collection[str]) -> Type:
    """The type of `name[…]`. Raises `Refused`."""
    parts = imports.qualified(annotation.name)
    outer, args = annotation.name if parts is None else parts[0], annotation.args
    if outer in ("dict", "Dict"):
        return Type("dict")
    if outer == "Optional":
        if len(args) != 1:
            raise unsupported(f"Optional expects exactly 1 type argument, got {len(args)}")
        return replace(resolve_input(args[0], imports, typed_dicts), optional=True)
    if outer == "Union":
        return _resolve_union(args, imports, typed_dicts)
    if imports.is_annotated(annotation.name):
        return resolve_input(args[0], imports, typed_dicts)
    if outer not in ("List", "list"):
        raise unsupported(f"{outer}[...] is not a supported input type")
    if len(args) != 1:
        raise unsupported(f"List expects exactly 1 type argument, got {len(args)}")
    item = resolve_input(args[0], imports, typed_dicts)
    if item.optional or item.name in ("list", "union"):
        raise unsupported(NESTED)
    return Type("list", item=item)


def _resolve_union(args: tuple[Written, ...], imports: Imports, typed_dicts: Collection[str]) -> Type:
    """The type of a union of the arguments, None among them or not. Raises `Refused`."""
    members: list[Type] = []
    nullable = False
    for arg in args:
        if arg.kind == "simple" and arg.name == "None":
            nullable = True
            continue
        if arg.kind == "union" or (arg.kind == "generic" and arg.name == "Union"):
            raise unsupported("nested union inputs are not supported")
        member = resolve_input(arg, imports, typed_dicts)
        if member.name == "union":
            raise unsupported("nested union inputs are not supported")
        members.append(member)
    if not members:
        raise unsupported("union inputs must include at least one non-None type")
    if len(members) == 1:
        return replace(members[0], optional=members[0].optional or nullable)
    for member in members:
        _check_member(member)
    return Type("union", members=tuple(members), optional=nullable)


def _check_member(member: Type) -> None:
    if member.optional:
        raise unsupported("nested nullable variants are not supported in union inputs")
    if member.name in ("Path", "File", "Secret"):
        raise unsupported(f"{member.name} is not supported in union inputs")
    if member.item is not None:
        _check_member(member.item)


def unwrap_opaque(annotation: Written, imports: Imports) -> Written | None:
    """The first argument of `Annotated[T, …, Opaque]`."""
    if annotation.kind != "generic" or len(annotation.args) < 2 or not imports.is_annotated(annotation.name):
        return None
    marked = any(arg.kind == "simple" and imports.is_opaque(arg.name) for arg in annotation.args[1:])
    return annotation.args[0] if marked else None


def _opaque(annotation: Written, imports: Imports) -> Type:
    """An opaque type: an object, or a list of objects, or either of them optional."""
    inner = unwrap_opaque(annotation, imports)
    if inner is not None:
        return _opaque(inner, imports)
    if annotation.kind in ("simple", "generic") and container(annotation.name, imports) in ("List", "list"):
        return Type("list", item=ANY)
    optional = None if annotation.kind == "simple" else unwrap_qualified_optional(annotation, imports)
    return ANY if optional is None else replace(_opaque(optional, imports), optional=True)


def container(name: str, imports: Imports) -> str | None:
    """`List`, `list`, `Optional` or `Union`, where the name is one of those of `typing` or the built-in list."""
    parts = imports.qualified(name)
    if parts is not None:
        rest, entry = parts
        is_typing = entry is not None and entry.module in TYPING and entry.module == entry.original
        return rest if is_typing and rest in ("List", "Optional", "Union") else None
    entry = imports.get(name)
    if entry is None:
        return "list" if name == "list" else None
    if entry == ("builtins", "list"):
        return "list"
    is_typing = entry.module in TYPING and entry.original in ("List", "Optional", "Union")
    return entry.original if is_typing else None


def unwrap_qualified_optional(annotation: Written, imports: Imports) -> Written | None:
    """X of `Optional[X]`, `Union[X, None]` or `X | None`, under any name that `typing` is imported by."""
    if annotation.kind == "generic":
        name = container(annotation.name, imports)
        if name is None:
            return None
        if name in ("Optional", "Union"):
            inner = unwrap_optional(Written("generic", name, annotation.args))
            if inner is not None:
                return inner
    return unwrap_optional(annotation)


def unwrap_optional(annotation: Written) -> Written | None:
    """X of `Optional[X]`, `Union[X, None]` or `X | None`."""
    args = annotation.args
    if annotation.kind == "generic" and annotation.name == "Optional" and len(args) == 1:
        return args[0]
    if (annotation.kind == "union" or (annotation.kind == "generic" and annotation.name == "Union")) and len(args) == 2:
        for at, arg in enumerate(args):
            if arg.kind == "simple" and arg.name == "None":
                return args[1 - at]
    return None


def type_schema(kind: Type) -> dict[str, Any]:
    """The JSON schema of an input's type."""
    schema: dict[str, Any]
    if kind.name == "list":
        schema = {"type": "array", "items": type_schema(kind.item or ANY)}
    elif kind.name == "union":
        schema = {"anyOf": [type_schema(replace(member, optional=kind.optional)) for member in kind.members]}
    else:
        schema = dict(PRIMITIVES.get(kind.name, PRIMITIVES["Any"]))
    if kind.optional:
        schema["nullable"] = True
    return schema


def choice_type(kind: Type) -> str:
    """The JSON type of an input's choices: that of the plain type, lists left out."""
    base = kind.item if kind.item is not None else kind
    return str(PRIMITIVES.get(base.name, PRIMITIVES["Any"])["type"])
