"""The set-ups that no editor here runs: they are well formed, and the pages show them whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.limits import LIMIT

from .conftest import REPOSITORY

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EDITORS = REPOSITORY / "editors"
PAGES = REPOSITORY / "docs" / "editors"
SHOWN = {
    "helix/languages.toml": "helix.md",
    "jupyter/cog-lsp.json": "jupyter.md",
    "kate/settings.json": "kate.md",
    "sublime/LSP.sublime-settings": "sublime.md",
    "zed/settings.json": "zed.md",
}


@pytest.mark.parametrize(("file", "page"), SHOWN.items())
def test_page_shows_the_shipped_file(file: str, page: str) -> None:
    assert f"\n{(EDITORS / file).read_text()}```\n" in (PAGES / page).read_text()


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda path: path.name)
def test_code_of_a_page_is_well_formed(page: Path) -> None:
    for language, code in re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL):
        if language == "json":
            json.loads(code)
        elif language == "toml":
            tomllib.loads(code)
        elif language == "sh":
            subprocess.run(["sh", "-n"], input=code, text=True, check=True)
        else:
            assert language in {"lua", "elisp", "vim"}, language


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda path: path.name)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("file", sorted(EDITORS.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_toml_is_well_formed(file: Path) -> None:
    assert tomllib.loads(file.read_text())


def test_zed_and_python_agree_on_names() -> None:
    manifest = tomllib.loads((EDITORS / "zed" / "extension.toml").read_text())
    source = (EDITORS / "zed" / "src" / "lib.rs").read_text()
    assert list(manifest["language_servers"]) == ["cog-lsp"]
    assert 'worktree.which("cog-lsp")' in source


def test_zed_source_parses() -> None:
    rustfmt = shutil.which("rustfmt")
    if rustfmt is None:
        pytest.skip("rustfmt is not installed")
    source = EDITORS / "zed" / "src" / "lib.rs"
    subprocess.run(
        [rustfmt, "--check", "--edition", "2021", str(source)], check=True, capture_output=True, timeout=LIMIT
    )


def commands(configuration: Any) -> list[list[str]]:
    """Return every command in a nested configuration."""
    if isinstance(configuration, dict):
        own = [configuration["command"]] if isinstance(configuration.get("command"), list) else []
        return own + [command for value in configuration.values() for command in commands(value)]
    return []


STARTS = ["kate/settings.json", "sublime/LSP.sublime-settings", "agents/opencode.json", "helix/languages.toml"]


def starts(file: str) -> list[tuple[list[str], dict[str, str]]]:
    """The commands of a configuration, and what each adds to the environment."""
    text = (EDITORS / file).read_text()
    if file.endswith(".toml"):
        server = tomllib.loads(text)["language-server"]["cog-lsp"]
        return [([server["command"], *server["args"]], server["environment"])]
    return [(server["command"], server.get("env", {})) for server in servers(json.loads(text))]


def servers(configuration: Any) -> list[Any]:
    """Every table with a command in a nested configuration."""
    if not isinstance(configuration, dict):
        return []
    own = [configuration] if isinstance(configuration.get("command"), list) else []
    return own + [server for value in configuration.values() for server in servers(value)]


@pytest.mark.parametrize("file", STARTS)
def test_a_server_starts_and_runs_nothing_of_the_workspace(file: str, tmp_path: Path) -> None:
    """Where PYTHONPATH has an empty item, as after `export PYTHONPATH=$PYTHONPATH:/x`, Python looks there first."""
    for name in ("sitecustomize", "json", "cog_lsp/__init__", "cog_lsp/__main__"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.py").write_text("open('canary', 'w').close()\n")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    found = starts(file)
    assert found
    for command, added in found:
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "PYTHONPATH": os.pathsep + "/nowhere", **added},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT,
        )
        assert done.returncode == 1, "the end of the input, without a shutdown"
        assert not (tmp_path / "canary").exists()


WITHOUT_PYTHONPATH = {
    "emacs/cog-lsp.el": '("env" "-u" "PYTHONPATH")',
    "emacs/lsp-cog.el": '("env" "-u" "PYTHONPATH")',
    "jetbrains/cog-lsp/template.json": '"default": "env -u PYTHONPATH cog-lsp serve"',
    "jupyter/cog-lsp.json": '"env": { "PYTHONPATH": "" }',
    "nvim/lsp/cog_lsp.lua": "cmd_env = cog_lsp.cmd_env",
    "nvim/plugin/cog_lsp.lua": "cmd_env = cog_lsp.cmd_env",
    "nvim/lua/cog_lsp.lua": 'M.cmd_env = { PYTHONPATH = "" }',
    "vim/plugin/cog_lsp.vim": "'env': {'PYTHONPATH': ''}",
    "vim/autoload/cog_lsp.vim": "ale#Env('PYTHONPATH', '')",
    "vscode/src/extension.ts": 'options: { env: { PYTHONPATH: "" } }',
    "zed/src/lib.rs": '("PYTHONPATH".to_string(), String::new())',
}


@pytest.mark.parametrize("file", WITHOUT_PYTHONPATH)
def test_the_other_editors_start_it_without_pythonpath_too(file: str) -> None:
    assert WITHOUT_PYTHONPATH[file] in (EDITORS / file).read_text()


def test_extension_is_thin() -> None:
    lines = sum(len(file.read_text().splitlines()) for file in (EDITORS / "vscode" / "src").glob("*.ts"))
    assert lines < 800


def test_extension_starts_nothing_that_an_untrusted_workspace_chooses() -> None:
    manifest = json.loads((EDITORS / "vscode" / "package.json").read_text())
    trust = manifest["capabilities"]["untrustedWorkspaces"]
    source = "".join(file.read_text() for file in (EDITORS / "vscode" / "src").glob("*.ts"))
    programs = re.findall(r'\bget(?:<string>)?\("(path|interpreter|importStrategy)"', source)
    assert trust["supported"] == "limited"
    assert set(trust["restrictedConfigurations"]) == {f"cog-lsp.{name}" for name in programs}


def test_settings_of_the_extension_are_right_at_rest() -> None:
    """Each has a default, which its own schema takes, and a name from which VS Code makes a title."""
    from jsonschema import Draft7Validator

    from cog_lsp.rules import OPTIONS
    from cog_lsp.server.settings import EditorSettings
    from cog_lsp.settings.read import check_table

    manifest = json.loads((EDITORS / "vscode" / "package.json").read_text())
    properties = manifest["contributes"]["configuration"]["properties"]
    assert next(iter(properties)) == "cog-lsp.enable"
    for name, schema in properties.items():
        assert re.fullmatch(r"cog-lsp\.[a-zA-Z.]+", name)
        assert Draft7Validator(schema).is_valid(schema["default"]), name
    made = {name.partition(".")[2]: s["default"] for name, s in properties.items() if s.get("x-generated")}
    settings = EditorSettings()
    assert settings.take(made)
    at_rest = {"line_length": 88, "description_layout": "wrapped", "inlay_hints": False, "empty_values": False}
    assert check_table(settings.table, OPTIONS) == (at_rest, ())
    spelled = {option.name for option in OPTIONS if option.in_editors}
    assert settings.take(dict.fromkeys(made, True))
    assert set(settings.table) == spelled


def test_pages_cover_every_editor() -> None:
    names = {folder.name for folder in EDITORS.iterdir() if folder.is_dir()} - {"agents"}  # docs/agents.md
    pages = {page.stem for page in PAGES.glob("*.md")} - {"index"}
    assert {"nvim" if page == "neovim" else page for page in pages} == names


def test_packages_carry_the_version_of_the_server() -> None:
    from cog_lsp import __version__

    manifest = json.loads((EDITORS / "vscode" / "package.json").read_text())
    assert manifest["version"] == __version__
    for name in ("cog-lsp.el", "lsp-cog.el"):
        assert f";; Version: {__version__}\n" in (EDITORS / "emacs" / name).read_text()
    for name in ("extension.toml", "Cargo.toml"):
        assert f'version = "{__version__}"' in (EDITORS / "zed" / name).read_text()


def test_no_editor_is_missing_from_the_table() -> None:
    table = (PAGES / "index.md").read_text()
    for page in PAGES.glob("*.md"):
        assert page.stem == "index" or f"({page.name})" in table
