"""Code of the author's own that runs the model, a script or a package: a reader gets a result from it, too."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from tree_sitter import Node

from cog_lsp.readme.markdown.parts import per_part
from cog_lsp.readme.snippets.prompts import without_prompts
from cog_lsp.readme.snippets.tree import Source, field
from cog_lsp.regex import regex

if TYPE_CHECKING:
    from cog_lsp.readme.markdown.records import Part

LARGEST = 20_000
"""Characters of the largest code block that is read."""

_SCRIPT = regex(
    r"^[ \t]*(?:\$ )?(?:\w+=\S+ |sudo |uv run |poetry run )*(?:docker run [^\n]{1,200} |cog (?:exec|run) )?"
    r"(?:python[\d.]*|torchrun|accelerate launch)[ \t]+"
    r"(?!\S*(?:train|setup|install|download|prepare|convert|preprocess))(?!(?:\S*/)?test_)(?:\S+\.py\b|-m[ \t]+"
    r"(?!\S*(?:train|setup|install|download|prepare|convert|preprocess|pip|venv|pytest|unittest|cog))\w)"
    r"|^[ \t]*(?:\$ )?(?:ba)?sh[ \t]+(?!\S*(?:train|setup|install|download|prepare))\S+\.sh\b",
    re.MULTILINE,
)
_INSTALLED = regex(r"\bpip3? install (?:-\S+ )?([A-Za-z][\w-]{2,40})(?=\s|\[|=|\Z)")
_IMPORT = regex(r"^[ \t]*(?:>>> ?)?(?:from|import)[ \t]+\w", re.MULTILINE)
_HELPERS = frozenset(
    [
        "IPython",
        "PIL",
        "cog",
        "cv2",
        "datasets",
        "dotenv",
        "gdown",
        "huggingface_hub",
        "imageio",
        "librosa",
        "matplotlib",
        "modal",
        "numpy",
        "pandas",
        "pytest",
        "replicate",
        "requests",
        "scipy",
        "setuptools",
        "skimage",
        "sklearn",
        "soundfile",
        "torchaudio",
        "tqdm",
        "wandb",
        "yaml",
    ]
)
"""Packages that open, show or fetch what a model takes and gives."""
_OTHER_WORK = regex(
    r"train|fit\b|fine_?tun|download|dataset|loader|tokenizer|optimi[sz]er|processor|parser|config|install|prepare"
    r"|convert|export|push|upload|evaluat|benchmark|quanti|login|\bto\b|\beval\b|\bload|save|\bcuda\b|\bcompile\b|^set_"
    r"|^add_|^enable_|^register",
    re.IGNORECASE,
)


def installed_commands(text: str) -> frozenset[str]:
    """The names of packages that a README installs, each of which may be a command, too."""
    return frozenset(_INSTALLED.findall(text))


def runs_command(part: Part, names: frozenset[str]) -> bool:
    """Whether a part shows one of these commands with something to work on."""
    lines = (line for code in part.codes for line in without_prompts(code).content.split("\n"))
    first_two = (line.split(maxsplit=2)[:2] for line in lines)
    return any(len(words) == 2 and words[0] in names and not _OTHER_WORK.search(words[1]) for words in first_two)


_NO_MODEL = regex(r"train(?!ed)|dataset|loader|tokenizer|optimi[sz]er|processor|parser|config", re.IGNORECASE)
"""What is made beside a model."""


@per_part
def runs_own_code(part: Part) -> bool:
    """Whether a part shows a script or a piece of Python that runs a model by another way than Cog or Replicate."""
    return any(_SCRIPT.search(code.content) for code in part.codes) or any(
        _runs_package(without_prompts(code).content)
        for code in part.codes
        if len(code.content) <= LARGEST and _IMPORT.search(code.content)
    )


def _runs_package(content: str) -> bool:
    """Whether a piece of Python imports something, makes a model of it, and gives that model something known."""
    source = Source(content, "python")
    imported = _imported(source)
    variables: set[str] = set(imported)
    makers: set[str] = set()
    for node in source.nodes("assignment", "as_pattern", "for_statement"):
        target = field(node, "left") or field(node, "alias")
        names = [source.of(n) for n in _identifiers(target)] if target is not None else []
        variables.update(names)
        value = field(node, "right")
        if node.type == "assignment" and value is not None and _root(source, value) in imported:
            callee = source.of(field(_outer_call(value), "function") or value)
            if not _NO_MODEL.search(callee):
                makers.update(names)
    return any(_is_use(source, call, makers, imported, variables) for call in source.nodes("call"))


def _imported(source: Source) -> set[str]:
    """Names that stand for something of a package which is neither Python's own nor a helper."""
    names: set[str] = set()
    for node in source.nodes("import_statement", "import_from_statement"):
        module = source.of(node.children[1]) if node.type == "import_from_statement" else None
        for child in node.named_children[0 if module is None else 1 :]:
            name = source.of(field(child, "name") or child)
            root = (module or name).split(".")[0]
            alias = field(child, "alias")
            if root not in _HELPERS and root not in sys.stdlib_module_names:
                names.add(source.of(alias) if alias is not None else name.split(".")[0])
    return names


def _is_use(source: Source, call: Node, makers: set[str], imported: set[str], variables: set[str]) -> bool:
    """Whether a call gives a model that was made above, or a function that was imported, something that is known."""
    function, arguments = field(call, "function"), field(call, "arguments")
    if call.has_error or function is None or arguments is None or not arguments.named_children:
        return False
    callee = source.of(function)
    root, _, method = callee.partition(".")
    direct = root in imported and root not in makers and not method and root[:1].islower() and _is_result(call)
    if not direct and root not in makers:
        return False
    if _OTHER_WORK.search(method.rpartition(".")[2] or (root if direct else "")):
        return False
    names = (source.of(node) for child in arguments.named_children for node in _identifiers(child))
    return all(name in variables for name in names)


def _is_result(call: Node) -> bool:
    """Whether something is done with what a call gives back."""
    return call.parent is not None and call.parent.type != "expression_statement"


def _outer_call(value: Node) -> Node:
    """`Model(…)` of `Model(…).to("cuda")`."""
    function = field(value, "function")
    inner = field(function, "object") if function is not None and function.type == "attribute" else None
    return _outer_call(inner) if inner is not None and inner.type == "call" else value


def _root(source: Source, value: Node) -> str:
    """The first name of a call: `Model` of `Model.from_pretrained(…)`."""
    return re.split(r"[.(\[]", source.of(value), maxsplit=1)[0].strip() if value.type == "call" else ""


def _identifiers(node: Node) -> list[Node]:
    """The names in an expression, without those of attributes and keywords."""
    identifiers: list[Node] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if current.type == "identifier":
            identifiers.append(current)
        elif current.type in ("attribute", "keyword_argument"):
            inner = field(current, "object") or field(current, "value")
            stack += [inner] if inner is not None else []
        else:
            stack += current.named_children
    return identifiers
