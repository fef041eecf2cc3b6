"""Looks for what the generator does not look for: what a name is that it cannot follow."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from cog_lsp.predictor.cause import Cause, Kind
from cog_lsp.predictor.model import UNKNOWN, Refusal
from cog_lsp.predictor.reading.file import File
from cog_lsp.predictor.reading.meaning import read_alias
from cog_lsp.predictor.reading.modules import is_external, module_path, nested
from cog_lsp.predictor.syntax.annotations import Refused
from cog_lsp.predictor.syntax.imports import Import
from cog_lsp.predictor.values.evaluate import Class, Expression, evaluate
from cog_lsp.regex import regex

NAMED = regex(r"cannot resolve type '([^']*)'(?: \(imported from '([^']*)'\))?|unsupported type: ([A-Za-z_]\w*)\Z")
TYPES = ("Path", "File", "Secret", "Any", "Optional", "Union", "List", "Dict", "None")
"""Names that Cog knows without an import."""
FORMS = ("builtins", "typing", "typing_extensions", "collections.abc", "cog")
"""Modules whose types are no classes of somebody's."""
PACKAGE = "__init__.py"
DATA = ("dataclass", "dataclasses.dataclass")
FARTHEST = 8
"""How often a name may be passed on."""


def with_cause(file: File, refusal: Refusal, source: str) -> Refusal:
    """A refusal of the type that `source` names, with its cause, where that can be told."""
    match = NAMED.search(refusal.message)
    if match is None or refusal.cause is not None or match[2] in FORMS:
        return refusal
    return replace(refusal, cause=_cause(file, match[1] or match[3], match[2], source))


def _cause(file: File, name: str, module: str | None, source: str) -> Cause | None:
    """Why the generator does not follow a name: where it is bound, in this file or in the one that it comes from."""
    entry = file.imports.get(name)
    if module is not None:
        if entry is None or entry.module != module:
            qualified = re.search(rf"\b(\w+)\.{re.escape(name)}\b", source)
            through = file.imports.get(qualified[1]) if qualified is not None else None
            inside = through is not None and through.module != through.original
            entry = Import(nested(through) if through is not None and inside else module, name)
        return _imported(file, entry, name)
    if re.search(rf"(?<![\w.]){re.escape(name)}\b(?!\.)", source) is None:
        return None  # an attribute of something that is not imported
    return _in_file(file, name, name) or (None if _is_bound(file, name) else Cause("unbound", name))


def _imported(file: File, entry: Import, name: str) -> Cause:
    """The cause where a name comes from another module."""
    module, is_package = entry.module, False
    for _ in range(FARTHEST):
        other = _module(file, entry.module)
        if other is None:
            break
        is_package = is_package or other.path.endswith(PACKAGE)
        cause = _in_file(other, entry.original, name)
        if cause is not None:
            place = other.path.removesuffix(PACKAGE).removesuffix(".py").strip("/").replace("/", ".")
            kind: Kind = "passed on" if is_package and cause.kind == "derived" else cause.kind
            return replace(cause, kind=kind, module=place)
        following = other.imports.get(entry.original)
        if following is None or following.module == "builtins":
            break
        file, entry = other, following
    return Cause("module", name, module)


def _is_bound(file: File, name: str) -> bool:
    """Whether something may well bind a name, in a way that nobody looks for."""
    if hasattr(builtins, name) or name in TYPES:
        return True
    word = re.compile(rf"\b{re.escape(name)}\b|\bimport[ \t]*\*")
    return any(word.search(text) for text in file.structure.texts)


def _module(file: File, module: str) -> File | None:
    """A module of the model, a package too, which the generator would not read."""
    if is_external(module) or file.read is None:
        return None
    path = module_path(module, file.path)
    if not path:
        return None
    return file.other(path) or file.other(f"{path.removesuffix('.py')}/{PACKAGE}")


def _in_file(file: File, name: str, source_name: str) -> Cause | None:
    """The cause where a file binds the name."""
    definition = file.scope.names.classes.get(name)
    if definition is not None:
        values = _members(file, definition) if definition.is_enum else {}
        return Cause(_kind(file, name, definition), source_name, values=values)
    source = ""
    for _ in range(FARTHEST):
        statement = file.structure.aliases.get(name)
        alias = file.scope.names.constants.get(name) if statement is None else Expression(file.piece, statement)
        if alias is not None and alias.node.type == "call":
            return Cause("made", source_name)
        if alias is None or (statement is None and not _is_type(alias)):
            break
        source = name = alias.piece.of(alias.node)
    return Cause("alias", source_name, source=source) if source else None


def _is_type(alias: Expression) -> bool:
    try:
        return read_alias(alias.piece, alias.node) is not None
    except Refused:
        return True


def _kind(file: File, name: str, class_: Class) -> Kind:
    """What kind of class of the author's it is."""
    if class_.is_enum:
        return "enumeration"
    definition = file.structure.named[name]
    decorators = [child for child in definition.outer.named_children if child.type == "decorator"]
    if any(file.piece.of(node).lstrip("@ ").partition("(")[0] in DATA for node in decorators):
        return "dataclass"
    return "derived" if _derives(file, class_, set()) else "class"


def _derives(file: File, class_: Class, seen: set[str]) -> bool:
    """Whether one of the classes that a class derives from is a model, in this file or where it is imported from."""
    for parent in class_.parents:
        last = parent.rpartition(".")[2]
        if last in ("BaseModel", "TypedDict"):
            return True
        entry = file.imports.get(parent)
        other = _module(file, entry.module) if entry is not None else file
        name = entry.original if entry is not None else parent
        base = None if other is None or name in seen else other.scope.names.classes.get(name)
        if base is not None and other is not None and _derives(other, base, {*seen, name}):
            return True
    return False


def _members(file: File, enumeration: Class) -> Mapping[str, Any]:
    """The values of an enumeration; none where one of them is no text or whole number, or not known."""
    names = file.scope.names
    values = {
        name: evaluate(expression.piece, expression.node, names)
        for name, expression in enumeration.attributes.items()
        if not name.startswith("_")
    }
    kinds = {type(value) for value in values.values()}
    return values if kinds in ({str}, {int}) and UNKNOWN not in values.values() else {}
