"""What the server can do: one row for each request of the protocol, and the module that answers it.

The table is all that `initialize` needs. The modules, and with them the rules and the parsers, are imported when the
first request or document comes: that keeps a third of the imports off the start.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from lsprotocol import types
from msgspec import Struct

FIX_ALL = "source.fixAll.cog-lsp"
WATCHED = (
    "**/cog.yaml",
    "**/{readme,README,Readme}.{md,markdown}",
    "**/*.py",
    "**/cog-lsp.toml",
    "**/pyproject.toml",
    "**/*safe-push*/*.yaml",
    "**/cog-safe-push.yaml",
)
RENAMES = types.FileOperationRegistrationOptions(
    [
        *(types.FileOperationFilter(types.FileOperationPattern(pattern), scheme="file") for pattern in WATCHED),
        types.FileOperationFilter(
            types.FileOperationPattern("**", types.FileOperationPatternKind.Folder), scheme="file"
        ),
    ]
)
"""Files and folders whose new names are asked and told."""


class Feature(Struct, frozen=True):
    """A request, what is advertised for it, and where the function that takes session and parameters is."""

    method: str
    module: str
    options: Any = None
    waits: bool = False
    """Whether it is a coroutine."""
    function: str = "perform"


FEATURES = (
    Feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        "code_action",
        types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    ),
    Feature(types.CODE_ACTION_RESOLVE, "code_action", function="resolve"),
    Feature(types.TEXT_DOCUMENT_CODE_LENS, "code_lens", types.CodeLensOptions(resolve_provider=False)),
    Feature(
        types.TEXT_DOCUMENT_COMPLETION,
        "completion",
        types.CompletionOptions(["(", ",", "=", '"', "'", " "], resolve_provider=False),
    ),
    Feature(types.TEXT_DOCUMENT_DEFINITION, "definition"),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, "document_link", types.DocumentLinkOptions(resolve_provider=False)),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "document_symbol"),
    Feature(types.TEXT_DOCUMENT_HOVER, "hover"),
    Feature(types.TEXT_DOCUMENT_INLAY_HINT, "inlay_hint", types.InlayHintOptions(resolve_provider=False)),
    Feature(types.TEXT_DOCUMENT_REFERENCES, "references"),
    Feature(types.TEXT_DOCUMENT_RENAME, "rename", types.RenameOptions(prepare_provider=True)),
    Feature(types.TEXT_DOCUMENT_PREPARE_RENAME, "rename", function="prepare"),
    Feature(types.WORKSPACE_SYMBOL, "workspace_symbol", waits=True),
    Feature(types.WORKSPACE_WILL_RENAME_FILES, "will_rename", RENAMES),
)


def pull(workspace: bool) -> tuple[Feature, ...]:
    """What is offered to clients that pull diagnostics; all others get them pushed."""
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=workspace, identifier="cog-lsp"
    )
    whole = (Feature(types.WORKSPACE_DIAGNOSTIC, "workspace_diagnostics", waits=True),)
    return (Feature(types.TEXT_DOCUMENT_DIAGNOSTIC, "diagnostics", options), *(whole if workspace else ()))


COMMANDS = {
    "cog-lsp.showFirst": "show_first",
    "cog-lsp.draftAll": "draft_all",
    "cog-lsp.fixAll": "fix_all",
    "cog-lsp.showTopics": "show_topics",
    "cog-lsp.showEmpty": "show_empty",
    "cog-lsp.explain": "explain",
    "cog-lsp.inputs": "inputs",
    "cog-lsp.theme": "change_theme",
}
"""Commands by the name of their function in `requests/commands.py`."""
PREVIEW = "cog-lsp.preview"
"""The command that waits: its function is in `requests/preview.py`."""


def lazily(module: str, name: str) -> Callable[..., Any]:
    """A function of a module of `requests/`, imported when it is called first."""

    def call(*arguments: Any) -> Any:
        return getattr(importlib.import_module(f"cog_lsp.server.requests.{module}"), name)(*arguments)

    return call
