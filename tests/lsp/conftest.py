"""Clients of every kind: the real server, driven with the capabilities that real editors declare."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from cog_lsp.text import Encoding

MODELS = Path(__file__).parent.parent / "fixtures/models"

VSCODE_NOW = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
        "publishDiagnostics": {"versionSupport": True, "codeDescriptionSupport": True, "dataSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source", "source.fixAll"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "completion": {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]},
        },
        "codeLens": {},
        "inlayHint": {},
        "documentLink": {"tooltipSupport": True},
        "definition": {},
        "references": {},
    },
    "workspace": {
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]},
        "diagnostics": {"refreshSupport": True},
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "workspaceFolders": True,
        "applyEdit": True,
    },
    "window": {"showDocument": {"support": True}, "workDoneProgress": True},
}
"""A current VS Code, reduced to what the server asks about: pytest-lsp's profile is of 2022."""

PROFILES = ("visual-studio-code", "vscode-now", "neovim@0.11", "nothing")
ENCODINGS = {"neovim@0.11": "utf-8", "visual-studio-code": "utf-16", "vscode-now": "utf-16"}


def capabilities(profile: str) -> types.ClientCapabilities:
    """The capabilities of a client."""
    if profile == "nothing":
        return types.ClientCapabilities()
    if profile == "vscode-now":
        from lsprotocol.converters import get_converter

        return get_converter().structure(VSCODE_NOW, types.ClientCapabilities)
    return client_capabilities(profile)


@pytest_lsp.fixture(
    params=PROFILES,
    config=ClientServerConfig(server_command=[sys.executable, "-I", "-m", "cog_lsp", "serve", "--stdio"]),
)
async def client(lsp_client: LanguageClient, request: Any, tmp_path: Path) -> AsyncIterator[None]:
    """A session on a copy of the bundled models."""
    shutil.copytree(MODELS, tmp_path / "models")
    lsp_client.profile = request.param  # type: ignore[attr-defined]
    lsp_client.root = tmp_path / "models"  # type: ignore[attr-defined]
    root = (tmp_path / "models").as_uri()

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(_: types.RegistrationParams) -> None:
        """Every editor answers this; pytest-lsp's client does not."""

    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=root, name="models")],
            root_uri=root,
        )
    )
    lsp_client.encoding = Encoding(result.capabilities.position_encoding or "utf-16")  # type: ignore[attr-defined]
    assert lsp_client.encoding.value == ENCODINGS.get(request.param, lsp_client.encoding.value)  # type: ignore[attr-defined]
    yield
    await lsp_client.shutdown_session()
