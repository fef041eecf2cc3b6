"""The architecture, as docs/architecture.md states it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cog_lsp"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The top-level packages that a module imports, anywhere in it, `if TYPE_CHECKING` included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


ALLOWED = {
    "pygls": ("server/",),
    "lsprotocol": ("server/",),
    "tree_sitter": ("predictor/", "readme/snippets/", "evidence/"),
    "tree_sitter_python": ("predictor/", "readme/snippets/"),
    "libcst": ("fixes/",),
    "markdown_it": ("readme/",),
    "starlette": ("playground/",),
    "uvicorn": ("playground/",),
    "subprocess": ("cli/git.py",),
    "watchfiles": ("cli/watch.py",),
}


@pytest.mark.parametrize("library", ALLOWED)
def test_each_library_has_one_home(library: str) -> None:
    users = [place(p) for p in MODULES if any(n == library or n.startswith(f"{library}.") for n in imports(p))]
    assert users, "a rule that nothing can break is no rule"
    assert [user for user in users if not user.startswith(ALLOWED[library])] == []


def test_the_core_knows_no_skin() -> None:
    skins = ("cog_lsp.server", "cog_lsp.cli")
    core = [p for p in MODULES if not place(p).startswith(("server/", "cli/", "__main__"))]
    assert len(core) > 50
    assert [place(p) for p in core if any(name.startswith(skins) for name in imports(p))] == []


ROOMS = (
    ("regex",),
    ("text", "listing", "toml", "identity", "publication", "pace"),
    ("yaml",),
    # What a predictor says
    ("predictor.cause", "predictor.comment", "predictor.lost", "predictor.model", "predictor.memory"),
    ("predictor.syntax",),
    ("predictor.values",),
    ("predictor.cog",),
    ("predictor.reading.scope", "predictor.reading.changes", "predictor.reading.calls"),
    ("predictor.broken",),
    ("predictor.faults",),
    ("predictor.reading",),
    ("predictor.edits",),
    ("predictor.source",),
    ("findings",),
    # What a README and a description say
    ("prose", "readme"),
    ("evidence",),
    ("settings",),
    ("project",),
    ("writing",),
    ("replicate",),
    ("rules",),
    ("fixes",),
    ("check",),
    ("playground.field",),
    ("playground.page", "report"),
    ("server", "cli"),
    ("__main__",),
)
"""The rooms of the house from the ground up: each may import from those below it and from itself. Of two names that fit
a module, the longer one counts."""


def module_name(path: Path) -> str:
    """The dotted name below `cog_lsp`; a package has that of its folder."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path) -> set[str]:
    """The modules of the package that a module imports, wherever the import stands."""
    known = {module_name(module) for module in MODULES}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "cog_lsp":
            base = (node.module or "").removeprefix("cog_lsp").removeprefix(".")
            names = [f"{base}.{alias.name}".removeprefix(".") for alias in node.names]
            found |= {name if name in known else base for name in names}
    return found - {""}


def floor(module: str) -> int:
    """How high the room of a module stands."""
    rooms = [
        (len(room), height)
        for height, group in enumerate(ROOMS)
        for room in group
        if f"{module}.".startswith(f"{room}.")
    ]
    assert rooms, f"cog_lsp/{module.replace('.', '/')} stands in no room: give it one in ROOMS"
    return max(rooms)[1]


def test_imports_point_down() -> None:
    climbs = [
        f"{module_name(path)} imports {module}"
        for path in MODULES
        for module in sorted(imported_modules(path))
        if module_name(path) and floor(module) > floor(module_name(path))
    ]
    assert climbs == []


def test_no_module_imports_itself_in_a_circle() -> None:
    """What is left once all that imports nothing, and all that nothing imports, is taken away, again and again."""
    graph = {module_name(path): imported_modules(path) for path in MODULES}
    while True:
        imported = set().union(*graph.values())
        ends = [module for module, below in graph.items() if not below & graph.keys() or module not in imported]
        if not ends:
            break
        for module in ends:
            del graph[module]
    assert {module: sorted(below & graph.keys()) for module, below in graph.items()} == {}


READING = {"open", "read_text", "read_bytes", "scandir", "iterdir", "glob", "rglob", "walk", "listdir"}
WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "replace", "rmdir", "mkstemp", "touch"}
FILES = {"os", "Path", "path", "shutil", "tempfile", "folder", "file", "root", "cog_yaml"}
OWN_DATA = ("predictor/cog/re2/classes.py", "prose/data.py", "readme/topics.py", "playground/page/static_files.py")
"""These read files of the package, through importlib.resources."""


def calls(path: Path, names: set[str]) -> set[str]:
    """Calls of methods with these names on something that is called like a path, and of `open`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Name) and target.id == "open" and "open" in names:
                found.add("open")
            if isinstance(target, ast.Attribute) and target.attr in names:
                owner = target.value
                if isinstance(owner, ast.Name) and owner.id in FILES:
                    found.add(f"{owner.id}.{target.attr}")
    return found


LONGEST_FILE = 300
LONGEST_WITHOUT_DOCSTRING = 10
"""Lines of a private function whose name says enough."""
NO_NOUNS = "asked done found given gone held kept known made named said shown taken told wanted written"
"""A local is called by what it is, as `diagnostics` or `edits`."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    """Every function of the package with its place."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{place(path)}:{node.lineno} {node.name}", node


