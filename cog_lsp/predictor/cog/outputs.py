"""The return annotation: which outputs the generator accepts, and the JSON schema of each.

Source: replicate/cog, pkg/schema/schema_type.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cog_lsp.predictor.cog.fields import title_case
from cog_lsp.predictor.cog.models import Model
from cog_lsp.predictor.cog.types import (
    PRIMITIVES,
    container,
    external,
    unwrap_opaque,
    unwrap_optional,
    unwrap_qualified_optional,
)
from cog_lsp.predictor.syntax.annotations import Refused, Written, unsupported
from cog_lsp.predictor.syntax.imports import Imports

OBJECT = {"type": "object"}
MOST_MODELS = 2000
"""Models that are written out in one output; models that hold others twice could double without end."""
ITERATORS = ("Iterator", "AsyncIterator")
CONCATENATING = ("ConcatenateIterator", "AsyncConcatenateIterator")
ARITY = "expects exactly 1 type argument"

Schema = dict[str, Any]


def resolve_output(annotation: Written, imports: Imports, models: Mapping[str, Model]) -> Schema:
    """The schema of an output. Raises `Refused`."""
    return _Resolver(imports, models).resolve(annotation)


class _Resolver:
    def __init__(self, imports: Imports, models: Mapping[str, Model]) -> None:
        self.imports = imports
        self.models = models
        self.seen: set[str] = set()
        self.count = 0

    def resolve(self, annotation: Written) -> Schema:
        """The schema of an annotation."""
        inner = unwrap_opaque(annotation, self.imports)
        if inner is not None:
            if unwrap_qualified_optional(inner, self.imports) is not None:
                raise optional_output()
            return self._opaque(inner)
        if annotation.kind == "generic" and self.imports.is_annotated(annotation.name):
            return self.resolve(annotation.args[0])
        if annotation.kind == "simple":
            return self._simple(annotation.name)
        return self._generic(annotation) if annotation.kind == "generic" else _union(annotation)

    def _opaque(self, annotation: Written) -> Schema:
        many = annotation.kind == "simple" or (annotation.kind == "generic" and len(annotation.args) == 1)
        if many and container(annotation.name, self.imports) in ("list", "List"):
            return {"type": "array", "items": dict(OBJECT)}
        return dict(OBJECT)

    def _simple(self, name: str) -> Schema:
        """The schema of a plain name: a model, an object, a list or a primitive type. Raises `Refused`."""
        if name in self.models:
            return self._model(name)
        whole, entry = name, None
        parts = self.imports.qualified(name)
        if parts is not None:
            name, entry = parts
            qualified = f"{entry.original if entry else ''}.{name}"
            if qualified in self.models:
                return self._model(qualified)
        if name in ("Any", "dict", "Dict"):
            return dict(OBJECT)
        if container(whole, self.imports) in ("list", "List"):
            return {"type": "array", "items": dict(OBJECT)}
        if name in PRIMITIVES:
            return dict(PRIMITIVES[name])
        entry = entry if entry is not None else self.imports.get(name)
        if entry is not None:
            raise external(name, entry.module)
        raise Refused(
            "ErrUnresolvableType",
            f"cannot resolve type '{name}' - it is not a primitive type (str, int, float, bool, Path) "
            "and no BaseModel definition was found in the predict file",
        )

    def _model(self, name: str) -> Schema:
        """A model's object; where it holds itself, an opaque object."""
        self.count += 1
        if name in self.seen or self.count > MOST_MODELS:
            return dict(OBJECT)
        self.seen.add(name)
        properties: Schema = {}
        required: list[str] = []
        for field in self.models[name].fields:
            try:
                schema, needed = self._field(field.type)
            except Refused as refused:
                message = f'field "{field.name}": {refused.message}'
                raise Refused(refused.kind, message, refused.field or (name, field.name)) from None
            needed = needed if field.key_required is None else field.key_required
            schema["title"] = title_case(field.name)
            properties[field.name] = schema
            if field.name in required:
                required.remove(field.name)
            if needed and not field.has_default:
                required.append(field.name)
        self.seen.discard(name)
        return {"type": "object", "properties": properties, **({"required": required} if required else {})}

    def _field(self, annotation: Written) -> tuple[Schema, bool]:
        """A field's schema, and whether it is required: Optional is allowed here."""
        opaque = unwrap_opaque(annotation, self.imports)
        if opaque is not None:
            optional = self._optional(opaque)
            schema = self._opaque(opaque if optional is None else optional)
            return (schema, True) if optional is None else ({**schema, "nullable": True}, False)
        if annotation.kind == "generic" and self.imports.is_annotated(annotation.name):
            return self._field(annotation.args[0])
        inner = self._optional(annotation)
        if inner is None:
            return self.resolve(annotation), True
        return {**self.resolve(inner), "nullable": True}, False

    def _optional(self, annotation: Written) -> Written | None:
        """X of an optional field; `Optional` counts without an import, since the model may stand in another file."""
        inner = unwrap_qualified_optional(annotation, self.imports)
        return unwrap_optional(annotation) if inner is None else inner

    def _generic(self, annotation: Written) -> Schema:
        """The schema of `name[…]`. Raises `Refused`."""
        parts = self.imports.qualified(annotation.name)
        outer, args = annotation.name if parts is None else parts[0], annotation.args
        if outer in ("dict", "Dict"):
            return self._dict(args)
        if outer == "Optional":
            raise unsupported(f"Optional {ARITY}") if len(args) != 1 else optional_output()
        if outer == "Union":
            return _union(annotation)
        if container(annotation.name, self.imports) in ("List", "list"):
            if len(args) != 1:
                raise unsupported(f"list {ARITY}")
            return {"type": "array", "items": self.resolve(args[0])}
        if outer in ITERATORS:
            if len(args) != 1:
                raise unsupported(f"Iterator {ARITY}")
            return {"type": "array", "items": self.resolve(args[0]), "x-cog-array-type": "iterator"}
        if outer in CONCATENATING:
            return _concatenating(args)
        raise unsupported(f"{outer}[...] is not a supported output type")

    def _dict(self, args: tuple[Written, ...]) -> Schema:
        if len(args) != 2:
            raise unsupported("dict expects 0 or 2 type arguments")
        try:
            return {"type": "object", "additionalProperties": self.resolve(args[1])}
        except Refused as refused:
            message = f"resolving dict value type: {refused.message}"
            raise Refused(refused.kind, message, refused.field) from None


def _concatenating(args: tuple[Written, ...]) -> Schema:
    if len(args) != 1:
        raise unsupported(f"ConcatenateIterator {ARITY}")
    if args[0].kind != "simple":
        raise unsupported("ConcatenateIterator element type must be a simple type")
    if args[0].name != "str":
        message = f"ConcatenateIterator element type must be str, got {args[0].name}"
        raise Refused("ErrConcatIteratorNotStr", message)
    items = dict(PRIMITIVES["str"])
    return {"type": "array", "items": items, "x-cog-array-type": "iterator", "x-cog-array-display": "concatenate"}


def _union(annotation: Written) -> Schema:
    if unwrap_optional(Written("union", "", annotation.args)) is not None:
        raise optional_output()
    raise unsupported("union types are not supported as output")


def optional_output() -> Refused:
    """The generator's error for an optional output."""
    return Refused("ErrOptionalOutput", "unsupported output type: Optional is not allowed as a return type")
