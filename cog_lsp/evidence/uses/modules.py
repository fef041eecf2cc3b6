"""The files of a model as their code sees each other: definitions, imports, constants.

Unlike Cog's generator, which names modules beside cog.yaml only, this follows what Python would import: beside the
entry file, in packages with or without `__init__.py`, and in folders that the file itself adds to `sys.path`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from tree_sitter import Node

from cog_lsp.evidence.uses.code import LineIndex, is_external, whole
from cog_lsp.evidence.uses.terms import Place
from cog_lsp.pace import step
from cog_lsp.regex import regex

Read = Callable[[str], "str | None"]
MOST_FILES = 40
LARGEST_FILE = 400_000
"""Characters of the largest other file that is followed."""
DEEPEST_IMPORT = 4
"""Imports that are followed into each other for what a name stands for."""
MOST_STARS = 4
DEEPEST = 8
"""Compound statements that are looked into for imports and definitions."""
ADDED = regex(r"\bsys\.path\.(?:append|insert)\((.{1,160})")
IN_CONTAINER = "/src"
"""Where Cog's build puts the model's folder."""
TEXT = regex(r"[\"']([^\"'\n]{1,80})[\"']")


class Class:
    """A class: its methods, the assignments in its body, and the names of its bases."""

    __slots__ = ("bases", "members", "methods", "module", "name", "node")

    def __init__(self, module: Module, name: str, node: Node) -> None:
        self.module = module
        self.name = name
        self.node = node
        self.methods: dict[str, Node] = {}
        self.members: dict[str, Node] = {}
        listing = node.child_by_field_name("superclasses")
        self.bases = [module.piece.of(child) for child in listing.named_children] if listing is not None else []
        body = node.child_by_field_name("body")
        for child in body.named_children if body is not None else ():
            function = definition(child, "function_definition")
            if function is not None:
                self.methods[module.name_of(function)] = function
            elif (assigned := _assignment(child)) is not None:
                left, right = assigned
                self.members[module.piece.of(left)] = right


class Function:
    """A function with the file it stands in, and its class if it is a method."""

    __slots__ = ("module", "node", "owner")

    def __init__(self, module: Module, node: Node, owner: Class | None = None) -> None:
        self.module = module
        self.node = node
        self.owner = owner

    @property
    def decorators(self) -> list[str]:
        """The decorators as they are written, without `@` and arguments."""
        outer = self.node.parent
        if outer is None or outer.type != "decorated_definition":
            return []
        sources = (self.module.piece.of(child)[1:] for child in outer.named_children if child.type == "decorator")
        return [text.partition("(")[0].strip() for text in sources]


class Module:
    """A file with the names that it binds at the top."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.piece = whole(text)
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        """Local name -> module and name in it; an empty name for the module itself."""
        self.stars: list[str] = []
        """Modules all of whose names are imported: `from .main import *`."""
        self.constants: dict[str, list[Node]] = {}
        """Name -> what is assigned to it, in order."""
        self._lines: LineIndex | None = None
        self._collect(self.piece.root, 0)

    def name_of(self, node: Node) -> str:
        """The name of a definition."""
        name = node.child_by_field_name("name")
        return "" if name is None else self.piece.of(name)

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return self.place_of(node.start_byte, node.end_byte)

    def place_of(self, start: int, end: int) -> Place:
        """Where a part of the text stands."""
        if self._lines is None:
            self._lines = LineIndex(self.text)
        return Place(self.path, self._lines.line_of(start) + 1, self._lines.line_of(max(start, end - 1)) + 1)

    def _collect(self, block: Node, depth: int) -> None:
        for child in block.named_children:
            step()
            self._take(child, depth)

    def _take(self, child: Node, depth: int) -> None:
        """The names that a statement binds; statements inside `if` and `try` count too."""
        if child.type in ("import_statement", "import_from_statement"):
            self.imports.update(imported(self, child))
            if any(inner.type == "wildcard_import" for inner in child.named_children):
                source = child.child_by_field_name("module_name")
                self.stars.extend([self.piece.of(source)] if source is not None else [])
        elif (function := definition(child, "function_definition")) is not None:
            self.functions[self.name_of(function)] = Function(self, function)
        elif (node := definition(child, "class_definition")) is not None:
            self.classes[self.name_of(node)] = Class(self, self.name_of(node), node)
        elif (assigned := _assignment(child)) is not None:
            left, right = assigned
            if left.type == "identifier":
                self.constants.setdefault(self.piece.of(left), []).append(right)
        elif child.type in COMPOUND and depth < DEEPEST:
            for inner in child.named_children:
                if inner.type == "block":
                    self._collect(inner, depth + 1)
                elif inner.type in COMPOUND:
                    self._take(inner, depth + 1)


COMPOUND = frozenset(
    [
        "if_statement",
        "try_statement",
        "with_statement",
        "elif_clause",
        "else_clause",
        "except_clause",
        "finally_clause",
    ]
)