def test_no_file_is_too_long() -> None:
    lines = {path.relative_to(PACKAGE): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_a_longer_private_function_says_what_it_does() -> None:
    silent = [
        where
        for where, function in functions()
        if function.name.startswith("_")
        and not function.name.startswith("__")
        and (function.end_lineno or 0) - function.lineno >= LONGEST_WITHOUT_DOCSTRING
        and ast.get_docstring(function) is None
    ]
    assert silent == []


def test_locals_are_nouns() -> None:
    names = [
        f"{where}: {node.id}"
        for where, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in NO_NOUNS.split()
    ]
    assert names == []


def test_patterns_of_modules_are_compiled_when_they_are_used() -> None:
    eager = [
        f"{place(path)}:{statement.lineno}"
        for path in MODULES
        for statement in ast.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(statement, Function | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "re.compile"
        and not isinstance(getattr(node.args[0], "value", None), bytes)
    ]
    assert eager == []


def test_only_project_reads_the_users_files() -> None:
    readers = {place(p): calls(p, READING) for p in MODULES if not place(p).startswith("cli/")}
    found = {name for name, used in readers.items() if used} - set(OWN_DATA)
    assert found == {"project/disk.py", "project/walk.py"}, "the texts, and the walk for models"


def test_only_the_command_line_writes_files() -> None:
    writers = {place(p) for p in MODULES if calls(p, WRITING) - {"path.replace", "file.replace"}}
    assert writers
    assert {name for name in writers if not name.startswith("cli/")} == {"playground/page/door.py"}, "a temporary file"


def test_starting_the_server_loads_no_rule_no_parser_and_no_preview() -> None:
    heavy = ("cog_lsp.rules", "tree_sitter", "libcst", "markdown_it", "ruamel", "starlette", "uvicorn", "httpx", "nh3")
    code = f"import sys, cog_lsp.server.server; print([n for n in {heavy!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_told_before_anything_is_loaded() -> None:
    code = (
        "import sys; sys.argv = ['cog-lsp', '--version']; from cog_lsp.__main__ import main; assert main() == 0;"
        "print([n for n in ('argparse', 'cog_lsp.cli') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["[]"]


def test_a_folder_with_modules_of_its_own_is_not_imported(tmp_path: Path) -> None:
    """Every way of starting that our editor configurations use, in a folder whose files would leave a trace."""
    for name in ("json", "ast", "typing", "attrs", "sitecustomize", "libcst", "cog", "argparse", "logging"):
        (tmp_path / f"{name}.py").write_text("open('canary', 'w').close()\n")
    (tmp_path / "cog_lsp").mkdir()
    (tmp_path / "cog_lsp/__init__.py").write_text("open('canary', 'w').close()\n")
    (tmp_path / "cog_lsp/__main__.py").write_text("open('canary', 'w').close()\n")
    (tmp_path / "cog.yaml").write_text("run: run.py:Runner\n")
    (tmp_path / "run.py").write_text(
        "open('canary', 'w').close()\nfrom cog import Input\n\n\n"
        "class Runner:\n    def run(self, x: str = Input()) -> str: ...\n"
    )
    script = Path(sys.executable).parent / "cog-lsp"
    for command in ([str(script)], [sys.executable, "-I", "-m", "cog_lsp"]):
        done = subprocess.run([*command, "check"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert not (tmp_path / "canary").exists(), command


@pytest.mark.parametrize(
    "start", [["-m", "cog_lsp"], [str(Path(sys.executable).parent / "cog-lsp")]], ids=["-m", "script"]
)
@pytest.mark.parametrize("path", [None, "", os.pathsep + "/nowhere", ".", "{folder}"])
def test_started_without_isolation_it_imports_no_module_of_the_folder(
    start: tuple[str, ...], path: str | None, tmp_path: Path
) -> None:
    """Python itself looks for `cog_lsp` in the current folder then, but for nothing else once that is found."""
    for name in ("json", "ast", "argparse", "logging", "libcst", "lsprotocol", "ruamel", "tree_sitter", "difflib"):
        (tmp_path / f"{name}.py").write_text("open('canary', 'w').close()\n")
    (tmp_path / "run.py").write_text(
        "from cog import Input\n\n\nclass Runner:\n    def run(self, x: str = Input()): ...\n"
    )
    done = subprocess.run(
        [sys.executable, *start, "check", "--fix", "--drafts"],
        cwd=tmp_path,
        env={**os.environ, **({} if path is None else {"PYTHONPATH": path.format(folder=tmp_path)})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "missing-return-type" in done.stdout
    assert not (tmp_path / "canary").exists()