def definition(node: Node, kind: str) -> Node | None:
    """The class or function in a statement, decorated or not."""
    if node.type == kind:
        return node
    if node.type == "decorated_definition":
        return next((child for child in node.named_children if child.type == kind), None)
    return None


def _assignment(node: Node) -> tuple[Node, Node] | None:
    if node.type != "expression_statement" or len(node.named_children) != 1:
        return None
    inner = node.named_children[0]
    left, right = inner.child_by_field_name("left"), inner.child_by_field_name("right")
    return (left, right) if inner.type == "assignment" and left is not None and right is not None else None


def imported(module: Module, node: Node) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names that an import binds."""
    of = module.piece.of
    source = node.child_by_field_name("module_name")
    for child in node.named_children:
        if child == source:
            continue
        if child.type == "aliased_import":
            original, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if original is not None and alias is not None:
                yield of(alias), (of(original), "") if source is None else (of(source), of(original))
        elif child.type == "dotted_name":
            name = of(child)
            head = name.partition(".")[0]
            yield (head, (head, "")) if source is None else (name, (of(source), name))


def _added(entry: Module) -> Iterator[str]:
    """The folders of the model that a file adds to `sys.path`: the last text of each call, `os.path.join(HERE, "src")`,
    or of the constant that it names."""
    for match in ADDED.finditer(entry.text):
        argument = match[1].partition("#")[0]
        name = argument.rpartition(",")[2].strip(" )")
        assigned = entry.constants.get(name, [])
        source = entry.piece.of(assigned[0]) if len(assigned) == 1 else argument
        texts = TEXT.findall(source)
        if not texts:
            continue
        folder = texts[-1]
        if f"{folder}/".startswith(f"{IN_CONTAINER}/"):
            folder = folder[len(IN_CONTAINER) :]
        elif folder.startswith("/") and source.split(",")[-1].strip(" )")[1:-1] == folder:
            continue  # another place in the container
        yield folder.lstrip("/") or "."


class Modules:
    """The files that are followed from an entry file, read when they are asked for."""

    def __init__(self, entry: Module, read: Read | None) -> None:
        self.entry = entry
        self.read = read
        self.known: dict[str, Module | None] = {entry.path: entry}
        self.texts: dict[str, str | None] = {}
        """What was read, with the text or None: what the facts depend on."""
        here = posixpath.dirname(entry.path)
        added = list(_added(entry))[:8]
        self.folders = list(dict.fromkeys([here, "", *(posixpath.normpath(posixpath.join(here, a)) for a in added)]))

    def at(self, path: str) -> Module | None:
        """The file at a path relative to the model's folder; None where it cannot be read."""
        if path not in self.known:
            self.known[path] = self._load(path)
        return self.known[path]

    def _load(self, path: str) -> Module | None:
        if self.read is None or len(self.texts) >= MOST_FILES * 6 or path.startswith(".."):
            return None
        if sum(module is not None for module in self.known.values()) > MOST_FILES:
            return None
        text = self.read(path)
        self.texts[path] = text
        return None if text is None or len(text) > LARGEST_FILE else Module(path, text)

    def find(self, name: str, importer: str) -> Module | None:
        """The file of a module as `importer` names it."""
        bare = name.lstrip(".")
        if bare == name and is_external(name):
            return None
        if bare != name:
            folder = posixpath.dirname(importer)
            for _ in range(len(name) - len(bare) - 1):
                folder = posixpath.dirname(folder)
            folders = [folder]
        else:
            folders = list(dict.fromkeys([*self.folders, posixpath.dirname(importer)]))
        for folder in folders:
            base = posixpath.normpath(posixpath.join(folder, *bare.split("."))) if bare else folder
            candidates = (f"{base}.py", f"{base}/__init__.py") if bare else (posixpath.join(base, "__init__.py"),)
            for path in candidates:
                module = self.at(path.removeprefix("./"))
                if module is not None:
                    return module
        return None

    def named(self, module: Module, name: str, depth: int = 0) -> Function | Class | Module | None:
        """What a name at the top of a file stands for, through imports of other files."""
        if name in module.functions:
            return module.functions[name]
        if name in module.classes:
            return module.classes[name]
        if depth > DEEPEST_IMPORT:
            return None
        if name not in module.imports:
            sources = (self.find(star, module.path) for star in module.stars[:MOST_STARS])
            targets = (self.named(other, name, depth + 1) for other in sources if other not in (None, module))
            return next((target for target in targets if target is not None), None)
        source, original = module.imports[name]
        if not original:
            return self.find(source, module.path)
        other = self.find(source, module.path)
        if other is not None and other is not module:
            target = self.named(other, original, depth + 1)
            if target is not None:
                return target
        return self.find(f"{source}{'' if source.endswith('.') else '.'}{original}", module.path)
